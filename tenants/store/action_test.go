package store_test

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
)

// toDo is an action that somebody owns, of the priority 3.4, due within the tests' present quarter.
func toDo(owner action.Owner) action.Action {
	return action.Action{
		What: "Book a room for the clinic", Owner: owner, Asked: action.Trust, Due: "2026-12-10", State: action.Open,
		About: action.About{Kind: record.Priority, ID: "3.4"},
	}
}

func saveAction(t *testing.T, rows *store.Rows, a action.Action) action.Action {
	t.Helper()
	saved, err := rows.SaveAction(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	return saved
}

func whatOf(list []action.Action, err error) ([]string, error) {
	var texts []string
	for _, a := range list {
		texts = append(texts, a.What)
	}
	slices.Sort(texts)
	return texts, err
}

func TestActionIsKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows := w.For(w.Commissioner)
		a := toDo(action.Owner{Member: w.Lead.ID})
		a.Note, a.Shared = "Two rooms are free", true
		saved := saveAction(t, rows, a)
		got, err := rows.Action(ctx, saved.ID)
		if err != nil || got.Name != "Person lead" || got.Title.Words != "ICB administrator" || got.ChangedBy != "Person commissioner" ||
			got.Version != 1 || got.Note != a.Note || !got.Shared || got.About != a.About || got.Due != a.Due {
			t.Fatalf("got %+v, %v", got, err)
		}
		got.What, got.About, got.Due = "Book two rooms", action.About{Kind: record.Priority, ID: "1.1"}, "2026-12-11"
		changed := saveAction(t, rows, got)
		if changed.Version != 2 {
			t.Errorf("version %d", changed.Version)
		}
		if again, err := rows.Action(ctx, saved.ID); err != nil || again.What != "Book two rooms" || again.About != a.About {
			t.Errorf("what it is about stays: %+v, %v", again, err)
		}
		if _, err := rows.SaveAction(ctx, got); !errors.Is(err, tenants.ErrStale) {
			t.Errorf("a stale save: %v", err)
		}
		for _, m := range []tenants.Member{w.ProviderA, w.Reader} {
			if _, err := w.For(m).SaveAction(ctx, toDo(action.Owner{})); !errors.Is(err, tenants.ErrForbidden) {
				t.Errorf("%s adds one: %v", m.Role, err)
			}
		}
		if _, err := w.For(w.ForeignLead).Action(ctx, saved.ID); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("another ICB: %v", err)
		}
		if faults, err := w.Check(ctx); err != nil || len(faults) > 0 {
			t.Errorf("check: %q, %v", faults, err)
		}
	})
}

// The day of one that is done, and why one was dropped, belong to those states alone.
func TestHowFarAnActionIs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows := w.For(w.Commissioner)
		a := saveAction(t, rows, toDo(action.Owner{Provider: w.ProviderA.Provider}))
		step := func(who tenants.Member, change func(*action.Action)) error {
			next := a
			change(&next)
			err := w.For(who).ReportAction(ctx, next)
			if err == nil {
				if a, err = rows.Action(ctx, a.ID); err != nil {
					t.Fatal(err)
				}
			}
			return err
		}
		var problems problem.List
		if err := step(w.ProviderA, func(n *action.Action) {
			n.State, n.Reason = action.Dropped, "Too much"
		}); !errors.As(err, &problems) || problems.For("state") == "" {
			t.Errorf("a provider drops its action: %v", err)
		}
		if err := step(w.ProviderA, func(n *action.Action) {
			n.State, n.DoneOn, n.Note, n.What = action.Done, "2026-11-01", "The room is ours", "Another text"
		}); err != nil || a.State != action.Done || a.DoneOn != "2026-11-01" || a.What != "Book a room for the clinic" {
			t.Errorf("a provider has done it: %+v, %v", a, err)
		}
		if err := step(w.Lead, func(n *action.Action) { n.State, n.Reason = action.Dropped, "No longer needed" }); err != nil ||
			a.DoneOn != "" || a.Reason == "" {
			t.Errorf("dropped: %+v, %v", a, err)
		}
		if err := step(w.Lead, func(n *action.Action) { n.State = action.Open }); err != nil || a.DoneOn+"" != "" || a.Reason != "" {
			t.Errorf("open again: %+v, %v", a, err)
		}
		for name, change := range map[string]func(*action.Action){
			"done without a day":       func(n *action.Action) { n.State = action.Done },
			"done in the future":       func(n *action.Action) { n.State, n.DoneOn = action.Done, "2030-01-01" },
			"dropped without a reason": func(n *action.Action) { n.State = action.Dropped },
			"no state":                 func(n *action.Action) { n.State = "waiting" },
			"an NHS number":            func(n *action.Action) { n.Note = "Ask 999 000 0018" },
		} {
			if err := step(w.Lead, change); !errors.As(err, &problems) {
				t.Errorf("%s: %v", name, err)
			}
		}
		for m, want := range map[*tenants.Member]error{&w.ProviderB: tenants.ErrNotFound, &w.Reader: tenants.ErrForbidden} {
			if err := step(*m, func(n *action.Action) { n.Note = "Mine" }); !errors.Is(err, want) {
				t.Errorf("%s %s: %v", m.Role, m.ID, err)
			}
		}
	})
}

