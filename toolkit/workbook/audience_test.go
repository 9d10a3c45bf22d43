package workbook_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/view"
	"ipstoolkit/toolkit/workbook"
)

// Each text of the marked snapshot begins with who may read it. A comes from provider a or is for it; B likewise for b.
var readers = map[string][]string{
	"ALL":  {"full", "steering", "a"},
	"COM":  {"full"},
	"NAME": {"full", "a"},
	"A":    {"full", "a"},
	"B":    {"full"},
	"GRP":  {"full", "steering"},
	// What the steering group reads of the lists, field by field.
	"AG":   {"full", "steering", "a"},
	"BG":   {"full", "steering"},
	"COMG": {"full", "steering"},
	"NONE": {},
}

var marker = regexp.MustCompile(`\b(ALL|COM|NAME|A|B|GRP|AG|BG|COMG|NONE)_[a-z_0-9.]+`)

// TestEveryFieldIsMarked fails when something new can be stored that the tests below do not look for.
func TestEveryFieldIsMarked(t *testing.T) {
	filled := map[string]bool{}
	var walk func(v reflect.Value, name string)
	walk = func(v reflect.Value, name string) {
		switch v.Kind() {
		case reflect.Struct:
			for i := range v.NumField() {
				field := v.Type().Name() + "." + v.Type().Field(i).Name
				if v.Type().PkgPath() != "" && v.Type().Field(i).IsExported() &&
					!slices.Contains([]string{
						"Snapshot.Audience", "Snapshot.Edition", "Snapshot.Results", "Snapshot.Shared", "Snapshot.Claims",
						"Snapshot.Spreads",
						"Snapshot.Procurement", "Snapshot.Shut", "Snapshot.Compared", "Snapshot.Sealed",
					}, field) {
					walk(v.Field(i), field)
				}
			}
			return
		case reflect.Slice, reflect.Map:
			for i := range v.Len() {
				if v.Kind() == reflect.Slice {
					walk(v.Index(i), name+"[]")
				} else {
					walk(v.MapIndex(v.MapKeys()[i]), name+"[]")
				}
			}
		}
		filled[name] = filled[name] || !v.IsZero()
	}
	walk(reflect.ValueOf(marked()), "")
	walk(reflect.ValueOf(listed(marked())), "Snapshot.Events")
	for field, is := range filled {
		if !is && field != "ICB.ByProvider" {
			t.Errorf("%s is empty everywhere in the marked snapshot", field)
		}
	}
}

// listed are the events of a snapshot.
func listed(s snapshot.Snapshot) []snapshot.Event {
	var list []snapshot.Event
	for e := range s.Events.All() {
		list = append(list, e)
	}
	return list
}

func withoutEvents(s snapshot.Snapshot) snapshot.Snapshot {
	s.Events = nil
	return s
}

// said is all that a snapshot holds, its events too.
func said(s snapshot.Snapshot) string { return fmt.Sprintf("%+v %+v", s, listed(s)) }

// parts is the raw content of a workbook's file: of all its parts, or of those below a folder.
func parts(t *testing.T, file []byte, folder string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, f := range z.File {
		if !strings.HasPrefix(f.Name, folder) {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, r); err != nil {
			t.Fatal(err)
		}
		_ = r.Close()
	}
	return all.String()
}

func written(t testing.TB, s snapshot.Snapshot) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := workbook.Write(&file, s, t.TempDir()); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// open reads a workbook back.
func open(t testing.TB, file []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// seen are the rows of a sheet as people see them: without its hidden row and column of keys.
func seen(f *excelize.File, sheet string, options ...excelize.Options) ([][]string, error) {
	rows, err := f.GetRows(sheet, options...)
	if err != nil || len(rows) == 0 || !strings.HasPrefix(strings.Join(rows[0][max(0, len(rows[0])-1):], ""), "ips-keys-") {
		return rows, err
	}
	keys := len(rows[0]) - 1
	for i, row := range rows {
		row = row[:min(len(row), keys)]
		for len(row) > 0 && row[len(row)-1] == "" {
			row = row[:len(row)-1]
		}
		rows[i] = row
	}
	return rows[1:], nil
}

// cells are the texts of all cells, as people read them, one on each line.
func cells(t testing.TB, f *excelize.File) string {
	t.Helper()
	var all strings.Builder
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			for _, cell := range row {
				all.WriteString(cell + "\n")
			}
		}
	}
	return all.String()
}

