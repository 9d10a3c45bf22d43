package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
)

// defaultQuota is how many bytes of evidence files an ICB may keep, unless the operator gives it more.
const defaultQuota = 5 << 30

// tenantRow is a row of tenants. Its columns are listed once, in tenantColumns.
type tenantRow struct {
	Code    string        `db:"tenant_id"`
	Name    string        `db:"name"`
	Region  string        `db:"region"`
	Demo    bool          `db:"demo"`
	Edition string        `db:"edition_id"`
	Version int64         `db:"version"`
	Show    bool          `db:"show_by_provider"`
	Years   int           `db:"retention_years"`
	Meeting calendar.Date `db:"next_meeting"`
	Setting int           `db:"settings_version"`
	Closed  calendar.Date `db:"procurement_since"`
	Rights  int64         `db:"rights_version"`
	Names   int64         `db:"names"`
	Month   int           `db:"due_month"`
	Day     int           `db:"due_day"`
	Moved   bool          `db:"renumbered"`
}

const tenantColumns = `t.tenant_id, t.name, t.region, t.demo, t.edition_id, t.version, t.show_by_provider,
	t.retention_years, t.next_meeting, t.settings_version, t.procurement_since, t.rights_version, t.names,
	t.due_month, t.due_day, ` + renumberedQuery + ` AS renumbered`

// renumberedQuery says whether an edition that the ICB took up gave priorities other numbers.
const renumberedQuery = `EXISTS (SELECT 1 FROM editions_taken ren WHERE ren.tenant_id = t.tenant_id AND ren.moved <> '')`

func (t tenantRow) tenant() tenants.Tenant {
	return tenants.Tenant{
		Code: t.Code, Name: t.Name, Region: t.Region, Demo: t.Demo, Edition: t.Edition, Version: t.Version,
		ShowByProvider: t.Show, RetentionYears: t.Years, NextMeeting: t.Meeting, SettingsVersion: t.Setting, Procurement: t.Closed,
		Rights:     t.Rights,
		Renumbered: t.Moved, Names: t.Names, FiguresDue: calendar.Deadline{Month: t.Month, Day: t.Day},
	}
}

// AddTenant makes a new ICB that works with the library's newest edition. An ICB that is there already is an error in
// words.
func (s *Store) AddTenant(ctx context.Context, t tenants.Tenant, l *edition.Library, by tenants.Person) error {
	e := l.Current()
	operator := s.System(t, by)
	err := s.db.Transaction(ctx, func(tx db.Tx) error {
		_, err := tx.Exec(`
			INSERT INTO tenants (tenant_id, name, region, demo, edition_id, created_at, version, audit_head, show_by_provider,
			retention_years, evidence_quota, next_meeting, settings_version)
			VALUES (?, ?, ?, ?, ?, ?, 0, '', FALSE, 8, ?, ?, 1)`,
			t.Code, t.Name, t.Region, t.Demo, e.ID, calendar.At(s.Now()), int64(defaultQuota), t.NextMeeting)
		if err != nil {
			return err
		}
		return operator.audited(tx, tenants.CreateTenants, db.Act{Act: "created", Kind: "icb", Subject: t.Code}, func(w *writing) error {
			w.Changed("name", "", t.Name)
			w.Changed("region", "", t.Region)
			w.Changed("edition", "", e.ID)
			w.Changed("next_meeting", "", string(t.NextMeeting))
			return w.use(l, e)
		})
	})
	if errors.Is(err, db.ErrTaken) {
		return fmt.Errorf("the ICB %s is there already", t.Code)
	}
	return err
}

// Tenants are all ICBs of the service, by name: for the operator.
func (s *Store) Tenants(ctx context.Context) ([]tenants.Tenant, error) {
	var rows []tenantRow
	if err := s.db.All(ctx, &rows, `SELECT `+tenantColumns+` FROM tenants t`); err != nil {
		return nil, fmt.Errorf("list of ICBs: %w", err)
	}
	list := make([]tenants.Tenant, len(rows))
	for i, r := range rows {
		list[i] = r.tenant()
	}
	slices.SortFunc(list, func(a, b tenants.Tenant) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Code, b.Code)) })
	return list, nil
}

// Tenant is one ICB; tenants.ErrNotFound when there is none with this code.
func (s *Store) Tenant(ctx context.Context, code string) (tenants.Tenant, error) {
	var row tenantRow
	err := s.db.Get(ctx, &row, `SELECT `+tenantColumns+` FROM tenants t WHERE t.tenant_id = ?`, code)
	return row.tenant(), err
}

// Settings are what an ICB administrator may change about the ICB.
type Settings struct {
	ShowByProvider bool
	RetentionYears int
	NextMeeting    calendar.Date
	FiguresDue     calendar.Deadline
	Version        int
}

// Check says what is wrong with settings as typed.
func (s Settings) Check() error {
	var wrong problem.List
	if s.RetentionYears < 1 || s.RetentionYears > 30 {
		wrong.Add("retention_years", "Years to keep records must be between 1 and 30")
	}
	if s.FiguresDue.Month < 1 || s.FiguresDue.Month > 3 {
		wrong.Add("due_month", "Choose the month in which figures are due")
	}
	if s.FiguresDue.Day < 1 || s.FiguresDue.Day > 31 {
		wrong.Add("due_day", "The day on which figures are due must be between 1 and 31")
	}
	return wrong.Err()
}

// Kept is what the history keeps of the settings.
func (s Settings) Kept() []record.Text {
	return []record.Text{
		{Field: "show_by_provider", Text: record.YesNo(s.ShowByProvider)},
		{Field: "retention_years", Text: strconv.Itoa(s.RetentionYears)},
		{Field: "next_meeting", Text: string(s.NextMeeting)},
		{Field: "figures_due", Text: s.FiguresDue.Kept()},
	}
}

func (t tenantRow) settings() Settings {
	return Settings{
		ShowByProvider: t.Show, RetentionYears: t.Years, NextMeeting: t.Meeting,
		FiguresDue: calendar.Deadline{Month: t.Month, Day: t.Day},
	}
}

// SaveSettings changes the ICB's settings; tenants.ErrStale when somebody else has changed them since.
func (r *Rows) SaveSettings(ctx context.Context, s Settings) error {
	if err := s.Check(); err != nil {
		return err
	}
	return r.write(ctx, tenants.ManageSettings, db.Act{Act: "changed", Kind: "settings", Subject: r.member.Tenant.Code},
		func(w *writing) error {
			var old tenantRow
			if err := w.Get(&old, `SELECT `+tenantColumns+` FROM tenants t WHERE t.tenant_id = ?`, w.Tenant); err != nil {
				return err
			}
			w.became(old.settings().Kept(), s.Kept())
			return w.Must(`
			UPDATE tenants SET show_by_provider = ?, retention_years = ?, next_meeting = ?, due_month = ?, due_day = ?,
			settings_version = settings_version + 1
			WHERE tenant_id = ? AND settings_version = ?`,
				s.ShowByProvider, s.RetentionYears, s.NextMeeting, s.FiguresDue.Month, s.FiguresDue.Day, w.Tenant, s.Version)
		})
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
