package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/view"
)

func aboutPriority(key string) question.About { return question.About{Kind: record.Priority, ID: key} }

func aboutEvidence(e evidence.Evidence) question.About {
	return question.About{Kind: record.Evidence, ID: e.ID}
}

func aboutReturn(provider, quarter string) question.About {
	return question.About{Kind: record.Return, ID: provider + " " + quarter}
}

// query asks about something; provider is for what is the ICB's.
func query(t *testing.T, w *storetest.World, m tenants.Member, a question.About, provider, text string) string {
	t.Helper()
	id, err := w.For(m).AskQuestion(ctx, edition.Current(), question.Question{About: a, Provider: provider}, text, sure(text))
	must(t, err)
	return id
}

// reply says something in a question as it is now.
func reply(t *testing.T, w *storetest.World, m tenants.Member, id string, act question.Act, text string) {
	t.Helper()
	q, err := w.For(m).Question(ctx, id)
	must(t, err)
	must(t, w.For(m).SayInQuestion(ctx, id, q.Version, act, text, sure(text)))
}

// waiting are the last questions that wait for a member.
func waiting(t *testing.T, w *storetest.World, m tenants.Member) string {
	t.Helper()
	list, err := w.For(m).QuestionsWaiting(ctx)
	must(t, err)
	var words []string
	for _, q := range list {
		words = append(words, q.Asked().Text)
	}
	slices.Sort(words)
	return strings.Join(words, ", ")
}

func TestAQuestionFromAskedToClosed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		id := query(t, w, w.ProviderA, aboutPriority("3.2"), "", "May we come?")
		for _, step := range []struct {
			by   tenants.Member
			act  question.Act
			text string
			want string // its state, then who is waited for
		}{
			{want: "open: waiting for the ICB"},
			{w.Commissioner, question.Answer, "Yes", "answered"},
			{w.Lead, question.Answer, "In May", "answered"},
			{w.ProviderA, question.Ask, "In June?", "open: waiting for the ICB"},
			{w.Commissioner, question.Answer, "Yes", "answered"},
			{w.ProviderA, question.Close, "", "closed"},
		} {
			if step.act != "" {
				reply(t, w, step.by, id, step.act, step.text)
			}
			for _, m := range []tenants.Member{w.Commissioner, w.ProviderA} {
				q, err := w.For(m).Question(ctx, id)
				if err != nil || !strings.EqualFold(q.StateWords(), step.want) {
					t.Errorf("%s %s: %q, %v", step.act, step.text, q.StateWords(), err)
				}
			}
		}
		q, err := w.For(w.ProviderA).Question(ctx, id)
		must(t, err)
		var said []string
		for _, m := range q.Messages {
			said = append(said, m.Title+" "+string(m.Act)+" "+m.Text)
		}
		want := []string{
			"Northside (provider) ask May we come?", "Commissioner answer Yes", "ICB administrator answer In May",
			"Northside (provider) ask In June?", "Commissioner answer Yes", "Northside (provider) close ",
		}
		if !slices.Equal(said, want) {
			t.Errorf("said %q", said)
		}
		if faults, err := w.Check(ctx); err != nil || len(faults) > 0 {
			t.Errorf("check: %q, %v", faults, err)
		}
	})
}

// meetingWith is a contract meeting.
func meetingWith(t *testing.T, w *storetest.World, provider string) question.About {
	t.Helper()
	row, err := w.For(w.Lead).SaveRow(ctx, register.Meetings, register.Row{
		Provider: provider, Values: map[string]string{"on": "2026-10-05", "kind": register.ContractMeeting},
	})
	must(t, err)
	return question.About{Kind: question.Meeting, ID: row.ID}
}

