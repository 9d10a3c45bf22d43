// Package workbook writes a snapshot as the Excel workbook that the quarterly steering group reads.
package workbook

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"

	"github.com/xuri/excelize/v2"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/view"
)

// Name says which of the three workbooks a snapshot makes: "Full workbook", "Steering group's workbook", "Workbook of
// Northside".
func Name(s snapshot.Snapshot) string {
	switch {
	case s.Audience == view.SteeringGroup:
		return "Steering group's workbook"
	case s.Audience.IsProvider():
		return "Workbook of " + s.Provider(s.Audience.ProviderID()).Name
	}
	return "Full workbook, for the ICB's commissioners"
}

// FileName is the workbook's name for downloads, in plain letters: the ICB, the day and which of the three it is,
// "ips-self-assessment-QWE-2026-11-20-steering-group.xlsx".
func FileName(s snapshot.Snapshot) string {
	which := "full"
	switch {
	case s.Audience == view.SteeringGroup:
		which = "steering-group"
	case s.Audience.IsProvider():
		which = "provider-" + plain(s.Provider(s.Audience.ProviderID()).Name)
	}
	return fmt.Sprintf("ips-self-assessment-%s-%s-%s.xlsx", s.ICB.Code, s.Today(), strings.TrimSuffix(which, "-"))
}

// plain is a name in small letters and digits with hyphens, at most 40 of them.
func plain(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		switch {
		case b.Len() == 40:
			return b.String()
		case r < unicode.MaxASCII && (unicode.IsLower(r) || unicode.IsDigit(r)):
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}

// Write writes the workbook of a snapshot. It holds what the snapshot holds, so a snapshot made for an audience gives
// that audience's workbook. The bytes of two equal snapshots need not be equal; _meta and the data are. A sheet of more
// than 16 MB goes through a temporary file in the folder dir. An error of the snapshot's events comes back unchanged.
func Write(w io.Writer, s snapshot.Snapshot, dir string) error {
	b, err := newBook(s, dir)
	if err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	defer func() { _ = b.file.Close() }()
	if err := b.fill(); err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	b.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return packed(w) })
	if err := b.file.Write(io.Discard); err != nil { // it goes to w while it is packed
		return fmt.Errorf("workbook: %w", err)
	}
	return nil
}

// book is a workbook that is being written.
type book struct {
	file   *excelize.File
	styles styles
	s      snapshot.Snapshot
	told   snapshot.Told
	// long are texts that are taller than a row can be; a sheet of their own shows them again, in pieces.
	long []longText
	// chart is the range of the job outcome rate's quarters in Trends, for the chart on the Summary.
	chart trendRange

	// The cells of the row being written, reused for each row.
	cell   []*excelize.Cell
	values []any
}

func newBook(s snapshot.Snapshot, dir string) (*book, error) {
	f := excelize.NewFile(excelize.Options{TmpDir: dir})
	b := &book{file: f, s: s, told: s.Told()}
	if err := f.SetDefaultFont(fontFamily); err != nil {
		return nil, err
	}
	*f.Styles.Fonts.Font[0].Sz.Val = fontSize
	var err error
	if b.styles, err = newStyles(f); err != nil {
		return nil, err
	}
	at := s.At.Time().Format(time.RFC3339)
	return b, f.SetDocProps(&excelize.DocProperties{
		Title: title(s), Subject: Name(s), Creator: "IPS commissioning self-assessment",
		LastModifiedBy: "IPS commissioning self-assessment",
		Created:        at, Modified: at, Language: "en-GB",
	})
}

// title is the text of A1: the ICB, the quarter, the moment and the edition.
func title(s snapshot.Snapshot) string {
	return fmt.Sprintf("%s (%s): %s, as at %s, toolkit of %s", s.ICB.Name, s.ICB.Code, s.Titled().Words(), s.Today().Words(),
		s.Edition.Month())
}

// fill makes all tables and then writes them. It makes every sheet before it writes the first, since excelize reads a
// written sheet back when one is added or hidden. The Summary is the first sheet but is written last: it shows what the
// others hold.
func (b *book) fill() error {
	tables := b.tables()
	group := b.s.Audience.IsSteeringGroup()
	if group {
		b.fitGroup(tables)
	} else {
		for i := range tables {
			b.readInFull(&tables[i])
		}
	}
	if len(b.long) > 0 {
		long := b.longTexts()
		long.hidden = group
		tables = append(tables, long)
	}
	tables = append(tables, b.about(tables))
	for _, t := range tables {
		if t.name == Trends {
			b.chart.lower(len(t.linesAbove()))
		}
	}
	if err := b.writeSheets(tables); err != nil {
		return err
	}
	for i, t := range tables {
		if err := b.write(t); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
		tables[i].rows = nil // they are written, and other tables need their memory
	}
	if err := b.writeMeta(); err != nil {
		return err
	}
	return b.writeSummary()
}

// writeSheets makes the sheets in their order, the last one very hidden.
func (b *book) writeSheets(tables []table) error {
	if err := b.file.SetSheetName("Sheet1", Summary); err != nil {
		return err
	}
	for _, t := range tables {
		if _, err := b.file.NewSheet(t.name); err != nil {
			return err
		}
	}
	for _, t := range tables {
		if t.hidden {
			if err := b.file.SetSheetVisible(t.name, false); err != nil {
				return err
			}
		}
	}
	if _, err := b.file.NewSheet(Meta); err != nil {
		return err
	}
	return b.file.SetSheetVisible(Meta, false, true)
}

// day is a date as an Excel number; a date from before its calendar can be trusted is words.
func day(d calendar.Date) any {
	switch {
	case d == "":
		return nil
	case d < "1900-03-01":
		return d.Words()
	}
	return int(d.Time().Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24)
}

// dayOf is the day of an instant in London.
func dayOf(i calendar.Instant) any {
	if i == "" {
		return nil
	}
	return day(i.Date())
}

// moment is an instant as an Excel number, by London's clock.
func moment(i calendar.Instant) any {
	if i == "" {
		return nil
	}
	t := i.Time().In(calendar.London)
	wall := time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
	return float64(wall.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC))/time.Second) / 86400
}
