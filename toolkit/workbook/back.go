package workbook

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/grid"
)

// MostBack is how many bytes a workbook that comes back may have.
const MostBack = 12 << 20

// BackBounds are what such a workbook may hold: the history alone can have many rows.
var BackBounds = grid.Bounds{
	Bytes: MostBack, Rows: 120_000, Columns: 400, Sheets: 80, Hidden: true,
	Advice: "Delete the sheets that you have not changed, and choose the file again",
}

// Back is a workbook that came back: what it says it was made from, and its rows by their keys. It has not been compared with
// anything.
type Back struct {
	Name     string           `json:"name"` // the file's
	ICB      string           `json:"icb"`
	Edition  string           `json:"edition"`
	Audience string           `json:"audience"` // "full", "steering", "provider ID"
	Round    calendar.Quarter `json:"round,omitempty"`
	Version  int64            `json:"version"` // counts the ICB's saves up to the workbook
	At       calendar.Instant `json:"at"`
	Rows     []BackRow        `json:"rows"`
	// Sheets are the columns of each sheet with keys, by the sheet's name here.
	Sheets map[string][]string `json:"sheets"`
}

// BackRow is a row of a sheet with keys. Cells are its texts by what the hidden row of keys says of their columns. Why says why
// it cannot be taken, "" where it can.
type BackRow struct {
	Sheet string            `json:"sheet"`
	Line  int               `json:"line"`
	Key   Key               `json:"key"`
	Cells map[string]string `json:"cells"`
	Why   string            `json:"why,omitempty"`
}

// NotOurs says in words that a file is no workbook of this service that can come back.
type NotOurs string

func (e NotOurs) Error() string { return string(e) }

// keysWithin is in how many rows from the top the row of keys is looked for: people put titles above tables.
const keysWithin = 20

// ReadBack reads a workbook that came back: every sheet with a row of keys, whatever its name and place. The
// error is NotOurs.
func ReadBack(name string, grids []grid.Grid) (Back, error) {
	b := Back{Name: name, Sheets: map[string][]string{}}
	if !b.readMeta(grids) {
		return b, NotOurs("This is not a workbook downloaded from this service, or its hidden sheet is missing. Download the workbook " +
			"again and make your changes in that file")
	}
	for _, g := range grids {
		sheet, at, found := keysRow(g)
		switch {
		case !found:
			continue
		case b.Sheets[sheet] != nil:
			return b, NotOurs(fmt.Sprintf("The file has two copies of the sheet ‘%s’. Delete the one that you did not change", sheet))
		}
		if err := b.readSheet(g, sheet, at); err != nil {
			return b, err
		}
	}
	return b, nil
}

// readMeta reads the hidden sheet that says what the workbook was made from.
func (b *Back) readMeta(grids []grid.Grid) bool {
	for _, g := range grids {
		said := map[string]string{}
		for i := range g.Rows {
			if name := g.At(i, 0); said[name] == "" {
				said[name] = g.At(i, 1)
			}
		}
		version, err := strconv.ParseInt(said["version"], 10, 64)
		if said["format"] != "1" || said["tenant"] == "" || said["workbook"] == "" || err != nil {
			continue
		}
		b.ICB, b.Edition, b.Audience, b.Version = said["tenant"], said["edition"], said["workbook"], version
		b.Round, b.At = calendar.Quarter(said["round"]), calendar.Instant(said["exported_at"])
		return true
	}
	return false
}

// keysRow finds the row of keys of a sheet, and the sheet's name here.
func keysRow(g grid.Grid) (sheet string, at int, found bool) {
	for i := range min(len(g.Rows), keysWithin) {
		for j := range g.Rows[i] {
			if name, ok := strings.CutPrefix(g.At(i, j), keysMark+" "); ok {
				return name, i, true
			}
		}
	}
	return "", 0, false
}

