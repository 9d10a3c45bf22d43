package priorities

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/snapshot"
)

const reviewPath = "/icb/QWE/toolkit/review"

// recorded is a world on 20 November 2026 in which all 22 priorities were saved in August, with a review date that has passed.
func recorded(t *testing.T) *storetest.World {
	t.Helper()
	w := storetest.New(t)
	w.Clock.Set(time.Date(2026, 8, 3, 9, 0, 0, 0, time.UTC))
	for _, p := range edition.Current().Priorities() {
		put(t, w, w.Lead, p.Key, func(e *assessment.Entry) {
			e.Status, e.Notes, e.PrivateNotes = assessment.InProgress, "Note of "+p.Key, "Quiet"
			e.Owner, e.ReviewOn, e.Points = w.Lead.ID, "2026-09-30", []string{p.Points()[0].ID}
		})
	}
	w.Clock.Set(time.Date(2026, 11, 20, 14, 5, 0, 0, time.UTC))
	return w
}

func put(t *testing.T, w *storetest.World, m tenants.Member, key string, change func(*assessment.Entry)) {
	t.Helper()
	p, _ := edition.Current().Priority(key)
	e := entryOf(t, w, key)
	change(&e)
	if _, err := w.For(m).SaveEntry(context.Background(), p, e); err != nil {
		t.Fatal(err)
	}
}

