package priorities

import (
	"net/url"
	"strings"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
)

// An ICB's own list goes into the rows, is looked at and is saved: nothing that is recorded is overwritten unasked.
func TestAnOwnListGoesIntoTheRows(t *testing.T) {
	w := storetest.New(t)
	p, _ := edition.Current().Priority("3.4")
	was := assessment.Entry{Priority: "3.4", Status: assessment.InPlace, Notes: "Ours"}
	if _, err := w.For(w.Lead).SaveEntry(t.Context(), p, was); err != nil {
		t.Fatal(err)
	}
	name := edition.Current().Priorities()[1].Name // 1.2
	list := strings.ReplaceAll("No|Priority|RAG status|Comments\n1.1|Funding|Green|Agreed in May\n|"+name+"|Amber|Chair to be found\n"+
		"3.4|Jobs|Red|Theirs\n2.1||Mauve|Only notes\n9.9|Parking|Green|x\n", "|", "\t")
	h := as(t, w, w.Commissioner)
	const path = "/icb/QWE/toolkit/review/import"
	pagetest.Get(t, h, path).Want(t, 200, "Paste the cells")

	a := pagetest.Post(t, h, path, url.Values{"text": {list}})
	a.Want(t, 200, "We filled in 3 priorities from your list. Nothing is saved yet", "Read “Green” as In place",
		"Read “Amber” as In progress", "3.4 stays In place: your list says Not started", "3.4 keeps the notes recorded here",
		"Not imported: the status “Mauve” of 2.1", "Not imported: row 6, 9.9 Parking")
	form := a.In(`form:has([name="notes-1.1"])`).Sends(t, 200)
	for field, want := range map[string]string{
		"status-1.1": "in_place", "notes-1.1": "Agreed in May", "status-1.2": "in_progress", "notes-1.2": "Chair to be found",
		"status-3.4": "in_place", "notes-3.4": "Ours", "status-2.1": "", "notes-2.1": "Only notes",
	} {
		if got := form.Get(field); got != want {
			t.Errorf("%s is %q, want %q", field, got, want)
		}
	}
	if x := pagetest.Post(t, h, "/icb/QWE/toolkit/review", form); x.Status != 303 {
		t.Fatalf("%d: %s", x.Status, x.Body)
	}
	entries, err := w.For(w.Lead).Entries(t.Context())
	if err != nil || entries["1.1"].Status != assessment.InPlace || entries["1.2"].Notes != "Chair to be found" ||
		entries["3.4"].Notes != "Ours" || entries["3.4"].Version != 1 {
		t.Errorf("recorded: %+v, %v", entries, err)
	}
	over := pagetest.Post(t, h, path, url.Values{"text": {list}, "over": {"yes"}}).In(`form:has([name="notes-3.4"])`).Sends(t, 200)
	if over.Get("status-3.4") != "not_started" || over.Get("notes-3.4") != "Theirs" {
		t.Errorf("asked to go over it, 3.4 is %q, %q", over.Get("status-3.4"), over.Get("notes-3.4"))
	}

	for name, c := range map[string]struct{ text, want string }{
		"nothing":      {"", "Paste the cells or choose a file"},
		"no headings":  {"1.1\tGreen\n", "No row has the headings Priority and Status or Notes"},
		"twice":        {"Priority\tStatus\n1.1\tGreen\n1.1\tRed\n", "1.1 is in the list twice (row 2, 1.1 and row 3, 1.1)"},
		"two statuses": {"Priority\tStatus\tRAG\n1.1\tGreen\tRed\n", "Columns B and C are both a status"},
		"others":       {"Priority\tStatus\nParking\tGreen\n", "No row has the number or name of a priority"},
	} {
		t.Run(name, func(t *testing.T) {
			x := pagetest.Post(t, h, path, url.Values{"text": {c.text}, "over": {"yes"}})
			x.Want(t, 422, c.want)
			if c.text != "" {
				x.Want(t, 422, strings.TrimSpace(c.text[strings.LastIndex(strings.TrimSpace(c.text), "\t")+1:]))
			}
		})
	}
	for _, m := range []tenants.Member{w.ProviderA, w.Reader} {
		pagetest.Get(t, as(t, w, m), path).Want(t, 403)
		pagetest.Post(t, as(t, w, m), path, url.Values{"text": {list}}).Want(t, 403)
	}
}
