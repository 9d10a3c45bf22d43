package workbook

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/server/places"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/workbook"
)

// importer is the pages as a member sees them, with places to read files.
func importer(t *testing.T, w *storetest.World, m tenants.Member) http.Handler {
	t.Helper()
	pagetest.NeedAssets(t)
	e, icb := pagetest.As(m)
	Pages{
		Store: w.Store, Editions: pagetest.Editions(t), Places: places.New(2, 0), Reading: places.New(2, 0),
	}.Mount(icb)
	return e
}

// downloaded is a workbook as a member downloads it.
func downloaded(t *testing.T, h http.Handler, which string) []byte {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "/icb/QWE/workbook.xlsx?for="+which, nil)
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, r)
	if answer.Code != http.StatusOK {
		t.Fatalf("download: %d", answer.Code)
	}
	return answer.Body.Bytes()
}

// sheets is a workbook that somebody fills in.
type sheets struct {
	*excelize.File
	t *testing.T
}

// made counts the saves since it was called last.
func made(t *testing.T, w *storetest.World) func() int64 {
	all := w.Saves(t)
	before := all()
	return func() int64 {
		now := all()
		n := now - before
		before = now
		return n
	}
}

// filled is a workbook after somebody has filled it in.
func filled(t *testing.T, body []byte, fill func(s sheets)) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	fill(sheets{f, t})
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// cell is the name of the cell of a field in the first row with a cell that begins with a text.
func (s sheets) cell(sheet, field, begins string) string {
	s.t.Helper()
	rows, err := s.GetRows(sheet)
	if err != nil {
		s.t.Fatal(err)
	}
	column := slices.Index(rows[0], field)
	row := slices.IndexFunc(rows[1:], func(cells []string) bool {
		return slices.ContainsFunc(cells, func(c string) bool { return strings.HasPrefix(c, begins) })
	})
	if column < 0 || row < 0 {
		s.t.Fatalf("%s has no %s of %s: %q", sheet, field, begins, rows[0])
	}
	name, _ := excelize.CoordinatesToCellName(column+1, row+2)
	return name
}

func (s sheets) set(sheet, field, begins string, value any) {
	s.t.Helper()
	if err := s.SetCellValue(sheet, s.cell(sheet, field, begins), value); err != nil {
		s.t.Fatal(err)
	}
}

// add writes a new row below the last one.
func (s sheets) add(sheet string, values map[string]any) {
	s.t.Helper()
	rows, _ := s.GetRows(sheet)
	for field, value := range values {
		name, _ := excelize.CoordinatesToCellName(slices.Index(rows[0], field)+1, len(rows)+1)
		if err := s.SetCellValue(sheet, name, value); err != nil {
			s.t.Fatal(err)
		}
	}
}

// risk is a new row of the sheet of risks. Its date is a number without a format, as some programs leave it.
func risk(what string) map[string]any {
	return map[string]any{"what": what, "level": "red: needs a decision now", "path": "x", "owner": "ICB", "raised_on": 46327}
}

// brought is the answer to a workbook that is brought back.
func brought(t *testing.T, h http.Handler, body []byte) pagetest.Answer {
	t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	part, err := m.CreateFormFile("file", "filled in.xlsx")
	if err == nil {
		_, err = part.Write(body)
	}
	if err == nil {
		err = m.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/icb/QWE/import", &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return pagetest.Ask(t, h, r)
}

// recorded is an ICB in which something is recorded of everything that can come back.
func recorded(t *testing.T, w *storetest.World) {
	t.Helper()
	rows, p := w.For(w.Lead), edition.Current()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, key := range []string{"1.1", "3.4"} {
		priority, _ := p.Priority(key)
		_, err := rows.SaveEntry(t.Context(), priority, assessment.Entry{
			Priority: key, Status: assessment.InProgress, Notes: "Notes of " + key + "\n= and more ", PrivateNotes: "Between us",
			Owner: w.Commissioner.ID, ReviewOn: "2027-03-31", Points: []string{priority.Statements()[0].ID},
		})
		must(err)
	}
	_, err := rows.SaveRow(t.Context(), register.Teams, register.Row{
		Provider: w.ProviderA.Provider, Values: map[string]string{"name": "East team", "mhsds": "direct"},
	})
	must(err)
	_, err = rows.SaveRow(t.Context(), register.Risks, register.Row{
		Values: map[string]string{"what": "Money ends", "level": "red", "path": "Ask early", "owner": "ICB", "raised_on": "2026-11-02"},
	})
	must(err)
	_, err = rows.SaveAction(t.Context(), action.Action{
		What: "Write to the trust", Owner: action.Owner{Provider: w.ProviderA.Provider}, Due: "2026-12-18", Shared: true,
	})
	must(err)
}

func TestAnUntouchedWorkbookChangesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		recorded(t, w)
		for name, who := range map[string]struct {
			tenants.Member
			which string
		}{"lead": {w.Lead, "full"}, "commissioner": {w.Commissioner, "full"}, "provider": {w.ProviderA, "provider"}} {
			t.Run(name, func(t *testing.T) {
				h := importer(t, w, who.Member)
				body := downloaded(t, h, who.which)
				saves := made(t, w)
				brought(t, h, body).In("main").Want(t, http.StatusOK, "There is nothing to save: the file says what is recorded here")
				if n := saves(); n != 0 {
					t.Errorf("%d saves", n)
				}
			})
		}
	})
}

