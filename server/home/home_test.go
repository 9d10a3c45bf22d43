package home

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/claims"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/measure"
)

func TestTemplates(t *testing.T) { pagetest.CheckTemplates(t) }

// serve is the room as a member sees it.
func serve(t *testing.T, w *storetest.World, m tenants.Member) *gin.Engine {
	t.Helper()
	pagetest.NeedAssets(t)
	v := page.Visit{Person: m.Person, Member: &m, Memberships: []tenants.Member{m}}
	if m.ID == "" {
		v = page.Visit{}
	}
	e, icb := pagetest.Server(v)
	p := Pages{Store: w.Store, Editions: pagetest.Editions(t)}
	p.MountTop(e, func(*gin.Context) {})
	p.Mount(icb)
	return e
}

func save(t *testing.T, w *storetest.World, m tenants.Member, key string, change func(e *assessment.Entry)) {
	t.Helper()
	ctx := context.Background()
	p, _ := edition.Current().Priority(key)
	e, err := w.For(m).Entry(ctx, key)
	if err != nil {
		t.Fatal(err)
	}
	change(&e)
	if _, err := w.For(m).SaveEntry(ctx, p, e); err != nil {
		t.Fatal(err)
	}
}

func TestFront(t *testing.T) {
	w := storetest.New(t)
	t.Run("nobody signed in", func(t *testing.T) {
		pagetest.Get(t, serve(t, w, tenants.Member{}), "/").Want(t, 200, `href="/sign-in"`, "22 priorities", "Who can sign in")
	})
	t.Run("a member of one ICB", func(t *testing.T) {
		a := pagetest.Get(t, serve(t, w, w.Reader), "/")
		if a.Status != 303 || a.Header.Get("Location") != "/icb/QWE" {
			t.Errorf("%d to %q", a.Status, a.Header.Get("Location"))
		}
	})
}

func TestStartOfAnEmptyICB(t *testing.T) {
	w := storetest.New(t)
	for _, tt := range []struct {
		name   string
		member tenants.Member
		holds  []string
		lacks  []string
	}{
		{"administrator", w.Lead, []string{
			"First steps", "See how many posts your access target needs", `href="/icb/QWE/toolkit/review/import"`,
			"Invite your commissioners", "Give each priority a status", "3 hours",
			"What you get", "Done",
		}, []string{"Do next", "Download the workbook"}},
		{"commissioner", w.Commissioner, []string{"First steps", "Record the contracts"}, []string{"Invite your commissioners"}},
		{
			"provider", w.ProviderA,
			[]string{"Enter the figures of the last 4 quarters"},
			[]string{"Collect the figures", "Give each priority"},
		},
		{"reader", w.Reader, []string{"Your ICB has not recorded anything here yet"}, []string{"First steps"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := pagetest.Get(t, serve(t, w, tt.member), "/icb/QWE")
			if tt.member.Can(tenants.Assess) { // what gives something at once comes first
				a.In("#first-1 a, .nhsuk-task-list__item:first-child a").Is(t, 200, "See how many posts your access target needs")
			}
			a.Want(t, 200, tt.holds...)
			for _, text := range tt.lacks {
				if strings.Contains(a.Body, text) {
					t.Errorf("body holds %q", text)
				}
			}
		})
	}
}

func TestFirstStepsStayUntilTheyAreDone(t *testing.T) {
	w := storetest.New(t)
	save(t, w, w.Lead, "1.1", func(e *assessment.Entry) { e.Status = assessment.InPlace })
	a := pagetest.Get(t, serve(t, w, w.Lead), "/icb/QWE")
	a.Want(t, 200, "Do next", "First steps", "Record the contracts", "Collect the figures of the last 4 quarters")
	if strings.Index(a.Body, "First steps") < strings.Index(a.Body, "Do next") {
		t.Error("the first steps come before what to do next")
	}
	if reader := pagetest.Get(t, serve(t, w, w.Reader), "/icb/QWE"); strings.Contains(reader.Body, "First steps") {
		t.Error("a reader is given steps")
	}
}

