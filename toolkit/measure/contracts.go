package measure

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/number"
)

// running are the contracts to judge: those that run today. Those to come are counted apart.
func (in Input) running() (running, toCome []contract.Contract) {
	for _, c := range in.Contracts {
		switch {
		case c.Start > in.Today:
			toCome = append(toCome, c)
		case !c.Over(in.Today):
			running = append(running, c)
		}
	}
	return running, toCome
}

func noContract() []Gap { return []Gap{{Words: "A contract that is running", Place: InContracts}} }

// contractLine is a contract's line, before it is judged.
func (in Input) contractLine(c contract.Contract) Line {
	return Line{Provider: c.Provider, Contract: c.ID, Name: in.nameOf(c.Provider) + ": " + c.Name}
}

// contractLength judges every running contract, and counts how many are long enough.
func (in Input) contractLength(k Kind) Result {
	r := Result{Kind: k, Local: in.local(k.Code, in.Today.Year())}
	var known, long, longLocal, open int
	running, toCome := in.running()
	for _, c := range running {
		l := in.contractLine(c)
		span, ok := c.Length()
		if !ok {
			l.Shown = "open-ended"
			l.Notes = append(l.Notes, "open-ended, so there is no length to judge")
			open++
			r.Lines = append(r.Lines, l)
			continue
		}
		known++
		l.Shown = span.Words()
		l.Sum = c.Start.Words() + " to " + c.PresentEnd().Words()
		if up, _ := c.LengthUpTo(); up != span {
			l.Notes = append(l.Notes, "up to "+up.Words()+" with options not yet exercised")
		}
		good := meets(c, k.Default)
		l.Verdict = metOrNot(k, good)
		long += one(good)
		if r.Local != nil {
			good := meets(c, r.Local.Value)
			longLocal += one(good)
			l.Local, l.Versus = k.localWords(good, r.Local.Value), k.againstToolkit(l.Verdict)
		}
		r.Lines = append(r.Lines, l)
	}
	s := in.headline()
	r.Line = Line{Provider: s.id, Name: s.name, Period: On(in.Today)}
	for _, c := range toCome {
		r.Lines = append(r.Lines, in.toComeLine(c))
	}
	switch {
	case known+open == 0:
		r.Line.Missing, r.Line.Notes = noContract(), comeNotes(toCome)
		return r
	case known == 0:
		r.Line.Shown, r.Line.Notes = "open-ended", append([]string{"open-ended, so there is no length to judge"}, comeNotes(toCome)...)
		return r
	}
	r.Line.Shown = fmt.Sprintf("%d of %s", long, number.Counting(known, "contract", "contracts"))
	r.Line.Value = big.NewRat(int64(long), int64(known))
	r.Line.Sum = fmt.Sprintf("%d of %s with an end date %s %s or more", long, number.Counting(known, "contract", "contracts"),
		map[bool]string{true: "runs", false: "run"}[long == 1], k.Unit.Value(k.Default))
	if open > 0 {
		r.Line.Notes = append(r.Line.Notes, number.Grouped(int64(open))+" open-ended")
	}
	r.Line.Notes = append(r.Line.Notes, comeNotes(toCome)...)
	r.Line.Verdict = metOrNot(k, long == known)
	if r.Local != nil {
		r.Line.Local, r.Line.Versus = k.localWords(longLocal == known, r.Local.Value), k.againstToolkit(r.Line.Verdict)
	}
	r.Trend = []Series{in.lengthTrend(k, s)}
	return r
}

// toComeLine is a contract that has not started, which is not judged yet.
func (in Input) toComeLine(c contract.Contract) Line {
	l := in.contractLine(c)
	l.Shown = "open-ended"
	if span, ok := c.Length(); ok {
		l.Shown, l.Sum = span.Words(), c.Start.Words()+" to "+c.PresentEnd().Words()
	}
	l.Notes = []string{"begins on " + c.Start.Words() + ": not counted yet"}
	return l
}

