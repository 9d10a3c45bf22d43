package figures_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/grid"
)

// kindCase is a file as some program writes it, read with the program's own guess for Northside and Quarter 3 2026/27.
type kindCase struct {
	name, file string // the file's name says its kind; "a.csv" when empty
	body       string
	quarter    calendar.Quarter
	change     func(m *figures.Mapping) // what the person changes
	want       string                   // figures by name, "referrals 40; job_starts 7"
	says       string                   // words of what is wrong, asked or left out
	stops      bool                     // nothing can be used before the person has chosen
}

func addUp(m *figures.Mapping) { m.Add = true }

func runKinds(t *testing.T, list []kindCase) {
	t.Helper()
	for _, c := range list {
		t.Run(c.name, func(t *testing.T) {
			if c.quarter == "" {
				c.quarter = "2026Q3"
			}
			if c.file == "" {
				c.file = "a.csv"
			}
			if c.body == "" {
				body, err := os.ReadFile(filepath.Join("testdata", c.file))
				if err != nil {
					t.Fatal(err)
				}
				c.body = string(body)
			}
			grids, err := figures.ReadGrids(t.Context(), c.file, []byte(c.body))
			if err != nil {
				t.Fatal(err)
			}
			got, said, usable := imported(grids, wanted(c.quarter, figures.Fields), c.change)
			if usable == c.stops {
				t.Errorf("the figures can be used: %v; read %s; said: %s", usable, got, said)
			}
			if usable && got != c.want {
				t.Errorf("read %s, want %s; said: %s", got, c.want, said)
			}
			if !strings.Contains(said, c.says) {
				t.Errorf("said: %s\nwant %s", said, c.says)
			}
		})
	}
}

// imported takes files the way that the pages do.
func imported(grids []grid.Grid, w figures.Wanted, change func(m *figures.Mapping)) (got, said string, usable bool) {
	m, asked := figures.Guess(grids, w)
	if change != nil {
		asked = nil
		change(&m)
	}
	g, ok := grid.Of(grids, m.Sheet)
	if !ok {
		return "", fmt.Sprint(asked), false
	}
	in, wrong := m.Read(g, w)
	words := []string{fmt.Sprint(asked), fmt.Sprint(wrong), strings.Join(in.LeftOut, "; ")}
	numbers := map[string]string{}
	for _, f := range in.Figures {
		if f.Number != "" {
			numbers[f.Field.Name] = f.Number
		}
		words = append(words, f.Wrong, f.Cell+" column ‘"+f.Column+"’ row ‘"+f.Row+"’")
	}
	var list []string
	for _, name := range slices.Sorted(maps.Keys(numbers)) {
		list = append(list, name+" "+numbers[name])
	}
	return strings.Join(list, "; "), strings.Join(words, "\n"), len(asked) == 0 && len(wrong) == 0 && !in.Wrong() && in.Given() > 0
}

