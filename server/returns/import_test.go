package returns_test

import (
	"bytes"
	"encoding/json"
	"html"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/grid"
	"ipstoolkit/toolkit/number"
)

// send posts a form with a file, as a browser does.
func send(t *testing.T, h http.Handler, path, name, body string, form url.Values) pagetest.Answer {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for field, values := range form {
		for _, value := range values {
			_ = w.WriteField(field, value)
		}
	}
	if name != "" {
		part, err := w.CreateFormFile("file", name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = part.Write([]byte(body))
	}
	_ = w.Close()
	r := httptest.NewRequest(http.MethodPost, path, &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, r)
	return pagetest.Answer{Status: rec.Code, Header: rec.Header(), Body: rec.Body.String()}
}

var (
	hiddenField = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)
	selected    = regexp.MustCompile(`(?s)<select[^>]* name="([^"]*)".*?</select>`)
	option      = regexp.MustCompile(`<option value="([^"]*)" selected>`)
)

// carried is what a page's form sends when the person changes nothing.
func carried(a pagetest.Answer) url.Values {
	form := url.Values{}
	for _, m := range hiddenField.FindAllStringSubmatch(a.Body, -1) {
		form.Set(m[1], html.UnescapeString(m[2]))
	}
	for _, m := range selected.FindAllStringSubmatch(a.Body, -1) {
		form.Set(m[1], "")
		if o := option.FindStringSubmatch(m[0]); o != nil {
			form.Set(m[1], html.UnescapeString(o[1]))
		}
	}
	for _, name := range []string{"header", "is"} {
		if m := regexp.MustCompile(`name="` + name + `" type="text" value="([^"]*)"`).FindStringSubmatch(a.Body); m != nil {
			form.Set(name, html.UnescapeString(m[1]))
		}
	}
	if m := regexp.MustCompile(`name="layout" type="radio" value="([^"]*)" checked`).FindStringSubmatch(a.Body); m != nil {
		form.Set("layout", m[1])
	}
	return form
}

func with(form url.Values, changes ...string) url.Values {
	for i := 0; i < len(changes); i += 2 {
		form.Set(changes[i], changes[i+1])
	}
	return form
}

const quarterFile = "Quarter,Provider,\"Accessed, unemployed\",Accessed retention,Starters,ES in post\n" +
	"Q1 2026/27,Northside,70,8,30,18\nQ2 2026/27,Northside,\"1,200\",9,32,18.5\n"

func TestAFileFillsTheDraft(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	provider := as(w, w.ProviderA)
	back := "/icb/QWE/returns/" + w.ProviderA.Provider + "/2026Q2"
	path := back + "/import"
	pagetest.Get(t, provider, path).Want(t, 200, "Figures from a file", "Counts only", `enctype="multipart/form-data"`, "You tell us once")

	choose := send(t, provider, path, "figures.csv", quarterFile, nil)
	choose.Want(t, 200, "Which part of the file is which figure?", "How the file begins", "Column E: Starters",
		`value="accessed unemployed" selected`, `value="quarter" selected`, `value="Northside"`)
	form := with(carried(choose), "step", "preview", "from_first_job_starts", "starters")
	preview := send(t, provider, path, "", "", form)
	preview.Want(t, 200, "Check the figures", "cell C3", "1,200", "18.5", "Nothing is saved yet", "Use these figures")
	if got, _ := w.For(w.Lead).Return(t.Context(), w.ProviderA.Provider, "2026Q2"); got.Version != 0 {
		t.Fatal("looking saves nothing")
	}
	if a := send(t, provider, path, "", "", with(carried(preview), "step", "use")); a.Status != 303 ||
		a.Header.Get("Location") != back+"?saved=save" {
		t.Fatalf("use: %d %s", a.Status, a.Body)
	}
	got, err := w.For(w.Lead).Return(t.Context(), w.ProviderA.Provider, "2026Q2")
	if err != nil || got.State != figures.Draft || got.AccessUnemployed.N != 1200 || got.FirstJobStarts.N != 32 ||
		got.InPost.ES != number.FTEOf(1850) || got.KeptWork.Known {
		t.Fatalf("the draft holds %+v, %v", got, err)
	}

	// The next quarter's file goes straight to the preview, beside what is recorded.
	next := strings.Replace(path, "2026Q2", "2026Q3", 1)
	pagetest.Get(t, provider, next).Want(t, 200, "We remember how your last file was read")
	again := send(t, provider, next, "q3.csv", "A title\n"+quarterFile+"Q3 2026/27,Northside,80,7,31,19\n", nil)
	again.Want(t, 200, "Check the figures", "cell C5", "1,200", "80")
	// And the choice can be opened again from there.
	send(t, provider, next, "", "", with(carried(again), "step", "look")).Want(t, 200, "Which part of the file",
		`value="starters" selected`)
}

