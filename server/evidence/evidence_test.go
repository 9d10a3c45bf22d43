package evidence

import (
	"bytes"
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"ipstoolkit/scan"
	"ipstoolkit/scan/scantest"
	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/server/places"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
)

func TestTemplates(t *testing.T) { pagetest.CheckTemplates(t) }

// site is the service's evidence pages as its members see them.
type site struct {
	*storetest.World
	t       *testing.T
	scanner *scan.Scanner
	reading *places.Places
	room    *places.Room
}

func newSite(t *testing.T) *site {
	pagetest.NeedAssets(t)
	return &site{World: storetest.New(t), t: t}
}

func (s *site) as(m tenants.Member) http.Handler {
	s.t.Helper()
	e, icb := pagetest.As(m)
	Pages{Store: s.Store, Editions: pagetest.Editions(s.t), Scanner: s.scanner, Reading: s.reading, Room: s.room}.Mount(icb)
	return e
}

type attachment struct{ name, body string }

// send posts a form with files, as a browser does.
func (s *site) send(m tenants.Member, path string, fields url.Values, files ...attachment) *httptest.ResponseRecorder {
	s.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, values := range fields {
		for _, v := range values {
			if err := w.WriteField(name, v); err != nil {
				s.t.Fatal(err)
			}
		}
	}
	if len(files) == 0 {
		files = []attachment{{}} // a file field that was left empty
	}
	for _, f := range files {
		part, err := w.CreateFormFile("files", f.name)
		if err != nil {
			s.t.Fatal(err)
		}
		if _, err := io.WriteString(part, f.body); err != nil {
			s.t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		s.t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	rec := httptest.NewRecorder()
	s.as(m).ServeHTTP(rec, r)
	return rec
}

// added sends evidence that must be kept and returns its id.
func (s *site) added(m tenants.Member, fields url.Values, files ...attachment) string {
	s.t.Helper()
	rec := s.send(m, "/icb/QWE/evidence/add", fields, files...)
	match := regexp.MustCompile(`^/icb/QWE/evidence/(\w+)\?saved=added$`).FindStringSubmatch(rec.Header().Get("Location"))
	if rec.Code != http.StatusSeeOther || match == nil {
		s.t.Fatalf("status %d, location %q:\n%s", rec.Code, rec.Header().Get("Location"), rec.Body)
	}
	return match[1]
}

func (s *site) evidence(id string) evidence.Evidence {
	s.t.Helper()
	e, err := s.For(s.Lead).Evidence(context.Background(), id)
	if err != nil {
		s.t.Fatal(err)
	}
	return e
}

func fieldsOf(more ...string) url.Values {
	f := url.Values{"title": {"Steering group minutes"}, "priority": {"1.2"}}
	for i := 0; i < len(more); i += 2 {
		f.Add(more[i], more[i+1])
	}
	return f
}

func want(t *testing.T, rec *httptest.ResponseRecorder, status int, texts ...string) {
	t.Helper()
	pagetest.Answer{Status: rec.Code, Header: rec.Header(), Body: rec.Body.String()}.Want(t, status, texts...)
}

func TestAddAndRead(t *testing.T) {
	s := newSite(t)
	pagetest.Get(t, s.as(s.ProviderA), "/icb/QWE/evidence/add?priority=3.4").Want(t, 200, evidence.Warning, `value="3.4" checked`,
		`value="3.4 c1"`, `enctype="multipart/form-data"`)
	id := s.added(s.ProviderA, fieldsOf("link", "https://example.org/a?b=1&c=2", "priority", "3.4", "point", "3.4 c1",
		"from-day", "1", "from-month", "July", "from-year", "2026", "to-day", "30", "to-month", "9", "to-year", "2026", "review_on-day",
		"31", "review_on-month", "3", "review_on-year", "2027"),
		attachment{"Minutes July.docx.txt", "All went well."}, attachment{"figures.csv", "quarter,people\nQ1,40\n"})
	e := s.evidence(id)
	if e.PlacesText() != "1.2, 3.4, 3.4 c1" || e.Covers() != "1 July 2026 to 30 September 2026" || e.ReviewOn != "2027-03-31" ||
		len(e.Files) != 2 || e.Source() != "Northside" {
		t.Errorf("kept %+v", e)
	}
	form := pagetest.Get(t, s.as(s.ProviderA), "/icb/QWE/evidence/add?priority=3.4")
	form.Want(t, 200, "Add a link, files or both", "Which priorities does it support?")
	if got := strings.Count(form.Body, `<details class="nhsuk-details" open>`); got != 1 {
		t.Errorf("%d sections are open, want the one with 3.4", got)
	}
	pagetest.Get(t, s.as(s.Commissioner), "/icb/QWE/evidence/"+id+"?saved=added").Want(t, 200,
		"Priorities it supports", "Your decision", "3.4 At least 40% of unemployed people accessing IPS supported into work, ‘",
		"Evidence added", "Minutes July.docx.txt", "figures.csv", "Not scanned for viruses", "1 July 2026 to 30 September 2026",
		"Accept evidence", "Ask a question",
		`href="https://example.org/a?b=1&amp;c=2"`, "To review")
	pagetest.Get(t, s.as(s.Commissioner), "/icb/QWE/evidence").Want(t, 200, "Steering group minutes", "Link and 2 files", "Northside",
		"1.2, 3.4")
	if got := pagetest.Get(t, s.as(s.Commissioner), "/icb/QWE/evidence?priority=2.1"); strings.Contains(got.Body,
		"Steering group minutes") || !strings.Contains(got.Body, "No evidence matches this filter") {
		t.Error("the filter by priority lets other evidence through")
	}
}

// Evidence is offered for what can be met. What was ticked on background before can be unticked.
func TestBackgroundIsNotOfferedForEvidence(t *testing.T) {
	p, _ := edition.Current().Priority("4.4")
	for _, tt := range []struct {
		name   string
		ticked []string
		want   string
	}{
		{"nothing ticked", nil, "4.4 c2, 4.4 b1, 4.4 b2, 4.4 b3"},
		{"background ticked before", []string{"4.4", "4.4 c1"}, "4.4 c1, 4.4 c2, 4.4 b1, 4.4 b2, 4.4 b3"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var values []string
			for _, item := range pointBoxes(p, tt.ticked).Items {
				values = append(values, item.Value)
			}
			if got := strings.Join(values, ", "); got != tt.want {
				t.Errorf("offers %s, want %s", got, tt.want)
			}
		})
	}
}

func TestRefusedFormsKeepWhatWasTyped(t *testing.T) {
	s := newSite(t)
	cases := []struct {
		name   string
		fields url.Values
		files  []attachment
		texts  []string
	}{
		{
			"nothing",
			url.Values{"title": {""}},
			nil,
			[]string{"Enter a title", "Enter a link or choose a file", "Choose at least one priority"},
		},
		{
			"script as a link", fieldsOf("link", "javascript:alert(1)"), nil,
			[]string{"Enter a link that starts with https://", `value="javascript:alert(1)"`},
		},
		{
			"half a date", fieldsOf("link", "https://example.org", "review_on-day", "31"), nil,
			[]string{"Review by must include a month", `value="31"`},
		},
		{
			"macros", fieldsOf(),
			[]attachment{{"plan.docm", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old"}},
			[]string{"‘plan.docm’ is in an old Office format", "Choose your files again"},
		},
		{
			"two files, each refused", fieldsOf(),
			[]attachment{{"a.html", "<html></html>"}, {"b.txt", ""}},
			[]string{"‘a.html’ is not a kind of file", "‘b.txt’ is empty"},
		},
		{
			"one of two refused", fieldsOf(),
			[]attachment{{"a.txt", "hello"}, {"b.svg", "<svg/>"}},
			[]string{"‘b.svg’ is not a kind of file", "Choose your files again"},
		},
		{
			"too large", fieldsOf(),
			[]attachment{{"big.txt", strings.Repeat("x", evidence.FileLimit+1)}},
			[]string{"‘big.txt’ is larger than 20 MB"},
		},
		{"NHS number in the title", fieldsOf("title", "x", "link", "https://example.org"), nil, nil},
		{
			"NHS number in a file", fieldsOf(),
			[]attachment{{"log.csv", "name,number\na,999 000 0018\n"}},
			[]string{"‘log.csv’ must not include an NHS number", "ending 0018", `name="confirmed"`, "Choose your files again"},
		},
		{"NHS number in a file's name", fieldsOf(), []attachment{{"9990000018.txt", "hello"}}, []string{"must not include an NHS number"}},
		{
			"unknown priority", fieldsOf("link", "https://example.org", "priority", "9.9"), nil,
			[]string{"Choose priorities and statements from the list"},
		},
		{"too many files", fieldsOf(), many(evidence.FilesAtOnce + 1), []string{"Choose up to 10 files at a time"}},
	}
	cases[7].fields.Set("title", "About 999 000 0018")
	cases[7].texts = []string{"Title must not include an NHS number", `value="About 999 000 0018"`, `name="confirmed"`}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			rec := s.send(s.ProviderA, "/icb/QWE/evidence/add", c.fields, c.files...)
			want(t, rec, http.StatusUnprocessableEntity, append(c.texts, "There is a problem", "Error: Add evidence")...)
			if title := c.fields.Get("title"); title != "" && !strings.Contains(rec.Body.String(), `value="`+title+`"`) {
				t.Error("the title is gone")
			}
		})
	}
	if list, err := s.For(s.Lead).EvidenceList(context.Background()); err != nil || len(list) != 0 {
		t.Errorf("refused forms left %+v, %v", list, err)
	}
	if used, _, err := s.For(s.Lead).Quota(context.Background()); err != nil || used != 0 {
		t.Errorf("refused forms left %d bytes, %v", used, err)
	}
}

