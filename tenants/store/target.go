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
	return measure.Local{
		Kind: r.Kind, Year: r.Year, Value: number.Amount{Hundredths: r.Value, Known: true}, Reason: r.Reason,
		Confirmed: r.Confirmed, Version: r.Version,
	}
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
	return measure.ByHand{
		Target: r.Target, Quarter: r.Quarter, Value: number.Amount{Hundredths: r.Value, Known: true}, Note: r.Note,
		Confirmed: r.Confirmed, Version: r.Version,
	}
}

const (
	localQuery = `SELECT v.kind, v.year, v.value, v.reason, v.confirmed, v.version FROM target_values v WHERE v.tenant_id = ?`
	ownQuery   = `SELECT o.id, o.name, o.unit, o.direction, o.value, o.ended, o.confirmed, o.version FROM own_targets o WHERE o.tenant_id
		= ?`
	measureQuery = `SELECT m.target_id, m.quarter, m.value, m.note, m.confirmed, m.version FROM own_measures m WHERE m.tenant_id = ?`
)

// askLocals asks for the ICB's values by kind, the newest year first.
func (q reading) askLocals(list *[]measure.Local) {
	var rows []localRow
	q.Ask(&rows, localQuery+` ORDER BY v.kind, v.year DESC`, q.Tenant)
	q.Then(func() {
		for _, row := range rows {
			*list = append(*list, row.local())
		}
	})
}

// askOwns asks for the ICB's own targets that have not ended, by name.
func (q reading) askOwns(list *[]measure.Own) {
	var rows []ownRow
	q.Ask(&rows, ownQuery+` AND o.ended = FALSE`, q.Tenant)
	q.Then(func() {
		for _, row := range rows {
			*list = append(*list, row.own())
		}
		slices.SortFunc(*list, func(a, b measure.Own) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	})
}

// askByHand asks for the values measured by hand, the newest quarter first.
func (q reading) askByHand(list *[]measure.ByHand) {
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
	in := r.targetInput()
	err := r.read(ctx, tenants.ReadToolkit, func(q reading) error { q.askTargetInput(r.member, &in); return nil })
	return in, err
}

// targetInput is the input before its rows are read.
func (r *Rows) targetInput() measure.Input {
	return measure.Input{ICB: r.member.Tenant.Name, Today: r.store.Today(), Audience: r.member.Audience()}
}

func (q reading) askTargetInput(m tenants.Member, in *measure.Input) {
	q.AskOne(&in.ByProviders, `SELECT t.show_by_provider FROM tenants t WHERE t.tenant_id = ?`, q.Tenant)
	q.askProviders(&in.Providers, m.Provider)
	where, args := ofProvider(m.Provider)
	args = append([]any{in.First()}, args...)
	var older []figures.Return
	q.askReturnsInShort(&in.Returns, ` AND f.quarter >= ?`+where, args)
	q.askReturnsInShort(&older, ` AND f.quarter < ? AND f.state IN ('submitted', 'queried', 'corrected')`+where,
		args) // they wait for somebody
	q.askContracts(&in.Contracts, m, "", contractOptions, contractTalks, contractClauses)
	q.askLocals(&in.Locals)
	q.askOwns(&in.Own)
	q.askByHand(&in.ByHand)
	from := m
	if m.Audience().IsSteeringGroup() { // what the group sees is worked out from all, and masked
		from.Role = tenants.Commissioner
	}
	q.askRegistersForResults(&in.Registers, from, in.First())
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

// local is the present value, if it is the version that was read.
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
