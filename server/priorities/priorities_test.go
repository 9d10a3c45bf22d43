package priorities

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/edition"
)

func TestTemplates(t *testing.T) { pagetest.CheckTemplates(t) }

// as is the toolkit of a world as one member sees it.
func as(t *testing.T, w *storetest.World, m tenants.Member) *gin.Engine {
	t.Helper()
	e, icb := pagetest.As(m)
	Pages{Store: w.Store, Editions: pagetest.Editions(t)}.Mount(icb)
	return e
}

// fields is a form with every field of the page; changes are laid over it.
func fields(changes url.Values) url.Values {
	f := url.Values{"version": {"0"}, "status": {"in_progress"}, "notes": {"We meet monthly"}, "private_notes": {"Quiet"}}
	for name, values := range changes {
		f[name] = values
	}
	return f
}

func TestSaveAndShow(t *testing.T) {
	w := storetest.New(t)
	e := as(t, w, w.Commissioner)
	pagetest.Get(t, e, "/icb/QWE/toolkit/3.4").Want(t, 200, "Nothing recorded yet", `name="point" type="checkbox" value="c1"`,
		`name="version" value="0"`, "Save and go to 4.1")
	saved := pagetest.Post(t, e, "/icb/QWE/toolkit/3.4", fields(url.Values{
		"point": {"c1"}, "owner": {w.Lead.ID}, "review_on-day": {"31"}, "review_on-month": {"march"}, "review_on-year": {"2027"},
	}))
	if saved.Status != http.StatusSeeOther || saved.Header.Get("Location") != "/icb/QWE/toolkit/3.4?saved=3.4" {
		t.Fatalf("status %d to %q", saved.Status, saved.Header.Get("Location"))
	}
	pagetest.Get(t, e, "/icb/QWE/toolkit/3.4?saved=3.4").Want(t, 200,
		"saved</p>", `value="in_progress" checked`, "We meet monthly", "Quiet", `value="c1" checked`, `name="version" value="1"`,
		"1 of 4 statements met, which suggests In progress", "Reviewed this quarter by Person commissioner, 20 November 2026", `value="31"`,
		`value="3"`, `value="2027"`)
	pagetest.Get(t, e, "/icb/QWE/toolkit/3").Want(t, 200, "In progress", "Person lead",
		"0 in place, 1 in progress, 0 not started, 3 not answered")
	pagetest.Get(t, e, "/icb/QWE/toolkit").Want(t, 200, "1 of 22 priorities reviewed this quarter")
}

func TestSaveAndGoOn(t *testing.T) {
	w := storetest.New(t)
	e := as(t, w, w.Lead)
	got := pagetest.Post(t, e, "/icb/QWE/toolkit/3.4", fields(url.Values{"then": {"next"}})).Header.Get("Location")
	if got != "/icb/QWE/toolkit/4.1?saved=3.4" {
		t.Errorf("went to %q", got)
	}
	last := pagetest.Post(t, e, "/icb/QWE/toolkit/7.1", fields(url.Values{"then": {"next"}})).Header.Get("Location")
	if last != "/icb/QWE/toolkit/7.1?saved=7.1" {
		t.Errorf("the last one went to %q", last)
	}
}

func TestRefusals(t *testing.T) {
	const number = "999 000 0018"
	tests := []struct {
		name    string
		changes url.Values
		want    []string // beside the words typed
	}{
		{"a status of its own", url.Values{"status": {"done"}}, []string{`<a href="#status">Choose In place`}},
		{
			"notes too long",
			url.Values{"notes": {strings.Repeat("x", 10_001)}},
			[]string{`<a href="#notes">Notes must be 10,000 characters or fewer`},
		},
		{
			"an NHS number",
			url.Values{"notes": {"See " + number}},
			[]string{`<a href="#notes">`, "The number ending 0018 is not an NHS number", "See " + number},
		},
		{"an NHS number among the private notes", url.Values{"private_notes": {number}}, []string{`<a href="#private_notes">`}},
		{"half a date", url.Values{"review_on-day": {"31"}}, []string{`<a href="#review_on-month">Review by`, `value="31"`}},
		{
			"a day that is not",
			url.Values{"review_on-day": {"30"}, "review_on-month": {"2"}, "review_on-year": {"2027"}},
			[]string{`<a href="#review_on-day">Review by`},
		},
		{
			"a day that has passed",
			url.Values{"review_on-day": {"19"}, "review_on-month": {"11"}, "review_on-year": {"2026"}},
			[]string{`<a href="#review_on-day">Review by must be today or a later day`, `value="19"`},
		},
		{"an owner of another ICB", url.Values{"owner": {"x"}}, []string{`<a href="#owner">Choose an owner`}},
		{"a statement that is not there", url.Values{"point": {"c9"}}, []string{`<a href="#point">Choose statements`}},
	}
	w := storetest.New(t)
	e := as(t, w, w.Lead)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := pagetest.Post(t, e, "/icb/QWE/toolkit/3.4", fields(tt.changes))
			got.Want(t, http.StatusUnprocessableEntity, append(tt.want, "There is a problem", "<title>Error: ")...)
			if tt.changes["notes"] == nil {
				got.Want(t, http.StatusUnprocessableEntity, "We meet monthly")
			}
		})
	}
	if entry, _ := w.For(w.Lead).Entry(context.Background(), "3.4"); !entry.Blank() {
		t.Errorf("a refused form left %+v", entry)
	}
}

