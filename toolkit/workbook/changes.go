package workbook

import "strings"

// changesPrinted is how many pages of changes are printed: nobody reads two years of them on paper.
const changesPrinted = 5

// changes is the history of the last quarters that the audience may see, newest first, one row for each changed field.
// It writes the rows while it reads them.
func (b *book) changes() table {
	t := table{
		name: Changes, told: true, history: true,
		above: []string{"What was saved since " + b.s.EventsFrom().Words() + ", newest first."}, columns: []column{
			{"When", 17, dateTime, true},
			{"Who", 21, wrapped, true},
			{"About", 28, wrapped, true},
			{"Action", 13, wrapped, true},
			{"What changed", 17, wrapped, true},
			{"Before", 38, wrapped, false},
			{"After", 37, wrapped, false},
		},
	}
	if commissioners(b.s) {
		t.above = append(t.above, "The whole history is a separate file, history.csv: download it on the History page of the toolkit.")
	}
	if b.s.Audience.IsSteeringGroup() {
		return b.groupChanges(t)
	}
	t.newestOnly(changesPrinted)
	t.each = func(put func(row []any) error) error {
		row := make([]any, len(t.columns))
		for one, err := range b.s.Saves() {
			if err != nil {
				return err
			}
			when := moment(one.At)
			for _, c := range one.Changes {
				row[0], row[1], row[2], row[3] = when, one.By, one.About, one.Done
				row[4], row[5], row[6] = c.What, c.Before, c.After
				if err := put(row); err != nil {
					return err
				}
			}
		}
		return nil
	}
	return t
}

// groupChanges is the sheet for the steering group: a row for each save, on few pages.
func (b *book) groupChanges(t table) table {
	t.columns = []column{
		{"When", 12, date, true},
		{"Who", 18, wrapped, true},
		{"About", 30, wrapped, true},
		{"Action", 9, wrapped, true},
		{"Before", 47, wrapped, false},
		{"After", 55, wrapped, false},
	}
	t.each = func(put func(row []any) error) error {
		for one, err := range b.s.Saves() {
			if err != nil {
				return err
			}
			var before, after []string
			for _, c := range one.Changes {
				before, after = append(before, named(c.What, c.Before)...), append(after, named(c.What, c.After)...)
			}
			if err := put([]any{dayOf(one.At), one.By, one.About, one.Done, beside(before), beside(after)}); err != nil {
				return err
			}
		}
		return nil
	}
	return t
}

// beside are the texts of a save: short ones in one line, each long one in a line of its own.
func beside(texts []string) string {
	var short, long []string
	for _, text := range texts {
		if len(text) <= 40 {
			short = append(short, text)
		} else {
			long = append(long, text)
		}
	}
	if len(short) > 0 {
		long = append([]string{strings.Join(short, "; ")}, long...)
	}
	return strings.Join(long, "\n")
}

// named is a text after the name of its field; nothing for an empty text.
func named(what, text string) []string {
	if text == "" {
		return nil
	}
	return []string{what + ": " + text}
}
