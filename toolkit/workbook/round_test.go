package workbook_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ipstoolkit/demo/sample"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/round"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/view"
)

// sealed is a snapshot as a program reads it that has the bytes of its document alone.
func sealed(t testing.TB, s snapshot.Snapshot, change ...func(*round.Document)) snapshot.Snapshot {
	t.Helper()
	d, err := round.Of(s)
	if err != nil {
		t.Fatal(err)
	}
	for _, with := range change {
		with(&d)
	}
	return unsealed(t, d.Canonical())
}

func unsealed(t testing.TB, data []byte) snapshot.Snapshot {
	t.Helper()
	editions, err := edition.LoadFolder("")
	if err != nil {
		t.Fatal(err)
	}
	return unsealedOn(t, editions, data)
}

// unsealedOn is unsealed, for a document on an edition that need not be shipped.
func unsealedOn(t testing.TB, editions *edition.Library, data []byte) snapshot.Snapshot {
	t.Helper()
	d, err := round.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	s, err := d.Snapshot(editions)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// sameCells fails unless two snapshots make workbooks of the same sheets with the same cells, the very hidden ones too.
func sameCells(t testing.TB, want, got snapshot.Snapshot) {
	t.Helper()
	of, as := open(t, written(t, want)), open(t, written(t, got))
	if !slices.Equal(of.GetSheetList(), as.GetSheetList()) {
		t.Fatalf("sheets %v, want %v", as.GetSheetList(), of.GetSheetList())
	}
	for _, sheet := range of.GetSheetList() {
		rows, err := seen(of, sheet)
		again, wrong := seen(as, sheet)
		if err = errors.Join(err, wrong); err != nil {
			t.Fatal(err)
		}
		for i := range max(len(rows), len(again)) {
			if i >= len(rows) || i >= len(again) || !slices.Equal(rows[i], again[i]) {
				t.Errorf("%s, row %d:\n%.600q\n%.600q", sheet, i+1, rows[min(i, len(rows)):], again[min(i, len(again)):])
				break
			}
		}
	}
}

var sealedFor = map[string]view.Audience{
	"commissioners": view.Commissioners, "the steering group": view.SteeringGroup,
	"a provider": view.Provider("n"), "a marked provider": view.Provider("a"),
	"commissioners outside": view.Commissioners.Outside(),
}

func TestASealedRoundMakesTheSameWorkbook(t *testing.T) {
	procured := sample.ICB()
	procured.Procurement = "2026-11-01"
	byProvider := sample.ICB()
	byProvider.ICB.ByProvider = true
	empty := snapshot.Snapshot{
		Audience: view.Commissioners, Edition: edition.Current(), At: "2026-11-20T09:00:00.000000Z",
		ICB: snapshot.ICB{Code: "QOX", Name: "Empty"},
	}
	for name, s := range map[string]snapshot.Snapshot{
		"sample": sample.ICB(), "procurement": procured, "by provider": byProvider, "empty": empty, "marked": marked(),
	} {
		for who, a := range sealedFor {
			t.Run(name+", "+who, func(t *testing.T) {
				want := s.For(a)
				sameCells(t, want, sealed(t, want))
			})
		}
	}
}

// awkward are texts that files of JSON or XML could change. The store has no text that is not UTF-8.
var awkward = []string{
	"", " ", "\n", "\r\n", "\t", `"`, `\`, `\u0041`, "'=1+1", "=1+1", "<b>&amp;</b>", "_x000D_", "\x00", "\x1b", "\u2028", "\ufeff",
	"\ufffe",
	"é", "e\u0301", "👩🏽‍🔬", "\ufffd", "null", "{}", "1e9", "2026-11-20", strings.Repeat("long ", 800),
}

// byPeople are the fields in which people write what they like.
var byPeople = []string{
	"Notes", "PrivateNotes", "OwnerName", "ChangedBy", "Title", "Link", "CreatedBy", "Text", "By", "Place",
	"Reference", "Lead", "EndedReason", "ShortReason", "Note", "Purpose", "Query", "Reason", "Source", "Region", "AgreedBy", "AnsweredBy",
}

// disturb puts awkward texts into the fields that people type.
func disturb(r *rand.Rand, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			switch {
			case f.Name == "Edition" || !f.IsExported():
			case f.Type == reflect.TypeFor[view.Title]():
				v.Field(i).FieldByName("Words").SetString(awkward[r.IntN(len(awkward))])
			case f.Type == reflect.TypeFor[string]() && slices.Contains(byPeople, f.Name):
				v.Field(i).SetString(awkward[r.IntN(len(awkward))] + v.Field(i).String() + awkward[r.IntN(len(awkward))])
			default:
				disturb(r, v.Field(i))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			disturb(r, v.Index(i))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			one := reflect.New(v.Type().Elem()).Elem()
			one.Set(v.MapIndex(key))
			disturb(r, one)
			v.SetMapIndex(key, one)
		}
	}
}

func TestAwkwardTextsAreSealedAsTheyAre(t *testing.T) {
	for seed := range uint64(2) {
		for who, a := range map[string]view.Audience{
			"commissioners": view.Commissioners, "the steering group": view.SteeringGroup, "a provider": view.Provider("a"),
		} {
			t.Run(fmt.Sprintf("%d, %s", seed, who), func(t *testing.T) {
				s := marked()
				r := rand.New(rand.NewPCG(seed, 1))
				disturb(r, reflect.ValueOf(&s).Elem())
				events := listed(s)
				for i := range events {
					events[i].Who, events[i].Role.Words = awkward[r.IntN(len(awkward))], awkward[r.IntN(len(awkward))]
					for j := range events[i].Changes {
						events[i].Changes[j].Old = awkward[r.IntN(len(awkward))]
					}
				}
				s.Events = snapshot.Listed(events...)
				want := s.For(a)
				sameCells(t, want, sealed(t, want))
			})
		}
	}
}

// TestNothingSealedIsWorkedOutAnew: with the figures gone and other words in the document, the words of the document stand in
// the workbook.
func TestNothingSealedIsWorkedOutAnew(t *testing.T) {
	const said = "as it was sealed"
	words := 0
	word := func() string { words++; return fmt.Sprintf("%s, %d.", said, words) }
	results := func(list []round.Result) {
		for i := range list {
			list[i].Line.Result, list[i].Line.Sum, list[i].Target.Measured = word(), word(), word()
		}
	}
	for who, a := range map[string]view.Audience{
		"commissioners": view.Commissioners, "the steering group": view.SteeringGroup, "a provider": view.Provider("n"),
	} {
		t.Run(who, func(t *testing.T) {
			words = 0
			s := sealed(t, sample.ICB().For(a), func(d *round.Document) {
				d.Returns, d.Locals, d.Published, d.Sets = nil, nil, nil, nil
				results(d.Results)
				results(d.Shared)
				for i := range d.Differences {
					d.Differences[i].Says = []string{word()}
				}
				for i := range d.Equity {
					d.Equity[i].Tables[0].Rows[0].Label, d.Equity[i].Tables[0].Completeness = word(), word()
					d.Equity[i].Tables[0].Stated = ""
				}
				for i := range d.Plans {
					if a.IsSteeringGroup() {
						break // it reads numbers of posts alone
					}
					d.Plans[i].Says, d.Plans[i].ICB.Posts[0].Sum, d.Plans[i].ICB.Funded.Carry.Why = []string{word()}, word(), word()
				}
				if !a.IsSteeringGroup() {
					d.Overdue[0].What = word()
				}
				d.Told.Headline, d.Told.Since = word(), word()
				if !a.IsSteeringGroup() {
					d.Told.Moves[0].Name = word()
				}
				d.Told.Sections[0].Title = word()
				for i, part := range d.Told.Pack.Parts {
					if part.Code != snapshot.PackFurthest && len(part.Lines) > 0 { // they are the first of the results there
						d.Told.Pack.Parts[i].Title, part.Lines[0].What = word(), word()
					}
				}
				for i := range d.Told.Pack.Targets[:min(5, len(d.Told.Pack.Targets))] {
					d.Told.Pack.Targets[i].Name, d.Told.Pack.Targets[i].Value, d.Told.Pack.Targets[i].Result = word(), word(), word()
				}
				for key, p := range d.Told.Priorities {
					p.Responsible, p.Status, p.Met, p.Reviewed = word(), word(), word(), word()
					if p.Evidence != "" {
						p.Evidence = word()
					}
					d.Told.Priorities[key] = p
				}
				for id, c := range d.Told.Contracts {
					for _, text := range []*string{
						&c.Type, &c.Under, &c.Payment, &c.Meeting, &c.Options, &c.Length, &c.LengthUpTo, &c.States, &c.Variations,
						&c.ThreeYears, &c.Missing, &c.Talks, &c.Reminders, &c.TalksHeld,
					} {
						if *text != "" {
							*text = word()
						}
					}
					d.Told.Contracts[id] = c
				}
				for _, list := range d.Told.Clauses {
					list[0].Asks, list[0].Answer, list[0].Part = word(), word(), word()
				}
				for _, lines := range d.Told.Lists {
					lines[0] = word()
				}
				for i := range d.Saves {
					d.Saves[i].About, d.Saves[i].Done, d.Saves[i].Changes[0].After = word(), word(), word()
				}
			})
			read := strings.ToLower(strings.Join(strings.Fields(cells(t, open(t, written(t, s.Measured())))), " "))
			for n := range words {
				if want := fmt.Sprintf("%s, %d.", said, n+1); !strings.Contains(read, want) {
					t.Errorf("the workbook does not say %q", want)
				}
			}
			if words < 30 {
				t.Errorf("only %d words", words)
			}
		})
	}
}

// TestEachDocumentHoldsItsAudiencesOwn is the test of the workbooks on the bytes of the documents.
func TestEachDocumentHoldsItsAudiencesOwn(t *testing.T) {
	all := slices.Compact(slices.Sorted(slices.Values(marker.FindAllString(said(marked()), -1))))
	for name, audience := range map[string]view.Audience{
		"full": view.Commissioners, "steering": view.SteeringGroup,
		"a": view.Provider("a"),
	} {
		t.Run(name, func(t *testing.T) {
			d, err := round.Of(marked().For(audience))
			if err != nil {
				t.Fatal(err)
			}
			data := string(d.Canonical())
			for _, m := range all {
				of, _, _ := strings.Cut(m, "_")
				may := slices.Contains(readers[of], name)
				if is := regexp.MustCompile(regexp.QuoteMeta(m) + `\b`).MatchString(data); is != may {
					t.Errorf("%s is in the document: %t, want %t", m, is, may)
				}
			}
			for n := 7101; n <= 7118; n++ { // b's figures
				posts := name == "steering" && n >= 7105 && n <= 7110 // a has ended, so the ICB's posts are b's
				if name != "full" && !posts && regexp.MustCompile(fmt.Sprintf(`\b(%d|%d,%03d|%d\.%d)\b`, n, n/1000, n%1000, n/100,
					n%100)).MatchString(data) {
					t.Errorf("b's %d is in the document", n)
				}
			}
		})
	}
}

func TestDocumentsOfOlderProgramsMakeAWorkbook(t *testing.T) {
	schema1 := filepath.Join("..", "round", "testdata", "schema1")
	editions := &edition.Library{} // with the edition of that time alone
	text, err := os.ReadFile(filepath.Join(schema1, "edition.yaml"))
	if err := errors.Join(err, editions.Add("edition.yaml", text)); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]string{
		"commissioners":  {"local 35% met; toolkit minimum 40% met", "Finance to confirm the SDF share", "320 / 40 = 8", "Meeting"},
		"steering-group": {"local 35% met; toolkit minimum 40% met"},
		"provider":       {"local 35% met; toolkit minimum 40% met", "Which of these actions are done?"},
	} {
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(schema1, name+".json"))
			if err != nil {
				t.Fatal(err)
			}
			read := strings.ToLower(cells(t, open(t, written(t, unsealedOn(t, editions, data)))))
			for _, words := range want {
				if !strings.Contains(read, strings.ToLower(words)) {
					t.Errorf("the workbook does not say %q", words)
				}
			}
		})
	}
}

// TestKeptWordsAreInTheWorkbook: what a document says of its rows in words is what its workbook says, in every later program.
func TestKeptWordsAreInTheWorkbook(t *testing.T) {
	schema1 := filepath.Join("..", "round", "testdata", "schema1")
	editions := &edition.Library{}
	text, err := os.ReadFile(filepath.Join(schema1, "edition.yaml"))
	if err := errors.Join(err, editions.Add("edition.yaml", text)); err != nil {
		t.Fatal(err)
	}
	plain := func(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), " ")) }
	for name, least := range map[string]int{"commissioners": 250, "steering-group": 80, "provider": 150} {
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(schema1, "told-"+name+".json"))
			if err != nil {
				t.Fatal(err)
			}
			d, err := round.Read(data)
			if err != nil {
				t.Fatal(err)
			}
			read := plain(cells(t, open(t, written(t, unsealedOn(t, editions, data)))))
			words := 0
			eachText(reflect.ValueOf(d.Told), func(text string) {
				words++
				if _, err := calendar.ParseDate(text); err != nil && !strings.Contains(read, plain(text)) {
					t.Errorf("the workbook does not say %q", text)
				}
			})
			if words < least {
				t.Errorf("only %d texts", words)
			}
		})
	}
}

// eachText goes through the texts of a value.
func eachText(v reflect.Value, do func(text string)) {
	switch v.Kind() {
	case reflect.String:
		do(v.String())
	case reflect.Struct:
		for i := range v.NumField() {
			eachText(v.Field(i), do)
		}
	case reflect.Slice:
		for i := range v.Len() {
			eachText(v.Index(i), do)
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			eachText(v.MapIndex(key), do)
		}
	}
}
