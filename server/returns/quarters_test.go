package returns_test

import (
	"net/url"
	"strings"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/number"
)

const yearFile = "Measure,Q3 2025/26,Q4 2025/26,Q1 2026/27,Q2 2026/27\nStarted a first job,11,22,33,44\nEmployment specialists in " +
	"post,10,11,12,x\n"

// fullReturn is a return with the same number everywhere.
func fullReturn(t *testing.T, provider string, q calendar.Quarter, number string) figures.Return {
	t.Helper()
	f := figures.Return{Provider: provider, Quarter: q}
	for _, field := range f.Fields() {
		if err := field.Read(&f, number); err != nil {
			t.Fatal(err)
		}
	}
	return f
}

// A file with a year of quarters: each is shown beside what is recorded, those that can be taken become drafts in one save,
// and a receipt says what was saved.
func TestAYearOfQuartersFromOneFile(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	provider, id := as(w, w.ProviderA), w.ProviderA.Provider
	path := "/icb/QWE/returns/" + id + "/2026Q1/import"
	rows := w.For(w.ProviderA)
	if _, err := rows.SaveReturn(t.Context(), fullReturn(t, id, "2025Q4", "20"), figures.Submit); err != nil {
		t.Fatal(err)
	}
	draft := figures.Return{
		Provider: id, Quarter: "2025Q3", FirstJobStarts: number.CountOf(9),
		InPost: figures.Posts{ES: number.FTEOf(1000)},
	}
	if _, err := rows.SaveReturn(t.Context(), draft, figures.Save); err != nil {
		t.Fatal(err)
	}
	choose := send(t, provider, path, "year.csv", yearFile, nil)
	choose.Want(t, 200, "The file also names Quarter 3 2025/26, Quarter 4 2025/26 and Quarter 2 2026/27")
	send(t, provider, path, "", "", with(carried(choose), "step", "preview")).Want(t, 200, "The file also names Quarter 3 2025/26")

	all := send(t, provider, path, "", "", with(carried(choose), "step", "quarters"))
	all.Want(t, 200, "The quarters in the file", "Nothing is saved yet")
	all.In("section[aria-labelledby=quarter-2025Q3]").Want(t, 200, "1 figure changes what is recorded and 1 figure stays the same",
		"11 cell B2", "Changes", "Stays the same")
	all.In("section[aria-labelledby=quarter-2025Q4]").Want(t, 200, "Left out", "These figures have been submitted",
		"Open Quarter 4 2025/26", "22 cell C2", "Left out")
	all.In("section[aria-labelledby=quarter-2026Q1]").Want(t, 200, "2 figures are new", "33 cell D2", "New")
	all.In("section[aria-labelledby=quarter-2026Q2]").Want(t, 200, "Left out", "must be a number", "Import Quarter 2 2026/27 by itself")
	form := all.In(`form:has([name="version-2026Q1"])`).Sends(t, 200)
	if got := strings.Join(form["take"], " "); got != "2025Q3 2026Q1" {
		t.Fatalf("ticked are %q", got)
	}
	recorded := func() string {
		text := ""
		for _, q := range []calendar.Quarter{"2025Q3", "2025Q4", "2026Q1", "2026Q2"} {
			f, err := rows.Return(t.Context(), id, q)
			if err != nil {
				t.Fatal(err)
			}
			text += string(f.State) + " " + figures.FieldOf("first_job_starts").Text(f) + "; "
		}
		return text
	}
	const before = "draft 9; submitted 20;  ;  ; "
	for name, c := range map[string]struct {
		form url.Values
		want string
	}{
		"none is chosen": {with(clone(form), "step", "take", "take", ""), "Choose the quarters to use"},
		"another number": {
			with(clone(form), "step", "take", "cells", strings.Replace(form.Get("cells"), `"33"`, `"34"`, 1)),
			"These are not the figures that you checked",
		},
		"another quarter's": {
			with(clone(form), "step", "take", "seen", strings.Join(strings.Fields(form.Get("seen"))[1:], " ")),
			"These are not the figures",
		},
		"one that is left out": {with(clone(form), "step", "take", "take", "2025Q4"), "Submitted"},
	} {
		if a := send(t, provider, path, "", "", c.form); a.Status != 422 || !strings.Contains(a.Body, c.want) || recorded() != before {
			t.Errorf("%s: status %d, recorded %q: %s", name, a.Status, recorded(), a.In(".nhsuk-error-summary").Texts(t))
		}
	}

	saved := send(t, provider, path, "", "", with(form, "step", "take"))
	again := send(t, provider, path, "", "", form)
	if saved.Status != 303 || again.Status != 303 || saved.Header.Get("Location") != again.Header.Get("Location") ||
		recorded() != "draft 11; submitted 20; draft 33;  ; " {
		t.Fatalf("saving answers %d, and again %d to %s; recorded %q: %s", saved.Status, again.Status, again.Header.Get("Location"),
			recorded(),
			saved.In(".nhsuk-error-summary").Texts(t))
	}
	receipt := saved.Header.Get("Location")
	pagetest.Get(t, provider, receipt).Want(t, 200, "Receipt: drafts of Northside", "2 quarters, from one file", "Person provider-a",
		"Quarter 3 (October to December 2025), 2025/26", "QWE-")
	pagetest.Get(t, provider, receipt).In("[aria-labelledby=figures-2025Q3-caption] tbody tr").Want(t, 200, "11 9")
	for _, m := range []tenants.Member{w.ProviderB, w.ForeignLead} {
		pagetest.Get(t, as(w, m), receipt).Want(t, 404)
	}
	pagetest.Get(t, provider, receipt+"0").Want(t, 404)
	pagetest.Get(t, provider, strings.Split(receipt, "?")[0]).Want(t, 404)
}

