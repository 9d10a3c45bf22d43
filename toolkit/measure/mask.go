package measure

import (
	"slices"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/masking"
)

// mask hides, for the steering group, every line and point that comes from a number of people from 1 to 4, or from one
// that would reveal such a number. Every quarter is a round: the four quarters to it and its year to date were shown
// then, and count as known since.
func (in Input) mask(results []Result) {
	var s sheet
	subjects := append([]subject{in.headline()}, in.others()...)
	for _, q := range upTo(in.latest(), shownQuarters+3) {
		for _, of := range subjects {
			in.putQuarter(&s, of, q)
		}
		for _, field := range peopleShown {
			s.addProviders(field, q, subjects[1:])
			for _, of := range subjects {
				s.addPeriod(masking.Cell{Field: field, Provider: of.id, Quarters: masking.Over(in.countedOf(of, upTo(q, 4))...)})
			}
		}
		for _, of := range subjects {
			s.addPeriod(masking.Cell{Field: masking.Access, Provider: of.id, Quarters: masking.Over(in.countedOf(of, upTo(q, q.N()))...)})
		}
		s.Close()
	}
	for _, l := range lines(results) {
		for _, c := range l.cells {
			s.addPeriod(c)
		}
	}
	s.Close()
	rests := func(cells []masking.Cell) bool {
		return slices.ContainsFunc(cells, s.Masked)
	}
	for _, l := range lines(results) {
		l.Missing = nil // which figure is missing from whom stays between the provider and the ICB
		if rests(l.cells) {
			l.hide()
		}
	}
	for _, r := range results {
		for _, since := range r.Since {
			for i := range since.Given {
				if g := &since.Given[i]; rests(g.cells) {
					g.hide()
				}
			}
		}
		for _, series := range r.Trend {
			for i := range series.Points {
				if p := &series.Points[i]; rests(p.cells) {
					p.hide()
				}
			}
		}
	}
}

// peopleShown are the numbers of people that results show the steering group.
var peopleShown = []string{outOfWork.people, inWork.people, startedJob.people, masking.Access}

// lines are all the lines of the results.
func lines(results []Result) []*Line {
	var all []*Line
	for i := range results {
		all = append(all, &results[i].Line)
		for j := range results[i].Lines {
			all = append(all, &results[i].Lines[j])
		}
	}
	return all
}

// sheet is the numbers the steering group has seen.
type sheet struct{ masking.Sheet }

// putQuarter puts a subject's numbers for a quarter on the sheet when the quarter counts.
func (in Input) putQuarter(s *sheet, of subject, q calendar.Quarter) {
	returns, from := in.counted(of, q)
	if !from.counts() {
		return
	}
	at := func(field string) masking.Cell {
		return masking.Cell{Field: field, Provider: of.id, Quarters: masking.Over(q)}
	}
	for _, p := range []part{outOfWork, inWork, startedJob, everybody} {
		if sum, lack := in.add(p, returns); len(lack) == 0 {
			s.Set(at(p.people), sum.Num().Int64())
		}
	}
	s.Adds(at(masking.Access), at(outOfWork.people), at(inWork.people))
}

// countedOf are the quarters that count for a subject.
func (in Input) countedOf(s subject, quarters []calendar.Quarter) []calendar.Quarter {
	return slices.DeleteFunc(slices.Clone(quarters), func(q calendar.Quarter) bool {
		_, from := in.counted(s, q)
		return !from.counts()
	})
}

// addPeriod puts the number for several quarters on the sheet, as their sum.
func (s *sheet) addPeriod(c masking.Cell) {
	quarters := strings.Fields(c.Quarters)
	if _, there := s.People(c); there || len(quarters) < 2 {
		return
	}
	var sum int64
	var parts []masking.Cell
	for _, q := range quarters {
		part := masking.Cell{Field: c.Field, Provider: c.Provider, Quarters: q}
		n, ok := s.People(part)
		if !ok {
			return
		}
		sum += n
		parts = append(parts, part)
	}
	s.Set(c, sum)
	s.Adds(c, parts...)
}

// addProviders says that the ICB's number for a quarter is the sum of its providers', where they are shown.
func (s *sheet) addProviders(field string, q calendar.Quarter, providers []subject) {
	var parts []masking.Cell
	for _, p := range providers {
		c := masking.Cell{Field: field, Provider: p.id, Quarters: masking.Over(q)}
		if _, ok := s.People(c); ok {
			parts = append(parts, c)
		}
	}
	if len(parts) > 0 {
		s.Adds(masking.Cell{Field: field, Quarters: masking.Over(q)}, parts...)
	}
}
