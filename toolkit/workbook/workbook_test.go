package workbook_test

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ipstoolkit/demo/sample"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/view"
	"ipstoolkit/toolkit/workbook"
)

var (
	figuresSheets = []string{
		"Evidence", "Questions", "Actions", "Figures sent", "Figures", "Figures agreed", "Published access", "Equity",
		"Characteristics collected",
	}
	planSheets = []string{"Staffing plan", "People the posts can support", "Staffing assumptions"}
	listSheets = []string{
		"Data flow", "PCN coverage", "Workforce", "IPS Grow help", "Conditions for fidelity", "Co-design and feedback", "Improvement plans",
		"Strategies", "Jobs", "Meetings",
	}
	contractSheets = []string{"Contracts", "Contract clauses"}
	// usedSheets are there only where they have rows. A provider has its own seats.
	usedSheets = []string{
		"Seats", "Terms of reference", "IPS leads", "Agenda and minutes", "Decisions", "Who came", "Risks", "Concerns raised",
	}
)

var audiences = []struct {
	name   string
	of     view.Audience
	sheets []string
}{
	{"full", view.Commissioners, slices.Concat([]string{
		"Summary", "Toolkit", "Statements", "Provider views", "Status and figures differ", "Targets",
		"Trends",
	}, figuresSheets, planSheets, contractSheets, listSheets, usedSheets, []string{"Since last meeting", "Changes", "About", "_meta"})},
	{"steering", view.SteeringGroup, []string{
		"Summary", "Toolkit", "For the steering group", "Targets", "Trends", "PCN coverage", "Equity", "Since last meeting", "Changes",
		"Statements", "Guide", "About", "_meta",
	}},
	{"provider", view.Provider("n"), slices.Concat([]string{
		"Summary", "Toolkit", "Statements", "Provider views", "Targets", "Trends",
	}, figuresSheets,
		contractSheets, listSheets, usedSheets[:1], []string{"Since last meeting", "Changes", "About", "_meta"})},
}

// empty is an ICB that has recorded nothing.
func empty() snapshot.Snapshot {
	return snapshot.Snapshot{
		Audience: view.Commissioners,
		ICB:      snapshot.ICB{Code: "QWE", Name: "South West London"}, Edition: edition.Current(), At: "2026-11-20T09:00:00.000000Z",
		Version: 1,
	}
}

func TestSheets(t *testing.T) {
	for _, a := range audiences {
		for name, s := range map[string]snapshot.Snapshot{"filled": sample.ICB(), "empty": empty()} {
			t.Run(a.name+" "+name, func(t *testing.T) {
				f := open(t, written(t, s.For(a.of)))
				want := a.sheets
				if a.name == "steering" && name == "empty" { // it prints no empty pages
					want = slices.DeleteFunc(slices.Clone(want), func(sheet string) bool {
						return sheet == workbook.PCNs || sheet == workbook.Equity || sheet == workbook.Actions
					})
				}
				if name == "empty" {
					want = slices.DeleteFunc(slices.Clone(want), func(sheet string) bool { return slices.Contains(usedSheets, sheet) })
				}
				if got := f.GetSheetList(); !slices.Equal(got, want) {
					t.Fatalf("sheets %v, want %v", got, want)
				}
				for _, sheet := range want {
					checkSheet(t, f, sheet, a.name == "steering")
				}
			})
		}
	}
}

