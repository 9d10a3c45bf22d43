package store

import (
	"strings"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/staffing"
)

// historyOf is what a member needs to read what happened to one record of a kind: what its page needs. A kind that is not
// named here is a list of the registers.
var historyOf = map[string]tenants.Permission{
	record.Priority:        tenants.ReadToolkit,
	record.Target:          tenants.ReadToolkit,
	record.View:            tenants.ReadEvidence,
	record.Question:        tenants.AskQuestions,
	record.Evidence:        tenants.ReadEvidence,
	record.Return:          tenants.EnterReturns,
	record.Breakdown:       tenants.EnterReturns,
	record.Import:          tenants.EnterReturns,
	record.Published:       tenants.EnterReturns,
	record.ReturnSet:       tenants.EnterReturns,
	record.Collection:      tenants.AgreeFigures,
	record.Contract:        tenants.ReadContracts,
	staffing.Recorded.Code: tenants.ReadPlan,
	record.Action:          tenants.KeepActions,
	record.Provider:        tenants.ManageProviders,
	record.Member:          tenants.ManagePeople,
	record.Invitation:      tenants.ManagePeople,
	record.Settings:        tenants.ManageSettings,
	record.Procurement:     tenants.ReadProcurement,
	record.Round:           tenants.ReadHistory,
	record.Workbook:        tenants.ReadHistory,
	record.ICB:             tenants.ReadHistory,
}

// historyPermission is the permission for the history of a kind. Error: tenants.ErrNotFound for a kind that there is not.
func historyPermission(kind string) (tenants.Permission, error) {
	if p, ok := historyOf[kind]; ok {
		return p, nil
	}
	if _, ok := register.Of(kind); ok {
		return tenants.ReadRegisters, nil
	}
	return "", tenants.ErrNotFound
}

// mayReadHistory keeps a provider's people from what happened to another provider's records, as if there were none: rivals
// are members of the same ICB. Evidence that procurement keeps back is kept back here too. Error: tenants.ErrNotFound.
func (q reading) mayReadHistory(m tenants.Member, kind string, subjects ...string) error {
	for _, subject := range subjects {
		if err := q.isTheirs(m, kind, subject); err != nil {
			return err
		}
	}
	return nil
}

// isTheirs is mayReadHistory for one record. The subject of what a provider reports begins with the provider's id.
func (q reading) isTheirs(m tenants.Member, kind, subject string) error {
	provider, _, _ := strings.Cut(subject, " ")
	var n int
	switch {
	case kind == record.Evidence:
		visible, args, err := visibleEvidence(m)
		if err != nil {
			return err
		}
		return q.Get(&n, `SELECT 1 FROM evidence e WHERE e.tenant_id = ? AND e.id = ?`+visible,
			append([]any{q.Tenant, subject}, args...)...)
	case kind == record.Question:
		visible, args := q.visibleQuestions(m)
		return q.Get(&n, `SELECT 1 FROM questions q WHERE q.tenant_id = ? AND q.id = ?`+visible,
			append([]any{q.Tenant, subject}, args...)...)
	case !m.Audience().IsProvider():
		return nil
	}
	switch kind {
	case record.Return, record.Import:
		return q.mayEnter(m.Provider, provider)
	case record.Published, record.Breakdown, record.View:
		if !m.Audience().Sees(kind, provider, false) {
			return tenants.ErrNotFound
		}
		return nil
	case record.Contract:
		theirs, args := reach(m.Audience(), kind, "k.provider_id", "FALSE")
		return q.Get(&n, `SELECT 1 FROM contracts k WHERE k.tenant_id = ? AND k.id = ?`+theirs,
			append([]any{q.Tenant, subject}, args...)...)
	}
	list, ok := register.Of(kind)
	if !ok {
		return nil
	}
	shared := "FALSE"
	if list.Shared {
		shared = "TRUE"
	}
	theirs, args := reach(m.Audience(), record.AnyList, "g.provider_id", shared)
	return q.Get(&n, `SELECT 1 FROM register_rows g WHERE g.tenant_id = ? AND g.list = ? AND g.id = ?`+theirs,
		append([]any{q.Tenant, kind, subject}, args...)...)
}
