package server

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"ipstoolkit/server/demoidp"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/claims"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/staffing"
)

// secrets are the texts of an ICB that procurement keeps back: each has a mark of its own, and here is of what.
type secrets struct {
	*site
	t     *testing.T
	marks map[string]string
	// other is a second ICB administrator, whom nobody names.
	other tenants.Member
	// doors are the addresses of what is kept back.
	doors []string
}

// hush is how every mark begins, for searches.
const hush = "hush"

func (s *secrets) mark(of string) string {
	m := fmt.Sprintf("%s%03dx", hush, len(s.marks)+1)
	s.marks[m] = of
	return m
}

func (s *secrets) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// confidential is a service with an ICB in which every text that procurement keeps back has a mark.
func confidential(t *testing.T) *secrets {
	t.Helper()
	s := &secrets{site: start(t, unlimited), t: t, marks: map[string]string{}}
	ctx := t.Context()
	p, err := s.SignedIn(ctx, s.url+demoidp.Path, "nobody", "Person administrator", "")
	s.must(err)
	s.other, err = s.For(s.Lead).AddMember(ctx, p, tenants.Lead, "")
	s.must(err)
	for _, key := range assessment.Procurement {
		s.fillPriority(key)
	}
	s.addEvidence(s.Commissioner, true, "3.3", "6.1") // also of one that stays open
	for _, m := range []tenants.Member{s.ProviderA, s.ProviderB} {
		s.fillContract(m.Provider)
	}
	s.must(s.For(s.Lead).SaveTargetValue(ctx, measure.Local{
		Kind: measure.ContractLength, Year: 2026, Value: number.Amount{Hundredths: 500, Known: true},
		Reason: s.mark("why contracts are to be longer"),
	}))
	_, err = s.For(s.Commissioner).SaveRow(ctx, register.Events, register.Row{Values: map[string]string{
		"on": "2026-10-01", "what": s.mark("a panel on the tender"), "priority": "6.1", "stage": "tender", "people": "3",
		"conflicts": "yes",
		"said":      s.mark("what the panel said"), "did": s.mark("what came of the panel"),
	}})
	s.must(err)
	s.addActions()
	s.must(s.For(s.Commissioner).AnswerClaim(ctx,
		claims.Answer{Priority: "2.2", State: "differs", Note: s.mark("why 2.2 stands although figures differ")}))
	plan, err := s.For(s.Lead).PlanFacts(ctx)
	s.must(err)
	y := staffing.YearOf(2026)
	for _, saved := range plan.Years {
		if saved.Year() == 2026 {
			y = saved
		}
	}
	for _, field := range []string{"access_source", "finance_title", "grow_source", "leaders_reason", "managers_reason", "pay_source"} {
		y.Values[field] = s.mark("the plan's " + field)
	}
	y.Values["finance_on"] = "2026-04-01"
	s.must(s.For(s.Lead).SavePlanYear(ctx, y))
	s.doors = append(s.doors, "/icb/QWE/contracts", "/icb/QWE/plan", "/icb/QWE/targets/"+measure.ContractLength,
		"/icb/QWE/targets/"+measure.EarlyTalks)
	return s
}

// fillPriority saves notes twice, so that only the history has the first, and adds evidence of each sort.
func (s *secrets) fillPriority(key string) {
	s.t.Helper()
	p, _ := edition.Current().Priority(key)
	for version := range 2 {
		_, err := s.For(s.Commissioner).SaveEntry(s.t.Context(), p, assessment.Entry{
			Status: assessment.Statuses[version], Version: version, Owner: s.Commissioner.ID,
			Notes: s.mark("notes of " + key), PrivateNotes: s.mark("private notes of " + key),
		})
		s.must(err)
	}
	if assessment.HasViews(p) {
		s.ask(question.About{Kind: record.Priority, ID: key}, "priority "+key)
		s.must(s.For(s.ProviderA).SaveView(s.t.Context(), p, assessment.View{
			Status: assessment.NotStarted, Note: s.mark("a view of " + key),
		}))
		now, err := s.For(s.Commissioner).Voices(s.t.Context())
		s.must(err)
		s.must(s.For(s.Commissioner).CommentOnViews(s.t.Context(), assessment.Comment{
			Priority: key, State: now.Spreads[key].State, Text: s.mark("a comment on views of " + key),
		}))
	}
	s.addEvidence(s.ProviderA, false, key)
	s.addEvidence(s.Commissioner, true, key)
	s.doors = append(s.doors, "/icb/QWE/toolkit/"+key, "/icb/QWE/evidence/add?priority="+key, "/icb/QWE/evidence?priority="+key)
}

