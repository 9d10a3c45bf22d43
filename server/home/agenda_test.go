package home

import (
	"slices"
	"strings"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/steering"
)

// settled is an ICB on 20 November 2026 in which nothing waits for anybody: the cases below change one thing each.
func settled(role tenants.Role) known {
	k := known{
		Today: "2026-11-20", Edition: edition.Current(), Entries: map[string]assessment.Entry{}, AccessTarget: true,
		Member: tenants.Member{ID: "me", Role: role, Tenant: tenants.Tenant{
			Code: "QWE", NextMeeting: "2026-12-09", FiguresDue: calendar.UsualDeadline,
		}},
		Providers: []provider.Provider{{ID: "n", Name: "Northside"}},
		Review:    assessment.ReviewOn("2026-11-20", assessment.OpenedRound{Quarter: "2026Q3", At: "2026-10-01T08:00:00.000000Z"}),
	}
	if role == tenants.Provider {
		k.Member.Provider = "n"
	}
	for _, p := range k.Edition.Priorities() {
		k.Entries[p.Key] = assessment.Entry{
			Priority: p.Key, Status: assessment.InPlace, Owner: "somebody", ReviewOn: "2027-02-01", Version: 1,
			ChangedAt: "2026-10-05T09:00:00.000000Z",
		}
	}
	k.Contracts = []contract.Contract{{ID: "k", Provider: "n", Name: "Northside IPS", Start: "2025-04-01", End: "2029-03-31"}}
	k.Returns = []figures.Return{{Provider: "n", Quarter: "2026Q2", State: figures.Accepted}}
	row := func(provider string, pairs ...string) register.Row {
		r := register.Row{Provider: provider, Values: map[string]string{}}
		for i := 0; i < len(pairs); i += 2 {
			r.Values[pairs[i]] = pairs[i+1]
		}
		return r
	}
	k.Registers = map[string][]register.Row{
		register.Teams:     {row("n", "name", "North team", "mhsds", "trust", "tool", "yes")},
		register.Workforce: {row("n", "quarter", "2026Q2")},
		register.Meetings:  {row("", "on", "2026-09-30", "kind", "steering"), row("n", "on", "2026-07-01", "kind", "contract")},
	}
	return k
}

