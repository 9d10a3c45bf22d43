package figures

import (
	"regexp"
	"slices"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/grid"
)

// Wanted is what an import looks for in a file: a provider's figures of a quarter.
type Wanted struct {
	Quarter  calendar.Quarter
	Provider string   // its name
	Others   []string // the names of the ICB's other providers; none is shown that the file does not hold
	Fields   []Field
	Years    calendar.Naming // what a year alone means in the file, as a person has said

	said  *said
	known known
	// absent are the form's fields of the figures that the file has for other quarters or providers alone.
	absent map[string]bool
}

// owner says to whom a part of a file belongs.
type owner int

const (
	nobody owner = iota // the text names no provider that is known
	ours
	anothers
)

// filler are words that the names of providers share.
var filler = strings.Fields("nhs foundation trust ft ips service services team the limited ltd cic provider employment of and")

// core is a provider's name without such words: "Northside NHS Foundation Trust" is "northside".
func core(name string) []string {
	words := strings.Fields(grid.Bare(name))
	if own := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return slices.Contains(filler, w) }); len(own) > 0 {
		return own
	}
	return words
}

// readOwner says which provider a text names. The longer name decides: "Northside East" is not Northside when both are known.
func (w Wanted) readOwner(text string) owner {
	held := " " + strings.Join(core(text), " ") + " "
	length := func(name string) int {
		if part := strings.Join(core(name), " "); part != "" && strings.Contains(held, " "+part+" ") {
			return len(part)
		}
		return 0
	}
	own, other := length(w.Provider), 0
	for _, name := range w.Others {
		other = max(other, length(name))
	}
	switch {
	case other > own:
		return anothers
	case own > 0:
		return ours
	}
	return nobody
}

// providerWords are headings of a column, or labels before a name, that name the provider.
var providerWords = map[string]bool{
	"provider": true, "provider name": true, "name of provider": true, "service provider": true, "trust": true, "trust name": true,
	"organisation": true, "organisation name": true, "name of organisation": true, "org": true, "org name": true, "organization": true,
}

// providerLabel is such a label with the name after it in one cell.
var providerLabel = regexp.MustCompile(`^([A-Za-z ]+?)\s*[:–-]\s*(.+)$`)

// asides are words of columns and rows beside the figures themselves: what was planned, shares, and other times.
var asides = strings.Fields("target targets plan planned trajectory forecast expected budget variance var difference diff change " +
	"previous prior last rate percentage percent per proportion average avg mean median rag baseline benchmark ytd cumulative cum rolling")

var besideWords = regexp.MustCompile(`%|to date`)

// aside says whether a heading is of a number beside the figure.
func aside(text string) bool {
	return besideWords.MatchString(strings.ToLower(text)) ||
		slices.ContainsFunc(strings.Fields(grid.Bare(text)), func(w string) bool { return slices.Contains(asides, w) })
}

// verdict is what the words around a number say of its time.
type verdict struct {
	fit   calendar.Fit // Whole or Within, or Around for a year to date; of the nearest words that name less than a year
	said  bool         // such words were found
	month int          // of one that names a single month
	one   bool
	year  string // this year, where it is named without a quarter
	other string // another quarter or year that is named instead; "" for none
}

// judge reads words from the nearest to the farthest, until quarter and year are known.
func (w Wanted) judge(texts ...string) verdict {
	var v verdict
	year := false
	for _, text := range w.joined(texts) {
		p, ok := w.period(text)
		if !ok {
			continue
		}
		fit := p.Against(w.Quarter)
		if fit == calendar.Elsewhere {
			v.other = p.Words()
			if !v.said {
				v.month, v.one = p.Month()
			}
			return v
		}
		if (fit != calendar.Around || p.ToDate()) && !v.said {
			v.fit, v.said = fit, true
			v.month, v.one = p.Month()
		}
		if p.IsYear() && v.year == "" {
			v.year = p.Words()
		}
		year = year || p.HasYear()
		if v.said && year {
			break
		}
	}
	return v
}

