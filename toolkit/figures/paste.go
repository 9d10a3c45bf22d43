package figures

import (
	"fmt"
	"strings"

	"ipstoolkit/toolkit/number"
)

// Column splits a column that was copied from a spreadsheet: the text for each field by its name, in the order of the
// fields. Of a row with several cells it takes the last, so that people can copy names with the numbers. It does not
// check the numbers. The error continues "The column".
func Column(fields []Field, pasted string) (map[string]string, error) {
	pasted = strings.ReplaceAll(pasted, "\r\n", "\n")
	rows := strings.Split(strings.TrimSuffix(pasted, "\n"), "\n")
	if strings.TrimSpace(pasted) == "" {
		return nil, fmt.Errorf("is empty: paste %d rows, with one number in each", len(fields))
	}
	if len(rows) != len(fields) {
		return nil, fmt.Errorf("has %s and the form has %d numbers: copy all of it, including empty cells",
			number.Counting(len(rows), "row", "rows"), len(fields))
	}
	texts := map[string]string{}
	for i, f := range fields {
		cells := strings.Split(rows[i], "\t")
		texts[f.Name] = strings.TrimSpace(cells[len(cells)-1])
	}
	return texts, nil
}
