package store

import "ipstoolkit/tenants/store/db"

// An ICB's rows become more every year, and a page reads a part of them: that of a priority, of some quarters, of one
// row. What has to read all of them says so in its statements, with one of these at the end of their conditions.
const (
	forWorkbook = db.AllRows + `workbook */`
	forRemoval  = db.AllRows + `removal of a text */`
	forPerson   = db.AllRows + `what is held about a person */`
	forQuota    = db.AllRows + `room for files */`
	forNewest   = db.AllRows + `newest first, up to a limit */`
	forResults  = db.AllRows + `results */`
	forMail     = db.AllRows + `emails to everybody, once a day */`
	forExport   = db.AllRows + `everything out */`
	forMove     = db.AllRows + `move to another database */`
	forList     = db.AllRows + `list */`
)
