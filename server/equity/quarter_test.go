package equity_test

import (
	"bytes"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/equity"
	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/server/places"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
)

func quarterOf(w *storetest.World) string {
	return "/icb/QWE/equity/" + w.ProviderA.Provider + "/2026Q2"
}

// reading is the room with places to read files in.
func reading(w *storetest.World, m tenants.Member) *gin.Engine {
	e, icb := pagetest.As(m)
	equity.Pages{Store: w.Store, Reading: places.New(1, time.Second)}.Mount(icb)
	return e
}

// boxes is the form with disability's numbers in it, which add up to the return.
func boxes(version string) url.Values {
	f := url.Values{"version": {version}, "step": {"save"}}
	for name, values := range typed("", "") {
		if strings.Contains(name, "-") {
			f["disability-"+name] = values
		}
	}
	return f
}

func TestAQuarterOnOnePage(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	submit(t, w, w.ProviderA, "2026Q2")
	h, path := as(w, w.ProviderA), quarterOf(w)
	pagetest.Get(t, h, "/icb/QWE/equity").Want(t, 200, `href="`+path+`"`)
	a := pagetest.Get(t, h, path)
	a.In("h2:has(.nhsuk-tag)").Is(t, 200, "Age band Not started", "Ethnic group Not started", "Disability Not started",
		"Deprivation of the area where people live Not started")
	a.Want(t, 200, "The quarterly figures say: 42 people accessed, 30 of them out of work at the start; 11 started a first job.")

	// Two are typed: one adds up, of the other the rest are 0 and the sum is wrong.
	f := boxes("0")
	f.Set("age-access-1", "42")
	f.Set("age-unemployed-1", "30")
	f.Set("age-first_jobs-2", "12")
	f.Set("rest", "0")
	if x := pagetest.Post(t, h, path, f); x.Status != 303 || x.Header.Get("Location") != path+"?saved=yes" {
		t.Fatalf("%d to %q: %s", x.Status, x.Header.Get("Location"), x.Body)
	}
	b := pagetest.Get(t, h, path+"?saved=yes")
	b.In("h2:has(.nhsuk-tag)").Is(t, 200, "Age band Not finished", "Ethnic group Not started", "Disability Finished",
		"Deprivation of the area where people live Not started")
	b.Want(t, 200, "Saved: 1 of 4 characteristics of Quarter 2 2026/27 are finished",
		"Started a first job: the groups add up to 12, and the quarterly figures say 11")
	b.In("#age-access-3[value='0'], #ethnicity-access-1[value]").Want(t, 200)
	b.None(t, 200, "#ethnicity-access-1[value]")
	pagetest.Get(t, h, path+"/disability").Want(t, 200, "Finished", `value="22"`)
	pagetest.Get(t, h, path+"/ethnicity").Want(t, 200, "Not started")

	t.Run("what is not changed is not saved again", func(t *testing.T) {
		f := b.In("form[data-draft-version]").Sends(t, 200)
		f.Set("step", "save")
		f.Set("age-first_jobs-2", "11")
		if x := pagetest.Post(t, h, path, f); x.Status != 303 {
			t.Fatal(x.Status, x.Body)
		}
		part, err := w.For(w.ProviderA).Breakdown(t.Context(), w.ProviderA.Provider, "2026Q2", "disability")
		if err != nil || part.Version != 1 {
			t.Errorf("disability is at version %d, %v", part.Version, err)
		}
		pagetest.Get(t, h, path+"?saved=yes").Want(t, 200, "Saved: 2 of 4 characteristics")
	})
	t.Run("what cannot be right comes back whole", func(t *testing.T) {
		f := boxes("3")
		f.Set("disability-access-1", "a few")
		f.Set("ethnicity-access-1", "3")
		f.Set("ethnicity-unemployed-1", "9")
		f.Set("rest", "0")
		x := pagetest.Post(t, h, path, f)
		x.Want(t, 422, "Disability: Disabled, people who accessed must be a number", `href="#disability-access-1"`, `value="a few"`,
			"Ethnic group: White: out of work at the start (9) cannot be more than all who accessed (3)", `href="#ethnicity-unemployed-1"`)
		x.In("#rest[checked], input[name=rest][checked]").Want(t, 422)
		if got := x.In("form[data-draft-version]").Sends(t, 422); got.Get("disability-access-2") != "14" || got.Get("version") != "3" {
			t.Errorf("the form holds %v", got)
		}
	})
}

func TestTwoCountAQuarterAtOnce(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	pagetest.Conflict{
		Page: quarterOf(w), Form: "form:has(#disability-access-1)", Press: url.Values{"step": {"save"}},
		Theirs: url.Values{"disability-access-1": {"20"}, "age-access-2": {"7"}},
		Mine:   url.Values{"disability-access-1": {"30"}, "ethnicity-access-1": {"4"}},
		Differ: []string{"What Disability: Disabled, People who accessed Theirs 20 Yours 30"}, Saves: w.Saves(t),
	}.Try(t, as(w, w.ProviderA), as(w, w.ProviderA))
}