func many(n int) []attachment {
	files := make([]attachment, n)
	for i := range files {
		files[i] = attachment{"f" + strconv.Itoa(i) + ".txt", "hello"}
	}
	return files
}

func TestConfirmedNumbersAreTaken(t *testing.T) {
	s := newSite(t)
	fields := fieldsOf("link", "https://example.org")
	fields.Set("title", "Contract 999 000 0018")
	log := attachment{"log.csv", "name,number\na,9990000026\n"}
	rec := s.send(s.ProviderA, "/icb/QWE/evidence/add", fields, log)
	boxes := regexp.MustCompile(`name="confirmed" type="checkbox" value="(\w+)"`).FindAllStringSubmatch(rec.Body.String(), -1)
	if rec.Code != 422 || len(boxes) != 2 {
		t.Fatalf("status %d, %d boxes:\n%s", rec.Code, len(boxes), rec.Body)
	}
	fields["confirmed"] = []string{boxes[0][1]}
	want(t, s.send(s.ProviderA, "/icb/QWE/evidence/add", fields, log), 422, "‘log.csv’ must not include an NHS number")
	fields["confirmed"] = []string{boxes[0][1], boxes[1][1]}
	id := s.added(s.ProviderA, fields, log)
	if e := s.evidence(id); e.Confirmed != boxes[0][1]+","+boxes[1][1] {
		t.Errorf("kept of the confirmation: %q", e.Confirmed)
	}
	// The title stays as it was confirmed when something else changes.
	change := fieldsOf("link", "https://example.org/2", "version", "1")
	change.Set("title", "Contract 999 000 0018")
	want(t, s.send(s.ProviderA, "/icb/QWE/evidence/"+id+"/edit", change), http.StatusSeeOther)
}