// comeNotes count the contracts to come apart.
func comeNotes(toCome []contract.Contract) []string {
	if len(toCome) == 0 {
		return nil
	}
	return []string{number.Grouped(int64(len(toCome))) + " to come"}
}

// lengthTrend is how many of the contracts that ran at each quarter's end were long enough, with the options exercised
// by then. Open-ended ones have no length to count.
func (in Input) lengthTrend(k Kind, s subject) Series {
	series := Series{Provider: s.id, Name: s.name}
	for _, q := range in.quarters() {
		p := Point{Quarter: q, Period: q.Short(), Note: notAvailable}
		long, known, last := 0, 0, q.Last()
		for _, c := range in.Contracts {
			if c.Start > last {
				continue
			}
			c.Options = exercisedBy(c.Options, last)
			if c.Over(last) {
				continue
			}
			if _, ends := c.Length(); !ends {
				continue
			}
			known++
			long += one(meets(c, k.Default))
		}
		if known > 0 {
			p.Value, p.Note = big.NewRat(int64(long), int64(known)), ""
			p.Shown = fmt.Sprintf("%d of %d", long, known)
			p.Sum = fmt.Sprintf("%d of %s", long, number.Counting(known, "contract", "contracts"))
		}
		series.Points = append(series.Points, p)
	}
	return series
}

// exercisedBy are the options as they were on a day.
func exercisedBy(options []contract.Option, day calendar.Date) []contract.Option {
	then := slices.Clone(options)
	for i, o := range then {
		if o.ExercisedOn > day {
			then[i].ExercisedOn = ""
		}
	}
	return then
}

func meets(c contract.Contract, years number.Amount) bool {
	return contract.MeetsMonths(c.Start, c.PresentEnd(), int(years.Hundredths*12/100))
}

func metOrNot(k Kind, good bool) Verdict {
	if good {
		return Verdict{k.met, Good}
	}
	return Verdict{k.missed, Attention}
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// earlyTalks counts the talks of every running contract by their state. The worst state is the verdict.
func (in Input) earlyTalks(k Kind) Result {
	r := Result{Kind: k, Local: in.local(k.Code, in.Today.Year())}
	s := in.headline()
	r.Line = Line{Provider: s.id, Name: s.name, Period: On(in.Today)}
	count := map[contract.Standing]int{}
	running, _ := in.running()
	for _, c := range running {
		l := in.contractLine(c)
		t := c.TalksOn(in.Today, EarlyMonths())
		count[t.Standing]++
		l.Shown, l.Verdict = "open-ended", Verdict{t.Words(), talksTone(t.Standing)}
		if t.Standing != contract.NoEnd {
			l.Shown = "ends " + c.PresentEnd().Words()
			l.Sum = "due by " + t.By.Words()
			if r.Local != nil {
				l.Local = "local " + k.Unit.Value(r.Local.Value) + ": " + c.TalksOn(in.Today, int(r.Local.Value.Hundredths/100)).Words()
				l.Versus = k.againstToolkit(l.Verdict)
			}
		}
		r.Lines = append(r.Lines, l)
	}
	if len(r.Lines) == 0 {
		r.Line.Missing = noContract()
		return r
	}
	var parts []string
	for _, st := range worstFirst {
		if n := count[st.is]; n > 0 {
			if len(parts) == 0 {
				r.Line.Verdict = Verdict{st.words, talksTone(st.is)}
			}
			parts = append(parts, fmt.Sprintf("%d %s", n, st.words))
		}
	}
	r.Line.Shown = strings.Join(parts, ", ")
	r.Line.Sum = number.Counting(len(r.Lines), "running contract", "running contracts")
	return r
}

var worstFirst = []struct {
	is    contract.Standing
	words string
}{
	{contract.Overdue, "overdue"},
	{contract.Due, "due"},
	{contract.HeldLate, "held late"},
	{contract.Held, "held"},
	{contract.NotYetDue, "not yet due"},
	{contract.NoEnd, "open-ended"},
}

func talksTone(s contract.Standing) Tone {
	switch s {
	case contract.Overdue:
		return Attention
	case contract.Held:
		return Good
	}
	return Plain
}
