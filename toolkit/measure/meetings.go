package measure

import (
	"fmt"
	"math/big"
	"slices"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/register"
)

// meetingsResult is how many of the last four ended quarters had a meeting: of the steering group, or on the contract
// of each provider that had one then.
func (in Input) meetingsResult(k Kind) Result {
	r := Result{Kind: k}
	s := in.headline()
	if k.Code == SteeringMeetings {
		r.Line, r.Trend = in.heldLine(k, s, ""), []Series{in.heldTrend(k, s, "")}
		return r
	}
	if s.id != "" {
		r.Line, r.Trend = in.heldLine(k, s, s.id), []Series{in.heldTrend(k, s, s.id)}
		return r
	}
	r.Line = Line{Name: s.name, Period: fourQuartersTo(in.latest())}
	var held, due int
	for _, p := range in.Providers { // including those without their own line
		quarters := in.dueIn(k, p.ID)
		held, due = held+in.heldIn(k, p.ID, quarters), due+len(quarters)
	}
	if due == 0 {
		r.Line.Missing = noContract()
		return r
	}
	in.sayHeld(k, &r.Line, held, due)
	r.Trend = []Series{in.metTrend(k, s)}
	for _, p := range in.others() {
		if len(in.dueIn(k, p.id)) > 0 {
			r.Lines = append(r.Lines, in.heldLine(k, p, p.id))
			r.Trend = append(r.Trend, in.heldTrend(k, p, p.id))
		}
	}
	return r
}

// metTrend is the share of the providers with a contract in each quarter that had a meeting; 1 is every one.
func (in Input) metTrend(k Kind, s subject) Series {
	series := Series{Name: s.name}
	first := in.firstKept()
	for _, q := range in.quarters() {
		p := Point{Quarter: q, Period: q.Short(), Target: k.Default.Rat(), Note: notAvailable}
		held, due := 0, 0
		for _, of := range in.Providers {
			if in.hasContract(of.ID, q) {
				held, due = held+in.heldIn(k, of.ID, []calendar.Quarter{q}), due+1
			}
		}
		if first != "" && q >= first && due > 0 {
			p.Value, p.Note = big.NewRat(int64(held), int64(due)), ""
			p.Shown = fmt.Sprintf("%d of %d", held, due)
			p.Sum = fmt.Sprintf("with %d of %s", held, number.Counting(due, "provider", "providers"))
		}
		series.Points = append(series.Points, p)
	}
	return series
}

// dueIn are the quarters, of the last four that have ended, in which a meeting was due: every one for the steering
// group, those with a contract for a provider.
func (in Input) dueIn(k Kind, provider string) []calendar.Quarter {
	var list []calendar.Quarter
	for _, q := range fourTo(in.latest()) {
		if k.Code == SteeringMeetings || in.hasContract(provider, q) {
			list = append(list, q)
		}
	}
	return list
}

func (in Input) held(k Kind, provider string) map[calendar.Quarter]int {
	kind := register.SteeringMeeting
	if k.Code == ContractMeetings {
		kind = register.ContractMeeting
	}
	return in.index.heldIn(in.Registers[register.Meetings], kind, provider)
}

func (in Input) heldIn(k Kind, provider string, quarters []calendar.Quarter) int {
	n, held := 0, in.held(k, provider)
	for _, q := range quarters {
		n += one(held[q] > 0)
	}
	return n
}

func (in Input) heldLine(k Kind, s subject, provider string) Line {
	l := Line{Provider: s.id, Name: s.name, Period: fourQuartersTo(in.latest())}
	quarters := in.dueIn(k, provider)
	if len(quarters) == 0 {
		l.Missing = noContract()
		return l
	}
	in.sayHeld(k, &l, in.heldIn(k, provider, quarters), len(quarters))
	return l
}

// sayHeld compares quarters held with quarters due. Where nothing is recorded at all the result is not available, which
// differs from none held.
func (in Input) sayHeld(k Kind, l *Line, held, due int) {
	if !slices.ContainsFunc(in.Registers[register.Meetings], register.WasHeld) {
		l.Missing = []Gap{{Words: "The meetings that were held", Place: InMeetings}}
		return
	}
	l.Value = big.NewRat(int64(held), int64(due))
	l.Shown = fmt.Sprintf("%d of %s", held, number.Counting(due, "quarter", "quarters"))
	l.Sum = l.Shown + " with a meeting"
	l.Numbers = fmt.Sprintf("%d / %d", held, due)
	l.Verdict = metOrNot(k, held == due)
}

// heldTrend is how many meetings each quarter had.
func (in Input) heldTrend(k Kind, s subject, provider string) Series {
	series := Series{Provider: s.id, Name: s.name}
	held := in.held(k, provider)
	first := in.firstKept()
	for _, q := range in.quarters() {
		p := Point{Quarter: q, Period: q.Short(), Target: k.Default.Rat()}
		if first == "" || q < first {
			p.Note = notAvailable
		} else {
			p.Value, p.Shown = big.NewRat(int64(held[q]), 1), fmt.Sprint(held[q])
			p.Sum = number.Counting(held[q], "meeting", "meetings")
		}
		series.Points = append(series.Points, p)
	}
	return series
}

// firstKept is the first quarter with a record of meetings: that of the first meeting of any kind, or the first of the
// four that the headline judges, where no meeting on record is no meeting. Before it nobody kept a record, which differs
// from no meeting. It is "" while there is no meeting at all.
func (in Input) firstKept() calendar.Quarter {
	var first calendar.Quarter
	for _, r := range in.Registers[register.Meetings] {
		if q := r.Date(register.Meeting.On).Quarter(); register.WasHeld(r) && (first == "" || q < first) {
			first = q
		}
	}
	if first == "" {
		return ""
	}
	return min(first, fourTo(in.latest())[0])
}

// Fixed says that the ICB sets no value of its own beside the toolkit's: a meeting in each quarter is the minimum.
func (k Kind) Fixed() bool { return k.Code == SteeringMeetings || k.Code == ContractMeetings }