// checkSheet checks what every sheet has to keep to.
func checkSheet(t *testing.T, f *excelize.File, sheet string, group bool) {
	t.Helper()
	visible, _ := f.GetSheetVisible(sheet)
	hidden := group && slices.Contains([]string{workbook.Statements, workbook.HowToRead, workbook.Changes}, sheet)
	if visible != (sheet != workbook.Meta && !hidden) {
		t.Errorf("%s: visible is %t", sheet, visible)
	}
	if merged, _ := f.GetMergeCells(sheet); len(merged) > 0 {
		t.Errorf("%s: %d merged cells", sheet, len(merged))
	}
	page, _ := f.GetPageLayout(sheet)
	if *page.Size != 9 || *page.Orientation != "landscape" || *page.FitToWidth < 1 || *page.FitToWidth > 5 {
		t.Errorf("%s: page %+v, want A4 landscape, at most five pages wide", sheet, page)
	}
	if props, _ := f.GetSheetProps(sheet); !*props.FitToPage {
		t.Errorf("%s: does not fit its page", sheet)
	}
	if foot, _ := f.GetHeaderFooter(sheet); foot == nil || !strings.Contains(foot.OddFooter, "&P") ||
		!strings.Contains(foot.OddFooter, "&N") {
		t.Errorf("%s: no page numbers", sheet)
	}
	if sheet == workbook.Summary || sheet == workbook.Meta {
		return
	}
	if len([]rune(sheet)) > 31 {
		t.Errorf("%s: a name has 31 characters at most", sheet)
	}
	names := f.GetDefinedName()
	of := func(name string) string {
		i := slices.IndexFunc(names, func(n excelize.DefinedName) bool { return n.Scope == sheet && n.Name == name })
		if i < 0 {
			t.Fatalf("%s: no %s", sheet, name)
		}
		return names[i].RefersTo
	}
	titles := regexp.MustCompile(`\$(\d+):\$\d+$`).FindStringSubmatch(of("_xlnm.Print_Titles"))
	if titles == nil || !strings.Contains(of("_xlnm._FilterDatabase"), "$A$"+titles[1]+":") {
		t.Errorf("%s: repeats %s, filters %s", sheet, of("_xlnm.Print_Titles"), of("_xlnm._FilterDatabase"))
	}
	if panes, _ := f.GetPanes(sheet); titles != nil && panes.Freeze && fmt.Sprint(panes.YSplit) != titles[1] {
		t.Errorf("%s: %d rows are frozen, and %s repeated", sheet, panes.YSplit, titles[1])
	}
}

func TestSummaryIsOnePage(t *testing.T) {
	f := open(t, written(t, sample.ICB().For(view.SteeringGroup)))
	page, _ := f.GetPageLayout(workbook.Summary)
	if *page.FitToHeight != 1 {
		t.Errorf("fits %d pages high", *page.FitToHeight)
	}
	for cell, want := range map[string]string{
		"A1": "Bath and North East Somerset, Swindon and Wiltshire (QOX): Quarter 3 (October to December 2026), as at 20 November 2026, " +
			"toolkit of March 2026",
		"A2": "Steering group's workbook. Next steering group: 9 December 2026. Demonstration: everything in this workbook is invented. " +
			"Abbreviations and special words are explained in the sheet About.",
		"A3": "13 of 22 priorities are in place, 8 more than at the end of Quarter 2 2026/27; the job outcome rate is 41.0%: the 40% " +
			"minimum is met; 5 things are overdue.",
	} {
		if got, _ := f.GetCellValue(workbook.Summary, cell); got != want {
			t.Errorf("%s: %q, want %q", cell, got, want)
		}
	}
	file := written(t, sample.ICB().For(view.Commissioners))
	raw := parts(t, file, "xl/charts/") + parts(t, file, "xl/drawings/")
	for _, want := range []string{
		"<barChart>", `<grouping val="stacked">`, "<lineChart>", "Priorities of each section by status",
		"Job outcome rate by quarter and its target",
	} {
		if !strings.Contains(raw, want) {
			t.Errorf("no %s in the file", want)
		}
	}
}

// anchored finds a chart's first row, counted from 0, and how high it is in units of 1/12,700 points.
var anchored = regexp.MustCompile(
	`<xdr:row>(\d+)</xdr:row><xdr:rowOff>\d+</xdr:rowOff></xdr:from>.*?<xdr:rowOff>(\d+)</xdr:rowOff></xdr:to>`)

// The line chart of the full Summary is high enough to be read, however little is in the table beside it.
func TestTheRateIsHighEnough(t *testing.T) {
	s := sample.ICB()
	for key, e := range s.Entries { // nothing has moved
		s.Began[key] = e.Status
	}
	all := anchored.FindAllStringSubmatch(parts(t, written(t, s.For(view.Commissioners)), "xl/drawings/drawing1.xml"), -1)
	for _, a := range all {
		if units, _ := strconv.ParseFloat(a[2], 64); units/12700 < 185 {
			t.Errorf("a chart of %.0f points, want at least 185", units/12700)
		}
	}
	if len(all) != 2 {
		t.Errorf("%d charts", len(all))
	}
}

