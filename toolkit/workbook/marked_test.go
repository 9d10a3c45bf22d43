package workbook_test

import (
	"fmt"
	"slices"
	"strings"

	"ipstoolkit/demo/sample"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/claims"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/staffing"
	"ipstoolkit/toolkit/view"
)

// marked is a snapshot with a different text in every field.
func marked() snapshot.Snapshot {
	s := snapshot.Snapshot{
		Audience: view.Commissioners,
		ICB:      snapshot.ICB{Code: "ALL_code", Name: "ALL_icb", Region: "ALL_region", Demo: true, NextMeeting: "2026-12-09"},
		At:       "2026-11-20T09:00:00.000000Z", Version: 77, Edition: edition.Current(), Entries: map[string]assessment.Entry{},
		Providers: []provider.Provider{
			{
				ID: "a", Name: "A_provider", Kind: "primary_care", Stage: provider.NewService, Place: "A_place", Ended: true,
				Under: "NONE_under", Version: 2,
			},
			{ID: "b", Name: "B_provider", Kind: "independent", Stage: provider.MatureService, Place: "B_place"},
		},
		People: map[string][]view.Title{"NAME_owner1": {{Words: "Commissioner"}}},
		Began:  map[string]assessment.Status{"1.1": assessment.NotStarted},
		Opened: assessment.OpenedRound{Quarter: "2026Q3", At: "2026-10-02T09:00:00.000000Z", Sealed: true}, Round: "2026Q3",
	}
	for i, p := range s.Edition.Priorities() {
		s.Entries[p.Key] = assessment.Entry{
			Priority: p.Key, Status: assessment.Statuses[i%3], Notes: fmt.Sprintf("ALL_notes%d", i),
			PrivateNotes: fmt.Sprintf("COM_private%d", i),
			Owner:        "NONE_id", OwnerName: fmt.Sprintf("NAME_owner%d", i),
			OwnerTitle: view.Title{Words: fmt.Sprintf("ALL_title%d", i), Organised: i%2 == 1},
			ReviewOn:   calendar.Date("2027-01-01").AddDays(i),
			Confirmed:  "NONE_confirmed", Points: []string{p.Points()[0].ID}, Version: i + 1,
			ChangedAt: "2026-11-05T10:00:00.000000Z", ChangedBy: fmt.Sprintf("NAME_changer%d", i),
			ChangedByTitle: view.Title{Words: fmt.Sprintf("ALL_changertitle%d", i)},
		}
	}
	s.Evidence = []evidence.Evidence{
		markedEvidence("A", "a", false), markedEvidence("B", "b", false), markedEvidence("COM", "", false),
		markedEvidence("NAME", "", true),
	}
	for i, of := range []string{"A", "B"} {
		id := strings.ToLower(of)
		n := int64(7000 + 100*i)
		s.Returns = append(s.Returns, figures.Return{
			Provider: id, Quarter: "2026Q2", State: figures.Queried, AccessUnemployed: number.CountOf(n + 1),
			AccessRetention: number.CountOf(n + 2),
			FirstJobStarts:  number.CountOf(n + 3), KeptWork: number.CountOf(n + 4),
			InPost: figures.Posts{ES: number.FTEOf(n + 5), TL: number.FTEOf(n + 6), SM: number.FTEOf(n + 7)},
			Funded: figures.Posts{ES: number.FTEOf(n + 8), TL: number.FTEOf(n + 9), SM: number.FTEOf(n + 10)},
			Asked:  markedSet(), Other: map[string]int64{"referrals": (n + 11) * 100, "sustained_13": (n + 12) * 100},
			Reasons: map[string]string{"sustained_26": of + "_why"},
			Teams:   []figures.Team{{Name: of + "_team", Numbers: map[string]int64{"access_unemployed": (n + 13) * 100}}},
			Note:    of + "_note", Query: of + "_query", Answer: of + "_answer", Reason: of + "_reason", Confirmed: "NONE_confirmed",
			SubmittedAt: "2026-10-10T10:00:00.000000Z", ChangedAt: "2026-10-11T10:00:00.000000Z", ChangedBy: of + "_enteredby", Version: 3,
		})
		s.Published = append(
			s.Published,
			figures.Published{
				Provider: id, To: "2026-09-30", People: number.CountOf(n + 14), PublishedOn: "2026-11-12",
				Source: of + "_source", Confirmed: "NONE_confirmed", ChangedAt: "2026-11-13T10:00:00.000000Z",
				ChangedBy: of + "_publishedby", Version: 1,
			},
			figures.Published{
				Provider: id, To: "2026-06-30", Hidden: true, Provisional: true, PublishedOn: "2026-08-13",
				Source: of + "_source2",
			},
		)
		s.Breakdowns = append(s.Breakdowns, equity.Breakdown{
			Provider: id, Quarter: "2026Q2", Characteristic: "sex", Finished: true, ChangedAt: "2026-10-14T10:00:00.000000Z",
			ChangedBy: "NONE_brokendownby", Version: 1,
			Counts: map[string]equity.GroupCount{"1": {
				Access: number.CountOf(n + 15), Unemployed: number.CountOf(n + 16),
				FirstJobs: number.CountOf(n + 17),
			}},
		})
		s.Contracts = append(s.Contracts, contract.Contract{
			Type: "nhs_full", Place: of + "_where", Payment: "block", Meeting: "own", Stated: markedNumbers((n + 18) * 100),
			Terms: map[string]contract.Term{"pay": {Answer: contract.NeedsVariation, Reference: of + "_clause"}},
			Variations: []contract.Variation{
				{Number: of + "_variation", On: "2026-06-07", Purpose: of + "_purpose"},
				{Number: of + "_variation2", Purpose: "COM_purpose" + id, Private: true},
			},
			ID: "k" + id, Provider: id, Name: of + "_contract", Reference: of + "_reference", Start: "2025-04-01",
			End:     "2027-03-31",
			Options: []contract.Option{{Months: 5, ExercisedOn: "2026-03-02"}, {To: "2029-09-30"}},
			Talks:   []contract.Talk{{HeldOn: "2026-02-03", ForEnd: "2027-08-31", Note: "COM_talk" + id}}, ShortReason: "COM_short" + id,
			Confirmed: "NONE_confirmed", Version: 2,
		})
	}
	for _, of := range []string{"A", "B"} {
		s.Views = append(s.Views, assessment.View{
			Provider: strings.ToLower(of), ProviderName: of + "_says", Priority: "3.4", Status: assessment.InPlace, Note: of + "_viewnote",
			Confirmed: "NONE_confirmed", ChangedAt: "2026-11-06T10:00:00.000000Z", ChangedBy: of + "_viewer",
			ChangedByTitle: view.Title{Words: of + "_viewertitle", Organised: true}, Version: 1,
		})
	}
	for _, of := range []string{"A", "B"} {
		s.Questions = append(s.Questions, question.Question{
			ID: "q" + of, About: question.About{Kind: record.Evidence, ID: "e" + of}, Title: of + "_abouttitle",
			Provider: strings.ToLower(of), ProviderName: of + "_talks", AskedBy: question.ICB, State: question.Answered,
			AskedAt: "2026-04-17T10:00:00.000000Z", ChangedAt: "2026-04-18T10:00:00.000000Z", Version: 2,
			Messages: []question.Message{
				{N: 1, Act: question.Ask, Text: of + "_q", At: "2026-04-17T10:00:00.000000Z", By: of + "_qby", Title: of + "_qtitle"},
				{
					N: 2, Act: question.Answer, Text: "NONE_gone", At: "2026-04-18T10:00:00.000000Z", By: of + "_aby",
					Title:   of + "_atitle",
					Removed: "2026-04-19T10:00:00.000000Z",
				},
			},
		})
	}
	state := string(s.Entries["3.4"].Status) + " a:in_place b:in_place"
	s.Comments = []assessment.Comment{{
		Priority: "3.4", State: state, Text: "ALL_comment", Confirmed: "NONE_confirmed",
		ChangedAt: "2026-11-07T10:00:00.000000Z", ChangedBy: "COM_commenter", Version: 1,
	}}
	s.Locals = []measure.Local{{
		Kind: measure.JobOutcomeRate, Year: 2026, Value: amount(35_00), Reason: "ALL_local",
		Confirmed: "NONE_confirmed", Version: 1,
	}}
	s.Own = []measure.Own{{
		ID: "o1", Name: "ALL_own", Unit: measure.Number, Direction: measure.AtLeast, Value: amount(60_00),
		Confirmed: "NONE_confirmed", Version: 1,
	}}
	s.ByHand = []measure.ByHand{{
		Target: "o1", Quarter: "2026Q2", Value: amount(61_00), Note: "GRP_byhand", Confirmed: "NONE_confirmed",
		Version: 1,
	}}
	s.Contracts[0].Lead = "A_lead"
	s.Contracts[1].Under, s.Contracts[1].EndedOn, s.Contracts[1].EndedReason = "ka", "2027-06-30", "COM_endedreason"
	// The number is known to the provider that passed the part on.
	s.Contracts[0].PassedOn = []contract.Passed{{People: amount(7), From: "2026-04-01", To: "2027-06-30"}}
	s.Sets = []figures.Set{markedSet()}
	s.Collections = []equity.Collection{{
		Characteristic: "sex", From: "2026Q1", Collected: true, Name: "NAME_sex", Labels: []string{"NAME_group"},
		Reason: "COM_collectreason", AgreedOn: "2026-03-19", AgreedBy: "COM_agreedby",
		Confirmed: "NONE_confirmed", Version: 1,
	}}
	s.Actions = []action.Action{
		markedAction("AG", "a", true), markedAction("A", "a", false), markedAction("B", "b", false), markedAction("COM", "", false),
		markedAction("GRP", "", true),
	}
	markLists(&s)
	markEvents(&s)
	differ := s.Entries["2.2"]
	differ.Status = assessment.InPlace
	s.Entries["2.2"] = differ
	for _, c := range s.Measured().Claims {
		if c.Priority == "2.2" {
			s.Answers = []claims.Answer{{
				Priority: "2.2", State: c.State, Note: "COM_answer", Confirmed: "NONE_confirmed",
				AnsweredAt: "2026-11-18T10:00:00.000000Z", AnsweredBy: "COM_answerer", Version: 1,
			}}
		}
	}
	return s
}