// TestAWorkbookIsBroughtBack: what is changed in the file is saved by the checks of the pages, what is wrong is said, and what was
// changed here too is asked.
func TestAWorkbookIsBroughtBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		recorded(t, w)
		h := importer(t, w, w.Lead)
		body := filled(t, downloaded(t, h, "full"), func(s sheets) {
			s.set(workbook.Toolkit, "status", "priority|1.2|", "in place")
			s.set(workbook.Toolkit, "notes", "priority|1.1|", "Mine\nin two lines")
			s.set(workbook.Toolkit, "review_on", "priority|1.1|", "30/06/2027")
			s.set(workbook.Toolkit, "notes", "priority|3.4|", "Mine too")
			s.set(workbook.Toolkit, "status", "priority|3.4|", "In place")
			s.set(workbook.Toolkit, "owner", "priority|2.1|", "Jo Nobody")
			s.set(workbook.Toolkit, "notes", "priority|2.2|", "Order 999 000 0018")
			if err := s.SetCellFormula(workbook.Toolkit, s.cell(workbook.Toolkit, "notes", "priority|2.3|"), "1+1"); err != nil {
				t.Fatal(err)
			}
			s.set(workbook.Statements, "points", "priority|1.2|c1", "Yes")
			s.set(workbook.DataFlow, "mhsds", "team|", "Perhaps")
			s.set(workbook.Risks, "path", "risk|", "Ask in June")
			s.add(workbook.Risks, risk("Nobody applies"))
			s.set(workbook.Actions, "state", "action|", "Done")
			s.set(workbook.Actions, "done_on", "action|", "2026-11-19")
		})
		// Meanwhile somebody else changes 3.4's notes, and the owner of 1.1.
		for key, change := range map[string]func(e *assessment.Entry){
			"3.4": func(e *assessment.Entry) { e.Notes = "Theirs" },
			"1.1": func(e *assessment.Entry) { e.Owner = "" },
		} {
			e, err := w.For(w.Commissioner).Entry(t.Context(), key)
			if err != nil {
				t.Fatal(err)
			}
			change(&e)
			p, _ := edition.Current().Priority(key)
			if _, err := w.For(w.Commissioner).SaveEntry(t.Context(), p, e); err != nil {
				t.Fatal(err)
			}
		}
		saves := made(t, w)
		shown := brought(t, h, body)
		shown.In("main").Want(t, http.StatusOK, "5 rows would be changed", "1 row would be added",
			"1 row was changed here too: choose what stays", "4 rows cannot be taken",
			"2.3 ", "holds a formula, which we do not work out",
			"Owner ‘Jo Nobody’: nobody in this ICB is called that", "Notes must not include an NHS number", "confirm there that it is not",
			"must be one of:",
			"Take what the workbook has: Mine too", "Keep what is here: Theirs")
		if n := saves(); n != 0 {
			t.Fatalf("the preview made %d saves", n)
		}
		form := shown.In("form:has([name=rows])").Sends(t, http.StatusOK)
		form.Set("save", "yes")
		answer := pagetest.Post(t, h, "/icb/QWE/import", form)
		answer.Want(t, http.StatusSeeOther)
		check := func(key string, status assessment.Status, notes, owner, review string, points int) {
			t.Helper()
			e, err := w.For(w.Lead).Entry(t.Context(), key)
			if err != nil || e.Status != status || e.Notes != notes || e.Owner != owner || string(e.ReviewOn) != review ||
				len(e.Points) != points {
				t.Errorf("%s: %+v, %v", key, e, err)
			}
		}
		check("1.2", assessment.InPlace, "", "", "2027-03-31", 1)
		check("1.1", assessment.InProgress, "Mine\nin two lines", "", "2027-06-30", 1)
		check("3.4", assessment.InPlace, "Theirs", w.Commissioner.ID, "2027-03-31", 1)
		risks, err := w.For(w.Lead).Register(t.Context(), register.Risks)
		if err != nil || len(risks) != 2 {
			t.Fatalf("%+v, %v", risks, err)
		}
		actions, err := w.For(w.Lead).Actions(t.Context())
		if err != nil || actions[0].State != action.Done || actions[0].DoneOn != "2026-11-19" {
			t.Errorf("%+v, %v", actions, err)
		}
		if n := saves(); n != 7 {
			t.Errorf("%d saves, want the import and 6 records", n)
		}
		events, err := w.For(w.Lead).History(t.Context(), record.Priority, "1.2")
		if err != nil || !strings.Contains(fmt.Sprint(events), "from_workbook") || !strings.Contains(fmt.Sprint(events), "filled in.xlsx") {
			t.Errorf("the history does not say where it came from: %+v, %v", events, err)
		}
	})
}