func TestWhatIsWrongWithAFileIsSaid(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	provider := as(w, w.ProviderA)
	path := "/icb/QWE/returns/" + w.ProviderA.Provider + "/2026Q2/import"
	send(t, provider, path, "", "", nil).Want(t, 422, "Choose a file")
	send(t, provider, path, "a.csv", "Quarter,Surname\nQ2,x\n", nil).Want(t, 422, "‘a.csv’ has ‘Surname’ in cell B1. Counts only")
	send(t, provider, path, "a.csv", "Referrals\n9990000018\n", nil).Want(t, 422, "looks like an NHS number")
	send(t, provider, path, "a.xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"+strings.Repeat("\x00", 600), nil).Want(t, 422,
		"is in an old Office format")
	send(t, provider, path, "a.csv", strings.Repeat("a,b\n", 300_000), nil).Want(t, 422, "is larger than 1 MB")
	send(t, provider, path, "", "", url.Values{"step": {"preview"}, "cells": {"no"}}).Want(t, 422, "Choose the file again")
	send(t, provider, path, "", "", url.Values{"step": {"use"}, "cells": {`[{"rows":[["First name","1"]]}]`}}).Want(t, 422,
		"Choose the file again")
	send(t, provider, path, "", "", url.Values{"step": {"use"}, "mapping": {`no`}, "cells": {`[{"rows":[["x","1"]]}]`}}).Want(t, 422,
		"Choose the file again")

	choose := send(t, provider, path, "a.csv", "Started a first job,Employment specialists in post\ntwelve,=1+1\n", nil)
	preview := send(t, provider, path, "", "", with(carried(choose), "step", "preview"))
	preview.Want(t, 422, "Cell A2 must be a number, like 120. It holds ‘twelve’", "There is a problem", "‘=1&#43;1’", "Correct the cells")
	if strings.Contains(preview.Body, "Use these figures") {
		t.Error("figures with wrong cells cannot be used")
	}
	send(t, provider, path, "", "", with(carried(preview), "step", "use")).Want(t, 422, "Cell A2 must be a number")
	send(t, provider, path, "", "", with(carried(choose), "step", "preview", "header", "x")).Want(t, 422,
		"The row with the headings must be from 1 to 2", `value="x"`)
	send(t, provider, path, "", "", with(carried(choose), "step", "preview", "from_first_job_starts", "gone")).Want(t, 422,
		"the file has no ‘gone’", `href="#from_first_job_starts"`)
	send(t, provider, path, "", "", with(carried(choose), "step", "preview", "from_first_job_starts", "", "from_es_in_post", "")).Want(t,
		422, "Choose where at least one figure comes from")
	two := send(t, provider, path, "a.csv", "Team,Started a first job\nNorth,5\nSouth,6\n", nil)
	send(t, provider, path, "", "", with(carried(two), "step", "preview")).Want(t, 422, "The file has 2 rows", "or add them up")
	send(t, provider, path, "", "", with(carried(two), "step", "preview", "add", "yes")).Want(t, 200, "11",
		"cells B2 &#43; B3, column ‘Started a first job’, rows ‘North and South’")
	if a := send(t, provider, path, "", "", with(carried(two), "step", "preview", "layout", "rows")); a.Status != 200 ||
		!strings.Contains(a.Body, "Which column names the figures?") {
		t.Errorf("another layout has other choices: %d", a.Status)
	}
}