func (s *secrets) addEvidence(by tenants.Member, shared bool, keys ...string) {
	s.t.Helper()
	ctx, of := s.t.Context(), strings.Join(keys, " and ")
	f, err := s.For(by).PutFile(ctx, evidence.File{
		Name: s.mark("a file of "+of) + ".txt", Kind: evidence.TXT, Size: 8,
		State: evidence.Clean,
	}, strings.NewReader("hush-hush"[:8]))
	s.must(err)
	e := evidence.Evidence{
		Title: s.mark("evidence of " + of), Link: "https://example.org/" + s.mark("a link of "+of), Shared: shared,
		ReviewOn: "2026-10-01",
	}
	for _, key := range keys {
		e.Places = append(e.Places, evidence.Place{Priority: key})
	}
	e, err = s.For(by).SaveEvidence(ctx, edition.Current(), e, f)
	s.must(err)
	s.ask(question.About{Kind: record.Evidence, ID: e.ID}, "evidence of "+of)
	at := "/icb/QWE/evidence/" + e.ID
	s.doors = append(s.doors, at, at+"/edit", at+"/files/"+f.ID, at+"/files/"+f.ID+"/remove")
}

// addActions adds an action about each sort of what is kept back, done by somebody who says how.
func (s *secrets) addActions() {
	s.t.Helper()
	ctx := s.t.Context()
	contracts, err := s.For(s.Lead).Contracts(ctx)
	s.must(err)
	pieces, err := s.For(s.Lead).EvidenceList(ctx)
	s.must(err)
	for _, about := range []action.About{
		{Kind: "contract", ID: contracts[0].ID},
		{Kind: "priority", ID: "2.1"},
		{Kind: "difference", ID: "2.2"},
		{Kind: "target", ID: measure.ContractLength},
		{Kind: "evidence", ID: s.closedPiece(pieces)},
	} {
		of := "of an action about " + about.Text()
		a, err := s.For(s.Commissioner).SaveAction(ctx, action.Action{
			What: s.mark("the text " + of), Owner: action.Owner{Provider: s.ProviderA.Provider}, Due: "2026-10-01", About: about,
			Note: s.mark("a first note " + of), Shared: true,
		})
		s.must(err)
		a.State, a.Reason, a.Note = action.Dropped, s.mark("the reason "+of), s.mark("the note "+of)
		s.must(s.For(s.Lead).ReportAction(ctx, a))
		at := "/icb/QWE/actions/" + a.ID
		s.doors = append(s.doors, at, at+"/edit", "/icb/QWE/actions/new?"+url.Values{"about": {about.Kind}, "id": {about.ID}}.Encode())
	}
	s.doors = append(s.doors, "/icb/QWE/actions?state=all")
}

// closedPiece is the id of evidence that is kept back.
func (s *secrets) closedPiece(pieces []evidence.Evidence) string {
	for _, e := range pieces {
		if slices.ContainsFunc(e.Priorities(), assessment.InProcurement) {
			return e.ID
		}
	}
	s.t.Fatal("no evidence is kept back")
	return ""
}

// ask asks a provider about something, and has it answered where a provider can.
func (s *secrets) ask(a question.About, of string) {
	s.t.Helper()
	q := question.Question{About: a, Provider: s.ProviderA.Provider}
	id, err := s.For(s.Commissioner).AskQuestion(s.t.Context(), edition.Current(), q, s.mark("a question about "+of), "")
	s.must(err)
	s.must(s.For(s.ProviderA).SayInQuestion(s.t.Context(), id, 1, question.Answer, s.mark("an answer about "+of), ""))
	s.doors = append(s.doors, "/icb/QWE/questions/"+id, "/icb/QWE/questions/new?about="+a.Kind+"&id="+a.ID)
}

