package figures

import (
	"fmt"
	"strings"
)

// Column takes a column that was copied from a spreadsheet apart: what belongs in each field, by its name, in the order
// of the fields. Of a row with several cells the last counts, so that names may be copied with the numbers. The numbers
// are not looked at. The error goes on after "The column".
func Column(fields []Field, pasted string) (map[string]string, error) {
	pasted = strings.ReplaceAll(pasted, "\r\n", "\n")
	rows := strings.Split(strings.TrimSuffix(pasted, "\n"), "\n")
	if strings.TrimSpace(pasted) == "" {
		return nil, fmt.Errorf("is empty: paste %d rows, a number each", len(fields))
	}
	if len(rows) != len(fields) {
		return nil, fmt.Errorf("has %d rows and the form has %d numbers: copy it whole, empty cells too", len(rows), len(fields))
	}
	texts := map[string]string{}
	for i, f := range fields {
		cells := strings.Split(rows[i], "\t")
		texts[f.Name] = strings.TrimSpace(cells[len(cells)-1])
	}
	return texts, nil
}