// A Summary that is too high for one page breaks between tables, and never through a chart.
func TestNoChartIsCutByAPage(t *testing.T) {
	for _, words := range []int{0, 20, 40, 60, 80, 100, 120, 140} {
		t.Run(fmt.Sprintf("a name of %d words", 6+2*words), func(t *testing.T) {
			s := sample.ICB()
			s.ICB.Name += strings.Repeat(" and another", words)
			file := written(t, s.For(view.SteeringGroup))
			f, at := open(t, file), math.MaxInt
			if found := regexp.MustCompile(`<brk id="(\d+)"`).FindStringSubmatch(parts(t, file, "xl/worksheets/sheet1.xml")); found != nil {
				at, _ = strconv.Atoi(found[1])
			}
			anchors := anchored.FindAllStringSubmatch(parts(t, file, "xl/drawings/drawing1.xml"), -1)
			if len(anchors) != 2 {
				t.Fatalf("%d charts", len(anchors))
			}
			for _, a := range anchors {
				if units, _ := strconv.ParseFloat(a[2], 64); units/12700 < 150 {
					t.Errorf("a chart of %.0f points is too low to be read", units/12700)
				}
				row, _ := strconv.Atoi(a[1]) // rows above the chart
				units, _ := strconv.ParseFloat(a[2], 64)
				room := 0.0
				for r := row + 1; r <= at && r < 200; r++ {
					high, _ := f.GetRowHeight(workbook.Summary, r)
					room += high
				}
				if high := units / 12700; row < at && high > room {
					t.Errorf("a chart of %.0f points has %.0f before the page ends below row %d", high, room, at)
				}
			}
		})
	}
}

// The bars are named by all sections and by nothing else, and the lines are the rate and its target: where a line above the headings
// says what is printed, too.
func TestChartsShowTheirRows(t *testing.T) {
	s := sample.ICB().For(view.SteeringGroup)
	file := written(t, s)
	named := regexp.MustCompile(`<cat>.*?<f>&#39;Trends&#39;!\$([A-Z]+)\$(\d+):\$([A-Z]+)\$\d+</f>`).
		FindStringSubmatch(regexp.MustCompile(`<barChart>.*</barChart>`).FindString(parts(t, file, "xl/charts/")))
	if named == nil {
		t.Fatal("the bars have no names")
	}
	f := open(t, file)
	first, _ := excelize.ColumnNameToNumber(named[1])
	last, _ := excelize.ColumnNameToNumber(named[3])
	var names []string
	for column := first; column <= last; column++ {
		name, _ := excelize.ColumnNumberToName(column)
		text, _ := f.GetCellValue(workbook.Trends, name+named[2])
		names = append(names, text)
	}
	want := []string{
		"1 Local service…", "2 Guidance on…", "3 Outcomes and…", "4 Workforce", "5 IPS for severe…", "6 Co-design and…", "7 Social and…",
	}
	if !slices.Equal(names, want) {
		t.Errorf("%q, want %q", names, want)
	}
	above, _ := f.GetCellValue(workbook.Trends, "A1")
	if !strings.HasPrefix(above, "Only the first") {
		t.Errorf("the sample has no line above its trends: %q", above)
	}
	var lines []string
	for _, row := range regexp.MustCompile(`<f>&#39;Trends&#39;!\$C\$(\d+)</f>`).FindAllStringSubmatch(parts(t, file, "xl/charts/"), -1) {
		text, _ := f.GetCellValue(workbook.Trends, "C"+row[1])
		lines = append(lines, text)
	}
	if want := []string{"Job outcome rate", "Target"}; !slices.Equal(lines, want) {
		t.Errorf("the lines are %q, want %q", lines, want)
	}
}

func TestHeadline(t *testing.T) {
	if got := empty().For(view.Commissioners).Told().Headline; got !=
		"0 of 22 priorities are in place, as many as at the end of Quarter 2 2026/27; the job outcome rate is not available; nothing is "+
			"overdue." {
		t.Errorf("empty: %q", got)
	}
}

