package measure

import (
	"fmt"
	"math/big"
	"slices"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/coverage"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/register"
)

// counted is a kind that is counted from a register: a part of a whole, of staff, teams, PCNs or meetings. Masking does
// not apply to it: it counts nobody who accesses IPS services.
type counted struct {
	list   string
	place  Place
	lacks  string // what is missing while nothing is recorded: "Teams and where their data flow"
	part   string // what the part counts within the whole: "teams whose data reaches MHSDS"
	whole  string
	wholes string // the whole in words: "teams"
	// of counts the rows of a line's subject; in quarterly lists those of some quarters, never none.
	of func(rows []register.Row, quarters []calendar.Quarter) coverage.Part
	// over is how many quarters a result of a quarterly list needs; there is a trend then. It is 0 for the other lists,
	// which are as of today.
	over int
	// icbOnly: no line by provider, and none in a provider's own view.
	icbOnly bool
}

// fourTo are the four quarters up to one.
func fourTo(q calendar.Quarter) []calendar.Quarter { return upTo(q, 4) }

var (
	flowToMHSDS = counted{
		list: register.Teams, place: InDataFlow, lacks: "The teams and where their data flows", part: "teams whose data reaches MHSDS",
		whole: "team", wholes: "teams",
		of: func(rows []register.Row, _ []calendar.Quarter) coverage.Part { return flowPart(coverage.ToMHSDS(rows)) },
	}
	flowToTool = counted{
		list: register.Teams, place: InDataFlow, lacks: "The teams and where their data flows",
		part: "teams that report to the Reporting Tool", whole: "team", wholes: "teams",
		of: func(rows []register.Row, _ []calendar.Quarter) coverage.Part { return flowPart(coverage.ToTool(rows)) },
	}
	pcnsWithOwn = counted{
		list: register.PCNs, place: InCoverage, lacks: "The list of PCNs", part: "PCNs with a dedicated employment specialist",
		whole: "PCN", wholes: "PCNs", icbOnly: true,
		of: func(rows []register.Row, _ []calendar.Quarter) coverage.Part {
			own, all, _ := coverage.OfPCNs(rows).Share()
			return coverage.Part{Of: own, All: all, Rows: len(rows)}
		},
	}
	onboarded = counted{
		list: register.Workforce, place: InWorkforce, lacks: "Staff figures", part: "new staff enrolled within their first month",
		whole: "new member of staff", wholes: "new staff", over: 4,
		of: coverage.Onboarded,
	}
	withLevel3 = counted{
		list: register.Workforce, place: InWorkforce, lacks: "Staff figures", part: "employment specialists who hold Level 3",
		whole: "specialist", wholes: "specialists in post", over: 1,
		of: atLast(coverage.Level3),
	}
	onPermanent = counted{
		list: register.Workforce, place: InWorkforce, lacks: "Staff figures", part: "IPS staff on permanent contracts",
		whole: "member of staff", wholes: "staff", over: 1,
		of: atLast(coverage.Permanent),
	}
)

// atLast counts at the last quarter's end alone.
func atLast(of func([]register.Row, calendar.Quarter) coverage.Part) func([]register.Row, []calendar.Quarter) coverage.Part {
	return func(rows []register.Row, quarters []calendar.Quarter) coverage.Part {
		return of(rows, quarters[len(quarters)-1])
	}
}

func flowPart(f coverage.Flow) coverage.Part {
	return coverage.Part{Of: int64(f.Flowing), All: int64(f.Teams), Rows: f.Teams}
}

// countedResult is a kind's result from a register, with its lines by provider and its quarters.
func (in Input) countedResult(k Kind) Result {
	s := in.headline()
	r := Result{Kind: k, Local: in.local(k.Code, in.Today.Year())}
	r.Line = in.countedLine(k, s)
	if k.counted.over > 0 {
		r.Since = in.sinceOf(k, s)
		r.Trend = []Series{in.countedTrend(k, s)}
	}
	if k.counted.icbOnly {
		return r
	}
	for _, p := range in.others() {
		if len(in.rowsOf(k, p)) == 0 {
			continue
		}
		r.Lines = append(r.Lines, in.countedLine(k, p))
		if k.counted.over > 0 {
			r.Trend = append(r.Trend, in.countedTrend(k, p))
		}
	}
	return r
}

// rowsOf are the rows that a line is worked out from.
func (in Input) rowsOf(k Kind, s subject) []register.Row {
	rows := in.Registers[k.counted.list]
	if s.id == "" {
		return rows
	}
	return in.index.rowsOf(k.counted.list, s.id, rows)
}