func TestStart(t *testing.T) {
	w := storetest.New(t)
	w.Clock.Set(time.Date(2026, 8, 3, 9, 0, 0, 0, time.UTC))
	save(t, w, w.Lead, "1.1", func(e *assessment.Entry) { e.Status = assessment.InPlace })
	save(t, w, w.Lead, "1.2", func(e *assessment.Entry) { e.Status = assessment.NotStarted })
	w.Clock.Set(time.Date(2026, 10, 12, 9, 0, 0, 0, time.UTC))
	save(t, w, w.Commissioner, "1.1", func(e *assessment.Entry) { e.Status = assessment.InProgress })
	save(t, w, w.Commissioner, "1.2", func(e *assessment.Entry) { e.Status, e.ReviewOn = assessment.InProgress, "2026-11-01" })
	save(t, w, w.Commissioner, "1.3", func(e *assessment.Entry) { e.Status = assessment.NotStarted })
	w.Clock.Set(time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC))

	pagetest.Get(t, serve(t, w, w.Commissioner), "/icb/QWE").Want(t, 200,
		"Quarter 3 (October to December 2026). 3 of 22 priorities reviewed this quarter.",
		"0 in place, 2 in progress, 1 not started, 19 not answered", `href="/icb/QWE/workbook.xlsx"`,
		"Review 1.2 Joint governance", "It was due by 1 November 2026", "Answer 19 priorities",
		"1 moved forward, 1 moved back, 1 first answer, 19 the same",
		"First answer: 1.3", "Not answered to Not started", "Moved forward: 1.2", "Not started to In progress", "Moved back: 1.1",
		"In place to In progress", "<summary", "The same numbers as a table")
	reader := pagetest.Get(t, serve(t, w, w.Reader), "/icb/QWE")
	reader.Want(t, 200, "1 moved forward", "Download the workbook")
	if strings.Contains(reader.Body, "Do next") {
		t.Error("a reader is told to do something")
	}
}

// The start page names the five most urgent things, and says how many more My work has.
func TestTheStartPageNamesFiveThings(t *testing.T) {
	w := storetest.New(t)
	if err := w.For(w.Lead).OpenRound(t.Context(), "2026Q3"); err != nil {
		t.Fatal(err)
	}
	save(t, w, w.Lead, "1.1", func(e *assessment.Entry) { e.Status, e.ReviewOn = assessment.InPlace, "2026-11-01" })
	const tasks = ".nhsuk-task-list:not(h2:contains('First steps') ~ *) .nhsuk-task-list__link"
	things := []string{
		"Review 1.1 Contracted and funded to meet access and outcomes", "Answer 21 priorities",
		"Plan the next meeting of the steering group", "Set the access target for 2026/27",
	}
	for _, tt := range []struct{ contract, more string }{
		{"", ""}, {"Elm", ""}, {"Dove", "1 more in My work"}, {"Clay", "2 more in My work"},
	} {
		if tt.contract != "" {
			// It ends so soon that talks are overdue, and began so late that no figures or meetings are due yet.
			k := contract.Contract{
				Provider: w.ProviderA.Provider, Name: tt.contract, Start: "2026-10-01",
				End: calendar.Date("2027-01-31").AddDays(-len(things)), ShortReason: "A bridge",
			}
			if _, err := w.For(w.Lead).SaveContract(context.Background(), k); err != nil {
				t.Fatal(err)
			}
			things = append([]string{"Discuss extension or re-procurement of the " + tt.contract + " contract"}, things...)
		}
		pagetest.Get(t, serve(t, w, w.Lead), "/icb/QWE/my-work").In(tasks).Is(t, 200, things...)
		start := pagetest.Get(t, serve(t, w, w.Lead), "/icb/QWE")
		start.In(tasks).Is(t, 200, things[:min(5, len(things))]...)
		if tt.more == "" {
			start.None(t, 200, `main p a[href="/icb/QWE/my-work"]`)
		} else {
			start.In(`main p a[href="/icb/QWE/my-work"]`).Is(t, 200, tt.more)
		}
	}
}