func TestWhoReadsWhichQuestions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		a, b := w.ProviderA.Provider, w.ProviderB.Provider
		piece := add(t, w, w.ProviderB, nil)
		for text, about := range map[string]question.About{
			"a priority": aboutPriority("3.4"), "figures": aboutReturn(a, "2026Q2"), "a meeting": meetingWith(t, w, a),
		} {
			query(t, w, w.Commissioner, about, a, "A on "+text)
		}
		query(t, w, w.Commissioner, aboutEvidence(piece), "", "B on evidence")
		query(t, w, w.ProviderB, aboutPriority("3.4"), "", "B asks")
		own := add(t, w, w.Lead, nil)
		query(t, w, w.Lead, aboutEvidence(own), "", "Within")
		for name, tt := range map[string]struct {
			m     tenants.Member
			waits string
			sees  int
		}{
			"commissioner": {w.Commissioner, "B asks, Within", 6},
			"a":            {w.ProviderA, "A on a meeting, A on a priority, A on figures", 3},
			"b":            {w.ProviderB, "B on evidence", 2},
			"another ICB":  {w.ForeignLead, "", 0},
			"its provider": {w.ForeignProvider, "", 0},
		} {
			if got := waiting(t, w, tt.m); got != tt.waits {
				t.Errorf("for %s waits %q", name, got)
			}
			n, err := w.For(tt.m).CountQuestions(ctx, store.QuestionFilter{})
			list, err2 := w.For(tt.m).QuestionsPart(ctx, store.QuestionFilter{}, 0, 50)
			if err := errors.Join(err, err2); err != nil || n != tt.sees || len(list) != n {
				t.Errorf("%s sees %d, %d, %v", name, n, len(list), err)
			}
			for _, q := range list {
				events, err := w.For(tt.m).History(ctx, record.Question, q.ID)
				if err != nil || len(events) != 1 {
					t.Errorf("%s reads of %s: %+v, %v", name, q.Title, events, err)
				}
			}
		}
		list, err := w.For(w.Commissioner).QuestionsPart(ctx, store.QuestionFilter{Provider: b, About: record.Evidence}, 0, 50)
		if err != nil || len(list) != 1 || list[0].Title != piece.Title {
			t.Errorf("filtered: %+v, %v", list, err)
		}
		for _, q := range list {
			if _, err := w.For(w.ProviderA).Question(ctx, q.ID); !errors.Is(err, tenants.ErrNotFound) {
				t.Errorf("a rival reads it: %v", err)
			}
			if _, err := w.For(w.ProviderA).History(ctx, record.Question, q.ID); !errors.Is(err, tenants.ErrNotFound) {
				t.Errorf("a rival reads its history: %v", err)
			}
			if err := w.For(w.ProviderA).SayInQuestion(ctx, q.ID, 1, question.Answer, "Ha", ""); !errors.Is(err, tenants.ErrNotFound) {
				t.Errorf("a rival answers: %v", err)
			}
		}
		for name, tt := range map[string]struct {
			m     tenants.Member
			a     view.Audience
			count int
		}{
			"commissioners": {w.Lead, view.Commissioners, 6}, "a provider": {w.ProviderB, view.Provider(b), 2},
			"steering group": {w.Reader, view.SteeringGroup, 0},
		} {
			s, err := w.For(tt.m).Snapshot(ctx, editions(t), tt.a)
			if err != nil || len(s.Questions) != tt.count {
				t.Errorf("the snapshot of %s holds %d questions, %v", name, len(s.Questions), err)
			}
		}
	})
}

// Questions about figures are for the lead provider too, which enters them.
func TestALeadProviderAnswersForThoseUnderIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		o, err := w.For(w.Lead).SaveProvider(ctx, provider.Provider{Name: "Under", Kind: "other", Under: w.ProviderA.Provider})
		must(t, err)
		id := query(t, w, w.Commissioner, aboutReturn(o.ID, "2026Q2"), "", "Why?")
		other := query(t, w, w.Commissioner, aboutPriority("3.4"), o.ID, "And here?")
		reply(t, w, w.ProviderA, id, question.Answer, "So")
		if _, err := w.For(w.ProviderA).Question(ctx, other); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("what is not about figures: %v", err)
		}
		if _, err := w.For(w.ProviderB).Question(ctx, id); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("a rival: %v", err)
		}
	})
}

func TestQuestionsThatAreRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		a := w.ProviderA.Provider
		theirs := add(t, w, w.ProviderB, nil)
		own := add(t, w, w.Lead, nil)
		asks := func(m tenants.Member, about question.About, provider, text string) error {
			_, err := w.For(m).AskQuestion(ctx, edition.Current(), question.Question{About: about, Provider: provider}, text, "")
			return err
		}
		steering, err := w.For(w.Lead).SaveRow(ctx, register.Meetings, register.Row{
			Values: map[string]string{"on": "2026-10-05", "kind": register.SteeringMeeting},
		})
		must(t, err)
		for name, tt := range map[string]struct {
			got   error
			want  error
			field string
		}{
			"a rival's evidence":     {got: asks(w.ProviderA, aboutEvidence(theirs), "", "Why?"), want: tenants.ErrNotFound},
			"a rival's figures":      {got: asks(w.ProviderB, aboutReturn(a, "2026Q2"), "", "Why?"), want: tenants.ErrNotFound},
			"a rival's meeting":      {got: asks(w.ProviderB, meetingWith(t, w, a), "", "Why?"), want: tenants.ErrNotFound},
			"what no provider sees":  {got: asks(w.ProviderA, aboutEvidence(own), "", "Why?"), want: tenants.ErrNotFound},
			"the same of a provider": {got: asks(w.Lead, aboutEvidence(own), a, "Why?"), field: "provider"},
			"a steering meeting": {
				got:  asks(w.Lead, question.About{Kind: question.Meeting, ID: steering.ID}, a, "Why?"),
				want: tenants.ErrNotFound,
			},
			"no priority": {got: asks(w.Lead, aboutPriority("9.9"), a, "Why?"), want: tenants.ErrNotFound},
			"no quarter":  {got: asks(w.Lead, aboutReturn(a, "soon"), "", "Why?"), want: tenants.ErrNotFound},
			"another kind": {
				got:  asks(w.Lead, question.About{Kind: record.Contract, ID: "k"}, a, "Why?"),
				want: tenants.ErrNotFound,
			},
			"nobody is chosen":        {got: asks(w.Lead, aboutPriority("3.4"), "", "Why?"), field: "provider"},
			"a provider that is not":  {got: asks(w.Lead, aboutPriority("3.4"), w.ForeignProvider.Provider, "Why?"), field: "provider"},
			"no words":                {got: asks(w.Lead, aboutPriority("3.4"), a, ""), field: "text"},
			"an NHS number":           {got: asks(w.Lead, aboutPriority("3.4"), a, "About 999 000 0018"), field: "text"},
			"too long":                {got: asks(w.Lead, aboutPriority("3.4"), a, strings.Repeat("a", 2001)), field: "text"},
			"a member of the group":   {got: asks(w.Reader, aboutPriority("3.4"), "", "Why?"), want: tenants.ErrForbidden},
			"another ICB's evidence":  {got: asks(w.ForeignLead, aboutEvidence(theirs), "", "Why?"), want: tenants.ErrNotFound},
			"another ICB's figures":   {got: asks(w.ForeignLead, aboutReturn(a, "2026Q2"), "", "Why?"), want: tenants.ErrNotFound},
			"another ICB's provider":  {got: asks(w.ForeignLead, aboutPriority("3.4"), a, "Why?"), field: "provider"},
			"a provider for a rival?": {got: asks(w.ProviderA, aboutPriority("3.4"), w.ProviderB.Provider, "Ours"), want: nil},
		} {
			if tt.field != "" && problemField(tt.got) != tt.field || tt.field == "" && !errors.Is(tt.got, tt.want) {
				t.Errorf("%s: %v, want %v %s", name, tt.got, tt.want, tt.field)
			}
		}
		if list, err := w.For(w.ProviderB).QuestionsAbout(ctx, aboutPriority("3.4")); err != nil || len(list) > 0 {
			t.Errorf("a question in a rival's name: %+v, %v", list, err)
		}
		id := query(t, w, w.Commissioner, aboutPriority("3.4"), a, "When?")
		for name, tt := range map[string]struct {
			m       tenants.Member
			act     question.Act
			version int
			want    error
			field   string
		}{
			"stale":                   {w.ProviderA, question.Answer, 7, tenants.ErrStale, ""},
			"who asked answers":       {w.Lead, question.Answer, 1, nil, "text"},
			"who was asked asks":      {w.ProviderA, question.Ask, 1, nil, "text"},
			"who was asked closes it": {w.ProviderA, question.Close, 1, nil, "text"},
			"a rival":                 {w.ProviderB, question.Answer, 1, tenants.ErrNotFound, ""},
			"another ICB":             {w.ForeignLead, question.Close, 1, tenants.ErrNotFound, ""},
		} {
			err := w.For(tt.m).SayInQuestion(ctx, id, tt.version, tt.act, "So", "")
			if tt.field != "" && problemField(err) != tt.field || tt.field == "" && !errors.Is(err, tt.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		reply(t, w, w.Commissioner, id, question.Close, "")
		if err := w.For(w.ProviderA).SayInQuestion(ctx, id, 2, question.Answer, "Late", ""); problemField(err) != "text" {
			t.Errorf("after it was closed: %v", err)
		}
	})
}