func (in Input) countedLine(k Kind, s subject) Line {
	rows, c := in.rowsOf(k, s), k.counted
	l := Line{Provider: s.id, Name: s.name, Period: On(in.Today)}
	at, complete := []calendar.Quarter{in.latest()}, true
	if c.over > 0 {
		over := in.periodOf(k, s)
		l.Period, l.Missing = over.words(), in.notGiven(k, s, over)
		if len(over.counted) == 0 {
			return l
		}
		if at, complete = over.counted, over.whole(); !complete {
			l.Notes = []string{over.soFar()}
		}
	}
	p := c.of(rows, at)
	if p.Rows == 0 {
		l.Missing = []Gap{{Words: c.lacks, Place: c.place, Provider: s.id}}
		return l
	}
	l.Sum = fmt.Sprintf("%s of %s: %s", number.Grouped(p.Of), number.Counting(int(p.All), c.whole, c.wholes), c.part)
	l.Numbers = number.Grouped(p.Of) + " / " + number.Grouped(p.All)
	share := p.Share()
	switch {
	case !complete:
	case share == nil:
		l.Sum, l.Numbers, l.Notes = "", "", append(l.Notes, "no "+c.wholes)
	default:
		in.judgeCounted(k, new(big.Rat).Mul(share, big.NewRat(100, 1)), &l)
	}
	return l
}

// judgeCounted judges a share of a register, in per cent.
func (in Input) judgeCounted(k Kind, share *big.Rat, l *Line) {
	l.Value = share
	local := in.local(k.Code, in.Today.Year())
	var edges []number.Amount
	if local != nil {
		edges = append(edges, local.Value)
	}
	l.Shown = k.show(l.Value, edges...)
	l.Verdict = k.judge(l.Value)
	switch {
	case local != nil && k.Default.Known:
		l.Local, l.Versus = k.judgeLocal(l.Value, local.Value), k.againstToolkit(l.Verdict)
	case local != nil:
		l.Local, l.Versus = k.judgeLocal(l.Value, local.Value), "the toolkit gives no number"
	case !k.Default.Known:
		l.Notes = append(l.Notes, "the toolkit gives no number")
	}
}

func hasQuarter(rows []register.Row, q calendar.Quarter) bool {
	for _, r := range rows {
		if r.Quarter(register.WhichQuarter) == q {
			return true
		}
	}
	return false
}

// givenBy is from how many providers the figures of a quarter have come, of those with a contract in it or with figures.
func (in Input) givenBy(k Kind, s subject, q calendar.Quarter) handedIn {
	from := handedIn{quarter: q}
	if s.id != "" {
		return handedIn{q, one(hasQuarter(in.rowsOf(k, s), q)), 1}
	}
	for _, p := range in.Providers {
		has := hasQuarter(in.rowsOf(k, subject{id: p.ID}), q)
		if has || in.hasContract(p.ID, q) {
			from.of++
			from.by += one(has)
		}
	}
	return from
}

// notGiven are the figures that a period and the quarters after it wait for.
func (in Input) notGiven(k Kind, s subject, over period) []Gap {
	var gaps []Gap
	for _, q := range over.lacking() {
		for _, p := range in.Providers {
			awaited := p.ID == s.id || s.id == "" && in.hasContract(p.ID, q)
			if awaited && !hasQuarter(in.rowsOf(k, subject{id: p.ID}), q) {
				gaps = append(gaps, Gap{k.counted.lacks + " of " + p.Name + " for " + q.Short(), k.counted.place, p.ID, q})
			}
		}
	}
	if len(gaps) == 0 && len(over.counted) == 0 {
		gaps = []Gap{{Words: k.counted.lacks, Place: k.counted.place, Provider: s.id}}
	}
	return gaps
}

func (in Input) countedTrend(k Kind, s subject) Series {
	series := Series{Provider: s.id, Name: s.name}
	rows := in.rowsOf(k, s)
	for _, q := range in.quarters() {
		p := Point{Quarter: q, Period: q.Short(), Note: notAvailable}
		if k.Default.Known {
			p.Target = k.Default.Rat()
		}
		over := fourTo(q)[4-k.counted.over:]
		part := k.counted.of(rows, over)
		missing := slices.ContainsFunc(over, func(q calendar.Quarter) bool { return !in.givenBy(k, s, q).counts() })
		if share := part.Share(); share != nil && !missing {
			p.Value, p.Note = new(big.Rat).Mul(share, big.NewRat(100, 1)), ""
			p.Shown = k.show(p.Value)
			p.Sum = number.Grouped(part.Of) + " of " + number.Counting(int(part.All), k.counted.whole, k.counted.wholes)
			p.Numbers = number.Grouped(part.Of) + " / " + number.Grouped(part.All)
		}
		series.Points = append(series.Points, p)
	}
	return series
}

// On is the period of what is counted on one day.
func On(day calendar.Date) string { return "on " + day.Words() }