func TestConfirmedNumberIsSaved(t *testing.T) {
	w := storetest.New(t)
	e := as(t, w, w.Lead)
	form := fields(url.Values{"notes": {"Order 999 000 0018"}})
	refused := pagetest.Post(t, e, "/icb/QWE/toolkit/3.4", form)
	_, after, _ := strings.Cut(refused.Body, `name="confirmed" type="checkbox" value="`)
	value, _, _ := strings.Cut(after, `"`)
	form.Set("confirmed", value)
	form.Set("review_on-day", "31") // something else is wrong: the box stays ticked, or it would be asked again
	again := pagetest.Post(t, e, "/icb/QWE/toolkit/3.4", form).In("form.app-screen").Sends(t, 422)
	if again.Get("confirmed") != value {
		t.Errorf("the form sends %q again, want %q", again["confirmed"], value)
	}
	form.Del("review_on-day")
	if got := pagetest.Post(t, e, "/icb/QWE/toolkit/3.4", form); got.Status != http.StatusSeeOther {
		t.Fatalf("status %d after confirming %q", got.Status, value)
	}
	pagetest.Get(t, e, "/icb/QWE/toolkit/3.4").Want(t, 200, "Confirmed not to be NHS numbers", "1 number")
}

func TestStaleSaveShowsBothTexts(t *testing.T) {
	w := storetest.New(t)
	pagetest.Post(t, as(t, w, w.Lead), "/icb/QWE/toolkit/1.2", fields(url.Values{
		"notes": {"Same\nTheirs"}, "private_notes": {"Quiet\nTheir secret"}, "status": {"in_place"}, "point": {"c1", "b1"},
		"owner":         {w.Lead.ID},
		"review_on-day": {"31"}, "review_on-month": {"3"}, "review_on-year": {"2027"},
	}))
	e := as(t, w, w.Commissioner)
	typed := fields(url.Values{
		"notes": {"Same\nMine <b>"}, "private_notes": {"Quiet\nMy secret"}, "point": {"c2"}, "owner": {w.Commissioner.ID},
		"review_on-day": {"1"}, "review_on-month": {"2"}, "review_on-year": {"2027"},
	})
	got := pagetest.Post(t, e, "/icb/QWE/toolkit/1.2", typed)
	got.In("#stale-title").Is(t, http.StatusConflict, "Person lead saved this priority while you were writing")

	// What differs, field by field: theirs, then yours.
	points, _ := edition.Current().Priority("1.2")
	words := func(ids ...string) string { return strings.Join(strings.Fields(pointsWords(points, ids)), " ") }
	got.In(".app-stale tbody tr").Is(t, 409, "What Statements met Theirs "+words("c1", "b1")+" Yours "+words("c2"),
		"What Status Theirs In place Yours In progress",
		"What Owner Theirs Person lead Yours Person commissioner", "What Review by Theirs 31 March 2027 Yours 1 February 2027")
	got.In(".app-stale h3").Is(t, 409, "Notes", "Notes for commissioners only")
	got.In(".app-stale .app-compare__line").Is(t, 409,
		"Both: Same", "Only theirs: Theirs", "Only yours: Mine <b>", "Both: Quiet", "Only theirs: Their secret", "Only yours: My secret")

	// "Keep mine" sends what was typed, over their version.
	got.In(".app-stale .nhsuk-button").Is(t, 409, "Keep mine", "Keep theirs")
	mine, want := got.In(".app-stale form").Sends(t, 409), maps.Clone(typed)
	want.Set("version", "1")
	if mine.Encode() != want.Encode() {
		t.Errorf("keep mine sends %q, want %q", mine.Encode(), want.Encode())
	}

	// The form joins the two: the lines and ticks of both, and what else was typed.
	joined := got.In("form.app-screen").Sends(t, 409)
	slices.Sort(joined["point"])
	want["notes"], want["private_notes"], want["point"] = []string{"Same\nTheirs\nMine <b>"}, []string{"Quiet\nTheir secret\nMy secret"},
		[]string{"b1", "c1", "c2"}
	joined.Del("seen")
	if joined.Encode() != want.Encode() {
		t.Errorf("the joined form sends %q, want %q", joined.Encode(), want.Encode())
	}

	if entry, _ := w.For(w.Lead).Entry(context.Background(), "1.2"); entry.Notes != "Same\nTheirs" {
		t.Errorf("kept %q", entry.Notes)
	}
	if kept := pagetest.Post(t, e, "/icb/QWE/toolkit/1.2", mine); kept.Status != http.StatusSeeOther {
		t.Errorf("keep mine: status %d", kept.Status)
	}
	entry, _ := w.For(w.Lead).Entry(context.Background(), "1.2")
	if entry.Notes != "Same\nMine <b>" || entry.PrivateNotes != "Quiet\nMy secret" || entry.Owner != w.Commissioner.ID ||
		entry.ReviewOn != "2027-02-01" || !slices.Equal(entry.Points, []string{"c2"}) {
		t.Errorf("keep mine kept %+v", entry)
	}
}