// While a question of the ICB waits for an answer, the evidence or the figures are queried; a provider's own changes nothing.
func TestWhatFollowsFromQuestions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		a := w.ProviderA.Provider
		e := add(t, w, w.ProviderA, nil)
		_, err := w.For(w.ProviderA).SaveReturn(ctx, fullReturn(a, "2026Q2"), figures.Submit)
		must(t, err)
		is := func(when string, piece evidence.State, sent figures.State) {
			t.Helper()
			got, err := w.For(w.Lead).Evidence(ctx, e.ID)
			must(t, err)
			r, err := w.For(w.Lead).Return(ctx, a, "2026Q2")
			must(t, err)
			if got.State != piece || r.State != sent {
				t.Errorf("%s: evidence is %s, figures are %s", when, got.State, r.State)
			}
		}
		query(t, w, w.ProviderA, aboutEvidence(e), "", "Is it right?")
		query(t, w, w.ProviderA, aboutReturn(a, "2026Q2"), "", "Is it right?")
		is("a provider asks", evidence.New, figures.Submitted)
		one := query(t, w, w.Commissioner, aboutEvidence(e), "", "Which months?")
		two := query(t, w, w.Commissioner, aboutEvidence(e), "", "Which teams?")
		sum := query(t, w, w.Commissioner, aboutReturn(a, "2026Q2"), "", "32?")
		is("the ICB asks", evidence.Queried, figures.Queried)
		reply(t, w, w.ProviderA, one, question.Answer, "May")
		is("one of two is answered", evidence.Queried, figures.Queried)
		reply(t, w, w.ProviderA, two, question.Answer, "All")
		reply(t, w, w.ProviderA, sum, question.Answer, "Yes")
		is("all are answered", evidence.New, figures.Submitted)
		reply(t, w, w.Commissioner, one, question.Ask, "Of which year?")
		reply(t, w, w.Commissioner, sum, question.Ask, "Really?")
		is("more is asked", evidence.Queried, figures.Queried)
		reply(t, w, w.Commissioner, one, question.Close, "")
		is("it is closed", evidence.New, figures.Queried)

		r, err := w.For(w.ProviderA).Return(ctx, a, "2026Q2")
		must(t, err)
		r.Reason = "One was counted twice"
		_, err = w.For(w.ProviderA).SaveReturn(ctx, r, figures.Correct)
		must(t, err)
		is("the figures are corrected", evidence.New, figures.Corrected)
		q, err := w.For(w.Commissioner).Question(ctx, sum)
		if err != nil || q.State != question.Answered || q.Messages[len(q.Messages)-1].Text != "One was counted twice" {
			t.Errorf("the correction answers: %+v, %v", q, err)
		}
		r, err = w.For(w.Commissioner).Return(ctx, a, "2026Q2")
		must(t, err)
		_, err = w.For(w.Commissioner).SaveReturn(ctx, r, figures.Accept)
		must(t, err)
		got, err := w.For(w.Lead).Evidence(ctx, e.ID)
		must(t, err)
		must(t, w.For(w.Commissioner).ActOnEvidence(ctx, e.ID, got.Version, evidence.Accept, "", ""))
		is("both are accepted", evidence.Accepted, figures.Accepted)
		for id, want := range map[string]question.State{one: question.Closed, two: question.Closed, sum: question.Closed} {
			if q, err := w.For(w.Commissioner).Question(ctx, id); err != nil || q.State != want {
				t.Errorf("a question of the ICB is %s, %v", q.State, err)
			}
		}
		if got := waiting(t, w, w.Commissioner); got != "Is it right?, Is it right?" {
			t.Errorf("the provider's own wait: %q", got)
		}
		if faults, err := w.Check(ctx); err != nil || len(faults) > 0 {
			t.Errorf("check: %q, %v", faults, err)
		}
	})
}

