package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/record"
)

type contractRow struct {
	ID        string           `db:"id"`
	Provider  string           `db:"provider_id"`
	Name      string           `db:"name"`
	Reference string           `db:"reference"`
	Type      contract.Type    `db:"type"`
	Lead      string           `db:"lead"`
	Place     string           `db:"place"`
	Payment   contract.Payment `db:"payment"`
	Meeting   contract.Meeting `db:"meeting"`
	Start     calendar.Date    `db:"starts_on"`
	End       calendar.Date    `db:"ends_on"`
	EndedOn   calendar.Date    `db:"ended_on"`
	Access    sql.NullInt64    `db:"access_stated"`
	Outcome   sql.NullInt64    `db:"outcome_stated"`
	ES        sql.NullInt64    `db:"es_stated"`
	TL        sql.NullInt64    `db:"tl_stated"`
	SM        sql.NullInt64    `db:"sm_stated"`
	Caseload  sql.NullInt64    `db:"caseload_stated"`
	Version   int              `db:"version"`

	// Commissioners alone read these.
	ShortReason string        `db:"short_reason"`
	EndedReason string        `db:"ended_reason"`
	Confirmed   string        `db:"confirmed"`
	ValueMHIS   sql.NullInt64 `db:"value_mhis"`
	ValueSDF    sql.NullInt64 `db:"value_sdf"`
}

// partsOfContract are the rows that belong to contracts.
type partsOfContract struct {
	options    []optionRow
	talks      []talkRow
	clauses    []clauseRow
	variations []variationRow
	subs       []subRow
}

// optionRow is an option of a contract; with Sub, what that subcontract under it takes over, with one of its options, if it has any.
type optionRow struct {
	Contract    string        `db:"contract_id"`
	N           int           `db:"n"`
	Months      int           `db:"months"`
	To          calendar.Date `db:"to_date"`
	ExercisedOn calendar.Date `db:"exercised_on"`

	Sub     string        `db:"sub"`
	Start   calendar.Date `db:"starts_on"`
	End     calendar.Date `db:"ends_on"`
	EndedOn calendar.Date `db:"ended_on"`
	Access  sql.NullInt64 `db:"access_stated"`
}

type talkRow struct {
	Contract string        `db:"contract_id"`
	HeldOn   calendar.Date `db:"held_on"`
	ForEnd   calendar.Date `db:"for_end"`
	Note     string        `db:"note"`
}

type clauseRow struct {
	Contract  string          `db:"contract_id"`
	Clause    string          `db:"clause"`
	Answer    contract.Answer `db:"answer"`
	Reference string          `db:"reference"`
}

type variationRow struct {
	Contract string        `db:"contract_id"`
	Number   string        `db:"number"`
	On       calendar.Date `db:"dated"`
	Purpose  string        `db:"purpose"`
	Private  bool          `db:"private"`
}

type subRow struct {
	Contract string `db:"contract_id"`
	Under    string `db:"under_id"`
}

