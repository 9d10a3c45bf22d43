package claims

import (
	"fmt"
	"strings"

	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/number"
)

// speaker is one figure that can speak to a priority.
type speaker struct {
	priority string
	code     string // names the figure in an answer: the answer lasts as long as the same figures disagree
	about    string // what the figure measures, for people
	contract bool   // it comes from contracts
	phrase   string // how the headline of a kind of target speaks
	says     func(g grounds) word
}

// word is what a figure says of its priority. All three fields are empty when nothing is recorded or nothing can be
// judged.
type word struct {
	against []string // what contradicts "in place", one sentence without a full stop each
	whom    []string // ids that tell one such state from another, such as contracts
	good    bool     // everything is there
}

// table says which figure speaks to which priority. A figure suggests; it never changes a status. The rules and their
// source pages come from the kinds of target (toolkit/measure), the clauses of contracts (toolkit/contract) and the
// registers.
var table = []speaker{
	ofKind("1.1", measure.YearsAccess, "access since April is %s, and %s were expected by now"),
	ofContracts("1.1", measure.EarlyTalks, talks),
	ofKind("1.2", measure.SteeringMeetings, "the steering group met in %s"),
	ofKind("1.3", measure.RetentionShare, "people in work at the start are %s of access, above the allowance of 25%%"),
	ofClauses("2.1"),
	ofContracts("2.2", measure.ContractLength, lengths),
	ofClauses("2.3"),
	ofClauses("2.4"),
	ofKind("3.1", measure.FlowToMHSDS, "%s of the teams send data to MHSDS"),
	ofKind("3.1", measure.FlowToTool, "%s of the teams report to the Reporting Tool"),
	ofKind("3.2", measure.ContractMeetings, "contract meetings were held in %s"),
	{priority: "3.3", code: "conditions", about: "Conditions for fidelity", says: conditions},
	byProvider(ofKind("3.4", measure.JobOutcomeRate, "the job outcome rate is %s, below the minimum of 40%%")),
	byProvider(ofKind("4.1", measure.PeoplePerES, "there are %s people out of work for each employment specialist in a year, above 40")),
	byProvider(ofKind("4.1", measure.ESPerTL, "there are %s employment specialists for each team leader, above 10")),
	ofClauses("4.1"),
	{priority: "4.2", code: "bands", about: "Pay of IPS staff", says: bands},
	ofClauses("4.2"),
	ofKind("4.3", measure.Onboarding, "%s of new staff were enrolled within their first month"),
	{priority: "4.5", code: "agency", about: "Staff on temporary contracts", says: temporary},
	ofClauses("4.5"),
	{priority: "4.6", code: "workforce-plan", about: "Workforce plan", says: workforcePlan},
	ofKind("5.1", measure.PCNCoverage, "%s of the PCNs have a dedicated employment specialist"),
	ofClauses("5.1"),
	{priority: "5.2", code: "health-checks", about: "Physical health checks", says: healthChecks},
	{priority: "6.1", code: "co-design", about: "Co-design log", says: coDesign},
	{priority: "6.2", code: "feedback", about: "Feedback log", says: feedback},
	{priority: "7.1", code: "strategy", about: "Strategies", says: strategies},
}

// ofKind lets a kind of target's headline speak: against the status on the wrong side of the target, for it on the
// right side. The phrase holds the value and, for access, what was expected.
func ofKind(priority, code, phrase string) speaker {
	k, _ := measure.KindOf(code)
	return speaker{priority: priority, code: code, about: k.Name, phrase: phrase, says: func(g grounds) word {
		r, ok := g.results[code]
		switch {
		case !ok:
			return word{}
		case r.Line.Verdict.Tone == measure.Good:
			return word{good: true}
		case r.Line.Verdict.Tone != measure.Attention:
			return word{}
		}
		return word{against: []string{against(r, r.Line, phrase)}}
	}}
}