// TestOnlyWhatWasPreviewedIsSaved: cells, mapping and quarter are those of the preview, or it is shown again.
func TestOnlyWhatWasPreviewedIsSaved(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	provider, id := as(w, w.ProviderA), w.ProviderA.Provider
	path := "/icb/QWE/returns/" + id + "/2026Q2/import"
	preview := send(t, provider, path, "", "",
		with(carried(send(t, provider, path, "a.csv", "Started a first job,Jobs\n5,7\n", nil)), "step", "preview"))
	preview.Want(t, 200, "cell A2, column ‘Started a first job’")
	form := carried(preview)
	for name, changed := range map[string]url.Values{
		"another number":  with(clone(form), "cells", strings.Replace(form.Get("cells"), `"5"`, `"6"`, 1)),
		"another column":  with(clone(form), "mapping", strings.Replace(form.Get("mapping"), "started a first job", "jobs", 1)),
		"no mark at all":  with(clone(form), "seen", ""),
		"another's mark":  with(clone(form), "seen", strings.Repeat("0", 64)),
		"a stated figure": with(clone(form), "mapping", strings.Replace(form.Get("mapping"), `{"`, `{"sure":true,"`, 1)),
	} {
		if a := send(t, provider, path, "", "", with(changed, "step", "use")); a.Status != 422 ||
			!strings.Contains(a.Body, "These are not the figures that you checked") {
			t.Errorf("%s: %d", name, a.Status)
		}
	}
	other := strings.Replace(path, "2026Q2", "2026Q1", 1)
	send(t, provider, other, "", "", with(clone(form), "step", "use")).Want(t, 422, "These are not the figures that you checked")
	if a := send(t, provider, path, "", "", with(form, "step", "use")); a.Status != 303 {
		t.Errorf("the same figures: %d", a.Status)
	}
}

func TestAFileWhileSomebodySaves(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	provider, id := as(w, w.ProviderA), w.ProviderA.Provider
	path := "/icb/QWE/returns/" + id + "/2026Q2/import"
	preview := send(t, provider, path, "", "",
		with(carried(send(t, provider, path, "a.csv", "Started a first job\n5\n", nil)), "step", "preview"))
	if _, err := w.For(w.Commissioner).SaveReturn(t.Context(),
		figures.Return{Provider: id, Quarter: "2026Q2", FirstJobStarts: number.CountOf(77)}, figures.Save); err != nil {
		t.Fatal(err)
	}
	stale := send(t, provider, path, "", "", with(carried(preview), "step", "use"))
	stale.Want(t, 409, "Person commissioner changed these figures after you opened this page", "The figures from the file were not used",
		"77", `name="version" value="1"`)
	if a := send(t, provider, path, "", "", with(carried(stale), "step", "use")); a.Status != 303 {
		t.Errorf("after looking again: %d", a.Status)
	}
	f := figures.Return{Provider: id, Quarter: "2026Q1"}
	for _, field := range f.Fields() {
		_ = field.Read(&f, "3")
	}
	submitted := strings.Replace(path, "2026Q2", "2026Q1", 1)
	looked := send(t, provider, submitted, "", "",
		with(carried(send(t, provider, submitted, "a.csv", "Started a first job\n5\n", nil)), "step", "preview"))
	if _, err := w.For(w.ProviderA).SaveReturn(t.Context(), f, figures.Submit); err != nil {
		t.Fatal(err)
	}
	pagetest.Get(t, provider, submitted).Want(t, 200, "These figures have been submitted")
	send(t, provider, submitted, "a.csv", "Started a first job\n5\n", nil).Want(t, 422, "These figures have been submitted")
	send(t, provider, submitted, "", "", with(carried(looked), "step", "use", "version", "1")).Want(t, 422,
		"This cannot be done while the figures are: Submitted")
}