func (s *secrets) fillContract(provider string) {
	s.t.Helper()
	k, err := s.For(s.Lead).SaveContract(s.t.Context(), contract.Contract{
		Provider: provider, Name: s.mark("a contract's name"), Reference: s.mark("a contract's reference"), Start: "2026-04-01",
		End:   "2027-03-31",
		Place: s.mark("a contract's place"), ShortReason: s.mark("why a contract is short"),
		Talks:      []contract.Talk{{HeldOn: "2026-10-01", ForEnd: "2027-03-31", Note: s.mark("talks")}},
		Terms:      map[string]contract.Term{contract.Clauses[0].Code: {Answer: contract.Yes, Reference: s.mark("a clause's place")}},
		Variations: []contract.Variation{{Number: s.mark("a variation"), On: "2026-07-01", Purpose: s.mark("a variation's purpose")}},
	})
	s.must(err)
	s.doors = append(s.doors, "/icb/QWE/contracts/"+k.ID)
}

// name puts procurement under way, with the one administrator named.
func (s *secrets) name() {
	s.t.Helper()
	s.must(s.For(s.Lead).BeginProcurement(s.t.Context(), store.Naming{Members: []string{s.Lead.ID}}, s.mark("the reason"), ""))
}

// found are the marks in a text, by what they are of.
func (s *secrets) found(text string) map[string]bool {
	found := map[string]bool{}
	for m, of := range s.marks {
		if strings.Contains(text, m) {
			found[of+" ("+m+")"] = true
		}
	}
	return found
}

// see is everything that somebody can get at: every page, search, filter of the history, export and workbook.
// differs, when it is not nil, is told of searches that answer otherwise than one for a word that nobody has written.
func (s *secrets) see(b *browser, look func(what, text string), differs func(what string)) {
	s.t.Helper()
	ask := func(path string) { look(path, b.ask("GET", path, nil).plain(s.t)) }
	forms := s.crawl(b, append(s.site.doors("QWE"), s.doors...), func(path string, got answer) { look(path, got.plain(s.t)) })
	for _, f := range forms {
		for _, one := range f.fields {
			switch {
			case f.method == http.MethodGet:
				found, none := b.send(f, url.Values{one.name: {hush}}), b.send(f, url.Values{one.name: {"nobody-wrote-this"}})
				look(f.action+" searched in "+one.name, found.without(hush+`"`))
				if differs != nil && found.without(hush) != none.without("nobody-wrote-this") {
					differs(f.action + " searched in " + one.name)
				}
			case f.route == "/icb/:code/personal":
				for _, id := range one.offered {
					for _, kind := range []string{"html", "json"} {
						look("export as "+kind, b.send(f, url.Values{one.name: {id}, "form": {kind}}).body)
					}
				}
			}
		}
	}
	for _, kind := range []string{"full", "steering", "provider"} {
		ask("/icb/QWE/workbook.xlsx?for=" + kind)
	}
	ask("/icb/QWE/history.csv")
	for _, kind := range []string{"contract", "priority", "evidence", "target", "plan", "event", "procurement"} {
		ask("/icb/QWE/history?kind=" + kind)
	}
	look("personal data", b.ask("POST", "/icb/QWE/personal-data", url.Values{"words": {hush}}).without(`value="`+hush+`"`))
}

