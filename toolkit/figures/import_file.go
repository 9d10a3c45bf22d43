package figures

import (
	"context"

	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/grid"
)

// ImportLimit is how many bytes a file with figures may have.
const ImportLimit = 1 << 20

// What a file with figures may hold. A quarter's figures fill a page; more is a list of people, or a mistake. No
// heading or number is longer than 200 characters.
var importBounds = grid.Bounds{
	Bytes: ImportLimit, Rows: 2000, Columns: 200, Sheets: 20, Longest: 200,
	Advice: "Choose a file that holds only the totals of the quarter: counts, not a row for each person",
}

// ReadGrids reads the cells of a CSV or xlsx file with figures. The error is an *evidence.Refused in words, or the
// context's. It also refuses a file in which anything looks like an NHS number or a list of people.
func ReadGrids(ctx context.Context, name string, body []byte) ([]grid.Grid, error) {
	grids, finds, err := grid.Read(ctx, name, body, importBounds)
	switch {
	case err != nil:
		return nil, err
	case len(finds) > 0:
		return nil, &evidence.Refused{Name: evidence.CleanShown(name), Why: whyNumbers}
	}
	if why := ofPeople(grids); why != "" {
		return nil, &evidence.Refused{Name: evidence.CleanShown(name), Why: why}
	}
	return grids, nil
}

// CheckGrids checks grids again after they went through a person's browser. Its errors are those of ReadGrids.
func CheckGrids(grids []grid.Grid) error {
	if err := grid.Check(grids, importBounds); err != nil {
		return err
	}
	if why := ofPeople(grids); why != "" {
		return &evidence.Refused{Name: "The file", Why: why}
	}
	return nil
}
