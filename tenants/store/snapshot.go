package store

import (
	"context"
	"fmt"
	"slices"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/view"
)

// Snapshot is all that a round shows at one moment, for an audience, without what procurement keeps back from those who
// are not named. Its events are read when they are asked for, a few saves at a time, so that a slow writer keeps no
// connection. This is safe because a save never changes, except that texts are removed for good. They can be read until
// ctx ends. Errors: tenants.ErrForbidden for an audience when the member may not have its workbook; an edition that the
// library does not have.
func (r *Rows) Snapshot(ctx context.Context, editions *edition.Library, a view.Audience) (snapshot.Snapshot, error) {
	p, err := r.workbookOf(a)
	if err != nil {
		return snapshot.Snapshot{}, err
	}
	var s snapshot.Snapshot
	err = r.read(ctx, p, func(q reading) error {
		var err error
		s, err = q.snapshot(editions, calendar.At(r.store.Now()), a)
		return err
	})
	if err != nil {
		return snapshot.Snapshot{}, err
	}
	s.Events = r.eventsUpTo(ctx, p, s, a)
	m := r.member
	m.Tenant.Procurement = s.Procurement // as at the moment of reading
	if m.Outside() {
		s = s.Closed()
	}
	return s.For(a), nil
}

// workbookOf is the permission that an audience's snapshot needs. Error: tenants.ErrForbidden for the audience of another
// provider.
func (r *Rows) workbookOf(a view.Audience) (tenants.Permission, error) {
	switch {
	case a == view.Commissioners:
		return tenants.WorkbookFull, nil
	case a == view.SteeringGroup:
		return tenants.WorkbookGroup, nil
	case r.member.Provider == "" || r.member.Provider != a.ProviderID():
		return "", tenants.ErrForbidden
	}
	return tenants.WorkbookOwn, nil
}

// eventsUpTo are the saves that a snapshot tells of, before anything is taken out of them.
func (r *Rows) eventsUpTo(ctx context.Context, p tenants.Permission, s snapshot.Snapshot, a view.Audience) snapshot.Events {
	where, args := `a.at >= ?`, []any{s.EventsFrom().Begins()}
	if kinds := snapshot.HistoryOf(a); kinds != nil {
		where += ` AND a.kind IN ` + quoted(kinds)
	}
	return r.inPieces(ctx, p, everything, where, args, s.Version+1)
}

// snapshot reads what a round shows of the ICB for an audience. What the audience may not see has still to be taken out:
// of some rows nobody but them sees anything, and results are worked out from others.
func (q reading) snapshot(editions *edition.Library, at calendar.Instant, a view.Audience) (snapshot.Snapshot, error) {
	s := snapshot.Snapshot{Audience: view.Commissioners, At: at}
	var icb tenantRow
	if err := q.Get(&icb, `SELECT `+tenantColumns+` FROM tenants t WHERE t.tenant_id = ?`, q.Tenant); err != nil {
		return s, err
	}
	s.ICB = snapshot.ICB{Code: icb.Code, Name: icb.Name, Region: icb.Region, Demo: icb.Demo, ByProvider: icb.Show, NextMeeting: icb.Meeting}
	s.Version, s.Procurement = icb.Version, icb.Closed
	var err error
	if s.Edition, err = editions.Used(icb.Edition); err != nil {
		return s, err
	}
	var changes []snapshot.Event
	q.askProviders(&s.Providers, "")
	q.askEntries(&s.Entries, ``)
	q.askViews(&s.Views, ofPresentProviders)
	q.askComments(&s.Comments)
	q.askOpened(&s.Opened)
	q.askMeasuredFrom(&s)
	q.askPeople(&s.People)
	q.askStatusesSince(&changes, s.Quarter().First().Begins())
	// What the steering group reads of posts and of people by characteristic is worked out from these.
	q.askCollections(&s.Collections)
	q.askBrokenDown(&s.Breakdowns, "", s.At.Date())
	q.askPlanYears(&s.Plans)
	q.askActions(&s.Actions, everything, forWorkbook)
	if a != view.SteeringGroup { // it sees nothing of the rest
		if err := q.askBeside(&s); err != nil {
			return s, err
		}
	}
	if err := q.Answered(); err != nil {
		return s, err
	}
	s.Began = snapshot.StatusesAt(s.Quarter().First(), s.Entries, changes)
	s.ICB.NextMeeting = register.NextMeeting(s.Registers[register.Meetings], s.ICB.NextMeeting, s.Today())
	return s, nil
}

// everything is a reader of all rows: what an audience may see of them is decided when its snapshot is made.
var everything = tenants.Member{Role: tenants.Lead}

// askMeasuredFrom asks for what results are worked out from.
func (q reading) askMeasuredFrom(s *snapshot.Snapshot) {
	q.askReturns(&s.Returns, forWorkbook, nil)
	q.askContracts(&s.Contracts, everything, "", allOfContract...)
	q.askLocals(&s.Locals)
	q.askOwns(&s.Own)
	q.askByHand(&s.ByHand)
	q.askRegisters(&s.Registers, everything, forWorkbook)
}

// askBeside asks for what a snapshot holds beside the results.
func (q reading) askBeside(s *snapshot.Snapshot) error {
	q.askReturnSets(&s.Sets)
	q.askPublished(&s.Published, "")
	q.askAnswers(&s.Answers)
	q.askQuestions(&s.Questions, everything, forWorkbook)
	return q.evidence(&s.Evidence, everything, forWorkbook)
}

// askPeople asks for the titles of everybody who is or was a member of the ICB, by name; two of one name have both.
func (q reading) askPeople(titles *map[string][]view.Title) {
	var rows []memberRow
	q.Ask(&rows, memberQuery+` WHERE m.tenant_id = ?`+forWorkbook, q.Tenant)
	q.Then(func() { *titles = titlesOf(rows) })
}

func titlesOf(rows []memberRow) map[string][]view.Title {
	titles := map[string][]view.Title{}
	for _, m := range members(rows) {
		if of := titles[m.Person.Name]; !slices.Contains(of, m.InTitle()) {
			titles[m.Person.Name] = append(of, m.InTitle())
		}
	}
	return titles
}

// Exported writes into the audit that the member took a file out: a workbook ("full", "steering", "provider") or the whole
// "history". It also writes the version of the ICB's rows. Errors: tenants.ErrForbidden, tenants.ErrNotFound for another
// file.
func (r *Rows) Exported(ctx context.Context, file string, version int64) error {
	p, known := map[string]tenants.Permission{
		"full": tenants.WorkbookFull, "steering": tenants.WorkbookGroup, "provider": tenants.WorkbookOwn, "history": tenants.ReadHistory,
	}[file]
	if !known {
		return tenants.ErrNotFound
	}
	return r.write(ctx, p, db.Act{Act: "downloaded", Kind: "workbook", Subject: file}, func(w *writing) error {
		w.Changed("version", "", fmt.Sprint(version))
		return nil
	})
}