func TestWhoMayDoWhat(t *testing.T) {
	s := newSite(t)
	id := s.added(s.ProviderA, fieldsOf(), attachment{"a.txt", "hello"})
	file := s.evidence(id).Files[0].ID
	shared := s.added(s.Commissioner, fieldsOf("shared", "yes", "link", "https://example.org"))
	cases := []struct {
		name, method, path                                              string
		lead, commissioner, own, rival, reader, foreign, foreignUnknown int
	}{
		{"register", "GET", "", 200, 200, 200, 200, 403, 200, 200},
		{"form", "GET", "/add", 200, 200, 200, 200, 403, 200, 200},
		{"send", "POST", "/add", 422, 422, 422, 422, 403, 422, 422},
		{"look", "GET", "/" + id, 200, 200, 200, 404, 403, 404, 404},
		{"edit form", "GET", "/" + id + "/edit", 200, 200, 200, 404, 403, 404, 404},
		{"edit", "POST", "/" + id + "/edit", 422, 422, 422, 404, 403, 404, 404},
		{"download", "GET", "/" + id + "/files/" + file, 200, 200, 200, 404, 403, 404, 404},
		{"download by another piece's address", "GET", "/" + shared + "/files/" + file, 404, 404, 404, 404, 403, 404, 404},
		{"unknown file", "GET", "/" + id + "/files/none", 404, 404, 404, 404, 403, 404, 404},
		{"ask to remove", "GET", "/" + id + "/files/" + file + "/remove", 200, 403, 403, 403, 403, 404, 404},
		{"remove", "POST", "/" + id + "/files/" + file + "/remove", 422, 403, 403, 403, 403, 404, 404},
		{"act", "POST", "/" + id, 400, 400, 400, 404, 403, 404, 404},
		{"look at what is shared", "GET", "/" + shared, 200, 200, 200, 200, 403, 404, 404},
		{"change what is shared", "POST", "/" + shared + "/edit", 422, 422, 403, 403, 403, 404, 404},
		{"withdraw what is shared", "POST", "/" + shared, 400, 400, 403, 403, 403, 404, 404},
	}
	for _, c := range cases {
		for _, who := range []struct {
			name string
			m    tenants.Member
			want int
		}{
			{"lead", s.Lead, c.lead},
			{"commissioner", s.Commissioner, c.commissioner},
			{"own provider", s.ProviderA, c.own},
			{"rival", s.ProviderB, c.rival},
			{"reader", s.Reader, c.reader},
			{"lead of another ICB", s.ForeignLead, c.foreign},
		} {
			t.Run(c.name+"/"+who.name, func(t *testing.T) {
				path := "/icb/" + who.m.Tenant.Code + "/evidence" + c.path
				var got pagetest.Answer
				if c.method == "GET" {
					got = pagetest.Get(t, s.as(who.m), path)
				} else {
					got = pagetest.Post(t, s.as(who.m), path, url.Values{})
				}
				if got.Status != who.want {
					t.Errorf("status %d, want %d", got.Status, who.want)
				}
			})
		}
	}
}

