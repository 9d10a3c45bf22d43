package register_test

import (
	"slices"
	"strings"
	"testing"

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
		"no headings":   {"U99901,Hill PCN", "the first line has to hold the headings"},
		"only headings": {"ODS code,PCN", "no line below the headings"},
		"too many":      {"ODS code\n" + strings.Repeat("U99901\n", register.MostLines+1), "more than 500 lines"},
		"too large":     {strings.Repeat("x", register.MostText+1), "larger than 512 kB"},
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
		if err != nil || len(read.Lines) != 3 || len(read.Lines[0].Wrong) != 0 || len(read.Lines[2].Wrong) == 0 || read.Lines[2].N != 5 || read.Sound() {
			t.Errorf("%+v, %v", read, err)
		}
	})
}

func TestAFileThatIsTakenTwiceAddsNothing(t *testing.T) {
	list, _ := register.Of(register.Meetings)
	held := register.Row{ID: "r1", Values: map[string]string{"on": "2026-09-02", "kind": register.SteeringMeeting, "minuted": "yes", "chair": "service"}}
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

func TestDecode(t *testing.T) {
	for name, c := range map[string]struct {
		bytes string
		want  string
	}{
		"UTF-8":                 {"Café", "Café"},
		"with a mark":           {"\xef\xbb\xbfCafé", "\ufeffCafé"},
		"UTF-16, little end":    {"\xff\xfeC\x00a\x00", "Ca"},
		"UTF-16, big end":       {"\xfe\xff\x00C\x00a", "Ca"},
		"as Windows writes it":  {"Caf\xe9", "Café"},
		"a workbook is no text": {"PK\x03\x04rest", ""},
		"nor are bare bytes":    {"a\x00b", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := register.Decode([]byte(c.bytes)); got != c.want || (err != nil) != (c.want == "") {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
}

func TestWhatAFileCanHave(t *testing.T) {
	for _, c := range []struct {
		name, list, own string
		provider        bool // whether a column says whose row it is
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
		if slices.Contains(got, "Provider") != c.provider || !slices.Contains(got, i.List.Fields[0].Heading()) || slices.Contains(got, i.List.Fields[1].Heading()) {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}

func TestOnlyWhatAFileChangesIsSaved(t *testing.T) {
	same := register.Row{ID: "r1", Values: map[string]string{"code": "U99901", "name": "Hill PCN"}}
	read, err := pcnImporter(same, register.Row{ID: "r2", Values: map[string]string{"code": "U99902", "name": "Dale PCN"}}).Read("ODS code,PCN\nU99901,Hill PCN\nU99902,Vale PCN\nU99903,Mount PCN")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, r := range read.Rows() {
		names = append(names, r.Text("name"))
	}
	if !slices.Equal(names, []string{"Vale PCN", "Mount PCN"}) {
		t.Errorf("saves %q", names)
	}
}
