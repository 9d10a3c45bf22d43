package store

import (
	"context"
	"database/sql"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
)

// SaveContract records a new contract (ID "") or changes one with all that belongs to it, if it is still the version
// that was read, and returns it as saved. Errors: a problem.List; tenants.ErrStale; tenants.ErrNotFound when the
// contract, its provider or the contract it runs under is not the ICB's; tenants.ErrForbidden.
func (r *Rows) SaveContract(ctx context.Context, c contract.Contract) (contract.Contract, error) {
	c = c.Tidy()
	if err := c.Check(r.store.Today()).Err(); err != nil {
		return c, err
	}
	c.Confirmed = privacy.Confirmed(c.Numbers(), c.Confirmed)
	act := "changed"
	if c.ID == "" {
		c.ID, act = newID(ctx), "added"
	}
	err := r.write(ctx, tenants.KeepContracts, db.Act{Act: act, Kind: "contract", Subject: c.ID}, func(w *writing) error {
		var old contract.Contract
		if act == "changed" {
			var err error
			if old, err = w.contract(c.ID, c.Version); err != nil {
				return err
			}
		}
		if err := w.checkUnder(c); err != nil {
			return err
		}
		if err := w.hasProvider(c.Provider); err != nil {
			return err
		}
		w.became(old.Kept(), c.Kept())
		return w.putContract(c)
	})
	c.Version++
	return c, err
}

// RemoveContract takes out a contract that was entered by mistake, if it is still the version that was read. What it
// held stays in the history. Errors: a problem.List while another contract runs under it; tenants.ErrStale,
// tenants.ErrNotFound, tenants.ErrForbidden.
func (r *Rows) RemoveContract(ctx context.Context, id string, version int) error {
	return r.write(ctx, tenants.KeepContracts, db.Act{Act: "removed", Kind: "contract", Subject: id}, func(w *writing) error {
		old, err := w.contract(id, version)
		if err != nil {
			return err
		}
		var subs int
		if err := w.Get(&subs, `SELECT COUNT(*) FROM contract_subs WHERE tenant_id = ? AND under_id = ?`, w.Tenant, id); err != nil {
			return err
		}
		if subs > 0 {
			return problem.List{{Message: "Another contract runs under it: change that one first"}}
		}
		w.became(old.Kept(), contract.Contract{}.Kept())
		if err := w.dropParts(id); err != nil {
			return err
		}
		return w.Must(`DELETE FROM contracts WHERE tenant_id = ? AND id = ?`, w.Tenant, id)
	})
}

// contract is a contract as a save finds it. Errors: tenants.ErrStale when it is not the version that was read;
// tenants.ErrNotFound.
func (w *writing) contract(id string, version int) (contract.Contract, error) {
	var row contractRow
	const one = ` AND k.id = ?`
	if err := w.Get(&row, contractQuery+one, w.Tenant, id); err != nil {
		return contract.Contract{}, err
	}
	if row.Version != version {
		return contract.Contract{}, tenants.ErrStale
	}
	q := w.reading
	parts := q.askContractParts(true, allOfContract, one, w.Tenant, id)
	err := q.Answered()
	return row.contract(*parts), err
}

// checkUnder refuses a subcontract of a subcontract, and one under a contract that runs under it.
func (w *writing) checkUnder(c contract.Contract) error {
	if c.Under == "" {
		return nil
	}
	var steps int
	err := w.Get(&steps, `SELECT COUNT(*) FROM contract_subs WHERE tenant_id = ? AND (contract_id = ? OR under_id = ?)`, w.Tenant, c.Under,
		c.ID)
	if err == nil && steps > 0 {
		err = problem.List{{Field: "under", Message: "A subcontract runs under a contract of the ICB, not under another subcontract"}}
	}
	return err
}

