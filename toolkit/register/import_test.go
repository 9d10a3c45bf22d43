package register_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/register"
)

func pcnImporter(rows ...register.Row) register.Importer {
	list, _ := register.Of(register.PCNs)
	return register.Importer{
		List: list, Rows: rows, Today: "2026-11-20", Providers: map[string]string{"northside": "p1"},
		MayFill: func(register.Field) bool { return true },
	}
}

func TestImportRefusesWhatIsNoTable(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"nothing":       {" \n ", "it is empty"},
		"no headings":   {"U99901,Hill PCN", "no line holds the headings"},
		"quotes alone":  {"\"\"", "it is empty"},
		"only headings": {"ODS code,PCN", "no line below the headings"},
		"too many":      {"ODS code\n" + strings.Repeat("U99901\n", register.MostLines+1), "more than 500 lines"},
		"too large":     {strings.Repeat("x", register.MostText+1), "it holds more than 512 KB of text. Import up to 500 lines"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := pcnImporter().Read(c.text); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}

func TestImportLines(t *testing.T) {
	old := register.Row{ID: "r1", Version: 3, Values: map[string]string{"code": "U99901", "name": "Hill PCN", "population": "42000"}}
	for _, c := range []struct {
		name    string
		text    string
		new     bool
		changed string
		wrong   string // the field
	}{
		{"new", "ODS code,PCN\nU99902,Dale PCN", true, "", ""},
		{"by the field's own name, in capitals", "CODE\tNAME\nU99902\tDale PCN", true, "", ""},
		{"the same", "ODS code,PCN,Population\nU99901,Hill PCN,\"42,000\"", false, "", ""},
		{"a column that is not there stays", "ODS code,PCN\nU99901,Mount PCN", false, "name", ""},
		{"an empty cell takes it away", "ODS code,Population\nU99901,", false, "population", ""},
		{"a new one has to have its name", "ODS code\nU99902", true, "", "name"},
		{"a provider of the ICB", "Provider,ODS code,PCN\nNORTHSIDE,U99902,Dale PCN", true, "", ""},
		{"a provider that is none", "Provider,ODS code,PCN\nWestside,U99902,Dale PCN", true, "", "provider"},
		{"a formula is text", "ODS code,PCN\nU99902,\"=cmd|' /C calc'!A0\"", true, "", ""},
		{"what looks like an NHS number", "ODS code,PCN\nU99902,999 000 0018", true, "", "name"},
	} {
		t.Run(c.name, func(t *testing.T) {
			read, err := pcnImporter(old).Read(c.text)
			if err != nil || len(read.Lines) != 1 {
				t.Fatalf("%+v, %v", read, err)
			}
			l := read.Lines[0]
			wrong := ""
			if len(l.Wrong) > 0 {
				wrong = l.Wrong[0].Field
			}
			if l.New != c.new || strings.Join(l.Changed, " ") != c.changed || wrong != c.wrong || l.N != 2 {
				t.Errorf("%+v", l)
			}
			if !l.New && (l.Row.ID != "r1" || l.Row.Version != 3) {
				t.Error("a changed row keeps its id and the version it was read at")
			}
		})
	}
	for name, text := range map[string]string{
		"parted by semicolons, as Excel may say": "sep=;\n\nODS code;PCN\nU99902;Hill, Dale",
		"below empty lines":                      "\n , \nODS code,PCN\nU99902,\"Hill, Dale\"",
		"a heading over two lines":               "ODS code,\"Lead\nwho\",PCN\n\n\nU99902,x,\"Hill, Dale\"",
	} {
		t.Run(name, func(t *testing.T) {
			read, err := pcnImporter().Read(text)
			if err != nil || len(read.Lines) != 1 || read.Lines[0].Row.Text(register.PCN.Name) != "Hill, Dale" || read.Lines[0].N != 4 {
				t.Errorf("%+v, %v", read, err)
			}
		})
	}
	t.Run("a provider's row, by a file that names no provider", func(t *testing.T) {
		theirs := register.Row{ID: "r2", Provider: "p1", Version: 1, Values: map[string]string{"code": "U99902", "name": "Dale PCN"}}
		read, err := pcnImporter(old, theirs).Read("ODS code,Population\nU99902,31000")
		if err != nil || len(read.Lines) != 1 || read.Lines[0].New || read.Lines[0].Row.ID != "r2" || read.Lines[0].Row.Provider != "p1" {
			t.Errorf("%+v, %v: it would stand twice in the ICB's list", read, err)
		}
		theirs.ID, theirs.Provider = "r3", "p2"
		again := pcnImporter(old, theirs, register.Row{ID: "r2", Provider: "p1", Values: theirs.Values})
		if read, err := again.Read("ODS code,PCN\nU99902,Dale PCN"); err != nil || !read.Lines[0].New {
			t.Errorf("%+v, %v: of two rows of the name neither is meant", read, err)
		}
	})
	t.Run("twice in one file", func(t *testing.T) {
		read, err := pcnImporter().Read("ODS code,PCN\nU99902,Dale PCN\n\nu99902,Dale\nU99902,Dale")
		if err != nil || len(read.Lines) != 3 || len(read.Lines[0].Wrong) != 0 ||
			len(read.Lines[2].Wrong) == 0 || read.Lines[2].N != 5 || read.Sound() {
			t.Errorf("%+v, %v", read, err)
		}
	})
}

func TestAFileThatIsTakenTwiceAddsNothing(t *testing.T) {
	list, _ := register.Of(register.Meetings)
	held := register.Row{
		ID: "r1", Values: map[string]string{"on": "2026-09-02", "kind": register.SteeringMeeting, "minuted": "yes", "chair": "service"},
	}
	i := register.Importer{
		List: list, Rows: []register.Row{held}, Today: "2026-11-20", Providers: map[string]string{"northside": "p1"},
		MayFill: func(register.Field) bool { return true },
	}
	for _, c := range []struct {
		name, line string
		new        bool
	}{
		{"the same", ",2 September 2026,Steering group,Yes", false},
		{"of another day", ",3 September 2026,Steering group,Yes", true},
		{"which says something else", ",2 September 2026,Steering group,No", true},
		{"of a provider", "Northside,2 September 2026,Contract meeting with a provider,Yes", true},
	} {
		got, err := i.Read("Provider,When,Meeting,Minuted\n" + c.line)
		if err != nil || !got.Sound() || got.Lines[0].New != c.new {
			t.Errorf("%s: %+v, %v", c.name, got.Lines, err)
		}
		if !c.new && len(got.Rows()) != 0 {
			t.Errorf("%s: it would be saved again", c.name)
		}
	}
}

// TestFiles: each kind of file gives the same text as its cells would if they were pasted.
func TestFiles(t *testing.T) {
	want := "ODS code,PCN\nU99901,Café PCN\n"
	wide := utf16.Encode([]rune("ODS code\tPCN\r\nU99901\tCafé PCN\r\n"))
	little, big := []byte("\xff\xfe"), []byte("\xfe\xff")
	for _, u := range wide {
		little, big = append(little, byte(u), byte(u>>8)), append(big, byte(u>>8), byte(u))
	}
	for _, c := range []struct{ name, file, body, want, wrong string }{
		{"UTF-8", "pcns.csv", want, want, ""},
		{"with its mark", "pcns.csv", "\ufeff" + want, want, ""},
		{"as Windows writes it", "pcns.csv", "ODS code;PCN\r\nU99901;Caf\xe9 PCN", want, ""},
		{"a dash as Windows writes it", "pcns.csv", "PCN\nHill \x96 Dale", "PCN\nHill – Dale\n", ""},
		{"UTF-16, little end", "pcns.txt", string(little), want, ""},
		{"UTF-16, big end", "pcns.tsv", string(big), want, ""},
		{"sep=", "pcns.csv", "sep=;\r\nODS code;PCN\r\nU99901;Café PCN\r\n", "\n" + want, ""},
		{"long notes over lines", "pcns.csv", "PCN,Notes\nHill,\"one\ntwo\"\n", "PCN,Notes\nHill,\"one\ntwo\"\n", ""},
		{"a workbook cut short", "pcns.xlsx", "PK\x03\x04rest", "", "is damaged"},
		{"bare bytes", "pcns.csv", "a\x00b", "", "is not a CSV or Excel (xlsx) file"},
		{"a PDF", "pcns.csv", "%PDF-1.7\n1 0 obj\n%%EOF", "", "is not a CSV or Excel (xlsx) file"},
		{"nothing", "pcns.csv", "", "", "is empty"},
		{
			"too large", "pcns.csv", strings.Repeat("x", register.MostText+1), "",
			"holds more than 512 KB of text. Import up to 500 lines at a time",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, _, err := pcnImporter().File(t.Context(), c.file, []byte(c.body))
			if c.wrong == "" && err != nil || got != c.want {
				t.Fatalf("read %q, want %q, %v", got, c.want, err)
			}
			if refused, ok := errors.AsType[*evidence.Refused](err); c.wrong != "" && (!ok || !strings.HasPrefix(refused.Why, c.wrong)) {
				t.Errorf("%v, want %q", err, c.wrong)
			}
		})
	}
}

