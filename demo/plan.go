package demo

import (
	"fmt"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/staffing"
)

// planSave is what an ICB has recorded for the staffing plan of this year: answers by field, as people type them, dates
// as moments.
type planSave struct {
	On      moment            `yaml:"on"`
	By      string            `yaml:"by"`
	Answers map[string]string `yaml:"answers"`
}

func (h *oneICB) planStaffing() {
	for _, d := range h.icb.Plan {
		h.at(d.On, h.icb.Code+" staffing plan", func() error { return h.savePlan(d) })
	}
}

func (h *oneICB) savePlan(d planSave) error {
	rows, err := h.rows(d.By)
	if err != nil {
		return err
	}
	facts, err := rows.PlanFacts(h.ctx)
	if err != nil {
		return err
	}
	year := facts.Year(calendar.At(h.now).Date().Year())
	for name, answer := range d.Answers {
		f, ok := staffing.Recorded.Field(name)
		if !ok {
			return fmt.Errorf("a staffing plan has no field %q", name)
		}
		if f.Type == register.Date {
			day, err := moment(answer).date(h.now)
			if err != nil {
				return err
			}
			answer = string(day)
		}
		if year.Values[name], err = f.Parse(strings.TrimSpace(answer)); err != nil {
			return fmt.Errorf("%s %w", f.Label, err)
		}
	}
	return rows.SavePlanYear(h.ctx, year)
}
