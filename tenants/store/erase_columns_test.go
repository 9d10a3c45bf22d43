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
	group_key payment gone_at sent_key sent_at meeting ended_on procurement_since procurement_confirmed void_at void_why sealed_at sealed_by
	audience opened_at opened_by taken_at from_edition to_edition moved old_sha256 new_sha256
	asked about_kind about_id due_on done_on about asked_by asked_at question_id
	digest icb made_at next_at lease leased_until day`)

// elsewhere are columns with what people wrote that Erase reaches by another way, or that name members of staff.
var elsewhere = map[string]string{
	"tenants.name": "the ICB's own name", "people.name": "a member of staff, as the sign-in service names them", "people.email": "likewise",
	"invitations.name": "a member of staff who is invited", "invitations.email": "likewise", "entries.search": "goes with notes",
	"entries.private_search": "goes with private_notes", "audit.who": "a member of staff",
	"sealed_files.label":     "for whom the file is, in our words: a provider's name is no person's",
	"returns.query":          "dropped: its texts are in question_messages",
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

// Every field that a kind of record says people type in is within reach of the removal of personal data: a new one has a
// place of its own without another word, and one of a kind without rows is noticed.
func TestEveryTypedFieldCanBeErased(t *testing.T) {
	for _, c := range textColumns {
		if c.table == "" || c.key == "" {
			t.Errorf("people type %s of the kind %s, and nothing says in which table it is", c.field, c.kind)
		}
	}
	typed := record.Field{Name: "remark", Typed: true}
	for _, tt := range []struct {
		name string
		kind record.Kind
		want textColumn
	}{
		{
			"a new field",
			record.Kind{Code: record.Provider, Fields: []record.Field{typed, {Name: "kind"}}},
			textColumn{kind: "provider", field: "remark", table: "providers", key: "id", column: "remark", after: nextVersion},
		},
		{"a new kind", record.Kind{Code: "new", Fields: []record.Field{typed}}, textColumn{kind: "new", field: "remark", column: "remark"}},
		{
			"a column of another name",
			record.Kind{Code: record.Procurement, Fields: []record.Field{{Name: "reason", Typed: true}, {Name: "why", Typed: true}}},
			textColumn{
				kind: "procurement", field: "reason", table: "tenants", key: "tenant_id", column: "procurement_reason",
				after: "procurement_version = procurement_version + 1",
			},
		},
	} {
		if got := typedColumns([]record.Kind{tt.kind}); !slices.Equal(got, []textColumn{tt.want}) {
			t.Errorf("%s: %+v", tt.name, got)
		}
	}
	for place := range otherColumns {
		kind, field, _ := strings.Cut(place, " ")
		if !snapshot.KindOf(kind).Field(field).Typed {
			t.Errorf("%s: people do not type in it", place)
		}
	}
}