// TestProcurementIsKeptFromAllButThoseNamed gives every text that procurement keeps back a mark, puts procurement under
// way, and looks for the marks in everything that the people outside can get at.
func TestProcurementIsKeptFromAllButThoseNamed(t *testing.T) {
	oneByOne(t)
	s := confidential(t)
	outside := []string{"commissioner", "provider-a", "provider-b", "reader", "nobody"}
	browsers, tags := map[string]*browser{}, map[string]string{}
	for _, key := range append(outside, "lead") {
		browsers[key] = s.near(t, key)
		tags[key] = browsers[key].ask("GET", "/icb/QWE/toolkit/2.1", nil).header.Get("ETag")
	}
	s.name()
	t.Run("named", func(t *testing.T) {
		all := map[string]bool{}
		s.see(browsers["lead"], func(what, text string) {
			found := s.found(text)
			if strings.Contains(what, "for=steering") || strings.Contains(what, "for=provider") {
				for of := range found {
					t.Errorf("%s, to be given to others, shows %s", what, of)
				}
				return
			}
			maps.Copy(all, found)
		}, nil)
		for m, of := range s.marks {
			if !all[of+" ("+m+")"] {
				t.Errorf("the person named does not see %s", of)
			}
		}
	})
	for _, key := range outside {
		t.Run(key, func(t *testing.T) {
			if got := browsers[key].again("/icb/QWE/toolkit/2.1", tags[key]).status; got != http.StatusOK {
				t.Errorf("the page kept from before still holds: status %d", got)
			}
			s.see(browsers[key], func(what, text string) {
				for of := range s.found(text) {
					t.Errorf("%s shows %s", what, of)
				}
			}, func(what string) { t.Errorf("%s tells whether a text that is kept back has a word", what) })
			got := browsers[key].ask("GET", "/icb/QWE/toolkit/2.1", nil)
			if !strings.Contains(got.body, "In progress") ||
				!strings.Contains(got.body, "Procurement has been under way since 20 November 2026") {
				t.Error("2.1 does not show its status, or not why the rest is not shown")
			}
			got = browsers[key].ask("GET", "/icb/QWE/contracts", nil)
			if got.status != http.StatusForbidden || strings.Contains(got.body, "Procurement has been") != (key != "reader") {
				t.Errorf("contracts: status %d: %s", got.status, got.body)
			}
		})
	}
	s.must(s.For(s.named()).EndProcurement(context.Background(), 1))
	for _, key := range []string{"commissioner", "nobody"} {
		all := map[string]bool{}
		s.see(browsers[key], func(_, text string) { maps.Copy(all, s.found(text)) }, nil)
		if len(all) != len(s.marks) {
			t.Errorf("%s sees %d of %d texts when procurement is over", key, len(all), len(s.marks))
		}
	}
}

// named is the administrator who is named, as they are now.
func (s *secrets) named() tenants.Member {
	s.t.Helper()
	m, err := s.Membership(s.t.Context(), s.Lead.Person.ID, "QWE")
	s.must(err)
	return m
}

// TestNobodyOutsideChangesWhatTheyCannotSee sends forms from outside, as they were in a browser before.
func TestNobodyOutsideChangesWhatTheyCannotSee(t *testing.T) {
	s := confidential(t)
	b, outside := s.near(t, "commissioner"), s.near(t, "nobody")
	s.name()
	before := s.rows(t, "QWE")
	for _, tt := range []struct {
		name, path string
		fields     url.Values
		status     int
	}{
		{
			"notes", "/icb/QWE/toolkit/2.1",
			url.Values{"version": {"2"}, "status": {"in_place"}, "notes": {"A long afternoon of work"}},
			http.StatusForbidden,
		},
		{"a contract", "/icb/QWE/contracts/new", url.Values{"name": {"A long afternoon of work"}}, http.StatusForbidden},
		{"the plan", "/icb/QWE/plan", url.Values{"access_source": {"A long afternoon of work"}}, http.StatusForbidden},
		{
			"a local value of contracts", "/icb/QWE/targets/" + measure.ContractLength,
			url.Values{"value": {"4"}, "reason": {"A long afternoon of work"}, "year": {"2026"}, "version": {"1"}},
			http.StatusForbidden,
		},
		{
			"evidence", "/icb/QWE/evidence/add",
			url.Values{"title": {"A long afternoon of work"}, "link": {"https://example.org/"}, "priority": {"2.2", "3.4"}},
			http.StatusUnprocessableEntity,
		},
		{
			"who is named", "/icb/QWE/procurement",
			url.Values{"act": {"change"}, "version": {"1"}, "named": {s.Commissioner.ID}},
			http.StatusForbidden,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := b.ask("POST", tt.path, tt.fields)
			if got.status != tt.status {
				t.Fatalf("status %d, want %d: %s", got.status, tt.status, got.body)
			}
			if tt.name != "who is named" && !strings.Contains(got.body, "A long afternoon of work") {
				t.Error("what was typed is lost")
			}
		})
	}
	for _, act := range []string{"change", "end"} {
		got := outside.ask("POST", "/icb/QWE/procurement", url.Values{"act": {act}, "version": {"1"}, "named": {s.other.ID}})
		if got.status != http.StatusForbidden {
			t.Errorf("an administrator outside sends %s: status %d", act, got.status)
		}
	}
	if after := s.rows(t, "QWE"); after != before {
		t.Error("rows were changed from outside")
	}
	if lead := s.near(t, "lead").ask("GET", "/icb/QWE/toolkit/2.1", nil); lead.status != http.StatusOK || len(s.found(lead.body)) == 0 {
		t.Error("the person named no longer sees the notes")
	}
}
