package store

import (
	"context"
	"errors"
	"fmt"
	"io"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/evidence"
)

// checkFiles hashes an ICB's files again. Each chunk is read by itself, so that a long look at many files keeps no reader
// open; one that was removed meanwhile is no fault.
func (s *Store) checkFiles(ctx context.Context, tenant string) (faults []string, err error) {
	const kept = `SELECT f.id, f.size, f.sha256, f.state FROM files f WHERE f.tenant_id = ? AND f.state NOT IN ('uploading', 'removed')`
	rows := s.job(tenant, tenants.Person{})
	var list []fileRow
	err = s.readAt(ctx, tenant, func(q reading) error { return q.All(&list, kept+db.ForCheck+` ORDER BY f.id`, tenant) })
	if err != nil {
		return nil, fmt.Errorf("list of files: %w", err)
	}
	for _, f := range list {
		broken := rows.CopyFile(ctx, io.Discard, evidence.File(f))
		if broken == nil || f.State == evidence.Infected && errors.Is(broken, tenants.ErrNotFound) {
			continue // an ICB that came from elsewhere left its infected files behind; nobody could download them there either
		}
		if !errors.Is(broken, tenants.ErrNotFound) && !errors.Is(broken, errOtherFile) {
			return faults, broken
		}
		var still fileRow
		err := s.readAt(ctx, tenant, func(q reading) error { return q.Get(&still, kept+` AND f.id = ?`, tenant, f.ID) })
		switch {
		case err == nil:
			faults = append(faults, fmt.Sprintf("the file %s was changed outside the service: its bytes are not those that were stored",
				f.ID))
		case !errors.Is(err, tenants.ErrNotFound):
			return faults, err
		}
	}
	return faults, nil
}

// checkSealed hashes the files of an ICB's sealed rounds again. checkRows finds files without their round.
func (s *Store) checkSealed(ctx context.Context, tenant string) (faults []string, err error) {
	rows := s.job(tenant, tenants.Person{})
	var list []SealedFile
	err = s.readAt(ctx, tenant, func(q reading) error { return q.All(&list, sealedFileQuery+db.ForCheck+` ORDER BY f.id`, tenant) })
	if err != nil {
		return nil, fmt.Errorf("list of sealed files: %w", err)
	}
	for _, f := range list {
		switch err := rows.CopySealed(ctx, io.Discard, f.ID); {
		case errors.Is(err, errOtherSealed):
			faults = append(faults, fmt.Sprintf("round of %s, version %d: %s was changed outside the service: its bytes are not "+
				"those that "+
				"were sealed", f.Quarter, f.N, f.Label))
		case err != nil:
			return faults, err
		}
	}
	return faults, nil
}