// TestToolkitHasARowForEachPriority reads the 22 rows back.
func TestToolkitHasARowForEachPriority(t *testing.T) {
	s := sample.ICB()
	f := open(t, written(t, s.For(view.Commissioners)))
	rows, err := seen(f, workbook.Toolkit)
	if err != nil || len(rows) != 23 {
		t.Fatalf("%d rows, %v; want a heading and 22", len(rows), err)
	}
	want := []string{
		"Section", "Code", "Priority", "Responsible", "Status", "Notes", "Notes for commissioners only", "Statements met", "Evidence",
		"Owner",
		"Review by", "Reviewed", "Last changed", "Changed by",
	}
	if !slices.Equal(rows[0], want) {
		t.Errorf("headings %q", rows[0])
	}
	for i, p := range s.Edition.Priorities() {
		e := s.Entries[p.Key]
		row := rows[i+1]
		if row[1] != p.Key || row[2] != p.Name || row[3] != p.Responsibility.Words() || row[4] != e.Status.Words() || row[5] != e.Notes {
			t.Errorf("row %d: %q", i+2, row)
		}
	}
	validations, _ := f.GetDataValidations(workbook.Toolkit)
	if len(validations) != 1 || validations[0].Sqref != "E3:E24" ||
		validations[0].Formula1 != `"In place,In progress,Not started,Not answered"` || !validations[0].ShowErrorMessage {
		t.Errorf("drop-down list %+v", validations)
	}
	formats, _ := f.GetConditionalFormats(workbook.Toolkit)
	if len(formats["E3:E24"]) != 4 {
		t.Errorf("colours %+v", formats)
	}
}

// TestEveryStyleIsArial checks the fonts of cells, of conditional formats and of charts.
func TestEveryStyleIsArial(t *testing.T) {
	file := written(t, sample.ICB().For(view.Commissioners))
	fonts := append(regexp.MustCompile(`<name val="([^"]*)"`).FindAllStringSubmatch(parts(t, file, "xl/styles.xml"), -1),
		regexp.MustCompile(`<a:latin typeface="([^"+]*)"`).FindAllStringSubmatch(parts(t, file, "xl/charts/"), -1)...)
	if len(fonts) < 16 {
		t.Errorf("%d fonts", len(fonts))
	}
	for _, font := range fonts {
		if font[1] != "Arial" {
			t.Errorf("a font is %s", font[1])
		}
	}
}

func TestMeta(t *testing.T) {
	for _, a := range audiences {
		rows, err := open(t, written(t, sample.ICB().For(a.of))).GetRows(workbook.Meta)
		if err != nil {
			t.Fatal(err)
		}
		got := fmt.Sprint(rows[:9])
		which := map[string]string{"full": "full", "steering": "steering", "provider": "provider n"}[a.name]
		want := fmt.Sprintf("[[format 1] [tenant QOX] [edition 2026-03] [edition_hash %s] [workbook %s] [version 412] [exported_at "+
			"2026-11-20T09:00:00.000000Z] [round 2026Q3] [key status version]]", edition.Current().Hash, which)
		if got != want || len(rows) != 31 || fmt.Sprint(rows[9]) != "[1.1 in_place 1]" {
			t.Errorf("%s: %s and %d rows", a.name, got, len(rows))
		}
	}
}

