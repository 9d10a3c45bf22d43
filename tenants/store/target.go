package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
)

type localRow struct {
	Kind      string        `db:"kind"`
	Year      calendar.Year `db:"year"`
	Value     int64         `db:"value"`
	Reason    string        `db:"reason"`
	Confirmed string        `db:"confirmed"`
	Version   int           `db:"version"`
}

func (r localRow) local() measure.Local {
	return measure.Local{Kind: r.Kind, Year: r.Year, Value: number.Amount{Hundredths: r.Value, Known: true}, Reason: r.Reason, Confirmed: r.Confirmed, Version: r.Version}
}

type ownRow struct {
	ID        string            `db:"id"`
	Name      string            `db:"name"`
	Unit      measure.Unit      `db:"unit"`
	Direction measure.Direction `db:"direction"`
	Value     int64             `db:"value"`
	Ended     bool              `db:"ended"`
	Confirmed string            `db:"confirmed"`
	Version   int               `db:"version"`
}

func (r ownRow) own() measure.Own {
	return measure.Own{
		ID: r.ID, Name: r.Name, Unit: r.Unit, Direction: r.Direction, Value: number.Amount{Hundredths: r.Value, Known: true},
		Confirmed: r.Confirmed, Version: r.Version,
	}
}

type measureRow struct {
	Target    string           `db:"target_id"`
	Quarter   calendar.Quarter `db:"quarter"`
	Value     int64            `db:"value"`
	Note      string           `db:"note"`
	Confirmed string           `db:"confirmed"`
	Version   int              `db:"version"`
}

func (r measureRow) byHand() measure.ByHand {
	return measure.ByHand{Target: r.Target, Quarter: r.Quarter, Value: number.Amount{Hundredths: r.Value, Known: true}, Note: r.Note, Confirmed: r.Confirmed, Version: r.Version}
}

const (
	localQuery   = `SELECT v.kind, v.year, v.value, v.reason, v.confirmed, v.version FROM target_values v WHERE v.tenant_id = ?`
	ownQuery     = `SELECT o.id, o.name, o.unit, o.direction, o.value, o.ended, o.confirmed, o.version FROM own_targets o WHERE o.tenant_id = ?`
	measureQuery = `SELECT m.target_id, m.quarter, m.value, m.note, m.confirmed, m.version FROM own_measures m WHERE m.tenant_id = ?`
)

// locals are the ICB's values by kind, the newest year first.
func (q reading) locals(list *[]measure.Local) {
	var rows []localRow
	q.Ask(&rows, localQuery+` ORDER BY v.kind, v.year DESC`, q.Tenant)
	q.Then(func() {
		for _, row := range rows {
			*list = append(*list, row.local())
		}
	})
}

