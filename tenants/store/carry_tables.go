package store

import (
	"cmp"
	"slices"

	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/archive"
)

// tableOfAll is a table, and what of it leaves the service with an ICB.
type tableOfAll struct {
	name string
	// some is a condition on the ICB's rows, on those of shared tables where shared is set: it asks for the ICB's code once.
	some   string
	shared bool
	// bytes says that it holds the bytes of files, which leave as files.
	bytes bool
	// secret is a column that opens something: it leaves empty.
	secret string
	// why is why nothing of the table leaves with an ICB, "" where something does.
	why string
}

// tablesOfAll are all tables of the service, those that others refer to first. An ICB that leaves takes those with it that have no
// reason not to; moving to another database takes all. A new table fails a test until it is here.
var tablesOfAll = []tableOfAll{
	{name: "editions", shared: true, some: editionsOfICB},
	{name: "people", shared: true, some: `id IN (` + peopleOfICB + `)`},
	{name: "mail_choices", shared: true, some: `person_id IN (` + peopleOfICB + `)`},
	{name: "sessions", shared: true, why: "Who is signed in now. People sign in again."},
	{
		name: "calendar_addresses", shared: true,
		why: "The secret addresses of people's calendars. They make new ones on their account page.",
	},
	{name: "digest_days", shared: true, why: "On which days the service has sent summaries."},
	{name: "outbox", shared: true, why: "Emails that wait to be sent. What they are about is in My work, and in the next summary."},
	{name: "tenants"},
	{name: "providers"},
	{name: "provider_leads"},
	{name: "memberships"},
	{name: "invitations", secret: "token_hash"},
	{name: "entries"},
	{name: "entries_before"},
	{name: "claim_answers"},
	{name: "provider_views"},
	{name: "view_comments"},
	{name: "evidence"},
	{name: "evidence_links"},
	{name: "evidence_messages"},
	{name: "files", some: `state <> 'uploading'`},
	{name: "file_chunks", bytes: true},
	{name: "questions"},
	{name: "question_messages"},
	{name: "return_sets"},
	{name: "returns"},
	{name: "return_teams"},
	{name: "return_figures"},
	{name: "collections"},
	{name: "collection_groups"},
	{name: "breakdowns"},
	{name: "breakdown_counts"},
	{name: "published_access"},
	{name: "import_mappings"},
	{name: "contracts"},
	{name: "contract_subs"},
	{name: "contract_options"},
	{name: "contract_talks"},
	{name: "contract_clauses"},
	{name: "contract_variations"},
	{name: "target_values"},
	{name: "own_targets"},
	{name: "own_measures"},
	{name: "register_rows"},
	{name: "register_values"},
	{name: "actions"},
	{name: "opened_rounds"},
	{name: "editions_taken"},
	{name: "rounds"},
	{name: "sealed_files", some: `quarter IS NOT NULL`},
	{name: "sealed_chunks", bytes: true},
	{name: "sealed_removals"},
	{name: "audit"},
	{name: "audit_changes"},
	{name: "removals"},
	{name: "sent_forms", why: "Forms of the last day, so that none is saved twice."},
}

const (
	peopleOfICB   = `SELECT m.person_id FROM memberships m WHERE m.tenant_id = ?`
	editionsOfICB = `edition_id IN (
		WITH icb (code) AS (SELECT tenant_id FROM tenants WHERE tenant_id = ?)
		SELECT t.edition_id FROM icb JOIN tenants t ON t.tenant_id = icb.code
		UNION SELECT r.edition_id FROM icb JOIN opened_rounds r ON r.tenant_id = icb.code
		UNION SELECT e.from_edition FROM icb JOIN editions_taken e ON e.tenant_id = icb.code
		UNION SELECT e.to_edition FROM icb JOIN editions_taken e ON e.tenant_id = icb.code
		UNION SELECT b.edition_id FROM icb JOIN entries_before b ON b.tenant_id = icb.code)`
)

// rows reads what leaves of a table with an ICB.
func (one tableOfAll) rows(c db.Carrying, t db.Table, icb string, each func(row archive.Row) error) error {
	where := `tenant_id = ?`
	if one.shared {
		where = one.some
	} else if one.some != "" {
		where += ` AND ` + one.some
	}
	secret := slices.IndexFunc(t.Columns, func(col archive.Column) bool { return col.Name == one.secret })
	return c.Rows(t, where+forExport, []any{icb}, func(row archive.Row) error {
		if secret >= 0 {
			row[secret] = ""
		}
		return each(row)
	})
}

// leftOut says what does not leave with an ICB.
func leftOut() (list []archive.LeftOut) {
	for _, one := range tablesOfAll {
		switch {
		case one.why != "":
			list = append(list, archive.LeftOut{What: one.name, Why: one.why})
		case one.secret != "":
			list = append(list, archive.LeftOut{
				What: one.name + "." + one.secret,
				Why:  "What opens an invitation. Make new links on the People page for those that are open.",
			})
		}
	}
	return list
}

func sortBy[T any](list []T, key func(T) string) {
	slices.SortFunc(list, func(a, b T) int { return cmp.Compare(key(a), key(b)) })
}