func TestWhoReachesAQuarter(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	for _, c := range []struct {
		name, path string
		by         tenants.Member
		status     int
	}{
		{"a provider its own", quarterOf(w), w.ProviderA, 200},
		{"a rival", quarterOf(w), w.ProviderB, 404},
		{"a commissioner", quarterOf(w), w.Commissioner, 403},
		{"a reader", quarterOf(w), w.Reader, 403},
		{"a quarter to come", strings.Replace(quarterOf(w), "2026Q2", "2026Q4", 1), w.ProviderA, 404},
	} {
		if a := pagetest.Get(t, as(w, c.by), c.path); a.Status != c.status {
			t.Errorf("%s: %d, want %d", c.name, a.Status, c.status)
		}
		for _, step := range []string{"save", "paste"} {
			if f := pagetest.Post(t, as(w, c.by), c.path+"/import", url.Values{}); c.status != 200 && f.Status != c.status {
				t.Errorf("%s, a file: %d, want %d", c.name, f.Status, c.status)
			}
			a := pagetest.Post(t, as(w, c.by), c.path, url.Values{"version": {"7"}, "step": {step}, "cells": {"Disabled\t1\t1\t1"}})
			if c.status != 200 && a.Status != c.status {
				t.Errorf("%s, %s: %d, want %d", c.name, step, a.Status, c.status)
			}
		}
	}
}

// What is pasted or chosen goes into the boxes and nowhere else; what was typed stays.
func TestASheetGoesIntoTheBoxes(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	submit(t, w, w.ProviderA, "2026Q2")
	h, path := reading(w, w.ProviderA), quarterOf(w)
	before := url.Values{"version": {"0"}, "age-access-1": {"5"}, "disability-access-1": {"9"}, "rest": {"0"}}
	const sheet = "Group,Accessed,Out of work,Jobs\nDisabled,22,16,6\nNot disabled,14,10,4\nSomething else,1,1,1\nTotal,42,30,11\n"

	taken := func(t *testing.T, a pagetest.Answer) {
		t.Helper()
		a.Want(t, 200, "6 numbers are in the boxes. Nothing is saved yet", "Disability: Disabled, People who accessed was 9 and is now 22",
			"Left out, because they add up other rows: 1 row", "row 4, Something else")
		got := a.In("form[data-draft-version]").Sends(t, 200)
		for name, want := range map[string]string{
			"disability-access-1": "22", "disability-first_jobs-2": "4", "age-access-1": "5", "disability-access-not_known": "",
			"version": "0", "rest": "0",
		} {
			if got.Get(name) != want {
				t.Errorf("%s is %q, want %q", name, got.Get(name), want)
			}
		}
	}
	t.Run("pasted", func(t *testing.T) {
		f := maps.Clone(before)
		f.Set("step", "paste")
		f.Set("cells", strings.ReplaceAll(sheet, ",", "\t"))
		taken(t, pagetest.Post(t, h, path, f))
	})
	t.Run("from a file", func(t *testing.T) { taken(t, send(t, h, path+"/import", before, "figures.csv", sheet)) })
	t.Run("a file that is none", func(t *testing.T) {
		a := send(t, h, path+"/import", before, "figures.docx", "PK\x03\x04")
		a.Want(t, 422, "figures.docx", `href="#file"`, `value="9"`)
	})
	t.Run("no file", func(t *testing.T) {
		pagetest.Post(t, h, path+"/import", before).Want(t, 422, "Choose a file first", `value="9"`)
	})
	t.Run("a group twice", func(t *testing.T) {
		f := maps.Clone(before)
		f.Set("step", "paste")
		f.Set("cells", "Disabled\t1\t1\t1\nDisabled\t2\t1\t1")
		pagetest.Post(t, h, path, f).Want(t, 422, "Disabled is there twice", `value="9"`, "Disabled\t2\t1\t1")
	})
	if parts, err := w.For(w.ProviderA).BreakdownsOf(t.Context(), w.ProviderA.Provider, "2026Q2"); err != nil || parts[0].Version != 0 {
		t.Errorf("something was saved: %+v, %v", parts, err)
	}
}

// send sends a form with a file, as the button for it does.
func send(t *testing.T, h http.Handler, path string, f url.Values, name, body string) pagetest.Answer {
	t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for key, values := range f {
		if err := m.WriteField(key, values[0]); err != nil {
			t.Fatal(err)
		}
	}
	part, err := m.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write([]byte(body))
	}
	if err != nil {
		t.Fatal(err)
	}
	_ = m.Close()
	r := httptest.NewRequest(http.MethodPost, path, &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, r)
	return pagetest.Answer{Status: rec.Code, Header: rec.Header(), Body: rec.Body.String()}
}
