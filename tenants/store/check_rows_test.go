package store_test

import (
	"strings"
	"testing"

	"ipstoolkit/tenants/store/storetest"
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
			"priority 3.4: it was taken away outside the service",
		},
		{
			"figures", `UPDATE returns SET first_job_starts = 75 WHERE tenant_id = 'QWE'`,
			"2026Q2: People out of work at the start who started a first job was changed",
		},
		{"the state of figures", `UPDATE returns SET state = 'accepted' WHERE tenant_id = 'QWE'`, "2026Q2: State was changed"},
		{"figures of a quarter", `DELETE FROM return_figures WHERE tenant_id = 'QWE'; DELETE FROM return_teams WHERE tenant_id = 'QWE';
			DELETE FROM returns WHERE tenant_id = 'QWE'`, "2026Q2: it was taken away"},
		{"a role", `UPDATE memberships SET role = 'lead' WHERE tenant_id = 'QWE' AND role = 'reader'`, "Role was changed"},
		{"a provider's person", `UPDATE memberships SET provider_id = (SELECT MAX(id) FROM providers p WHERE p.tenant_id = 'QWE') WHERE
			tenant_id = 'QWE' AND role = 'provider'`, "Provider was changed"},
		{"an end of a membership", `UPDATE memberships SET ended_at = '2026-11-20T09:00:00.000000Z' WHERE tenant_id = 'QWE' AND role =
			'reader'`, "it was taken away"},
		{"a contract", `UPDATE contracts SET ends_on = '2029-03-31' WHERE tenant_id = 'QWE'`, "End was changed"},
		{"a talk", `INSERT INTO contract_talks (tenant_id, contract_id, n, held_on, for_end, note) SELECT tenant_id, id, 1, '2026-01-01',
			'2028-03-31', '' FROM contracts WHERE tenant_id = 'QWE'`, "Talks was changed"},
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
		{"a row of a list", `UPDATE register_rows SET removed = TRUE WHERE tenant_id = 'QWE'`, "it was taken away"},
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