// markedAction is an action of a provider, or of the ICB, shared with the steering group or not.
func markedAction(of, provider string, shared bool) action.Action {
	id := strings.ToLower(of)
	a := action.Action{
		ID: "act" + of, What: of + "_what", Asked: action.Trust, About: action.About{Kind: record.Contract, ID: "k1"},
		AboutName: "COM_aboutname" + id, Due: "2026-11-01", State: action.Dropped, DoneOn: "2026-11-02", Reason: of + "_dropreason",
		Note: of + "_progress", Shared: shared, KeptBack: true, Confirmed: "NONE_confirmed", Version: 2,
		ChangedAt: "2026-11-19T10:00:00.000000Z", ChangedBy: strings.NewReplacer("AG", "A", "GRP", "COM").Replace(of) + "_actionby",
		Owner: action.Owner{Provider: provider, ProviderName: of + "_ownerprovider"},
	}
	switch {
	case provider == "":
		a.State, a.Owner = action.Open, action.Owner{Role: of + "_role"}
	case shared:
		a.Owner = action.Owner{
			Member: "NONE_member", Name: "A_actionowner", Title: view.Title{Words: of + "_ownertitle", Organised: true}, Provider: provider,
		}
	}
	return a
}

func markedSet() figures.Set {
	return figures.Set{
		N: 9, From: "2026Q1", Parts: []string{"sustained"}, AgreedOn: "2026-03-18", Note: "NAME_setnote", Confirmed: "NONE_confirmed",
		At: "2026-03-20T10:00:00.000000Z", By: "NAME_setby",
	}
}

