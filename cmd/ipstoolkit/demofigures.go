package main

import (
	"fmt"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/target"
)

// demoTarget is the ICB's value of a kind of target, for this financial year and the one before.
type demoTarget struct {
	On     moment `yaml:"on"`
	By     string `yaml:"by"`
	Kind   string `yaml:"kind"`
	Value  string `yaml:"value"`
	Reason string `yaml:"reason"`
}

// demoOwn is a target of the ICB's own with what it stood at.
type demoOwn struct {
	On        moment           `yaml:"on"`
	By        string           `yaml:"by"`
	Name      string           `yaml:"name"`
	Unit      target.Unit      `yaml:"unit"`
	Direction target.Direction `yaml:"direction"`
	Value     string           `yaml:"value"`
	Measures  []demoMeasure    `yaml:"measures"`
}

type demoMeasure struct {
	Quarter moment `yaml:"quarter"`
	Value   string `yaml:"value"`
	Note    string `yaml:"note"`
}

func (h *demoHome) planTargets() {
	for _, d := range h.icb.Targets {
		h.at(d.On, h.icb.Code+" target "+d.Kind, func() error { return h.setTarget(d) })
	}
	for _, d := range h.icb.Own {
		id := ""
		h.at(d.On, h.icb.Code+" target "+d.Name, func() (err error) {
			id, err = h.addOwn(d)
			return err
		})
		for _, m := range d.Measures {
			on := moment(fmt.Sprintf("%s end", m.Quarter))
			h.at(on, h.icb.Code+" measure of "+d.Name, func() error { return h.measure(id, d, m) })
		}
	}
}

func (h *demoHome) setTarget(d demoTarget) error {
	rows, err := h.rows(d.By)
	if err != nil {
		return err
	}
	k, ok := target.KindOf(d.Kind)
	if !ok {
		return fmt.Errorf("no kind of target is called %q", d.Kind)
	}
	value, err := k.Unit.Parse(d.Value)
	if err != nil {
		return err
	}
	year := calendar.At(h.now).Date().Year()
	for _, y := range []calendar.Year{year - 1, year} {
		if err := rows.SaveTargetValue(h.ctx, target.Local{Kind: d.Kind, Year: y, Value: value, Reason: d.Reason}); err != nil {
			return err
		}
	}
	return nil
}

func (h *demoHome) addOwn(d demoOwn) (id string, err error) {
	rows, err := h.rows(d.By)
	if err != nil {
		return "", err
	}
	o := target.Own{Name: d.Name, Unit: d.Unit, Direction: d.Direction}
	if o.Value, err = d.Unit.Parse(d.Value); err != nil {
		return "", err
	}
	o, err = rows.SaveOwnTarget(h.ctx, o)
	return o.ID, err
}

func (h *demoHome) measure(id string, d demoOwn, m demoMeasure) error {
	rows, err := h.rows(d.By)
	if err != nil {
		return err
	}
	b := target.ByHand{Target: id, Note: m.Note}
	if b.Quarter, err = m.Quarter.quarter(h.now); err != nil {
		return err
	}
	if b.Value, err = d.Unit.Parse(m.Value); err != nil {
		return err
	}
	return rows.SaveMeasure(h.ctx, b)
}

// demoReturns are a provider's figures, oldest quarter first. Reviewed says which the commissioner has accepted: "all",
// or "earlier" for all but the last. Query is asked about the last, and Note stands beside it.
type demoReturns struct {
	Provider string        `yaml:"provider"`
	By       string        `yaml:"by"`
	Reviewed string        `yaml:"reviewed"`
	Query    string        `yaml:"query"`
	Note     string        `yaml:"note"`
	Quarters []demoQuarter `yaml:"quarters"`
}

// demoQuarter is a quarter and then its figures, in the order of figures.Fields.
type demoQuarter []any

func (h *demoHome) planReturns() {
	for _, d := range h.icb.Returns {
		for i, q := range d.Quarters {
			last := i == len(d.Quarters)-1
			begins := moment(fmt.Sprint(q[0]))
			quarter, _ := begins.quarter(h.now) // a moment that is none is refused when it is planned
			what := fmt.Sprintf("%s figures of %s, %s", h.icb.Code, d.Provider, quarter)
			r := figures.Return{Quarter: quarter}
			if last {
				r.Note = d.Note
			}
			h.at(h.after(begins, 11), what, func() error { return h.submit(d, r, q[1:]) })
			if !last || d.Reviewed == "all" {
				h.at(h.after(begins, 20), what+" accepted", func() error { return h.review(d, quarter, figures.Accept, "") })
			} else if d.Query != "" {
				h.at(h.after(begins, 20), what+" queried", func() error { return h.review(d, quarter, figures.Ask, d.Query) })
			}
		}
	}
}

// after is some days after the end of the quarter that begins at a moment.
func (h *demoHome) after(begins moment, days int) moment {
	quarter, err := begins.quarter(h.now)
	if err != nil {
		return begins // which is refused when it is planned
	}
	today := calendar.At(h.now).Date()
	return moment(fmt.Sprintf("today%+d", today.DaysTo(quarter.Last().AddDays(days))))
}

func (h *demoHome) submit(d demoReturns, r figures.Return, numbers []any) error {
	rows, err := h.rows(d.By)
	if err != nil {
		return err
	}
	if len(numbers) != len(figures.Fields) {
		return fmt.Errorf("%d numbers, want %d", len(numbers), len(figures.Fields))
	}
	r.Provider = h.providers[d.Provider]
	for i, f := range figures.Fields {
		if err := f.Read(&r, fmt.Sprint(numbers[i])); err != nil {
			return fmt.Errorf("%s %w", f.Label, err)
		}
	}
	_, err = rows.SaveReturn(h.ctx, r, figures.Submit)
	return err
}

func (h *demoHome) review(d demoReturns, q calendar.Quarter, step figures.Step, query string) error {
	rows, err := h.rows("commissioner")
	if err != nil {
		return err
	}
	r, err := rows.Return(h.ctx, h.providers[d.Provider], q)
	if err != nil {
		return err
	}
	r.Query = query
	_, err = rows.SaveReturn(h.ctx, r, step)
	return err
}
