package store

import (
	"context"
	"fmt"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/target"
)

// Snapshot is all that a round shows, read at one moment, as far as the member may see it: everything for
// commissioners, the steering group's part for a reader, a provider's own for its people; without what procurement keeps
// back for those who are not named. Errors: tenants.ErrForbidden
// for a role without a workbook; an edition that the library does not have.
func (r *Rows) Snapshot(ctx context.Context, editions *edition.Library) (snapshot.Snapshot, error) {
	audience, err := audienceOf(r.member)
	if err != nil {
		return snapshot.Snapshot{}, err
	}
	var s snapshot.Snapshot
	err = r.read(ctx, func(q reading) error {
		var err error
		s, err = q.snapshot(editions, calendar.At(r.store.Now()))
		return err
	})
	if err != nil {
		return snapshot.Snapshot{}, err
	}
	m := r.member
	m.Tenant.Procurement = s.Procurement // as at the moment of reading
	if m.Outside() {
		s = s.Closed()
	}
	return s.For(audience), nil
}

// audienceOf is which part of a snapshot a member may see.
func audienceOf(m tenants.Member) (snapshot.Audience, error) {
	switch {
	case m.Can(tenants.WorkbookFull):
		return snapshot.Full, nil
	case m.Can(tenants.WorkbookGroup):
		return snapshot.Steering, nil
	case m.Can(tenants.WorkbookOwn) && m.Provider != "":
		return snapshot.ForProvider(m.Provider), nil
	}
	return snapshot.Audience{}, tenants.ErrForbidden
}

// snapshot reads every row of the ICB that a round shows. Who it is for has to take out what they may not see.
func (q reading) snapshot(editions *edition.Library, at calendar.Instant) (snapshot.Snapshot, error) {
	s := snapshot.Snapshot{At: at}
	var icb tenantRow
	if err := q.get(&icb, `SELECT `+tenantColumns+` FROM tenants t WHERE t.tenant_id = ?`, q.tenant); err != nil {
		return s, err
	}
	s.ICB = snapshot.ICB{Code: icb.Code, Name: icb.Name, Region: icb.Region, Demo: icb.Demo, ByProvider: icb.Show, NextMeeting: icb.Meeting}
	s.Version, s.Procurement = icb.Version, icb.Closed
	var found bool
	if s.Edition, found = editions.Edition(icb.Edition); !found {
		return s, fmt.Errorf("edition %s of %s is not in the library", icb.Edition, icb.Code)
	}
	organisations, err := q.providers("")
	if err != nil {
		return s, err
	}
	for _, o := range organisations {
		s.Providers = append(s.Providers, snapshot.Provider{
			ID: o.ID, Name: o.Name, Kind: o.Kind.Words(), Stage: target.Stage(o.Stage), Place: o.Place, Ended: o.Ended,
		})
	}
	if s.Entries, err = q.entries(``); err != nil {
		return s, err
	}
	if s.Evidence, err = q.evidence(everything, forWorkbook); err != nil {
		return s, err
	}
	if err := q.figuresOf(&s); err != nil {
		return s, err
	}
	if s.People, err = q.titles(); err != nil {
		return s, err
	}
	s.Events, err = q.events(everything, `TRUE`+forWorkbook)
	return s, err
}

// everything is a reader of all rows: what an audience may see of them is decided when its snapshot is made.
var everything = tenants.Member{Role: tenants.Lead}

// figuresOf reads what results are worked out from.
func (q reading) figuresOf(s *snapshot.Snapshot) error {
	var err error
	if s.Returns, err = q.returnsWhere(forWorkbook, nil); err != nil {
		return err
	}
	if s.Sets, err = q.returnSets(); err != nil {
		return err
	}
	if s.Collections, err = q.collections(); err != nil {
		return err
	}
	if s.Breakdowns, err = q.brokenDown("", s.At.Date()); err != nil {
		return err
	}
	if s.Contracts, err = q.contracts(everything, "", allOfContract...); err != nil {
		return err
	}
	if s.Published, err = q.published(""); err != nil {
		return err
	}
	if s.Plans, err = q.planYears(); err != nil {
		return err
	}
	if s.Locals, err = q.locals(); err != nil {
		return err
	}
	if s.Own, err = q.owns(); err != nil {
		return err
	}
	if s.ByHand, err = q.byHand(); err != nil {
		return err
	}
	if s.Registers, err = q.registers(everything, forWorkbook); err != nil {
		return err
	}
	s.Answers, err = q.answers()
	return err
}

// titles are the titles of everybody who is or was a member of the ICB, by name; two of one name have both.
func (q reading) titles() (map[string]string, error) {
	var rows []memberRow
	if err := q.all(&rows, memberQuery+` WHERE m.tenant_id = ?`+forWorkbook, q.tenant); err != nil {
		return nil, err
	}
	titles := map[string]string{}
	for _, m := range members(rows) {
		title := m.Title()
		if other := titles[m.Person.Name]; other != "" && other != title {
			title = other + " or " + title
		}
		titles[m.Person.Name] = title
	}
	return titles, nil
}

// Exported writes into the audit that the member took a workbook out: which one, and of which version of the ICB's
// rows.
func (r *Rows) Exported(ctx context.Context, workbook string, version int64) error {
	return r.write(ctx, Act{Act: "downloaded", Kind: "workbook", Subject: workbook}, func(w *writing) error {
		w.changed("version", "", fmt.Sprint(version))
		return nil
	})
}
