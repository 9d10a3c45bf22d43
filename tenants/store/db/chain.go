package db

import "fmt"

// CheckChain follows one ICB's audit chain from its first row to its head, and says in words what was changed, added or
// taken away outside the service. hold is asked what is wrong with the ICB's records, which it holds against what the whole
// history, the changes of each save by its number, tells of them.
func (q Reading) CheckChain(hold func(saves []AuditRow, changes map[int64][]Change) (faults []string, err error)) ([]string, error) {
	var head struct {
		Version int64  `db:"version"`
		Head    string `db:"audit_head"`
	}
	if err := q.Get(&head, `SELECT version, audit_head FROM tenants WHERE tenant_id = ?`, q.Tenant); err != nil {
		return nil, err
	}
	var rows []AuditRow
	var changes []Change
	err := q.All(&rows, `
		SELECT a.seq, a.at, a.person_id, a.who, a.role, a.act, a.kind, a.subject, a.before, a.hash
		FROM audit a WHERE a.tenant_id = ?`+ForCheck+` ORDER BY a.seq`, q.Tenant)
	if err != nil {
		return nil, err
	}
	if err := q.Changes(&changes, ``, `TRUE`+ForCheck); err != nil {
		return nil, err
	}
	bySave := map[int64][]Change{}
	for _, c := range changes {
		bySave[c.Sequence] = append(bySave[c.Sequence], c)
	}
	var faults []string
	removed := removals(rows, bySave)
	before, seq := "", int64(0)
	for _, a := range rows {
		seq++
		switch {
		case a.Seq != seq:
			return append(faults, fmt.Sprintf("the history lacks save %d", seq)), nil
		case a.Before != before || a.Hash != a.chain(q.Tenant, bySave[a.Seq]):
			faults = append(faults, fmt.Sprintf("save %d of the history (%s, %s %s %s) was changed outside the service",
				a.Seq, a.At, a.Act, a.Kind, a.Subject))
		}
		for _, c := range bySave[a.Seq] {
			switch {
			case c.Removed != "" && !removed[Place{c.Sequence, c.N}]:
				faults = append(faults, fmt.Sprintf("save %d of the history: the text of %s is marked as removed, and no removal names it",
					a.Seq, c.Field))
			case c.Removed == "" && !c.whole():
				faults = append(faults, fmt.Sprintf("save %d of the history: the text of %s was changed outside the service", a.Seq,
					c.Field))
			}
		}
		before = a.Hash
	}
	if len(rows) == 0 { // the first save of every ICB is that which made it
		faults = append(faults, "its history is gone")
	}
	if head.Version != seq || head.Head != before {
		faults = append(faults, fmt.Sprintf("the history ends at save %d, the ICB at save %d", seq, head.Version))
	}
	if len(rows) == 0 { // there is nothing to hold records against
		return faults, nil
	}
	ofRows, err := hold(rows, bySave)
	return append(faults, ofRows...), err
}

// Place is one change of one save.
type Place struct {
	Seq int64
	N   int
}

// removals are the changes that removals of personal data have named.
func removals(rows []AuditRow, bySave map[int64][]Change) map[Place]bool {
	named := map[Place]bool{}
	for _, a := range rows {
		if a.Act != RemovedPersonal {
			continue
		}
		for _, c := range bySave[a.Seq] {
			if p, ok := ReadRemoval(c.New); ok && c.Field == "history" && c.whole() {
				named[p] = true
			}
		}
	}
	return named
}

// whole says whether the texts have the digests that the chain covers.
func (c Change) whole() bool {
	return digest(c.Salt, c.Old) == c.OldHash && digest(c.Salt, c.New) == c.NewHash
}
