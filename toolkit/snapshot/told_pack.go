package snapshot

import (
	"cmp"
	"math/big"
	"slices"

	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
)

// PackTold is what a member of the steering group reads in three minutes, beside the headline: on screen, on paper and on the
// workbook's Summary. People are in it by role and organisation, never by name.
type PackTold struct {
	Parts   []PackPart // those of PackParts, in their order
	Targets []PackTarget
	// Over is the period of the targets that name none of their own, "four quarters to Quarter 2 2026/27".
	Over string
}

// PackPart is a part of the pack. Code is one of PackParts, and None what it says without a line.
type PackPart struct {
	Code, Title, None string
	Lines             []PackLine
}

// PackLine is a line of the pack: what, and what belongs to it, such as who does it by when. Priority is the code of the priority
// that it is about, "" for none.
type PackLine struct{ Priority, What, Beside string }

// PackTarget is a result in words. Missed says that it is on the wrong side of the toolkit's number, Available that there is a value.
type PackTarget struct {
	Priority, Code, Name, Value, Target, Result string
	Missed, Available                           bool
}

// The parts of the pack.
const (
	PackWanted    = "wanted"
	PackTrust     = "trust"
	PackPCNs      = "pcns"
	PackICB       = "icb"
	PackProviders = "providers"
	PackForward   = "forward"
	PackBack      = "back"
	PackFurthest  = "furthest"
	PackStrongest = "strongest"
	PackRisks     = "risks"
	PackOverdue   = "overdue"
	PackSaid      = "said"
)

// PackParts are the parts in the order in which people read them.
var PackParts = []string{
	PackWanted, PackTrust, PackPCNs, PackICB, PackProviders, PackForward, PackBack, PackFurthest, PackStrongest, PackRisks, PackOverdue,
	PackSaid,
}

// Part is a part by its code; the zero one for another.
func (p PackTold) Part(code string) PackPart {
	for _, part := range p.Parts {
		if part.Code == code {
			return part
		}
	}
	return PackPart{}
}

// mostRanked is how many results are named as the furthest from their targets, and as the strongest.
const mostRanked = 3

// packTold puts the pack together from what else is told. A document of an older program that has no pack gets it too.
func (s Snapshot) packTold(t Told) PackTold {
	p := PackTold{}
	add := func(code, title, none string, lines []PackLine) {
		p.Parts = append(p.Parts, PackPart{code, title, none, lines})
	}
	title, none := "Decisions needed", "No meeting is planned"
	if s.wantedOn != "" {
		title, none = title+" on "+s.wantedOn.Words(), "None is asked for on the agenda"
	}
	add(PackWanted, title, none, s.wanted)
	for _, a := range []struct {
		code, title string
		asked       action.Asked
		of          []string
	}{
		{PackTrust, "Asked of the trust", action.Trust, []string{theTrust}},
		{PackPCNs, "Asked of the PCNs", action.PCNs, []string{thePCNs}},
		{PackICB, "Asked of the ICB", action.ICB, []string{theICB}},
		{PackProviders, "Asked of providers", action.Provider, []string{theProviders, theServices}},
	} {
		add(a.code, a.title, "Nothing", s.askedOf(a.asked, a.of, t.Asked))
	}
	forward, back := moved(s.Since())
	add(PackForward, "Moved forward", "No priority", forward)
	add(PackBack, "Moved back", "No priority", back)
	short, beyond := ranked(s.Results)
	add(PackFurthest, "Furthest from target", "No result is short of its target", short)
	add(PackStrongest, "Strongest results", "No result has reached its target", beyond)
	add(PackRisks, "Open risks", "No risk is open", s.risksTold())
	add(PackOverdue, "Overdue", "Nothing is overdue", s.overdueTold())
	add(PackSaid, "You said, we did", "Nothing is recorded yet", s.saidTold())
	p.Targets, p.Over = targetsTold(s.Results)
	return p
}

// askedOf is what is asked of somebody: the open actions that are shared with the group, then what the figures and lists say is
// needed.
func (s Snapshot) askedOf(asked action.Asked, of []string, told []AskedTold) (lines []PackLine) {
	for _, a := range s.Actions {
		if a.State != action.Open || a.Asked != asked {
			continue
		}
		by := "by " + a.Due.Words()
		if a.Overdue(s.Today()) {
			by = "overdue since " + a.Due.Words()
		}
		if !a.Nobody() {
			by = a.Words() + ", " + by
		}
		lines = append(lines, PackLine{aboutPriority(a), a.What, by})
	}
	for _, a := range told {
		if slices.Contains(of, a.Of) {
			lines = append(lines, PackLine{a.Priority, a.What, ""})
		}
	}
	return lines
}

// aboutPriority is the code of the priority that an action is about, "" for another.
func aboutPriority(a action.Action) string {
	if a.About.Kind == record.Priority {
		return a.About.ID
	}
	return ""
}

