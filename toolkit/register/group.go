package register

import "ipstoolkit/toolkit/view"

// ForGroup are the rows of the list as the steering group reads them, in their order; none of a list that it does not read.
func (l List) ForGroup(rows []Row) []Row {
	reads, ok := view.GroupReads(l.Code)
	if !ok {
		return nil
	}
	var seen []Row
	for _, r := range rows {
		if reads.ICBs && r.Provider != "" {
			continue
		}
		bare := Row{Values: map[string]string{}}
		for _, name := range reads.Fields {
			if text := r.Values[name]; text != "" {
				bare.Values[name] = text
			}
		}
		seen = append(seen, bare)
	}
	return seen
}
