package store

import (
	"strings"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/staffing"
)

// historyOf is what a member needs to read what happened to one record of a kind: what its page needs. A kind that is not
// named here is a list of the registers.
var historyOf = map[string]tenants.Permission{
	snapshot.PriorityEvent:    tenants.ReadToolkit,
	snapshot.TargetEvent:      tenants.ReadToolkit,
	snapshot.EvidenceEvent:    tenants.ReadEvidence,
	snapshot.ReturnEvent:      tenants.EnterReturns,
	snapshot.BreakdownEvent:   tenants.EnterReturns,
	snapshot.ImportEvent:      tenants.EnterReturns,
	snapshot.PublishedEvent:   tenants.EnterReturns,
	snapshot.ReturnSetEvent:   tenants.EnterReturns,
	snapshot.CollectionEvent:  tenants.AgreeFigures,
	snapshot.ContractEvent:    tenants.ReadContracts,
	staffing.Recorded.Code:    tenants.ReadPlan,
	snapshot.ProviderEvent:    tenants.ManageProviders,
	snapshot.MemberEvent:      tenants.ManagePeople,
	snapshot.InvitationEvent:  tenants.ManagePeople,
	snapshot.SettingsEvent:    tenants.ManageSettings,
	snapshot.ProcurementEvent: tenants.ReadProcurement,
	snapshot.WorkbookEvent:    tenants.ReadHistory,
	snapshot.ICBEvent:         tenants.ReadHistory,
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
	case kind == snapshot.EvidenceEvent:
		visible, args, err := visibleEvidence(m)
		if err != nil {
			return err
		}
		return q.Get(&n, `SELECT 1 FROM evidence e WHERE e.tenant_id = ? AND e.id = ?`+visible, append([]any{q.Tenant, subject}, args...)...)
	case m.Provider == "":
		return nil
	}
	switch kind {
	case snapshot.ReturnEvent, snapshot.ImportEvent:
		return q.mayEnter(m.Provider, provider)
	case snapshot.PublishedEvent, snapshot.BreakdownEvent:
		if provider != m.Provider {
			return tenants.ErrNotFound
		}
		return nil
	case snapshot.ContractEvent:
		return q.Get(&n, `SELECT 1 FROM contracts k WHERE k.tenant_id = ? AND k.id = ? AND k.provider_id = ?`, q.Tenant, subject, m.Provider)
	}
	list, ok := register.Of(kind)
	if !ok {
		return nil
	}
	return q.Get(&n, `SELECT 1 FROM register_rows g WHERE g.tenant_id = ? AND g.list = ? AND g.id = ? AND (g.provider_id = ? OR g.provider_id IS NULL AND ? = 1)`,
		q.Tenant, kind, subject, m.Provider, oneIf(list.Shared))
}

// oneIf is a truth as a number, which both databases compare in the same way.
func oneIf(b bool) int {
	if b {
		return 1
	}
	return 0
}
