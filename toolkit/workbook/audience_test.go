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

	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/target"
	"ipstoolkit/toolkit/workbook"
)

// Each text of the marked snapshot begins with who may read it. A comes from provider a or is for it, B is b's.
var readers = map[string][]string{
	"ALL":  {"full", "steering", "a"},
	"COM":  {"full"},
	"NAME": {"full", "a"},
	"A":    {"full", "a"},
	"B":    {"full"},
	"GRP":  {"full", "steering"},
	"NONE": {},
}

var marker = regexp.MustCompile(`\b(ALL|COM|NAME|A|B|GRP|NONE)_[a-z_0-9.]+`)

// marked is a snapshot with a text of its own in every field.
func marked() snapshot.Snapshot {
	s := snapshot.Snapshot{
		ICB: snapshot.ICB{Code: "ALL_code", Name: "ALL_icb", Region: "ALL_region", Demo: true, NextMeeting: "2026-12-09"},
		At:  "2026-11-20T09:00:00.000000Z", Version: 77, Edition: edition.Current(), Entries: map[string]assessment.Entry{},
		Providers: []snapshot.Provider{
			{ID: "a", Name: "A_provider", Kind: "A_kind", Stage: target.NewService, Place: "A_place", Ended: true},
			{ID: "b", Name: "B_provider", Kind: "B_kind", Stage: target.Mature, Place: "B_place"},
		},
		People: map[string]string{"NAME_owner1": "Commissioner"},
	}
	for i, p := range s.Edition.Priorities() {
		s.Entries[p.Key] = assessment.Entry{
			Priority: p.Key, Status: assessment.Statuses[i%3], Notes: fmt.Sprintf("ALL_notes%d", i), PrivateNotes: fmt.Sprintf("COM_private%d", i),
			Owner: "NONE_id", OwnerName: fmt.Sprintf("NAME_owner%d", i), OwnerTitle: fmt.Sprintf("ALL_title%d", i), ReviewOn: calendar.Date("2027-01-01").AddDays(i),
			Confirmed: "NONE_confirmed", Points: []string{p.Points()[0].ID}, Version: i + 1,
			ChangedAt: "2026-11-05T10:00:00.000000Z", ChangedBy: fmt.Sprintf("NAME_changer%d", i), ChangedByTitle: fmt.Sprintf("ALL_changertitle%d", i),
		}
	}
	s.Evidence = []evidence.Evidence{
		markedEvidence("A", "a", false), markedEvidence("B", "b", false), markedEvidence("COM", "", false), markedEvidence("NAME", "", true),
	}
	for i, of := range []string{"A", "B"} {
		id := strings.ToLower(of)
		n := int64(7000 + 100*i)
		s.Returns = append(s.Returns, figures.Return{
			Provider: id, Quarter: "2026Q2", State: figures.Queried, AccessUnemployed: figures.CountOf(n + 1), AccessRetention: figures.CountOf(n + 2),
			FirstJobStarts: figures.CountOf(n + 3), KeptWork: figures.CountOf(n + 4),
			InPost: figures.Posts{ES: figures.FTEOf(n + 5), TL: figures.FTEOf(n + 6), SM: figures.FTEOf(n + 7)},
			Funded: figures.Posts{ES: figures.FTEOf(n + 8), TL: figures.FTEOf(n + 9), SM: figures.FTEOf(n + 10)},
			Note:   of + "_note", Query: of + "_query", Answer: of + "_answer", Reason: of + "_reason", Confirmed: "NONE_confirmed",
			SubmittedAt: "2026-10-10T10:00:00.000000Z", ChangedAt: "2026-10-11T10:00:00.000000Z", ChangedBy: of + "_enteredby", Version: 3,
		})
		s.Contracts = append(s.Contracts, contract.Contract{
			ID: "k" + id, Provider: id, Name: of + "_contract", Reference: of + "_reference", Start: "2025-04-01", End: "2027-03-31",
			Options: []contract.Option{{Months: 5, ExercisedOn: "2026-03-02"}, {To: "2029-09-30"}},
			Talks:   []contract.Talk{{HeldOn: "2026-02-03", ForEnd: "2027-08-31", Note: "COM_talk" + id}}, ShortReason: "COM_short" + id, Confirmed: "NONE_confirmed", Version: 2,
		})
	}
	s.Locals = []target.Local{{Kind: target.JobOutcomeRate, Year: 2026, Value: amount(35_00), Reason: "ALL_local", Confirmed: "NONE_confirmed", Version: 1}}
	s.Own = []target.Own{{ID: "o1", Name: "ALL_own", Unit: target.Number, Direction: target.AtLeast, Value: amount(60_00), Confirmed: "NONE_confirmed", Version: 1}}
	s.ByHand = []target.ByHand{{Target: "o1", Quarter: "2026Q2", Value: amount(61_00), Note: "GRP_byhand", Confirmed: "NONE_confirmed", Version: 1}}
	markEvents(&s)
	return s
}

