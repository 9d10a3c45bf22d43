// Package store keeps what ICBs record, in SQLite or PostgreSQL: a file each kind of record. What holds for every
// record is below, in its kernel, tenants/store/db; the two hold all SQL of the service.
//
// For(member) is the only way to an ICB's rows: it puts the ICB's code into every statement, and a member without an
// ICB reaches nothing. Every write goes through one function (save.go), which numbers it, writes its audit row and
// answers only after the commit. Missing rows are tenants.ErrNotFound, rows changed since they were read
// tenants.ErrStale, and what a form's text broke a problem.List.
package store

import (
	"context"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
)

// Store is an open database. It is safe for use by many goroutines.
type Store struct {
	db *db.DB
	// mails says that saves put emails into the outbox: see QueueMail.
	mails bool
}

// Rows are one ICB's rows as one member reaches them.
type Rows struct {
	store  *Store
	member tenants.Member
	// over are the connections that reads go over.
	over db.Pool
	// system says that no membership is behind the saves: an operator's command, a job of the program. See System.
	system bool
	// from is the name of the workbook that the saves come from; "" for none.
	from string
}

// For is the only way to an ICB's rows. A member without an ICB is a fault of the program: every call on its rows
// answers tenants.ErrNotFound.
func (s *Store) For(m tenants.Member) *Rows { return &Rows{store: s, member: m} }

// Apart are the same rows, read over the few connections that are kept for heavy work: exports, and searches in
// everything. Pages never wait for one of those, however long it takes. Saves go the same way as all others.
func (r *Rows) Apart() *Rows {
	rows := *r
	rows.over = db.Apart
	return &rows
}

// System is the way to an ICB's rows for what no member does: the operator's commands, the making of invented data, the
// virus scanner. Nothing that a browser asks for comes here. who is whom the history names.
func (s *Store) System(t tenants.Tenant, who tenants.Person) *Rows {
	return s.system(tenants.Member{Tenant: t, Person: who, Role: tenants.Operator})
}

// job is System for what the program does of itself.
func (s *Store) job(tenant string, who tenants.Person) *Rows {
	return s.system(tenants.Member{Tenant: tenants.Tenant{Code: tenant}, Person: who})
}

func (s *Store) system(m tenants.Member) *Rows {
	rows := s.For(m)
	rows.system = true
	return rows
}

// may refuses what the member's role does not include. Every read asks it, as every save asks standing, so that no page can
// forget to. Errors: tenants.ErrNotFound for a member without an ICB; tenants.ErrForbidden, tenants.ErrProcurement.
func (r *Rows) may(p tenants.Permission) error {
	switch {
	case r.member.Tenant.Code == "":
		return tenants.ErrNotFound
	case r.system:
		return nil
	}
	return r.member.Allow(p)
}

// reading is a set of queries on an ICB's rows that see them at one moment. renumbered says that priorities have had other numbers.
type reading struct {
	db.Reading
	renumbered bool
}

// inRecords is f as the kernel calls it.
func inRecords(f func(q reading) error, of tenants.Tenant) func(q db.Reading) error {
	return func(q db.Reading) error { return f(reading{q, of.Renumbered}) }
}

// read runs queries on the ICB's rows at one moment, for a member who has the permission. Errors beside f's: those of may.
func (r *Rows) read(ctx context.Context, p tenants.Permission, f func(q reading) error) error {
	if err := r.may(p); err != nil {
		return err
	}
	return r.store.db.Read(ctx, r.over, r.member.Tenant.Code, inRecords(f, r.member.Tenant))
}

// readOne is read for one query alone, which sees one moment without a transaction around it.
func (r *Rows) readOne(ctx context.Context, p tenants.Permission, f func(q reading) error) error {
	if err := r.may(p); err != nil {
		return err
	}
	return r.store.db.ReadOne(ctx, r.over, r.member.Tenant.Code, inRecords(f, r.member.Tenant))
}

// readAt reads an ICB's rows for nobody who has to be asked what they may: signing in, a check.
func (s *Store) readAt(ctx context.Context, tenant string, f func(q reading) error) error {
	return s.db.Read(ctx, db.Pages, tenant, inRecords(f, tenants.Tenant{}))
}

// across reads rows of all ICBs with one query: only for what has to find out which ICB rows belong to, such as signing
// in. Each use is named in rowlock_test.go.
func (s *Store) across(ctx context.Context, f func(q reading) error) error {
	return s.db.Across(ctx, inRecords(f, tenants.Tenant{}))
}