func TestStaleWithoutVersion(t *testing.T) {
	w := storetest.New(t)
	e := as(t, w, w.Lead)
	for _, version := range []string{"", "x", "-1", "99999999999999999999"} {
		if got := pagetest.Post(t, e, "/icb/QWE/toolkit/1.1", fields(url.Values{"version": {version}})); got.Status != http.StatusConflict {
			t.Errorf("version %q: status %d, want 409", version, got.Status)
		}
	}
}

func TestClearingAStatusIsRecorded(t *testing.T) {
	w := storetest.New(t)
	e := as(t, w, w.Lead)
	pagetest.Post(t, e, "/icb/QWE/toolkit/1.1", fields(nil))
	got := pagetest.Get(t, e, "/icb/QWE/toolkit/1.1")
	got.Want(t, 200, `type="radio" value="" aria-describedby="status-4-item-hint"`)
	pagetest.Post(t, e, "/icb/QWE/toolkit/1.1", fields(url.Values{"status": {""}, "version": {"1"}}))
	pagetest.Get(t, e, "/icb/QWE/toolkit/1.1").Want(t, 200, "Status: In progress to Not answered")
}

func TestOnlyCommissionersSave(t *testing.T) {
	w := storetest.New(t)
	for _, m := range []tenants.Member{w.ProviderA, w.Reader} {
		e := as(t, w, m)
		for _, p := range edition.Current().Priorities() {
			if got := pagetest.Post(t, e, "/icb/QWE/toolkit/"+p.Key, url.Values{"status": {"nonsense"}}); got.Status !=
				http.StatusForbidden {
				t.Errorf("%s posts to %s: status %d, want 403", m.Role, p.Key, got.Status)
			}
			got := pagetest.Get(t, e, "/icb/QWE/toolkit/"+p.Key)
			got.Want(t, 200, "Status and notes")
			if strings.Contains(got.Body, `name="notes"`) || strings.Contains(got.Body, "private_notes") {
				t.Errorf("%s sees a form on %s", m.Role, p.Key)
			}
		}
	}
}

func TestPrivateNotesStayWithCommissioners(t *testing.T) {
	w := storetest.New(t)
	pagetest.Post(t, as(t, w, w.Lead), "/icb/QWE/toolkit/1.1",
		fields(url.Values{"notes": {"Open words"}, "private_notes": {"Closed words"}}))
	for _, m := range []tenants.Member{w.ProviderA, w.ProviderB, w.Reader} {
		e := as(t, w, m)
		for _, path := range []string{"/1.1", "", "/1", "?q=closed", "?q=open"} {
			if got := pagetest.Get(t, e, "/icb/QWE/toolkit"+path); strings.Contains(got.Body, "Closed words") || got.Status != 200 {
				t.Errorf("%s reads the commissioners' notes at %q (status %d)", m.Role, path, got.Status)
			}
		}
		pagetest.Get(t, e, "/icb/QWE/toolkit/1.1").Want(t, 200, "Open words")
		pagetest.Get(t, e, "/icb/QWE/toolkit?q=CLOSED").Want(t, 200, "No priority matches")
	}
}