func amount(hundredths int64) target.Amount {
	return target.Amount{Hundredths: hundredths, Known: true}
}

func markedEvidence(of, provider string, shared bool) evidence.Evidence {
	name := of + "_providername"
	if provider == "" {
		name = "NONE_providername" // the ICB's own: it says ICB
	}
	return evidence.Evidence{
		ID: "e" + of, Title: of + "_title", Link: "https://www.example.org/" + of + "_link", From: "2026-01-02", To: "2026-03-04", ReviewOn: "2027-05-06",
		Provider: provider, ProviderName: name, Shared: shared, State: evidence.Queried, Confirmed: "NONE_confirmed",
		Places:  []evidence.Place{{Priority: "3.4"}, {Priority: "3.4", Point: "c1"}},
		Files:   []evidence.File{{ID: "NONE_file", Evidence: "e" + of, Name: of + "_file.pdf", Kind: evidence.PDF, Size: 12_345, SHA256: "NONE_hash", State: evidence.Unscanned, Searched: true, Created: "2026-04-05T10:00:00.000000Z"}},
		Created: "2026-04-06T10:00:00.000000Z", CreatedBy: of + "_addedby", Version: 4,
		Messages: []evidence.Message{
			{Seq: 1, Act: evidence.Query, Text: of + "_asked", At: "2026-04-07T10:00:00.000000Z", By: of + "_asker", Title: of + "_askertitle"},
			{Seq: 2, Act: evidence.Answer, Text: "NONE_removed", At: "2026-04-08T10:00:00.000000Z", By: of + "_answerer", Title: of + "_answerertitle", Removed: "2026-04-09T10:00:00.000000Z"},
		},
	}
}

func markEvents(s *snapshot.Snapshot) {
	event := func(kind, subject, of string, changes ...snapshot.Change) {
		s.Events = append(s.Events, snapshot.Event{
			Seq: int64(len(s.Events) + 1),
			At:  "2026-11-05T10:00:00.000000Z", Who: strings.Replace(of, "ALL", "NAME", 1) + "_who_" + kind, Role: of + "_role_" + kind, Act: of + "_act_" + kind,
			Kind: kind, Subject: subject, Changes: changes,
		})
	}
	texts := func(of, field string) snapshot.Change {
		return snapshot.Change{Field: field, Old: of + "_old_" + field, New: of + "_new_" + field}
	}
	event("priority", "3.4", "ALL", texts("ALL", "notes"), texts("COM", "private_notes"), texts("NAME", "owner"), snapshot.Change{Field: "notes", Old: "NONE_gone", New: "NONE_gone", Removed: "2026-11-06T10:00:00.000000Z"})
	event("evidence", "eA", "A", texts("A", "title"))
	event("evidence", "eB", "B", texts("B", "title"))
	event("return", "a 2026Q2", "A", texts("A", "note"))
	event("return", "b 2026Q2", "B", texts("B", "note"))
	event("contract", "ka", "COM", texts("COM", "talks"))
	event("member", "m1", "COM", texts("COM", "person"))
	event("target", "job-outcome-rate 2026", "COM", texts("COM", "value"))
	event("settings", "QWE", "COM", texts("COM", "retention_years"))
}