// TestAnotherQuarterOrProvider: a file that names another quarter or provider is never taken silently.
func TestAnotherQuarterOrProvider(t *testing.T) {
	const two = "Referrals received,People out of work who accessed the service\n"
	runKinds(t, []kindCase{
		{name: "our quarter in a row", body: "Period,Referrals received\nQ2 26/27,9\nQ3 26/27,40\n", want: "referrals 40"},
		{name: "a financial year of four digits", body: "Period,Referrals received\nQ3 2526,9\nQ3 2627,40\n", want: "referrals 40"},
		{name: "FY26", body: "Period,Referrals received\nFY25 Q3,9\nFY26 Q3,40\n", want: "referrals 40"},
		{name: "FY26 without a space", body: "Period,Referrals received\nQ3FY25,9\nQ3FY26,40\n", want: "referrals 40"},
		{name: "an apostrophe", body: "Period,Referrals received\nQ3 '25,9\nQ3 ’26,40\n", want: "referrals 40"},
		{name: "a year column", body: "Year,Quarter,Referrals received\n2025/26,Q3,9\n2026/27,Q3,40\n", want: "referrals 40"},
		{name: "a year column behind", body: "Quarter,Referrals received,Financial year\n3,9,2526\n3,40,2627\n", want: "referrals 40"},
		{name: "a year column of single years", body: "FY,Qtr,Referrals received\n2025,3,9\n2026,3,40\n", want: "referrals 40"},
		{
			name: "a year column with the year in its first row alone", body: "Year,Quarter,Referrals received\n2025/26,Q3,9\n" +
				",Q4,8\n2026/27,Q1,7\n,Q2,6\n,Q3,40\n",
			want: "referrals 40",
		},
		{
			name: "a year in a row of its own", body: "Quarter,Referrals received\n2025/26,\nQ2,5\nQ3,9\n2026/27,\nQ2,6\nQ3,40\n",
			want: "referrals 40",
		},
		{
			name: "a year above the columns", body: ",2025/26,,2026/27,\nMeasure,Q2,Q3,Q2,Q3\nReferrals received,1,9,3,40\n" +
				"All job starts,1,2,3,7\n",
			want: "job_starts 7; referrals 40",
		},
		{
			name: "start and end", body: "From,To,Referrals received\n01/07/2026,30/09/2026,9\n01/10/2026,31/12/2026,40\n",
			want: "referrals 40",
		},
		{
			name: "quarter 4 by its months", quarter: "2026Q4", body: "Period,Referrals received\nJan-Mar 26,9\nJan-Mar 27,40\n",
			want: "referrals 40",
		},
		{
			name: "quarter 4 with the year in which it began", quarter: "2026Q4",
			body: "Period,Referrals received\nQ4 2025/26,9\nQ4 2026/27 (January to March),40\n", want: "referrals 40",
		},
		{
			name: "quarter 4 ending in March", quarter: "2026Q4",
			body: "Period,Referrals received\nQuarter ending 31 Mar 2026,9\nQuarter ending 31 Mar 2027,40\n", want: "referrals 40",
		},
		{name: "a day on which the file was made", body: "Produced 14/01/2027\nQuarter,Referrals received\nQ3,40\n", want: "referrals 40"},
		{
			name: "a column of days on which they were sent",
			body: "Quarter,Submitted on,Referrals received\nQ3 2026/27,14/01/2027,40\n", want: "referrals 40",
		},
		{
			name: "a comment about another quarter",
			body: "Quarter,Referrals received,Comment\nQ3 2026/27,40,more than in Q2 2026/27\n", want: "referrals 40",
		},
		{
			name: "numbers of questions", body: "Quarter,Q1. Referrals received,Q2. All job starts\nQ3 26/27,40,7\n",
			want: "job_starts 7; referrals 40",
		},

		{
			name: "another year's quarter in a row", body: "Quarter,Referrals received\n2025/26 Q3,31\n", stops: true,
			says: "It names Quarter 3 2025/26",
		},
		{
			name: "another quarter in a row", body: "Quarter,Referrals received\nQ2 2026/27,31\n", stops: true,
			says: "It names Quarter 2 2026/27",
		},
		{name: "another year in its column", body: "Year,Quarter,Referrals received\n25/26,Q3,31\n", stops: true, says: "It names 2025/26"},
		{
			name: "another quarter in a heading", body: "Measure,Q2 2026/27\nReferrals received,31\n", stops: true,
			says: "The file names Quarter 2 2026/27",
		},
		{
			name: "another quarter in each heading", body: "Referrals received Q2,All job starts Q2\n31,5\n", stops: true,
			says: "All job starts: the file has it only for Quarter 2",
		},
		{
			name: "another quarter in the title", body: "IPS return: Quarter 2 2026/27\n\n" + two + "31,20\n", stops: true,
			says: "The file names Quarter 2 2026/27",
		},
		{
			name: "another year in the title", body: "IPS figures FY25\nQuarter,Referrals received\nQ3,31\n", stops: true,
			says: "The file names Quarter 3 2025/26",
		},
		{
			name: "another period beside its label", body: "Reporting period,01/07/2026 to 30/09/2026\n" + two + "31,20\n", stops: true,
			says: "The file names Quarter 2 2026/27",
		},
		{
			name: "another quarter's months", body: "Measure,Jul-26,Aug-26,Sep-26\nReferrals received,1,2,3\n", stops: true,
			says: "names July 2026",
		},
		{
			name: "the title and the person says that it is right", body: "Quarter 2 2026/27\n\n" + two + "31,20\n",
			change: func(m *figures.Mapping) { m.Sure = true }, want: "access_unemployed 20; referrals 31",
		},

		{
			name: "another provider in the title", body: "Riverside: IPS return Q3 2026/27\n" + two + "31,20\n", stops: true,
			says: "The file names ‘Riverside",
		},
		{
			name: "an unknown provider beside its label", body: "Provider,Eastbourne Trust\nPeriod,Q3 2026/27\n" +
				"" + two + "31,20\n", stops: true,
			says: "The file names ‘Eastbourne Trust’",
		},
		{
			name: "an unknown provider behind its label", body: "Organisation: Eastbourne\n" + two + "31,20\n", stops: true,
			says: "‘Eastbourne’",
		},
		{
			name: "another provider in a column", body: "Provider,Referrals received\nRiverside,31\n", stops: true,
			says: "The file names ‘Riverside’",
		},
		{
			name: "an unknown provider in a column", body: "Trust,Quarter,Referrals received\nEastbourne,Q3,31\n", stops: true,
			says: "The file names ‘Eastbourne’",
		},
		{
			name: "a provider with a longer name", body: "Northside East IPS\n" + two + "31,20\n", stops: true,
			says: "The file names ‘Northside East",
		},
		{
			name: "our own name in the title", body: "Northside NHS Foundation Trust IPS service\n" + two + "31,20\n",
			want: "access_unemployed 20; referrals 31",
		},
		{
			name: "our own name behind its label", body: "Provider: Northside IPS\n" + two + "31,20\n",
			want: "access_unemployed 20; referrals 31",
		},
		{
			name: "our own name in a column, with more words", body: "Provider,Referrals received\nRiverside,31\nNorthside NHS FT,40\n",
			want: "referrals 40",
		},
	})
}

