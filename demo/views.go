package demo

import (
	"fmt"

	"ipstoolkit/toolkit/assessment"
)

// viewSave is what a provider says of a priority.
type viewSave struct {
	On       moment            `yaml:"on"`
	By       string            `yaml:"by"`
	Priority string            `yaml:"priority"`
	Status   assessment.Status `yaml:"status"`
	Note     string            `yaml:"note"`
}

// viewComment is what the ICB says where views differ.
type viewComment struct {
	On       moment `yaml:"on"`
	By       string `yaml:"by"`
	Priority string `yaml:"priority"`
	Text     string `yaml:"text"`
}

func (h *oneICB) planViews() {
	for _, v := range h.icb.Views {
		h.at(v.On, fmt.Sprintf("%s view on %s", h.icb.Code, v.Priority), func() error { return h.saveView(v) })
	}
	for _, c := range h.icb.Comments {
		h.at(c.On, fmt.Sprintf("%s views on %s", h.icb.Code, c.Priority), func() error { return h.commentOnViews(c) })
	}
}

func (h *oneICB) saveView(v viewSave) error {
	rows, err := h.rows(v.By)
	if err != nil {
		return err
	}
	p, ok := h.editions.Current().Priority(v.Priority)
	if !ok {
		return fmt.Errorf("there is no priority %s", v.Priority)
	}
	present, err := rows.Voices(h.ctx)
	if err != nil {
		return err
	}
	view := present.Of(h.members[v.By].Provider, p.Key)
	view.Status, view.Note = v.Status, v.Note
	return rows.SaveView(h.ctx, p, view)
}

func (h *oneICB) commentOnViews(c viewComment) error {
	rows, err := h.rows(c.By)
	if err != nil {
		return err
	}
	present, err := rows.Voices(h.ctx)
	if err != nil {
		return err
	}
	s := present.Spreads[c.Priority]
	return rows.CommentOnViews(h.ctx, assessment.Comment{Priority: c.Priority, State: s.State, Text: c.Text, Version: s.Comment.Version})
}