// TestEachAudienceGetsItsOwnAndNothingElse fills every field and looks for every text. Those that an audience may read
// are in its workbook. The others are nowhere in its file or its snapshot.
func TestEachAudienceGetsItsOwnAndNothingElse(t *testing.T) {
	all := slices.Compact(slices.Sorted(slices.Values(marker.FindAllString(said(marked()), -1))))
	if len(all) < 150 {
		t.Fatalf("only %d markers", len(all))
	}
	for name, audience := range map[string]view.Audience{
		"full": view.Commissioners, "steering": view.SteeringGroup,
		"a": view.Provider("a"),
	} {
		t.Run(name, func(t *testing.T) {
			s := marked().For(audience)
			value := said(s)
			file := written(t, s)
			raw, read := parts(t, file, ""), cells(t, open(t, file))
			for _, m := range all {
				of, _, _ := strings.Cut(m, "_")
				may := slices.Contains(readers[of], name)
				word := regexp.MustCompile(regexp.QuoteMeta(m) + `\b`)
				switch {
				case may && !word.MatchString(read):
					t.Errorf("%s is not in the workbook", m)
				case !may && word.MatchString(raw):
					t.Errorf("%s is in the file", m)
				case !may && name != "full" && of != "NONE" && word.MatchString(value):
					t.Errorf("%s is in the snapshot", m)
				}
			}
			for kind, may := range map[provider.Kind]bool{
				"primary_care": name != "steering",
				"independent":  name == "full",
			} { // a's and b's
				if strings.Contains(raw, kind.Words()) != may {
					t.Errorf("that a provider is a %s is in the file: %t, want %t", kind.Words(), !may, may)
				}
			}
			for n := 7101; n <= 7118; n++ { // b's figures
				posts := name == "steering" && n >= 7105 && n <= 7110 // a has ended, so the ICB's posts are b's
				if name != "full" && !posts && regexp.MustCompile(fmt.Sprintf(`\b(%d|%d,%03d|%d\.%d)\b`, n, n/1000, n%1000, n/100,
					n%100)).MatchString(read) {
					t.Errorf("b's %d is in the workbook", n)
				}
			}
		})
	}
}

// TestDatesNumbersAndStatusesAreThere checks what is not text.
func TestDatesNumbersAndStatusesAreThere(t *testing.T) {
	s := marked().For(view.Commissioners)
	read := cells(t, open(t, written(t, s)))
	want := []string{
		"5 Nov 2026", "In place", "In progress", "Not started", "6 May 2027", "2 January 2026 to 4 March 2026", "6 Apr 2026", "12 KB",
		"7,001", "7,104", "70.05", "71.10", "10 Oct 2026", "11 Oct 2026", "Queried", "1 Apr 2025", "31 Mar 2027", "31 Aug 2027",
		"5 months more, exercised on 2 March 2026",
		"To 30 September 2029", "3 February 2026, for the end date 31 August 2027", "35% in 2026/27: ALL_local", "At least 60", "61",
	}
	for _, e := range s.Entries {
		want = append(want, excelDay(e.ReviewOn))
	}
	for _, text := range want {
		if !strings.Contains(read, text) {
			t.Errorf("%q is not in the workbook", text)
		}
	}
}

func excelDay(d calendar.Date) string { return d.Time().Format("2 Jan 2006") }

// TestFiguresByProviderNeedTheSetting: with it the steering group reads the providers' lines, with small numbers
// masked.
func TestFiguresByProviderNeedTheSetting(t *testing.T) {
	for _, agreed := range []bool{false, true} {
		s := marked()
		s.ICB.ByProvider = agreed
		read := cells(t, open(t, written(t, s.For(view.SteeringGroup))))
		if strings.Contains(read, "B_provider") != agreed {
			t.Errorf("terms of reference allow it: %t; a provider's line is there: %t", agreed, !agreed)
		}
	}
}

// TestSmallNumbersAreMaskedForTheSteeringGroup: 3 people who started a job, and all numbers that come from them.
func TestSmallNumbersAreMaskedForTheSteeringGroup(t *testing.T) {
	s := marked()
	s.Returns = nil
	for _, q := range []calendar.Quarter{"2025Q3", "2025Q4", "2026Q1", "2026Q2"} {
		for _, p := range []string{"a", "b"} {
			r := figures.Return{
				Provider: p, Quarter: q, State: figures.Accepted, AccessUnemployed: number.CountOf(10),
				AccessRetention: number.CountOf(5), FirstJobStarts: number.CountOf(0), KeptWork: number.CountOf(0),
			}
			if p == "a" && q == "2026Q1" {
				r.FirstJobStarts = number.CountOf(3)
			}
			s.Returns = append(s.Returns, r)
		}
	}
	full, group := cells(t, open(t, written(t, s.For(view.Commissioners)))), cells(t, open(t, written(t, s.For(view.SteeringGroup))))
	if !strings.Contains(full, "3 people who started a job") {
		t.Error("the full workbook does not hold the true count")
	}
	if strings.Contains(group, "3 people") || strings.Contains(group, "3.8%") || !strings.Contains(group, "*") ||
		!strings.Contains(group, "Not shown: a small number, or one that would reveal it") {
		t.Error("the steering group's workbook shows a small number")
	}
}

// TestWhatWasTakenOutStaysOut: an audience's snapshot gives nobody more than that audience may see.
func TestWhatWasTakenOutStaysOut(t *testing.T) {
	s := marked().For(view.SteeringGroup).For(view.Commissioners)
	if s.Audience != view.SteeringGroup || strings.Contains(said(s), "COM_") {
		t.Error("a full snapshot was made from the steering group's")
	}
	from := marked()
	for _, a := range []view.Audience{view.Commissioners, view.SteeringGroup, view.Provider("a")} {
		from.For(a)
		if now, then := from, marked(); !reflect.DeepEqual(listed(now), listed(then)) ||
			!reflect.DeepEqual(withoutEvents(now), withoutEvents(then)) {
			t.Fatal("making an audience's snapshot has changed the one it was made from")
		}
	}
}
