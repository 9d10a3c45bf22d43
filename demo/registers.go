package demo

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

// The registers of an ICB are in a separate file; an ICB without one has empty lists.

//go:embed registers/*.yaml
var registerFiles embed.FS

// registerRows are rows of one list that one person saves.
type registerRows struct {
	List     string `yaml:"list"`
	By       string `yaml:"by"`
	Provider string `yaml:"provider"` // the provider that the rows belong to, "" for the ICB's own
	// On is when they are saved. Without it, rows of quarters are saved 12 days after their quarter, others two days
	// after their own day.
	On   moment        `yaml:"on"`
	Rows []registerRow `yaml:"rows"`
}

// registerRow is values by field, as people type them, with dates and quarters as moments. A row with the name of an
// earlier one changes that one. What a quarter's row leaves out stays as it was in the quarter before.
type registerRow map[string]any

// readRegisters are an ICB's registers, saved in this order where days are the same.
func readRegisters(code string) ([]registerRows, error) {
	data, err := registerFiles.ReadFile("registers/" + strings.ToLower(code) + ".yaml")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var list []registerRows
	if err := yaml.UnmarshalWithOptions(data, &list, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("registers of %s: %w", code, err)
	}
	return list, nil
}

func (h *oneICB) planRegisters() {
	all, err := readRegisters(h.icb.Code)
	if err != nil {
		h.at("today", h.icb.Code, func() error { return err })
	}
	kept := keptRows{}
	for _, d := range all {
		for _, row := range d.Rows {
			what := fmt.Sprintf("%s %s of %s, %v", h.icb.Code, d.List, d.Provider, row)
			h.at(h.savedOn(d, row), what, func() error { return h.saveRow(kept, d, row) })
		}
	}
}

// keptRows are the rows as last saved, by list, provider and name, and the last row of each quarterly list.
type keptRows map[string]register.Row

// savedOn is when a row is saved.
func (h *oneICB) savedOn(d registerRows, row registerRow) moment {
	switch {
	case d.On != "":
		return d.On
	case row[register.WhichQuarter.Name] != nil:
		return h.after(moment(fmt.Sprint(row[register.WhichQuarter.Name])), 12)
	}
	day, err := moment(fmt.Sprint(row[register.Event.On.Name])).date(h.now)
	if err != nil {
		return moment(fmt.Sprint(row[register.Event.On.Name])) // refused when it is planned
	}
	return moment(fmt.Sprintf("today%+d", calendar.At(h.now).Date().DaysTo(day.AddDays(2))))
}

func (h *oneICB) saveRow(kept keptRows, d registerRows, typed registerRow) error {
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
		read := h.typed
		if f.Type == register.Ref {
			read = func(f register.Field, named string) (string, error) { return h.ref(kept, f, named) }
		}
		value, err := read(f, fmt.Sprint(answer))
		if err != nil {
			return fmt.Errorf("%s %w", f.Label, err)
		}
		r.Values = register.With(r.Values, name, value)
	}
	if day := r.Date(register.Meeting.On); list.Code == register.Meetings && register.WasHeld(r) && day > h.store.Today() {
		r.Values = register.With(r.Values, register.Meeting.On.Name, string(h.store.Today())) // no later than the day of the save
	}
	key := keptAs(list, r)
	if old, there := kept[key]; there && key != "" {
		values := r.Values
		r = old
		r.Values = maps.Clone(old.Values)
		maps.Copy(r.Values, values)
	}
	if r, err = rows.SaveRow(h.ctx, list.Code, r); err != nil {
		return err
	}
	kept[key], kept[last] = r, r
	switch list.Code {
	case register.Seats:
		kept["seat "+r.Text(register.Seat.Name)] = r
	case register.Items:
		kept["item "+r.Text(register.Item.Title)] = r
	}
	return nil
}

// keptAs names a row, so that a later one with its name changes it: a meeting by its day and the provider that it is with. A row
// without a name is never changed: "".
func keptAs(list register.List, r register.Row) string {
	switch {
	case list.Code == register.Meetings:
		return strings.TrimSpace("meeting " + string(r.Date(register.Meeting.On)) + " " + r.Provider)
	case list.Key(r) == "":
		return ""
	}
	return list.Code + " " + list.Key(r)
}

// ref is the id of the row that a field names: a meeting by its day, of a contract "DAY/PROVIDER"; a seat or the newest agenda item by
// its name.
func (h *oneICB) ref(kept keptRows, f register.Field, named string) (string, error) {
	if f.Name == register.Item.About.Name {
		return named, nil
	}
	if f.Name == register.Item.Meeting.Name {
		on, with, _ := strings.Cut(named, "/")
		day, err := moment(on).date(h.now)
		if err != nil {
			return "", err
		}
		named = strings.TrimSpace(string(day) + " " + h.providers[with])
	}
	row, ok := kept[f.Name+" "+named]
	if !ok {
		return "", fmt.Errorf("names %q, which is not there", named)
	}
	return row.ID, nil
}

// typed is an answer in the form in which it is kept. Where a field takes only days of the past, the day is no later
// than the day of the save.
func (h *oneICB) typed(f register.Field, answer string) (string, error) {
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
