package store_test

import (
	"strings"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/claims"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/measure"
)

// Rows are changed by hand and the history is not: the check names each change.
func TestCheckHoldsRowsAgainstTheHistory(t *testing.T) {
	for _, tt := range []struct{ name, tamper, want string }{
		{"nothing", `UPDATE entries SET status = status WHERE tenant_id = 'QWE'`, ""},
		{
			"a status", `UPDATE entries SET status = 'not_started' WHERE tenant_id = 'QWE' AND priority = '3.4'`,
			"priority 3.4: Status was changed outside the service",
		},
		{"a note", `UPDATE entries SET notes = 'Better' WHERE tenant_id = 'QWE' AND priority = '3.4'`, "priority 3.4: Notes was changed"},
		{
			"a note that nobody wrote", `UPDATE entries SET private_notes = 'Hm' WHERE tenant_id = 'QWE' AND priority = '3.4'`,
			"priority 3.4: Notes for commissioners only was changed",
		},
		{"an entry that nobody made", `
			INSERT INTO entries (tenant_id, priority, status, notes, private_notes, search, private_search, review_on, points, confirmed,
			changed_at, changed_by, version)
			SELECT tenant_id, '7.1', status, notes, '', '', '', '', '', '', changed_at, changed_by, 1 FROM entries WHERE tenant_id = 'QWE'
			AND priority = '3.4'`, "priority 7.1: no save of the history made it"},
		{
			"an entry that is gone", `DELETE FROM entries WHERE tenant_id = 'QWE' AND priority = '3.4'`,
			"priority 3.4: it was removed outside the service",
		},
		{
			"figures", `UPDATE returns SET first_job_starts = 75 WHERE tenant_id = 'QWE'`,
			"2026Q2: People out of work at the start who started a first job was changed",
		},
		{"the state of figures", `UPDATE returns SET state = 'accepted' WHERE tenant_id = 'QWE'`, "2026Q2: State was changed"},
		{"figures of a quarter", `DELETE FROM return_figures WHERE tenant_id = 'QWE'; DELETE FROM return_teams WHERE tenant_id = 'QWE';
			DELETE FROM returns WHERE tenant_id = 'QWE'`, "2026Q2: it was removed"},
		{"a role", `UPDATE memberships SET role = 'lead' WHERE tenant_id = 'QWE' AND role = 'reader'`, "Role was changed"},
		{"a provider's person", `UPDATE memberships SET provider_id = (SELECT MAX(id) FROM providers p WHERE p.tenant_id = 'QWE') WHERE
			tenant_id = 'QWE' AND role = 'provider'`, "Provider was changed"},
		{"an end of a membership", `UPDATE memberships SET ended_at = '2026-11-20T09:00:00.000000Z' WHERE tenant_id = 'QWE' AND role =
			'reader'`, "it was removed"},
		{"a contract", `UPDATE contracts SET ends_on = '2029-03-31' WHERE tenant_id = 'QWE'`, "End was changed"},
		{"a talk", `INSERT INTO contract_talks (tenant_id, contract_id, n, held_on, for_end, note) SELECT tenant_id, id, 1, '2026-01-01',
			'2028-03-31', '' FROM contracts WHERE tenant_id = 'QWE'`, "Conversations about extension or re-procurement was changed"},
		{"a clause", `INSERT INTO contract_clauses (tenant_id, contract_id, clause, answer, reference) SELECT tenant_id, id, 'pay', 'yes',
			'' FROM contracts WHERE tenant_id = 'QWE'`, "was changed"},
		{"evidence", `UPDATE evidence SET title = 'Other' WHERE tenant_id = 'QWE'`, "Title was changed"},
		{"what evidence speaks to", `DELETE FROM evidence_links WHERE tenant_id = 'QWE'`, "Priorities was changed"},
		{
			"a value of a target", `UPDATE target_values SET value = 1000 WHERE tenant_id = 'QWE'`,
			"target job-outcome-rate 2026: Value was changed",
		},
		{"an own target", `UPDATE own_targets SET value = 1000 WHERE tenant_id = 'QWE'`, "Value was changed"},
		{
			"published access", `UPDATE published_access SET people = 500 WHERE tenant_id = 'QWE'`,
			"2026-09-30: Published number was changed",
		},
		{"an answer of a list", `UPDATE register_values SET text = 'West' WHERE tenant_id = 'QWE' AND field = 'name'`, "was changed"},
		{"a row of a list", `UPDATE register_rows SET removed = TRUE WHERE tenant_id = 'QWE'`, "it was removed"},
		{"a provider", `UPDATE providers SET name = 'Other' WHERE tenant_id = 'QWE' AND name = 'Northside'`, "Name was changed"},
		{
			"settings", `UPDATE tenants SET show_by_provider = TRUE WHERE tenant_id = 'QWE'`,
			"settings QWE: Figures by provider shown to the steering group was changed",
		},
		{
			"another ICB's settings", `UPDATE tenants SET retention_years = 3 WHERE tenant_id = 'S1Y5D'`,
			"Central East (S1Y5D): settings S1Y5D: Years to keep records was changed",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, w *storetest.World) {
				guards(t, w)
				tamper(t, w, tt.tamper)
				faults, err := w.Check(ctx)
				said(t, "check", faults, err, tt.want)
				for _, f := range faults {
					if strings.Contains(f, "\x00") {
						t.Errorf("%q", f)
					}
				}
			})
		})
	}
}