func TestWhoReachesImportsAndPublished(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	own, rival := "/icb/QWE/returns/"+w.ProviderA.Provider+"/", "/icb/QWE/returns/"+w.ProviderB.Provider+"/"
	for _, c := range []struct {
		name string
		by   tenants.Member
		path string
		get  int
		post int
	}{
		{"a provider its own", w.ProviderA, own + "2026Q2/import", 200, 422},
		{"a provider a rival's", w.ProviderA, rival + "2026Q2/import", 404, 404},
		{"a commissioner any", w.Commissioner, rival + "2026Q2/import", 200, 422},
		{"a commissioner nobody's", w.Commissioner, "/icb/QWE/returns/x/2026Q2/import", 404, 404},
		{"a reader", w.Reader, own + "2026Q2/import", 403, 403},
		{"a quarter to come", w.ProviderA, own + "2026Q4/import", 404, 404},
		{"published, a commissioner", w.Commissioner, "/icb/QWE/returns/published", 200, 422},
		{"published, a provider", w.ProviderA, "/icb/QWE/returns/published", 200, 403},
		{"published, a reader", w.Reader, "/icb/QWE/returns/published", 403, 403},
		{"a published file, a provider", w.ProviderA, "/icb/QWE/returns/published/file", 0, 403},
		{"a published file, a commissioner", w.Commissioner, "/icb/QWE/returns/published/file", 0, 422},
	} {
		if c.get > 0 {
			if a := pagetest.Get(t, as(w, c.by), c.path); a.Status != c.get {
				t.Errorf("%s: %d, want %d", c.name, a.Status, c.get)
			}
		}
		if a := send(t, as(w, c.by), c.path, "", "", url.Values{"x": {"y"}}); a.Status != c.post {
			t.Errorf("%s posts: %d, want %d", c.name, a.Status, c.post)
		}
	}
}

// year submits four quarters up to one, with 30 people each.
func year(t *testing.T, w *storetest.World, m tenants.Member, last calendar.Quarter) {
	t.Helper()
	for i := range 4 {
		f := figures.Return{Provider: m.Provider, Quarter: last.Add(-i)}
		for _, field := range f.Fields() {
			_ = field.Read(&f, "3")
		}
		f.AccessUnemployed, f.AccessRetention = number.CountOf(27), number.CountOf(3)
		if _, err := w.For(m).SaveReturn(t.Context(), f, figures.Submit); err != nil {
			t.Fatal(err)
		}
	}
}