var (
	// notThePeriod are words beside dates that are not those of the figures.
	notThePeriod = regexp.MustCompile(`produced|printed|\brun\b|extract|generated|created|updated|refresh|submi|\bdue\b|deadline|` +
		`return by|\bage[ds]?\b|version|publish|signed|complet|since|compar|previous|before|\blast\b|review|next|\bas at\b|correct`)
	// thePeriod are words beside a single day that belongs to the figures.
	thePeriod  = regexp.MustCompile(`quarter|qtr|period|ending|ended|months?\b|reporting|\bto\b|\bfrom\b`)
	numbered   = regexp.MustCompile(`\bq(uarter|tr)?[ .-]*[1-4]\b`)
	dayInside  = regexp.MustCompile(`\d\d?[-/. ](\d\d?|[a-z]{3,9})[-/. ]\d\d|\d{4}-\d\d-\d\d`)
	longestRow = 120 // characters: more is a note
)

// titleRow are the words of a row above the headings that may name the period; "" when they are about something else.
func titleRow(cells []string) string {
	text := strings.TrimSpace(strings.Join(cells, " "))
	low := strings.ToLower(text)
	quarter := numbered.MatchString(low)
	switch {
	case len(text) > longestRow, notThePeriod.MatchString(low) && !quarter:
		return ""
	case dayInside.MatchString(low) && !thePeriod.MatchString(low) && !quarter:
		return ""
	}
	return text
}

// dataRow says whether a row holds numbers other than years, so that it belongs to another table and not to a title.
func (w Wanted) dataRow(g grid.Grid, row int) bool {
	for column := range g.Rows[row] {
		text := g.At(row, column)
		if text == "" || strings.Trim(text, "0123456789.,") != "" {
			continue
		}
		if _, year := w.period("year " + text); len(text) != 4 || !year {
			return true
		}
	}
	return false
}

// mostAbove is how many rows above the headings are searched for more of them.
const mostAbove = 10

// titles are the words above a row of headings, from the nearest, and the sheet's name: what may name the period, and
// what names another provider.
func (w Wanted) titles(g grid.Grid, header int) (periods []string, another string) {
	named := func(name string) {
		if another == "" {
			another = name
		}
	}
	own := false
	for row := header - 2; row >= 0 && !w.dataRow(g, row); row-- {
		var cells []string
		for column := range g.Rows[row] {
			text := g.At(row, column)
			if text == "" {
				continue
			}
			cells = append(cells, text)
			next := ""
			if m := providerLabel.FindStringSubmatch(text); m != nil && providerWords[grid.Bare(m[1])] {
				next = m[2]
			} else if providerWords[grid.Bare(text)] {
				next = g.At(row, column+1)
			}
			switch whose := w.owner(text); {
			case whose == ours || next != "" && w.owner(next) == ours:
				own = true
			case whose == anothers:
				named(text)
			case next != "":
				named(next)
			}
		}
		if text := titleRow(cells); text != "" {
			periods = append(periods, text)
		}
	}
	if w.owner(g.Name) == anothers {
		named(g.Name)
	}
	if own {
		another = ""
	}
	return append(periods, g.Name), another
}

// above are the headings over a column, from the nearest: its own, then those of the rows above, where a heading over
// several columns is in the first of them. Columns up to left hold labels.
func (w Wanted) above(g grid.Grid, header, column, left int) []string {
	texts := []string{question.ReplaceAllString(g.At(header-1, column), "")}
	for row := header - 2; row >= max(0, header-2-mostAbove) && !w.dataRow(g, row); row-- {
		if filled(g.Rows[row]) < 2 {
			continue // a title, not a heading
		}
		for c := column; c > left; c-- {
			if text := g.At(row, c); text != "" {
				texts = append(texts, text)
				break
			}
		}
	}
	return texts
}
