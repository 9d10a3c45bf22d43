package store

import (
	"context"
	"slices"
	"strings"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/evidence"
)

// EvidenceFilter says which evidence is asked for. Empty fields ask for all.
type EvidenceFilter struct {
	Priority string // its key
	State    evidence.State
	Source   string // as Evidence.Source says whom it comes from
}

// where is the filter as a condition on evidence e.
func (f EvidenceFilter) where(tenant string) (where string, args []any) {
	if f.Priority != "" {
		where += ` AND e.id IN (SELECT k.evidence_id FROM evidence_links k WHERE k.tenant_id = ? AND k.priority = ?)`
		args = append(args, tenant, f.Priority)
	}
	if f.State != "" {
		where += ` AND e.state = ?`
		args = append(args, f.State)
	}
	switch f.Source {
	case "":
	case (&evidence.Evidence{}).Source():
		where += ` AND e.provider_id IS NULL`
	default:
		where += ` AND e.provider_id IN (SELECT n.id FROM providers n WHERE n.tenant_id = ? AND n.name = ?)`
		args = append(args, tenant, f.Source)
	}
	return where, args
}

// CountEvidence is how much evidence that the member may see the filter asks for. Error: tenants.ErrForbidden.
func (r *Rows) CountEvidence(ctx context.Context, f EvidenceFilter) (n int, err error) {
	visible, own, err := visibleEvidence(r.member)
	if err != nil {
		return 0, err
	}
	where, args := f.where(r.member.Tenant.Code)
	if where == "" {
		where = forList
	}
	err = r.readOne(ctx, tenants.ReadEvidence, func(q reading) error {
		return q.Get(&n, `SELECT COUNT(*) FROM evidence e WHERE e.tenant_id = ?`+visible+where,
			slices.Concat([]any{q.Tenant}, own, args)...)
	})
	return n, err
}

// EvidencePart is a part of the evidence that the filter asks for, newest first: at most limit pieces after the first
// skip, with their files, without what was said about them. Error:
// tenants.ErrForbidden.
func (r *Rows) EvidencePart(ctx context.Context, f EvidenceFilter, skip, limit int) ([]evidence.Evidence, error) {
	visible, own, err := visibleEvidence(r.member)
	if err != nil {
		return nil, err
	}
	where, args := f.where(r.member.Tenant.Code)
	order := `e.created_at || ''` // the few that the filter leaves are looked up and sorted, see bySeq
	if where == "" {
		where, order = forNewest, `e.created_at`
	}
	var list []evidence.Evidence
	err = r.read(ctx, tenants.ReadEvidence, func(q reading) error {
		var ids []string
		err := q.All(&ids, `
			SELECT e.id FROM evidence e WHERE e.tenant_id = ?`+visible+where+`
			ORDER BY `+order+` DESC, e.title, e.id LIMIT ? OFFSET ?`, slices.Concat([]any{q.Tenant}, own, args, []any{limit, skip})...)
		if err != nil || len(ids) == 0 {
			return err
		}
		in, args := among(ids)
		_, err = q.evidenceListed(&list, r.member, ` AND e.id IN `+in, args...)
		return err
	})
	return list, err
}

// among is a list of texts as SQL asks whether one is among them, with its arguments.
func among(list []string) (in string, args []any) {
	for _, one := range list {
		args = append(args, one)
	}
	return `(?` + strings.Repeat(`, ?`, len(list)-1) + `)`, args
}

// EvidenceSources are those whom the evidence that the member may see comes from, as Evidence.Source says it, by name.
// Error: tenants.ErrForbidden.
func (r *Rows) EvidenceSources(ctx context.Context) ([]string, error) {
	visible, own, err := visibleEvidence(r.member)
	if err != nil {
		return nil, err
	}
	var names []string
	seen := `EXISTS (SELECT 1 FROM evidence e WHERE e.tenant_id = t.tenant_id AND e.provider_id `
	err = r.readOne(ctx, tenants.ReadEvidence, func(q reading) error {
		return q.All(&names, `
			SELECT t.name FROM providers t WHERE t.tenant_id = ? AND `+seen+`= t.id`+visible+`)
			UNION SELECT ? FROM tenants t WHERE t.tenant_id = ? AND `+seen+`IS NULL`+visible+`)`,
			slices.Concat([]any{q.Tenant}, own, []any{(&evidence.Evidence{}).Source(), q.Tenant}, own)...)
	})
	slices.Sort(names)
	return names, err
}