// TestSeveralCandidates: of several columns, rows, tables and sheets none is taken because it is the first.
func TestSeveralCandidates(t *testing.T) {
	runKinds(t, []kindCase{
		{
			name: "months beside their quarter", body: "Measure,Oct-26,Nov-26,Dec-26,Q3 total\nReferrals received,11,13,16,40\n" +
				"", want: "referrals 40",
			says: "column ‘Q3 total’ row ‘Referrals received’",
		},
		{name: "the quarter before its months", body: "Measure,Q3,Oct,Nov,Dec\nReferrals received,40,11,13,16\n", want: "referrals 40"},
		{
			name: "months alone", body: "Measure,Oct-26,Nov-26,Dec-26\nReferrals received,11,13,16\n", stops: true,
			says: "Several columns may hold the numbers",
		},
		{
			name: "one month of a file of months", body: "Measure,Jul-26,Aug-26,Sep-26,Oct-26\nReferrals received,1,2,3,11\n", stops: true,
			says: "is for a single month",
		},
		{name: "months at the quarters' ends", body: "Measure,Jun-26,Sep-26,Dec-26\nReferrals received,1,2,40\n", want: "referrals 40"},
		{
			name: "months in rows beside their quarter", body: "Period,Referrals received\nOct-26,11\nNov-26,13\nDec-26,16\n" +
				"Q3 2026/27,40\n", want: "referrals 40",
			says: "Rows 2, 3 and 4 are for single months: left out",
		},
		{
			name: "a single month in a row", body: "Month,Referrals received\nSep-26,9\nOct-26,11\n", stops: true,
			says: "Row 3 is for a single month",
		},
		{
			name: "months in rows alone", body: "Month,Referrals received\nOct-26,11\nNov-26,13\nDec-26,16\n", stops: true,
			says: "Rows 2, 3 and 4 are for single months",
		},
		{name: "year to date first", body: "Measure,Q3 26/27 YTD,Q3 26/27\nReferrals received,125,40\n", want: "referrals 40"},
		{
			name: "year to date in the row above",
			body: ",Year to date,This quarter\nMeasure,Q3 26/27,Q3 26/27\nReferrals received,125,40\n", want: "referrals 40",
		},
		{name: "cumulative", body: "Measure,Apr-Dec 2026 cumulative,Oct-Dec 2026\nReferrals received,125,40\n", want: "referrals 40"},
		{name: "year to date alone", body: "Measure,Q3 YTD\nReferrals received,125\n", stops: true},
		{name: "year to date in rows", body: "Period,Referrals received\nQ3 26/27 YTD,125\nQ3 26/27,40\n", want: "referrals 40"},
		{name: "target before actual", body: "Measure,Q3 target,Q3 actual\nReferrals received,60,40\n", want: "referrals 40"},
		{name: "target above", body: ",Target,,Actual,\nMeasure,Q2,Q3,Q2,Q3\nReferrals received,55,60,35,40\n", want: "referrals 40"},
		{
			name: "target and actual below their quarter",
			body: ",Q2 26/27,,Q3 26/27,\nMeasure,Target,Actual,Target,Actual\nReferrals received,55,35,60,40\n", want: "referrals 40",
		},
		{
			name: "a column for target and one for actual", body: "Quarter,Referrals target,Referrals actual\nQ3 26/27,60,40\n",
			want: "referrals 40",
		},
		{name: "a share beside", body: "Measure,Plan,Q3,% of plan\nReferrals received,60,40,67%\n", want: "referrals 40"},
		{
			name: "two columns of numbers", body: "Measure,A,B\nReferrals received,60,40\n", stops: true,
			says: "Several columns may hold the numbers of Quarter 3 2026/27: ‘Column B: A’ and ‘Column C: B’",
		},
		{name: "one column of numbers", body: "Measure,Number\nReferrals received,40\n", want: "referrals 40"},
		{
			name: "a heading twice", body: "Quarter,Referrals received,Referrals received\nQ3 26/27,60,40\n", stops: true,
			says: "‘Column B: Referrals received’ and ‘Column C: Referrals received’ fit equally",
		},
		{
			name: "a heading twice, with a line break",
			body: "Quarter,\"Referrals\nreceived\",referrals\u00a0RECEIVED\nQ3 26/27,60,40\n", stops: true, says: "fit equally",
		},
		{
			name: "two headings of one meaning", body: "Quarter,ES WTE,Employment specialists (filled)\nQ3 26/27,5,6\n", stops: true,
			says: "fit equally",
		},
		{
			name: "columns pasted beside", body: "Quarter,Referrals received,,Quarter,Referrals received\nQ2 26/27,9,,Q3 26/27,40\n",
			stops: true, says: "fit equally",
		},
		{
			name: "a column for each quarter of a figure", body: "Team,Referrals received Q2,Referrals received Q3\nNorth,9,40\n",
			want: "referrals 40",
		},
		{
			name: "providers across", body: "Measure,Riverside,Northside\nReferrals received,60,40\n", want: "referrals 40",
			says: "column ‘Northside’",
		},
		{
			name: "providers across, quarters below",
			body: ",Riverside,,Northside,\nMeasure,Q2,Q3,Q2,Q3\nReferrals received,1,60,2,40\n", want: "referrals 40",
		},
		{
			name: "quarters across, providers below",
			body: ",Q2 26/27,,Q3 26/27,\nMeasure,Riverside,Northside,Riverside,Northside\nReferrals received,1,2,60,40\n",
			want: "referrals 40",
		},
		{
			name: "unknown providers across", body: "Measure,Eastbourne,Westbourne\nReferrals received,60,40\n", stops: true,
			says: "Several columns",
		},
		{
			name: "providers in blocks of rows", body: "Measure,Q3 26/27\nRiverside,\nReferrals received,60\nAll job starts,5\n" +
				"Northside,\nReferrals received,40\nAll job starts,7\n",
			want: "job_starts 7; referrals 40",
		},
		{
			name: "ours first in blocks of rows",
			body: "Measure,Q3 26/27\nNorthside,\nReferrals received,40\nEastbourne,\nReferrals received,60\n", want: "referrals 40",
		},
		{
			name: "unknown providers in blocks",
			body: "Measure,Q3 26/27\nEastbourne,\nReferrals received,60\nWestbourne,\nReferrals received,40\n", stops: true,
			says: "fit equally",
		},
		{
			name: "providers in a column beside the labels", body: "Who,Measure,Q3 26/27\nRiverside,Referrals received,60\n" +
				",All job starts,5\nNorthside,Referrals received,40\n,All job starts,7\n",
			want: "job_starts 7; referrals 40",
		},
		{
			name: "tables below one another",
			body: "Riverside\nQuarter,Referrals received\nQ3 26/27,60\n\nNorthside\nQuarter,Referrals received\nQ3 26/27,40\n",
			want: "referrals 40",
		},
		{
			name: "tables of nobody", body: "First\nQuarter,Referrals received\nQ3 26/27,60\n\nSecond\n" +
				"Quarter,Referrals received\nQ3 26/27,40\n", stops: true,
			says: "headings in rows 2 and 6",
		},
		{
			name: "providers in rows", body: "Provider,Quarter,Referrals received\nRiverside,Q3 26/27,60\nNorthside,Q3 26/27,40\n",
			want: "referrals 40",
		},
		{
			name: "teams in rows", body: "Team,Quarter,Referrals received\nNorth,Q3 26/27,60\nSouth,Q3 26/27,40\n", stops: true,
			says: "or add them up",
		},
	})
}

