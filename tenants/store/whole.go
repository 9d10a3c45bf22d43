package store

import "strings"

// An ICB's rows become more every year, and a page reads a part of them: that of a priority, of some quarters, of one
// row. What has to read all of them says so in its statements, with one of these at the end of their conditions. A test
// asks SQLite how it would run each statement, and fails for one that goes through all rows without saying so.
const (
	forWorkbook = ` /* all rows: workbook */`
	forRemoval  = ` /* all rows: removal of a text */`
	forCheck    = ` /* all rows: check */`
	forPerson   = ` /* all rows: what is held about a person */`
	forQuota    = ` /* all rows: room for files */`
	forNewest   = ` /* all rows: newest first, up to a limit */`
	forResults  = ` /* all rows: results */`
	forList     = ` /* all rows: list */`
)

// bySeq is the order of the saves a that a condition holds for. SQLite would go along all of the ICB's for it, rather
// than look up the few and sort them: the + keeps it from that where not all of them are read.
func bySeq(where string) string {
	if strings.Contains(where, ` /* all rows: `) {
		return `a.seq`
	}
	return `+a.seq`
}