// TestAWorkbookIsBroughtBackOnce sends the same form twice: the second makes nothing, new rows too.
func TestAWorkbookIsBroughtBackOnce(t *testing.T) {
	w := storetest.New(t)
	recorded(t, w)
	h := importer(t, w, w.Lead)
	shown := brought(t, h, filled(t, downloaded(t, h, "full"), func(s sheets) {
		s.set(workbook.Toolkit, "notes", "priority|1.1|", "Mine")
		s.add(workbook.Risks, risk("First"))
		s.add(workbook.Risks, risk("Second"))
	}))
	form := shown.In("form:has([name=rows])").Sends(t, http.StatusOK)
	form.Set("save", "yes")
	saves := made(t, w)
	pagetest.Post(t, h, "/icb/QWE/import", form).Want(t, http.StatusSeeOther)
	if n := saves(); n != 4 {
		t.Errorf("%d saves, want the import and 3 records", n)
	}
	pagetest.Post(t, h, "/icb/QWE/import", form).Want(t, http.StatusSeeOther)
	if n := saves(); n != 0 {
		t.Errorf("the same form again made %d saves", n)
	}
	risks, err := w.For(w.Lead).Register(t.Context(), register.Risks)
	if err != nil || len(risks) != 3 {
		t.Errorf("%+v, %v", risks, err)
	}
	left := shown.In("form:has([name=rows])").Sends(t, http.StatusOK)
	left.Set("save", "yes")
	left.Set("leave", workbook.Risks)
	left.Set("once", "another")
	pagetest.Post(t, h, "/icb/QWE/import", left).In("main").Want(t, http.StatusUnprocessableEntity, "Choose at least one row")
	none := shown.In("form:has([name=rows])").Sends(t, http.StatusOK)
	none.Set("save", "yes")
	none.Del("take")
	pagetest.Post(t, h, "/icb/QWE/import", none).In("main").Want(t, http.StatusUnprocessableEntity, "Choose at least one row")
}

// TestAWorkbookMeetsALaterSave: a record that somebody saves between the preview and the save is shown again, and nothing is saved.
func TestAWorkbookMeetsALaterSave(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		recorded(t, w)
		h := importer(t, w, w.Lead)
		shown := brought(t, h, filled(t, downloaded(t, h, "full"), func(s sheets) {
			s.set(workbook.Toolkit, "notes", "priority|1.1|", "Mine")
			s.set(workbook.Toolkit, "notes", "priority|1.2|", "Mine")
		}))
		form := shown.In("form:has([name=rows])").Sends(t, http.StatusOK)
		form.Set("save", "yes")
		e, err := w.For(w.Commissioner).Entry(t.Context(), "1.1")
		if err != nil {
			t.Fatal(err)
		}
		p, _ := edition.Current().Priority("1.1")
		e.Notes = "Theirs"
		if _, err := w.For(w.Commissioner).SaveEntry(t.Context(), p, e); err != nil {
			t.Fatal(err)
		}
		saves := made(t, w)
		again := pagetest.Post(t, h, "/icb/QWE/import", form)
		again.In("main").Want(t, http.StatusConflict, "while you were reading this", "Keep what is here: Theirs",
			"Take what the workbook has: Mine")
		if n := saves(); n != 0 {
			t.Errorf("%d saves", n)
		}
		form = again.In("form:has([name=rows])").Sends(t, http.StatusConflict)
		form.Set("save", "yes")
		form.Set("cell-priority-1.1-0", "there")
		pagetest.Post(t, h, "/icb/QWE/import", form).Want(t, http.StatusSeeOther)
		if e, err := w.For(w.Lead).Entry(t.Context(), "1.1"); err != nil || e.Notes != "Mine" {
			t.Errorf("%+v, %v", e, err)
		}
	})
}