// What a provider reads of its own contracts, and what commissioners read beside it. Each is followed by the condition
// on the contracts k.
const (
	plainContract = `SELECT k.id, k.provider_id, k.name, k.reference, k.type, k.lead, k.place, k.payment, k.meeting, k.starts_on,
		k.ends_on, k.ended_on, k.access_stated, k.outcome_stated, k.es_stated, k.tl_stated, k.sm_stated, k.caseload_stated, k.version`
	contractQuery = plainContract + `, k.short_reason, k.ended_reason, k.confirmed, k.value_mhis, k.value_sdf
		FROM contracts k WHERE k.tenant_id = ?`
	providersQuery = plainContract + ` FROM contracts k WHERE k.tenant_id = ?`
	ofContract     = ` WHERE k.tenant_id = ? AND x.tenant_id = k.tenant_id AND x.contract_id = k.id`
	optionQuery    = `SELECT x.contract_id, x.n, x.months, x.to_date, x.exercised_on, '' AS sub, '' AS starts_on, '' AS ends_on,
		    '' AS ended_on, CAST(NULL AS BIGINT) AS access_stated
		FROM contracts k CROSS JOIN contract_options x` + ofContract
	// passedQuery reads subcontracts as far as the provider of the contract above knows them: it passed its part on itself.
	passedQuery = ` UNION ALL SELECT u.under_id, COALESCE(x.n, 0), COALESCE(x.months, 0), COALESCE(x.to_date, ''),
		    COALESCE(x.exercised_on, ''), s.id, s.starts_on, s.ends_on, s.ended_on, s.access_stated
		FROM contracts k CROSS JOIN contract_subs u CROSS JOIN contracts s
		LEFT JOIN contract_options x ON x.tenant_id = s.tenant_id AND x.contract_id = s.id
		WHERE k.tenant_id = ? AND u.tenant_id = k.tenant_id AND u.under_id = k.id AND s.tenant_id = u.tenant_id AND s.id = u.contract_id`
	talkQuery      = `SELECT x.contract_id, x.held_on, x.for_end, x.note FROM contracts k CROSS JOIN contract_talks x` + ofContract
	clauseQuery    = `SELECT x.contract_id, x.clause, x.answer, x.reference FROM contracts k CROSS JOIN contract_clauses x` + ofContract
	variationQuery = `SELECT x.contract_id, x.number, x.dated, x.purpose, x.private FROM contracts k CROSS JOIN contract_variations x` +
		ofContract
	ownVariations = `SELECT x.contract_id, x.number, x.dated, CASE WHEN x.private THEN '' ELSE x.purpose END AS purpose, FALSE AS private
		FROM contracts k CROSS JOIN contract_variations x` + ofContract
	subcontracts = `SELECT x.contract_id, x.under_id FROM contracts k CROSS JOIN contract_subs x` + ofContract
	inOrder      = ` ORDER BY x.contract_id, x.n`
)

// Contracts are those the member may see, the ones that start last first: all for commissioners, for a provider the
// plain facts of its own. Error: tenants.ErrForbidden for everybody else.
func (r *Rows) Contracts(ctx context.Context) ([]contract.Contract, error) {
	var list []contract.Contract
	err := r.read(ctx, tenants.ReadContracts, func(q reading) error {
		q.askContracts(&list, r.member, "", allOfContract...)
		return nil
	})
	return list, err
}

// Contract is one of them. Errors: tenants.ErrNotFound, for another provider's too; tenants.ErrForbidden.
func (r *Rows) Contract(ctx context.Context, id string) (contract.Contract, error) {
	var list []contract.Contract
	err := r.read(ctx, tenants.ReadContracts, func(q reading) error {
		q.askContracts(&list, r.member, id, allOfContract...)
		return nil
	})
	if err == nil && len(list) == 0 {
		err = tenants.ErrNotFound
	}
	if err != nil {
		return contract.Contract{}, err
	}
	return list[0], nil
}