func TestFilters(t *testing.T) {
	w := storetest.New(t)
	e := as(t, w, w.Commissioner)
	pagetest.Post(t, e, "/icb/QWE/toolkit/1.1",
		fields(url.Values{"status": {"in_place"}, "owner": {w.Commissioner.ID}, "notes": {"Équipe meets"}}))
	pagetest.Post(t, e, "/icb/QWE/toolkit/2.2",
		fields(url.Values{"status": {"not_started"}, "owner": {w.Lead.ID}, "private_notes": {"The équipe waits"}}))
	var open, commissioners []string
	for _, p := range edition.Current().Priorities() {
		if p.Key != "1.1" && p.Key != "2.2" {
			open = append(open, p.Key)
		}
		if p.Responsibility == edition.CommissionerOnly {
			commissioners = append(commissioners, p.Key)
		}
	}
	tests := []struct {
		name, query string
		want        []string // the keys of the priorities shown
	}{
		{"by status", "status=in_place", []string{"1.1"}},
		{"another status", "status=not_started", []string{"2.2"}},
		{"a status that none has", "status=in_progress", nil},
		{"not answered", "status=not_answered", open},
		{"mine", "owner=me", []string{"1.1"}},
		{"somebody's", "owner=" + w.Lead.ID, []string{"2.2"}},
		{"nobody's", "owner=nobody", open},
		{"commissioner only", "responsibility=commissioner", commissioners},
		{"both together", "responsibility=commissioner&status=not_started", []string{"2.2"}},
		{"words in the notes", "q=%C3%89QUIPE", []string{"1.1", "2.2"}},
		{"words and a status", "q=%C3%89QUIPE&status=in_place", []string{"1.1"}},
		{"words that are nowhere", "q=zebra", nil},
		{"a status that is not one", "status=done", nil},
		{"those that a link names", "only=2.2,1.1", []string{"1.1", "2.2"}},
		{"those that a link names and a status", "only=2.2,1.1&status=in_place", []string{"1.1"}},
		{"a link that names none of them", "only=9.9", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := pagetest.Get(t, e, "/icb/QWE/toolkit?"+tt.query)
			a.In("main [role=status]").Is(t, 200, fmt.Sprintf("%d of 22 priorities", len(tt.want)))
			if tt.want == nil {
				a.None(t, 200, ".nhsuk-task-list a")
				a.Want(t, 200, "No priority matches")
				return
			}
			var names []string
			for _, key := range tt.want {
				p, _ := edition.Current().Priority(key)
				names = append(names, p.Key+" "+p.Name)
			}
			a.In(".nhsuk-task-list a").Is(t, 200, names...)
		})
	}
	found := pagetest.Get(t, e, "/icb/QWE/toolkit?q=%C3%89QUIPE")
	found.In("main mark").Is(t, 200, "Équipe", "équipe")
	pagetest.Get(t, e, "/icb/QWE/toolkit").None(t, 200, "main [role=status]", "mark")
}

// What a commissioner prints goes from hand to hand: it is what others read, without the notes for commissioners.
func TestPaperHoldsWhatOthersRead(t *testing.T) {
	w := storetest.New(t)
	e := as(t, w, w.Lead)
	pagetest.Post(t, e, "/icb/QWE/toolkit/1.1", fields(url.Values{"notes": {"Open words"}, "private_notes": {"Closed words"}}))
	_, paper, found := strings.Cut(pagetest.Get(t, e, "/icb/QWE/toolkit/1.1").Body, `<div class="app-paper">`)
	paper, history, _ := strings.Cut(paper, `<div class="app-screen">`)
	if !found || !strings.Contains(paper, "Open words") || strings.Contains(paper, "Closed words") ||
		!strings.Contains(history, "Closed words") {
		t.Errorf("on paper: %s", paper)
	}
}

func TestReviewDateThatHasPassedIsSaid(t *testing.T) {
	w := storetest.New(t)
	e, p := as(t, w, w.Lead), edition.Current().Priorities()[0]
	for day, want := range map[calendar.Date]bool{"2026-11-19": true, "2026-11-20": false} {
		entry, _ := w.For(w.Lead).Entry(context.Background(), p.Key)
		entry.ReviewOn = day
		if _, err := w.For(w.Lead).SaveEntry(context.Background(), p, entry); err != nil {
			t.Fatal(err)
		}
		one, all := pagetest.Get(t, e, "/icb/QWE/toolkit/1.1").Body, pagetest.Get(t, e, "/icb/QWE/toolkit").Body
		reader := pagetest.Get(t, as(t, w, w.Reader), "/icb/QWE/toolkit/1.1").Body
		if strings.Contains(reader, "November 2026, has passed") != want || strings.Contains(reader, "Saving is a review") {
			t.Errorf("review by %s: a reader is told wrongly", day)
		}
		if strings.Contains(one, "November 2026, has passed") != want || strings.Contains(all, "Overdue: review was due") != want {
			t.Errorf("review by %s on 20 November: said so %v, want %v", day, !want, want)
		}
	}
}