func TestFileName(t *testing.T) {
	for _, test := range []struct {
		name     string
		audience view.Audience
		provider string
		want     string
	}{
		{"full", view.Commissioners, "", "ips-self-assessment-QOX-2026-11-20-full.xlsx"},
		{"steering group", view.SteeringGroup, "", "ips-self-assessment-QOX-2026-11-20-steering-group.xlsx"},
		{"provider", view.Provider("n"), "Northside", "ips-self-assessment-QOX-2026-11-20-provider-northside.xlsx"},
		{"odd letters", view.Provider("n"), `"Über" & Söhne/../;`, "ips-self-assessment-QOX-2026-11-20-provider-ber-s-hne.xlsx"},
		{"no letters", view.Provider("n"), "東京", "ips-self-assessment-QOX-2026-11-20-provider.xlsx"},
		{
			"long", view.Provider("n"), strings.Repeat("x", 300),
			"ips-self-assessment-QOX-2026-11-20-provider-" + strings.Repeat("x", 40) + ".xlsx",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := sample.ICB()
			s.Providers[0].Name = test.provider
			if got := workbook.FileName(s.For(test.audience)); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestCreatedDate(t *testing.T) {
	props, err := open(t, written(t, sample.ICB().For(view.Commissioners))).GetDocProps()
	if err != nil || props.Created != "2026-11-20T09:00:00Z" || props.Title == "" {
		t.Errorf("%+v, %v", props, err)
	}
}

// TestRowsAreHighEnough: in every row each text has the lines that it needs, or the row says that it is long.
func TestRowsAreHighEnough(t *testing.T) {
	f := open(t, written(t, sample.ICB().For(view.Commissioners)))
	for _, sheet := range []string{workbook.Toolkit, workbook.Statements, workbook.Targets, workbook.Evidence, workbook.About} {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			high, _ := f.GetRowHeight(sheet, i+1)
			if visible, _ := f.GetRowVisible(sheet, i+1); !visible {
				continue
			}
			for j, text := range row {
				column, _ := excelize.ColumnNumberToName(j + 1)
				if visible, _ := f.GetColVisible(sheet, column); !visible {
					continue
				}
				width, _ := f.GetColWidth(sheet, column)
				least := float64(len([]rune(text))) * 0.8 / width // Arial is narrower than its digits, and lines break early
				if lines := high / 12.5; lines+0.01 < float64(int(least)) {
					t.Errorf("%s %s%d: %q stands in %.1f lines, needs %.1f", sheet, column, i+1, text, lines, least)
				}
			}
		}
	}
}

// TestBackgroundIsNotCounted: a fact is on the sheet to be read; it is neither met nor not met, whatever was once ticked.
func TestBackgroundIsNotCounted(t *testing.T) {
	s := empty()
	s.Entries = map[string]assessment.Entry{
		"4.4": {Priority: "4.4", Status: assessment.InProgress, Points: []string{"c1", "c2"}, Version: 1},
	}
	f := open(t, written(t, s.For(view.Commissioners)))
	rows, _ := seen(f, workbook.Statements)
	var met []string
	for _, row := range rows {
		if len(row) > 5 && row[0] == "4.4" && row[3] != "" {
			met = append(met, row[3]+" "+row[5])
		}
	}
	want := []string{"c1 Background", "c2 Yes", "b1 No", "b2 No", "b3 No", "r1 "}
	if !slices.Equal(met, want) {
		t.Errorf("statements %q, want %q", met, want)
	}
	// Where to read on is there too, with its address where one is known.
	for _, read := range []string{
		"3.2 Further reading Performance and Outcomes Framework, IPS Grow",
		"3.2 Further reading Fidelity reviews, IPS Grow: https://ipsgrow.org.uk/providers/fidelity-reviews",
	} {
		if !slices.ContainsFunc(rows, func(row []string) bool { return len(row) > 4 && row[0]+" "+row[2]+" "+row[4] == read }) {
			t.Errorf("no row %q", read)
		}
	}
	rows, _ = seen(f, workbook.Toolkit)
	for _, row := range rows {
		if len(row) > 7 && row[1] == "4.4" && row[7] != "1 of 4" {
			t.Errorf("statements met: %q, want 1 of 4", row[7])
		}
	}
}

// TestClockOfLondon: the history shows the time of London's clock.
func TestClockOfLondon(t *testing.T) {
	s := empty()
	s.Events = snapshot.Listed(snapshot.Event{
		At: "2026-06-30T23:30:00.000000Z", Who: "Person lead",
		Role: view.Title{Words: "ICB administrator", Organised: true}, Act: "saved", Kind: "priority", Subject: "1.1",
		Changes: []snapshot.Change{{Field: "status", Old: "", New: string(assessment.InPlace)}},
	})
	rows, _ := open(t, written(t, s.For(view.Commissioners))).GetRows(workbook.Changes)
	want := []string{
		"1 Jul 2026 0:30", "Person lead, ICB administrator", "Priority 1.1 Contracted and funded to meet access and outcomes",
		"Saved", "Status", "Not answered", "In place",
	}
	if !slices.ContainsFunc(rows, func(row []string) bool { return slices.Equal(row, want) }) {
		t.Errorf("got %q, want %q", rows, want)
	}
}