func TestPublishedAccess(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	year(t, w, w.ProviderA, "2026Q2")
	const path = "/icb/QWE/returns/published"
	commissioner := as(w, w.Commissioner)
	pagetest.Get(t, commissioner, path).Want(t, 200, "No published access is recorded yet", "rounds to the nearest 5",
		"September 2026 (four whole quarters)", "October 2026<")
	form := url.Values{
		"version": {"0"}, "provider": {w.ProviderA.Provider}, "to": {"2026-09-30"}, "people": {"150"}, "published_on-day": {"12"},
		"published_on-month": {"11"}, "published_on-year": {"2026"}, "source": {"Monthly statistics"},
	}
	pagetest.Post(t, commissioner, path, with(clone(form), "people", "many", "published_on-month", "", "source", "")).
		Want(t, 422, "The published number must be a number, like 120, or *", "must include a month", "Enter where it was published",
			`value="many"`)
	if a := pagetest.Post(t, commissioner, path, form); a.Status != 303 || a.Header.Get("Location") != path+"?saved=figure" {
		t.Fatalf("save: %d %s", a.Status, a.Body)
	}
	pagetest.Get(t, commissioner, path+"?saved=figure").Want(t, 200, "Published access saved", "150", "120",
		"30 fewer reported by the provider than published", "12 months to September 2026", "Monthly statistics")
	pagetest.Post(t, commissioner, path, with(clone(form), "people", "120")).Want(t, 409,
		"Person commissioner saved this figure while you were writing", `value="120"`, `name="version" value="1"`)
	change := path + "?change=" + w.ProviderA.Provider + "&to=2026-09-30"
	pagetest.Get(t, commissioner, change).Want(t, 200, "Change a published figure", `value="150"`, "Remove this figure",
		`name="version" value="1"`)
	if a := pagetest.Post(t, commissioner, path, with(clone(form), "people", "*", "version", "1")); a.Status != 303 {
		t.Fatalf("change: %d", a.Status)
	}
	own := pagetest.Get(t, as(w, w.ProviderA), path)
	own.Want(t, 200, "Below 5", "At least 116 more reported", "what you report")
	if strings.Contains(own.Body, "Save the figure") || strings.Contains(own.Body, "Record the figures from a file") {
		t.Error("a provider reads and does not record")
	}
	if a := pagetest.Get(t, as(w, w.ProviderB), path); strings.Contains(a.Body, "Northside") || strings.Contains(a.Body, "Below 5") {
		t.Error("a rival sees it")
	}
	if a := pagetest.Post(t, commissioner, path, with(clone(form), "version", "2", "step", "remove")); a.Status != 303 {
		t.Errorf("remove: %d", a.Status)
	}
	pagetest.Get(t, commissioner, path).Want(t, 200, "No published access is recorded yet")
	pagetest.Post(t, commissioner, path, with(clone(form), "provider", "x")).Want(t, 404)
}

func clone(form url.Values) url.Values {
	c := url.Values{}
	for name, values := range form {
		c[name] = append([]string{}, values...)
	}
	return c
}

