package workbook

// changes is the history of the last quarters that the audience may see, newest first, one row for each changed field.
// It writes the rows while it reads them.
func (b *book) changes() table {
	t := table{
		name: Changes, told: true, history: true,
		above: []string{"What was saved from " + b.s.EventsFrom().Words() + " on, the newest first."}, columns: []column{
			{"When", 18, dateTime, true},
			{"Who", 22, wrapped, true},
			{"About", 30, wrapped, true},
			{"Done", 14, wrapped, true},
			{"What changed", 18, wrapped, true},
			{"Before", 46, wrapped, false},
			{"After", 46, wrapped, false},
		},
	}
	if commissioners(b.s) {
		t.above = append(t.above, "The whole history is a file of its own, history.csv: download it on the History page of the toolkit.")
	}
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