// TestMoreLayouts: files of other shapes that name the quarter somewhere.
func TestMoreLayouts(t *testing.T) {
	runKinds(t, []kindCase{
		{
			name: "a year in the title and quarters below", body: "IPS 2026/27\n\nMeasure,Q1,Q2,Q3,Q4\nReferrals received,1,2,40,\n",
			want: "referrals 40",
		},
		{
			name: "another year in the title and quarters below", body: "IPS 2025/26\n\nMeasure,Q1,Q2,Q3,Q4\nReferrals received,1,2,40,4\n",
			stops: true, says: "The file names 2025/26",
		},
		{
			name: "quarters and the year's total", body: "Measure,Q1,Q2,Q3,Q4,2026/27\nReferrals received,1,2,40,4,47\n",
			want: "referrals 40",
		},
		{
			name: "the year's total in a row", body: "Quarter,Referrals received\nQ2 26/27,2\nQ3 26/27,40\n2026/27 total,42\n",
			want: "referrals 40",
		},
		{name: "months without a year", body: "Quarter,Referrals received\nJul-Sep,2\nOct-Dec,40\n", want: "referrals 40"},
		{
			name: "two years in the title", body: "IPS April 2025 to December 2026\nQuarter,Referrals received\nQ3 2025/26,9\n" +
				"Q3 2026/27,40\n",
			want: "referrals 40",
		},
		{
			name: "a quarter in two years without a year", body: "Quarter,Referrals received\nQ3,9\nQ4,8\nQ1,7\nQ2,6\nQ3,40\n",
			stops: true, says: "The file has 2 rows",
		},
		{
			name: "the number of a month and its year", body: "Year,Month,Referrals received\n2026,Sep,9\n2026,Dec,40\n",
			want: "referrals 40",
		},
		{
			name: "headings in two rows",
			body: ",Access,,Jobs\nQuarter,People out of work who accessed the service,Referrals received,All job starts\n" +
				"" + "Q3 26/27,30,40,7\n",
			want: "access_unemployed 30; job_starts 7; referrals 40",
		},
		{
			name: "a figure in words beside its code", body: "Code,Measure,Q3 26/27\nreferrals,Referrals received,40\n" +
				"job_starts,All job starts,7\n",
			want: "job_starts 7; referrals 40",
		},
		{name: "a number left of its label", body: "Q3 26/27,Measure\n40,Referrals received\n7,All job starts\n", stops: true},
		{
			name: "a comment right of the number", body: "Measure,Q3 26/27,Comment\nReferrals received,40,2 more than in Q2\n",
			want: "referrals 40",
		},
		{
			name: "the year before beside it", body: "Measure,Q3 2025/26,Q3 2026/27,Change\nReferrals received,35,40,5\n",
			want: "referrals 40",
		},
		{name: "last year's, by a word", body: "Measure,Q3 last year,Q3\nReferrals received,35,40\n", want: "referrals 40"},
		{
			name: "quarters down, figures across, providers in blocks across",
			body: ",Riverside,,Northside,\nQuarter,Referrals received,All job starts,Referrals received,All job starts\n" +
				"Q3 26/27,60,5,40,7\n",
			want: "job_starts 7; referrals 40",
		},
		{
			name: "a total column beside teams", body: "Measure,North,South,Total\nReferrals received,25,15,40\n", stops: true,
			says: "Several columns",
		},
		{name: "n/a and dashes", body: "Quarter,Referrals received,All job starts\nQ3 26/27,40,n/a\n", want: "referrals 40"},
		{
			name: "a column for each year", body: "Measure,2025/26,2026/27\nReferrals received,160,125\n",
			stops: true, says: "The file names the year 2026/27, not Quarter 3 2026/27",
		},
		{name: "a row for each year", body: "Year,Referrals received\n2025/26,160\n2026/27,125\n", stops: true, says: "the year 2026/27"},
		{
			name: "a column for each year below the quarter", body: "Quarter 3\n\nMeasure,2025/26,2026/27\nReferrals received,35,40\n",
			want: "referrals 40",
		},
		{name: "the year in the title", body: "IPS 2026/27\nReferrals received,All job starts\n40,7\n", want: "job_starts 7; referrals 40"},
		{
			name: "a year to date in the title", body: "Q3 2026/27 year to date\nReferrals received,All job starts\n125,21\n",
			stops: true, says: "a year to date",
		},
		{name: "groups by age", body: "Age,Referrals received\n16-17,3\n18-24,37\n", change: addUp, want: "referrals 40"},
		{
			name: "groups by age that look like years", body: "Age group,Referrals received\n24-25,3\n25-26,37\n",
			change: addUp, want: "referrals 40",
		},
		{
			name: "notes below", body: "Quarter,Referrals received\nQ3 26/27,40\n\nNote: Q2 2026/27 was corrected,\nSource: RiO,\n",
			want: "referrals 40",
		},
	})
}