// against says a line on the wrong side of its target.
func against(r measure.Result, l measure.Line, phrase string) string {
	switch {
	case r.Kind.Code == measure.YearsAccess && l.ByNow == "": // the year is over
		return fmt.Sprintf("access in %s was %s, and the year’s target was %s", r.Local.Year.Words(), l.Shown, r.Target())
	case r.Kind.Code == measure.YearsAccess:
		return fmt.Sprintf(phrase, l.Shown, l.ByNow)
	case l.Shown == "": // a verdict without a number: specialists but no team leader
		return "there is " + l.Verdict.Words
	}
	return fmt.Sprintf(phrase, l.Shown)
}

// byProvider lets a kind's lines by provider speak against the status too, while the ICB's own line does not: an average
// can hide a provider that is below the target.
func byProvider(of speaker) speaker {
	icb := of.says
	of.says = func(g grounds) word {
		w := icb(g)
		if len(w.against) > 0 {
			return w
		}
		r := g.results[of.code]
		for _, l := range r.Lines {
			if l.Verdict.Tone == measure.Attention {
				w.against = append(w.against, "at "+l.Name+" "+against(r, l, of.phrase))
				w.whom = append(w.whom, l.Provider)
			}
		}
		w.good = w.good && len(w.against) == 0
		return w
	}
	return of
}

// ofContracts lets a kind of target's lines speak, one for each contract.
func ofContracts(priority, code string, says func(r measure.Result) word) speaker {
	k, _ := measure.KindOf(code)
	return speaker{priority: priority, code: code, about: k.Name, contract: true, says: func(g grounds) word {
		r, ok := g.results[code]
		if !ok || len(r.Lines) == 0 {
			return word{}
		}
		return says(r)
	}}
}

func lengths(r measure.Result) word {
	var w word
	var short []string
	for _, l := range r.Lines {
		if l.Verdict.Tone == measure.Attention {
			short = append(short, l.Name+" ("+l.Shown+")")
			w.whom = append(w.whom, l.Contract)
		}
	}
	if len(short) == 0 {
		w.good = r.Line.Verdict.Tone == measure.Good
		return w
	}
	runs := "run"
	if len(short) == 1 {
		runs = "runs"
	}
	w.against = []string{fmt.Sprintf("%d of %s %s for less than 3 years: %s", len(short),
		number.Counting(len(r.Lines), "contract", "contracts"), runs, strings.Join(short, ", "))}
	return w
}

// talks speak against the status when a contract's talks are overdue. Talks held in time are only a part of what 1.1
// asks, so they say nothing for it.
func talks(r measure.Result) word {
	var w word
	for _, l := range r.Lines {
		if l.Verdict.Tone == measure.Attention {
			w.against = append(w.against, "the conversation about extension or re-procurement of "+l.Name+" is "+l.Verdict.Words)
			w.whom = append(w.whom, l.Contract)
		}
	}
	return w
}

// ofClauses lets the answers to a priority's clauses in running contracts speak.
func ofClauses(priority string) speaker {
	return speaker{priority: priority, code: "clauses", about: "Clauses of contracts", contract: true, says: func(g grounds) word {
		var w word
		all := true
		running := g.running()
		for _, c := range running {
			for _, gap := range c.Missing() {
				if gap.Priority == priority && gap.Clause != "" && gap.Rank <= contract.Varying {
					w.against = append(w.against, fmt.Sprintf("%s’s contract ‘%s’ has a gap: %s",
						g.provider(c.Provider), c.Name, lower(gap.Words)))
					w.whom = append(w.whom, c.ID+" "+gap.Clause)
				}
			}
			for _, k := range contract.Clauses {
				if a := c.Terms[k.Code].Answer; k.Priority == priority && a != contract.Yes && a != contract.NoneInArea {
					all = false
				}
			}
		}
		w.good = all && len(running) > 0 && len(w.against) == 0
		return w
	}}
}
