package figures_test

import (
	"errors"
	"strings"
	"testing"

	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/grid"
)

func TestFilesThatAreRefused(t *testing.T) {
	for _, c := range []struct{ name, file, body, want string }{
		{"too large", "a.csv", strings.Repeat("a,b\n", 1<<18+1), "is larger than 1 MB. Choose a file that holds only the totals"},
		{
			"a row for each person", "a.csv", strings.Repeat("1,1\n", 2001),
			"has more than 2,000 rows. Choose a file that holds only the totals of " +
				"the quarter: counts, not a row for each person",
		},
		{"an NHS number", "a.csv", "Referrals,5\nx,9990000018\n", "looks like an NHS number"},
		{"an NHS number in the file's name", "999 000 0018.csv", "a,5\n", "looks like an NHS number"},
		{"names", "a.csv", "Referral,Surname,Started\n1,x,2\n", "has ‘Surname’ in cell B1. Counts only"},
		{"dates of birth", "a.csv", "Team,Date of Birth:\nA,1/2/1990\n", "has ‘Date of Birth:’ in cell B1. Counts only"},
		{"email addresses", "a.csv", "Team,Who\nA,somebody@example.org\n", "holds an email address, in cell B2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := figures.ReadGrids(t.Context(), c.file, []byte(c.body))
			var refused *evidence.Refused
			if !errors.As(err, &refused) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want words with %q", err, c.want)
			}
		})
	}
}

func TestCheckGrids(t *testing.T) {
	if err := figures.CheckGrids([]grid.Grid{across, down}); err != nil {
		t.Error(err)
	}
	for name, grids := range map[string][]grid.Grid{
		"nothing":             nil,
		"a name":              {{Rows: [][]string{{"First name", "1"}}}},
		"a number":            {{Rows: [][]string{{"x", "999 000 0018"}}}},
		"a number of a sheet": {{Name: "999 000 0018", Rows: [][]string{{"x"}}}},
	} {
		var refused *evidence.Refused
		if err := figures.CheckGrids(grids); !errors.As(err, &refused) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