// Who is named, who is invited, what was confirmed and what the ICB is called are held against the history too.
func TestCheckHoldsPeopleAndConfirmedNumbers(t *testing.T) {
	for _, tt := range []struct{ name, tamper, want string }{
		{"nothing", `UPDATE entries SET status = status WHERE tenant_id = 'QWE'`, ""},
		{
			"the ICB's name", `UPDATE tenants SET name = 'North West London' WHERE tenant_id = 'QWE'`,
			"icb QWE: Name was changed outside the service",
		},
		{"its region", `UPDATE tenants SET region = 'North' WHERE tenant_id = 'QWE'`, "icb QWE: Region was changed"},
		{"its edition", `INSERT INTO editions (edition_id, hash, body, used_at) VALUES ('other', 'x', 'x', ''); UPDATE tenants SET
			edition_id = 'other' WHERE
			tenant_id = 'QWE'`, "icb QWE: Edition of the toolkit was changed"},
		{
			"somebody is named", `UPDATE memberships SET named = TRUE WHERE tenant_id = 'QWE' AND role = 'commissioner'`,
			"procurement QWE: Who sees what is hidden was changed",
		},
		{
			"nobody is named", `UPDATE memberships SET named = FALSE WHERE tenant_id = 'QWE'`,
			"procurement QWE: Who sees what is hidden was changed",
		},
		{
			"a procurement is over", `UPDATE tenants SET procurement_since = '', procurement_reason = '' WHERE tenant_id = 'QWE'`,
			"procurement QWE: Under way since was changed",
		},
		{
			"a procurement that nobody began", `UPDATE tenants SET procurement_since = '2026-11-01' WHERE tenant_id = 'S1Y5D'`,
			"procurement S1Y5D: Under way since was changed",
		},
		{
			"the reason of a procurement", `UPDATE tenants SET procurement_reason = 'Other' WHERE tenant_id = 'QWE'`,
			"procurement QWE: Reason was changed",
		},
		{
			"a number of its reason", `UPDATE tenants SET procurement_confirmed = '' WHERE tenant_id = 'QWE'`,
			"procurement QWE: Confirmed not to be NHS numbers was changed",
		},
		{
			"an invitation that nobody made", `
			INSERT INTO invitations (tenant_id, id, token_hash, role, name, email, invited_by, created_at, expires_at, accepted_at,
			    revoked_at, version)
			VALUES ('QWE', 'abc', 'x', 'lead', 'N', '', '', '2026-11-20T09:00:00.000000Z', '2027-11-20T09:00:00.000000Z', '', '', 1)`,
			"invitation abc: no save of the history made it",
		},
		{
			"an invitation of another role", `UPDATE invitations SET role = 'lead' WHERE tenant_id = 'QWE' AND name = 'New'`,
			"Role was changed",
		},
		{
			"an invitation for somebody else", `UPDATE invitations SET email = 'x@example.org' WHERE tenant_id = 'QWE' AND name = 'New'`,
			"Email address was changed",
		},
		{
			"a link that works for longer", `UPDATE invitations SET expires_at = '2027-11-20T09:00:00.000000Z' WHERE tenant_id = 'QWE' AND
			name = 'New'`,
			"Link works until was changed",
		},
		{
			"a void invitation that can be accepted", `UPDATE invitations SET void_why = '', void_at = '' WHERE tenant_id = 'QWE'`,
			"Void was changed",
		},
		{
			"an accepted invitation that is open again", `UPDATE invitations SET accepted_at = '', accepted_by = NULL WHERE tenant_id =
			'QWE' AND name = 'Joined'`,
			"no save of the history made it",
		},
		{
			"a withdrawn invitation that is open again", `UPDATE invitations SET revoked_at = '' WHERE tenant_id = 'QWE' AND name = 'Gone'`,
			"no save of the history made it",
		},
		{
			"an open invitation that is withdrawn", `UPDATE invitations SET revoked_at = '2026-11-20T09:00:00.000000Z' WHERE tenant_id =
			'QWE' AND name = 'New'`,
			"it was removed outside the service",
		},
		{
			"a number in notes", `UPDATE entries SET confirmed = 'abcde' WHERE tenant_id = 'QWE'`,
			"priority 1.1: Confirmed not to be NHS numbers was changed",
		},
		{
			"a number in an answer", `UPDATE claim_answers SET confirmed = 'abcde' WHERE tenant_id = 'QWE'`,
			"priority 1.1: Confirmed claim answer was changed",
		},
		{
			"a number in evidence", `UPDATE evidence SET confirmed = '' WHERE tenant_id = 'QWE'`,
			"Confirmed not to be NHS numbers was changed",
		},
		{"a number in a contract", `UPDATE contracts SET confirmed = 'abcde' WHERE tenant_id = 'QWE'`, "Confirmed not to be NHS numbers"},
		{"a number in a target", `UPDATE own_targets SET confirmed = 'abcde' WHERE tenant_id = 'QWE'`, "Confirmed not to be NHS numbers"},
		{
			"a number in a value's note", `UPDATE own_measures SET confirmed = '' WHERE tenant_id = 'QWE'`,
			"Confirmed note 2026Q2 was changed",
		},
		{"a number in a list", `UPDATE register_rows SET confirmed = 'abcde' WHERE tenant_id = 'QWE'`, "Confirmed not to be NHS numbers"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, w *storetest.World) {
				guards(t, w)
				confirmedNumbers(t, w)
				invitedPeople(t, w)
				tamper(t, w, tt.tamper)
				faults, err := w.Check(ctx)
				said(t, "check", faults, err, tt.want)
			})
		})
	}
}