func TestQuestionsUnderProcurement(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		a := w.ProviderA.Provider
		hushed := add(t, w, w.ProviderA, func(e *evidence.Evidence) { e.Places = []evidence.Place{{Priority: "2.1"}} })
		ids := map[string]string{
			"a priority": query(t, w, w.Commissioner, aboutPriority("2.1"), a, "Hush"),
			"evidence":   query(t, w, w.Commissioner, aboutEvidence(hushed), "", "Hush"),
		}
		open := query(t, w, w.Commissioner, aboutPriority("3.4"), a, "Plain")
		for about, id := range ids {
			one := toDo(action.Owner{Provider: a})
			one.What, one.About = "Hush after "+about, action.About{Kind: record.Question, ID: id}
			saveAction(t, w.For(w.Commissioner), one)
		}
		begin(t, w, w.Lead)
		if list, err := w.For(now(t, w, w.Commissioner)).Actions(ctx); err != nil || len(list) != 0 {
			t.Errorf("actions about them: %+v, %v", list, err)
		}
		about := action.About{Kind: record.Question, ID: ids["a priority"]}
		if _, err := w.For(now(t, w, w.Commissioner)).AboutName(ctx, about); !errors.Is(err, tenants.ErrProcurement) {
			t.Errorf("an action about one from outside: %v", err)
		}
		for _, m := range []tenants.Member{now(t, w, w.Commissioner), now(t, w, w.ProviderA)} {
			for about, id := range ids {
				if _, err := w.For(m).Question(ctx, id); !errors.Is(err, tenants.ErrNotFound) {
					t.Errorf("%s reads the one on %s: %v", m.Role, about, err)
				}
				if err := w.For(m).SayInQuestion(ctx, id, 1, question.Answer, "So", ""); !errors.Is(err, tenants.ErrNotFound) {
					t.Errorf("%s answers the one on %s: %v", m.Role, about, err)
				}
			}
			if _, err := w.For(m).Question(ctx, open); err != nil {
				t.Errorf("%s does not read the other: %v", m.Role, err)
			}
			if n, err := w.For(m).CountQuestions(ctx, store.QuestionFilter{}); err != nil || n != 1 {
				t.Errorf("%s counts %d, %v", m.Role, n, err)
			}
			if _, _, err := w.For(m).Askable(ctx, aboutPriority("2.1")); !errors.Is(err, tenants.ErrNotFound) {
				t.Errorf("%s can ask: %v", m.Role, err)
			}
		}
		events, _, err := w.For(now(t, w, w.Commissioner)).HistoryPage(ctx, store.HistoryFilter{Kind: record.Question}, 50)
		if err != nil || len(events) != 1 || events[0].Subject != open {
			t.Errorf("the history tells of %+v, %v", events, err)
		}
		if got := waiting(t, w, now(t, w, w.ProviderA)); got != "Plain" {
			t.Errorf("for the provider waits %q", got)
		}
		if n, err := w.For(now(t, w, w.Lead)).CountQuestions(ctx, store.QuestionFilter{}); err != nil || n != 3 {
			t.Errorf("the person named counts %d, %v", n, err)
		}
		s, err := w.For(now(t, w, w.ProviderA)).Snapshot(ctx, editions(t), view.Provider(a))
		if err != nil || len(s.Questions) != 1 {
			t.Errorf("the provider's snapshot holds %+v, %v", s.Questions, err)
		}
	})
}

