package register_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ipstoolkit/toolkit/register"
)

// readList is what a file of PCNs would save, a line each: "U99931 Harbour Test PCN", or "line 3: left out, it closed on ...".
func readList(t *testing.T, i register.Importer, name string, body []byte) (string, error) {
	t.Helper()
	text, others, err := i.File(t.Context(), name, body)
	if err != nil {
		return "", err
	}
	read, err := i.Read(text)
	if err != nil {
		return "", err
	}
	var list []string
	for _, l := range read.Lines {
		switch {
		case l.Out != "":
			list = append(list, fmt.Sprintf("line %d: left out, %s", l.N, l.Out))
		case len(l.Wrong) > 0:
			list = append(list, fmt.Sprintf("line %d: %s", l.N, l.Wrong[0].Message))
		default:
			list = append(list, strings.TrimSpace(l.Row.Text(register.PCN.Code)+" "+l.Row.Text(register.PCN.Name)+" "+
				l.Row.Text(register.PCN.Population)+" "+l.Row.Text(register.PCN.SharingOn)))
		}
	}
	if others += read.Others; others > 0 {
		list = append(list, fmt.Sprint(others, " of others"))
	}
	return strings.Join(list, "\n"), nil
}

func TestFilesOfPCNs(t *testing.T) {
	for name, want := range map[string]struct{ rows, err string }{
		"heading-twice.csv": {
			"",
			"columns C and D both answer the same question, ‘Population’ and ‘Population’: remove one of them, or " +
				"give it another heading",
		},
		"separator-named.csv":        {"U99931 Harbour Test PCN", ""},
		"national-pcns.csv":          {"U99931 HARBOUR TEST PCN\nline 3: left out, it closed on 31 March 2024", ""},
		"heading-over-two-lines.csv": {"U99931 Harbour Test PCN", ""},
	} {
		t.Run(name, func(t *testing.T) {
			body, err := os.ReadFile(filepath.Join("testdata", name))
			if err != nil {
				t.Fatal(err)
			}
			got, err := readList(t, pcnImporter(), name, body)
			if got != want.rows || (err == nil) != (want.err == "") || err != nil && err.Error() != want.err {
				t.Errorf("read %q, %v", got, err)
			}
		})
	}
}