// TestWrongWorkbooks: a file that is not the member's live workbook is recognised, and says so.
func TestWrongWorkbooks(t *testing.T) {
	w := storetest.New(t)
	recorded(t, w)
	lead, provider := importer(t, w, w.Lead), importer(t, w, w.ProviderA)
	full := downloaded(t, lead, "full")
	meta := func(row int, value string) []byte {
		return filled(t, full, func(s sheets) { _ = s.SetCellValue(workbook.Meta, fmt.Sprintf("B%d", row), value) })
	}
	plain := excelize.NewFile()
	var other bytes.Buffer
	_ = plain.SetCellValue("Sheet1", "A1", "Priority")
	if err := plain.Write(&other); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		by   http.Handler
		body []byte
		want string
	}{
		"the steering group's":        {lead, downloaded(t, lead, "steering"), "nothing in it can be brought back"},
		"a provider's, by the lead":   {lead, downloaded(t, provider, "provider"), "made for somebody else"},
		"the full one, by a provider": {provider, full, "made for somebody else"},
		"another ICB's":               {lead, meta(2, "QOP"), "from another ICB (QOP)"},
		"another edition's":           {lead, meta(3, "2025-01"), "another edition of the toolkit"},
		"a sealed round's":            {lead, meta(8, "2026Q3"), "sealed round of Quarter 3 2026/27"},
		"a later one":                 {lead, meta(6, "99999"), "newer than what is recorded here"},
		"any other workbook":          {lead, other.Bytes(), "not a workbook downloaded from this service"},
		"no workbook":                 {lead, []byte("Priority,Status\n1.1,In place\n"), "not a workbook downloaded from this service"},
		"a priority's row deleted": {lead, filled(t, full, func(s sheets) {
			_ = s.RemoveRow(workbook.Toolkit, 8)
		}), "does not have all 22 priorities. Put back the rows of 2.3"},
		"more rows than one save takes": {lead, filled(t, full, func(s sheets) {
			for n := range 1001 {
				_ = s.SetCellValue(workbook.Risks, fmt.Sprintf("A%d", 20+n), "Risk")
			}
		}), "The file changes 1,001 rows. Bring back up to 1,000 at a time"},
		"a sheet deleted": {lead, filled(t, full, func(s sheets) { _ = s.DeleteSheet(workbook.Toolkit) }), "no sheet ‘Toolkit’"},
	} {
		t.Run(name, func(t *testing.T) {
			saves := made(t, w)
			brought(t, tt.by, tt.body).In("main").Want(t, http.StatusUnprocessableEntity, tt.want)
			if n := saves(); n != 0 {
				t.Errorf("%d saves", n)
			}
		})
	}
	for name, want := range map[string]string{"Order 999 000 0018.xlsx": "looks like an NHS number", strings.Repeat("x", 201): "too long"} {
		pagetest.Post(t, lead, "/icb/QWE/import", url.Values{
			"rows": {fmt.Sprintf(`{"name":%q,"icb":"QWE","edition":"2026-03","audience":"full","version":1}`, name)}, "save": {"yes"},
		}).In("main").Want(t, http.StatusUnprocessableEntity, want)
	}
	pagetest.Post(t, lead, "/icb/QWE/import", url.Values{"rows": {"{"}, "save": {"yes"}}).Want(t, http.StatusBadRequest)
	brought(t, importer(t, w, w.Reader), full).Want(t, http.StatusForbidden)
}

