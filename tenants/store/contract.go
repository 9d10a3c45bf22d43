package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/privacy"
)

type contractRow struct {
	ID          string        `db:"id"`
	Provider    string        `db:"provider_id"`
	Name        string        `db:"name"`
	Reference   string        `db:"reference"`
	Start       calendar.Date `db:"starts_on"`
	End         calendar.Date `db:"ends_on"`
	ShortReason string        `db:"short_reason"`
	Confirmed   string        `db:"confirmed"`
	Version     int           `db:"version"`
}

type optionRow struct {
	Contract    string        `db:"contract_id"`
	Months      int           `db:"months"`
	To          calendar.Date `db:"to_date"`
	ExercisedOn calendar.Date `db:"exercised_on"`
}

type talkRow struct {
	Contract string        `db:"contract_id"`
	HeldOn   calendar.Date `db:"held_on"`
	ForEnd   calendar.Date `db:"for_end"`
	Note     string        `db:"note"`
}

const (
	contractQuery = `SELECT k.id, k.provider_id, k.name, k.reference, k.starts_on, k.ends_on, k.short_reason, k.confirmed, k.version FROM contracts k WHERE k.tenant_id = ?`
	optionQuery   = `SELECT o.contract_id, o.months, o.to_date, o.exercised_on FROM contract_options o WHERE o.tenant_id = ?`
	talkQuery     = `SELECT t.contract_id, t.held_on, t.for_end, t.note FROM contract_talks t WHERE t.tenant_id = ?`
)

// Contracts are those the member may see, the ones that start last first: all for commissioners, for a provider the
// plain facts of its own. Error: tenants.ErrForbidden for everybody else.
func (r *Rows) Contracts(ctx context.Context) ([]contract.Contract, error) {
	if !r.member.Can(tenants.ReadContracts) {
		return nil, tenants.ErrForbidden
	}
	var list []contract.Contract
	err := r.read(ctx, func(q reading) error {
		var err error
		list, err = q.contracts(r.member)
		return err
	})
	return list, err
}

// Contract is one of them. Errors: tenants.ErrNotFound, for another provider's too; tenants.ErrForbidden.
func (r *Rows) Contract(ctx context.Context, id string) (contract.Contract, error) {
	list, err := r.Contracts(ctx)
	if err != nil {
		return contract.Contract{}, err
	}
	for _, c := range list {
		if c.ID == id {
			return c, nil
		}
	}
	return contract.Contract{}, tenants.ErrNotFound
}

