package store

import (
	"cmp"

	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
)

// textColumn is a column that holds what people typed: a field of a kind of record, as the history names both. The key is
// how a row is named within the ICB. Search is the column beside it that search looks through; after is what else changes
// when the text goes.
type textColumn struct {
	kind, field, table, key, column, search, after string
}

// textColumns are all columns in which people write freely: of every field that a kind of record says is typed, and of the
// rows beside a record's own. A field that is typed and has no place here fails a test.
var textColumns = append(typedColumns(snapshot.Kinds), rowsBeside...)

// typedColumns are the columns for the typed fields of kinds. Each is in the kind's own rows, by the field's name, where
// otherColumns does not say otherwise.
func typedColumns(kinds []record.Kind) []textColumn {
	var list []textColumn
	for _, k := range kinds {
		for _, f := range k.Fields {
			c, other := otherColumns[k.Code+" "+f.Name]
			if !f.Typed || k.Code == record.Plan || other && c.column == "" {
				continue
			}
			if c.table == "" {
				c.table, c.key, c.after = rowsOf[k.Code].table, rowsOf[k.Code].key, rowsOf[k.Code].after
			}
			c.kind, c.field, c.column = k.Code, f.Name, cmp.Or(c.column, f.Name)
			list = append(list, c)
		}
	}
	return list
}

const nextVersion = "version = version + 1"

// rowsOf are the tables with the rows of a kind.
var rowsOf = map[string]struct{ table, key, after string }{
	record.Priority:    {"entries", "priority", nextVersion},
	record.View:        {"provider_views", "provider_id || ' ' || priority", nextVersion},
	record.Evidence:    {"evidence", "id", nextVersion},
	record.Procurement: {"tenants", "tenant_id", "procurement_version = procurement_version + 1"},
	record.Provider:    {"providers", "id", nextVersion},
	record.Return:      {"returns", "provider_id || ' ' || quarter", nextVersion},
	record.ReturnSet:   {"return_sets", "CAST(n AS TEXT)", ""},
	record.Import:      {"import_mappings", "provider_id", nextVersion},
	record.Published:   {"published_access", "provider_id || ' ' || period_to", nextVersion},
	record.Collection:  {"collections", "characteristic || ' ' || from_quarter", nextVersion},
	record.Contract:    {"contracts", "id", nextVersion},
	record.Action:      {"actions", "id", nextVersion},
	record.Round:       {"rounds", "quarter || ' ' || CAST(n AS TEXT)", ""},
}

// otherColumns are the columns, by kind and field, for texts that have one of another name or in another table. One without
// a column is of a text that no row holds: only the history does, or rowsBeside has it.
var otherColumns = map[string]textColumn{
	"priority notes":         {column: "notes", search: "search"},
	"priority private_notes": {column: "private_notes", search: "private_search"},
	"priority claim_answer":  {table: "claim_answers", key: "priority", column: "note", after: nextVersion},
	"priority views_comment": {table: "view_comments", key: "priority", column: "comment", after: nextVersion},
	"procurement reason":     {column: "procurement_reason"},
	"target reason":          {table: "target_values", key: "kind || ' ' || CAST(year AS TEXT)", column: "reason", after: nextVersion},
	"target name":            {table: "own_targets", key: "id", column: "name", after: nextVersion},
	"contract variations":    {table: "contract_variations", key: "contract_id || ' ' || CAST(n AS TEXT)", column: "purpose"},
	"contract talks":         {table: "contract_talks", key: "contract_id || ' ' || CAST(n AS TEXT)", column: "note"},
	"return teams":           {table: "return_teams", key: "provider_id || ' ' || quarter || ' ' || CAST(team AS TEXT)", column: "name"},
	"collection groups": {
		table: "collection_groups", key: "characteristic || ' ' || from_quarter || ' ' || CAST(n AS TEXT)", column: "label",
	},
	"question question": {}, "question answer": {}, "return query": {}, "return answer": {},
	"evidence file": {}, "evidence query": {}, "evidence answer": {}, "evidence withdraw": {}, "evidence accept": {},
	"evidence reason": {}, "breakdown reason": {}, "member why": {}, "procurement why": {}, "icb reason": {}, "round why": {},
	"workbook reason": {},
}