// moved are the priorities that moved forward or were answered for the first time, and those that moved back.
func moved(m Moves) (forward, back []PackLine) {
	line := func(one Move) PackLine {
		return PackLine{one.Priority.Key, one.Priority.Name, one.From.Words() + " to " + one.To.Words()}
	}
	for _, one := range m.Forward {
		forward = append(forward, line(one))
	}
	for _, one := range m.First {
		forward = append(forward, PackLine{one.Priority.Key, one.Priority.Name, "first answer: " + one.To.Words()})
	}
	for _, one := range m.Back {
		back = append(back, line(one))
	}
	return forward, back
}

// ranked are the results that are furthest from their targets, and those that are furthest on the good side, each by its share of
// the target.
func ranked(results []measure.Result) (short, beyond []PackLine) {
	type one struct {
		line PackLine
		by   *big.Rat
	}
	var missed, met []one
	for _, r := range results {
		by, ok := r.Beyond()
		if !ok {
			continue
		}
		ranks := one{PackLine{r.Kind.Priority, r.Kind.Name, r.Line.Shown + ", target " + r.Goal(r.Line)}, by}
		switch {
		case r.Line.Verdict.Tone == measure.Attention && by.Sign() < 0:
			missed = append(missed, ranks)
		case r.Line.Verdict.Tone == measure.Good && by.Sign() >= 0:
			met = append(met, ranks)
		}
	}
	slices.SortStableFunc(missed, func(a, b one) int { return a.by.Cmp(b.by) })
	slices.SortStableFunc(met, func(a, b one) int { return b.by.Cmp(a.by) })
	for _, r := range missed[:min(len(missed), mostRanked)] {
		short = append(short, r.line)
	}
	for _, r := range met[:min(len(met), mostRanked)] {
		beyond = append(beyond, r.line)
	}
	return short, beyond
}

// risksTold are the open risks, the most serious first, each with the word of its colour and what would bring it to green. They are no
// statuses of priorities.
func (s Snapshot) risksTold() (lines []PackLine) {
	for _, r := range register.OpenRisks(s.Registers[register.Risks]) {
		path := cmp.Or(r.Text(register.Risk.Path), "not recorded yet")
		colour := record.Sentence(r.Text(register.Risk.Level))
		lines = append(lines, PackLine{What: colour + ": " + r.Text(register.Risk.What), Beside: "Path to green: " + path})
	}
	return lines
}

// overdueTold is all that is overdue, the longest first: what people have to review, and actions.
func (s Snapshot) overdueTold() (lines []PackLine) {
	all := slices.Clone(s.Overdue())
	for _, a := range s.LateActions() {
		all = append(all, Late{Priority: aboutPriority(a), What: "Action: " + a.What, Since: a.Due, Owner: ownerOf(a)})
	}
	slices.SortStableFunc(all, func(a, b Late) int { return cmp.Compare(a.Since, b.Since) })
	for _, l := range all {
		lines = append(lines, PackLine{l.Priority, l.What, cmp.Or(l.Owner, "Nobody yet") + ", since " + l.Since.Words()})
	}
	return lines
}

// ownerOf is who owns an action, "" for nobody.
func ownerOf(a action.Action) string {
	if a.Nobody() {
		return ""
	}
	return a.Words()
}

// saidTold is what people said and what was done, the newest first. What nothing was done about yet says so.
func (s Snapshot) saidTold() (lines []PackLine) {
	for _, r := range s.Registers[register.Events] {
		said, did := r.Text(register.Event.Said), r.Text(register.Event.Did)
		if said == "" && did == "" {
			continue
		}
		lines = append(lines, PackLine{
			r.Text(register.Event.Priority), "You said: " + cmp.Or(said, "nothing is recorded"),
			"We did: " + cmp.Or(did, "nothing is recorded yet"),
		})
	}
	return lines
}

// targetsTold are the results, the one furthest from its target first and those without a value last, and the period of most of them.
func targetsTold(results []measure.Result) (list []PackTarget, over string) {
	over = measure.HeadlinePeriod(results)
	short := map[string]*big.Rat{} // of those that are missed
	for _, r := range results {
		if by, ok := r.Beyond(); ok && by.Sign() < 0 && r.Line.Verdict.Tone == measure.Attention {
			short[r.Kind.Code] = by
		}
		name, result := r.Kind.Name, r.Line.Verdict.Words
		if r.Line.Masked || result == "" {
			result = r.Line.Result()
		}
		if r.Line.Period != "" && r.Line.Period != over {
			name += ", " + r.Line.Period
		}
		list = append(list, PackTarget{
			r.Kind.Priority, r.Kind.Code, name, record.Sentence(cmp.Or(r.Line.Shown, "not available")), record.Sentence(r.Goal(r.Line)),
			record.Sentence(result), !r.Line.Masked && r.Line.Verdict.Tone == measure.Attention,
			r.Line.Available(),
		})
	}
	slices.SortStableFunc(list, func(a, b PackTarget) int {
		x, y := short[a.Code], short[b.Code]
		if x != nil && y != nil {
			return x.Cmp(y)
		}
		rank := func(t PackTarget) int {
			switch {
			case short[t.Code] != nil:
				return 0
			case t.Missed:
				return 1
			case t.Available:
				return 2
			}
			return 3
		}
		return cmp.Compare(rank(a), rank(b))
	})
	return list, over
}