// What was confirmed of a record's other texts goes with a text that is removed. That is no fault; another number is one.
func TestCheckAfterConfirmedNumbersWent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		confirmedNumbers(t, w)
		e, err := w.For(w.Lead).Entry(ctx, "1.1")
		must(t, err)
		e.PrivateNotes = "Call " + mistake
		_, err = w.For(w.Lead).SaveEntry(ctx, priority(t, "1.1"), e)
		must(t, err)
		for _, words := range []string{mistake, "999 000 0026"} {
			found, err := w.For(w.Lead).FindText(ctx, words)
			must(t, err)
			places := make([]string, len(found))
			for i, f := range found {
				places[i] = f.ID
			}
			must(t, w.For(w.Lead).Erase(ctx, places, "A mistake"))
			whole(t, w)
		}
		tamper(t, w, `UPDATE entries SET confirmed = 'abcde' WHERE tenant_id = 'QWE'`)
		faults, err := w.Check(ctx)
		said(t, "check", faults, err, "priority 1.1: Confirmed not to be NHS numbers was changed")
	})
}

// confirmedNumbers saves records of several kinds with a number in them that is not an NHS number.
func confirmedNumbers(t *testing.T, w *storetest.World) {
	t.Helper()
	const text = "Order 999 000 0018"
	lead := w.For(w.Lead)
	_, err := lead.SaveEntry(ctx, priority(t, "1.1"), assessment.Entry{Status: assessment.InPlace, Notes: text, Confirmed: sure(text)})
	must(t, err)
	must(t, lead.AnswerClaim(ctx, claims.Answer{Priority: "1.1", State: "differs", Note: text, Confirmed: sure(text)}))
	e := add(t, w, w.Commissioner, func(e *evidence.Evidence) { e.Title, e.Confirmed = text, sure(text) })
	query(t, w, w.Lead, aboutEvidence(e), "", "Is it 999 000 0026?")
	own, err := lead.SaveOwnTarget(ctx, measure.Own{
		Name: text, Unit: measure.Number, Direction: measure.AtLeast, Value: hundredths(1_00), Confirmed: sure(text),
	})
	must(t, err)
	must(t, lead.SaveMeasure(ctx, measure.ByHand{
		Target: own.ID, Quarter: "2026Q2", Value: hundredths(2_00), Note: "See 999 000 0026", Confirmed: sure("999 000 0026"),
	}))
}

// invitedPeople leaves some in every state, and procurement under way with one person named who has left.
func invitedPeople(t *testing.T, w *storetest.World) {
	t.Helper()
	lead := w.For(w.Lead)
	_, err := lead.Invite(ctx, store.Invitation{Name: "Joined", Role: tenants.Commissioner})
	must(t, err)
	_, err = lead.Invite(ctx, store.Invitation{Name: "Gone", Role: tenants.Lead})
	must(t, err)
	var gone store.Invitation
	list, err := lead.Invitations(ctx)
	must(t, err)
	var token string
	for _, i := range list {
		switch i.Name {
		case "Gone":
			gone = i
		case "Joined":
			token, err = lead.RenewInvitation(ctx, i.ID, i.Version)
			must(t, err)
		}
	}
	must(t, lead.RevokeInvitation(ctx, gone.ID, gone.Version))
	joined, err := w.Accept(ctx, token, newcomer(t, w, "Joined"))
	must(t, err)
	another := w.Member(t, w.Lead.Tenant, "another", tenants.Lead, "")
	_, err = w.For(another).Invite(ctx, store.Invitation{Name: "Void", Role: tenants.Reader})
	must(t, err)
	const reason = "Order 999 000 0018"
	must(t, w.For(now(t, w, w.Lead)).BeginProcurement(ctx, store.Naming{Members: []string{w.Lead.ID, joined.ID, another.ID}}, reason,
		sure(reason)))
	for _, m := range []tenants.Member{joined, another} {
		m = now(t, w, m)
		must(t, w.For(now(t, w, w.Lead)).EndMembership(ctx, m.ID, m.Version))
	}
}
