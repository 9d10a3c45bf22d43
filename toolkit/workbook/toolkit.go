package workbook

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/snapshot"
)

// toolkitColumns are the columns of the Toolkit sheet, with which audiences have them and what stands in them. The
// order is that of reading: what, how far, why, who and when.
var toolkitColumns = []struct {
	column
	has  func(s snapshot.Snapshot) bool
	cell func(s snapshot.Snapshot, section edition.Section, p edition.Priority, e assessment.Entry) any
}{
	{
		column{"Section", 16, wrapped, true}, everybody,
		func(_ snapshot.Snapshot, section edition.Section, _ edition.Priority, _ assessment.Entry) any {
			return fmt.Sprintf("%d %s", section.Number, section.Title)
		},
	},
	{
		column{"Code", 7, wrapped, true}, everybody,
		func(_ snapshot.Snapshot, _ edition.Section, p edition.Priority, _ assessment.Entry) any { return p.Key },
	},
	{
		column{"Priority", 26, wrapped, true}, everybody,
		func(_ snapshot.Snapshot, _ edition.Section, p edition.Priority, _ assessment.Entry) any {
			return p.Name
		},
	},
	{
		column{"Responsible", 14, wrapped, false}, everybody,
		func(_ snapshot.Snapshot, _ edition.Section, p edition.Priority, _ assessment.Entry) any {
			return p.Responsibility.Words()
		},
	},
	{
		column{"Status", 13, status, false}, everybody,
		func(_ snapshot.Snapshot, _ edition.Section, _ edition.Priority, e assessment.Entry) any {
			return e.Status.Words()
		},
	},
	{
		column{"Notes", 56, wrapped, false}, everybody,
		func(_ snapshot.Snapshot, _ edition.Section, _ edition.Priority, e assessment.Entry) any {
			return e.Notes
		},
	},
	{
		column{"Notes for commissioners only", 32, wrapped, false}, commissioners,
		func(_ snapshot.Snapshot, _ edition.Section, _ edition.Priority, e assessment.Entry) any {
			return e.PrivateNotes
		},
	},
	{
		column{"Statements met", 13, wrapped, false}, everybody,
		func(_ snapshot.Snapshot, _ edition.Section, p edition.Priority, e assessment.Entry) any {
			return statementsMet(p, e)
		},
	},
	{
		column{"Evidence", 14, wrapped, false}, notSteering,
		func(s snapshot.Snapshot, _ edition.Section, p edition.Priority, _ assessment.Entry) any {
			return evidenceCount(s.EvidenceFor(p.Key))
		},
	},
	{
		column{"Owner", 18, wrapped, false}, everybody,
		func(_ snapshot.Snapshot, _ edition.Section, _ edition.Priority, e assessment.Entry) any {
			return snapshot.Owner(e)
		},
	},
	{
		column{"Review by", 18, date, false}, everybody,
		func(_ snapshot.Snapshot, _ edition.Section, _ edition.Priority, e assessment.Entry) any {
			return day(e.ReviewOn)
		},
	},
	{
		column{"Reviewed", 12, wrapped, false}, everybody,
		func(s snapshot.Snapshot, _ edition.Section, _ edition.Priority, e assessment.Entry) any {
			return reviewed(s, e)
		},
	},
	{
		column{"Last changed", 18, date, false}, everybody,
		func(_ snapshot.Snapshot, _ edition.Section, _ edition.Priority, e assessment.Entry) any {
			return day(e.ChangedAt.Date())
		},
	},
	{
		column{"Changed by", 18, wrapped, false}, everybody,
		func(_ snapshot.Snapshot, _ edition.Section, _ edition.Priority, e assessment.Entry) any {
			return snapshot.ChangedBy(e)
		},
	},
}

func everybody(snapshot.Snapshot) bool       { return true }
func commissioners(s snapshot.Snapshot) bool { return s.Audience == snapshot.Full }
func notSteering(s snapshot.Snapshot) bool   { return s.Audience != snapshot.Steering }

