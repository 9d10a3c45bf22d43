package main

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"strings"

	"github.com/goccy/go-yaml"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/register"
)

// The demonstration's registers stand in demo/registers, one file an ICB; one without a file has empty lists.

//go:embed demo/registers/*.yaml
var demoRegisterFiles embed.FS

// demoRows are rows of one list that one person saves.
type demoRows struct {
	List     string `yaml:"list"`
	By       string `yaml:"by"`
	Provider string `yaml:"provider"` // whose rows they are, "" for the ICB's own
	// On is when they are saved. Without it rows of quarters are saved 12 days after their quarter, others two days after
	// the day they are about.
	On   moment    `yaml:"on"`
	Rows []demoRow `yaml:"rows"`
}

// demoRow are values by field, as people type them, dates and quarters as moments. A row of the name of an earlier one
// changes that one. What a row of a quarter leaves out is as it was in the quarter before it.
type demoRow map[string]any

// readDemoRegisters are an ICB's registers, in the order in which they are saved where days are the same.
func readDemoRegisters(code string) ([]demoRows, error) {
	data, err := demoRegisterFiles.ReadFile("demo/registers/" + strings.ToLower(code) + ".yaml")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var list []demoRows
	if err := yaml.UnmarshalWithOptions(data, &list, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("registers of %s: %w", code, err)
	}
	return list, nil
}

func (h *demoHome) planRegisters() {
	all, err := readDemoRegisters(h.icb.Code)
	if err != nil {
		h.at("today", h.icb.Code, func() error { return err })
	}
	kept := demoKept{}
	for _, d := range all {
		for _, row := range d.Rows {
			what := fmt.Sprintf("%s %s of %s, %v", h.icb.Code, d.List, d.Provider, row)
			h.at(h.savedOn(d, row), what, func() error { return h.saveRow(kept, d, row) })
		}
	}
}

// demoKept are the rows as they were saved last, by list, provider and name, and the last of each quarterly list.
type demoKept map[string]register.Row

// savedOn is when a row is saved.
func (h *demoHome) savedOn(d demoRows, row demoRow) moment {
	switch {
	case d.On != "":
		return d.On
	case row["quarter"] != nil:
		return h.after(moment(fmt.Sprint(row["quarter"])), 12)
	}
	day, err := moment(fmt.Sprint(row["on"])).date(h.now)
	if err != nil {
		return moment(fmt.Sprint(row["on"])) // which is refused when it is planned
	}
	return moment(fmt.Sprintf("today%+d", calendar.At(h.now).Date().DaysTo(day.AddDays(2))))
}

func (h *demoHome) saveRow(kept demoKept, d demoRows, typed demoRow) error {
	rows, err := h.rows(d.By)
	if err != nil {
		return err
	}
	list, ok := register.Of(d.List)
	if !ok {
		return fmt.Errorf("no list is called %q", d.List)
	}
	r := register.Row{Provider: h.providers[d.Provider], Values: map[string]string{}}
	last := list.Code + " " + r.Provider + " " + fmt.Sprint(typed[list.Naming])
	if list.Quarterly {
		r.Values = maps.Clone(kept[last].Values)
	}
	for name, answer := range typed {
		f, ok := list.Field(name)
		if !ok {
			return fmt.Errorf("%s has no field %q", list.Name, name)
		}
		value, err := h.typed(f, fmt.Sprint(answer))
		if err != nil {
			return fmt.Errorf("%s %w", f.Label, err)
		}
		r.Values = register.With(r.Values, name, value)
	}
	key := list.Code + " " + list.Key(r)
	if old, there := kept[key]; there && list.Key(r) != "" {
		values := r.Values
		r = old
		r.Values = maps.Clone(old.Values)
		maps.Copy(r.Values, values)
	}
	if r, err = rows.SaveRow(h.ctx, list.Code, r); err != nil {
		return err
	}
	kept[key], kept[last] = r, r
	return nil
}

// typed is an answer in the form it is kept in. No day lies after the one on which it is saved, where only days of the
// past are taken.
func (h *demoHome) typed(f register.Field, answer string) (string, error) {
	switch f.Type {
	case register.Date:
		day, err := moment(answer).date(h.now)
		if err == nil && f.Past {
			day = min(day, h.store.Today())
		}
		return string(day), err
	case register.Quarter:
		quarter, err := moment(answer).quarter(h.now)
		return string(quarter), err
	}
	return f.Parse(answer)
}