// owns are the ICB's own targets that have not ended, by name.
func (q reading) owns(list *[]measure.Own) {
	var rows []ownRow
	q.Ask(&rows, ownQuery+` AND o.ended = FALSE`, q.Tenant)
	q.Then(func() {
		for _, row := range rows {
			*list = append(*list, row.own())
		}
		slices.SortFunc(*list, func(a, b measure.Own) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	})
}

// byHand are the values measured by hand, the newest quarter first.
func (q reading) byHand(list *[]measure.ByHand) {
	var rows []measureRow
	q.Ask(&rows, measureQuery+forResults+` ORDER BY m.target_id, m.quarter DESC`, q.Tenant)
	q.Then(func() {
		for _, row := range rows {
			*list = append(*list, row.byHand())
		}
	})
}

// TargetInput is what the ICB's results are worked out from, read at one moment, as far as the member may see them:
// measure.All gives a commissioner everything, a provider its own, a reader the steering group's part. A provider's
// input holds no other provider's rows.
func (r *Rows) TargetInput(ctx context.Context) (measure.Input, error) {
	m := r.member
	in := measure.Input{ICB: m.Tenant.Name, Today: r.store.Today(), Audience: m.Audience()}
	err := r.read(ctx, tenants.ReadToolkit, func(q reading) error { q.targetInput(m, &in); return nil })
	return in, err
}

func (q reading) targetInput(m tenants.Member, in *measure.Input) {
	q.AskOne(&in.ByProviders, `SELECT t.show_by_provider FROM tenants t WHERE t.tenant_id = ?`, q.Tenant)
	q.providers(&in.Providers, m.Provider)
	where, args := ofProvider(m.Provider)
	args = append([]any{in.First()}, args...)
	var older []figures.Return
	q.returnsInShort(&in.Returns, ` AND f.quarter >= ?`+where, args)
	q.returnsInShort(&older, ` AND f.quarter < ? AND f.state IN ('submitted', 'queried', 'corrected')`+where, args) // they wait for somebody
	q.contracts(&in.Contracts, m, "", contractOptions, contractTalks, contractClauses)
	q.locals(&in.Locals)
	q.owns(&in.Own)
	q.byHand(&in.ByHand)
	from := m
	if m.Audience().IsSteeringGroup() { // what the group sees is worked out from all, and masked
		from.Role = tenants.Commissioner
	}
	q.registersForResults(&in.Registers, from, in.First())
	q.Then(func() {
		in.Returns = append(in.Returns, older...)
		if m.Outside() {
			in.Contracts = measure.Running(in.Contracts)
			in.Locals = slices.DeleteFunc(in.Locals, func(l measure.Local) bool { return closedTarget(m, l.Kind) })
		}
	})
}

// SaveTargetValue records the ICB's value of a kind for a year, if it is still the version that was read (0: there was
// none). Errors: a problem.List, tenants.ErrStale, tenants.ErrForbidden, tenants.ErrProcurement.
func (r *Rows) SaveTargetValue(ctx context.Context, l measure.Local) error {
	if err := l.Check().Err(); err != nil {
		return err
	}
	l.Confirmed = privacy.Confirmed(privacy.NHSNumbers(l.Reason), l.Confirmed)
	return r.write(ctx, tenants.SetTargets, db.Act{Act: "set", Kind: "target", Subject: valueSubject(l)}, func(w *writing) error {
		if closedTarget(w.member, l.Kind) {
			return tenants.ErrProcurement
		}
		old, err := w.local(l)
		if err != nil {
			return err
		}
		w.became(old.Kept(), l.Kept())
		_, err = w.Exec(`
			INSERT INTO target_values (tenant_id, kind, year, value, reason, confirmed, version) VALUES (?, ?, ?, ?, ?, ?, 1)
			ON CONFLICT (tenant_id, kind, year) DO UPDATE SET value = excluded.value, reason = excluded.reason,
			    confirmed = excluded.confirmed, version = target_values.version + 1`,
			w.Tenant, l.Kind, l.Year, l.Value.Hundredths, l.Reason, l.Confirmed)
		return err
	})
}

// RemoveTargetValue takes the ICB's value of a kind for a year back; its history stays. Errors: tenants.ErrStale,
// tenants.ErrForbidden, tenants.ErrProcurement.
func (r *Rows) RemoveTargetValue(ctx context.Context, l measure.Local) error {
	return r.write(ctx, tenants.SetTargets, db.Act{Act: "removed", Kind: "target", Subject: valueSubject(l)}, func(w *writing) error {
		if closedTarget(w.member, l.Kind) {
			return tenants.ErrProcurement
		}
		old, err := w.local(l)
		if err != nil {
			return err
		}
		w.became(old.Kept(), measure.Local{Kind: l.Kind}.Kept())
		return w.Must(`DELETE FROM target_values WHERE tenant_id = ? AND kind = ? AND year = ?`, w.Tenant, l.Kind, l.Year)
	})
}

// valueSubject names a value in the history: "job-outcome-rate 2026".
func valueSubject(l measure.Local) string { return fmt.Sprintf("%s %d", l.Kind, l.Year) }

// local is the value as it stands, if it is the version that was read.
func (w *writing) local(l measure.Local) (measure.Local, error) {
	var row localRow
	err := w.Get(&row, localQuery+` AND v.kind = ? AND v.year = ?`, w.Tenant, l.Kind, l.Year)
	if err != nil && !errors.Is(err, tenants.ErrNotFound) {
		return measure.Local{}, err
	}
	if row.Version != l.Version {
		return measure.Local{}, tenants.ErrStale
	}
	old := row.local()
	old.Value.Known = row.Version > 0
	return old, nil
}

// SaveOwnTarget records a target that the ICB has set itself (ID "": a new one) and returns it as saved. Errors: a
// problem.List, tenants.ErrStale, tenants.ErrNotFound, tenants.ErrForbidden.
func (r *Rows) SaveOwnTarget(ctx context.Context, o measure.Own) (measure.Own, error) {
	if err := o.Check().Err(); err != nil {
		return o, err
	}
	o.Confirmed = privacy.Confirmed(privacy.NHSNumbers(o.Name), o.Confirmed)
	act := "changed"
	if o.ID == "" {
		o.ID, act = db.NewID(), "added"
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
			INSERT INTO own_targets (tenant_id, id, name, unit, direction, value, ended, confirmed, version) VALUES (?, ?, ?, ?, ?, ?, FALSE, ?, 1)
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

// SaveMeasure records what an own target stood at in a quarter, if it is still the version that was read (0: there was
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
