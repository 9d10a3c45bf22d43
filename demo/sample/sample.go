// Package sample is an ICB for tests: a snapshot with something of every kind of record. It is a value and needs no
// database.
package sample

import (
	"fmt"

	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/view"
)

// ICB is an ICB in the middle of its third quarter, with two providers and a year of figures.
func ICB() snapshot.Snapshot {
	s := snapshot.Snapshot{
		Audience: view.Commissioners,
		ICB: snapshot.ICB{
			Code: "QOX", Name: "Bath and North East Somerset, Swindon and Wiltshire", Region: "South West", Demo: true,
			NextMeeting: "2026-12-09",
		},
		Edition: edition.Current(), At: "2026-11-20T09:00:00.000000Z", Version: 412,
		Opened: assessment.OpenedRound{Quarter: "2026Q3", At: "2026-10-01T08:00:00.000000Z"}, Round: "2026Q3",
		Providers: []provider.Provider{
			{ID: "n", Name: "Northside", Kind: "NHS trust", Stage: provider.MatureService, Place: "Swindon"},
			{ID: "r", Name: "Riverside", Kind: "Voluntary sector organisation", Stage: provider.NewService, Place: "Bath"},
		},
		Entries: map[string]assessment.Entry{},
		People: map[string][]view.Title{
			"Person lead":         {{Words: "ICB administrator", Organised: true}},
			"Person commissioner": {{Words: "Commissioner"}},
		},
	}
	addEntries(&s)
	addViews(&s)
	addFigures(&s)
	s.Evidence = []evidence.Evidence{{
		ID: "e1", Title: "Minutes of the steering group", Link: "https://www.example.org/minutes", From: "2026-07-01", To: "2026-09-30",
		ReviewOn: "2026-10-31",
		Provider: "n", ProviderName: "Northside", State: evidence.Queried, Places: []evidence.Place{
			{Priority: "1.2"}, {Priority: "1.2", Point: "c1"},
		},
		Files:   []evidence.File{{Name: "minutes.pdf", Size: 820_000, State: evidence.Clean}},
		Created: "2026-10-02T10:00:00.000000Z", CreatedBy: "Person provider",
		Messages: []evidence.Message{
			{
				Act: evidence.Query, Text: "Which of these actions are done?", At: "2026-10-12T08:30:00.000000Z", By: "Person commissioner",
				Title: "Commissioner",
			},
		},
	}}
	s.Contracts = []contract.Contract{
		{
			ID: "c1", Provider: "n", Name: "IPS for severe mental illness, north", Reference: "C-2025-114", Start: "2024-04-01",
			End: "2027-03-31", Options: []contract.Option{{Months: 12}},
		},
		{
			ID: "c2", Provider: "r", Name: "IPS in primary care, Bath", Start: "2026-04-01", End: "2028-03-31",
			Talks: []contract.Talk{{HeldOn: "2026-10-01", ForEnd: "2028-03-31", Note: "Re-procurement from April"}},
		},
	}
	addActions(&s)
	addLists(&s)
	addNumbers(&s)
	addAgreements(&s)
	return s
}

func addActions(s *snapshot.Snapshot) {
	s.Actions = []action.Action{
		{
			ID: "a1", What: "Agree rooms for the clinic in Bath", Asked: action.Trust, Due: "2026-10-31", State: action.Open, Shared: true,
			Owner: action.Owner{Role: "Trust executive"}, About: action.About{Kind: record.Priority, ID: "3.3"},
			ChangedAt: "2026-09-02T10:00:00.000000Z", ChangedBy: "Person commissioner",
		},
		{
			ID: "a2", What: "Report the caseload of each specialist", Asked: action.Provider, Due: "2026-12-01", State: action.Open,
			Owner: action.Owner{Provider: "n", ProviderName: "Northside"}, Note: "Two of three teams have reported",
			ChangedAt: "2026-11-10T10:00:00.000000Z", ChangedBy: "Person provider",
		},
	}
}