func TestAgenda(t *testing.T) {
	everybody := []tenants.Role{tenants.Lead, tenants.Commissioner, tenants.Provider, tenants.Reader}
	commissioners := []tenants.Role{tenants.Lead, tenants.Commissioner}
	provider := []tenants.Role{tenants.Provider}
	ends := func(end calendar.Date, talks ...contract.Talk) func(*known) {
		return func(k *known) { k.Contracts[0].End, k.Contracts[0].Talks = end, talks }
	}
	workers := []tenants.Role{tenants.Lead, tenants.Commissioner, tenants.Provider}
	acted := func(owner action.Owner, due calendar.Date) func(*known) {
		return func(k *known) {
			if !k.Member.Can(tenants.WorkOnActions) {
				return // it reads none
			}
			k.Actions = []action.Action{{
				ID: "a", What: "Find rooms", Owner: owner, Due: due, State: action.Open,
				About: action.About{Kind: record.Priority, ID: "3.3"},
			}}
		}
	}
	members := []tenants.Role{tenants.Lead, tenants.Commissioner, tenants.Reader}
	meets := func(on calendar.Date, stage string) func(*known) {
		return func(k *known) {
			if k.Member.Can(tenants.WorkbookGroup) {
				f := register.Meeting
				row := register.Row{ID: "m", Values: register.Values(f.On.As(string(on)), f.Stage.As(stage))}
				k.Meetings = []steering.Meeting{{Row: row}}
			}
		}
	}
	returned := func(s figures.State) func(*known) { return func(k *known) { k.Returns[0].State = s } }
	entry := func(key string, change func(*assessment.Entry)) func(*known) {
		return func(k *known) {
			e := k.Entries[key]
			change(&e)
			k.Entries[key] = e
		}
	}
	waits := func(role tenants.Role, q question.Question) func(k *known) {
		q.ID, q.State = "q", question.Open
		q.Messages = []question.Message{{Act: question.Ask, At: "2026-11-14T09:00:00.000000Z"}}
		return func(k *known) {
			if k.Member.Role == role { // the store has asked whom it waits for
				k.Questions = []question.Question{q}
			}
		}
	}
	piece := func(s evidence.State, provider string) func(*known) {
		return func(k *known) {
			k.Evidence = []evidence.Evidence{{
				ID: "e", Title: "Minutes", State: s, Provider: provider, ProviderName: "Northside", Created: "2026-11-01T09:00:00.000000Z",
				Messages: []evidence.Message{{Act: evidence.Query, At: "2026-11-14T09:00:00.000000Z"}},
			}}
		}
	}
	for _, tt := range []struct {
		name   string
		change func(*known)
		whom   []tenants.Role
		want   string // text, why and address
	}{
		{"nothing waits", func(*known) {}, nil, ""},
		{
			"nobody has opened the round", func(k *known) { k.Review = assessment.ReviewOn(k.Today, assessment.OpenedRound{}) },
			[]tenants.Role{tenants.Lead},
			"Open the round of Quarter 3 2026/27 | Then each priority can be reviewed for this quarter | /rounds/2026Q3/open",
		},
		{
			"talks overdue", ends("2027-03-31"), commissioners,
			"Discuss extension or re-procurement of the Northside IPS contract | " +
				"It ends on 31 March 2027; the conversation was due by 30 September 2026 | /contracts/k",
		},
		{
			"talks due on the very day", ends("2027-05-20"), commissioners,
			"Discuss extension or re-procurement of the Northside IPS contract | " +
				"It ends on 20 May 2027; the conversation is due by 20 November 2026 | /contracts/k",
		},
		{"talks held", ends("2027-03-31", contract.Talk{HeldOn: "2026-09-01", ForEnd: "2027-03-31"}), nil, ""},
		{
			"talks for another end", ends("2027-03-31", contract.Talk{HeldOn: "2026-09-01", ForEnd: "2027-01-31"}), commissioners,
			"Discuss extension or re-procurement of the Northside IPS contract | " +
				"It ends on 31 March 2027; the conversation was due by 30 September 2026 | /contracts/k",
		},
		{
			"talks due from 9 months before", ends("2027-08-20"), commissioners,
			"Discuss extension or re-procurement of the Northside IPS contract | " +
				"It ends on 20 August 2027; the conversation is due by 20 February 2027 | /contracts/k",
		},
		{
			"the day before, the reminder of 12 months is shown", ends("2027-08-21"), commissioners,
			"Plan the conversation about the Northside IPS contract | " +
				"It ends on 21 August 2027; the conversation is due by 21 February 2027 | /contracts/k",
		},
		{
			"the reminder of 18 months on its day", ends("2028-05-20"), commissioners,
			"Plan the conversation about the Northside IPS contract | " +
				"It ends on 20 May 2028; the conversation is due by 20 November 2027 | /contracts/k",
		},
		{"no reminder before it", ends("2028-05-21"), nil, ""},
		{"no reminder once talks are held", ends("2028-05-20", contract.Talk{HeldOn: "2026-10-01", ForEnd: "2028-05-20"}), nil, ""},
		{"the contract is over", ends("2026-10-31"), nil, ""},
		{"the contract ended early", func(k *known) { k.Contracts[0].EndedOn = "2026-10-31" }, nil, ""},
		{
			"figures not begun, for the provider", func(k *known) { k.Returns = nil }, provider,
			"Enter your figures for Quarter 2 2026/27 | Due by 15 November 2026, waiting 5 days | /returns/n/2026Q2",
		},
		{
			"figures not sent, for the provider", returned(figures.Draft), provider,
			"Finish and submit your figures for Quarter 2 2026/27 | " +
				"They are a draft. Due by 15 November 2026, waiting 5 days | /returns/n/2026Q2",
		},
		{
			"figures not sent, for commissioners", returned(figures.Draft), commissioners,
			"Ask Northside for its figures for Quarter 2 2026/27 | Due by 15 November 2026, waiting 5 days | /returns/n/2026Q2/ask",
		},
		{
			"figures on the day they are due", func(k *known) { k.Returns, k.Today = nil, "2026-11-15" }, provider,
			"Enter your figures for Quarter 2 2026/27 | Due by 15 November 2026 | /returns/n/2026Q2",
		},
		{
			"figures on the day after", func(k *known) { k.Returns, k.Today = nil, "2026-11-16" }, provider,
			"Enter your figures for Quarter 2 2026/27 | Due by 15 November 2026, waiting 1 day | /returns/n/2026Q2",
		},
		{"the ICB has set another day", func(k *known) {
			k.Returns, k.Member.Tenant.FiguresDue = nil, calendar.Deadline{Month: 3, Day: 31}
		}, provider, "Enter your figures for Quarter 2 2026/27 | Due by 31 December 2026 | /returns/n/2026Q2"},
		{"a quarter left out between two that were sent", func(k *known) {
			k.Returns = append(k.Returns, figures.Return{Provider: "n", Quarter: "2025Q4", State: figures.Accepted})
		}, commissioners, "Ask Northside for its figures for Quarter 1 2026/27 | " +
			"Due by 15 August 2026, waiting 97 days | /returns/n/2026Q1/ask"},
		{"figures that wait long for a look", func(k *known) {
			returned(figures.Submitted)(k)
			k.Returns[0].ChangedAt = "2026-10-11T09:00:00.000000Z"
		}, commissioners, "Review Northside's figures for Quarter 2 2026/27 | " +
			"They count towards the results; nobody has reviewed them yet; waiting 40 days | /returns/n/2026Q2"},
		{"no contract in the quarter, so no figures are due", func(k *known) { k.Returns, k.Contracts = nil, nil }, nil, ""},
		{"the provider has ended", func(k *known) { k.Returns, k.Providers[0].Ended = nil, true }, nil, ""},
		{
			"figures to review", returned(figures.Submitted), commissioners,
			"Review Northside's figures for Quarter 2 2026/27 | They count towards the results; nobody has reviewed them yet | " +
				"/returns/n/2026Q2",
		},
		{
			"figures corrected", returned(figures.Corrected), commissioners,
			"Review Northside's figures for Quarter 2 2026/27 | They count towards the results; nobody has reviewed them yet | " +
				"/returns/n/2026Q2",
		},
		{"figures queried", returned(figures.Queried), nil, ""},
		{
			"the ICB's question", waits(tenants.Provider, question.Question{
				Provider: "n", ProviderName: "Northside", AskedBy: question.ICB, Title: "the figures for Quarter 2 2026/27",
			}), provider,
			"Answer the ICB’s question on the figures for Quarter 2 2026/27 | Asked 6 days ago | /questions/q",
		},
		{
			"a provider's question", waits(tenants.Commissioner, question.Question{
				Provider: "n", ProviderName: "Northside", AskedBy: question.Provider, Title: "3.2",
			}), []tenants.Role{tenants.Commissioner}, "Answer Northside’s question on 3.2 | Asked 6 days ago | /questions/q",
		},
		{
			"a question within the ICB", waits(tenants.Lead, question.Question{AskedBy: question.ICB, Title: "Minutes"}),
			[]tenants.Role{tenants.Lead},
			"Answer the question on Minutes | Asked 6 days ago | /questions/q",
		},
		{"evidence queried", piece(evidence.Queried, "n"), nil, ""},
		{"evidence to review", piece(evidence.New, "n"), commissioners, "Review ‘Minutes’ | Northside added it 19 days ago | /evidence/e"},
		{"the ICB's own evidence needs no review", piece(evidence.New, ""), nil, ""},
		{"evidence accepted", piece(evidence.Accepted, "n"), nil, ""},
		{"two pieces to review", func(k *known) {
			piece(evidence.New, "n")(k)
			k.Evidence = append(k.Evidence, k.Evidence[0])
		}, commissioners, "Review 2 pieces of evidence | The first was added 19 days ago | /evidence?state=new"},
		{
			"review date passed", entry("3.4", func(e *assessment.Entry) { e.ReviewOn = "2026-11-19" }), commissioners,
			"Review 3.4 At least 40% of unemployed people accessing IPS supported into work | " +
				"It was due by 19 November 2026 | /toolkit/3.4",
		},
		{"review date today", entry("3.4", func(e *assessment.Entry) { e.ReviewOn = "2026-11-20" }), nil, ""},
		{"two review dates passed", func(k *known) {
			entry("3.4", func(e *assessment.Entry) { e.ReviewOn = "2026-11-19" })(k)
			entry("2.2", func(e *assessment.Entry) { e.ReviewOn = "2026-10-01" })(k)
		}, commissioners, "Review 2 priorities | The first was due by 1 October 2026: 2.2, 3.4 | /toolkit/review?only=2.2,3.4"},
		{"two not answered", func(k *known) {
			entry("3.4", func(e *assessment.Entry) { e.Status = "" })(k)
			entry("7.1", func(e *assessment.Entry) { e.Status = "" })(k)
		}, commissioners, "Answer 2 priorities | No status yet: 3.4, 7.1 | /toolkit/review?only=3.4,7.1"},
		{"two saved last quarter only", func(k *known) {
			entry("1.2", func(e *assessment.Entry) { e.ChangedAt = "2026-09-30T22:59:59.000000Z" })(k)
			entry("6.1", func(e *assessment.Entry) { e.ChangedAt = "2026-07-01T09:00:00.000000Z" })(k)
		}, commissioners, "Review 2 priorities | Not yet reviewed this quarter: 1.2, 6.1 | /toolkit/review?only=1.2,6.1"},
		{
			"not answered", entry("7.1", func(e *assessment.Entry) { e.Status = "" }), commissioners,
			"Answer 7.1 Central to ICB strategies on inclusive economy and health inequalities | No status yet | /toolkit/7.1",
		},
		{
			"saved last quarter only", entry("1.2", func(e *assessment.Entry) { e.ChangedAt = "2026-09-30T22:59:59.000000Z" }),
			commissioners,
			"Review 1.2 Joint governance with ICB oversight | Not yet reviewed this quarter | /toolkit/1.2",
		},
		{
			"nobody's", entry("1.2", func(e *assessment.Entry) { e.Owner = "" }), commissioners,
			"Give 1.2 Joint governance with ICB oversight an owner | It has no owner yet | /toolkit/1.2",
		},
		{"two that are nobody's", func(k *known) {
			entry("1.2", func(e *assessment.Entry) { e.Owner = "" })(k)
			entry("4.2", func(e *assessment.Entry) { e.Owner = "" })(k)
		}, commissioners, "Give 2 priorities an owner | They have no owner yet: 1.2, 4.2 | /toolkit?only=1.2,4.2"},
		{"as many as are named", func(k *known) {
			for _, key := range []string{"1.1", "1.2", "1.3", "2.1", "2.2", "2.3"} {
				entry(key, func(e *assessment.Entry) { e.Owner = "" })(k)
			}
		}, commissioners, "Give 6 priorities an owner | They have no owner yet: 1.1, 1.2, 1.3, 2.1, 2.2, 2.3 | " +
			"/toolkit?only=1.1,1.2,1.3,2.1,2.2,2.3"},
		{"one more than are named", func(k *known) {
			for _, key := range []string{"1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.4"} {
				entry(key, func(e *assessment.Entry) { e.Owner = "" })(k)
			}
		}, commissioners, "Give 7 priorities an owner | They have no owner yet | /toolkit?only=1.1,1.2,1.3,2.1,2.2,2.3,2.4"},
		{
			"no meeting set", func(k *known) { k.Member.Tenant.NextMeeting = "" },
			[]tenants.Role{tenants.Lead},
			"Plan the next meeting of the steering group | None is planned | /steering/meetings/new",
		},
		{
			"the meeting was yesterday", func(k *known) { k.Member.Tenant.NextMeeting = "2026-11-19" },
			[]tenants.Role{tenants.Lead},
			"Plan the next meeting of the steering group | The last one was on 19 November 2026 | /steering/meetings/new",
		},
		{
			"my action is overdue", acted(action.Owner{Member: "me"}, "2026-11-19"), workers,
			"Find rooms | Action due by 19 November 2026. Priority 3.3 | /actions/a",
		},
		{
			"my action is due in 14 days", acted(action.Owner{Member: "me"}, "2026-12-04"), workers,
			"Find rooms | Action due by 4 December 2026. Priority 3.3 | /actions/a",
		},
		{"my action is due in 15 days", acted(action.Owner{Member: "me"}, "2026-12-05"), nil, ""},
		{
			"an action of the provider as a whole", acted(action.Owner{Provider: "n"}, "2026-12-04"), provider,
			"Find rooms | Action due by 4 December 2026. Priority 3.3 | /actions/a",
		},
		{
			"an overdue action of somebody else", acted(action.Owner{Role: "Trust executive"}, "2026-11-19"), commissioners,
			"Follow up an overdue action: Find rooms | It was due by 19 November 2026. Owner: Trust executive | /actions/a",
		},
		{"an action of a colleague that is due soon", acted(action.Owner{Member: "they", Provider: "n"}, "2026-11-30"), nil, ""},
		{
			"overdue actions that others own", func(k *known) {
				acted(action.Owner{}, "2026-11-01")(k)
				k.Actions = append(k.Actions, action.Action{ID: "b", State: action.Open, Due: "2026-11-02"})
			}, commissioners,
			"Follow up 2 overdue actions that others own | The first was due by 1 November 2026 | /actions?state=overdue",
		},
		{
			"no access target", func(k *known) { k.AccessTarget = false }, commissioners,
			"Set the access target for 2026/27 | Without it the service cannot say whether access is on course | /targets",
		},
		{
			"a meeting of the steering group nobody has recorded", meets("2026-11-19", register.MeetingPlanned), commissioners,
			"Record the steering group meeting of 19 November 2026 | It was planned, and nobody has said whether it took place | " +
				"/steering/meetings/m",
		},
		{"a meeting that was held", meets("2026-11-19", register.MeetingHeld), nil, ""},
		{"a meeting that was cancelled", meets("2026-12-01", register.MeetingCancelled), nil, ""},
		{
			"a meeting of the steering group today", meets("2026-11-20", register.MeetingPlanned), members,
			"Steering group meeting on 20 November 2026 | Read its agenda. It is today | /steering/meetings/m",
		},
		{
			"a meeting in 14 days", meets("2026-12-04", register.MeetingPlanned), members,
			"Steering group meeting on 4 December 2026 | Read its agenda | /steering/meetings/m",
		},
		{"a meeting in 15 days", meets("2026-12-05", register.MeetingPlanned), nil, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, role := range everybody {
				k := settled(role)
				tt.change(&k)
				var got []string
				for _, one := range k.agenda() {
					got = append(got, one.Text+" | "+one.Why+" | "+strings.TrimPrefix(one.Href, "/icb/QWE"))
				}
				var want []string
				if slices.Contains(tt.whom, role) {
					want = []string{tt.want}
				}
				// A case for one side may have another line for the other side: only its own words are asked for.
				if slices.Contains(tt.whom, role) != slices.Contains(got, tt.want) || tt.want == "" && len(got) > 0 {
					t.Errorf("%s: %q, want %q", role, got, want)
				}
			}
		})
	}
}

func TestAgendaIsInOrder(t *testing.T) {
	k := settled(tenants.Lead)
	k.AccessTarget = false
	k.Contracts = append(k.Contracts, contract.Contract{ID: "l", Provider: "n", Name: "Older", Start: "2024-04-01", End: "2027-02-28"})
	k.Contracts[0].End = "2027-03-31"
	e := k.Entries["3.4"]
	e.ReviewOn, e.Status = "2026-11-01", ""
	k.Entries["3.4"] = e
	var got []string
	for _, one := range k.agenda() {
		got = append(got, one.Text)
	}
	want := []string{
		"Discuss extension or re-procurement of the Older contract", "Discuss extension or re-procurement of the Northside IPS contract",
		"Review 3.4 At least 40% of unemployed people accessing IPS supported into work", "Set the access target for 2026/27",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q: each priority is listed once, under what is most urgent", got, want)
	}
}

func TestAgo(t *testing.T) {
	for day, want := range map[calendar.Date]string{
		"2026-11-20": "today", "2026-11-19": "yesterday", "2026-11-14": "6 days ago",
		"2026-11-21": "today",
	} {
		if got := ago(day, "2026-11-20"); got != want {
			t.Errorf("%s is %q, want %q", day, got, want)
		}
	}
}