func entryOf(t *testing.T, w *storetest.World, key string) assessment.Entry {
	t.Helper()
	e, err := w.For(w.Lead).Entry(context.Background(), key)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// sheetForm is the page's one form as a browser without scripts sends it.
func sheetForm(t *testing.T, e *gin.Engine, path string) url.Values {
	t.Helper()
	return pagetest.Get(t, e, path).In("form[data-review]").Sends(t, 200)
}

func saves(t *testing.T, w *storetest.World) (n int) {
	t.Helper()
	for _, p := range edition.Current().Priorities() {
		h, err := w.For(w.Lead).History(context.Background(), "priority", p.Key)
		if err != nil {
			t.Fatal(err)
		}
		n += len(h)
	}
	return n
}

// Rows that were changed or ticked are saved, with all that the row does not show; the others are left alone.
func TestReviewSavesTheRowsThatWereTouched(t *testing.T) {
	w := recorded(t)
	e, before := as(t, w, w.Commissioner), saves(t, w)
	f := sheetForm(t, e, reviewPath)
	if len(f["still"]) != 0 || f.Get("status-3.4") != "in_progress" || f.Get("review_on-3.4") != "30 September 2026" {
		t.Fatalf("the form sends %v", f)
	}
	f.Set("status-1.1", "in_place")
	f.Set("notes-2.2", "Other words")
	f.Set("review_on-2.2", "1/2/2027")
	f["still"] = []string{"3.4", "7.1"}
	answer := pagetest.Post(t, e, reviewPath, f)
	if to := answer.Header.Get("Location"); answer.Status != http.StatusSeeOther || to != reviewPath+"?saved=1.1%2C2.2%2C3.4%2C7.1" {
		t.Fatalf("status %d to %s", answer.Status, to)
	}
	if n := saves(t, w) - before; n != 4 {
		t.Errorf("%d saves, want 4", n)
	}
	points, _ := edition.Current().Priority("1.1")
	for key, want := range map[string]assessment.Entry{
		"1.1": {Status: assessment.InPlace, Notes: "Note of 1.1", ReviewOn: "2027-03-31"},
		"2.2": {Status: assessment.InProgress, Notes: "Other words", ReviewOn: "2027-02-01"},
		"3.4": {Status: assessment.InProgress, Notes: "Note of 3.4", ReviewOn: "2027-03-31"},
		"1.2": {Status: assessment.InProgress, Notes: "Note of 1.2", ReviewOn: "2026-09-30"},
	} {
		entry := entryOf(t, w, key)
		if entry.Status != want.Status || entry.Notes != want.Notes || entry.ReviewOn != want.ReviewOn || entry.PrivateNotes != "Quiet" ||
			entry.Owner != w.Lead.ID || !slices.Equal(entry.Points, []string{points.Points()[0].ID}) {
			t.Errorf("%s: kept %+v", key, entry)
		}
	}
	shown := pagetest.Get(t, e, reviewPath+"?saved=1.1,2.2,3.4,7.1")
	shown.Want(t, 200, "4 priorities saved: 1.1, 2.2, 3.4, 7.1", "4 of 22 reviewed this quarter")
	shown.In("tbody[data-row='3.4'] [data-said]").Is(t, 200, "Saved 14:05")
	pagetest.Get(t, e, "/icb/QWE/toolkit/3.4").Want(t, 200, "Review by: 30 September 2026 to 31 March 2027")
}

// The plain form moves a review date on where nothing else was typed; a date set further away stays, and so does one that the
// browser's module has shown to the person.
func TestReviewDates(t *testing.T) {
	w := recorded(t)
	e := as(t, w, w.Lead)
	put(t, w, w.Lead, "1.2", func(e *assessment.Entry) { e.ReviewOn = "2027-09-30" })
	put(t, w, w.Lead, "1.3", func(e *assessment.Entry) { e.ReviewOn = "2026-12-10" })
	put(t, w, w.Lead, "2.1", func(e *assessment.Entry) { e.ReviewOn = "" })
	for _, tt := range []struct {
		name, key, types string
		module           bool
		want             string // the date kept, or what is said of it
	}{
		{"passed", "1.1", "", false, "2027-03-31"},
		{"further away", "1.2", "", false, "2027-09-30"},
		{"none yet", "2.1", "", false, "2027-03-31"},
		{"this quarter's, which the person put back", "1.3", "", true, "2026-12-10"},
		{"taken out", "2.2", " ", false, "2027-03-31"},
		{"typed otherwise", "2.3", "15 jan 2027", false, "2027-01-15"},
		{"passed, as typed", "3.1", "19/11/2026", false, "Review 3.1 by: the date must be today or a later day"},
		{"no date", "3.2", "soon", false, "Review 3.2 by: the date must be a real date, like 31 March 2027"},
		{"no such day", "3.3", "31 2 2027", true, "Review 3.3 by: the date must be a real date, like 31 March 2027"},
	} {
		f := sheetForm(t, e, reviewPath+"?only="+tt.key)
		f["still"] = []string{tt.key}
		if tt.types != "" {
			f.Set("review_on-"+tt.key, tt.types)
		}
		if tt.module {
			f.Set("dates", "typed")
		}
		answer := pagetest.Post(t, e, reviewPath+"?only="+tt.key, f)
		if strings.HasPrefix(tt.want, "Review") {
			answer.In(".nhsuk-error-summary a").Is(t, 422, tt.want)
			answer.In("input[name='review_on-"+tt.key+"'][value='"+tt.types+"']").Want(t, 422)
			answer.In("input[name=still][checked]").Want(t, 422)
		} else if kept := entryOf(t, w, tt.key).ReviewOn; string(kept) != tt.want && tt.name != "taken out" || answer.Status != 303 {
			t.Errorf("%s: %d, kept %s, want %s", tt.name, answer.Status, kept, tt.want)
		}
	}
	if kept := entryOf(t, w, "2.2").ReviewOn; kept != "" {
		t.Errorf("a date that was taken out: kept %s", kept)
	}
	alone := sheetForm(t, e, reviewPath+"?only=4.1")
	alone.Set("review_on-4.1", "15 jan 2027")
	if got := pagetest.Post(t, e, reviewPath+"?only=4.1", alone); entryOf(t, w, "4.1").ReviewOn != "2027-01-15" {
		t.Errorf("a date that was typed alone, without a tick: %d, kept %s", got.Status, entryOf(t, w, "4.1").ReviewOn)
	}
}

// What cannot be saved comes back with all that was typed, beside what was saved.
func TestReviewComesBackWithWhatIsWrong(t *testing.T) {
	w := recorded(t)
	e := as(t, w, w.Lead)
	f := sheetForm(t, e, reviewPath)
	f.Set("notes-1.1", "See 999 000 0018")
	f.Set("status-1.2", "in_place")
	f.Set("status-1.3", "done")
	answer := pagetest.Post(t, e, reviewPath, f)
	answer.Want(t, 422, "1.2 saved", "See 999 000 0018</textarea>", `<a href="#notes-1.1">1.1: `,
		`<a href="#status-1.3">1.3: Choose In place`)
	answer.In("tbody[data-row='1.1'] .nhsuk-checkboxes__item").Want(t, 422, "The number ending 0018 is not an NHS number")
	if entryOf(t, w, "1.2").Status != assessment.InPlace || entryOf(t, w, "1.1").Notes != "Note of 1.1" {
		t.Error("the rows that were right are not saved, or one that was wrong is")
	}
	again := answer.In("form[data-review]").Sends(t, 422)
	number := answer.In("tbody[data-row='1.1'] input[name='confirmed-1.1']")
	_, value, _ := strings.Cut(answer.Body, `name="confirmed-1.1" type="checkbox" value="`)
	value, _, _ = strings.Cut(value, `"`)
	number.Want(t, 422)
	again.Set("confirmed-1.1", value)
	again.Set("status-1.3", "in_place")
	if got := pagetest.Post(t, e, reviewPath, again); got.Header.Get("Location") != reviewPath+"?saved=1.1%2C1.3" {
		t.Errorf("sent again: %d to %s", got.Status, got.Header.Get("Location"))
	}
	if entry := entryOf(t, w, "1.1"); entry.Notes != "See 999 000 0018" || entry.Confirmed == "" {
		t.Errorf("kept %+v", entry)
	}
}

// Somebody else saved three rows while a person had the page open. One they had changed comes back with both; one they had
// ticked comes back as it is now, not ticked; one they left alone is left alone. The rest is saved.
func TestReviewMeetsOthers(t *testing.T) {
	w := recorded(t)
	e := as(t, w, w.Commissioner)
	f := sheetForm(t, e, reviewPath)
	for _, key := range []string{"1.1", "1.2", "1.3", "2.1"} {
		put(t, w, w.Lead, key, func(e *assessment.Entry) { e.Status, e.Notes = assessment.NotStarted, "Note of "+key+"\nTheirs" })
	}
	put(t, w, w.Lead, "2.1", func(e *assessment.Entry) { e.ReviewOn = "2027-03-31" })
	before := saves(t, w)
	f.Set("notes-1.1", "Note of 1.1\nMine")
	f.Set("status-2.1", "not_started") // both typed the same
	f.Set("notes-2.1", "Note of 2.1\nTheirs")
	f["still"] = []string{"1.2", "3.4"}
	answer := pagetest.Post(t, e, reviewPath, f)
	answer.In(".nhsuk-error-summary a").Is(t, 409,
		"Person lead saved 1.1 while you were writing: choose what to keep",
		"Person lead changed 1.2 after you opened this page: look at it again")
	answer.Want(t, 409, "2 priorities saved: 2.1, 3.4", "1.2 was not saved as still right")
	answer.In("#stale-1\\.1 tbody tr").Is(t, 409, "What Status Theirs Not started Yours In progress",
		"What Review by Theirs 30 September 2026 Yours 31 March 2027")
	answer.In("#stale-1\\.1 .app-compare__line").Is(t, 409, "Both: Note of 1.1", "Only theirs: Theirs", "Only yours: Mine")
	if n := saves(t, w) - before; n != 1 {
		t.Errorf("%d saves, want one, of 3.4", n)
	}
	again := answer.In("form[data-review]").Sends(t, 409)
	if again.Get("notes-1.1") != "Note of 1.1\nTheirs\nMine" || again.Get("status-1.1") != "in_progress" ||
		again.Get("version-1.1") != "2" ||
		again.Get("mine-1.1") != "Note of 1.1\nMine" || again.Get("status-1.2") != "not_started" || len(again["still"]) != 0 ||
		again.Has("keep-1.1") {
		t.Errorf("the form that came back sends %v", again)
	}
	again.Set("notes-1.1", "Edited")
	open := pagetest.Post(t, e, reviewPath, again)
	open.In(".nhsuk-error-summary a").Is(t, 409, "Choose what to keep of 1.1")
	open.In("#stale-1\\.1 .app-compare__line").Is(t, 409, "Both: Note of 1.1", "Only theirs: Theirs", "Only yours: Mine")
	if f := open.In("form[data-review]").Sends(t, 409); f.Get("notes-1.1") != "Edited" || f.Get("mine-1.1") != "Note of 1.1\nMine" {
		t.Errorf("without a choice the form sends %q", f["notes-1.1"])
	}
	for keep, want := range map[string]string{"row": "Edited", "mine": "Note of 1.1\nMine", "theirs": "Note of 1.1\nTheirs"} {
		w := recorded(t)
		put(t, w, w.Lead, "1.1", func(e *assessment.Entry) { e.Notes = "Note of 1.1\nTheirs" })
		send := url.Values{"row": {"1.1"}, "keep-1.1": {keep}}
		for name, values := range again {
			if strings.HasSuffix(name, "-1.1") {
				send[name] = values
			}
		}
		to := pagetest.Post(t, as(t, w, w.Commissioner), reviewPath, send)
		if kept := entryOf(t, w, "1.1").Notes; to.Status != 303 || kept != want {
			t.Errorf("%s: %d, kept %q", keep, to.Status, kept)
		}
	}
}

// The module sends one row, and hears of that row alone.
func TestReviewOfOneRow(t *testing.T) {
	w := recorded(t)
	e := as(t, w, w.Lead)
	f := sheetForm(t, e, reviewPath+"?only=3.4")
	f.Set("row", "3.4")
	f.Set("notes-3.4", "Other words")
	answer := pagetest.Post(t, e, reviewPath+"?show=not_reviewed", f)
	if to := answer.Header.Get("Location"); answer.Status != 303 || to != reviewPath+"?only=3.4&saved=3.4" {
		t.Errorf("status %d to %s", answer.Status, to)
	}
	f.Set("notes-3.4", "Mine")
	stale := pagetest.Post(t, e, reviewPath+"?show=not_reviewed", f)
	stale.In("tbody[data-row]").Want(t, 409, "Person lead saved 3.4 while you were writing")
	stale.None(t, 409, "tbody[data-row='3.3']")
	stale.In("tbody[data-row][data-stale]").Want(t, 409)
}

// A row that comes back since somebody else reviewed it first has the date that the review moves on: a person who keeps their own
// notes is not told that the old date has passed, and does not take the review date back to it.
func TestReviewThatMetOthersMovesTheDateOn(t *testing.T) {
	w := recorded(t)
	e := as(t, w, w.Commissioner)
	f := sheetForm(t, e, reviewPath)
	put(t, w, w.Lead, "1.1", func(e *assessment.Entry) { e.Notes, e.ReviewOn = "Theirs", "2027-03-31" })
	f.Set("notes-1.1", "Mine")
	again := pagetest.Post(t, e, reviewPath, f).In("form[data-review]").Sends(t, 409)
	if again.Get("review_on-1.1") != "31 March 2027" {
		t.Errorf("the form that came back sends %q", again["review_on-1.1"])
	}
	again.Set("keep-1.1", "mine")
	to := pagetest.Post(t, e, reviewPath, again)
	if kept := entryOf(t, w, "1.1"); to.Status != 303 || kept.Notes != "Mine" || kept.ReviewOn != "2027-03-31" {
		t.Errorf("%d, kept %q, to be reviewed by %s", to.Status, kept.Notes, kept.ReviewOn)
	}
}

func TestReviewFilters(t *testing.T) {
	w := recorded(t)
	e := as(t, w, w.Lead)
	all := make([]string, 0, 22)
	for _, p := range edition.Current().Priorities() {
		all = append(all, p.Key)
	}
	put(t, w, w.Lead, "1.1", func(e *assessment.Entry) { e.ReviewOn = "2027-03-31" })
	put(t, w, w.Lead, "7.1", func(e *assessment.Entry) { e.Status = "" })
	for query, want := range map[string][]string{
		"": all, "?show=nonsense": all, "?show=not_reviewed": all[1:21], "?show=overdue": all[1:], "?show=not_answered": {"7.1"},
		"?only=2.2,3.4": {"2.2", "3.4"}, "?only=1.1,2.2&show=overdue": {"2.2"}, "?only=9.9": nil,
	} {
		answer := pagetest.Get(t, e, reviewPath+query)
		var keys []string
		if want != nil {
			for _, text := range answer.In("tbody th a").Texts(t) {
				key, _, _ := strings.Cut(text, " ")
				keys = append(keys, key)
			}
		} else {
			answer.Want(t, 200, "No priorities left here")
		}
		if !slices.Equal(keys, want) {
			t.Errorf("%q shows %v, want %v", query, keys, want)
		}
	}
	pagetest.Get(t, e, reviewPath).In("main nav li").Is(t, 200, "All (22)", "Not reviewed this quarter (20)", "Review date has passed (21)",
		"Not answered (1)")
	pagetest.Get(t, e, reviewPath+"?show=overdue").In("form[data-review][action='"+reviewPath+"?show=overdue']").Want(t, 200)
}

// Beside each note is the one of the last quarter's end.
func TestReviewShowsTheLastQuartersNote(t *testing.T) {
	w := recorded(t)
	long := strings.Repeat("é", longBefore) + "end"
	put(t, w, w.Lead, "1.1", func(e *assessment.Entry) { e.Notes = "First since" })
	put(t, w, w.Lead, "1.1", func(e *assessment.Entry) { e.Notes = "Second since" })
	put(t, w, w.Lead, "1.3", func(e *assessment.Entry) { e.Notes = long })
	w.Clock.Set(time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC))
	put(t, w, w.Lead, "1.3", func(e *assessment.Entry) { e.Notes = "Short" })
	put(t, w, w.Lead, "2.1", func(e *assessment.Entry) { e.Notes = "" })
	for _, m := range []tenants.Member{w.Lead, w.ProviderA, w.Reader} {
		answer := pagetest.Get(t, as(t, w, m), reviewPath)
		beside := func(key, want string) {
			t.Helper()
			answer.In("tbody:has(a[href$='/toolkit/"+key+"']) .app-review__before").Is(t, 200, want)
		}
		beside("1.1", "Last quarter: As it is now")
		beside("1.3", "Last quarter: "+strings.Repeat("é", longBefore)+"… Show all of last quarter’s note: 1.3")
		beside("2.1", "Last quarter: Note of 2.1")
	}
	w.Clock.Set(time.Date(2026, 12, 31, 23, 59, 0, 0, time.UTC))
	pagetest.Get(t, as(t, w, w.Lead), reviewPath).In("tbody[data-row='1.1'] .app-review__before").Is(t, 200, "Last quarter: Note of 1.1")
}