func addEntries(s *snapshot.Snapshot) {
	var events []snapshot.Event
	s.Began = map[string]assessment.Status{}
	statuses := []assessment.Status{
		assessment.InPlace, assessment.InProgress, assessment.InPlace, assessment.NotStarted, assessment.InPlace, assessment.InProgress,
		assessment.InPlace,
	}
	for i, p := range s.Edition.Priorities() {
		if i == 19 {
			continue
		}
		e := assessment.Entry{
			Priority: p.Key, Status: statuses[i%7], Version: i + 1, OwnerName: "Person lead",
			OwnerTitle: view.Title{Words: "ICB administrator", Organised: true},
			Notes: "What is in place: the specification names the access target and the staff it needs. What is missing: the part for " +
				"primary care, which is due with the next contract. " + fmt.Sprint(i),
			ReviewOn:  "2027-01-31",
			ChangedAt: calendar.Instant(fmt.Sprintf("2026-11-%02dT14:05:00.000000Z", i%18+1)), ChangedBy: "Person commissioner",
			ChangedByTitle: view.Title{Words: "Commissioner"},
		}
		for _, point := range p.Statements()[:len(p.Statements())/2] {
			e.Points = append(e.Points, point.ID)
		}
		if i%6 == 0 {
			e.ReviewOn, e.PrivateNotes = "2026-09-30", "Finance to confirm the SDF share before this is shared."
		}
		s.Entries[p.Key] = e
		was := assessment.InProgress
		if i%3 == 0 {
			was = e.Status
		}
		s.Began[p.Key] = was
		events = append([]snapshot.Event{{
			At: e.ChangedAt, Who: "Person commissioner", Role: view.Title{Words: "Commissioner"}, Act: "saved", Kind: "priority",
			Subject: p.Key,
			Changes: []snapshot.Change{
				{Field: "status", Old: string(was), New: string(e.Status)},
				{Field: "notes", Old: "Nothing yet.", New: e.Notes},
				{Field: "owner", New: "Person lead"},
			},
		}}, events...)
		if was == e.Status {
			events[0].Changes = events[0].Changes[1:]
		}
	}
	s.Events = snapshot.Listed(events...)
}

// addViews adds what both providers say of two priorities: they differ on 1.2, and the ICB says why. Northside asks about it too.
func addViews(s *snapshot.Snapshot) {
	for _, v := range []assessment.View{
		{Provider: "n", ProviderName: "Northside", Priority: "1.2", Status: assessment.InPlace, Note: "We meet every quarter"},
		{Provider: "r", ProviderName: "Riverside", Priority: "1.2", Status: assessment.NotStarted, Note: "Nobody has asked us yet"},
		{Provider: "n", ProviderName: "Northside", Priority: "1.3", Status: s.Entries["1.3"].Status},
	} {
		v.ChangedAt, v.ChangedBy = "2026-11-02T10:00:00.000000Z", "Person provider"
		v.ChangedByTitle = view.Title{Words: v.ProviderName + " (provider)", Organised: true}
		s.Views = append(s.Views, v)
	}
	s.Questions = []question.Question{{
		ID: "q1", About: question.About{Kind: "priority", ID: "1.2"}, Title: "1.2", Provider: "n", ProviderName: "Northside",
		AskedBy: question.Provider, State: question.Open, AskedAt: "2026-11-10T10:00:00.000000Z", ChangedAt: "2026-11-10T10:00:00.000000Z",
		Messages: []question.Message{{
			N: 1, Act: question.Ask, Text: "May our team leader come along?", At: "2026-11-10T10:00:00.000000Z", By: "Person provider",
			Title: "Northside (provider)",
		}},
	}}
	s.Comments = []assessment.Comment{{
		Priority: "1.2", State: "in_progress n:in_place r:not_started", Text: "One service joined the group this summer",
		ChangedAt: "2026-11-03T10:00:00.000000Z", ChangedBy: "Person commissioner",
	}}
}

func addFigures(s *snapshot.Snapshot) {
	for i, q := range []calendar.Quarter{"2025Q1", "2025Q2", "2025Q3", "2025Q4", "2026Q1", "2026Q2"} {
		n := int64(i)
		s.Returns = append(s.Returns,
			figures.Return{
				Provider: "n", Quarter: q, State: figures.Accepted, AccessUnemployed: number.CountOf(40 + 2*n),
				AccessRetention: number.CountOf(9),
				FirstJobStarts:  number.CountOf(15 + 2*n), KeptWork: number.CountOf(6), Note: "A vacancy since July",
				InPost: figures.Posts{ES: number.FTEOf(450), TL: number.FTEOf(100), SM: number.FTEOf(50)},
				Funded: figures.Posts{ES: number.FTEOf(550), TL: number.FTEOf(100)},
			},
			figures.Return{
				Provider: "r", Quarter: q, State: figures.Submitted, AccessUnemployed: number.CountOf(30 + n),
				AccessRetention: number.CountOf(12),
				FirstJobStarts:  number.CountOf(11), KeptWork: number.CountOf(8),
				InPost: figures.Posts{ES: number.FTEOf(320), TL: number.FTEOf(50), SM: number.FTEOf(20)},
			},
		)
	}
	s.Locals = []measure.Local{
		{Kind: measure.YearsAccess, Year: 2026, Value: amount(400_00), Reason: "Medium Term Planning Framework"},
		{Kind: measure.JobOutcomeRate, Year: 2026, Value: amount(35_00), Reason: "Riverside is new this year"},
	}
	s.Own = []measure.Own{
		{ID: "o1", Name: "Employers met each quarter", Unit: measure.Number, Direction: measure.AtLeast, Value: amount(60_00)},
	}
	s.ByHand = []measure.ByHand{{Target: "o1", Quarter: "2026Q2", Value: amount(64_00), Note: "Counted by Northside"}}
}

func amount(hundredths int64) number.Amount {
	return number.Amount{Hundredths: hundredths, Known: true}
}