func TestTheSteeringGroupOfTheDay(t *testing.T) {
	for _, tt := range []struct {
		name    string
		meeting calendar.Date
		want    string
		set     bool // whether the administrator is asked to set the next one
	}{
		{"none is set", "", "", true},
		{"tomorrow", "2026-11-21", " Steering group on 21 November 2026.", false},
		{"today", "2026-11-20", " Steering group on 20 November 2026.", false},
		{"yesterday", "2026-11-19", "", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			k := settled(tenants.Lead)
			k.Member.Tenant.NextMeeting = tt.meeting
			line := where(assessment.Count(k.Edition, k.Entries, k.Review), k.Review, k.nextMeeting(), k.Today)
			if want := "Quarter 3 (October to December 2026). 22 of 22 priorities reviewed this quarter." + tt.want; line != want {
				t.Errorf("says %q, want %q", line, want)
			}
			if set := len(k.agenda()) > 0; set != tt.set {
				t.Errorf("asks to set the next one: %v, want %v", set, tt.set)
			}
		})
	}
}

func TestMyWork(t *testing.T) {
	w := storetest.New(t)
	save(t, w, w.Lead, "3.4", func(e *assessment.Entry) { e.Status, e.Owner = assessment.InPlace, w.Commissioner.ID })
	save(t, w, w.Lead, "2.2", func(e *assessment.Entry) { e.Owner, e.ReviewOn = w.Commissioner.ID, "2026-11-19" })
	a := pagetest.Get(t, serve(t, w, w.Commissioner), "/icb/QWE/my-work")
	a.Want(t, 200, "2.2 Contract length", "19 November 2026", `nhsuk-tag--orange">Overdue`, "3.4 At least 40%", "No date")
	table := a.Body[strings.Index(a.Body, `id="owned-caption"`):]
	if strings.Index(table, "2.2 Contract") > strings.Index(table, "3.4 At least") {
		t.Error("the priority to review first does not come first")
	}
	pagetest.Get(t, serve(t, w, w.Lead), "/icb/QWE/my-work").Want(t, 200, "You do not own any priorities here")
	reader := pagetest.Get(t, serve(t, w, w.Reader), "/icb/QWE/my-work")
	reader.Want(t, 200, "You have nothing to do")
	if strings.Contains(reader.Body, `href="/icb/QWE/my-work"`) || !strings.Contains(a.Body, `href="/icb/QWE/my-work"`) {
		t.Error("the header leads a reader to work, or a commissioner to none")
	}
}

// A review date of today has not passed.
func TestReviewByToday(t *testing.T) {
	k := settled(tenants.Lead)
	for day, want := range map[calendar.Date]string{
		"": "No date", "2026-11-19": "Overdue 19 November 2026",
		"2026-11-20": "20 November 2026", "2026-11-21": "21 November 2026",
	} {
		cell := k.reviewBy(assessment.Entry{ReviewOn: day})
		if got := strings.TrimSpace(strings.Join([]string{cell.Text, cell.Tag.Text, cell.Note}, " ")); strings.Join(strings.Fields(got),
			" ") != want {
			t.Errorf("%q: %q, want %q", day, got, want)
		}
	}
}

// The start page names where status and figures differ until somebody has answered.
func TestAnsweredDifferencesLeaveTheStartPage(t *testing.T) {
	w := storetest.New(t)
	ctx := context.Background()
	if _, err := w.For(w.Lead).SaveContract(ctx,
		contract.Contract{Provider: w.ProviderA.Provider, Name: "IPS service", Start: "2026-04-01", End: "2028-03-31"}); err != nil {
		t.Fatal(err)
	}
	save(t, w, w.Lead, "2.2", func(e *assessment.Entry) { e.Status = assessment.InPlace })
	const differs = `main a[href="/icb/QWE/toolkit/2.2#differs"]`
	pagetest.Get(t, serve(t, w, w.Lead), "/icb/QWE").In(differs).Is(t, 200, "Answer for 2.2")
	for _, m := range []tenants.Member{w.ProviderA, w.Reader} {
		pagetest.Get(t, serve(t, w, m), "/icb/QWE").None(t, 200, differs)
	}
	in, err := w.For(w.Lead).TargetInput(ctx)
	if err != nil {
		t.Fatal(err)
	}
	open := claims.Of(in, measure.All(in), map[string]assessment.Status{"2.2": assessment.InPlace}, nil)
	if len(open) != 1 {
		t.Fatalf("%+v", open)
	}
	if err := w.For(w.Lead).AnswerClaim(ctx, claims.Answer{Priority: "2.2", State: open[0].State, Note: "A bridge"}); err != nil {
		t.Fatal(err)
	}
	pagetest.Get(t, serve(t, w, w.Lead), "/icb/QWE").None(t, 200, differs)
}