func markedNumbers(n int64) contract.Stated {
	var s contract.Stated
	for _, f := range contract.StatedFields {
		f.Set(&s, number.Amount{Hundredths: n, Known: true})
	}
	return s
}

// markLists gives each list a row of each provider and of the ICB, with a different text in every field that people
// write in, and gives the staffing plan a year.
func markLists(s *snapshot.Snapshot) {
	s.Registers = map[string][]register.Row{}
	// reads are the marks of texts that the steering group reads too.
	reads := map[string]string{"A": "AG", "B": "BG", "COM": "COMG", "NAME": "ALL"}
	fill := func(id, of string, fields []register.Field, group view.Listing) register.Row {
		row := register.Row{
			ID: id, Values: map[string]string{}, Confirmed: "NONE_confirmed", ChangedAt: "2026-11-02T09:00:00.000000Z",
			ChangedBy: of + "_changed_" + id, Version: 1,
		}
		for n, f := range fields {
			row.Values[f.Name] = sample.Value(f, n)
			if f.Typed() {
				who := of
				if slices.Contains(group.Fields, f.Name) {
					who = reads[of]
				}
				row.Values[f.Name] = who + "_" + id + "_" + f.Name
			}
		}
		return row
	}
	for _, list := range register.Lists {
		for _, provider := range []string{"a", "b", ""} {
			of := strings.ToUpper(provider)
			switch {
			case provider == "" && list.Keeper == register.Provider || provider != "" && list.Keeper == register.ICB && list.Within == "":
				continue
			case provider == "" && list.Shared:
				of = "NAME"
			case provider == "":
				of = "COM"
			}
			group, _ := view.GroupReads(list.Code)
			if (group.ICBs || list.Within != "") && provider != "" {
				group = view.Listing{}
			}
			row := fill(list.Code+provider, of, list.Fields, group)
			delete(row.Values, register.Risk.ClosedOn.Name) // the group reads open risks
			switch list.Code {
			case register.Meetings:
				row.Values[register.Meeting.Stage.Name], row.Values[register.Meeting.Minutes.Name] = register.MeetingHeld,
					register.MinutesSent
				row.Values[register.Meeting.Kind.Name] = register.SteeringMeeting
				if provider != "" {
					row.Values[register.Meeting.Kind.Name] = register.ContractMeeting
				}
			case register.Items, register.Decisions,
				register.Attended: // of the group's meeting, or of each provider's; its minutes were sent
				row.Values[register.Item.Meeting.Name] = register.Meetings + provider
			}
			if list.Within == "" {
				row.Provider = provider
			}
			s.Registers[list.Code] = append(s.Registers[list.Code], row)
		}
	}
	plan := staffing.YearOf(2026)
	values := fill("plan", "COM", staffing.Recorded.Fields, view.Listing{})
	values.ID = plan.ID
	s.Plans = []staffing.Year{{Row: values}}
}