// A provider sees its own and those of its people, the steering group what is shared with it, and nobody there a name.
func TestWhoSeesWhichActions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows := w.For(w.Lead)
		for what, a := range map[string]action.Action{
			"a as a whole": {Owner: action.Owner{Provider: w.ProviderA.Provider}, Shared: true},
			"a's person":   {Owner: action.Owner{Member: w.ProviderA.ID}},
			"b's person":   {Owner: action.Owner{Member: w.ProviderB.ID}, Shared: true},
			"the ICB's":    {Owner: action.Owner{Member: w.Commissioner.ID}, Shared: true},
			"a role's":     {Owner: action.Owner{Role: "Trust executive"}},
			"nobody's":     {},
		} {
			a.What, a.Due = what, "2026-12-01"
			saveAction(t, rows, a)
		}
		for _, tt := range []struct {
			m    tenants.Member
			want []string
		}{
			{w.Commissioner, []string{"a as a whole", "a role's", "a's person", "b's person", "nobody's", "the ICB's"}},
			{w.ProviderA, []string{"a as a whole", "a's person"}},
			{w.ProviderB, []string{"b's person"}},
			{w.Reader, []string{"a as a whole", "b's person", "the ICB's"}},
			{w.ForeignLead, nil},
		} {
			if got, err := whatOf(w.For(tt.m).Actions(ctx)); err != nil || !slices.Equal(got, tt.want) {
				t.Errorf("%s %s sees %q, %v", tt.m.Role, tt.m.Provider, got, err)
			}
		}
		list, err := w.For(w.Reader).Actions(ctx)
		var owners []string
		for _, a := range list {
			owners = append(owners, a.Owner.Words())
			if a.Name != "" || a.Member != "" || a.ChangedBy != "" || a.Confirmed != "" {
				t.Errorf("a reader reads a name: %+v", a)
			}
		}
		if slices.Sort(owners); err != nil || !slices.Equal(owners, []string{"Commissioner, ICB", "Northside", "Riverside (provider)"}) {
			t.Errorf("a reader reads the owners %q, %v", owners, err)
		}
	})
}