func TestAnothersEvidenceAnswersAsUnknown(t *testing.T) {
	s := newSite(t)
	id := s.added(s.ProviderA, fieldsOf(), attachment{"a.txt", "hello"})
	there := pagetest.Get(t, s.as(s.ProviderB), "/icb/QWE/evidence/"+id)
	unknown := pagetest.Get(t, s.as(s.ProviderB), "/icb/QWE/evidence/0123456789abcdef0123456789abcdef")
	if there.Status != 404 || there.Body != unknown.Body {
		t.Errorf("a rival's evidence answers %d, otherwise than an unknown one", there.Status)
	}
}

func TestDownload(t *testing.T) {
	s := newSite(t)
	id := s.added(s.ProviderA, fieldsOf(), attachment{"Café \"minutes\"; 会议.html.txt", "All <b>went</b> well."})
	got := pagetest.Get(t, s.as(s.Commissioner), "/icb/QWE/evidence/"+id+"/files/"+s.evidence(id).Files[0].ID)
	const remove = `a[href$="/remove"]`
	pagetest.Get(t, s.as(s.Lead), "/icb/QWE/evidence/"+id).In(remove).Want(t, 200)
	for _, m := range []tenants.Member{s.Commissioner, s.ProviderA} {
		pagetest.Get(t, s.as(m), "/icb/QWE/evidence/"+id).None(t, 200, remove)
	}
	got.Want(t, 200)
	if got.Body != "All <b>went</b> well." {
		t.Errorf("body %q", got.Body)
	}
	for header, want := range map[string]string{
		"Content-Type": "text/plain", "Content-Length": "21", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
		"Content-Security-Policy": "sandbox; default-src 'none'",
		"Content-Disposition":     "attachment; filename*=utf-8''Caf%C3%A9%20_minutes_%3B%20%E4%BC%9A%E8%AE%AE.html.txt",
	} {
		if got := got.Header.Get(header); got != want {
			t.Errorf("%s: %q, want %q", header, got, want)
		}
	}
}