// TestContractsAndEvidenceComeBack: a contract's terms and clauses and the link of a piece of evidence are changed; a clause that
// somebody answered here meanwhile is asked about.
func TestContractsAndEvidenceComeBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		recorded(t, w)
		rows := w.For(w.Lead)
		k, err := rows.SaveContract(t.Context(), contract.Contract{
			Provider: w.ProviderA.Provider, Name: "Northside IPS", Type: contract.Types[0].Value, Start: "2025-04-01", End: "2028-03-31",
		})
		if err != nil {
			t.Fatal(err)
		}
		e, err := rows.SaveEvidence(t.Context(), edition.Current(), evidence.Evidence{
			Title: "Minutes", Link: "https://example.org/minutes", Places: []evidence.Place{{Priority: "1.2"}},
		})
		if err != nil {
			t.Fatal(err)
		}
		h := importer(t, w, w.Lead)
		one, two := "contract|"+k.ID+"|"+contract.Clauses[0].Code, "contract|"+k.ID+"|"+contract.Clauses[1].Code
		body := filled(t, downloaded(t, h, "full"), func(s sheets) {
			s.set(workbook.Contracts, "reference", "contract|", "NS-1")
			s.set(workbook.Contracts, "ends_on", "contract|", "open-ended")
			s.set(workbook.Contracts, "value_mhis", "contract|", 250000)
			s.set(workbook.Clauses, "answer", one, "yes")
			s.set(workbook.Clauses, "said_in", one, "Schedule 2")
			s.set(workbook.Clauses, "answer", two, "Yes")
			s.set(workbook.Evidence, "link", "evidence|", "https://example.org/later")
			s.set(workbook.Evidence, "review_on", "evidence|", "31 March 2027")
		})
		k.Terms = map[string]contract.Term{contract.Clauses[1].Code: {Answer: contract.No}}
		if _, err := rows.SaveContract(t.Context(), k); err != nil {
			t.Fatal(err)
		}
		shown := brought(t, h, body)
		shown.In("main").Want(t, http.StatusOK, "2 rows would be changed", "1 row was changed here too: choose what stays",
			"Keep what is here: No", "Where it says so, "+strings.Split(contract.Clauses[0].Asks, ",")[0])
		form := shown.In("form:has([name=rows])").Sends(t, http.StatusOK)
		form.Set("save", "yes")
		pagetest.Post(t, h, "/icb/QWE/import", form).Want(t, http.StatusSeeOther)
		k, err = rows.Contract(t.Context(), k.ID)
		if err != nil || k.Reference != "NS-1" || k.End != "" || k.Value.MHIS.Hundredths != 250000_00 ||
			k.Terms[contract.Clauses[0].Code] != (contract.Term{Answer: contract.Yes, Reference: "Schedule 2"}) ||
			k.Terms[contract.Clauses[1].Code].Answer != contract.No {
			t.Errorf("%+v, %v", k, err)
		}
		e, err = rows.Evidence(t.Context(), e.ID)
		if err != nil || e.Link != "https://example.org/later" || e.ReviewOn != "2027-03-31" || e.Title != "Minutes" {
			t.Errorf("%+v, %v", e, err)
		}
	})
}

// TestAProviderBringsBackItsPart: it changes its own rows and reports on its own actions; all else is refused in words.
func TestAProviderBringsBackItsPart(t *testing.T) {
	w := storetest.New(t)
	recorded(t, w)
	h := importer(t, w, w.ProviderA)
	shown := brought(t, h, filled(t, downloaded(t, h, "provider"), func(s sheets) {
		s.set(workbook.Toolkit, "status", "priority|1.1|", "In place")
		s.set(workbook.DataFlow, "name", "team|", "East and west team")
		s.set(workbook.Actions, "note", "action|", "Half way")
		s.add(workbook.DataFlow, map[string]any{"name": "North team", "~Provider": "Riverside"})
	}))
	shown.In("main").Want(t, http.StatusOK, "2 rows would be changed", "1 row would be added", "1 row cannot be taken",
		"Your role does not let you change it")
	form := shown.In("form:has([name=rows])").Sends(t, http.StatusOK)
	form.Set("save", "yes")
	pagetest.Post(t, h, "/icb/QWE/import", form).Want(t, http.StatusSeeOther)
	teams, err := w.For(w.Lead).Register(t.Context(), register.Teams)
	if err != nil || len(teams) != 2 || teams[0].Provider != w.ProviderA.Provider || teams[1].Provider != w.ProviderA.Provider {
		t.Errorf("%+v, %v", teams, err)
	}
}