// A review moves the review date on: the form shows the date before it is saved, and the person can change it.
func TestASavedPriorityIsNoLongerOverdue(t *testing.T) {
	w := storetest.New(t)
	e, ctx := as(t, w, w.Lead), context.Background()
	for _, tt := range []struct {
		name, key   string
		was, offers calendar.Date
		says        string
	}{
		{"overdue", "1.1", "2026-09-30", "2027-03-31", "The date then moves from 30 September 2026 to the end of next quarter"},
		{"due this quarter", "1.2", "2026-12-31", "2027-03-31", "The date then moves from 31 December 2026 to the end of next quarter"},
		{"no date", "2.1", "", "2027-03-31", "The next one is then due by the end of next quarter"},
		{"set further away", "2.2", "2027-09-30", "2027-09-30", "For example, 31 3 2027"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, _ := edition.Current().Priority(tt.key)
			if _, err := w.For(w.Lead).SaveEntry(ctx, p, assessment.Entry{ReviewOn: tt.was}); err != nil {
				t.Fatal(err)
			}
			shown := pagetest.Get(t, e, "/icb/QWE/toolkit/"+tt.key)
			shown.In("#review_on-hint").Want(t, 200, tt.says)
			form := shown.In("form.app-screen[data-draft-version]").Sends(t, 200)
			if got := page.DateOf(tt.offers); form.Get("review_on-day") != got.Day || form.Get("review_on-month") != got.Month ||
				form.Get("review_on-year") != got.Year {
				t.Errorf("the form offers %s %s %s", form.Get("review_on-day"), form.Get("review_on-month"), form.Get("review_on-year"))
			}
			pagetest.Post(t, e, "/icb/QWE/toolkit/"+tt.key, form)
			if entry, _ := w.For(w.Lead).Entry(ctx, tt.key); entry.ReviewOn != tt.offers || entry.Overdue(w.Today()) {
				t.Errorf("saved: review by %s", entry.ReviewOn)
			}
			form.Set("review_on-day", "1")
			form.Set("review_on-month", "12")
			form.Set("review_on-year", "2026")
			form.Set("version", "2")
			pagetest.Post(t, e, "/icb/QWE/toolkit/"+tt.key, form)
			if entry, _ := w.For(w.Lead).Entry(ctx, tt.key); entry.ReviewOn != "2026-12-01" {
				t.Errorf("a day that the person chose: review by %s", entry.ReviewOn)
			}
		})
	}
}

func TestUnknownPriority(t *testing.T) {
	w := storetest.New(t)
	e := as(t, w, w.Lead)
	for _, key := range []string{"8", "0", "03", "1.9", "3.40", "x", "3.4%20"} {
		if got := pagetest.Get(t, e, "/icb/QWE/toolkit/"+key); got.Status != http.StatusNotFound {
			t.Errorf("%s: status %d, want 404", key, got.Status)
		}
		if got := pagetest.Post(t, e, "/icb/QWE/toolkit/"+key, fields(nil)); got.Status != http.StatusNotFound {
			t.Errorf("post to %s: status %d, want 404", key, got.Status)
		}
	}
}

func TestSuggestionSaysWhenThePersonDiffers(t *testing.T) {
	p, _ := edition.Current().Priority("1.1")
	differs := suggestion(p, assessment.Entry{Status: assessment.InPlace, Points: []string{"c1"}})
	if !strings.Contains(differs, "1 of 6 statements met, which suggests In progress. You have recorded In place.") {
		t.Errorf("got %q", differs)
	}
	if agrees := suggestion(p, assessment.Entry{Status: assessment.NotStarted}); strings.Contains(agrees, "You have recorded") {
		t.Errorf("got %q", agrees)
	}
}