func TestAcceptWithdrawAndQuestions(t *testing.T) {
	s := newSite(t)
	id := s.added(s.ProviderA, fieldsOf("link", "https://example.org"))
	path := "/icb/QWE/evidence/" + id
	act := func(m tenants.Member, act, version, text string) pagetest.Answer {
		return pagetest.Post(t, s.as(m), path, url.Values{"act": {act}, "version": {version}, "text": {text}})
	}
	act(s.ProviderA, "accept", "1", "").Want(t, 403)
	act(s.Commissioner, "query", "1", "Which months?").Want(t, 400)
	q := question.Question{About: question.About{Kind: record.Evidence, ID: id}}
	asked, err := s.For(s.Commissioner).AskQuestion(t.Context(), edition.Current(), q, "Which months?", "")
	if err != nil {
		t.Fatal(err)
	}
	pagetest.Get(t, s.as(s.ProviderA), path).Want(t, 200, "Queried", "Questions (1 open)", "Which months?", "/icb/QWE/questions/"+asked,
		"/icb/QWE/questions/new?about=evidence&amp;id="+id)
	met := act(s.Commissioner, "accept", "1", "")
	met.In(".app-stale").Want(t, 409, "Person commissioner changed this evidence after you opened this page", "It was not accepted.")
	act(s.ProviderA, "withdraw", "1", "We have a newer one").In(".app-stale tbody tr").Is(t, 409,
		"What What you typed Now Nothing In your form We have a newer one")
	act(s.ProviderA, "withdraw", "2", "").Want(t, 422, "Enter why it is withdrawn")
	act(s.ProviderA, "withdraw", "2", "As 999 000 0018 says").Want(t, 422, "Reason must not include an NHS number", `name="confirmed"`)
	act(s.Commissioner, "accept", "2", "").Want(t, 303)
	pagetest.Get(t, s.as(s.ProviderA), path).Want(t, 200, "Accepted", "Person commissioner", "Questions (1, none open)", "Closed")
	act(s.ProviderA, "withdraw", "3", "Replaced").Want(t, 303)
	got := pagetest.Get(t, s.as(s.Lead), path)
	got.Want(t, 200, "Withdrawn", "Replaced", "This evidence was withdrawn")
	for _, lacks := range []string{"<textarea", "/edit", "/questions/new"} {
		if strings.Contains(got.Body, lacks) {
			t.Errorf("withdrawn evidence offers %s", lacks)
		}
	}
	act(s.Lead, "accept", "4", "").Want(t, 422)
}

func TestStaleChangeShowsBoth(t *testing.T) {
	s := newSite(t)
	id := s.added(s.ProviderA, fieldsOf("link", "https://example.org"))
	theirs := fieldsOf("link", "https://example.org", "version", "1")
	theirs.Set("title", "Theirs")
	want(t, s.send(s.Commissioner, "/icb/QWE/evidence/"+id+"/edit", theirs), 303)
	mine := fieldsOf("link", "https://example.org", "version", "1")
	mine.Set("title", "Mine")
	rec := s.send(s.ProviderA, "/icb/QWE/evidence/"+id+"/edit", mine, attachment{"a.txt", "hello"})
	want(t, rec, http.StatusConflict, "Theirs", `value="Mine"`, `name="version" value="2"`, "Choose your files again",
		"Your files cannot be kept on this page")
	if used, _, err := s.For(s.Lead).Quota(context.Background()); err != nil || used != 0 {
		t.Errorf("the file of a stale save is kept: %d bytes, %v", used, err)
	}
}

