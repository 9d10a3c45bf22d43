package demo

import (
	"fmt"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/record"
)

// agreedSet is what the ICB and its providers agreed to collect from a quarter on.
type agreedSet struct {
	On    moment `yaml:"on"`
	By    string `yaml:"by"`
	From  moment `yaml:"from"`
	Parts string `yaml:"parts"`
	Note  string `yaml:"note"`
}

func (h *oneICB) planSets() {
	for i, d := range h.icb.Sets {
		h.at(d.On, h.icb.Code+" figures asked for", func() error {
			rows, err := h.rows(d.By)
			if err != nil {
				return err
			}
			s := figures.Set{N: i, Parts: strings.Fields(d.Parts), AgreedOn: h.store.Today(), Note: d.Note}
			if s.From, err = d.From.quarter(h.now); err != nil {
				return err
			}
			return rows.AgreeSet(h.ctx, s)
		})
	}
}

// returnsPart are a provider's figures, oldest quarter first. Reviewed says which the commissioner has accepted: "all",
// or "earlier" for all but the last. Query is asked about the last; Note, Why and Teams belong to it.
type returnsPart struct {
	Provider string            `yaml:"provider"`
	By       string            `yaml:"by"`
	Reviewed string            `yaml:"reviewed"`
	Query    string            `yaml:"query"`
	Note     string            `yaml:"note"`
	Why      map[string]string `yaml:"why"`
	Teams    []teamFigures     `yaml:"teams"`
	Quarters []quarterFigures  `yaml:"quarters"`
}

// teamFigures is a team's name and then its figures, in the order of those that can be divided by team.
type teamFigures []any

// quarterFigures is a quarter and then its figures, in the order of its form.
type quarterFigures []any

func (h *oneICB) planReturns() {
	for _, d := range h.icb.Returns {
		for i, q := range d.Quarters {
			last := i == len(d.Quarters)-1
			begins := moment(fmt.Sprint(q[0]))
			quarter, _ := begins.quarter(h.now) // an invalid moment is refused when the return is planned
			what := fmt.Sprintf("%s figures of %s, %s", h.icb.Code, d.Provider, quarter)
			r := figures.Return{Quarter: quarter}
			if last {
				r.Note, r.Reasons = d.Note, d.Why
			}
			teams := d.Teams
			if !last {
				teams = nil
			}
			h.at(h.after(begins, 11), what, func() error { return h.submit(d, r, q[1:], teams) })
			if !last || d.Reviewed == "all" {
				h.at(h.after(begins, 20), what+" accepted", func() error { return h.accept(d, quarter) })
			} else if d.Query != "" {
				h.at(h.after(begins, 20), what+" queried", func() error {
					about := question.About{Kind: record.Return, ID: h.providers[d.Provider] + " " + string(quarter)}
					return h.ask("commissioner", about, "", d.Query)
				})
			}
		}
	}
}

// after is some days after the end of the quarter that begins at a moment.
func (h *oneICB) after(begins moment, days int) moment {
	quarter, err := begins.quarter(h.now)
	if err != nil {
		return begins // refused when it is planned
	}
	today := calendar.At(h.now).Date()
	return moment(fmt.Sprintf("today%+d", today.DaysTo(quarter.Last().AddDays(days))))
}

func (h *oneICB) submit(d returnsPart, r figures.Return, numbers []any, teams []teamFigures) error {
	rows, err := h.rows(d.By)
	if err != nil {
		return err
	}
	blank, err := rows.Return(h.ctx, h.providers[d.Provider], r.Quarter)
	if err != nil {
		return err
	}
	r.Provider, r.Asked = blank.Provider, blank.Asked
	if len(numbers) != len(r.Fields()) {
		return fmt.Errorf("%d numbers, want %d", len(numbers), len(r.Fields()))
	}
	for i, f := range r.Fields() {
		if err := f.Read(&r, fmt.Sprint(numbers[i])); err != nil {
			return fmt.Errorf("%s %w", f.Label, err)
		}
	}
	divided := figures.ByTeam(r.Fields())
	for _, d := range teams {
		if len(d) > len(divided)+1 {
			return fmt.Errorf("%d numbers of a team, want %d at most", len(d)-1, len(divided))
		}
		t := figures.Team{Name: fmt.Sprint(d[0]), Numbers: map[string]int64{}}
		for i, n := range d[1:] {
			people, err := number.ParseCount(fmt.Sprint(n))
			if err != nil {
				return fmt.Errorf("%s %w", divided[i].Label, err)
			}
			t.Numbers[divided[i].Name] = people.N * 100
		}
		r.Teams = append(r.Teams, t)
	}
	_, err = rows.SaveReturn(h.ctx, r, figures.Submit)
	return err
}

func (h *oneICB) accept(d returnsPart, q calendar.Quarter) error {
	rows, err := h.rows("commissioner")
	if err != nil {
		return err
	}
	r, err := rows.Return(h.ctx, h.providers[d.Provider], q)
	if err != nil {
		return err
	}
	_, err = rows.SaveReturn(h.ctx, r, figures.Accept)
	return err
}
