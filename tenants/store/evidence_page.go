package store

import (
	"context"
	"slices"
	"strings"

	"ipstoolkit/toolkit/evidence"
)

// EvidenceFilter says which evidence is asked for. Empty fields ask for all.
type EvidenceFilter struct {
	Priority string // its key
	State    evidence.State
	Source   string // as Evidence.Source says whom it comes from
}

// where is the filter as a condition on evidence e.
func (f EvidenceFilter) where() (where string, args []any) {
	if f.Priority != "" {
		where += ` AND EXISTS (SELECT 1 FROM evidence_links k WHERE k.tenant_id = e.tenant_id AND k.evidence_id = e.id AND k.priority = ?)`
		args = append(args, f.Priority)
	}
	if f.State != "" {
		where += ` AND e.state = ?`
		args = append(args, f.State)
	}
	if f.Source != "" {
		where += ` AND COALESCE((SELECT n.name FROM providers n WHERE n.tenant_id = e.tenant_id AND n.id = e.provider_id), ?) = ?`
		args = append(args, (&evidence.Evidence{}).Source(), f.Source)
	}
	return where, args
}

// CountEvidence is how much evidence that the member may see the filter asks for. Error: tenants.ErrForbidden.
func (r *Rows) CountEvidence(ctx context.Context, f EvidenceFilter) (n int, err error) {
	visible, own, err := visibleEvidence(r.member)
	if err != nil {
		return 0, err
	}
	where, args := f.where()
	err = r.readOne(ctx, func(q reading) error {
		return q.get(&n, `SELECT COUNT(*) FROM evidence e WHERE e.tenant_id = ?`+visible+where, slices.Concat([]any{q.tenant}, own, args)...)
	})
	return n, err
}

// EvidencePart is a part of the evidence that the filter asks for, newest first: at most limit pieces after the first
// skip, with their files and messages. Error: tenants.ErrForbidden.
func (r *Rows) EvidencePart(ctx context.Context, f EvidenceFilter, skip, limit int) ([]evidence.Evidence, error) {
	visible, own, err := visibleEvidence(r.member)
	if err != nil {
		return nil, err
	}
	where, args := f.where()
	var list []evidence.Evidence
	err = r.read(ctx, func(q reading) error {
		var ids []string
		err := q.all(&ids, `
			SELECT e.id FROM evidence e WHERE e.tenant_id = ?`+visible+where+`
			ORDER BY e.created_at DESC, e.title, e.id LIMIT ? OFFSET ?`, slices.Concat([]any{q.tenant}, own, args, []any{limit, skip})...)
		if err != nil || len(ids) == 0 {
			return err
		}
		in, args := among(ids)
		list, err = q.evidence(r.member, ` AND e.id IN `+in, args...)
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
	err = r.readOne(ctx, func(q reading) error {
		return q.all(&names, `
			SELECT DISTINCT COALESCE(o.name, ?) FROM evidence e
			LEFT JOIN providers o ON o.tenant_id = e.tenant_id AND o.id = e.provider_id
			WHERE e.tenant_id = ?`+visible, slices.Concat([]any{(&evidence.Evidence{}).Source(), q.tenant}, own)...)
	})
	slices.Sort(names)
	return names, err
}
