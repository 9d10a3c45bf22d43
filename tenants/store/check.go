package store

import (
	"context"
	"fmt"

	"ipstoolkit/tenants/store/db"
)

// Check looks the whole database over and says in words what is wrong and where; nothing when all is whole. It reads the
// database itself (SQLite), the references between rows and every ICB's audit chain, and compares every record with what the
// history tells of it. A row that was changed, added or taken away outside the service shows, by its kind and field; so does
// a file with other bytes than were stored. Only CompareHeads finds that the end of a history was taken away together with
// the records that it tells of. Texts removed because they held personal data leave their mark and their digest, and are no
// fault.
func (s *Store) Check(ctx context.Context) ([]string, error) { return s.db.Check(ctx, s.checkHistory) }

// checkHistory follows the audit chain of every ICB and hashes its files. It asks for nothing that a backup of the first
// version lacks.
func (s *Store) checkHistory(ctx context.Context) (faults []string, err error) {
	var list []struct {
		Code string `db:"tenant_id"`
		Name string `db:"name"`
	}
	if err := s.db.All(ctx, &list, `SELECT tenant_id, name FROM tenants ORDER BY tenant_id`); err != nil {
		return nil, fmt.Errorf("list of ICBs: %w", err)
	}
	newest, err := s.db.Newest(ctx)
	if err != nil {
		return nil, fmt.Errorf("schema: %w", err)
	}
	for _, t := range list {
		err := s.readAt(ctx, t.Code, func(q reading) error {
			found, err := q.CheckChain(func(saves []db.AuditRow, changes map[int64][]db.Change) ([]string, error) {
				if !newest { // a backup of before lacks columns of the rows
					return nil, nil
				}
				return q.checkRows(saves, changes)
			})
			for _, f := range found {
				faults = append(faults, fmt.Sprintf("%s (%s): %s", t.Name, t.Code, f))
			}
			return err
		})
		if err != nil {
			return nil, err
		}
		found, err := s.checkFiles(ctx, t.Code)
		if err == nil && newest {
			var sealed []string
			sealed, err = s.checkSealed(ctx, t.Code)
			found = append(found, sealed...)
		}
		if err != nil {
			return nil, err
		}
		for _, f := range found {
			faults = append(faults, fmt.Sprintf("%s (%s): %s", t.Name, t.Code, f))
		}
	}
	return faults, nil
}

// Issuers are the sign-in services by which people are known.
func (s *Store) Issuers(ctx context.Context) ([]string, error) {
	var list []string
	err := s.db.All(ctx, &list, `SELECT DISTINCT issuer FROM people ORDER BY issuer`)
	return list, err
}

// MoveIssuer makes the people of one sign-in service those of another address, when a service has moved and calls its
// people by the same subjects as before.
func (s *Store) MoveIssuer(ctx context.Context, from, to string) error {
	return s.db.Exec(ctx, `UPDATE people SET issuer = ? WHERE issuer = ?`, to, from)
}