// What an action is about has to be there, and only commissioners read all of it.
func TestWhatActionsAreAbout(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows, a := w.For(w.Lead), w.ProviderA.Provider
		k, err := rows.SaveContract(ctx, contract.Contract{Provider: a, Name: "IPS service", Start: "2026-04-01"})
		if err != nil {
			t.Fatal(err)
		}
		foreign, err := w.For(w.ForeignLead).SaveContract(ctx,
			contract.Contract{Provider: w.ForeignProvider.Provider, Name: "Theirs", Start: "2026-04-01"})
		if err != nil {
			t.Fatal(err)
		}
		e, err := rows.SaveEvidence(ctx, edition.Current(), minutes())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.For(w.ProviderA).SaveReturn(ctx, fullReturn(a, "2026Q2"), figures.Submit); err != nil {
			t.Fatal(err)
		}
		meeting, err := rows.PlanMeeting(ctx, meetingOn("2026-11-10"), agendaOf("Actions"))
		must(t, err)
		for _, tt := range []struct {
			about                       action.About
			commissioner, owner, reader string
		}{
			{action.About{}, "", "", ""},
			{action.About{Kind: record.Priority, ID: "3.4"}, "Priority 3.4", "Priority 3.4", "Priority 3.4"},
			{action.About{Kind: record.Difference, ID: "3.4"}, "Status and figures differ: 3.4", "Priority 3.4", "Priority 3.4"},
			{
				action.About{Kind: record.Target, ID: measure.JobOutcomeRate},
				"Target: People out of work supported into jobs",
				"Target: People out of work supported into jobs",
				"Target: People out of work supported into jobs",
			},
			{
				action.About{Kind: record.GroupMeeting, ID: meeting.ID},
				"Steering group meeting: 10 November 2026",
				"Steering group meeting: 10 November 2026", "Steering group meeting: 10 November 2026",
			},
			{action.About{Kind: record.Contract, ID: k.ID}, "Contract: IPS service", "", ""},
			{action.About{Kind: record.Evidence, ID: e.ID}, "Evidence: " + e.Title, "", ""},
			{
				action.About{Kind: record.Return, ID: a + " 2026Q2"},
				"Figures: Northside, Quarter 2 2026/27",
				"Figures: Northside, Quarter 2 2026/27", "",
			},
		} {
			one := toDo(action.Owner{Provider: a})
			one.About, one.Shared = tt.about, true
			id := saveAction(t, rows, one).ID
			for who, want := range map[*tenants.Member]string{
				&w.Commissioner: tt.commissioner, &w.ProviderA: tt.owner,
				&w.Reader: tt.reader,
			} {
				got, err := w.For(*who).Action(ctx, id)
				if err != nil || got.About.Words(got.AboutName) != want {
					t.Errorf("%s reads of %q that it is about %q, %v", who.Role, tt.about.Text(), got.About.Words(got.AboutName), err)
				}
			}
			if list, err := rows.ActionsAbout(ctx, tt.about); err != nil || len(list) != 1 {
				t.Errorf("about %q: %+v, %v", tt.about.Text(), list, err)
			}
		}
		if list, err := rows.ActionsAbout(ctx, action.About{Kind: record.Priority, ID: "3.4"}); err != nil || len(list) != 2 {
			t.Errorf("about the priority and its difference: %+v, %v", list, err)
		}
		for _, about := range []action.About{
			{Kind: record.Contract, ID: foreign.ID},
			{Kind: record.Contract},
			{Kind: "weather", ID: "1"},
			{Kind: record.Evidence, ID: k.ID},
			{Kind: record.Target, ID: "nothing"},
			{Kind: record.Return, ID: a + " 2026Q3"},
			{Kind: record.Return, ID: "x"},
			{Kind: record.Question, ID: "x"},
			{Kind: "meeting", ID: "x"},
			{Kind: record.GroupMeeting, ID: "x"},
			{Kind: record.GroupMeeting, ID: k.ID},
		} {
			one := toDo(action.Owner{})
			one.About = about
			if _, err := rows.SaveAction(ctx, one); !errors.Is(err, tenants.ErrNotFound) {
				t.Errorf("about %q: %v", about.Text(), err)
			}
		}
	})
}