func TestNationalListsAreTakenAsTheyAre(t *testing.T) {
	const headings = "PCN Code,PCN Name,Current Sub ICB Loc Code,Sub ICB Location,Open Date,Close Date\n"
	old := register.Row{ID: "r1", Version: 3, Values: map[string]string{"code": "U99932", "name": "Closed PCN"}}
	for _, tt := range []struct{ name, text, want string }{
		{"a title above", "Primary care networks,,,,,\nDownloaded 1 November 2026\n\n" + headings + "U99931,HILL " +
			"PCN,99Z,,20190701,\n", "U99931 HILL PCN"},
		{"closes in the future", headings + "U99931,HILL PCN,99Z,,20190701,20270331\n", "U99931 HILL PCN"},
		{
			"closed, and in the list", headings + "U99932,CLOSED PCN,99Z,,20190701,31/03/2024\n",
			"line 2: left out, it closed on 31 March 2024. It is in this list: remove it there if it has ended",
		},
		{
			"closed, by a workbook's number", headings + "U99931,HILL PCN,99Z,,20190701,45382\n",
			"line 2: left out, it closed on 31 March 2024",
		},
		{"closed on no day", headings + "U99931,HILL PCN,99Z,,20190701,yes\n", "line 2: left out, its closing date, ‘yes’, cannot be read"},
		{
			"a heading over two lines, as Windows breaks them", "ODS code,\"Name of\r\nPCN\",\"PCN\r\nname\"\r\nU99931,x,Hill PCN\r\n",
			"U99931 Hill PCN",
		},
		{"a heading over three lines", "\"ODS\ncode\",\"PCN\n\nname\"\nU99931,Hill PCN\n", "U99931 Hill PCN"},
		{"a heading with a tab and spaces at its ends", "\" ODS\tcode \",\"PCN name\u00a0\"\nU99931,Hill PCN\n", "U99931 Hill PCN"},
		{"sep= with commas", "sep=,\nODS code,PCN\nU99931,Hill PCN\n", "U99931 Hill PCN"},
		{"SEP= in capitals", "SEP=;\r\nODS code;PCN\r\nU99931;\"Hill; PCN\"\r\n", "U99931 Hill; PCN"},
		{"sep= with a tab", "sep=\t\nODS code\tPCN\nU99931\tHill, PCN\n", "U99931 Hill, PCN"},
		{"sep= above a title", "sep=;\nPrimary care networks;\n\nODS code;PCN\nU99931;Hill PCN\n", "U99931 Hill PCN"},
		{"capitals and no-break spaces", "pcn\u00a0CODE,Pcn  name\nU99931,Hill PCN\n", "U99931 Hill PCN"},
		{
			"other ICBs", headings + "U99931,HILL PCN,99Z,NHS SOUTH WEST LONDON ICB - 99Z,20190701,\n" +
				"U99935,FAR PCN,98Z,NHS ESSEX ICB - 98Z,20190701,\nU99936,FAR CLOSED PCN,98Z,NHS ESSEX ICB - 98Z,20190701,20200101\n" +
				"U99933,DALE PCN,99Z,NHS South West London Integrated Care Board,20190701,\n",
			"U99931 HILL PCN\nU99933 DALE PCN\n2 of others",
		},
		{"other ICBs alone", headings + "U99935,FAR PCN,98Z,NHS ESSEX ICB - 98Z,20190701,\n", "U99935 FAR PCN"},
		{
			"one field by two headings", "PCN Code,PCN Name,ODS code\nU99931,Hill PCN,U99932\n",
			"columns A and C both answer the same question, ‘PCN Code’ and ‘ODS code’: remove one of them, or give it another " +
				"heading",
		},
		{
			"more cells than headings", "ODS code,PCN,Population\nU99931,Hill PCN,1,234\n",
			"line 2: It has more cells than there are headings: put a cell with a comma in it in quotation marks",
		},
		{
			"days and numbers as programs write them",
			"ODS code,PCN,Population,Date of the data-sharing agreement\nU99931,Hill PCN,42000.0,31-Aug-26\n" +
				"U99933,Dale PCN,\"41,500\",20260831\nU99934,Vale PCN,n/a,Mon 31 August 2026\n",
			"U99931 Hill PCN 42000 2026-08-31\nU99933 Dale PCN 41500 2026-08-31\nU99934 Vale PCN  2026-08-31",
		},
		{
			"an spreadsheet error", "ODS code,PCN,Population\nU99931,Hill PCN,#REF!\n",
			"line 2: Registered population is a spreadsheet error. Correct it in the spreadsheet and save the file",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			i := pcnImporter(old)
			i.ICB = "South West London"
			got, err := readList(t, i, "list.csv", []byte(tt.text))
			if err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("read %q, want %q", got, tt.want)
			}
		})
	}
}

// A national workbook has a sheet with the PCNs and a longer one with their practices, days as numbers, and a title.
func TestNationalWorkbook(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	put := func(sheet string, rows ...[]any) {
		_, _ = f.NewSheet(sheet)
		for n, row := range rows {
			if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", n+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	pcns := [][]any{
		{"Primary care networks in England"},
		{},
		{"PCN Code", "PCN Name", "Current Sub ICB Loc Code", "Sub ICB Location", "Open Date", "Close Date"},
		{"U99931", "HARBOUR TEST PCN", "99Z", "NHS SOUTH WEST LONDON ICB - 99Z", 20190701},
		{"U99932", "CLOSED TEST PCN", "99Z", "NHS SOUTH WEST LONDON ICB - 99Z", 20190701, 20240331},
	}
	for n := range 1400 {
		pcns = append(pcns, []any{fmt.Sprintf("U9%04d", n), "FAR TEST PCN", "98Z", "NHS ESSEX ICB - 98Z", 20190701})
	}
	put("PCN Details", pcns...)
	practices := [][]any{{"Partner Organisation Code", "Partner Name", "Practice Region"}}
	for n := range 7000 {
		practices = append(practices, []any{fmt.Sprintf("Y%05d", n), "TEST SURGERY", "London"})
	}
	put("PCN Core Partner Details", practices...)
	_ = f.DeleteSheet("Sheet1")
	var body bytes.Buffer
	if err := f.Write(&body); err != nil {
		t.Fatal(err)
	}
	i := pcnImporter()
	i.ICB = "South West London"
	const want = "U99931 HARBOUR TEST PCN\nline 5: left out, it closed on 31 March 2024\n1400 of others"
	if got, err := readList(t, i, "ePCN.xlsx", body.Bytes()); got != want || err != nil {
		t.Errorf("read %q, %v", got, err)
	}
}