func amount(hundredths int64) number.Amount {
	return number.Amount{Hundredths: hundredths, Known: true}
}

func markedEvidence(of, provider string, shared bool) evidence.Evidence {
	name := of + "_providername"
	if provider == "" {
		name = "NONE_providername" // the ICB's own: it says ICB
	}
	return evidence.Evidence{
		ID: "e" + of, Title: of + "_title", Link: "https://www.example.org/" + of + "_link", From: "2026-01-02", To: "2026-03-04",
		ReviewOn: "2027-05-06",
		Provider: provider, ProviderName: name, Shared: shared, State: evidence.Queried, Confirmed: "NONE_confirmed",
		Places: []evidence.Place{{Priority: "3.4"}, {Priority: "3.4", Point: "c1"}},
		Files: []evidence.File{{
			ID: "NONE_file", Evidence: "e" + of, Name: of + "_file.pdf", Kind: evidence.PDF, Size: 12_345,
			SHA256: "NONE_hash", State: evidence.Unscanned, Searched: true, Created: "2026-04-05T10:00:00.000000Z",
		}},
		Created: "2026-04-06T10:00:00.000000Z", CreatedBy: of + "_addedby", Version: 4,
		Messages: []evidence.Message{
			{
				Seq: 1, Act: evidence.Query, Text: of + "_asked", At: "2026-04-07T10:00:00.000000Z", By: of + "_asker",
				Title: of + "_askertitle",
			},
			{
				Seq: 2, Act: evidence.Answer, Text: "NONE_removed", At: "2026-04-08T10:00:00.000000Z", By: of + "_answerer",
				Title: of + "_answerertitle", Removed: "2026-04-09T10:00:00.000000Z",
			},
		},
	}
}