// askContracts asks for the contracts as a member sees them, or the one with an id, with those of their parts that are asked for.
// What is for commissioners is not even read for a provider.
func (q reading) askContracts(list *[]contract.Contract, m tenants.Member, id string, wanted ...partOfContract) {
	query, where, args := contractQuery, ``, []any{q.Tenant}
	if m.Audience().IsProvider() {
		theirs, own := reach(m.Audience(), record.Contract, "k.provider_id", "FALSE")
		query, where, args = providersQuery, theirs, append(args, own...)
	}
	if id != "" {
		where, args = where+` AND k.id = ?`, append(args, id)
	}
	var rows []contractRow
	q.Ask(&rows, query+where, args...)
	parts := q.askContractParts(m.Provider == "", wanted, where, args...)
	q.Then(func() {
		for _, row := range rows {
			one := row.contract(*parts)
			if m.Provider != "" {
				one = one.ForProvider()
			}
			*list = append(*list, one)
		}
		slices.SortFunc(*list, func(a, b contract.Contract) int {
			return cmp.Or(cmp.Compare(b.Start, a.Start), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
		})
	})
}

// partOfContract is a kind of rows that belong to contracts.
type partOfContract int

const (
	contractOptions partOfContract = iota // and what subcontracts take over
	contractClauses
	contractVariations
	contractTalks
	contractSubs
)

var allOfContract = []partOfContract{contractOptions, contractClauses, contractVariations, contractTalks, contractSubs}

// askContractParts asks for what is wanted of what belongs to the contracts k of a condition; without private only what a
// provider may read.
func (q reading) askContractParts(private bool, wanted []partOfContract, where string, args ...any) *partsOfContract {
	p := &partsOfContract{}
	read := func(part partOfContract, dest any, query string) {
		if slices.Contains(wanted, part) {
			q.Ask(dest, query, args...)
		}
	}
	if slices.Contains(wanted, contractOptions) {
		q.Ask(&p.options, optionQuery+where+passedQuery+where+` ORDER BY contract_id, starts_on, sub, n`,
			append(slices.Clone(args), args...)...)
	}
	read(contractClauses, &p.clauses, clauseQuery+where)
	if !private {
		read(contractVariations, &p.variations, ownVariations+where+inOrder)
		return p
	}
	read(contractVariations, &p.variations, variationQuery+where+inOrder)
	read(contractTalks, &p.talks, talkQuery+where+inOrder)
	read(contractSubs, &p.subs, subcontracts+where)
	return p
}

func (row contractRow) contract(p partsOfContract) contract.Contract {
	c := contract.Contract{
		ID: row.ID, Provider: row.Provider, Name: row.Name, Reference: row.Reference,
		Type: row.Type, Lead: row.Lead, Place: row.Place, Payment: row.Payment, Meeting: row.Meeting,
		Start: row.Start, End: row.End, EndedOn: row.EndedOn,
		Stated: contract.Stated{
			Access: stated(row.Access), Outcome: stated(row.Outcome), ES: stated(row.ES), TL: stated(row.TL), SM: stated(row.SM),
			Caseload: stated(row.Caseload),
		},
		ShortReason: row.ShortReason, EndedReason: row.EndedReason, Confirmed: row.Confirmed, Version: row.Version,
		Value: contract.Value{MHIS: stated(row.ValueMHIS), SDF: stated(row.ValueSDF)},
	}
	for _, o := range p.options {
		if o.Contract == row.ID && o.Sub == "" {
			c.Options = append(c.Options, contract.Option{Months: o.Months, To: o.To, ExercisedOn: o.ExercisedOn})
		}
	}
	for _, t := range p.talks {
		if t.Contract == row.ID {
			c.Talks = append(c.Talks, contract.Talk{HeldOn: t.HeldOn, ForEnd: t.ForEnd, Note: t.Note})
		}
	}
	for _, k := range p.clauses {
		if k.Contract == row.ID {
			if c.Terms == nil {
				c.Terms = map[string]contract.Term{}
			}
			c.Terms[k.Clause] = contract.Term{Answer: k.Answer, Reference: k.Reference}
		}
	}
	for _, v := range p.variations {
		if v.Contract == row.ID {
			c.Variations = append(c.Variations, contract.Variation{Number: v.Number, On: v.On, Purpose: v.Purpose, Private: v.Private})
		}
	}
	for _, s := range p.subs {
		if s.Contract == row.ID {
			c.Under = s.Under
		}
	}
	c.PassedOn = passedOn(row.ID, p.options)
	return c
}

// passedOn are the parts of a contract that its subcontracts take over, the earliest first. Options that were used move their last
// days, as everywhere.
func passedOn(id string, rows []optionRow) []contract.Passed {
	var parts []contract.Passed
	var sub contract.Contract
	for i, row := range rows {
		if row.Contract != id || row.Sub == "" {
			continue
		}
		sub.Start, sub.End, sub.EndedOn, sub.Stated.Access = row.Start, row.End, row.EndedOn, stated(row.Access)
		sub.Options = append(sub.Options, contract.Option{Months: row.Months, To: row.To, ExercisedOn: row.ExercisedOn})
		if i+1 == len(rows) || rows[i+1].Sub != row.Sub {
			parts = append(parts, sub.Passed())
			sub = contract.Contract{}
		}
	}
	return parts
}

func stated(n sql.NullInt64) number.Amount {
	return number.Amount{Hundredths: n.Int64, Known: n.Valid}
}