// TestWorkbooks: from a workbook only the sheet with the list's headings is read, as text.
func TestWorkbooks(t *testing.T) {
	pcns := [][]any{{"ODS code", "PCN", "Population"}, {"U99901", "Hill; Dale, and Vale", 42000}, {}, {"7E1", "Mount\nPCN", 31000.0}}
	text := "ODS code,PCN,Population\nU99901,\"Hill; Dale, and Vale\",42000\n\n7E1,\"Mount\nPCN\",31000\n"
	contacts := [][]any{{"Who", "Where"}, {"A team", "North"}}
	type sheet struct {
		name   string
		rows   [][]any
		hidden bool
	}
	for _, c := range []struct {
		name        string
		sheets      []sheet
		want, wrong string
	}{
		{"one sheet", []sheet{{"PCNs", pcns, false}}, text, ""},
		{"a cover before it", []sheet{{"Cover", contacts, false}, {"PCNs", pcns, false}}, text, ""},
		{"a hidden one beside it", []sheet{{"Old", pcns, true}, {"PCNs", pcns, false}}, text, ""},
		{"two", []sheet{
			{"North", pcns, false}, {"Notes", contacts, false}, {"South", pcns, false},
		}, "", "has 2 sheets with this list’s headings: ‘North’, ‘South’. " +
			"Choose a file with only one of them"},
		{
			"none of two",
			[]sheet{{"Cover", contacts, false}, {"Notes", contacts, false}},
			"",
			"has no sheet with this list’s headings: Provider, PCN, ODS code",
		},
		{"one without the headings", []sheet{{"Cover", contacts, false}}, "Who,Where\nA team,North\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := excelize.NewFile()
			defer f.Close()
			for n, s := range c.sheets {
				if _, err := f.NewSheet(s.name); err != nil {
					t.Fatal(err)
				}
				for at, row := range s.rows {
					_ = f.SetSheetRow(s.name, fmt.Sprintf("A%d", at+1), &row)
				}
				if n == 0 {
					_ = f.DeleteSheet("Sheet1")
				}
			}
			f.SetActiveSheet(len(c.sheets) - 1)
			for _, s := range c.sheets {
				_ = f.SetSheetVisible(s.name, !s.hidden)
			}
			body, err := f.WriteToBuffer()
			if err != nil {
				t.Fatal(err)
			}
			got, _, err := pcnImporter().File(t.Context(), "pcns.xlsx", body.Bytes())
			if c.wrong == "" && err != nil || got != c.want {
				t.Fatalf("read %q, want %q, %v", got, c.want, err)
			}
			if refused, ok := errors.AsType[*evidence.Refused](err); c.wrong != "" && (!ok || !strings.HasPrefix(refused.Why, c.wrong)) {
				t.Errorf("%v, want %q", err, c.wrong)
			}
		})
	}
}