// TestAddedUp: adding up counts each person once.
func TestAddedUp(t *testing.T) {
	runKinds(t, []kindCase{
		{
			name: "a total", change: addUp, body: "Team,Referrals received\nNorth,25\nSouth,15\nTotal,40\n", want: "referrals 40",
			says: "Row 4 (‘Total’) is left out: it is a total",
		},
		{name: "a total above", change: addUp, body: "Team,Referrals received\nAll teams,40\nNorth,25\nSouth,15\n", want: "referrals 40"},
		{
			name: "subtotals and a grand total", change: addUp, want: "referrals 50",
			body: "Team,Referrals received\nNorth,25\nSouth,15\nSub-total,40\nEast,10\nSubtotal East,10\nGRAND TOTAL,50\n",
		},
		{
			name: "a total without its word", change: addUp, body: "Team,Referrals received,All job starts\nNorth,25,3\n" +
				"South,15,4\nTrust,40,7\n",
			want: "job_starts 7; referrals 40", says: "Row 4 (‘Trust’) is left out: it is the sum of other rows",
		},
		{
			name: "a total of the rows above it", change: addUp,
			body: "Team,Referrals received\nNorth,25\nSouth,15\nMainland,40\nIsland,10\n", want: "referrals 50",
		},
		{
			name: "two teams that come to the first by chance", change: addUp,
			body: "Team,Referrals received\nNorth,25\nSouth,15\nEast,10\n", want: "referrals 50",
		},
		{
			name: "the provider's own row first", change: addUp, body: "Team,Referrals received\nNorthside,25\nSouth,15\nEast,10\n",
			want: "referrals 25",
		},
		{
			name: "a first row that is the sum in each figure", change: addUp, want: "job_starts 3; referrals 25",
			body: "Team,Referrals received,All job starts\nService,25,3\nSouth,15,2\nEast,10,1\n",
		},
		{
			name: "a total that differs", change: addUp, body: "Team,Referrals received\nNorth,25\nSouth,15\nTotal,45\n", stops: true,
			says: "The rows add up to 40, and row 4 (‘Total’) says 45",
		},
		{name: "no total", change: addUp, body: "Team,Referrals received\nNorth,25\nSouth,15\nEast,3\n", want: "referrals 43"},
		{name: "two teams of one size", change: addUp, body: "Team,Referrals received\nNorth,20\nSouth,20\n", want: "referrals 40"},
		{
			name: "a team twice", change: addUp, body: "Team,Referrals received\nNorth,25\nSouth,15\nNorth,25\n", stops: true,
			says: "Rows 2 and 4 are both ‘North’",
		},
		{
			name: "months beside their quarter", change: addUp, body: "Period,Team,Referrals received\nOct-26,North,11\n" +
				"Nov-26,North,14\nQ3 26/27,North,25\nQ3 26/27,South,15\n",
			want: "referrals 40", says: "Rows 2 and 3 are for single months: left out",
		},
		{
			name: "months of people", change: addUp, body: "Month,Referrals received\nOct-26,11\nNov-26,13\nDec-26,16\n",
			want: "referrals 40",
		},
		{
			name: "months of posts", change: addUp, body: "Month,Employment specialists in post (FTE)\nOct-26,5\nNov-26,5\nDec-26,5\n",
			stops: true, says: "are months",
		},
		{
			name: "a quarter merged over its teams", change: addUp,
			body: "Quarter,Team,Referrals received\nQ2 26/27,North,9\n,South,8\nQ3 26/27,North,25\n,South,15\n", want: "referrals 40",
		},
		{
			name: "teams in posts", change: addUp, body: "Team,Employment specialists in post (FTE)\nNorth,4.5\nSouth,3\nTotal,7.5\n",
			want: "es_in_post 7.5",
		},
	})
}