// TestEveryFieldIsMarked fails when something new can be stored that the tests below do not look for.
func TestEveryFieldIsMarked(t *testing.T) {
	filled := map[string]bool{}
	var walk func(v reflect.Value, name string)
	walk = func(v reflect.Value, name string) {
		switch v.Kind() {
		case reflect.Struct:
			for i := range v.NumField() {
				field := v.Type().Name() + "." + v.Type().Field(i).Name
				if v.Type().PkgPath() != "" && v.Type().Field(i).IsExported() && !slices.Contains([]string{"Snapshot.Audience", "Snapshot.Edition", "Snapshot.Results", "Snapshot.Shared"}, field) {
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
	for field, is := range filled {
		if !is && field != "ICB.ByProvider" {
			t.Errorf("%s is empty everywhere in the marked snapshot", field)
		}
	}
}

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
	if err := workbook.Write(&file, s); err != nil {
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

// cells are the texts of all cells, as people read them, a line each.
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

// TestEachAudienceGetsItsOwnAndNothingElse fills every field and looks for every text: those an audience may read are
// in its workbook, the others nowhere in its file nor in its snapshot.
func TestEachAudienceGetsItsOwnAndNothingElse(t *testing.T) {
	all := slices.Compact(slices.Sorted(slices.Values(marker.FindAllString(fmt.Sprintf("%+v", marked()), -1))))
	if len(all) < 150 {
		t.Fatalf("only %d markers", len(all))
	}
	for name, audience := range map[string]snapshot.Audience{"full": snapshot.Full, "steering": snapshot.Steering, "a": snapshot.ForProvider("a")} {
		t.Run(name, func(t *testing.T) {
			s := marked().For(audience)
			value := fmt.Sprintf("%+v", s)
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
			for n := 7101; n <= 7110; n++ { // b's figures
				if name != "full" && regexp.MustCompile(fmt.Sprintf(`\b(%d|%d,%03d|%d\.%d)\b`, n, n/1000, n%1000, n/100, n%100)).MatchString(read) {
					t.Errorf("b's %d is in the workbook", n)
				}
			}
		})
	}
}

// TestDatesNumbersAndStatusesAreThere looks for what is not text.
func TestDatesNumbersAndStatusesAreThere(t *testing.T) {
	s := marked().For(snapshot.Full)
	read := cells(t, open(t, written(t, s)))
	want := []string{
		"5 Nov 2026", "In place", "In progress", "Not started", "6 May 2027", "2 January 2026 to 4 March 2026", "6 Apr 2026", "12 KB",
		"7,001", "7,104", "70.05", "71.10", "10 Oct 2026", "11 Oct 2026", "Queried", "1 Apr 2025", "31 Mar 2027", "31 Aug 2027", "5 months more, exercised on 2 March 2026",
		"To 30 September 2029", "3 February 2026, about the end on 31 August 2027", "35% in 2026/27: ALL_local", "At least 60", "61",
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

// TestFiguresByProviderNeedTheSetting: with it the steering group reads the providers' lines, small numbers masked.
func TestFiguresByProviderNeedTheSetting(t *testing.T) {
	for _, agreed := range []bool{false, true} {
		s := marked()
		s.ICB.ByProvider = agreed
		read := cells(t, open(t, written(t, s.For(snapshot.Steering))))
		if strings.Contains(read, "B_provider") != agreed {
			t.Errorf("terms of reference agree it: %t; a provider's line is there: %t", agreed, !agreed)
		}
	}
}

// TestSmallNumbersAreMaskedForTheSteeringGroup: 3 people who started a job, and what is built on them.
func TestSmallNumbersAreMaskedForTheSteeringGroup(t *testing.T) {
	s := marked()
	s.Returns = nil
	for _, q := range []calendar.Quarter{"2025Q3", "2025Q4", "2026Q1", "2026Q2"} {
		for _, p := range []string{"a", "b"} {
			r := figures.Return{Provider: p, Quarter: q, State: figures.Accepted, AccessUnemployed: figures.CountOf(10), AccessRetention: figures.CountOf(5), FirstJobStarts: figures.CountOf(0), KeptWork: figures.CountOf(0)}
			if p == "a" && q == "2026Q1" {
				r.FirstJobStarts = figures.CountOf(3)
			}
			s.Returns = append(s.Returns, r)
		}
	}
	full, group := cells(t, open(t, written(t, s.For(snapshot.Full)))), cells(t, open(t, written(t, s.For(snapshot.Steering))))
	if !strings.Contains(full, "3 people who started a job") {
		t.Error("the full workbook does not hold the true count")
	}
	if strings.Contains(group, "3 people") || strings.Contains(group, "3.8%") || !strings.Contains(group, "*") || !strings.Contains(group, "Not shown: small numbers") {
		t.Error("the steering group's workbook shows a small number")
	}
}

// TestWhatWasTakenOutStaysOut: nobody gets more from an audience's snapshot than that audience.
func TestWhatWasTakenOutStaysOut(t *testing.T) {
	s := marked().For(snapshot.Steering).For(snapshot.Full)
	if s.Audience != snapshot.Steering || strings.Contains(fmt.Sprintf("%+v", s), "COM_") {
		t.Error("a full snapshot was made from the steering group's")
	}
	from := marked()
	for _, a := range []snapshot.Audience{snapshot.Full, snapshot.Steering, snapshot.ForProvider("a")} {
		from.For(a)
		if !reflect.DeepEqual(from, marked()) {
			t.Fatal("making an audience's snapshot has changed the one it was made from")
		}
	}
}