func TestPublishedFile(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	const path = "/icb/QWE/returns/published/file"
	commissioner := as(w, w.Commissioner)
	general := url.Values{"file_on-day": {"12"}, "file_on-month": {"11"}, "file_on-year": {"2026"}, "file_source": {"Monthly statistics"}}
	const file = "REPORTING_PERIOD_END,BREAKDOWN,PRIMARY_LEVEL_DESCRIPTION,MEASURE_ID,MEASURE_VALUE\n" +
		"30/09/2026,England,England,MHS116,61000\n30/09/2026,Provider,NORTHSIDE,MHS116,120\n30/09/2026,Provider,Riverside,MHS116,*\n" +
		"30/09/2026,Provider,Elsewhere,MHS116,50\n30/09/2026,Provider,Riverside,MHS116,*\n30/11/2026,Provider,Riverside,MHS116,15\n"
	send(t, commissioner, path, "a.csv", file, nil).Want(t, 422, "Enter the date they were published",
		"Enter where they were published")
	send(t, commissioner, path, "", "", clone(general)).Want(t, 422, "Choose a file", `value="Monthly statistics"`)
	send(t, commissioner, path, "a.csv", "a,b\n1,2\n", clone(general)).Want(t, 422, "The file has no row of headings")
	send(t, commissioner, path, "a.csv", "Provider,Surname\nx,y\n", clone(general)).Want(t, 422, "Counts only")
	preview := send(t, commissioner, path, "a.csv", file, clone(general))
	preview.Want(t, 200, "2 figures are recorded when you use the file", "No provider of this ICB is called ‘Elsewhere’",
		"Row 4 is for the same provider and period", "Left out. The 12 months must end", "Will be recorded")
	form := with(carried(preview), "step", "use")
	if a := send(t, commissioner, path, "", "", form); a.Status != 303 {
		t.Fatalf("use: %d %s", a.Status, a.Body)
	}
	list, err := w.For(w.Lead).Published(t.Context())
	if err != nil || len(list) != 2 {
		t.Fatalf("recorded %+v, %v", list, err)
	}
	for _, one := range list {
		if one.PublishedOn != "2026-11-12" || one.Source != "Monthly statistics" || one.Hidden != (one.Provider == w.ProviderB.Provider) {
			t.Errorf("recorded %+v", one)
		}
	}
	if a := send(t, commissioner, path, "", "", form); a.Status != 303 {
		t.Errorf("sent again: %d", a.Status)
	}
	changed := send(t, commissioner, path, "a.csv", strings.Replace(file, ",120\n", ",125\n", 1), clone(general))
	changed.Want(t, 200, "Replaces what is recorded")
	for _, one := range list {
		one.People, one.Hidden = number.CountOf(130), false
		if err := w.For(w.Lead).SavePublished(t.Context(), one); err != nil {
			t.Fatal(err)
		}
	}
	stale := send(t, commissioner, path, "", "", with(carried(changed), "step", "use"))
	stale.Want(t, 409, "Somebody else changed published figures after you opened this page", "The file was not used", "130")
	send(t, commissioner, path, "", "", with(carried(changed), "step", "use", "seen", "x")).Want(t, 409, "The file was not used")
	provisional := strings.NewReplacer("REPORTING", "STATUS,REPORTING", "30/", "Provisional,30/", ",120", ",115").Replace(file)
	send(t, commissioner, path, "a.csv", provisional, clone(general)).Want(t, 200, "A final figure is recorded for this period, so a "+
		"provisional one does not replace it", "The file holds nothing new")
	later := strings.ReplaceAll(provisional, "30/09/2026", "31/08/2026")
	preview = send(t, commissioner, path, "a.csv", later, clone(general))
	preview.In("tbody tr").Want(t, 200, "115 provisional")
	if a := send(t, commissioner, path, "", "", with(carried(preview), "step", "use")); a.Status != 303 {
		t.Fatalf("use: %d %s", a.Status, a.Body)
	}
	pagetest.Get(t, commissioner, "/icb/QWE/returns/published").In("tbody tr").Want(t, 200, "115 provisional",
		"published as *, provisional")
}

// TestSeveralSheets: of sheets that fit equally none is taken, and the one that a person chooses is read anew.
func TestSeveralSheets(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	provider := as(w, w.ProviderA)
	path := "/icb/QWE/returns/" + w.ProviderA.Provider + "/2026Q3/import"
	grids := []grid.Grid{
		{Name: "North", Rows: [][]string{{"Measure", "Number"}, {"Referrals received", "20"}}},
		{Name: "South", Rows: [][]string{{"Quarter", "Referrals received"}, {"Q3", "15"}}, HiddenSheets: []string{"Lists"}},
	}
	cells, _ := json.Marshal(grids)
	look := send(t, provider, path, "", "", url.Values{"cells": {string(cells)}, "step": {"look"}, "layout": {"columns"}, "header": {"1"}})
	look.Want(t, 422, "Choose a sheet", "Choose the sheet with the figures", `<option value="South">`)
	if strings.Contains(look.Body, "Where each figure is") {
		t.Error("columns are asked for before the sheet is chosen")
	}
	none := send(t, provider, path, "", "", with(carried(look), "step", "preview"))
	none.Want(t, 422, "Choose the sheet with the figures", `href="#sheet"`)
	south := send(t, provider, path, "", "", with(carried(none), "step", "look", "sheet", "South"))
	south.Want(t, 200, `value="quarter" selected`, `value="referrals received" selected`)
	send(t, provider, path, "", "", with(carried(south), "step", "preview")).Want(t, 200, "cell B2, column ‘Referrals received’, row ‘Q3’")
	// A sheet chosen on the way to the preview is looked at first.
	send(t, provider, path, "", "", with(carried(south), "step", "preview", "sheet", "North")).Want(t, 200, "Which part of the file",
		`value="measure" selected`)
}
