package workbook

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"ipstoolkit/toolkit/grid"
	"ipstoolkit/toolkit/snapshot"
)

// Table is a sheet of the workbook as CSV: its name, and what it holds in a sentence.
type Table struct {
	Name, Holds string
	write       func(to io.Writer) error
}

// Write writes the table: its headings and its rows, in UTF-8 with the mark by which Excel knows it. Texts are whole, and no
// program takes one for a formula.
func (t Table) Write(to io.Writer) error { return t.write(to) }

// Tables are the sheets of a snapshot's workbook that are tables, in their order, and the lists without a row too. history is
// all saves that the table of changes tells of.
func Tables(s snapshot.Snapshot, history snapshot.Events) []Table {
	s.Events = history
	b := &book{s: s, told: s.Told()}
	tables := b.tables()
	for _, sheet := range listSheets {
		if !slices.ContainsFunc(tables, func(t table) bool { return t.name == sheet.name }) {
			tables = append(tables, b.listed(sheet))
		}
	}
	var list []Table
	for _, t := range tables {
		list = append(list, Table{t.name, holds[t.name], t.csv})
	}
	return list
}

func (t table) csv(to io.Writer) error {
	if _, err := io.WriteString(to, grid.Mark); err != nil {
		return err
	}
	w := csv.NewWriter(to)
	cells := make([]string, len(t.columns))
	for i, c := range t.columns {
		cells[i] = c.title
	}
	if err := w.Write(cells); err != nil {
		return err
	}
	put := func(row []any) error {
		for i := range cells {
			cells[i] = ""
			if i < len(row) {
				cells[i] = written(row[i], t.columns[i].look)
			}
		}
		return w.Write(cells)
	}
	for _, row := range t.rows {
		if err := put(row); err != nil {
			return err
		}
	}
	if t.each != nil {
		if err := t.each(put); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// firstDay is day 0 of an Excel file.
var firstDay = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)

// written is a cell as CSV has it: days and times as 2026-11-20 09:00:00, shares as 42%, other numbers plain.
func written(value any, look style) string {
	if s, ok := value.(styled); ok {
		value, look = s.value, s.look
	}
	var n float64
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return grid.Safe(v)
	case int:
		n = float64(v)
	case int64:
		n = float64(v)
	case float64:
		n = v
	default:
		return grid.Safe(fmt.Sprint(v))
	}
	switch look {
	case date:
		return firstDay.AddDate(0, 0, int(n)).Format(time.DateOnly)
	case dateTime:
		return firstDay.Add(time.Duration(n*86400+0.5) * time.Second).Format(time.DateTime)
	case percent0, percent1, percent2:
		return strconv.FormatFloat(n*100, 'f', int(look-percent0), 64) + "%"
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}
