package meetings

import (
	"cmp"
	"slices"
	"strings"

	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/steering"
)

// contractFacts are what the provider reads about an item: its own figures, contract and records, and never another's.
func contractFacts(s snapshot.Snapshot, m steering.Meeting, row register.Row) []fact {
	switch about := action.AboutOf(row.Text(register.Item.About)); about.Kind {
	case record.Priority:
		return priorityFacts(s, about.ID)
	case record.Target:
		return targetFacts(s, about.ID)
	}
	lists := s.Told().Lists
	switch row.Text(register.Item.Kind) {
	case register.ItemMinutes:
		return []fact{{"Decided at the last meeting", lastDecisions(s, m)}}
	case register.ItemActions:
		return []fact{{"Overdue", lateLines(s)}, {"Actions still open", openLines(s)}}
	case register.ItemFigures:
		return slices.Concat([]fact{{"The contract states", statedLines(s)}}, lastFigures(s), []fact{{"Targets", resultLines(s)}})
	case register.ItemReturns:
		return []fact{
			{"Quarterly figures", returnLines(s)},
			{"Data flow", lists[register.Teams]},
			{"Questions", questionLines(s, record.Return)},
		}
	case register.ItemEquity:
		return equityFacts(s)
	case register.ItemEvidence:
		return []fact{{"Not accepted yet", evidenceLines(s)}, {"Questions", questionLines(s, record.Evidence)}}
	case register.ItemFidelity:
		return []fact{{"Conditions for fidelity", lists[snapshot.PartOf(register.Teams, register.ConditionsSheet)]}}
	case register.ItemWorkforce:
		return []fact{{"Workforce", lists[register.Workforce]}}
	}
	return nil
}

// sent are the provider's submitted figures, the newest first.
func sent(s snapshot.Snapshot) []figures.Return {
	list := slices.DeleteFunc(slices.Clone(s.Returns), func(r figures.Return) bool { return !r.State.Measured() })
	slices.SortFunc(list, func(a, b figures.Return) int { return cmp.Compare(b.Quarter, a.Quarter) })
	return list
}

// lastFigures are the figures of the last quarter that the provider has submitted.
func lastFigures(s snapshot.Snapshot) []fact {
	list := sent(s)
	if len(list) == 0 {
		return []fact{{"Figures", []string{"No quarter has been submitted yet."}}}
	}
	var lines []string
	for _, f := range list[0].Fields() {
		if h, known := f.Hundredths(list[0]); known {
			lines = append(lines, f.Label+": "+f.Words(h))
		}
	}
	return []fact{{list[0].Quarter.Words(), lines}}
}

// statedLines are what the provider's running contracts state.
func statedLines(s snapshot.Snapshot) []string {
	var lines []string
	for _, k := range contract.RunningOn(s.Contracts, s.Audience.ProviderID(), s.Today()) {
		for _, words := range k.Stated.Words() {
			lines = append(lines, k.Name+": "+words)
		}
	}
	return lines
}

// quartersBack is how many quarters a contract meeting looks back on whether figures were sent.
const quartersBack = 4

// returnLines say of each of the last quarters that have ended how far its figures are.
func returnLines(s snapshot.Snapshot) []string {
	var lines []string
	for n := range quartersBack {
		q := s.Previous().Add(-n)
		words := "Not sent"
		if i := slices.IndexFunc(s.Returns, func(r figures.Return) bool { return r.Quarter == q }); i >= 0 {
			words = s.Returns[i].State.Words()
		}
		lines = append(lines, q.Words()+": "+words)
	}
	return lines
}

// questionLines are the open questions about records of a kind, with who is waited for.
func questionLines(s snapshot.Snapshot, kind string) []string {
	var lines []string
	for _, q := range s.Questions {
		if _, waits := q.Waits(); waits && q.About.Kind == kind {
			lines = append(lines, q.Title+": "+q.Asked().Text+" ("+q.StateWords()+")")
		}
	}
	return lines
}

// evidenceLines are the provider's evidence that nobody has accepted yet.
func evidenceLines(s snapshot.Snapshot) []string {
	var lines []string
	for _, e := range s.Evidence {
		if e.State == evidence.New || e.State == evidence.Queried {
			lines = append(lines, e.Title+" ("+e.State.Words()+")")
		}
	}
	return lines
}

// beginsLower is words within a sentence.
func beginsLower(words string) string {
	if words == "" {
		return ""
	}
	return strings.ToLower(words[:1]) + words[1:]
}

// equityFacts are how the provider's people divide by characteristic.
func equityFacts(s snapshot.Snapshot) []fact {
	var list []fact
	for _, r := range s.Equity() {
		for _, t := range r.Tables {
			one := fact{Heading: r.Collection.Title() + ", " + beginsLower(t.Period)}
			for _, row := range append([]equity.Row{t.Everyone}, t.Rows...) {
				line := row.Label + ": people " + row.People + ", job outcome rate "
				if !row.Rate.Known {
					line = row.Label + ": people " + row.People + ", "
				}
				one.Lines = append(one.Lines, line+beginsLower(row.Rate.Shown))
			}
			list = append(list, one)
		}
	}
	return list
}