// TestCellsOfText: separators, quotation marks and rows that are longer than their headings.
func TestCellsOfText(t *testing.T) {
	runKinds(t, []kindCase{
		{
			name: "a quotation mark that nothing closes", file: "a.tsv", want: "referrals 40",
			body: "Quarter\tReferrals received\tComment\nQ2 2026/27\t49\t\"Thrive\" offer began\nQ3 2026/27\t40\t\"good\" news\n",
		},
		{
			name: "in a file with commas",
			body: "Quarter,Comment,Referrals received\nQ2 26/27,\"Thrive\" began,49\nQ3 26/27,\"steady\",40\n", want: "referrals 40",
		},
		{
			name: "sep= and Windows' encoding", body: "sep=;\r\nQuarter;Team;Referrals received\r\nQ3 26/27;Zo\xeb;40\r\n",
			want: "referrals 40",
		},
		{
			name: "sep= in UTF-16",
			body: "\xff\xfes\x00e\x00p\x00=\x00;\x00\n\x00R\x00e\x00f\x00e\x00r\x00r\x00a\x00l\x00s\x00;\x00x\x00\n" +
				"\x004\x000\x00;\x001\x00\n\x00",
			want: "referrals 40",
		},
		{
			name: "tabs with an empty cell first", file: "a.tsv", body: "\tQ2 26/27\tQ3 26/27\nReferrals received\t9\t40\n",
			want: "referrals 40",
		},
		{
			name: "semicolons and decimal commas",
			body: "Quarter;Referrals received;Employment specialists in post (FTE)\nQ3 26/27;40;12,5\n", stops: true,
			says: "must be a number",
		},
		{
			name: "thousands in a longer row", body: "Quarter,Referrals received,All job starts\nQ3 26/27,1,234,30\n", stops: true,
			says: "Row 2 has more cells than headings: D2 holds ‘30’",
		},
		{
			name: "thousands under an empty heading", body: "Quarter,Referrals received,\nQ3 26/27,1,234\n", stops: true,
			says: "Row 2 has more cells than headings: C2 holds ‘234’",
		},
		{
			name: "thousands in another row", body: "Quarter,Referrals received\nQ2 26/27,1,200\nQ3 26/27,40\n", stops: true,
			says: "Row 2 has more cells than headings",
		},
		{
			name: "a note with a comma", body: "Quarter,Comment,Referrals received\nQ3 26/27,steady, but slow,40\n", stops: true,
			says: "Row 2 has more cells than headings",
		},
		{name: "empty cells behind the headings", body: "Quarter,Referrals received\nQ3 26/27,40,,,\n", want: "referrals 40"},
		{name: "a note beside, under an empty heading", body: "Quarter,Referrals received,,\nQ3 26/27,40,,checked\n", want: "referrals 40"},
		{
			name: "another table further down", body: "Quarter,Referrals received\nQ3 26/27,40\n\nTeam,a,b,c\nNorth,1,2,3\n",
			want: "referrals 40",
		},
		{
			name: "headings with breaks and no-break spaces",
			body: "Quarter,\"REFERRALS\r\nreceived\",All\u00a0job  starts\nQ3 26/27,40,7\n", want: "job_starts 7; referrals 40",
		},
	})
}