// readSheet reads the rows of a sheet below its row of keys.
func (b *Back) readSheet(g grid.Grid, sheet string, at int) error {
	columns, keys := map[int]string{}, -1
	for j := range g.Rows[at] {
		switch field := g.At(at, j); {
		case field == "":
		case strings.HasPrefix(field, keysMark):
			keys = j
		case slices.Contains(slices.Collect(maps.Values(columns)), field):
			return NotOurs(fmt.Sprintf("The sheet ‘%s’ has the column ‘%s’ twice: delete one of them, with its hidden first row", sheet,
				strings.TrimPrefix(field, workedOut)))
		default:
			columns[j] = field
		}
	}
	b.Sheets[sheet] = slices.Sorted(maps.Values(columns))
	headed := -1
	for i := at + 1; i < len(g.Rows) && headed < 0; i++ {
		if keys >= 0 && g.At(i, keys) == headingsKey {
			headed = i
		}
	}
	pieces := map[Key][]piece{}
	for i := max(at, headed) + 1; i < len(g.Rows); i++ {
		row := BackRow{Sheet: sheet, Line: i + 1, Cells: map[string]string{}}
		for j, field := range columns {
			if j < len(g.Rows[i]) && g.Rows[i][j] != "" {
				row.Cells[field] = lineBreaks.Replace(g.Rows[i][j])
			}
			if g.Formula(i, j) && !strings.HasPrefix(field, workedOut) {
				row.Why = "Cell " + grid.CellName(i, j) + " holds a formula, which we do not work out. Put its value in its place"
			}
		}
		key, n, ok := readKey(g.At(i, keys))
		switch {
		case ok && n > 0:
			pieces[key] = append(pieces[key], piece{n, row.Cells})
			continue
		case ok:
			row.Key = key
		case g.At(i, keys) != "":
			row.Why = "Its hidden key is damaged. Download the workbook again"
		case len(row.Cells) == 0:
			continue
		}
		b.Rows = append(b.Rows, row)
	}
	for i := range b.Rows {
		if row := &b.Rows[i]; row.Sheet == sheet && row.Key != (Key{}) {
			row.goOn(pieces[row.Key])
		}
	}
	return nil
}

// lineBreaks makes the line breaks of other spreadsheet programs those of the service.
var lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// piece is a row in which the texts of another go on.
type piece struct {
	n     int
	cells map[string]string
}

// goOn joins the texts that go on in further rows, in whatever order those came.
func (r *BackRow) goOn(pieces []piece) {
	slices.SortFunc(pieces, func(a, b piece) int { return a.n - b.n })
	for i, p := range pieces {
		for field, text := range p.cells {
			rest, went := strings.CutPrefix(text, wentOn)
			before, goes := strings.CutSuffix(r.Cells[field], goesOn)
			switch {
			case went && goes && p.n == i+1:
				r.Cells[field] = before + rest
			case went || goes:
				r.Why = "Its text goes on in the next row, and the words that say so have been changed. Download the workbook again"
			}
		}
	}
	for _, text := range r.Cells {
		if strings.HasSuffix(text, goesOn) {
			r.Why = "Its text goes on in a row that is missing. Download the workbook again"
		}
	}
}

// Whole says whether all priorities of the edition are among the rows. A damaged part is often read as an empty one, and must not
// look as if people had emptied it. The error is NotOurs.
func (b Back) Whole(e *edition.Edition) error {
	if b.Sheets[Toolkit] == nil {
		return NotOurs("The file has no sheet ‘Toolkit’, or its hidden first row is missing. Download the workbook again")
	}
	var missing []string
	for _, p := range e.Priorities() {
		if !slices.ContainsFunc(b.Rows, func(r BackRow) bool { return r.Sheet == Toolkit && r.Key.ID == p.Key }) {
			missing = append(missing, p.Key)
		}
	}
	if missing != nil {
		return NotOurs(fmt.Sprintf("The sheet ‘Toolkit’ does not have all %d priorities. Put back the rows of %s, or download the "+
			"workbook again", len(e.Priorities()), strings.Join(missing, ", ")))
	}
	return nil
}
