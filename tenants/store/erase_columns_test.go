package store

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ipstoolkit/migrations"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
)

// coded are the columns, in whatever table, that hold ids, dates, words of a list, digests and the like.
var coded = strings.Fields(`
	tenant_id id key hash region edition_id created_at used_at audit_head next_meeting issuer subject last_signed_in token_hash person_id
	expires_at last_seen kind stage provider_id role ended_at invited_by accepted_at accepted_by revoked_at priority status owner_id review_on
	points changed_at changed_by state confirmed created_by period_from period_to evidence_id point act said_at said_by removed_at type sha256
	file_id quarter submitted_at contract_id starts_on ends_on to_date exercised_on held_on for_end unit direction target_id at seq before
	published_on from_quarter parts agreed_on figure lead_id salt old_digest new_digest list naming row_id field code answered_at answered_by under_id clause answer dated characteristic
	group_key payment gone_at sent_key sent_at meeting ended_on procurement_since procurement_confirmed void_at void_why`)

// elsewhere are columns with what people wrote that Erase reaches by another way, or that name members of staff.
var elsewhere = map[string]string{
	"tenants.name": "the ICB's own name", "people.name": "a member of staff, as the sign-in service names them", "people.email": "likewise",
	"invitations.name": "a member of staff who is invited", "invitations.email": "likewise", "entries.search": "goes with notes",
	"entries.private_search": "goes with private_notes", "audit.who": "a member of staff",
	"audit_changes.old_text": "eraseChange", "audit_changes.new_text": "eraseChange",
}

// Every column in which people can write has to be within reach of the removal of personal data.
func TestEveryTextCanBeErased(t *testing.T) {
	names, err := fs.Glob(migrations.Files, "*.sql")
	if err != nil || len(names) == 0 {
		t.Fatalf("migrations: %v, %v", names, err)
	}
	table := regexp.MustCompile(`(?s)CREATE TABLE (\w+) \((.*?)\n\);`)
	column := regexp.MustCompile(`(?m)^ +(\w+) +TEXT\b`)
	added := regexp.MustCompile(`(?m)^ALTER TABLE (\w+) ADD COLUMN (\w+) TEXT\b`)
	found := 0
	for _, name := range names {
		text, err := fs.ReadFile(migrations.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, tab := range table.FindAllStringSubmatch(string(text), -1) {
			for _, col := range column.FindAllStringSubmatch(tab[2], -1) {
				found++
				reached(t, tab[1], col[1])
			}
		}
		for _, col := range added.FindAllStringSubmatch(string(text), -1) {
			found++
			reached(t, col[1], col[2])
		}
	}
	if found < 100 {
		t.Errorf("only %d text columns found: the test no longer reads the migrations", found)
	}
}

// reached: a column of text that holds no words of ours is in textColumns.
func reached(t *testing.T, table, column string) {
	t.Helper()
	known := slices.Contains(coded, column) || elsewhere[table+"."+column] != "" ||
		slices.ContainsFunc(textColumns, func(c textColumn) bool { return c.table == table && c.column == column })
	if !known {
		t.Errorf("%s.%s: if people can write in it, textColumns needs a line for it", table, column)
	}
}

// typedIn is the column of each text that people type in a record, by kind and field, where the column has another name or
// is in another table. "" is a field with a text that no row holds: only the history does.
var typedIn = map[string]string{
	"priority claim_answer": "claim_answers.note", "evidence file": "files.name", "evidence query": "evidence_messages.text",
	"evidence answer": "evidence_messages.text", "evidence withdraw": "evidence_messages.text", "evidence accept": "evidence_messages.text",
	"evidence reason": "", "return teams": "return_teams.name", "breakdown reason": "", "collection groups": "collection_groups.label",
	"contract talks": "contract_talks.note", "contract variations": "contract_variations.purpose", "member why": "", "procurement why": "",
	"procurement reason": "tenants.procurement_reason", "icb reason": "",
}

// Every field that a kind of record says people type in is within reach of the removal of personal data.
func TestEveryTypedFieldCanBeErased(t *testing.T) {
	fields := 0
	for _, k := range snapshot.Kinds {
		for _, f := range k.Fields {
			if !f.Typed {
				continue
			}
			fields++
			want, named := typedIn[k.Code+" "+f.Name]
			if named && want == "" {
				continue
			}
			holds := func(c textColumn) bool {
				switch {
				case k.Code == record.Plan:
					return c.table == "register_values"
				case named:
					return c.table+"."+c.column == want
				}
				return c.kind == k.Code && c.column == f.Name
			}
			if !slices.ContainsFunc(textColumns, holds) {
				t.Errorf("people type %s of the kind %s, and no text column holds it", f.Name, k.Code)
			}
		}
	}
	if fields < 30 {
		t.Errorf("only %d fields in which people type", fields)
	}
}