// A fact is read and not ticked: it has no box, and is in no count. 4.1 has it last among the considerations, 4.4 first,
// and 3.3 has nothing else there.
func TestBackgroundHasNoBox(t *testing.T) {
	w := storetest.New(t)
	ctx := context.Background()
	lead, reader := as(t, w, w.Lead), as(t, w, w.Reader)
	for _, tt := range []struct {
		key        string
		background []string
		boxes      string // ids of the boxes' values
		first      string // the value of the box that an error about the statements leads to
	}{
		{"3.3", []string{"c1"}, "b1 b2 b2.1 b2.2 b2.3 b2.4 b2.5", "b1"},
		{"4.1", []string{"c4"}, "c1 c2 c3 b1 b1.1 b1.2 b1.3 b2", "c1"},
		{"4.2", []string{"c3", "c4"}, "c1 c1.1 c1.2 c1.3 c2 b1 b2 b3 b4", "c1"},
		{"4.4", []string{"c1"}, "c2 b1 b2 b3", "c2"},
		{"4.6", []string{"c1"}, "b1 b2", "b1"},
		{"7.1", []string{"c1"}, "c2 b1 b2 b3", "c2"},
		{"1.1", nil, "c1 c2 c3 c4 b1 b2", "c1"},
	} {
		t.Run(tt.key, func(t *testing.T) {
			p, _ := edition.Current().Priority(tt.key)
			// What was ticked when every point had a box.
			entry := assessment.Entry{Priority: tt.key, Status: assessment.InProgress, Points: []string{"c1"}}
			version, err := w.For(w.Lead).SaveEntry(ctx, unmarked(p), entry)
			if err != nil {
				t.Fatal(err)
			}
			path := "/icb/QWE/toolkit/" + tt.key
			shown := pagetest.Get(t, lead, path)
			var boxes []string
			for _, m := range regexp.MustCompile(`name="point" type="checkbox" value="([^"]+)"`).FindAllStringSubmatch(shown.Body, -1) {
				boxes = append(boxes, m[1])
			}
			if got := strings.Join(boxes, " "); got != tt.boxes {
				t.Errorf("boxes %s, want %s", got, tt.boxes)
			}
			shown.Want(t, 200, `id="point" name="point" type="checkbox" value="`+tt.first+`"`)
			of := len(strings.Fields(tt.boxes))
			met := 1
			if slices.Contains(tt.background, "c1") {
				met = 0
			}
			count := fmt.Sprintf("%d of %d statements met", met, of)
			shown.Want(t, 200, count+", which suggests")
			read := pagetest.Get(t, reader, path)
			read.Want(t, 200, count+".")
			if tt.background == nil {
				read.None(t, 200, ".app-points .nhsuk-tag--white")
			} else {
				read.In(".app-points .nhsuk-tag--white").Is(t, 200, slices.Repeat([]string{"Background"}, len(tt.background))...)
			}
			for _, id := range tt.background {
				point, _ := p.Point(id)
				if text := string(page.Bold(point.Text)); !strings.Contains(shown.Body, text) || !strings.Contains(read.Body, text) {
					t.Errorf("%s is not there to read", id)
				}
			}
			// A form from before sends the box that is no longer there.
			old := fields(url.Values{"version": {strconv.Itoa(version)}, "point": append([]string{tt.first}, tt.background...)})
			if a := pagetest.Post(t, lead, path, old); a.Status != http.StatusSeeOther {
				t.Fatalf("saved: %d", a.Status)
			}
			if kept, _ := w.For(w.Lead).Entry(ctx, tt.key); !slices.Equal(kept.Points, []string{tt.first}) {
				t.Errorf("kept %v", kept.Points)
			}
			// The error about a statement that is not there leads to a box.
			old.Set("version", strconv.Itoa(version+1))
			old.Set("point", "c9")
			refused := pagetest.Post(t, lead, path, old)
			refused.Want(t, 422, `<a href="#point">Choose statements`, `id="point" name="point"`)
			refused.In("fieldset:has(#point) .nhsuk-error-message").Want(t, 422, "Choose statements")
		})
	}
}

// unmarked is a priority as it was before any of its points was marked as background.
func unmarked(p edition.Priority) edition.Priority {
	p.Considerations = slices.Clone(p.Considerations)
	for i := range p.Considerations {
		p.Considerations[i].Kind = edition.Statement
	}
	return p
}

// Every priority says where to read on: in the form, to those who read, and on paper.
func TestResourcesOfEveryPriority(t *testing.T) {
	w := storetest.New(t)
	lead, reader := as(t, w, w.Lead), as(t, w, w.Reader)
	e := edition.Current()
	for _, p := range e.Priorities() {
		for _, visitor := range []*gin.Engine{lead, reader} {
			a := pagetest.Get(t, visitor, "/icb/QWE/toolkit/"+p.Key)
			for _, d := range e.DocumentsOf(p) {
				if d.Address == "" {
					a.In("main li").Want(t, 200, d.Name+", "+d.Publisher)
					continue
				}
				a.Want(t, 200, `<a href="`+d.Address+`" rel="noreferrer" referrerpolicy="no-referrer">`+d.Name+`</a>`)
				a.In("main li").Want(t, 200, "(leads to "+d.LeadsTo()+")")
			}
			a.In("main li").Want(t, 200,
				fmt.Sprintf("Page %d of the toolkit itself: the publisher’s website (leads to ipsgrow.org.uk)", p.Page))
			a.Want(t, 200, `href="/edition/2026-03/toolkit#priority-`+strings.ReplaceAll(p.Key, ".", "-")+`"`)
		}
	}
	pagetest.Get(t, lead, "/icb/QWE/toolkit").Want(t, 200, `href="/edition/2026-03/toolkit"`)
}

