package demo

import (
	"fmt"

	"ipstoolkit/toolkit/figures"
)

// publishedAccess is the access published from MHSDS for the 12 months to the end of a quarter.
type publishedAccess struct {
	On       moment `yaml:"on"` // when it was published and recorded
	By       string `yaml:"by"`
	Provider string `yaml:"provider"`
	To       moment `yaml:"to"`
	Number   string `yaml:"number"`
}

func (h *oneICB) planPublished() {
	for _, d := range h.icb.Published {
		h.at(d.On, fmt.Sprintf("%s published access of %s to %s", h.icb.Code, d.Provider, d.To), func() error {
			rows, err := h.rows(d.By)
			if err != nil {
				return err
			}
			p := figures.Published{Provider: h.providers[d.Provider], PublishedOn: h.store.Today()}
			if p.To, err = d.To.date(h.now); err != nil {
				return err
			}
			p.Source = "Mental Health Services Monthly Statistics, " + p.To.Time().Format("January 2006")
			if err := p.Read(d.Number); err != nil {
				return err
			}
			return rows.SavePublished(h.ctx, p)
		})
	}
}
