package priorities

import (
	"maps"
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

	asked := pagetest.Post(t, h, path, url.Values{"text": {list}})
	asked.Want(t, 200, "How should we read your list?", "‘Mauve’", "Column C: RAG status")
	sent := asked.In(`form:has([name="cells"])`).Sends(t, 200)
	for field, want := range map[string]string{"word-0": "in_place", "word-1": "in_progress", "word-2": "not_started", "word-3": ""} {
		if got := sent.Get(field); got != want {
			t.Errorf("%s is read as %q, want %q", field, got, want)
		}
	}
	a := pagetest.Post(t, h, path, with(sent, "step", "fill"))
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
	over := pagetest.Post(t, h, path, with(sent, "step", "fill", "over", "yes")).In(`form:has([name="notes-3.4"])`).Sends(t, 200)
	if over.Get("status-3.4") != "not_started" || over.Get("notes-3.4") != "Theirs" {
		t.Errorf("asked to go over it, 3.4 is %q, %q", over.Get("status-3.4"), over.Get("notes-3.4"))
	}

	for name, c := range map[string]struct{ text, want string }{
		"nothing":      {"", "Paste the cells or choose a file"},
		"no headings":  {"1.1\tGreen\n", "No row has the headings Priority and Status or Notes"},
		"twice":        {"Priority\tStatus\n1.1\tGreen\n1.1\tRed\n", "1.1 is in the list twice (row 2, 1.1 and row 3, 1.1)"},
		"two statuses": {"Priority\tStatus\tRAG\n1.1\tGreen\tRed\n", "Columns B and C both hold a status"},
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

// An owner is taken where the list names exactly one person who can own a priority. Everybody else is named, and left out.
func TestOwnersOfAnOwnList(t *testing.T) {
	w := storetest.New(t)
	ctx := t.Context()
	for _, key := range []string{"twin-1", "twin-2"} {
		m := w.Member(t, w.Lead.Tenant, key, tenants.Commissioner, "")
		if _, err := w.SignedIn(ctx, m.Person.Issuer, m.Person.Subject, "Twin", ""); err != nil {
			t.Fatal(err)
		}
	}
	save := func(key string, e assessment.Entry) {
		p, _ := edition.Current().Priority(key)
		if _, err := w.For(w.Lead).SaveEntry(ctx, p, e); err != nil {
			t.Fatal(err)
		}
	}
	save("3.4", assessment.Entry{Status: assessment.InPlace, Owner: w.Lead.ID})
	const list = "Priority|Status|Priority owner\n1.1|Green|person COMMISSIONER\n" +
		"1.2||Lead <lead@example.org>\n2.1||Commissioner, Person\n" +
		"2.2||provider-a@example.org\n2.3||Twin\n3.1||Somebody else\n3.2||nobody@example.org\n3.4|Green|Person commissioner\n"
	h := as(t, w, w.Commissioner)
	const path = "/icb/QWE/toolkit/review/import"
	send := url.Values{"text": {strings.ReplaceAll(list, "|", "\t")}}
	a := pagetest.Post(t, h, path, send)
	a.Want(t, 200, "We filled in 3 priorities from your list",
		"Not imported: the owner “provider-a@example.org” of 2.2: they cannot own a priority",
		"Not imported: the owner “Twin” of 2.3: several people in this ICB are called that. Give their email address in the list",
		"Not imported: the owner “Somebody else” of 3.1: nobody in this ICB is called that",
		"Not imported: the owner “nobody@example.org” of 3.2: nobody in this ICB is called that",
		"3.4 keeps its owner, Person lead: your list has Person commissioner")
	for key, want := range map[string]string{"1.1": "31 March 2027", "2.1": "31 March 2027"} { // as any review sets it
		if got := a.In("form[data-review]").Sends(t, 200).Get("review_on-" + key); got != want {
			t.Errorf("%s is reviewed by %q, want %q", key, got, want)
		}
	}
	a.In(`[data-row="1.2"] th .app-note`).Want(t, 200, "Owner: Person lead, from your list")
	form := a.In("form[data-review]").Sends(t, 200)
	save("2.1", assessment.Entry{Notes: "Meanwhile"})
	met := pagetest.Post(t, h, "/icb/QWE/toolkit/review", form)
	met.In(`[data-row="2.1"] .app-review__stale`).Want(t, 409, "Owner Theirs Nobody Yours Person commissioner")
	again := met.In("form[data-review]").Sends(t, 409)
	again.Set("keep-2.1", "row")
	pagetest.Post(t, h, "/icb/QWE/toolkit/review", again).Want(t, 303)
	entries, err := w.For(w.Lead).Entries(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{
		"1.1": w.Commissioner.ID, "1.2": w.Lead.ID, "2.1": w.Commissioner.ID, "2.2": "", "2.3": "", "3.1": "", "3.4": w.Lead.ID,
	} {
		if got := entries[key].Owner; got != want {
			t.Errorf("%s is owned by %q, want %q", key, got, want)
		}
	}
	send.Set("over", "yes")
	over := pagetest.Post(t, h, path, send).In("form[data-review]").Sends(t, 200)
	if over.Get("owner-3.4") != w.Commissioner.ID {
		t.Errorf("asked to go over it, 3.4 is owned by %q", over.Get("owner-3.4"))
	}
	over.Set("owner-3.4", w.ProviderA.ID) // no page of ours sends it
	if a := pagetest.Post(t, h, "/icb/QWE/toolkit/review", over); a.Status == 303 {
		t.Error("a provider's person owns a priority")
	}
}

func with(form url.Values, pairs ...string) url.Values {
	form = maps.Clone(form)
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return form
}

// A person says which column of their list is what, and what its words mean, where the guess is wrong or there is none.
func TestAnOwnListIsReadAsThePersonSays(t *testing.T) {
	w := storetest.New(t)
	h := as(t, w, w.Commissioner)
	const path = "/icb/QWE/toolkit/review/import"
	tabs := func(text string) string { return strings.ReplaceAll(text, "|", "\t") }
	for name, c := range map[string]struct {
		text   string
		change []string // what the person chooses
		asked  []string // words of the page that asks
		want   map[string]string
		told   []string
	}{
		"words of their own": {
			"Priority|Status|Notes\n1.1|Fertig|a\n1.2|Halb|b\n2.1|Nix|c\n",
			[]string{"word-0", "in_place", "word-1", "in_progress", "word-2", ""},
			[]string{"‘Fertig’", "‘Halb’", "‘Nix’"},
			map[string]string{"status-1.1": "in_place", "status-1.2": "in_progress", "status-2.1": "", "notes-2.1": "c"},
			[]string{"Read “Fertig” as In place", "Not imported: the status “Nix” of 2.1"},
		},
		"a known word that means something else": {
			"Priority|Status\n1.1|Green\n",
			[]string{"choose", "yes", "word-0", "in_progress"},
			[]string{"‘Green’"},
			map[string]string{"status-1.1": "in_progress"},
			[]string{"Read “Green” as In progress"},
		},
		"two columns of statuses": {
			"Priority|Status|RAG\n1.1|Green|Red\n",
			[]string{"status", "1", "word-0", "in_place", "laid", "0 1 1"},
			[]string{"Columns B and C both hold a status"},
			map[string]string{"status-1.1": "in_place"},
			nil,
		},
		"headings that nobody guesses": {
			"Our list\n\nThema|Nummer|Wo wir sind|Text\nx|1.1|Green|Agreed\n",
			[]string{
				"header", "3", "priority", "1", "status", "2", "notes", "3", "word-0", "in_place", "words", `["Green"]`, "laid",
				"0 3 2",
			},
			[]string{"No row has the headings Priority and Status or Notes"},
			map[string]string{"status-1.1": "in_place", "notes-1.1": "Agreed"},
			nil,
		},
		"no headings at all": {
			"1.1|Green\n",
			[]string{"header", "0", "priority", "0", "status", "1", "word-0", "in_place", "words", `["Green"]`, "laid", "0 0 1"},
			nil,
			map[string]string{"status-1.1": "in_place"},
			nil,
		},
		"review dates": {
			"Priority|Status|Review date\n1.1|Green|31/03/2027\n1.2|Green|01/02/2020\n2.1|Green|soon\n",
			[]string{"choose", "yes"},
			nil,
			map[string]string{"review_on-1.1": "31 March 2027", "status-1.2": "in_place", "status-2.1": "in_place"},
			[]string{"1.2: the review date in your list, 1 February 2020, has passed", "Not imported: the review date “soon” of 2.1"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			form := url.Values{"text": {tabs(c.text)}}
			if len(c.change) > 0 && c.change[0] == "choose" {
				form.Set("choose", "yes")
			}
			asked := pagetest.Post(t, h, path, form)
			asked.Want(t, asked.Status, c.asked...)
			sent := asked.In(`form:has([name="cells"])`).Sends(t, asked.Status)
			a := pagetest.Post(t, h, path, with(sent, append(c.change, "step", "fill")...))
			a.Want(t, 200, c.told...)
			rows := a.In(`form:has([name="notes-1.1"])`).Sends(t, 200)
			for field, want := range c.want {
				if got := rows.Get(field); got != want {
					t.Errorf("%s is %q, want %q", field, got, want)
				}
			}
		})
	}

	sent := pagetest.Post(t, h, path, url.Values{"text": {"Priority\tStatus\tRAG\n1.1\tGreen\tOdd\n"}, "choose": {"yes"}}).
		In(`form:has([name="cells"])`).Sends(t, 422)
	for name, c := range map[string]struct {
		change []string
		status int
		want   string
	}{
		"another column of statuses has other words": {[]string{"status", "1", "step", "fill"}, 200, "‘Green’"},
		"no column with priorities": {
			[]string{"priority", "", "step", "fill"},
			422,
			"Choose the column with the number or name",
		},
		"nothing to take": {
			[]string{"status", "", "laid", "0 1 -1", "step", "fill"},
			422,
			"Choose a column with a status, notes, a review date or an owner",
		},
		"no such row":      {[]string{"header", "9", "step", "fill"}, 422, "must be from 1 to 2"},
		"no row at all":    {[]string{"header", "", "step", "fill"}, 422, "must be from 1 to 2"},
		"no priority":      {[]string{"priority", "1", "step", "fill"}, 422, "No row has the number or name of a priority"},
		"broken cells":     {[]string{"cells", "x"}, 422, "Choose the file again"},
		"cells of nothing": {[]string{"cells", "[]"}, 422, "Choose the file again"},
		"broken words":     {[]string{"words", "x"}, 422, "Choose the file again"},
	} {
		t.Run(name, func(t *testing.T) { pagetest.Post(t, h, path, with(sent, c.change...)).Want(t, c.status, c.want) })
	}
}

func TestHowManyWereFilledIn(t *testing.T) {
	for n, want := range map[int]string{
		0: "Your list changes nothing that is recorded here.",
		1: "We filled in 1 priority from your list. Nothing is saved yet: check, then save.",
		2: "We filled in 2 priorities from your list. Nothing is saved yet: check, then save.",
	} {
		if got := filledWords(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}