// rowsBeside are the texts of rows that belong to a record and are not one field of it: each file and message of evidence,
// the reason for one figure, the answers of a list.
var rowsBeside = []textColumn{
	{kind: record.Priority, field: "notes", table: "entries_before", key: "edition_id || ' ' || priority", column: "notes"},
	{kind: record.Priority, field: "private_notes", table: "entries_before", key: "edition_id || ' ' || priority", column: "private_notes"},
	{kind: "message", field: "text", table: "evidence_messages", key: "evidence_id || ' ' || CAST(seq AS TEXT)", column: "text"},
	{
		kind: record.Question, field: "text", table: "question_messages", key: "question_id || ' ' || CAST(n AS TEXT)", column: "text",
		after: "",
	},
	{kind: "file", field: "name", table: "files", key: "id", column: "name"},
	{
		kind: record.Return, field: "reason", table: "return_figures",
		key: "provider_id || ' ' || quarter || ' ' || CAST(team AS TEXT) || ' ' || figure", column: "reason",
	},
	{kind: record.Contract, field: "reference", table: "contract_clauses", key: "contract_id || ' ' || clause", column: "reference"},
	{
		kind: record.Contract, field: "variations", table: "contract_variations", key: "contract_id || ' ' || CAST(n AS TEXT)",
		column: "number",
	},
	{kind: "register", field: "text", table: "register_values", key: "row_id || ' ' || field", column: "text"},
	{kind: record.Target, field: "note", table: "own_measures", key: "target_id || ' ' || quarter", column: "note", after: nextVersion},
}

// confirmedField is, in the history, what people confirmed of numbers in a text: a short digest of each.
const confirmedField = "confirmed"

// confirmations are the columns with such digests that belong to a table's texts: where they are, and how the row there is
// found from the key of a row of the table. They go when a text goes, and the next save asks again.
var confirmations = map[string]struct{ table, column, key string }{
	"entries":             {"entries", "confirmed", "priority = ?"},
	"entries_before":      {"entries_before", "confirmed", "edition_id || ' ' || priority = ?"},
	"evidence":            {"evidence", "confirmed", "id = ?"},
	"tenants":             {"tenants", "procurement_confirmed", "tenant_id = ?"},
	"returns":             {"returns", "confirmed", "provider_id || ' ' || quarter = ?"},
	"return_figures":      {"returns", "confirmed", "? LIKE provider_id || ' ' || quarter || ' %'"},
	"return_teams":        {"returns", "confirmed", "? LIKE provider_id || ' ' || quarter || ' %'"},
	"return_sets":         {"return_sets", "confirmed", "CAST(n AS TEXT) = ?"},
	"published_access":    {"published_access", "confirmed", "provider_id || ' ' || period_to = ?"},
	"collections":         {"collections", "confirmed", "characteristic || ' ' || from_quarter = ?"},
	"collection_groups":   {"collections", "confirmed", "? LIKE characteristic || ' ' || from_quarter || ' %'"},
	"contracts":           {"contracts", "confirmed", "id = ?"},
	"contract_talks":      {"contracts", "confirmed", "? LIKE id || ' %'"},
	"contract_clauses":    {"contracts", "confirmed", "? LIKE id || ' %'"},
	"contract_variations": {"contracts", "confirmed", "? LIKE id || ' %'"},
	"target_values":       {"target_values", "confirmed", "kind || ' ' || CAST(year AS TEXT) = ?"},
	"own_targets":         {"own_targets", "confirmed", "id = ?"},
	"own_measures":        {"own_measures", "confirmed", "target_id || ' ' || quarter = ?"},
	"claim_answers":       {"claim_answers", "confirmed", "priority = ?"},
	"provider_views":      {"provider_views", "confirmed", "provider_id || ' ' || priority = ?"},
	"view_comments":       {"view_comments", "confirmed", "priority = ?"},
	"actions":             {"actions", "confirmed", "id = ?"},
	"register_values":     {"register_rows", "confirmed", "? LIKE id || ' %'"},
}

// unconfirm takes out what was confirmed of the texts of a row, as textColumns name it.
func (w *writing) unconfirm(table, key string) error {
	c, ok := confirmations[table]
	if !ok {
		return nil
	}
	_, err := w.Exec(`UPDATE `+c.table+` SET `+c.column+` = '' WHERE tenant_id = ? AND `+c.key+forRemoval, w.Tenant, key)
	return err
}