// A quarter that somebody saved after the person looked: no quarter is saved, and the page says so.
func TestAQuarterSavedMeanwhileStopsAll(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	provider, id := as(w, w.ProviderA), w.ProviderA.Provider
	path := "/icb/QWE/returns/" + id + "/2026Q1/import"
	choose := send(t, provider, path, "year.csv", yearFile, nil)
	form := send(t, provider, path, "", "", with(carried(choose), "step", "quarters")).In(`form:has([name="version-2026Q1"])`).Sends(t, 200)
	mine := figures.Return{Provider: id, Quarter: "2026Q1", FirstJobStarts: number.CountOf(77)}
	if _, err := w.For(w.Commissioner).SaveReturn(t.Context(), mine, figures.Save); err != nil {
		t.Fatal(err)
	}
	stale := send(t, provider, path, "", "", with(form, "step", "take"))
	stale.Want(t, 409, "No quarter in the file was saved", "77")
	if f, err := w.For(w.Lead).Return(t.Context(), id, "2025Q3"); err != nil || f.Version != 0 {
		t.Errorf("the other quarter: %+v, %v", f, err)
	}
	again := with(stale.In(`form:has([name="version-2026Q1"])`).Sends(t, 409), "step", "take")
	if a := send(t, provider, path, "", "", again); a.Status != 303 {
		t.Errorf("after looking again: %d", a.Status)
	}
}

// Quarters of calendar years are asked about first; once the person has said it, each is read so, and the page says how.
func TestQuartersOfCalendarYears(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	provider, id := as(w, w.ProviderA), w.ProviderA.Provider
	path := "/icb/QWE/returns/" + id + "/2026Q1/import"
	const file = "Measure,Q4 2025,Q1 2026,Q2 2026\nStarted a first job,11,22,33\n"
	choose := send(t, provider, path, "year.csv", file, nil)
	choose.Want(t, 422, "can mean a financial year or a calendar year")
	send(t, provider, path, "", "", with(carried(choose), "step", "quarters")).Want(t, 200, "None of the quarters in the file can be used",
		"Choose which")
	all := send(t, provider, path, "", "", with(carried(choose), "step", "quarters", "years", "calendar"))
	all.Want(t, 200, "is read as Quarter")
	for quarter, want := range map[string]string{"2025Q3": "11 cell B2", "2025Q4": "22 cell C2", "2026Q1": "33 cell D2"} {
		all.In("section[aria-labelledby=quarter-"+quarter+"]").Want(t, 200, want)
	}
	send(t, provider, path, "year.csv", "Measure,Q1,Q2\nStarted a first job,11,22\n", nil).Want(t, 200)
}
