package sample

import (
	"fmt"
	"maps"
	"strconv"

	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/claims"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/staffing"
)

// addLists gives the sample a row of each list for each provider that may have one, with a value in every field, and a
// row with only the required ones.
func addLists(s *snapshot.Snapshot) {
	s.Registers = map[string][]register.Row{}
	for _, list := range register.Lists {
		for i, provider := range []string{"n", "r", ""} {
			if provider == "" && list.Keeper == register.Provider || provider != "" && list.Keeper == register.ICB {
				continue
			}
			row := register.Row{
				ID: fmt.Sprintf("%s-%d", list.Code, i), Provider: provider, Values: map[string]string{},
				ChangedAt: "2026-11-02T09:00:00.000000Z", ChangedBy: "Person provider", Version: 1,
			}
			for n, f := range list.Fields {
				row.Values[f.Name] = Value(f, n+i)
			}
			if list.Code == register.Meetings {
				row.Values[register.Meeting.Stage.Name], row.Values[register.Meeting.Minutes.Name] = register.MeetingHeld,
					register.MinutesSent
				row.Values[register.Meeting.Kind.Name] = register.SteeringMeeting
				if provider != "" {
					row.Values[register.Meeting.Kind.Name] = register.ContractMeeting
				}
			}
			if list.Code == register.Events {
				row.Values[register.Event.Priority.Name], row.Values[register.Event.Stage.Name] = "6.2", "start"
			}
			s.Registers[list.Code] = append(s.Registers[list.Code], row)
		}
		bare := register.Row{ID: list.Code + "-bare", Provider: "n", Values: map[string]string{}}
		for n, f := range list.Fields {
			if f.Required {
				bare.Values[f.Name] = Value(f, n+7)
			}
		}
		if list.Keeper != register.ICB {
			s.Registers[list.Code] = append(s.Registers[list.Code], bare)
		}
	}
	register.Shown(s.Registers)
}

// Value is a value that a field can hold.
func Value(f register.Field, n int) string {
	switch f.Type {
	case register.Date:
		return string(calendar.Date("2026-05-01").AddDays(n * 3))
	case register.Quarter:
		return string(calendar.Quarter("2026Q2").Add(-n % 3))
	case register.YesNo:
		return []string{"yes", "no"}[n%2]
	case register.Choice:
		return f.Options[n%len(f.Options)].Value
	case register.Ref:
		return "meeting-2" // the sample's meeting of the steering group
	case register.Line:
		return "Hill and Dale " + strconv.Itoa(n)
	case register.Lines:
		return "Referrals without a team in two months. The trust is looking into it, and will say by the next meeting what it found."
	}
	return strconv.Itoa(1 + n%9)
}

// addNumbers gives the sample what belongs to returns: words, teams, an agreed set, published access and breakdowns
// over four quarters.
func addNumbers(s *snapshot.Snapshot) {
	set := figures.Set{
		N: 1, From: "2026Q1", Parts: []string{"sustained", "employers"}, AgreedOn: "2026-03-18",
		Note: "At the contract meetings with both providers", At: "2026-03-19T10:00:00.000000Z", By: "Person commissioner",
	}
	s.Sets = []figures.Set{set}
	for i := range s.Returns {
		r := &s.Returns[i]
		if r.Quarter < set.From {
			continue
		}
		r.Asked = set
		for _, f := range set.Fields()[1:] {
			f.Set(r, int64(100*(i+3)), true)
		}
		r.Reasons = map[string]string{
			"sustained_13": "The system was changed in May; the next return has the number", "es_in_post": "A vacancy since July",
		}
		half := r.AccessUnemployed.N / 2
		r.Teams = []figures.Team{
			{Name: "North", Numbers: map[string]int64{"access_unemployed": half * 100}},
			{Name: "South", Numbers: map[string]int64{"access_unemployed": (r.AccessUnemployed.N - half) * 100}},
		}
	}
	s.Published = []figures.Published{
		{
			Provider: "n", To: "2026-09-30", People: number.CountOf(225), PublishedOn: "2026-11-12",
			Source: "Mental Health Services Monthly Statistics, September 2026", ChangedAt: "2026-11-13T10:00:00.000000Z",
			ChangedBy: "Person commissioner",
		},
		{
			Provider: "r", To: "2026-09-30", Hidden: true, PublishedOn: "2026-11-12",
			Source: "Mental Health Services Monthly Statistics, September 2026",
		},
	}
	s.Collections = []equity.Collection{
		{
			Characteristic: "sex", From: "2025Q1", Collected: true, Name: "Gender as the system holds it",
			Labels: []string{"Female", "Male"}, Version: 1,
		},
	}
	addBreakdowns(s)
}