func TestScannedUploads(t *testing.T) {
	s := newSite(t)
	d := scantest.Clamd(t, evidence.FileLimit)
	s.scanner = scantest.Scanner(t, d)
	rec := s.send(s.ProviderA, "/icb/QWE/evidence/add", fieldsOf(), attachment{"bad.txt", "EICAR"})
	want(t, rec, 422, "‘bad.txt’ was refused because the virus scan found something in it")
	clean := s.evidence(s.added(s.ProviderA, fieldsOf(), attachment{"good.txt", "hello"}))
	if clean.Files[0].State != evidence.Clean {
		t.Errorf("a scanned file is %s", clean.Files[0].State)
	}
	s.scanner = scantest.Scanner(t, "unix:"+filepath.Join(t.TempDir(), "away"))
	for _, body := range []string{"hello", "EICAR"} {
		s.added(s.ProviderA, fieldsOf(), attachment{"later.txt", body})
	}
	list, err := s.For(s.ProviderA).EvidenceList(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	held := 0
	for _, e := range list {
		if e.Files[0].State != evidence.Held {
			continue
		}
		held++
		path := "/icb/QWE/evidence/" + e.ID
		pagetest.Get(t, s.as(s.ProviderA), path).Want(t, 200, "Waiting for the virus scan")
		pagetest.Get(t, s.as(s.ProviderA), path+"/files/"+e.Files[0].ID).Want(t, 404)
	}
	if held != 2 {
		t.Fatalf("%d files are held, want 2", held)
	}
	if err := (scan.Keeper{Store: s.Store, Scanner: s.scanner}).Once(context.Background()); err == nil {
		t.Error("the keeper does not say that the scanner is away")
	}
	if err := (scan.Keeper{Store: s.Store, Scanner: scantest.Scanner(t, d)}).Once(context.Background()); err != nil {
		t.Fatal(err)
	}
	states := map[evidence.FileState]int{}
	for _, e := range list {
		now := s.evidence(e.ID).Files[0]
		states[now.State]++
		status := 404
		if now.State == evidence.Clean {
			status = 200
		}
		pagetest.Get(t, s.as(s.ProviderA), "/icb/QWE/evidence/"+e.ID+"/files/"+now.ID).Want(t, status)
	}
	if states[evidence.Clean] != 2 || states[evidence.Infected] != 1 {
		t.Errorf("after the scan: %v", states)
	}
}

func TestUploadsLeaveNothingBehind(t *testing.T) {
	s := newSite(t)
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	s.added(s.ProviderA, fieldsOf(), attachment{"a.txt", strings.Repeat("hello ", 1<<20)})
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 0 {
		t.Errorf("left in the temporary folder: %v, %v", left, err)
	}
}

func TestRemoveFile(t *testing.T) {
	s := newSite(t)
	id := s.added(s.ProviderA, fieldsOf(), attachment{"Letter to a person.txt", "hello"})
	f := s.evidence(id).Files[0]
	path := "/icb/QWE/evidence/" + id
	pagetest.Get(t, s.as(s.Lead), path).Want(t, 200, path+"/files/"+f.ID+"/remove")
	pagetest.Get(t, s.as(s.Lead), path+"/files/"+f.ID+"/remove").Want(t, 200, "Letter to a person.txt", "You cannot undo this")
	pagetest.Post(t, s.as(s.Lead), path+"/files/"+f.ID+"/remove", url.Values{}).Want(t, 422, "Enter why you need to remove it")
	pagetest.Post(t, s.as(s.Lead), path+"/files/"+f.ID+"/remove", url.Values{"reason": {"Named a person"}}).Want(t, 303)
	got := pagetest.Get(t, s.as(s.ProviderA), path)
	got.Want(t, 200, evidence.RemovedWords, "How to prove which file it was", f.SHA256)
	if strings.Count(got.Body, f.SHA256) > 1 {
		t.Error("the digest is in the history of the page too")
	}
	if strings.Contains(got.Body, "Letter to a person") {
		t.Error("the file's name is still there")
	}
	pagetest.Get(t, s.as(s.Lead), path+"/files/"+f.ID).Want(t, 404)
	pagetest.Get(t, s.as(s.Lead), path+"/files/"+f.ID+"/remove").Want(t, 404)
	pagetest.Post(t, s.as(s.Lead), path+"/files/"+f.ID+"/remove", url.Values{"reason": {"Again"}}).Want(t, 404)
}

func TestRemoveText(t *testing.T) {
	s := newSite(t)
	id := s.added(s.ProviderA, url.Values{"title": {"Letter to Somebody Example"}, "priority": {"1.2"}, "link": {"https://example.org"}})
	const path = "/icb/QWE/personal-data"
	for _, m := range []tenants.Member{s.Commissioner, s.ProviderA, s.Reader} {
		pagetest.Get(t, s.as(m), path).Want(t, 403)
		pagetest.Post(t, s.as(m), path, url.Values{"words": {"Somebody"}}).Want(t, 403)
	}
	pagetest.Get(t, s.as(s.Lead), path).Want(t, 200, "Search", "Where a text can be", "Drafts in a person’s own browser")
	pagetest.Post(t, s.as(s.Lead), path, url.Values{"words": {"x"}}).Want(t, 422, "Enter at least 3 characters")
	pagetest.Post(t, s.as(s.Lead), path, url.Values{"words": {"nobody at all"}}).Want(t, 200, "We did not find these words")
	got := pagetest.Post(t, s.as(s.Lead), path, url.Values{"words": {"somebody example"}})
	got.Want(t, 200, "Evidence: Title, what people see now", "Evidence: Title, in the history, saved by Person provider-a",
		"Letter to Somebody Example")
	places := regexp.MustCompile(`name="place" type="checkbox" value="([^"]+)"`).FindAllStringSubmatch(got.Body, -1)
	if len(places) != 2 {
		t.Fatalf("%d places", len(places))
	}
	form := url.Values{"words": {"somebody example"}, "do": {"remove"}, "place": {places[0][1], places[1][1]}}
	pagetest.Post(t, s.as(s.Lead), path, form).Want(t, 422, "Enter why you need to remove it", `value="`+places[0][1]+`" checked`)
	form.Set("reason", "A name that came in by mistake")
	end := s.ReadOn(t)
	pagetest.Post(t, s.as(s.Lead), path, form).Want(t, 303)
	pagetest.Get(t, s.as(s.Lead), path+"?saved=removed").Want(t, 200, "within a few minutes", "Will be gone within 2 minutes")
	end()
	if err := (scan.Keeper{Store: s.Store}).Once(context.Background()); err != nil {
		t.Error(err)
	}
	pagetest.Get(t, s.as(s.Lead), path+"?saved=removed").Want(t, 200, "Removed for good", "Gone since 20 November 2026")
	pagetest.Get(t, s.as(s.ProviderA), "/icb/QWE/evidence/"+id).Want(t, 200, evidence.RemovedWords)
	if faults, err := s.Check(context.Background()); err != nil || len(faults) != 0 {
		t.Errorf("check: %q, %v", faults, err)
	}
}

// A text goes from sealed rounds too: people read that these hold it, and afterwards nothing does.
func TestRemoveTextReachesSealedRounds(t *testing.T) {
	s := newSite(t)
	s.added(s.ProviderA, url.Values{"title": {"Letter to Somebody Example"}, "priority": {"1.2"}, "link": {"https://example.org"}})
	const path, told = "/icb/QWE/personal-data", "Sealed rounds hold these words too"
	words := url.Values{"words": {"somebody example"}}
	if got := pagetest.Post(t, s.as(s.Lead), path, words); strings.Contains(got.Body, told) {
		t.Error("a round is named before there is one")
	}
	err := s.For(s.Lead).SealRound(context.Background(), pagetest.Editions(t), store.Seal{
		Quarter: "2026Q3", Workbook: func(to io.Writer, _ snapshot.Snapshot) error { _, err := io.WriteString(to, "x"); return err },
	})
	if err != nil {
		t.Fatal(err)
	}
	got := pagetest.Post(t, s.as(s.Lead), path, words)
	got.Want(t, 200, told)
	form := url.Values{"words": words["words"], "do": {"remove"}, "reason": {"By mistake"}}
	for _, m := range regexp.MustCompile(`name="place" type="checkbox" value="([^"]+)"`).FindAllStringSubmatch(got.Body, -1) {
		form.Add("place", m[1])
	}
	pagetest.Post(t, s.as(s.Lead), path, form).Want(t, 303)
	after := pagetest.Post(t, s.as(s.Lead), path, words)
	after.Want(t, 200, "We did not find these words")
	if strings.Contains(after.Body, told) {
		t.Error("a sealed round still holds them")
	}
	if faults, err := s.Check(context.Background()); err != nil || len(faults) != 0 {
		t.Errorf("check: %q, %v", faults, err)
	}
}

// The page of a piece of evidence has the actions about it, as a priority's has; a provider reads its own, and adds none.
func TestActionsAboutEvidence(t *testing.T) {
	s := newSite(t)
	e, err := s.For(s.ProviderA).SaveEvidence(t.Context(), edition.Current(), evidence.Evidence{
		Title: "Minutes", Link: "https://example.org/m", Places: []evidence.Place{{Priority: "1.2"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	about := action.About{Kind: record.Evidence, ID: e.ID}
	provider := action.Owner{Provider: s.ProviderA.Provider}
	for what, owner := range map[string]action.Owner{"Send the signed ones": provider, "File them": {Member: s.Lead.ID}} {
		one := action.Action{What: what, Owner: owner, Due: "2026-12-10", About: about}
		if _, err := s.For(s.Lead).SaveAction(t.Context(), one); err != nil {
			t.Fatal(err)
		}
	}
	path := "/icb/QWE/evidence/" + e.ID
	a := pagetest.Get(t, s.as(s.Commissioner), path)
	a.In("#actions").Is(t, 200, "Actions (2 open)")
	a.In("table:has(caption) tbody").Want(t, 200, "Send the signed ones", "File them")
	a.In(`a[href="/icb/QWE/actions/new?about=evidence&id=`+e.ID+`"]`).Is(t, 200, "Add an action")
	own := pagetest.Get(t, s.as(s.ProviderA), path)
	own.In("#actions").Is(t, 200, "Actions (1 open)")
	own.Lacks(t, 200, "File them", "Add an action")
}
