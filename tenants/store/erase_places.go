package store

// textColumn is a column that holds what people typed: the key is how a row is named within the ICB. Search is the
// column beside it that search looks through; after is what else changes when the text goes.
type textColumn struct {
	kind, table, key, column, search, after string
}

// textColumns are all columns in which people write freely. A new table with such a column gets its line here.
var textColumns = []textColumn{
	{"priority", "entries", "priority", "notes", "search", "version = version + 1"},
	{"priority", "entries", "priority", "private_notes", "private_search", "version = version + 1"},
	{"evidence", "evidence", "id", "title", "", "version = version + 1"},
	{"evidence", "evidence", "id", "link", "", "version = version + 1"},
	{"message", "evidence_messages", "evidence_id || ' ' || CAST(seq AS TEXT)", "text", "", ""},
	{"file", "files", "id", "name", "", ""},
	{"procurement", "tenants", "tenant_id", "procurement_reason", "", "procurement_version = procurement_version + 1"},
	{"provider", "providers", "id", "name", "", "version = version + 1"},
	{"provider", "providers", "id", "place", "", "version = version + 1"},
	{"return", "returns", "provider_id || ' ' || quarter", "note", "", "version = version + 1"},
	{"return", "returns", "provider_id || ' ' || quarter", "query", "", "version = version + 1"},
	{"return", "returns", "provider_id || ' ' || quarter", "answer", "", "version = version + 1"},
	{"return", "returns", "provider_id || ' ' || quarter", "reason", "", "version = version + 1"},
	{"return", "return_figures", "provider_id || ' ' || quarter || ' ' || CAST(team AS TEXT) || ' ' || figure", "reason", "", ""},
	{"return", "return_teams", "provider_id || ' ' || quarter || ' ' || CAST(team AS TEXT)", "name", "", ""},
	{"return_set", "return_sets", "CAST(n AS TEXT)", "note", "", ""},
	{"import", "import_mappings", "provider_id", "mapping", "", "version = version + 1"},
	{"published", "published_access", "provider_id || ' ' || period_to", "source", "", "version = version + 1"},
	{"collection", "collections", "characteristic || ' ' || from_quarter", "name", "", "version = version + 1"},
	{"collection", "collections", "characteristic || ' ' || from_quarter", "reason", "", "version = version + 1"},
	{"collection", "collections", "characteristic || ' ' || from_quarter", "agreed_by", "", "version = version + 1"},
	{"collection", "collection_groups", "characteristic || ' ' || from_quarter || ' ' || CAST(n AS TEXT)", "label", "", ""},
	{"contract", "contracts", "id", "name", "", "version = version + 1"},
	{"contract", "contracts", "id", "reference", "", "version = version + 1"},
	{"contract", "contracts", "id", "short_reason", "", "version = version + 1"},
	{"contract", "contracts", "id", "lead", "", "version = version + 1"},
	{"contract", "contracts", "id", "place", "", "version = version + 1"},
	{"contract", "contracts", "id", "ended_reason", "", "version = version + 1"},
	{"contract", "contract_talks", "contract_id || ' ' || CAST(n AS TEXT)", "note", "", ""},
	{"contract", "contract_clauses", "contract_id || ' ' || clause", "reference", "", ""},
	{"contract", "contract_variations", "contract_id || ' ' || CAST(n AS TEXT)", "number", "", ""},
	{"contract", "contract_variations", "contract_id || ' ' || CAST(n AS TEXT)", "purpose", "", ""},
	{"target", "target_values", "kind || ' ' || CAST(year AS TEXT)", "reason", "", "version = version + 1"},
	{"target", "own_targets", "id", "name", "", "version = version + 1"},
	{"claim", "claim_answers", "priority", "note", "", "version = version + 1"},
	{"register", "register_values", "row_id || ' ' || field", "text", "", ""},
	{"target", "own_measures", "target_id || ' ' || quarter", "note", "", "version = version + 1"},
}

// confirmedField is, in the history, what people confirmed of numbers in a text: a short digest of each.
const confirmedField = "confirmed"

// confirmations are the columns with such digests that belong to a table's texts: where they are, and how the row there is
// found from the key of a row of the table. They go when a text goes, and the next save asks again.
var confirmations = map[string]struct{ table, column, key string }{
	"entries":             {"entries", "confirmed", "priority = ?"},
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

// A Place is where a text can be besides the page that shows it, and what becomes of it there when it is removed.
type Place struct{ Where, What string }

// Places are all places where a text can be, in the order in which it gets there. Backups says how long backups are kept,
// as "14 days", "" when the service does not make them. The run book says the same to the operator.
func (s *Store) Places(backups string) []Place {
	kept := "those made before hold it until the people who look after the service remove them"
	if backups != "" {
		kept = "those made before hold it for " + backups + ", and copies taken elsewhere until they are removed there"
	}
	list := []Place{
		{"What people see, and what search looks through", "replaced at once, and headings kept for imports too"},
		{"The history", "gone at once from every save, with the keys of its digests"},
		{"Files", "bytes and name are gone at once when the file is removed on the page of its evidence. Its digest stays, to prove " +
			"which file it was"},
	}
	if s.SQLite() {
		list = append(list,
			Place{
				"Unused parts of the database’s file",
				"overwritten in the same save. A piece that the database left behind when it moved a row earlier is overwritten with the " +
					"rest of its " +
					"page later, and reaches no backup",
			},
			Place{"The database’s log", "emptied right after. While a backup or a check reads the database this waits, and is done " +
				"within 2 minutes of its end"},
			Place{"A database kept from before a restore", "until the people who look after the service remove it"})
	} else {
		list = append(list, Place{"The files of the database server (PostgreSQL)", "in its own time: the run book says how to hasten it"})
	}
	return append(list,
		Place{"Temporary files of uploads", "they have no name and are gone when the upload has ended"},
		Place{"Backups", kept},
		Place{"The log of the service", "it never holds texts"},
		Place{"Drafts in a person’s own browser", "up to 7 days, or until they save or sign out"},
		Place{"Workbooks and files that people downloaded", "ask those who have them"})
}
