package meetings

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	ics "github.com/arran4/golang-ical"

	"ipstoolkit/server/page"
	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/register"
)

func TestTemplates(t *testing.T) { pagetest.CheckTemplates(t) }

func serve(t *testing.T, w *storetest.World, m tenants.Member) http.Handler {
	t.Helper()
	pagetest.NeedAssets(t)
	e, icb := pagetest.As(m)
	Pages{Store: w.Store, Editions: pagetest.Editions(t)}.Mount(icb)
	return e
}

// save records a row of a list, and returns its id.
func save(t *testing.T, w *storetest.World, code, provider string, values map[string]string) string {
	t.Helper()
	saved, err := w.For(w.Lead).SaveRow(context.Background(), code, register.Row{Provider: provider, Values: values})
	if err != nil {
		t.Fatal(err)
	}
	return saved.ID
}

// meets plans a meeting with one item, of the steering group for "" or with a provider, and returns the ids of both.
func meets(t *testing.T, w *storetest.World, on, provider string) (meeting, item string) {
	t.Helper()
	m, i := register.Meeting, register.Item
	kind := register.SteeringMeeting
	if provider != "" {
		kind = register.ContractMeeting
	}
	row, err := w.For(w.Lead).PlanMeeting(context.Background(), register.Row{Provider: provider, Values: register.Values(m.On.As(on),
		m.Kind.As(kind), m.Stage.As(register.MeetingPlanned))}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return row.ID, save(t, w, register.Items, "", register.Values(i.Meeting.As(row.ID), i.Place.As("1"), i.Kind.As(register.ItemActions),
		i.Title.As("Actions")))
}

// The file for a person's own calendar, read back by the library: the day as a whole day, a kind and the ICB, and nothing else.
func TestAMeetingInACalendar(t *testing.T) {
	w := storetest.New(t)
	rows := w.For(w.Lead)
	m := register.Meeting
	meeting, err := rows.PlanMeeting(context.Background(), register.Row{Values: register.Values(m.On.As("2026-12-09"),
		m.Kind.As(register.SteeringMeeting), m.Stage.As(register.MeetingPlanned), m.Notes.As("Northside is late"))}, nil)
	if err != nil {
		t.Fatal(err)
	}
	at := "/icb/QWE/steering/meetings/" + meeting.ID
	pagetest.Get(t, serve(t, w, w.Reader), at).Want(t, 200, `href="`+at+`/calendar.ics"`)
	got := pagetest.Get(t, serve(t, w, w.Reader), at+"/calendar.ics")
	if kind := got.Header.Get("Content-Type"); got.Status != 200 || kind != page.CalendarType {
		t.Fatalf("%d, %s", got.Status, kind)
	}
	cal, err := ics.ParseCalendar(strings.NewReader(got.Body))
	if err != nil || len(cal.Events()) != 1 {
		t.Fatalf("%v in %s", err, got.Body)
	}
	e := cal.Events()[0]
	from, err1 := e.GetAllDayStartAt()
	to, err2 := e.GetAllDayEndAt()
	words := e.GetProperty(ics.ComponentPropertySummary).Value
	if err1 != nil || err2 != nil || from.Format("2006-01-02") != "2026-12-09" || to.Format("2006-01-02") != "2026-12-10" {
		t.Errorf("from %v to %v (%v, %v)", from, to, err1, err2)
	}
	if want := "IPS steering group, " + ics.ToText(w.Lead.Tenant.Name); words != want {
		t.Errorf("says %q, want %q", words, want)
	}
	if strings.Contains(got.Body, "Northside") || !strings.Contains(got.Body, "BEGIN:VEVENT\r\n") {
		t.Errorf("the file is %q", got.Body)
	}
	pagetest.Get(t, serve(t, w, w.ProviderA), at+"/calendar.ics").Want(t, 403)
	pagetest.Get(t, serve(t, w, w.Reader), "/icb/QWE/steering/meetings/none/calendar.ics").Want(t, 404)
}

// The list of meetings names the quarters without one, and the seats that the group lacks.
func TestTheListSaysWhatIsMissing(t *testing.T) {
	w := storetest.New(t)
	none := pagetest.Get(t, serve(t, w, w.Reader), "/icb/QWE/steering")
	none.Want(t, 200, "The group has no seat yet for", "People with lived experience")
	if strings.Contains(none.Body, "No meeting was held in") {
		t.Error("an ICB without any record of meetings has missed none")
	}
	save(t, w, register.Meetings, "", map[string]string{"on": "2026-09-02", "kind": "steering", "stage": "held"})
	pagetest.Get(t, serve(t, w, w.Reader), "/icb/QWE/steering").Want(t, 200, "No meeting was held in", "Quarter 1 (April to June 2026)")
}

// A contract meeting from its plan to its agreed minutes, by the pages of the group's: what its provider reads and when, and that a rival
// and the steering group read nothing of it.
func TestAContractMeeting(t *testing.T) {
	w := storetest.New(t)
	lead, own, rival, reader := serve(t, w, w.Lead), serve(t, w, w.ProviderA), serve(t, w, w.ProviderB), serve(t, w, w.Reader)
	a := w.ProviderA.Provider
	planned := pagetest.Post(t, lead, "/icb/QWE/meetings/new", url.Values{
		"provider": {a}, "on-day": {"9"}, "on-month": {"12"}, "on-year": {"2026"},
	})
	if planned.Status != 303 {
		t.Fatalf("%d\n%s", planned.Status, planned.Body)
	}
	at, _, _ := strings.Cut(planned.Header.Get("Location"), "?")
	page := pagetest.Get(t, own, at)
	page.Want(t, 200, "Contract meeting with Northside, 9 December 2026", "Planned", "Figures of the last quarter against the contract",
		"Data quality and quarterly figures", "Ask a question")
	page.Lacks(t, 200, "Run the meeting", "Change details", "Add an agenda item", "Who came")
	items := pagetest.Get(t, lead, at).In(".app-agenda__item h3").Texts(t)
	if len(items) < 10 || items[0] != "Welcome and apologies" || items[len(items)-1] != "Date of the next meeting" {
		t.Errorf("the agenda is %q", items)
	}
	meeting, err := w.For(w.Lead).Meeting(context.Background(), register.ContractMeeting, at[strings.LastIndex(at, "/")+1:])
	if err != nil {
		t.Fatal(err)
	}
	run := at + "/run/" + meeting.Items[2].ID
	pagetest.Get(t, lead, run).Want(t, 200, "Contract meeting with Northside, 9 December 2026", "Item 3 of", "Actions still open")
	sent := pagetest.Get(t, lead, run).In("form:has(#minute)").Sends(t, 200)
	sent.Set("minute", "Two posts are vacant")
	pagetest.Post(t, lead, run, sent).Want(t, 303)
	pagetest.Post(t, lead, run+"/decide", url.Values{"text": {"Advertise both posts"}}).Want(t, 303)
	pagetest.Post(t, lead, run+"/act", url.Values{
		"what": {"Write the advert"}, "owner": {"member " + w.Lead.ID}, "due-day": {"20"}, "due-month": {"12"}, "due-year": {"2026"},
	}).Want(t, 303)
	minuted := []string{"Two posts are vacant", "Advertise both posts", "Write the advert"}
	pagetest.Get(t, lead, at+"/minutes").Want(t, 200, append(minuted, "IPS contract meeting with Northside, 9 December 2026")...)
	details := pagetest.Get(t, lead, at+"/details").In("form:has(#on-day)").Sends(t, 200)
	details.Set("stage", register.MeetingHeld)
	details.Set("on-day", "9")
	details.Set("on-month", "11")
	details.Set("minutes", register.MinutesDraft)
	pagetest.Post(t, lead, at+"/details", details).Want(t, 303)
	for _, path := range []string{at, at + "/minutes"} {
		pagetest.Get(t, own, path).Lacks(t, 200, minuted...)
		pagetest.Get(t, rival, path).Want(t, 404)
		pagetest.Get(t, reader, path).Want(t, 403)
	}
	pagetest.Get(t, own, at).Want(t, 200, "The minutes are shown once they are sent for comment.")
	details = pagetest.Get(t, lead, at+"/details").In("form:has(#on-day)").Sends(t, 200)
	details.Set("minutes", register.MinutesSent)
	pagetest.Post(t, lead, at+"/details", details).Want(t, 303)
	for _, path := range []string{at, at + "/minutes"} {
		pagetest.Get(t, own, path).Want(t, 200, minuted...)
		pagetest.Get(t, rival, path).Want(t, 404)
	}
	for _, path := range []string{"/run", "/details", "/items/new", "/remove", "/run/" + meeting.Items[2].ID} {
		pagetest.Get(t, own, at+path).Want(t, 403)
		pagetest.Get(t, rival, at+path).Want(t, 404)
	}
	pagetest.Get(t, rival, "/icb/QWE/meetings").Lacks(t, 200, "Northside", "9 November 2026")
	pagetest.Get(t, reader, "/icb/QWE/meetings").Want(t, 403)
	pagetest.Get(t, lead, "/icb/QWE/steering/meetings/"+meeting.ID).Want(t, 404)
	pagetest.Get(t, lead, "/icb/QWE/steering").Lacks(t, 200, "9 November 2026")
}

// A provider records a contract meeting that was held and what was discussed, and takes it off again, as long as commissioners write no
// minutes of it.
func TestAProviderRecordsAContractMeeting(t *testing.T) {
	w := storetest.New(t)
	own := serve(t, w, w.ProviderA)
	asked := pagetest.Get(t, own, "/icb/QWE/meetings/new").In("form:has(#on-day)")
	asked.Lacks(t, 200, "Provider")
	soon := url.Values{"on-day": {"9"}, "on-month": {"12"}, "on-year": {"2026"}}
	pagetest.Post(t, own, "/icb/QWE/meetings/new", soon).Want(t, 422, "must be today or in the past")
	held := pagetest.Post(t, own, "/icb/QWE/meetings/new", url.Values{"on-day": {"9"}, "on-month": {"10"}, "on-year": {"2026"}})
	to, _, _ := strings.Cut(held.Header.Get("Location"), "?")
	if held.Status != 303 || !strings.HasSuffix(to, "/details") {
		t.Fatalf("%d to %q", held.Status, to)
	}
	form := pagetest.Get(t, own, to).In("form:has(#on-day)")
	form.Lacks(t, 200, "What stage are the minutes at?", "Did it take place?")
	said := form.Sends(t, 200)
	said.Set("outcomes", "yes")
	said.Set("notes", "Two vacancies were discussed")
	said.Set("minutes", register.MinutesSent) // not the provider's to say
	pagetest.Post(t, own, to, said).Want(t, 303)
	at := strings.TrimSuffix(to, "/details")
	got := pagetest.Get(t, own, at)
	got.Want(t, 200, "Two vacancies were discussed", "History", "Remove it")
	got.Lacks(t, 200, "Minutes sent for comment")
	details := pagetest.Get(t, serve(t, w, w.Lead), to).In("form:has(#on-day)").Sends(t, 200)
	details.Set("minutes", register.MinutesDraft)
	pagetest.Post(t, serve(t, w, w.Lead), to, details).Want(t, 303)
	pagetest.Get(t, own, to).Want(t, 403)
	pagetest.Post(t, own, to, said).Want(t, 403)
	details.Set("minutes", "")
	details.Set("version", "3")
	pagetest.Post(t, serve(t, w, w.Lead), to, details).Want(t, 303)
	pagetest.Post(t, own, at+"/remove", pagetest.Get(t, own, at+"/remove").In("form:has([name=remove])").Sends(t, 200)).Want(t, 303)
	pagetest.Get(t, own, at).Want(t, 404)
}

// The page counts the meetings held with each provider; one that has ended has no line of meetings to come.
func TestContractMeetingsByQuarter(t *testing.T) {
	w := storetest.New(t)
	lead := serve(t, w, w.Lead)
	pagetest.Get(t, lead, "/icb/QWE/meetings").None(t, 200, "#held-caption")
	save(t, w, register.Meetings, w.ProviderA.Provider, map[string]string{"on": "2026-10-01", "kind": register.ContractMeeting})
	const held = "table:has(#held-caption) tbody tr"
	pagetest.Get(t, lead, "/icb/QWE/meetings").In(held).Is(t, 200, "Contract meeting with Northside 0 0 0 0 1",
		"Contract meeting with Riverside 0 0 0 0 0")
	o, err := w.For(w.Lead).Provider(context.Background(), w.ProviderB.Provider)
	if err != nil {
		t.Fatal(err)
	}
	o.Ended = true
	if _, err := w.For(w.Lead).SaveProvider(context.Background(), o); err != nil {
		t.Fatal(err)
	}
	pagetest.Get(t, lead, "/icb/QWE/meetings").In(held).Is(t, 200, "Contract meeting with Northside 0 0 0 0 1")
}

// A decision is asked for until it is taken, on the meeting's page and on its screen.
func TestADecisionIsNeededUntilItIsTaken(t *testing.T) {
	w := storetest.New(t)
	lead := serve(t, w, w.Lead)
	i := register.Item
	meeting, _ := meets(t, w, "2026-11-20", "")
	item := save(t, w, register.Items, "", register.Values(i.Meeting.As(meeting), i.Place.As("2"), i.Kind.As(register.ItemOther),
		i.Title.As("The room"), i.Wanted.As("yes")))
	at := "/icb/QWE/steering/meetings/" + meeting
	paths := []string{at, at + "/run/" + item}
	for _, path := range paths {
		pagetest.Get(t, lead, path).Want(t, 200, "A decision is needed.")
	}
	pagetest.Post(t, lead, at+"/run/"+item+"/decide", url.Values{"text": {"We meet in the library"}}).Want(t, 303)
	for _, path := range paths {
		got := pagetest.Get(t, lead, path)
		got.Want(t, 200, "We meet in the library")
		got.Lacks(t, 200, "A decision is needed.")
	}
}

// The page of a contract meeting says what was discussed and what was not, and leaves out what nobody has answered.
func TestWhatAContractMeetingDiscussed(t *testing.T) {
	w := storetest.New(t)
	m := register.Meeting
	id := save(t, w, register.Meetings, w.ProviderA.Provider, register.Values(m.On.As("2026-10-01"), m.Kind.As(register.ContractMeeting),
		m.Outcomes.As("yes"), m.Workforce.As("yes"), m.Equity.As("no"), m.Notes.As("Two lines\nof notes")))
	pagetest.Get(t, serve(t, w, w.ProviderA), "/icb/QWE/meetings/"+id).In(".nhsuk-summary-list__row").Is(t, 200, "Minuted Not recorded",
		"Actions agreed Not recorded", "Was it a separate meeting, or a wider one with time set aside for IPS? Not recorded",
		"Discussed Access and outcomes Workforce risks", "Not discussed How they vary by protected characteristic",
		"What was agreed Two lines of notes")
}
