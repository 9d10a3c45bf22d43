package measure

import (
	"fmt"
	"math/big"

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
	part   string // what the part counts within the whole: "teams whose data reach MHSDS"
	whole  string
	wholes string // the whole in words: "teams"
	// of counts the rows of a line's subject; in quarterly lists those of one quarter or of the four up to it.
	of func(rows []register.Row, q calendar.Quarter) coverage.Part
	// quarterly says that rows belong to quarters, so that there is a trend; the others are as of today.
	quarterly bool
	// icbOnly: no line by provider, and none in a provider's own view.
	icbOnly bool
}

// fourTo are the four quarters up to one.
func fourTo(q calendar.Quarter) []calendar.Quarter { return upTo(q, 4) }

var (
	flowToMHSDS = counted{
		list: register.Teams, place: InDataFlow, lacks: "The teams and where their data flow", part: "teams whose data reach MHSDS",
		whole: "team", wholes: "teams",
		of: func(rows []register.Row, _ calendar.Quarter) coverage.Part { return flowPart(coverage.ToMHSDS(rows)) },
	}
	flowToTool = counted{
		list: register.Teams, place: InDataFlow, lacks: "The teams and where their data flow",
		part: "teams that report to the Reporting Tool", whole: "team", wholes: "teams",
		of: func(rows []register.Row, _ calendar.Quarter) coverage.Part { return flowPart(coverage.ToTool(rows)) },
	}
	pcnsWithOwn = counted{
		list: register.PCNs, place: InCoverage, lacks: "The list of PCNs", part: "PCNs with an employment specialist of their own",
		whole: "PCN", wholes: "PCNs", icbOnly: true,
		of: func(rows []register.Row, _ calendar.Quarter) coverage.Part {
			own, all, _ := coverage.OfPCNs(rows).Share()
			return coverage.Part{Of: own, All: all, Rows: len(rows)}
		},
	}
	onboarded = counted{
		list: register.Workforce, place: InWorkforce, lacks: "Staff figures", part: "new staff enrolled within their first month",
		whole: "new member of staff", wholes: "new staff", quarterly: true,
		of: func(rows []register.Row, q calendar.Quarter) coverage.Part {
			return coverage.Onboarded(rows, fourTo(q))
		},
	}
	withLevel3 = counted{
		list: register.Workforce, place: InWorkforce, lacks: "Staff figures", part: "employment specialists who hold Level 3",
		whole: "specialist", wholes: "specialists in post", quarterly: true,
		of: coverage.Level3,
	}
	onPermanent = counted{
		list: register.Workforce, place: InWorkforce, lacks: "Staff figures", part: "IPS staff on permanent contracts",
		whole: "member of staff", wholes: "staff", quarterly: true,
		of: coverage.Permanent,
	}
)

func flowPart(f coverage.Flow) coverage.Part {
	return coverage.Part{Of: int64(f.Flowing), All: int64(f.Teams), Rows: f.Teams}
}

// countedResult is a kind's result from a register, with its lines by provider and its quarters.
func (in Input) countedResult(k Kind) Result {
	s := in.headline()
	r := Result{Kind: k, Local: in.local(k.Code, in.Today.Year())}
	r.Line = in.countedLine(k, s)
	if k.counted.quarterly {
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
		if k.counted.quarterly {
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
	l := Line{Provider: s.id, Name: s.name, Period: "on " + in.Today.Words()}
	last := in.latest()
	if c.quarterly {
		if !hasQuarter(rows, last) {
			last = last.Add(-1)
		}
		l.Period = last.Short()
		if k.Code == Onboarding {
			l.Period = periodWords(4, last)
		}
	}
	p := c.of(rows, last)
	if p.Rows == 0 {
		l.Missing = []Gap{{Words: c.lacks, Place: c.place, Provider: s.id}}
		return l
	}
	lack := in.lack(k, s, last)
	if lack != "" {
		l.Notes = append(l.Notes, lack)
	}
	share := p.Share()
	if share == nil {
		l.Notes = append(l.Notes, "no "+c.wholes)
		return l
	}
	l.Value = new(big.Rat).Mul(share, big.NewRat(100, 1))
	local := in.local(k.Code, in.Today.Year())
	var edges []number.Amount
	if local != nil {
		edges = append(edges, local.Value)
	}
	l.Shown = k.show(l.Value, edges...)
	l.Sum = fmt.Sprintf("%s of %s: %s", number.Grouped(p.Of), number.Counting(int(p.All), c.whole, c.wholes), c.part)
	l.Numbers = number.Grouped(p.Of) + " / " + number.Grouped(p.All)
	if lack != "" {
		return l
	}
	l.Verdict = k.judge(l.Value)
	switch {
	case local != nil && k.Default.Known:
		l.Local, l.Versus = k.judgeLocal(l.Value, local.Value), k.againstToolkit(l.Verdict)
	case local != nil:
		l.Local, l.Versus = k.judgeLocal(l.Value, local.Value), "the toolkit gives no number"
	case !k.Default.Known:
		l.Notes = append(l.Notes, "the toolkit gives no number")
	}
	return l
}

func hasQuarter(rows []register.Row, q calendar.Quarter) bool {
	for _, r := range rows {
		if r.Quarter(register.WhichQuarter) == q {
			return true
		}
	}
	return false
}

// lack says which figures a line still waits for, and so has no verdict; "" when it has them all. It needs every
// provider's for the last quarter, or for each of four quarters where the kind covers four ("3 of 4 quarters").
func (in Input) lack(k Kind, s subject, last calendar.Quarter) string {
	from := in.givenBy(k, s, last)
	switch {
	case from.lacks():
		return from.words()
	case k.Code != Onboarding:
		return ""
	}
	rows, given := in.rowsOf(k, s), 0
	for _, q := range fourTo(last) {
		given += one(hasQuarter(rows, q) && !in.givenBy(k, s, q).lacks())
	}
	if given == 4 {
		return ""
	}
	return fmt.Sprintf("%d of 4 quarters", given)
}

// givenBy is how many of the providers with a contract in the quarter have given the figures of an ICB's line; a line
// that waits for nobody expects none.
func (in Input) givenBy(k Kind, s subject, q calendar.Quarter) handedIn {
	from := handedIn{quarter: q}
	if !k.counted.quarterly || s.id != "" {
		return from
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

func (in Input) countedTrend(k Kind, s subject) Series {
	series := Series{Provider: s.id, Name: s.name}
	rows := in.rowsOf(k, s)
	for _, q := range in.quarters() {
		p := Point{Quarter: q, Period: q.Short(), Note: notAvailable}
		if k.Default.Known {
			p.Target = k.Default.Rat()
		}
		part := k.counted.of(rows, q)
		if share := part.Share(); share != nil && hasQuarter(rows, q) && !in.givenBy(k, s, q).lacks() {
			p.Value, p.Note = new(big.Rat).Mul(share, big.NewRat(100, 1)), ""
			p.Shown = k.show(p.Value)
			p.Sum = number.Grouped(part.Of) + " of " + number.Counting(int(part.All), k.counted.whole, k.counted.wholes)
			p.Numbers = number.Grouped(part.Of) + " / " + number.Grouped(part.All)
		}
		series.Points = append(series.Points, p)
	}
	return series
}
