package reminders

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	ics "github.com/arran4/golang-ical"
	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/register"
)

func TestTemplates(t *testing.T) { pagetest.CheckTemplates(t) }

// serve is the room as a person sees it.
func serve(t *testing.T, w *storetest.World, m tenants.Member, mails bool) *gin.Engine {
	t.Helper()
	pagetest.NeedAssets(t)
	e, _ := pagetest.Server(page.Visit{Person: m.Person, Memberships: []tenants.Member{m}})
	Pages{Store: w.Store, PublicURL: "https://ips.example.nhs.uk", Mails: mails}.Mount(e, func(*gin.Context) {})
	return e
}

// A person's choice of emails is kept, and a wrong one comes back.
func TestChoiceOfEmails(t *testing.T) {
	w := storetest.New(t)
	const at = "/account/reminders"
	pagetest.Get(t, serve(t, w, w.Lead, false), at).Want(t, 200, "no mail server is set")
	e := serve(t, w, w.Lead, true)
	first := pagetest.Get(t, e, at)
	first.Want(t, 200, "lead@example.org")
	if sends := first.In("form:has(#digest)").Sends(t, 200); sends.Get("at_once") != "yes" || sends.Get("digest") != "weekly" {
		t.Errorf("a person who has not chosen sends %v", sends)
	}
	pagetest.Post(t, e, at, url.Values{"digest": {"hourly"}}).Want(t, 422, "Choose how often you want a summary")
	if got := pagetest.Post(t, e, at, url.Values{"digest": {"never"}}); got.Status != 303 {
		t.Errorf("status %d", got.Status)
	}
	if sends := pagetest.Get(t, e, at).In("form:has(#digest)").Sends(t, 200); sends.Get("at_once") != "" || sends.Get("digest") != "never" {
		t.Errorf("after all was switched off the form sends %v", sends)
	}
	other := pagetest.Get(t, serve(t, w, w.Commissioner, true), at)
	if sends := other.In("form:has(#digest)").Sends(t, 200); sends.Get("digest") != "weekly" {
		t.Errorf("another person's choice is %v", sends)
	}
}

// feed makes a calendar's address for a person, and is what it gives to anyone: days with their words.
func feed(t *testing.T, w *storetest.World, m tenants.Member) (at string, read func() []string) {
	t.Helper()
	made := pagetest.Post(t, serve(t, w, m, true), "/account/calendar", nil)
	made.Want(t, 200, "we show it only once")
	_, secret, _ := strings.Cut(made.Body, `value="https://ips.example.nhs.uk/calendar/`)
	secret, _, _ = strings.Cut(secret, `"`)
	at = "/calendar/" + secret
	pagetest.Get(t, serve(t, w, m, true), "/account/reminders").Lacks(t, 200, secret)
	return at, func() []string {
		t.Helper()
		got := pagetest.Get(t, serve(t, w, tenants.Member{}, true), at)
		if got.Status != 200 || got.Header.Get("Content-Type") != page.CalendarType || got.Header.Get("Cache-Control") != "no-store" {
			t.Fatalf("status %d, %v", got.Status, got.Header)
		}
		for _, word := range []string{"Northside", "Riverside", "Person", "secret note", "4,321", "@example.org"} {
			if strings.Contains(got.Body, word) {
				t.Errorf("the calendar holds %q", word)
			}
		}
		cal, err := ics.ParseCalendar(strings.NewReader(got.Body))
		if err != nil {
			t.Fatal(err)
		}
		var list []string
		for _, e := range cal.Events() {
			on, err := e.GetAllDayStartAt()
			if err != nil {
				t.Fatal(err)
			}
			words := ics.FromText(e.GetProperty(ics.ComponentPropertySummary).Value)
			list = append(list, on.Format("2006-01-02")+" "+words)
		}
		return list
	}
}

func TestCalendar(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows, m := w.For(w.Lead), register.Meeting
		_, err := rows.PlanMeeting(t.Context(), register.Row{Values: register.Values(m.On.As("2026-12-09"),
			m.Kind.As(register.SteeringMeeting), m.Stage.As(register.MeetingPlanned), m.Notes.As("secret note"))}, nil)
		if err == nil {
			_, err = rows.PlanMeeting(t.Context(), register.Row{
				Provider: w.ProviderA.Provider,
				Values:   register.Values(m.On.As("2026-12-10"), m.Kind.As(register.ContractMeeting), m.Stage.As(register.MeetingPlanned)),
			}, nil)
		}
		if err == nil {
			_, err = rows.SaveContract(t.Context(), contract.Contract{
				Provider: w.ProviderA.Provider, Name: "Northside IPS", Start: "2025-04-01", End: "2027-09-30",
			})
		}
		if err != nil {
			t.Fatal(err)
		}
		const (
			meeting = "2026-12-09 IPS steering group, South West London"
			talked  = "2026-12-10 IPS contract meeting, South West London"
			talks   = "2027-03-30 IPS contract conversation due, South West London"
		)
		due := func(day string) string { return day + " IPS figures due, South West London" }
		figures := []string{due("2026-11-15"), due("2027-02-15"), due("2027-05-15"), due("2027-08-15"), due("2027-11-15")}
		for _, tt := range []struct {
			name string
			of   tenants.Member
			want []string
		}{
			{"administrator", w.Lead, []string{figures[0], meeting, talked, figures[1], talks, figures[2], figures[3], figures[4]}},
			{"steering group member", w.Reader, []string{meeting}},
			{"the provider with the contract", w.ProviderA, slices.Insert(slices.Clone(figures), 1, talked)},
			{"another provider", w.ProviderB, nil},
			{"an administrator elsewhere", w.ForeignLead, nil},
		} {
			t.Run(tt.name, func(t *testing.T) {
				_, read := feed(t, w, tt.of)
				if got := read(); strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
					t.Errorf("got %q, want %q", got, tt.want)
				}
			})
		}
		t.Run("procurement keeps contracts from a commissioner who is not named", func(t *testing.T) {
			_, read := feed(t, w, w.Commissioner)
			before := len(read())
			if err := rows.BeginProcurement(t.Context(), store.Naming{Members: []string{w.Lead.ID}}, "", ""); err != nil {
				t.Fatal(err)
			}
			if got := read(); before != 8 || strings.Contains(strings.Join(got, "\n"), "contract conversation") {
				t.Errorf("%d before, then %q", before, got)
			}
		})
		t.Run("a membership that ends, and addresses that end", func(t *testing.T) {
			at, read := feed(t, w, w.Reader)
			if len(read()) != 1 {
				t.Error("the meeting is not there")
			}
			if err := rows.EndMembership(t.Context(), w.Reader.ID, w.Reader.Version); err != nil {
				t.Fatal(err)
			}
			if got := read(); len(got) != 0 {
				t.Errorf("after the end: %q", got)
			}
			e := serve(t, w, w.Reader, true)
			if got := pagetest.Post(t, e, "/account/calendar/end", nil); got.Status != 303 {
				t.Errorf("status %d", got.Status)
			}
			for _, path := range []string{at, "/calendar/none.ics", "/calendar/.ics", strings.TrimSuffix(at, ".ics")} {
				pagetest.Get(t, e, path).Want(t, 404)
			}
		})
	})
}