// A provider with a seat in the steering group also reads what is shared with the group, as the group does, and works on its own
// alone.
func TestASeatedProvidersActions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows := w.For(w.Lead)
		seatFor(t, w, w.ProviderA.Provider, register.ChairedByService)
		own := saveAction(t, rows, toDo(action.Owner{Provider: w.ProviderA.Provider}))
		shared := toDo(action.Owner{Member: w.ProviderB.ID})
		shared.What, shared.Shared = "Shared", true
		shared = saveAction(t, rows, shared)
		apart := toDo(action.Owner{Member: w.ProviderB.ID})
		apart = saveAction(t, rows, apart)
		seated := w.For(now(t, w, w.ProviderA))
		list, err := seated.Actions(ctx)
		if err != nil || len(list) != 2 {
			t.Fatalf("reads %+v, %v", list, err)
		}
		for _, a := range list {
			if a.ID == shared.ID && (a.Name != "" || a.Owner.Words() != "Riverside (provider)") {
				t.Errorf("reads of another's %+v", a)
			}
		}
		if _, err := seated.Action(ctx, apart.ID); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("one that is not shared: %v", err)
		}
		if err := seated.ReportAction(ctx, shared); !errors.Is(err, tenants.ErrForbidden) {
			t.Errorf("works on another's: %v", err)
		}
		if err := seated.ReportAction(ctx, own); err != nil {
			t.Errorf("works on its own: %v", err)
		}
	})
}

func TestWhoCanOwnAnAction(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows := w.For(w.Lead)
		var problems problem.List
		for name, owner := range map[string]action.Owner{
			"a member of another ICB":   {Member: w.ForeignLead.ID},
			"a provider of another ICB": {Provider: w.ForeignProvider.Provider},
			"somebody who only reads":   {Member: w.Reader.ID},
			"no member":                 {Member: "x"},
		} {
			if _, err := rows.SaveAction(ctx, toDo(owner)); !errors.As(err, &problems) || problems.For("owner") == "" {
				t.Errorf("%s: %v", name, err)
			}
		}
		// A member's provider is theirs, whatever the form says; somebody who has left stays the owner until another is chosen.
		a := saveAction(t, rows, toDo(action.Owner{Member: w.ProviderA.ID, Provider: w.ProviderB.Provider, Role: "Both"}))
		if a.Provider != w.ProviderA.Provider || a.Role != "" {
			t.Errorf("owner %+v", a.Owner)
		}
		if err := w.System(w.Lead.Tenant, tenants.TheOperator).RemoveMember(ctx, w.ProviderA.ID, "Left"); err != nil {
			t.Fatal(err)
		}
		a.Note, a.Provider = "Still theirs", ""
		if a = saveAction(t, rows, a); a.Member != w.ProviderA.ID || a.Provider != w.ProviderA.Provider {
			t.Errorf("owner %+v", a.Owner)
		}
	})
}

func TestActionTextsCanBeErased(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		const name = "Jo Example"
		rows := w.For(w.Lead)
		a := toDo(action.Owner{Role: name + ", manager"})
		a.What, a.Note, a.State, a.Reason = "Ring "+name, name+" is away: "+order, action.Dropped, name+" said no"
		a.Confirmed = sure(order)
		a = saveAction(t, rows, a)
		found, err := rows.FindText(ctx, name)
		if err != nil || len(found) != 8 {
			t.Fatalf("found %d places, %v: %+v", len(found), err, found)
		}
		var places []string
		for _, f := range found {
			places = append(places, f.ID)
		}
		if err := rows.Erase(ctx, places, "A name"); err != nil {
			t.Fatal(err)
		}
		got, err := rows.Action(ctx, a.ID)
		want := []string{evidence.RemovedWords, evidence.RemovedWords, evidence.RemovedWords, evidence.RemovedWords}
		if err != nil || !reflect.DeepEqual([]string{got.What, got.Role, got.Note, got.Reason}, want) || got.Version != a.Version+4 ||
			got.Confirmed != "" {
			t.Errorf("left %+v, %v", got, err)
		}
		if faults, err := w.Check(ctx); err != nil || len(faults) > 0 {
			t.Errorf("check: %q, %v", faults, err)
		}
	})
}