// contracts are the contracts as a member sees them.
func (q reading) contracts(m tenants.Member) ([]contract.Contract, error) {
	var rows []contractRow
	query, args := contractQuery, []any{q.tenant}
	if m.Provider != "" {
		query, args = query+` AND k.provider_id = ?`, append(args, m.Provider)
	}
	if err := q.all(&rows, query, args...); err != nil {
		return nil, err
	}
	var options []optionRow
	if err := q.all(&options, optionQuery+` ORDER BY o.contract_id, o.n`, q.tenant); err != nil {
		return nil, err
	}
	var talks []talkRow
	if err := q.all(&talks, talkQuery+` ORDER BY t.contract_id, t.n`, q.tenant); err != nil {
		return nil, err
	}
	list := make([]contract.Contract, len(rows))
	for i, row := range rows {
		list[i] = row.contract(options, talks)
		if m.Provider != "" {
			list[i] = list[i].ForProvider()
		}
	}
	slices.SortFunc(list, func(a, b contract.Contract) int {
		return cmp.Or(cmp.Compare(b.Start, a.Start), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return list, nil
}

func (row contractRow) contract(options []optionRow, talks []talkRow) contract.Contract {
	c := contract.Contract{
		ID: row.ID, Provider: row.Provider, Name: row.Name, Reference: row.Reference, Start: row.Start, End: row.End,
		ShortReason: row.ShortReason, Confirmed: row.Confirmed, Version: row.Version,
	}
	for _, o := range options {
		if o.Contract == row.ID {
			c.Options = append(c.Options, contract.Option{Months: o.Months, To: o.To, ExercisedOn: o.ExercisedOn})
		}
	}
	for _, t := range talks {
		if t.Contract == row.ID {
			c.Talks = append(c.Talks, contract.Talk{HeldOn: t.HeldOn, ForEnd: t.ForEnd, Note: t.Note})
		}
	}
	return c
}

// SaveContract records a new contract (ID "") or changes one with all its options and talks, if it is still the version
// that was read, and returns it as saved. Errors: a problem.List; tenants.ErrStale; tenants.ErrNotFound when the
// contract or its provider is not the ICB's; tenants.ErrForbidden.
func (r *Rows) SaveContract(ctx context.Context, c contract.Contract) (contract.Contract, error) {
	if !r.member.Can(tenants.KeepContracts) {
		return c, tenants.ErrForbidden
	}
	if err := c.Check(r.store.Today()).Err(); err != nil {
		return c, err
	}
	c.Confirmed = privacy.Confirmed(c.Numbers(), c.Confirmed)
	act := "changed"
	if c.ID == "" {
		c.ID, act = newID(), "added"
	}
	err := r.write(ctx, Act{Act: act, Kind: "contract", Subject: c.ID}, func(w *writing) error {
		var old contract.Contract
		if act == "changed" {
			var err error
			if old, err = w.contract(c.ID); err != nil {
				return err
			}
			if old.Version != c.Version {
				return tenants.ErrStale
			}
		}
		if err := w.contractChanges(old, c); err != nil {
			return err
		}
		return w.putContract(c)
	})
	c.Version++
	return c, err
}

func (w *writing) contract(id string) (contract.Contract, error) {
	var row contractRow
	var options []optionRow
	var talks []talkRow
	if err := w.get(&row, contractQuery+` AND k.id = ?`, w.tenant, id); err != nil {
		return contract.Contract{}, err
	}
	if err := w.all(&options, optionQuery+` AND o.contract_id = ? ORDER BY o.n`, w.tenant, id); err != nil {
		return contract.Contract{}, err
	}
	if err := w.all(&talks, talkQuery+` AND t.contract_id = ? ORDER BY t.n`, w.tenant, id); err != nil {
		return contract.Contract{}, err
	}
	return row.contract(options, talks), nil
}

func (w *writing) contractChanges(old, now contract.Contract) error {
	names := map[string]string{}
	for _, id := range []string{old.Provider, now.Provider} {
		var name string
		if id != "" {
			if err := w.get(&name, `SELECT o.name FROM providers o WHERE o.tenant_id = ? AND o.id = ?`, w.tenant, id); err != nil {
				return err
			}
		}
		names[id] = name
	}
	w.changed("provider", names[old.Provider], names[now.Provider])
	w.changed("name", old.Name, now.Name)
	w.changed("reference", old.Reference, now.Reference)
	w.changed("starts_on", string(old.Start), string(now.Start))
	w.changed("ends_on", string(old.End), string(now.End))
	w.changed("options", optionsText(old.Options), optionsText(now.Options))
	w.changed("talks", talksText(old.Talks), talksText(now.Talks))
	w.changed("short_reason", old.ShortReason, now.ShortReason)
	w.changed("confirmed", old.Confirmed, now.Confirmed)
	return nil
}

// optionsText and talksText are what the history keeps of them, a line each.
func optionsText(options []contract.Option) string {
	var lines []string
	for _, o := range options {
		lines = append(lines, o.Words())
	}
	return strings.Join(lines, "\n")
}

func talksText(talks []contract.Talk) string {
	var lines []string
	for _, t := range talks {
		line := fmt.Sprintf("held on %s for the end on %s", t.HeldOn.Words(), t.ForEnd.Words())
		if t.Note != "" {
			line += ": " + t.Note
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func (w *writing) putContract(c contract.Contract) error {
	_, err := w.exec(`
		INSERT INTO contracts (tenant_id, id, provider_id, name, reference, starts_on, ends_on, short_reason, confirmed, version)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
		ON CONFLICT (tenant_id, id) DO UPDATE SET provider_id = excluded.provider_id, name = excluded.name, reference = excluded.reference,
		    starts_on = excluded.starts_on, ends_on = excluded.ends_on, short_reason = excluded.short_reason, confirmed = excluded.confirmed,
		    version = contracts.version + 1`,
		w.tenant, c.ID, c.Provider, c.Name, c.Reference, c.Start, c.End, c.ShortReason, c.Confirmed)
	if err != nil {
		return err
	}
	if _, err := w.exec(`DELETE FROM contract_options WHERE tenant_id = ? AND contract_id = ?`, w.tenant, c.ID); err != nil {
		return err
	}
	for i, o := range c.Options {
		_, err := w.exec(`INSERT INTO contract_options (tenant_id, contract_id, n, months, to_date, exercised_on) VALUES (?, ?, ?, ?, ?, ?)`,
			w.tenant, c.ID, i+1, o.Months, o.To, o.ExercisedOn)
		if err != nil {
			return err
		}
	}
	if _, err := w.exec(`DELETE FROM contract_talks WHERE tenant_id = ? AND contract_id = ?`, w.tenant, c.ID); err != nil {
		return err
	}
	for i, t := range c.Talks {
		_, err := w.exec(`INSERT INTO contract_talks (tenant_id, contract_id, n, held_on, for_end, note) VALUES (?, ?, ?, ?, ?, ?)`,
			w.tenant, c.ID, i+1, t.HeldOn, t.ForEnd, t.Note)
		if err != nil {
			return err
		}
	}
	return nil
}