// Two who save at once: what one of them had ticked on background is no difference between them.
func TestBackgroundIsNoConflict(t *testing.T) {
	w := storetest.New(t)
	p, _ := edition.Current().Priority("4.4")
	theirs := assessment.Entry{Priority: "4.4", Status: assessment.InProgress, Notes: "Theirs", Points: []string{"c1", "c2"}}
	if _, err := w.For(w.Lead).SaveEntry(context.Background(), unmarked(p), theirs); err != nil {
		t.Fatal(err)
	}
	got := pagetest.Post(t, as(t, w, w.Commissioner), "/icb/QWE/toolkit/4.4", fields(url.Values{"notes": {"Mine"}, "point": {"c2"}}))
	got.In(".app-stale").Lacks(t, 409, "Statements met")
	got.In(".app-stale h3").Is(t, 409, "Notes", "Notes for commissioners only")
}

func TestStatusAndFiguresDiffer(t *testing.T) {
	w := storetest.New(t)
	ctx := context.Background()
	if _, err := w.For(w.Lead).SaveContract(ctx,
		contract.Contract{Provider: w.ProviderA.Provider, Name: "IPS service", Start: "2026-04-01", End: "2028-03-31"}); err != nil {
		t.Fatal(err)
	}
	p, _ := edition.Current().Priority("2.2")
	if _, err := w.For(w.Lead).SaveEntry(ctx, p, assessment.Entry{Status: assessment.InPlace}); err != nil {
		t.Fatal(err)
	}
	lead, path := as(t, w, w.Lead), "/icb/QWE/toolkit/2.2"
	shown := pagetest.Get(t, lead, path)
	shown.In("#differs textarea[name=note][data-draft=never]").Want(t, 200) // for commissioners alone: it never stays in a browser
	shown.Want(t, 200, "Status and figures differ", "2.2 is In place, but 1 of 1 contract runs for less than 3 years", "Save the answer",
		`action="`+path+`/answer"`)
	for _, m := range []tenants.Member{w.ProviderA, w.Reader} {
		if a := pagetest.Get(t, as(t, w, m), path); strings.Contains(a.Body, "figures differ") {
			t.Errorf("a %s reads it", m.Role)
		}
		pagetest.Post(t, as(t, w, m), path+"/answer", url.Values{"note": {"x"}}).Want(t, 403)
	}
	state := regexp.MustCompile(`name="state" value="([^"]*)"`).FindStringSubmatch(shown.Body)
	if state == nil {
		t.Fatal("the form does not say what it answers")
	}
	pagetest.Post(t, lead, path+"/answer", url.Values{"state": {state[1]}, "version": {"0"}}).Want(t, 422, "There is a problem",
		`href="#note"`, "Enter why the status is right")
	pagetest.Post(t, lead, path+"/answer", url.Values{"state": {"something else"}, "version": {"0"}, "note": {"Mine"}}).Want(t, 409,
		"figures have changed since", "Mine</textarea>")
	answer := url.Values{"state": {state[1]}, "version": {"0"}, "note": {"A bridge until the new service begins"}}
	if a := pagetest.Post(t, lead, path+"/answer", answer); a.Status != 303 {
		t.Fatalf("answered: %d %s", a.Status, a.Body)
	}
	pagetest.Get(t, lead, path).Want(t, 200, "answered:", "A bridge until the new service begins", "Change the answer")
	answer.Set("note", "My other reason")
	pagetest.Post(t, lead, path+"/answer", answer).Want(t, 409, "Person lead saved their answer while you were writing", "Only theirs:",
		"A bridge until the new service begins\nMy other reason</textarea>")
}

