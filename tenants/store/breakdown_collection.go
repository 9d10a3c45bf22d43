package store

import (
	"context"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
)

type collectionRow struct {
	Characteristic string           `db:"characteristic"`
	From           calendar.Quarter `db:"from_quarter"`
	Collected      bool             `db:"collected"`
	Name           string           `db:"name"`
	Reason         string           `db:"reason"`
	AgreedOn       calendar.Date    `db:"agreed_on"`
	AgreedBy       string           `db:"agreed_by"`
	Confirmed      string           `db:"confirmed"`
	Version        int              `db:"version"`
}

type groupRow struct {
	Characteristic string           `db:"characteristic"`
	From           calendar.Quarter `db:"from_quarter"`
	Label          string           `db:"label"`
}

const (
	collectionQuery = `
		SELECT s.characteristic, s.from_quarter, s.collected, s.name, s.reason, s.agreed_on, s.agreed_by, s.confirmed, s.version
		FROM collections s WHERE s.tenant_id = ? ORDER BY s.characteristic, s.from_quarter`
	groupQuery = `SELECT g.characteristic, g.from_quarter, g.label FROM collection_groups g WHERE g.tenant_id = ? ORDER BY g.characteristic,
		g.from_quarter, g.n`
)

func (row collectionRow) collection(groups []groupRow) equity.Collection {
	c := equity.Collection{
		Characteristic: row.Characteristic, From: row.From, Collected: row.Collected, Name: row.Name, Reason: row.Reason,
		AgreedOn: row.AgreedOn, AgreedBy: row.AgreedBy, Confirmed: row.Confirmed, Version: row.Version,
	}
	for _, g := range groups {
		if g.Characteristic == row.Characteristic && g.From == row.From {
			c.Labels = append(c.Labels, g.Label)
		}
	}
	return c
}

// Collections are what the ICB has said that it collects, each characteristic's oldest first. A provider reads what is
// asked of it, not why others agreed to it. Error: tenants.ErrForbidden for those who have nothing to do with figures.
func (r *Rows) Collections(ctx context.Context) ([]equity.Collection, error) {
	var list []equity.Collection
	err := r.read(ctx, tenants.EnterReturns, func(q reading) error {
		q.askCollections(&list)
		return nil
	})
	if !r.member.Can(tenants.AgreeFigures) {
		for i := range list {
			list[i].Reason, list[i].AgreedOn, list[i].AgreedBy, list[i].Confirmed = "", "", "", ""
		}
	}
	return list, err
}

func (q reading) askCollections(list *[]equity.Collection) {
	var rows []collectionRow
	var groups []groupRow
	q.Ask(&rows, collectionQuery, q.Tenant)
	q.Ask(&groups, groupQuery, q.Tenant)
	q.Then(func() {
		for _, row := range rows {
			*list = append(*list, row.collection(groups))
		}
	})
}

// SaveCollection records what the ICB collects of a characteristic from a quarter on (Characteristic "" is a new one of
// its own), if the characteristic is still at the version that was read, and returns it as saved. Errors: a
// problem.List; tenants.ErrStale; tenants.ErrNotFound for a characteristic that is not the ICB's; tenants.ErrForbidden.
func (r *Rows) SaveCollection(ctx context.Context, c equity.Collection) (equity.Collection, error) {
	fresh := c.Characteristic == ""
	if fresh {
		c.Characteristic = newID(ctx)
	}
	err := r.write(ctx, tenants.AgreeFigures, db.Act{Act: "changed", Kind: record.Collection, Subject: c.Characteristic},
		func(w *writing) error {
			var all []equity.Collection
			q := w.reading
			q.askCollections(&all)
			if err := q.Answered(); err != nil {
				return err
			}
			version, known := collectionVersion(all, c.Characteristic)
			if _, listed := equity.CharacteristicOf(c.Characteristic); !fresh && !listed && !known {
				return tenants.ErrNotFound
			}
			if version != c.Version {
				return tenants.ErrStale
			}
			if err := c.Check(all, r.store.Today()).Err(); err != nil {
				return err
			}
			old := equity.CollectionIn(all, c.Characteristic, c.From)
			if err := w.groupsMayChange(all, old, c); err != nil {
				return err
			}
			c.Confirmed, c.Version = privacy.Confirmed(c.Numbers(), c.Confirmed), version+1
			w.Changed("from", "", string(c.From))
			w.became(old.Kept(), c.Kept())
			return w.putCollection(c)
		})
	return c, err
}

// collectionVersion is how often a characteristic was saved, and whether it ever was.
func collectionVersion(all []equity.Collection, code string) (version int, known bool) {
	for _, c := range all {
		if c.Characteristic == code {
			version, known = max(version, c.Version), true
		}
	}
	return version, known
}

// groupsMayChange refuses other groups for quarters in which people have been counted: nobody could tell which group a
// number belonged to.
func (w *writing) groupsMayChange(all []equity.Collection, old, c equity.Collection) error {
	if old.SameGroups(c) {
		return nil
	}
	until := calendar.Quarter("9999Q4") // a later list keeps its own groups
	for _, o := range all {
		if o.Characteristic == c.Characteristic && o.From > c.From {
			until = min(until, o.From)
		}
	}
	var last []calendar.Quarter
	err := w.All(&last, `SELECT b.quarter FROM breakdowns b WHERE b.tenant_id = ? AND b.characteristic = ? AND b.quarter >= ? AND b.quarter
		< ? ORDER BY b.quarter DESC`,
		w.Tenant, c.Characteristic, c.From, until)
	if err != nil || len(last) == 0 {
		return err
	}
	return problem.List{{Field: "from", Message: "People have been counted in the current groups for " + last[0].Short() +
		". Choose a later quarter for other groups"}}
}

func (w *writing) putCollection(c equity.Collection) error {
	_, err := w.Exec(`
		INSERT INTO collections (tenant_id, characteristic, from_quarter, collected, name, reason, agreed_on, agreed_by, confirmed, version)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (tenant_id, characteristic, from_quarter) DO UPDATE SET collected = excluded.collected, name = excluded.name,
		    reason = excluded.reason, agreed_on = excluded.agreed_on, agreed_by = excluded.agreed_by, confirmed = excluded.confirmed,
		    version = excluded.version`,
		w.Tenant, c.Characteristic, c.From, c.Collected, c.Name, c.Reason, c.AgreedOn, c.AgreedBy, c.Confirmed, c.Version)
	if err != nil {
		return err
	}
	_, err = w.Exec(`DELETE FROM collection_groups WHERE tenant_id = ? AND characteristic = ? AND from_quarter = ?`, w.Tenant,
		c.Characteristic, c.From)
	if err != nil {
		return err
	}
	for i, label := range c.Labels {
		_, err := w.Exec(`INSERT INTO collection_groups (tenant_id, characteristic, from_quarter, n, label) VALUES (?, ?, ?, ?, ?)`,
			w.Tenant, c.Characteristic, c.From, i+1, label)
		if err != nil {
			return err
		}
	}
	return nil
}