// What is said of the note at the end of the last quarter.
func TestNoteBefore(t *testing.T) {
	s := sheet{before: map[string]snapshot.Change{
		"changed": {Old: "In August"}, "written since": {}, "removed": {Removed: "2026-11-01T09:00:00.000000Z"},
	}}
	for _, c := range []struct{ name, note, want string }{
		{"changed", "Now", "In August"},
		{"written since", "Now", "No notes then"},
		{"removed", "Now", "This note was removed"},
		{"the same", "Now", "As it is now"},
		{"never any", "", ""},
	} {
		if got := s.noteBefore(assessment.Entry{Priority: c.name, Notes: c.note}); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// Where one row is asked for, none of the parts of the list is shown; and the notes beside those of now are of the end of a quarter.
func TestPartsOfTheSheet(t *testing.T) {
	for _, c := range []struct {
		show, only string
		want       int
	}{{"", "", 0}, {"overdue", "", 2}, {"not_reviewed", "", 1}, {"", "1.1", -1}, {"overdue", "1.1", -1}} {
		links := sheet{edition: edition.Current(), show: c.show, only: c.only}.links("/x")
		if got := slices.IndexFunc(links, func(s shown) bool { return s.Current }); got != c.want {
			t.Errorf("show %q, only %q: part %d is shown, want %d", c.show, c.only, got, c.want)
		}
	}
	for q, want := range map[calendar.Quarter]string{"2026Q1": "End of Quarter 4", "2026Q3": "End of Quarter 2"} {
		if got := (sheet{review: assessment.Review{Quarter: q}}).beforeWords(); got != want {
			t.Errorf("%s: %q, want %q", q, got, want)
		}
	}
}

// Providers and readers read what the pages of the priorities show them, and no form; they cannot send one.
func TestReviewIsReadByOthers(t *testing.T) {
	w := recorded(t)
	f := sheetForm(t, as(t, w, w.Lead), reviewPath)
	for _, m := range []tenants.Member{w.ProviderA, w.Reader} {
		answer := pagetest.Get(t, as(t, w, m), reviewPath)
		answer.None(t, 200, "main form", "main input", "main textarea", "main button", "template#review-words")
		answer.Want(t, 200, "Note of 3.4", "30 September 2026", "Priorities on one page")
		if strings.Contains(answer.Body, "Quiet") {
			t.Errorf("a %s reads the commissioners' notes", m.Role)
		}
		f.Set("status-1.1", "in_place")
		pagetest.Post(t, as(t, w, m), reviewPath, f).Want(t, 403)
	}
	if entryOf(t, w, "1.1").Status != assessment.InProgress {
		t.Error("somebody else saved")
	}
}

// People who are not named for a procurement read no note of its priorities and change none of them.
func TestReviewDuringProcurement(t *testing.T) {
	w := recorded(t)
	f := sheetForm(t, as(t, w, w.Commissioner), reviewPath)
	if err := w.For(w.Lead).BeginProcurement(context.Background(), store.Naming{Members: []string{w.Lead.ID}}, "", ""); err != nil {
		t.Fatal(err)
	}
	m, err := w.Membership(context.Background(), w.Commissioner.Person.ID, "QWE")
	if err != nil {
		t.Fatal(err)
	}
	e := as(t, w, m)
	answer := pagetest.Get(t, e, reviewPath)
	answer.None(t, 200, "tbody[data-row='2.2']", "[name='notes-1.1']")
	answer.In("[name='notes-1.2']").Want(t, 200)
	answer.Want(t, 200, "Not shown while procurement is under way")
	if strings.Contains(answer.Body, "Note of 2.2") {
		t.Error("the note of 2.2 shows")
	}
	f["still"] = []string{"2.2", "1.2"}
	f.Set("notes-2.2", "Typed <in vain>")
	put(t, w, w.Lead, "1.1", func(e *assessment.Entry) { e.Notes = "Theirs" }) // one of those kept back, changed meanwhile
	f.Set("notes-1.1", "Typed too")
	sent := pagetest.Post(t, e, reviewPath, f)
	sent.In(".nhsuk-error-summary a").Is(t, 422,
		"1.1 was not saved: procurement is under way, and its notes are not shown to you",
		"2.2 was not saved: procurement is under way, and its notes are not shown to you")
	sent.Want(t, 422, "1.2 saved", "Typed &lt;in vain&gt;", "Typed too")
	if strings.Contains(sent.Body, "Only theirs") || entryOf(t, w, "2.2").Version != 1 || entryOf(t, w, "1.2").Version != 2 {
		t.Error("2.2 was saved or shown, or 1.2 was not saved")
	}
}

// The form to print has three boxes and room to write for each priority, and nothing that is recorded.
func TestBlankReviewForm(t *testing.T) {
	w := recorded(t)
	for _, m := range []tenants.Member{w.Lead, w.Reader} {
		answer := pagetest.Get(t, as(t, w, m), reviewPath+"?blank=1")
		answer.Want(t, 200, "Quarter 3 (October to December 2026)", "3.4 At least 40%")
		if n := strings.Count(answer.Body, "<li>In progress</li>"); n != 22 || strings.Contains(answer.Body, "Note of") {
			t.Errorf("%d priorities, or notes on a blank form", n)
		}
	}
	for path, want := range map[string]string{"/icb/QWE/toolkit": "Review all 22 priorities on one page"} {
		pagetest.Get(t, as(t, w, w.Lead), path).In(fmt.Sprintf("main a[href='%s']", reviewPath)).Is(t, 200, want)
		pagetest.Get(t, as(t, w, w.Reader), path).In(fmt.Sprintf("main a[href='%s']", reviewPath)).Is(t, 200,
			"All 22 priorities on one page")
	}
}

// A form that is sent twice saves once: what the second would save is there already.
func TestReviewSentTwice(t *testing.T) {
	w := storetest.New(t)
	e := as(t, w, w.Lead)
	f := sheetForm(t, e, reviewPath)
	f.Set("status-1.1", "in_progress")
	f.Set("notes-1.1", "A beginning")
	for range 2 {
		if got := pagetest.Post(t, e, reviewPath, f); got.Header.Get("Location") != reviewPath+"?saved=1.1" {
			t.Errorf("%d to %s", got.Status, got.Header.Get("Location"))
		}
	}
	if entry := entryOf(t, w, "1.1"); entry.Version != 1 || entry.ReviewOn != "2027-03-31" {
		t.Errorf("kept %+v", entry)
	}
}