func (w *writing) putContract(c contract.Contract) error {
	null := func(n number.Amount) sql.NullInt64 { return sql.NullInt64{Int64: n.Hundredths, Valid: n.Known} }
	_, err := w.Exec(`
		INSERT INTO contracts (tenant_id, id, provider_id, name, reference, type, lead, place, payment, meeting, starts_on, ends_on,
		ended_on, ended_reason,
		    access_stated, outcome_stated, es_stated, tl_stated, sm_stated, caseload_stated, short_reason, confirmed, value_mhis,
		    value_sdf, version)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
		ON CONFLICT (tenant_id, id) DO UPDATE SET provider_id = excluded.provider_id, name = excluded.name, reference = excluded.reference,
		    type = excluded.type, lead = excluded.lead, place = excluded.place, payment = excluded.payment, meeting = excluded.meeting,
		    starts_on = excluded.starts_on, ends_on = excluded.ends_on, ended_on = excluded.ended_on, ended_reason = excluded.ended_reason,
		    access_stated = excluded.access_stated, outcome_stated = excluded.outcome_stated, es_stated = excluded.es_stated,
		    tl_stated = excluded.tl_stated, sm_stated = excluded.sm_stated, caseload_stated = excluded.caseload_stated,
		    short_reason = excluded.short_reason, confirmed = excluded.confirmed, value_mhis = excluded.value_mhis,
		    value_sdf = excluded.value_sdf, version = contracts.version + 1`,
		w.Tenant, c.ID, c.Provider, c.Name, c.Reference, c.Type, c.Lead, c.Place, c.Payment, c.Meeting, c.Start, c.End, c.EndedOn,
		c.EndedReason,
		null(c.Stated.Access), null(c.Stated.Outcome), null(c.Stated.ES), null(c.Stated.TL), null(c.Stated.SM), null(c.Stated.Caseload),
		c.ShortReason, c.Confirmed, null(c.Value.MHIS), null(c.Value.SDF))
	if err != nil {
		return err
	}
	if err := w.dropParts(c.ID); err != nil {
		return err
	}
	return w.putParts(c)
}

// contractTables are the tables of what belongs to a contract.
var contractTables = []string{"contract_options", "contract_talks", "contract_clauses", "contract_variations", "contract_subs"}

func (w *writing) dropParts(id string) error {
	for _, table := range contractTables {
		if _, err := w.Exec(`DELETE FROM `+table+` WHERE tenant_id = ? AND contract_id = ?`, w.Tenant, id); err != nil {
			return err
		}
	}
	return nil
}

func (w *writing) putParts(c contract.Contract) (err error) {
	put := func(query string, args ...any) {
		if err == nil {
			_, err = w.Exec(query, append([]any{w.Tenant, c.ID}, args...)...)
		}
	}
	for i, o := range c.Options {
		put(`INSERT INTO contract_options (tenant_id, contract_id, n, months, to_date, exercised_on) VALUES (?, ?, ?, ?, ?, ?)`, i+1,
			o.Months, o.To, o.ExercisedOn)
	}
	for i, t := range c.Talks {
		put(`INSERT INTO contract_talks (tenant_id, contract_id, n, held_on, for_end, note) VALUES (?, ?, ?, ?, ?, ?)`, i+1, t.HeldOn,
			t.ForEnd, t.Note)
	}
	for _, k := range contract.Clauses {
		if t, found := c.Terms[k.Code]; found {
			put(`INSERT INTO contract_clauses (tenant_id, contract_id, clause, answer, reference) VALUES (?, ?, ?, ?, ?)`, k.Code, t.Answer,
				t.Reference)
		}
	}
	for i, v := range c.Variations {
		put(`INSERT INTO contract_variations (tenant_id, contract_id, n, number, dated, purpose, private) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			i+1, v.Number, v.On, v.Purpose, v.Private)
	}
	if c.Under != "" {
		put(`INSERT INTO contract_subs (tenant_id, contract_id, under_id) VALUES (?, ?, ?)`, c.Under)
	}
	return err
}