// TestCellsThatAreNoNumbers: what a cell holds instead is named.
func TestCellsThatAreNoNumbers(t *testing.T) {
	var list []kindCase
	for cell, says := range map[string]string{
		"[c]": "hides a small number", "*": "hides a small number", "<5": "hides a small number", "~10": "not exact",
		"TRUE":    "true or false",
		"#DIV/0!": "spreadsheet error", "=SUM(A1:A3)": "open the file in Excel and save it", "40%": "percentage",
		"31/12/2026": "is a date",
		"4E+01":      "cut short", "-5": "0 or more", "12.5": "whole number",
	} {
		list = append(list, kindCase{
			name: cell, body: "Quarter,Referrals received\nQ3 26/27," + cell + "\n", stops: true,
			says: "Cell B2 ",
		})
		list = append(list, kindCase{
			name: cell + " in words", body: "Quarter,Referrals received\nQ3 26/27," + cell + "\n",
			stops: true, says: says,
		})
	}
	for cell, want := range map[string]string{
		"40.0": "40", "1 200": "1,200", "1\u00a0200": "1,200", `"1,200.00"`: "1,200",
		`"=""40"""`: "40", "'40": "40", " 40 ": "40",
	} {
		list = append(list, kindCase{name: cell, body: "Quarter,Referrals received\nQ3 26/27," + cell + "\n", want: "referrals " + want})
	}
	runKinds(t, list)
}

// TestFilesOfOtherPrograms: what LibreOffice Calc, Google Sheets and Numbers make of figures. The files of Calc are in
// testdata; they were made from sheets with such headings, a hidden row or sheet, or days counted from 1904.
func TestFilesOfOtherPrograms(t *testing.T) {
	runKinds(t, []kindCase{
		{name: "a sheet for each quarter", file: "calc-sheet-for-each-quarter.xlsx", want: "job_starts 7; referrals 40"},
		{
			name: "a sheet for each quarter, another one's turn", file: "calc-sheet-for-each-quarter.xlsx", quarter: "2026Q2",
			want: "job_starts 4; referrals 12",
		},
		{
			name: "a sheet for each quarter but this", file: "calc-sheet-for-each-quarter.xlsx", quarter: "2026Q4", stops: true,
			says: "No sheet is for ‘Northside’ in Quarter 4 2026/27",
		},
		{
			name: "a cover, merged headings and a hidden sheet", file: "calc-cover-lists-and-merged-headings.xlsx",
			want: "access_unemployed 75; job_starts 7",
			says: "E4 column ‘Actual’ row ‘People out of work who accessed the service’",
		},
		{
			name: "a hidden row and a hidden column", file: "calc-hidden-row-and-column.xlsx", change: addUp, want: "referrals 40",
			says: "Row 4 is hidden in the file: left out",
		},
		{name: "days counted from 1904", file: "calc-days-counted-from-1904.xlsx", want: "job_starts 7; referrals 40"},
		{name: "true and errors", file: "calc-true-and-errors.xlsx", stops: true, says: "Cell B2 is a spreadsheet error"},
		{name: "true", file: "calc-true-and-errors.xlsx", stops: true, says: "Cell B3 is true or false, not a number"},
		{name: "an export with commas", file: "calc-exported-comma.csv", want: "referrals 40"},
		{name: "an export with semicolons in Windows' encoding", file: "calc-exported-semicolon.csv", want: "referrals 40"},
		{name: "an export in UTF-16", file: "calc-exported-unicode.csv", want: "referrals 40"},
		{
			name: "an export whose heading breaks a line without quotation marks", file: "calc-exported-tab.csv", stops: true,
			says: "has more cells than headings",
		},
		{
			name: "Google Sheets", body: "Financial year,Quarter,Provider,Referrals received,All job starts\r\n" +
				"2026/27,Q2,Northside,\"1,200\",FALSE\r\n2026/27,Q3,Northside,\"1,040\",7\r\n",
			want: "job_starts 7; referrals 1,040",
		},
		{
			name: "Google Sheets with dates as shown", body: "Quarter ending,Referrals received\r\n30/09/2026,9\r\n31/12/2026,40\r\n",
			want: "referrals 40",
		},
		{
			name: "Google Sheets with an error", body: "Quarter,Referrals received\r\nQ3 26/27,#REF!\r\n", stops: true,
			says: "spreadsheet error",
		},
		{
			name: "Numbers with the table's name",
			body: "Table 1;;\r\nQuarter;Referrals received;All job starts\r\nQ2 2026/27;9;1\r\nQ3 2026/27;40;7\r\n",
			want: "job_starts 7; referrals 40",
		},
		{
			name: "Numbers with a mark of its encoding", body: "\ufeffMeasure,Sept 2026,Dec 2026\nReferrals received,9,40\n",
			want: "referrals 40",
		},
		{
			name: "Numbers with long dates", body: "Month,Referrals received\n30 September 2026,9\n31 December 2026,40\n",
			want: "referrals 40",
		},
		{name: "Excel on a Mac", body: "Quarter,Referrals received\rQ2 2026/27,9\rQ3 2026/27,40\r", want: "referrals 40"},
	})
}

