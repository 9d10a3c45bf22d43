package demo

import (
	"fmt"
	"slices"
	"strings"

	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/workbook"
)

// roundPart is the round of a quarter. On the day Right the ICB says of what nobody has saved in the round that it is still right, But
// not of the priorities named there. A round that is not sealed is open now, or was left.
type roundPart struct {
	Of     moment `yaml:"of"`
	Opened moment `yaml:"opened"`
	Right  moment `yaml:"right"`
	But    string `yaml:"but"`
	Sealed moment `yaml:"sealed"`
}

// planRounds comes before all else of the ICB: a round opens before what is saved on the same day.
func (h *oneICB) planRounds() {
	for _, d := range h.icb.Rounds {
		quarter, err := d.Of.quarter(h.now)
		if err != nil {
			h.at("today", h.icb.Code, func() error { return err })
			continue
		}
		what := fmt.Sprintf("%s round of %s", h.icb.Code, quarter)
		h.at(d.Opened, what, func() error {
			lead, err := h.rows("lead")
			if err != nil {
				return err
			}
			return lead.OpenRound(h.ctx, quarter)
		})
		if d.Right != "" {
			h.at(d.Right, what+", still right", func() error { return h.stillRight(strings.Fields(d.But)) })
		}
		if d.Sealed != "" {
			h.at(d.Sealed, what+", sealed", func() error {
				lead, err := h.rows("lead")
				if err != nil {
					return err
				}
				return lead.SealRound(h.ctx, h.editions, store.Seal{Quarter: quarter, Workbook: workbook.Copy})
			})
		}
	}
}

// stillRight reviews the entries that nobody has saved in the round, as the page of all priorities does with those ticked there.
func (h *oneICB) stillRight(but []string) error {
	rows, err := h.rows("commissioner")
	if err != nil {
		return err
	}
	review, err := rows.Review(h.ctx)
	if err != nil {
		return err
	}
	entries, err := rows.Entries(h.ctx)
	if err != nil {
		return err
	}
	for _, p := range h.editions.Current().Priorities() {
		e, there := entries[p.Key]
		if !there || e.Status == assessment.NotAnswered || e.ChangedAt >= review.Since || slices.Contains(but, p.Key) {
			continue
		}
		e.ReviewOn = review.Next(e.ReviewOn)
		if _, err := rows.SaveEntry(h.ctx, p, e); err != nil {
			return fmt.Errorf("%s: %w", p.Key, err)
		}
	}
	return nil
}
