package db

import "strings"

// AllRows begins the remark at the end of the conditions of a statement that has to read all rows that an ICB has in a table
// that grows with every year; what has to follows, and */. A test of the store asks SQLite how it would run each statement,
// and fails for one that goes through all rows without saying so.
const AllRows = ` /* all rows: `

// ForCheck is the remark of a check.
const ForCheck = AllRows + `check */`

// BySeq is the order of the saves a that a condition holds for. SQLite would go along all of the ICB's for it, rather
// than look up the few and sort them: the + keeps it from that where not all of them are read.
func BySeq(where string) string {
	if strings.Contains(where, AllRows) {
		return `a.seq`
	}
	return `+a.seq`
}