// addBreakdowns divides the people of each return: half of those left in each group, and the rest in the last.
func addBreakdowns(s *snapshot.Snapshot) {
	for _, r := range s.Returns {
		all := equity.Everyone(r)
		for _, c := range equity.Collected(s.Collections, r.Quarter) {
			b := equity.Breakdown{
				Provider: r.Provider, Quarter: r.Quarter, Characteristic: c.Characteristic, Finished: true,
				Counts: map[string]equity.GroupCount{},
			}
			left := all
			for i, g := range c.Groups() {
				part := equity.GroupCount{
					Access: number.CountOf(left.Access.N / 2), Unemployed: number.CountOf(left.Unemployed.N / 2),
					FirstJobs: number.CountOf(left.FirstJobs.N / 2),
				}
				if i == len(c.Groups())-1 {
					part = left
				}
				b.Counts[g.Key] = part
				left = equity.GroupCount{
					Access:     number.CountOf(left.Access.N - part.Access.N),
					Unemployed: number.CountOf(left.Unemployed.N - part.Unemployed.N),
					FirstJobs:  number.CountOf(left.FirstJobs.N - part.FirstJobs.N),
				}
			}
			s.Breakdowns = append(s.Breakdowns, b)
		}
	}
}

// addAgreements gives the sample a staffing plan, clauses and facts of its contracts, and an answered difference.
func addAgreements(s *snapshot.Snapshot) {
	plan := staffing.YearOf(2026)
	for n, f := range staffing.Recorded.Fields {
		plan.Values[f.Name] = Value(f, n)
	}
	of := staffing.Asked
	maps.Copy(plan.Values, register.Values(
		of.Retention.As("2000"), of.PayES.As("33437"), of.PayTL.As("40823"), of.PaySM.As("50723"), of.Insurance.As("1500"),
		of.FreeMonth.As("417"),
		of.Pension.As("1430"), of.Overhead.As("2000"), of.MHIS.As("400000"), of.SDF.As("90000"), of.Baseline.As("300"),
		of.Expansion.As("100"),
		of.GrowES.As("1050"),
	))
	plan.ChangedAt, plan.ChangedBy = "2026-10-30T12:00:00.000000Z", "Person commissioner"
	s.Plans = []staffing.Year{plan}
	for i := range s.Contracts {
		c := &s.Contracts[i]
		c.Type, c.Place, c.Payment, c.Meeting = "nhs_shorter", "Swindon and the villages around it", "block", "reserved"
		c.Stated = contract.Stated{Access: number.Amount{Hundredths: 200_00, Known: true}, ES: number.Amount{Hundredths: 4_00, Known: true}}
		c.Terms = map[string]contract.Term{
			"pay": {Answer: contract.Yes, Reference: "Schedule 2A, 3.1"}, "referral_self": {Answer: contract.NeedsVariation},
		}
		c.Variations = []contract.Variation{{Number: "1", On: "2026-05-01", Purpose: "The access target is raised"}}
	}
	differ := s.Entries["2.2"]
	differ.Priority, differ.Status = "2.2", assessment.InPlace
	s.Entries["2.2"] = differ
	for _, c := range s.Measured().Claims {
		if c.Priority == "2.2" {
			s.Answers = []claims.Answer{
				{
					Priority: c.Priority, State: c.State, Note: "Both are being replaced by one of five years",
					AnsweredAt: "2026-11-19T10:00:00.000000Z", AnsweredBy: "Person lead", Version: 1,
				},
			}
		}
	}
}