// TestDaysOfAWorkbook: a day and a share are what people see in the cell.
func TestDaysOfAWorkbook(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	_ = f.SetSheetRow("Sheet1", "A1", &[]any{"When", "Meeting", "Minuted"})
	_ = f.SetSheetRow("Sheet1", "A2", &[]any{time.Date(2026, 9, 2, 0, 0, 0, 0, time.UTC), "Steering group", "Yes"})
	body, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	i := pcnImporter()
	i.List, _ = register.Of(register.Meetings)
	text, _, err := i.File(t.Context(), "meetings.xlsx", body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	read, err := i.Read(text)
	if err != nil || !read.Sound() || read.Lines[0].Row.Text(register.Meeting.On) != "2026-09-02" {
		t.Errorf("%q is read as %+v, %v", text, read, err)
	}
}

func TestWhatAFileCanHave(t *testing.T) {
	for _, c := range []struct {
		name, list, own string
		provider        bool // whether a column names the row's provider
	}{
		{"an ICB's list", register.Strategies, "", false},
		{"a provider's list, by the ICB", register.Workforce, "", true},
		{"a provider's list, by the provider", register.Workforce, "p1", false},
		{"a list of either, by the ICB", register.PCNs, "", true},
		{"a list of either, by a provider", register.PCNs, "p1", false},
	} {
		i := pcnImporter()
		i.List, _ = register.Of(c.list)
		i.Own, i.MayFill = c.own, func(f register.Field) bool { return f.Name != i.List.Fields[1].Name }
		got := i.Headings()
		if slices.Contains(got, "Provider") != c.provider || !slices.Contains(got, i.List.Fields[0].Heading()) ||
			slices.Contains(got, i.List.Fields[1].Heading()) {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}

func TestOnlyWhatAFileChangesIsSaved(t *testing.T) {
	same := register.Row{ID: "r1", Values: map[string]string{"code": "U99901", "name": "Hill PCN"}}
	read, err := pcnImporter(
		same, register.Row{ID: "r2", Values: map[string]string{"code": "U99902", "name": "Dale PCN"}},
	).Read("ODS code,PCN\nU99901,Hill PCN\nU99902,Vale PCN\nU99903,Mount PCN")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, r := range read.Rows() {
		names = append(names, r.Text(register.PCN.Name))
	}
	if !slices.Equal(names, []string{"Vale PCN", "Mount PCN"}) {
		t.Errorf("saves %q", names)
	}
}