// TestYearsAlone: a file in which quarters of a calendar year fit as well as those of a financial year is asked about; the answer
// counts, and it is remembered. Of any other year alone, the page says how it was read.
func TestYearsAlone(t *testing.T) {
	const rows = "Period,Referrals received\nQ2 2026,20\nQ3 2026,30\nQ4 2026,40\nQ1 2027,50\n"
	for name, c := range map[string]struct {
		body  string
		years calendar.Naming
		want  string // of Quarter 3 2026/27
		asks  bool
		told  string // the text that the page tells how it read
	}{
		"nobody has said it":         {rows, "", "", true, "Q3 2026"},
		"financial years that begin": {rows, calendar.YearBegins, "referrals 30", false, "Q3 2026"},
		"calendar years":             {rows, calendar.YearCalendar, "referrals 40", false, "Q4 2026"},
		"financial years that end":   {rows, calendar.YearEnds, "", false, "Q2 2026"},
		"in headings":                {"Measure,Q4 2026,Q1 2027\nReferrals received,40,50\n", "", "", true, "Q4 2026"},
		"in headings, calendar years": {
			"Measure,Q4 2026,Q1 2027\nReferrals received,40,50\n", calendar.YearCalendar, "referrals 40",
			false, "Q4 2026",
		},
		"the title says which": {
			"Year 2026/27\n\nPeriod,Referrals received\nQ3 2026,30\nQ4 2026,40\nQ1 2027,50\n", "",
			"referrals 30", false, "",
		},
		"the months say which": {"Period,Referrals received\nQ3 2026 (Oct-Dec),30\nQ4 2026 (Jan-Mar),40\nQ1 2027 " +
			"(Apr-Jun),50\n", "", "referrals 30", false, ""},
		"one year alone":                {"Period,Referrals received\nQ2 2026,20\nQ3 2026,30\n", "", "referrals 30", false, "Q3 2026"},
		"the same quarter of two years": {"Period,Referrals received\nQ3 2025,20\nQ3 2026,30\n", "", "referrals 30", false, "Q3 2026"},
		"FY26":                          {"Period,Referrals received\nFY26 Q2,20\nFY26 Q3,30\n", "", "referrals 30", false, "FY26 Q3"},
		"FY26 and FY27": {
			"Period,Referrals received\nFY26 Q3,30\nFY26 Q4,40\nFY27 Q1,50\n", "", "referrals 30", false,
			"FY26 Q3",
		},
		"FY27 for the year that ends in it": {
			"Period,Referrals received\nFY26 Q3,20\nFY27 Q3,30\n", calendar.YearEnds, "referrals 30",
			false, "FY27 Q3",
		},
		"no year alone": {"Period,Referrals received\nQ3 2026/27,30\n", "", "referrals 30", false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			grids, err := figures.ReadGrids(t.Context(), "a.csv", []byte(c.body))
			if err != nil {
				t.Fatal(err)
			}
			w := wanted("2026Q3", figures.AllFields())
			w.Years = c.years
			got, said, _ := imported(grids, w, nil)
			if got != c.want || strings.Contains(said, "can mean a financial year or a calendar year") != c.asks {
				t.Errorf("got %q, want %q; asks %v: %s", got, c.want, c.asks, said)
			}
			if told := figures.LoneYear(grids[0], w); told != c.told {
				t.Errorf("said of %q, want %q", told, c.told)
			}
			if c.years == "" {
				return
			}
			m, _ := figures.Guess(grids, w)
			if kept, err := figures.ParseMapping(m.Text()); err != nil || kept.Tidy(w.Fields).Years != c.years {
				t.Errorf("remembered is %q, %v", kept.Years, err)
			}
		})
	}
}
