package workbook

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/view"
)

// priorityRow is the data for a row of the Toolkit sheet.
type priorityRow struct {
	s       snapshot.Snapshot
	section edition.Section
	p       edition.Priority
	e       assessment.Entry
	told    snapshot.PriorityTold
}

// toolkitColumns are the columns of the Toolkit sheet: which workbooks have them, and what they hold. They are in the
// order of reading: what, how far, why, who and when.
var toolkitColumns = []struct {
	column
	has  func(s snapshot.Snapshot) bool
	cell func(r priorityRow) any
}{
	{
		column{"Section", 11, wrapped, true},
		everybody,
		func(r priorityRow) any { return fmt.Sprintf("%d %s", r.section.Number, r.section.Title) },
	},
	{column{"Code", 6, wrapped, true}, everybody, func(r priorityRow) any { return r.p.Key }},
	{column{"Priority", 21, wrapped, true}, everybody, func(r priorityRow) any { return r.p.Name }},
	{column{"Responsible", 12, wrapped, false}, everybody, func(r priorityRow) any { return r.told.Responsible }},
	{column{"Status", 12, wrapped, false}, everybody, func(r priorityRow) any { return r.told.Status }},
	{column{"Notes", 43, wrapped, false}, everybody, func(r priorityRow) any { return shown(r, r.e.Notes) }},
	{column{"Notes for commissioners only", 28, wrapped, false}, commissioners, func(r priorityRow) any { return r.e.PrivateNotes }},
	{column{"Statements met", 10, wrapped, false}, everybody, func(r priorityRow) any { return r.told.Met }},
	{
		column{"Evidence", 11, wrapped, false},
		notSteering,
		func(r priorityRow) any { return r.told.Evidence },
	},
	{column{"Owner", 12, wrapped, false}, everybody, func(r priorityRow) any { return snapshot.Owner(r.e) }},
	{column{"Review by", 11, date, false}, everybody, func(r priorityRow) any { return day(r.e.ReviewOn) }},
	{column{"Reviewed", 10, wrapped, false}, everybody, func(r priorityRow) any { return r.told.Reviewed }},
	{column{"Last changed", 11, date, false}, everybody, func(r priorityRow) any { return dayOf(r.e.ChangedAt) }},
	{column{"Changed by", 12, wrapped, false}, everybody, func(r priorityRow) any { return snapshot.ChangedBy(r.e) }},
}

func everybody(snapshot.Snapshot) bool       { return true }
func commissioners(s snapshot.Snapshot) bool { return s.Audience == view.Commissioners }
func notSteering(s snapshot.Snapshot) bool   { return s.Audience != view.SteeringGroup }

// shown is a text, or words that say that procurement keeps it back.
func shown(r priorityRow, text string) string {
	if r.s.Hides(r.p.Key) {
		return "Not shown while procurement is under way"
	}
	return text
}

// toolkit is the 22 priorities, one row each.
func (b *book) toolkit() table {
	t := table{name: Toolkit, back: comesBack{fields: map[string]string{
		"Status": "status", "Notes": "notes", "Notes for commissioners only": "private_notes", "Owner": "owner", "Review by": "review_on",
	}}}
	for _, c := range toolkitColumns {
		if c.has(b.s) {
			t.columns = append(t.columns, c.column)
		}
	}
	for _, section := range b.s.Edition.Sections {
		for _, p := range section.Priorities {
			var row []any
			for _, c := range toolkitColumns {
				if c.has(b.s) {
					row = append(row, c.cell(priorityRow{b.s, section, p, b.s.Entry(p.Key), b.told.Priorities[p.Key]}))
				}
			}
			t.rows, t.back.of = append(t.rows, row), append(t.back.of, b.priorityKey(p.Key, ""))
		}
	}
	t.finish = func(sheet string, first, last int) error {
		if err := b.addStatusList(sheet, columnOf(t.columns, "Status"), first, last); err != nil {
			return err
		}
		return b.markLate(sheet, columnOf(t.columns, "Reviewed"), first, last)
	}
	return t
}

