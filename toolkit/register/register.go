// Package register describes the lists that an ICB and its providers keep row by row: teams, PCNs, staff, meetings. A
// list is a table of fields (lists.go). Its forms, checks, history, import and sheet of the workbook take their
// questions and words from that table.
package register

import (
	"reflect"
	"slices"
	"strings"

	"ipstoolkit/toolkit/calendar"
)

// List is one of these lists.
type List struct {
	Code      string // in addresses, in the database and in the history
	Name      string // of the whole list, "Teams and where their data flow"
	One, Many string // "team", "teams"
	// Priorities are the toolkit's priorities that the list is about. Page is the page of the first one in the IPS
	// commissioning self-assessment toolkit, March 2026.
	Priorities []string
	Page       int
	Keeper     Keeper
	// Shared says that a provider reads the rows that belong to no provider.
	Shared bool
	// Quarterly says that there is one row for each quarter (and each provider, in a list with rows by provider).
	Quarterly bool
	// Naming is the field that tells one row from another; no two rows of a provider may share its value. It is "" when
	// rows may be alike.
	Naming string
	// Within is the list that has the row that each row is a part of: an agenda's item is part of a meeting. Such a list has no
	// page of its own. Its rows name that row in a field of type Ref.
	Within string
	// Sorting is the date that orders the rows, the newest first; by name when empty.
	Sorting string
	Fields  []Field
	// Calling is the field that people call a row by, where that is not Naming: the name of a PCN, which its code tells apart.
	Calling string
	// closes are headings of files, in the form of grid.Bare, of the day on which what a row is about closed.
	closes []string
	// together says what is wrong with a row's fields in combination, once each of them is right.
	together func(r Row, today calendar.Date, wrong Wrong)
	// shown is a row as people read it, where something that an older row holds is for nobody.
	shown func(r Row) Row
}

// Wrong notes a problem with a field.
type Wrong func(f Field, format string, args ...any)

// Keeper says who a list's rows belong to, and so who keeps them.
type Keeper int

const (
	ICB      Keeper = iota // rows belong to the ICB: commissioners keep them
	Provider               // each row belongs to a provider: its people and commissioners keep it
	Either                 // a row may belong to a provider
	About                  // a row may be about a provider: commissioners keep it, its people read it
)

// Field is one question about a row. The fields of each list are the values of a struct (Team.MHSDS), so that a
// misspelt name does not compile.
type Field struct {
	Name  string // in forms, the database and the history
	Label string // as people read it
	Short string // the heading of its column, the label when empty
	Hint  string
	// Also are other headings of its column in files.
	Also []string
	// Part begins a new part of the form with this heading.
	Part string
	// Sheet is the page that asks it, for a list on several pages; "" for the first.
	Sheet string
	Type  Type
	// Refers is the list that has the row of a Ref; "" where it is not a row.
	Refers   string
	Options  []Option // of a Choice
	Required bool
	Listed   bool // a column of the list's table
	// Commissioners says that only commissioners fill it in; a provider reads it.
	Commissioners bool
	// Past says that a date cannot be in the future.
	Past bool
	// Most is the most that a count or an FTE may be, in hundredths, if that is less than the type's own limit.
	Most int64
}

// WhichQuarter is the field of every quarterly list. providerField is the provider in forms and files, for lists that
// have it.
var (
	WhichQuarter  = Field{Name: "quarter", Label: "Which quarter?", Short: "Quarter", Type: Quarter, Required: true, Listed: true}
	providerField = Field{Name: "provider", Label: "Provider"}
)

// FieldsOf are the fields of a list in the order of its struct, which is the order of the form.
func FieldsOf(list any) []Field {
	v := reflect.ValueOf(list)
	fields := make([]Field, v.NumField())
	for i := range fields {
		fields[i] = v.Field(i).Interface().(Field)
	}
	return fields
}

// Type is what a field holds.
type Type int

const (
	Line    Type = iota // one line of text
	Lines               // a text of several lines
	Date                // a day
	Quarter             // a quarter
	Count               // a whole number
	FTE                 // full-time equivalents, two decimals
	Percent             // a share, two decimals
	Money               // whole pounds
	YesNo               // yes or no; not answered while empty
	Choice              // one of the options
	Ref                 // the id of another row, or what it is about; people never type it
)

// Option is one answer of a Choice: how it is kept, and how people read it.
type Option struct{ Value, Text string }

// Heading is the heading of the field's column.
func (f Field) Heading() string {
	if f.Short != "" {
		return f.Short
	}
	return f.Label
}

// Numeric says whether the field holds a number.
func (f Field) Numeric() bool {
	return f.Type == Count || f.Type == FTE || f.Type == Percent || f.Type == Money
}

// Typed says whether people write freely in the field.
func (f Field) Typed() bool { return f.Type == Line || f.Type == Lines }

// Of finds a list by its code.
func Of(code string) (List, bool) {
	i := slices.IndexFunc(Lists, func(l List) bool { return l.Code == code })
	if i < 0 {
		return List{}, false
	}
	return Lists[i], true
}

// Field finds a field by its name.
func (l List) Field(name string) (Field, bool) {
	i := slices.IndexFunc(l.Fields, func(f Field) bool { return f.Name == name })
	if i < 0 {
		return Field{}, false
	}
	return l.Fields[i], true
}

// On is the list as one page asks it: the fields of one sheet, with the field that names a row.
func (l List) On(sheet string) List {
	all := l.Fields
	l.Fields = nil
	for _, f := range all {
		if f.Sheet == sheet || f.Name == l.Naming {
			l.Fields = append(l.Fields, f)
		}
	}
	return l
}

// Priority is the priority that a row is about, in a list where each row names one; "" elsewhere.
func (l List) Priority(r Row) string { return r.Text(Event.Priority) }

// Title is a row's name: the value of the field that names it, with the quarter where there is one.
func (l List) Title(r Row) string {
	var parts []string
	for _, name := range []string{l.Naming, quarterField(l)} {
		if f, ok := l.Field(name); ok && r.Values[name] != "" {
			parts = append(parts, f.Words(r.Values[name]))
		}
	}
	if len(parts) == 0 {
		for _, f := range l.Fields {
			if r.Values[f.Name] != "" && (l.Within == "" || f.Listed) {
				parts = append(parts, f.Words(r.Values[f.Name]))
				break
			}
		}
	}
	return strings.Join(slices.Compact(parts), ", ")
}

// Called is what people call a row: its name, else its title.
func (l List) Called(r Row) string {
	if f, ok := l.Field(l.Calling); ok && r.Values[f.Name] != "" {
		return f.Words(r.Values[f.Name])
	}
	return l.Title(r)
}

// quarterField is the field that holds the quarter of a quarterly list.
func quarterField(l List) string {
	if !l.Quarterly {
		return ""
	}
	return WhichQuarter.Name
}

// Key is what tells the row from every other of its list; "" when rows may be alike.
func (l List) Key(r Row) string {
	name := r.Values[l.Naming]
	if l.Quarterly {
		name = strings.TrimSpace(name + " " + r.Text(WhichQuarter))
	}
	if name == "" {
		return ""
	}
	return r.Provider + " " + strings.ToLower(name)
}
