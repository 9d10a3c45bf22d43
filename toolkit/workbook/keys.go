package workbook

import (
	"strconv"
	"strings"

	"ipstoolkit/toolkit/snapshot"
)

// A workbook that comes back is recognised by hidden keys, never by the order or the names of its sheets, rows and columns. Each
// sheet that can come back has a hidden first row, which says what each column holds, and a hidden last column, which says what
// each row is of. People may move, hide, sort and filter: the keys move along.

// keysMark begins the hidden row of keys; the sheet's own name in this program follows.
const keysMark = "ips-keys-1"

// headingsKey is the key of the row of headings.
const headingsKey = "headings"

// workedOut is before the heading of a column that people read and do not fill in.
const workedOut = "~"

// Key says what a row is of: the kind of record, its id, and the version that the workbook holds. Part is the part of the record
// that the row holds where it has several: a statement, a clause. The zero Key is that of a new row.
type Key struct {
	Kind, ID string
	Part     string
	Version  int
}

// text is the key as its hidden cell holds it. piece is 0, or the number of the row in which the row's texts go on.
func (k Key) text(piece int) string {
	if k == (Key{}) {
		return ""
	}
	parts := []string{k.Kind, k.ID, k.Part, strconv.Itoa(k.Version)}
	if piece > 0 {
		parts = append(parts, strconv.Itoa(piece))
	}
	return strings.Join(parts, "|")
}

// readKey reads what text has written; false for anything else.
func readKey(text string) (k Key, piece int, ok bool) {
	parts := strings.Split(strings.TrimSpace(text), "|")
	if len(parts) != 4 && len(parts) != 5 || parts[0] == "" || parts[1] == "" {
		return k, 0, false
	}
	k = Key{Kind: parts[0], ID: parts[1], Part: parts[2]}
	var err error
	if k.Version, err = strconv.Atoi(parts[3]); err != nil || k.Version < 0 {
		return k, 0, false
	}
	if len(parts) == 5 {
		if piece, err = strconv.Atoi(parts[4]); err != nil || piece < 1 {
			return k, 0, false
		}
	}
	return k, piece, true
}

// record is the key of the whole record.
func (k Key) record() Key { return Key{Kind: k.Kind, ID: k.ID} }

// comesBack is what a table needs to be read back.
type comesBack struct {
	// kind is the kind of a new row; "" where rows cannot be added.
	kind string
	// fields are what the columns that people fill in hold, by their headings: the names under which the history keeps them.
	fields map[string]string
	// of are the keys of the rows, in their order.
	of []Key
}

// keyed says whether a table can come back. What is sealed cannot, and the steering group only reads.
func (t table) keyed(s snapshot.Snapshot) bool {
	return t.back.fields != nil && s.Sealed == nil && !s.Audience.IsSteeringGroup()
}

// fieldKeys are the cells of the hidden row of keys.
func (t table) fieldKeys() []any {
	cells := make([]any, 0, len(t.columns)+1)
	for _, c := range t.columns {
		field := workedOut + c.title
		if name, filled := t.back.fields[c.title]; filled {
			field = name
		}
		cells = append(cells, field)
	}
	return append(cells, keysMark+" "+t.name)
}