// statementsMet is "2 of 4", and what that suggests where the status is another.
func statementsMet(p edition.Priority, e assessment.Entry) string {
	met := 0
	for _, point := range p.Points() {
		if e.Has(point.ID) {
			met++
		}
	}
	words := fmt.Sprintf("%d of %d", met, len(p.Points()))
	if suggested := assessment.Suggest(p, e.Points); met > 0 && suggested != e.Status {
		words += ", which suggests " + suggested.Words()
	}
	return words
}

// evidenceCount is "3: 2 accepted, 1 to review"; what was withdrawn does not count.
func evidenceCount(list []evidence.Evidence) string {
	var parts []string
	all := 0
	for _, state := range evidence.States {
		n := 0
		for _, e := range list {
			if e.State == state {
				n++
			}
		}
		if n > 0 && state != evidence.Withdrawn {
			all += n
			parts = append(parts, fmt.Sprintf("%d %s", n, strings.ToLower(state.Words())))
		}
	}
	if all == 0 {
		return "None"
	}
	return fmt.Sprintf("%d: %s", all, strings.Join(parts, ", "))
}

// reviewed says whether somebody has looked at the priority this quarter, and whether its review is overdue.
func reviewed(s snapshot.Snapshot, e assessment.Entry) string {
	switch {
	case e.ReviewOn != "" && e.ReviewOn < s.Today():
		return "Overdue"
	case e.ReviewedIn(s.Quarter()):
		return "This quarter"
	}
	return "Not yet this quarter"
}

// toolkit writes the 22 priorities, a row each.
func (b *book) toolkit() error {
	t := table{name: Toolkit}
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
					row = append(row, c.cell(b.s, section, p, b.s.Entry(p.Key)))
				}
			}
			t.rows = append(t.rows, row)
		}
	}
	t.finish = func(sheet string, last int) error {
		if err := b.statusList(sheet, columnOf(t.columns, "Status"), last); err != nil {
			return err
		}
		return b.markLate(sheet, columnOf(t.columns, "Reviewed"), last)
	}
	return b.write(t)
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

// statusList makes a column a drop-down list of the statuses, with a colour beside each word.
func (b *book) statusList(sheet, column string, last int) error {
	cells := fmt.Sprintf("%s2:%s%d", column, column, last)
	v := excelize.NewDataValidation(true)
	v.Sqref = cells
	var words []string
	var rules []excelize.ConditionalFormatOptions
	for _, st := range append(append([]assessment.Status{}, assessment.Statuses...), assessment.NotAnswered) {
		words = append(words, st.Words())
		style := b.styles.conditional[st]
		rules = append(rules, excelize.ConditionalFormatOptions{Type: "cell", Criteria: "==", Value: `"` + st.Words() + `"`, Format: &style})
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
func (b *book) markLate(sheet, column string, last int) error {
	return b.file.SetConditionalFormat(sheet, fmt.Sprintf("%s2:%s%d", column, column, last), []excelize.ConditionalFormatOptions{
		{Type: "cell", Criteria: "==", Value: `"Overdue"`, Format: &b.styles.late},
	})
}

// statements writes what the toolkit asks, a row for each statement, with whether it is met.
func (b *book) statements() error {
	t := table{name: Statements, columns: []column{
		{"Code", 7, wrapped, true},
		{"Priority", 30, wrapped, true},
		{"Sort", 16, wrapped, true},
		{"Statement", 10, wrapped, true},
		{"What it says", 78, wrapped, false},
		{"Met", 9, wrapped, false},
	}}
	for _, p := range b.s.Edition.Priorities() {
		t.rows = append(t.rows, []any{p.Key, p.Name, "What it asks", "", p.Asks, ""})
		for _, list := range []struct {
			sort   string
			ticked bool
			points []edition.Point
		}{{"Consider", true, p.Considerations}, {"Best practice", true, p.BestPractice}, {"Help on offer", false, p.Resources}} {
			for _, point := range list.points {
				met := ""
				if list.ticked {
					met = "No"
				}
				if b.s.Entry(p.Key).Has(point.ID) {
					met = "Yes"
				}
				t.rows = append(t.rows, []any{p.Key, p.Name, list.sort, point.ID, point.Plain(), met})
			}
		}
	}
	return b.write(t)
}
