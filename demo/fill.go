package demo

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/provider"
)

// moment is a day counted from the first start: "q-4+12" is 12 days into the quarter 4 before the present one, "q-4"
// its first day, "q+2 end" the last day of the quarter 2 on, "today-9" 9 days ago; "" is no day.
type moment string

var momentForm = regexp.MustCompile(`^(?:q([+-]?\d+)(?:\+(\d+)|( end))?|today(?:([+-]\d+))?)$`)

func (m moment) date(now time.Time) (calendar.Date, error) {
	if m == "" {
		return "", nil
	}
	parts := momentForm.FindStringSubmatch(string(m))
	if parts == nil {
		return "", fmt.Errorf("%q is no day of the demonstration", m)
	}
	today := calendar.At(now).Date()
	number := func(text string) int {
		n, _ := strconv.Atoi(text) // the pattern allows only digits or nothing
		return n
	}
	if parts[1] == "" {
		return today.AddDays(number(parts[4])), nil
	}
	q := today.Quarter().Add(number(parts[1]))
	if parts[3] != "" {
		return q.Last(), nil
	}
	return q.First().AddDays(number(parts[2])), nil
}

// quarter is the quarter of a moment.
func (m moment) quarter(now time.Time) (calendar.Quarter, error) {
	day, err := m.date(now)
	return day.Quarter(), err
}

// oneICB is one ICB while it goes into the store: its people and providers so far.
type oneICB struct {
	*filling
	icb       icbFile
	members   map[string]tenants.Member
	providers map[string]string // key to id
}

// begin makes the ICB with its providers, people and settings.
func (h *oneICB) begin() error {
	t := tenants.Tenant{Code: h.icb.Code, Name: h.icb.Name, Region: h.icb.Region, Demo: true}
	if err := h.store.AddTenant(h.ctx, t, h.editions, tenants.TheOperator); err != nil {
		return err
	}
	rows := h.store.System(t, tenants.TheOperator)
	for _, p := range h.icb.Providers {
		o, err := rows.SaveProvider(
			h.ctx, provider.Provider{Name: p.Name, Kind: p.Kind, Stage: p.Stage, Place: p.Place, Under: h.providers[p.Under]},
		)
		if err != nil {
			return err
		}
		h.providers[p.Key] = o.ID
	}
	for _, p := range h.icb.People {
		person, err := h.store.SignedIn(h.ctx, h.issuer, p.Key, personName(p.Key), p.Key+"@example.org")
		if err != nil {
			return err
		}
		m, err := rows.AddMember(h.ctx, person, p.Role, h.providers[p.Provider])
		if err != nil {
			return fmt.Errorf("%s: %w", p.Key, err)
		}
		h.members[p.in(h.icb.Code)] = m
	}
	meeting, err := h.icb.Meeting.date(h.now)
	if err != nil {
		return err
	}
	lead, err := h.rows("lead")
	if err != nil {
		return err
	}
	return lead.SaveSettings(h.ctx, store.Settings{
		ShowByProvider: h.icb.ByProvider, RetentionYears: h.icb.Years, NextMeeting: meeting, FiguresDue: calendar.UsualDeadline, Version: 1,
	})
}

// rows are the ICB's rows through the store, as one person of the file.
func (h *oneICB) rows(who string) (*store.Rows, error) {
	m, ok := h.members[who]
	if !ok {
		return nil, fmt.Errorf("nobody is called %q", who)
	}
	return h.store.For(m), nil
}

// entrySave is one save of a priority. What it leaves out stays as it was.
type entrySave struct {
	On      moment  `yaml:"on"`
	By      string  `yaml:"by"`
	Status  *string `yaml:"status"`
	Met     *string `yaml:"met"` // ids of statements, or "all"
	Notes   *string `yaml:"notes"`
	Private *string `yaml:"private"`
	Owner   string  `yaml:"owner"`
	Review  moment  `yaml:"review"`
}

func (h *oneICB) saveEntry(p edition.Priority, d entrySave) error {
	rows, err := h.rows(d.By)
	if err != nil {
		return err
	}
	e, err := rows.Entry(h.ctx, p.Key)
	if err != nil {
		return err
	}
	set(&e.Notes, d.Notes)
	set(&e.PrivateNotes, d.Private)
	set((*string)(&e.Status), d.Status)
	if d.Met != nil {
		e.Points = strings.Fields(*d.Met)
	}
	if len(e.Points) == 1 && e.Points[0] == "all" {
		e.Points = nil
		for _, point := range p.Statements() {
			e.Points = append(e.Points, point.ID)
		}
	}
	if d.Owner != "" {
		if e.Owner = h.members[d.Owner].ID; e.Owner == "" {
			return errors.New("no such owner")
		}
	}
	if d.Review != "" {
		if e.ReviewOn, err = d.Review.date(h.now); err != nil {
			return err
		}
	}
	_, err = rows.SaveEntry(h.ctx, p, e)
	return err
}

// set replaces a text by another, if there is one.
func set(to, text *string) {
	if text != nil {
		*to = *text
	}
}