func markEvents(s *snapshot.Snapshot) {
	var events []snapshot.Event
	defer func() { s.Events = snapshot.Listed(events...) }()
	event := func(kind, subject, of string, changes ...snapshot.Change) {
		events = append(events, snapshot.Event{
			Seq: int64(len(events) + 1),
			At:  "2026-11-05T10:00:00.000000Z", Who: strings.Replace(of, "ALL", "NAME", 1) + "_who_" + kind,
			Role: view.Title{Words: of + "_role_" + kind}, Act: of + "_act_" + kind,
			Kind: kind, Subject: subject, Changes: changes,
		})
	}
	texts := func(of, field string) snapshot.Change {
		return snapshot.Change{Field: field, Old: of + "_old_" + field, New: of + "_new_" + field}
	}
	typed := func(of, kind string) (changes []snapshot.Change) { // every field of the kind that people type in, or that names them
		for _, f := range snapshot.KindOf(kind).Fields {
			switch {
			case !f.Typed && !f.Personal:
			case f.Private:
				changes = append(changes, texts("COM", f.Name))
			case f.Personal:
				changes = append(changes, texts(strings.Replace(of, "ALL", "NAME", 1), f.Name))
			default:
				changes = append(changes, texts(of, f.Name))
			}
		}
		return changes
	}
	event("priority", "3.4", "ALL", append(typed("ALL", record.Priority),
		snapshot.Change{Field: "notes", Old: "NONE_gone", New: "NONE_gone", Removed: "2026-11-06T10:00:00.000000Z"})...)
	event("view", "a 3.4", "A", typed("A", record.View)...)
	event("view", "b 3.4", "B", typed("B", record.View)...)
	event("question", "qA", "A", typed("A", record.Question)...)
	event("question", "qB", "B", typed("B", record.Question)...)
	event("evidence", "eA", "A", typed("A", record.Evidence)...)
	event("evidence", "eB", "B", typed("B", record.Evidence)...)
	event("return", "a 2026Q2", "A", typed("A", record.Return)...)
	event("return", "b 2026Q2", "B", typed("B", record.Return)...)
	event("contract", "ka", "COM", typed("COM", record.Contract)...)
	event("member", "m1", "COM", typed("COM", record.Member)...)
	event("invitation", "i1", "COM", typed("COM", record.Invitation)...)
	event("target", "job-outcome-rate 2026", "COM", texts("COM", "value"))
	event("published", "a 2026-09-30", "A", typed("A", record.Published)...)
	event("published", "b 2026-09-30", "B", typed("B", record.Published)...)
	event("team", "teama", "A", texts("A", "team.place"))
	event("team", "teamb", "B", texts("B", "team.place"))
	event("strategy", "strategy", "NAME", texts("NAME", "strategy.page"))
	event("plan", "2026", "COM", texts("COM", "plan.pay_source"))
	event("breakdown", "a 2026Q2 sex", "COM", texts("COM", "finished"))
	event("collection", "sex", "COM", typed("COM", record.Collection)...)
	event("action", "actCOM", "COM", typed("COM", record.Action)...)
	event("settings", "QWE", "COM", texts("COM", "retention_years"))
}
