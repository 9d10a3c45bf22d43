package store

import (
	"context"
	"errors"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
)

// SaveOwnTarget records a target that the ICB has set itself (ID "": a new one) and returns it as saved. Errors: a
// problem.List, tenants.ErrStale, tenants.ErrNotFound, tenants.ErrForbidden.
func (r *Rows) SaveOwnTarget(ctx context.Context, o measure.Own) (measure.Own, error) {
	if err := o.Check().Err(); err != nil {
		return o, err
	}
	o.Confirmed = privacy.Confirmed(privacy.NHSNumbers(o.Name), o.Confirmed)
	act := "changed"
	if o.ID == "" {
		o.ID, act = newID(ctx), "added"
	}
	err := r.write(ctx, tenants.SetTargets, db.Act{Act: act, Kind: "target", Subject: o.ID}, func(w *writing) error {
		var old ownRow
		if act == "changed" {
			if err := w.ownTarget(&old, o.ID, o.Version); err != nil {
				return err
			}
			if old.Unit != o.Unit {
				return problem.List{{Field: "unit", Message: "The unit of a target cannot change: end it and add another"}}
			}
		}
		was := old.own()
		was.Value.Known = old.Version > 0
		w.became(was.Kept(), o.Kept())
		_, err := w.Exec(`
			INSERT INTO own_targets (tenant_id, id, name, unit, direction, value, ended, confirmed, version) VALUES (?, ?, ?, ?, ?, ?,
			FALSE, ?, 1)
			ON CONFLICT (tenant_id, id) DO UPDATE SET name = excluded.name, direction = excluded.direction, value = excluded.value,
			    confirmed = excluded.confirmed, version = own_targets.version + 1`,
			w.Tenant, o.ID, o.Name, o.Unit, o.Direction, o.Value.Hundredths, o.Confirmed)
		return err
	})
	o.Version++
	return o, err
}

// EndOwnTarget takes an own target off the pages; its values and its history stay. Errors: tenants.ErrStale,
// tenants.ErrNotFound, tenants.ErrForbidden.
func (r *Rows) EndOwnTarget(ctx context.Context, id string, version int) error {
	return r.write(ctx, tenants.SetTargets, db.Act{Act: "ended", Kind: "target", Subject: id}, func(w *writing) error {
		var old ownRow
		if err := w.ownTarget(&old, id, version); err != nil {
			return err
		}
		w.Changed("ended", "no", "yes")
		return w.Must(`UPDATE own_targets SET ended = TRUE, version = version + 1 WHERE tenant_id = ? AND id = ?`, w.Tenant, id)
	})
}

// ownTarget is an own target that has not ended, if it is the version that was read.
func (w *writing) ownTarget(row *ownRow, id string, version int) error {
	if err := w.Get(row, ownQuery+` AND o.id = ? AND o.ended = FALSE`, w.Tenant, id); err != nil {
		return err
	}
	if row.Version != version {
		return tenants.ErrStale
	}
	return nil
}

// SaveMeasure records the value of an own target in a quarter, if it is still the version that was read (0: there was
// none). Errors: a problem.List, tenants.ErrStale, tenants.ErrNotFound, tenants.ErrForbidden.
func (r *Rows) SaveMeasure(ctx context.Context, b measure.ByHand) error {
	if err := b.Check(r.store.Today()).Err(); err != nil {
		return err
	}
	b.Confirmed = privacy.Confirmed(privacy.NHSNumbers(b.Note), b.Confirmed)
	return r.write(ctx, tenants.SetTargets, db.Act{Act: "measured", Kind: "target", Subject: b.Target}, func(w *writing) error {
		var own ownRow
		if err := w.Get(&own, ownQuery+` AND o.id = ? AND o.ended = FALSE`, w.Tenant, b.Target); err != nil {
			return err
		}
		var old measureRow
		err := w.Get(&old, measureQuery+` AND m.target_id = ? AND m.quarter = ?`, w.Tenant, b.Target, b.Quarter)
		if err != nil && !errors.Is(err, tenants.ErrNotFound) {
			return err
		}
		if old.Version != b.Version {
			return tenants.ErrStale
		}
		was := old.byHand()
		was.Quarter, was.Value.Known = b.Quarter, old.Version > 0
		w.became(was.Kept(own.Unit), b.Kept(own.Unit))
		_, err = w.Exec(`
			INSERT INTO own_measures (tenant_id, target_id, quarter, value, note, confirmed, version) VALUES (?, ?, ?, ?, ?, ?, 1)
			ON CONFLICT (tenant_id, target_id, quarter) DO UPDATE SET value = excluded.value, note = excluded.note,
			    confirmed = excluded.confirmed, version = own_measures.version + 1`,
			w.Tenant, b.Target, b.Quarter, b.Value.Hundredths, b.Note, b.Confirmed)
		return err
	})
}