func TestQuestionsInPages(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		a := w.ProviderA.Provider
		var ids []string
		for i := range 5 {
			ids = append(ids, query(t, w, w.Commissioner, aboutPriority("3.4"), a, fmt.Sprint("Question ", i)))
		}
		reply(t, w, w.ProviderA, ids[4], question.Answer, "So")
		var got []string
		for skip := 0; skip < 6; skip += 2 {
			list, err := w.For(w.Lead).QuestionsPart(ctx, store.QuestionFilter{}, skip, 2)
			must(t, err)
			for _, q := range list {
				got = append(got, q.ID)
			}
		}
		if len(got) != 5 || got[4] != ids[4] {
			t.Errorf("%q: the answered one is to come last", got)
		}
		for state, want := range map[question.State]int{question.Open: 4, question.Answered: 1, question.Closed: 0, "": 5} {
			if n, err := w.For(w.Lead).CountQuestions(ctx, store.QuestionFilter{State: state}); err != nil || n != want {
				t.Errorf("%d are %q, %v", n, state, err)
			}
		}
	})
}

func TestCheckHoldsQuestionsAgainstTheHistory(t *testing.T) {
	for _, tt := range []struct{ name, tamper, want string }{
		{"nothing", `UPDATE questions SET state = state WHERE tenant_id = 'QWE'`, ""},
		{"a state", `UPDATE questions SET state = 'closed' WHERE tenant_id = 'QWE'`, "State was changed"},
		{"a text", `UPDATE question_messages SET text = 'Other' WHERE tenant_id = 'QWE' AND act = 'answer'`, "Answer was changed"},
		{
			"one that is gone", `DELETE FROM question_messages WHERE tenant_id = 'QWE'; DELETE FROM questions WHERE tenant_id = 'QWE'`,
			"it was removed",
		},
		{"of another provider", `UPDATE questions SET provider_id = (SELECT MAX(id) FROM providers p WHERE p.tenant_id = 'QWE' AND
			p.id <> questions.provider_id) WHERE tenant_id = 'QWE'`, "With was changed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, w *storetest.World) {
				id := query(t, w, w.Commissioner, aboutPriority("3.4"), w.ProviderA.Provider, "When?")
				reply(t, w, w.ProviderA, id, question.Answer, "Soon")
				tamper(t, w, tt.tamper)
				faults, err := w.Check(ctx)
				said(t, "check", faults, err, tt.want)
			})
		})
	}
}

// A question stays when the evidence that it is about is no longer shared, without what that is called now.
func TestAQuestionAboutWhatIsNoLongerShared(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		piece := add(t, w, w.Lead, func(e *evidence.Evidence) { e.Shared = true })
		id := query(t, w, w.ProviderA, aboutEvidence(piece), "", "Which months?")
		piece.Shared, piece.Title = false, "Hush"
		_, err := w.For(w.Lead).SaveEvidence(ctx, edition.Current(), piece)
		must(t, err)
		for name, tt := range map[string]struct {
			m    tenants.Member
			want string
		}{"provider": {w.ProviderA, "evidence that is no longer shared"}, "commissioner": {w.Commissioner, "Hush"}} {
			if q, err := w.For(tt.m).Question(ctx, id); err != nil || q.Title != tt.want {
				t.Errorf("%s reads %q, %v", name, q.Title, err)
			}
		}
	})
}
