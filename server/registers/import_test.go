package registers_test

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/register"
)

// sheets is an xlsx file with rows in each of its sheets.
func sheets(t *testing.T, rows [][]any, names ...string) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for _, name := range names {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for at, row := range rows {
			cell, _ := excelize.CoordinatesToCellName(1, at+1)
			if err := f.SetSheetRow(name, cell, &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// send sends the form of an import with what is in its box and a file.
func send(t *testing.T, h http.Handler, path, text, name string, body []byte) pagetest.Answer {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	_ = w.WriteField("text", text)
	part, err := w.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = part.Write(body)
	_ = w.Close()
	r := httptest.NewRequest(http.MethodPost, path, &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, r)
	return pagetest.Answer{Status: rec.Code, Header: rec.Header(), Body: rec.Body.String()}
}

// TestImportOfAWorkbook: a workbook is looked at and then saved, and the save reads what was looked at.
func TestImportOfAWorkbook(t *testing.T) {
	w := storetest.New(t)
	icb := as(t, w, w.Commissioner)
	path := "/icb/QWE/coverage/pcn/import"
	signed := time.Date(2026, 9, 2, 0, 0, 0, 0, time.UTC)
	rows := [][]any{
		{"ODS code", "PCN", "Population", "Date of the data-sharing agreement"},
		{"U99901", "Hill, Dale; and Vale PCN", 42000, signed},
	}
	looked := send(t, icb, path, "", "pcns.xlsx", sheets(t, rows, "PCNs"))
	looked.Want(t, 200, "What would be saved", "Save 1 PCN", "Hill, Dale; and Vale PCN")
	sent := looked.In("form:has(button[name=save])").Sends(t, 200)
	sent.Set("save", "yes")
	if a := pagetest.Post(t, icb, path, sent); a.Status != 303 {
		t.Fatalf("saved: %d %s", a.Status, a.Body)
	}
	got, err := w.For(w.Commissioner).Register(context.Background(), register.PCNs)
	if err != nil || len(got) != 1 || got[0].Text(register.PCN.Name) != "Hill, Dale; and Vale PCN" ||
		got[0].Text(register.PCN.Population) != "42000" ||
		got[0].Text(register.PCN.SharingOn) != "2026-09-02" {
		t.Errorf("saved %+v, %v", got, err)
	}
	for _, c := range []struct {
		name, file string
		body       []byte
		want       string
	}{
		{"two lists", "pcns.xlsx", sheets(t, rows, "North", "South"), "has 2 sheets with this list’s headings: ‘North’, ‘South’"},
		{"another kind of file", "pcns.csv", []byte("%PDF-1.7\n1 0 obj\n%%EOF"), "‘pcns.csv’ is not a CSV or Excel (xlsx) file"},
		{"nothing in it", "pcns.csv", nil, "‘pcns.csv’ is empty"},
		{"too large", "pcns.csv", bytes.Repeat([]byte("x"), register.MostFile+1), "‘pcns.csv’ is larger than 4 MB"},
	} {
		t.Run(c.name, func(t *testing.T) {
			send(t, icb, path, "", c.file, c.body).Want(t, 422, c.want, `href="#file"`)
		})
	}
	send(t, icb, path, "", "pcns.csv", []byte("Who,Where\nA team,North\n")).Want(
		t, 422, "no line holds the headings", "Who,Where", `href="#text"`)
	pagetest.Post(t, icb, path, url.Values{}).Want(t, 422, "Paste the cells or choose a file", `href="#text"`)
}

// What a file would save is shown with its values, by the name that people know and not by its code.
func TestPreviewShowsValues(t *testing.T) {
	w := storetest.New(t)
	icb := as(t, w, w.Commissioner)
	path := "/icb/QWE/coverage/pcn/import"
	const headings = "PCN Code,PCN Name,Current Sub ICB Loc Code,Sub ICB Location,Open Date,Close Date\n"
	national := send(t, icb, path, "", "epcn.csv", []byte(headings+
		"U99931,HARBOUR TEST PCN,99Z,NHS SOUTH WEST LONDON ICB - 99Z,20190701,\n"+
		"U99932,CLOSED TEST PCN,99Z,NHS SOUTH WEST LONDON ICB - 99Z,20190701,20240331\n"+
		"U99935,FAR TEST PCN,98Z,NHS ESSEX ICB - 98Z,20190701,\n"))
	national.Want(t, 200, "Save 1 PCN", "1 line of other ICBs left out.", "leave them out: Current Sub ICB Loc Code, Open Date")
	national.In("tbody tr").Is(t, 200, "PCN HARBOUR TEST PCN line 2 What happens New ODS code: U99931",
		"PCN CLOSED TEST PCN line 3 What happens Left out: it closed on 31 March 2024")
	sent := national.In("form:has(button[name=save])").Sends(t, 200)
	sent.Set("save", "yes")
	if a := pagetest.Post(t, icb, path, sent); a.Status != 303 {
		t.Fatalf("saved: %d %s", a.Status, a.Body)
	}
	got, err := w.For(w.Commissioner).Register(context.Background(), register.PCNs)
	if err != nil || len(got) != 1 || got[0].Text(register.PCN.Name) != "HARBOUR TEST PCN" {
		t.Errorf("saved %+v, %v", got, err)
	}
	for _, c := range []struct{ name, path, text, want string }{
		{
			"a provider's row", path, "Provider,ODS code,PCN,Population\nNorthside,U99933,Dale PCN,41000\n",
			"PCN Dale PCN line 2 What happens New Provider: Northside ODS code: U99933 Population: 41,000",
		},
		{
			"what is changed and what is taken away", path, "ODS code,PCN,Population\nU99931,Harbour PCN,42000\n",
			"PCN Harbour PCN line 2 What happens Changed PCN: Harbour PCN, was HARBOUR TEST PCN Population: 42,000, was nothing",
		},
		{
			"a list whose rows have no names", "/icb/QWE/meetings/meeting/import",
			"When,Meeting,Minuted\n2 September 2026,Steering group,Yes\n",
			"Meeting 2 September 2026 line 2 What happens New When: 2 September 2026 Meeting: Steering group Minuted: Yes",
		},
		{
			"a list of names", "/icb/QWE/strategy/strategy/import", "Strategy\nWork and health\n",
			"Strategy Work and health line 2 What happens New Strategy: Work and health",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			pagetest.Post(t, icb, c.path, url.Values{"text": {c.text}}).In("tbody tr").Is(t, 200, c.want)
		})
	}
	pagetest.Post(t, icb, path, url.Values{"text": {"PCN,ODS code,Population,Population\nYewtree,U99914,11111,22222\n"}}).Want(t, 422,
		"columns C and D both answer the same question, ‘Population’ and ‘Population’")
}

// TestAFileGoesBeforeTheBox: the box may hold what was looked at before.
func TestAFileGoesBeforeTheBox(t *testing.T) {
	w := storetest.New(t)
	icb := as(t, w, w.Commissioner)
	path, before := "/icb/QWE/coverage/pcn/import", "ODS code,PCN\nU99901,Hill PCN"
	send(t, icb, path, before, "pcns.csv", []byte("ODS code,PCN\nU99902,Dale PCN\nU99903,Vale PCN\n")).Want(t, 200, "Save 2 PCNs",
		"Dale PCN")
	send(t, icb, path, before, "pcns.csv", nil).Want(t, 422, "‘pcns.csv’ is empty", "Hill PCN")
}

// An empty cell at the beginning of what is pasted is a cell: without it every value would be read under the heading
// before its own.
func TestAnEmptyFirstHeadingStays(t *testing.T) {
	w := storetest.New(t)
	icb := as(t, w, w.Commissioner)
	pasted := url.Values{"text": {"\tPCN\tODS code\tPopulation\n1\tYewtree\tU99914\t34,100\n2\tZinnia\tU99915\t\n"}}
	pagetest.Post(t, icb, "/icb/QWE/coverage/pcn/import", pasted).Want(t, 200, "Yewtree", "34,100", "Zinnia")
}