// An owner who has left the ICB stays in the list of the form, or a save of the notes would take the owner away.
func TestAFormerOwnerIsKept(t *testing.T) {
	w := storetest.New(t)
	ctx := context.Background()
	former := w.Member(t, w.Lead.Tenant, "former", tenants.Commissioner, "")
	e := as(t, w, w.Lead)
	pagetest.Post(t, e, "/icb/QWE/toolkit/1.1", fields(url.Values{"owner": {former.ID}}))
	m, err := w.Membership(ctx, former.Person.ID, "QWE")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.For(w.Lead).EndMembership(ctx, m.ID, m.Version); err != nil {
		t.Fatal(err)
	}
	shown := pagetest.Get(t, e, "/icb/QWE/toolkit/1.1")
	shown.In("select[name=owner] option[selected]").Is(t, 200, "Person former, no longer a member")
	again := shown.In("form.app-screen[data-draft-version]").Sends(t, 200)
	again.Set("notes", "Other words")
	if a := pagetest.Post(t, e, "/icb/QWE/toolkit/1.1", again); a.Status != http.StatusSeeOther {
		t.Fatalf("saved again: %d", a.Status)
	}
	if entry, _ := w.For(w.Lead).Entry(ctx, "1.1"); entry.Owner != former.ID || entry.Notes != "Other words" {
		t.Errorf("kept %+v", entry)
	}
	pagetest.Get(t, e, "/icb/QWE/toolkit/1.2").In("select[name=owner]").Lacks(t, 200, "no longer a member")
}

// While procurement is under way those outside read why notes are missing, and those named that others do not see them.
func TestWordsOfProcurement(t *testing.T) {
	w := storetest.New(t)
	ctx := context.Background()
	pagetest.Post(t, as(t, w, w.Lead), "/icb/QWE/toolkit/2.2", fields(nil))
	if err := w.For(w.Lead).BeginProcurement(ctx, store.Naming{Members: []string{w.Lead.ID}}, "", ""); err != nil {
		t.Fatal(err)
	}
	see := func(m tenants.Member, key string) pagetest.Answer {
		m, err := w.Membership(ctx, m.Person.ID, "QWE")
		if err != nil {
			t.Fatal(err)
		}
		return pagetest.Get(t, as(t, w, m), "/icb/QWE/toolkit/"+key)
	}
	const inset = "main .nhsuk-inset-text"
	for _, m := range []tenants.Member{w.Commissioner, w.ProviderA, w.Reader} {
		closed := see(m, "2.2")
		closed.In(inset).Is(t, 200, "Information: Procurement has been under way since 20 November 2026. Until it is over, only the "+
			"people named for it see contracts, "+
			"the staffing plan, and the notes and evidence of 1.1, 2.1, 2.2 and 6.1. That is why they are not shown here, and cannot be "+
			"changed.")
		closed.In(".nhsuk-summary-list__row:nth-child(2)").Is(t, 200, "Notes Not shown while procurement is under way")
		closed.None(t, 200, "form.app-screen", "textarea", ".app-history")
		see(m, "2.3").None(t, 200, inset)
	}
	see(w.Lead, "2.2").In(inset).Is(t, 200, "Information: Procurement is under way: only the people named see the notes, evidence and "+
		"history of this priority. "+
		"Shared notes are shared again when it is over.")
	see(w.Lead, "2.3").None(t, 200, inset)
}

// An excerpt has up to 60 characters on each side of the words found.
func TestExcerpt(t *testing.T) {
	before, after := strings.Repeat("é", 61), strings.Repeat("ü", 61)
	got, ok := excerptOf(before+"Équipe"+after, "éQUIPE")
	if want := (excerpt{Before: before[:120], Match: "Équipe", After: after[:120]}); !ok || got != want {
		t.Errorf("got %+v, %v", got, ok)
	}
	if got, ok := excerptOf("équipe", "équipe"); !ok || got != (excerpt{Match: "équipe"}) {
		t.Errorf("the whole text: %+v, %v", got, ok)
	}
	if got, ok := excerptOf("équip", "équipe"); ok {
		t.Errorf("found %+v", got)
	}
}

// Everybody who owns a priority can save it: people of providers and readers are not offered.
func TestOwnersCanSave(t *testing.T) {
	w := storetest.New(t)
	e := as(t, w, w.Lead)
	for _, m := range []tenants.Member{w.Lead, w.Commissioner} {
		pagetest.Get(t, e, "/icb/QWE/toolkit/1.2").In(`select[name=owner] option[value="`+m.ID+`"]`).Is(t, 200,
			m.Person.Name+", "+m.Title())
	}
	for _, m := range []tenants.Member{w.Reader, w.ProviderA} {
		pagetest.Get(t, e, "/icb/QWE/toolkit/1.2").In("select[name=owner]").Lacks(t, 200, m.ID, m.Person.Name)
	}
}
