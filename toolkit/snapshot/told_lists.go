package snapshot

import (
	"fmt"
	"slices"
	"strings"

	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/coverage"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/register"
)

// PartOf names a part of a list's fields, as for register.List.On: "team", "team conditions".
func PartOf(list, part string) string { return strings.TrimSpace(list + " " + part) }

// sums are what lists add up to, in the words of their pages, by PartOf.
var sums = map[string]func(s Snapshot, rows []register.Row) []string{
	register.Teams: flowAbove, PartOf(register.Teams, register.ConditionsSheet): conditionsAbove, register.PCNs: pcnsAbove,
	register.Workforce: staffAbove, register.Events: eventsAbove, register.Meetings: meetingsAbove,
	register.Strategies: func(_ Snapshot, rows []register.Row) []string { return coverage.StrategyLines(rows) },
}

// listsTold are the sums of all lists, without the marks for bold.
func (s Snapshot) listsTold() map[string][]string {
	told := map[string][]string{}
	for part, sum := range sums {
		list, _, _ := strings.Cut(part, " ")
		for _, line := range sum(s, s.Registers[list]) {
			told[part] = append(told[part], strings.ReplaceAll(line, "**", ""))
		}
	}
	return told
}

// withRows are the providers with rows among these; none for a provider, which reads only its own rows.
func (s Snapshot) withRows(rows []register.Row) []provider.Provider {
	var list []provider.Provider
	for _, p := range s.Providers {
		if s.Audience.AreCommissioners() && len(register.OfProvider(rows, p.ID)) > 0 {
			list = append(list, p)
		}
	}
	return list
}

func flowAbove(s Snapshot, rows []register.Row) []string {
	text := coverage.FlowLines(rows)
	for _, p := range s.withRows(rows) {
		own := register.OfProvider(rows, p.ID)
		text = append(text, p.Name+": MHSDS "+coverage.ToMHSDS(own).Words()+"; Reporting Tool "+coverage.ToTool(own).Words())
	}
	return text
}

func pcnsAbove(_ Snapshot, rows []register.Row) []string {
	c := coverage.OfPCNs(rows)
	return append(c.Lines(), c.Notices...)
}

func staffAbove(s Snapshot, rows []register.Row) []string {
	text := coverage.StaffLines(rows)
	if len(rows) == 0 {
		return text
	}
	last := rows[0].Quarter(register.WhichQuarter)
	line := func(name string, own []register.Row) {
		staff := coverage.OfStaff(own, last)
		text = append(text, fmt.Sprintf("%s, four quarters to %s. Enrolled within a month: %s. Completed the 12 months: %s. Hold Level "+
			"3: %s. Permanent: %s",
			name, last.Short(), lower(staff.Onboarded.Words()), lower(staff.Completed.Words()), lower(staff.Level3.Words()),
			lower(staff.Permanent.Words())))
	}
	for _, p := range s.withRows(rows) {
		line(p.Name, register.OfProvider(rows, p.ID))
	}
	all := "All providers"
	if s.Audience.IsProvider() {
		all = s.Provider(s.Audience.ProviderID()).Name
	}
	line(all, rows)
	return text
}

func lower(words string) string { return strings.ToLower(words[:1]) + words[1:] }

func conditionsAbove(_ Snapshot, rows []register.Row) []string {
	if len(rows) == 0 {
		return nil
	}
	var text []string
	for _, c := range coverage.OfConditions(rows) {
		text = append(text, fmt.Sprintf("%s: yes %d, in part %d, no %d, not recorded %d; confirmed %d, commissioner disagrees %d",
			c.Label, c.Yes, c.Part, c.No, c.Unknown, c.Confirmed, c.Otherwise))
	}
	return text
}

func eventsAbove(s Snapshot, rows []register.Row) []string {
	text := []string{register.NoBids}
	if s.Shut {
		hidden := slices.Clone(assessment.Procurement)
		text = append(text, "Procurement is under way: what was part of "+strings.Join(hidden, ", ")+" is not shown.")
	}
	return append(text, coverage.EventLines(rows, s.Today())...)
}

// meetingsAbove is how many meetings were held in each of the last four quarters that have ended, and in this one.
func meetingsAbove(s Snapshot, rows []register.Row) []string {
	present := s.Quarter()
	line := func(name, kind, provider string) string {
		held := coverage.Held(rows, kind, provider)
		var parts []string
		for i := 4; i >= 0; i-- {
			q := present.Add(-i)
			parts = append(parts, fmt.Sprintf("%s %d", q.Short(), held[q]))
		}
		return name + ", meetings held: " + strings.Join(parts, "; ") + " so far"
	}
	text := []string{line("Steering group", register.SteeringMeeting, "")}
	for _, p := range s.Providers {
		if !p.Ended {
			text = append(text, line("Contract meeting with "+p.Name, register.ContractMeeting, p.ID))
		}
	}
	return text
}