// priorityKey is the key of a row of a priority, or of one of its statements.
func (b *book) priorityKey(priority, statement string) Key {
	return Key{Kind: record.Priority, ID: priority, Part: statement, Version: b.s.Entry(priority).Version}
}

// columnOf is the letter of the column with a heading.
func columnOf(columns []column, title string) string {
	for i, c := range columns {
		if c.title == title {
			name, _ := excelize.ColumnNumberToName(i + 1)
			return name
		}
	}
	return "A"
}

// addStatusList makes a column a drop-down list of the statuses, with a colour beside each word.
func (b *book) addStatusList(sheet, column string, first, last int) error {
	cells := fmt.Sprintf("%s%d:%s%d", column, first, column, last)
	v := excelize.NewDataValidation(true)
	v.Sqref = cells
	var words []string
	var rules []excelize.ConditionalFormatOptions
	for _, st := range append(append([]assessment.Status{}, assessment.Statuses...), assessment.NotAnswered) {
		words = append(words, st.Words())
		style := b.styles.conditional[st]
		rules = append(rules, excelize.ConditionalFormatOptions{
			Type: "cell", Criteria: "==", Value: `"` + st.Words() + `"`,
			Format: &style,
		})
	}
	if err := v.SetDropList(words); err != nil {
		return err
	}
	v.SetError(excelize.DataValidationErrorStyleStop, "Status", "Choose In place, In progress, Not started or Not answered.")
	if err := b.file.AddDataValidation(sheet, v); err != nil {
		return err
	}
	return b.file.SetConditionalFormat(sheet, cells, rules)
}

// markLate colours the cells that say Overdue.
func (b *book) markLate(sheet, column string, first, last int) error {
	return b.file.SetConditionalFormat(sheet, fmt.Sprintf("%s%d:%s%d", column, first, column, last), []excelize.ConditionalFormatOptions{
		{Type: "cell", Criteria: "==", Value: `"Overdue"`, Format: &b.styles.late},
	})
}

// documentWords are a document's name and publisher and, where it is known, its address.
func documentWords(d edition.Document) string {
	words := d.Name + ", " + d.Publisher
	if d.Address != "" {
		words += ": " + d.Address
	}
	if d.Note != "" {
		words += ". " + d.Note
	}
	return words
}

// statements is what the toolkit asks, one row for each statement, and whether it is met.
func (b *book) statements() table {
	t := table{name: Statements, columns: []column{
		{"Code", 7, wrapped, true},
		{"Priority", 30, wrapped, true},
		{"Sort", 16, wrapped, true},
		{"Statement", 10, wrapped, true},
		{"What it says", 78, wrapped, false},
		{"Met", 12, wrapped, false},
		{"Page in the source", 9, whole, false},
	}, back: comesBack{fields: map[string]string{"Met": "points"}}}
	put := func(p edition.Priority, statement string, row ...any) {
		t.rows, t.back.of = append(t.rows, row), append(t.back.of, b.priorityKey(p.Key, statement))
	}
	for _, p := range b.s.Edition.Priorities() {
		put(p, "asks", p.Key, p.Name, "What it asks", "", p.Asks, "", p.Page)
		for _, list := range []struct {
			sort   string
			ticked bool
			points []edition.Point
		}{{"Consider", true, p.Considerations}, {"Best practice", true, p.BestPractice}, {"Help on offer", false, p.Resources}} {
			for _, point := range list.points {
				met := ""
				switch {
				case point.Kind == edition.Background:
					met = "Background"
				case b.s.Entry(p.Key).Has(point.ID):
					met = "Yes"
				case list.ticked:
					met = "No"
				}
				put(p, point.ID, p.Key, p.Name, list.sort, point.ID, point.Plain(), met, p.Page)
			}
		}
		for i, d := range b.s.Edition.DocumentsOf(p) {
			put(p, fmt.Sprintf("reading%d", i+1), p.Key, p.Name, "Further reading", "", documentWords(d), "", p.Page)
		}
	}
	return t
}
