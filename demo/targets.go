package demo

import (
	"fmt"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/measure"
)

// targetValue is the ICB's value of a kind of target, for this financial year and the one before.
type targetValue struct {
	On     moment `yaml:"on"`
	By     string `yaml:"by"`
	Kind   string `yaml:"kind"`
	Value  string `yaml:"value"`
	Reason string `yaml:"reason"`
}

// ownTarget is a target of the ICB's own with its values.
type ownTarget struct {
	On        moment            `yaml:"on"`
	By        string            `yaml:"by"`
	Name      string            `yaml:"name"`
	Unit      measure.Unit      `yaml:"unit"`
	Direction measure.Direction `yaml:"direction"`
	Value     string            `yaml:"value"`
	Measures  []ownMeasure      `yaml:"measures"`
}

type ownMeasure struct {
	Quarter moment `yaml:"quarter"`
	Value   string `yaml:"value"`
	Note    string `yaml:"note"`
}

func (h *oneICB) planTargets() {
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

func (h *oneICB) setTarget(d targetValue) error {
	rows, err := h.rows(d.By)
	if err != nil {
		return err
	}
	k, ok := measure.KindOf(d.Kind)
	if !ok {
		return fmt.Errorf("no kind of target is called %q", d.Kind)
	}
	value, err := k.Unit.Parse(d.Value)
	if err != nil {
		return err
	}
	year := calendar.At(h.now).Date().Year()
	for _, y := range []calendar.Year{year - 1, year} {
		if err := rows.SaveTargetValue(h.ctx, measure.Local{Kind: d.Kind, Year: y, Value: value, Reason: d.Reason}); err != nil {
			return err
		}
	}
	return nil
}

func (h *oneICB) addOwn(d ownTarget) (id string, err error) {
	rows, err := h.rows(d.By)
	if err != nil {
		return "", err
	}
	o := measure.Own{Name: d.Name, Unit: d.Unit, Direction: d.Direction}
	if o.Value, err = d.Unit.Parse(d.Value); err != nil {
		return "", err
	}
	o, err = rows.SaveOwnTarget(h.ctx, o)
	return o.ID, err
}

func (h *oneICB) measure(id string, d ownTarget, m ownMeasure) error {
	rows, err := h.rows(d.By)
	if err != nil {
		return err
	}
	b := measure.ByHand{Target: id, Note: m.Note}
	if b.Quarter, err = m.Quarter.quarter(h.now); err != nil {
		return err
	}
	if b.Value, err = d.Unit.Parse(m.Value); err != nil {
		return err
	}
	return rows.SaveMeasure(h.ctx, b)
}
