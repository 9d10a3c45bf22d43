package export

import (
	"bytes"
	"context"
	"database/sql"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "github.com/mattn/go-sqlite3"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/archive"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
)

func TestTemplates(t *testing.T) { pagetest.CheckTemplates(t) }

func as(t *testing.T, w *storetest.World, m tenants.Member) http.Handler {
	t.Helper()
	pagetest.NeedAssets(t)
	e, icb := pagetest.As(m)
	Pages{Store: w.Store, Editions: pagetest.Editions(t)}.Mount(icb)
	return e
}

var reason = url.Values{"reason": {"The ICB moves to a service of its own"}}

func TestWhoExportsEverything(t *testing.T) {
	w := storetest.New(t)
	for _, test := range []struct {
		name   string
		member tenants.Member
		status int
	}{
		{"administrator", w.Lead, http.StatusOK},
		{"commissioner", w.Commissioner, http.StatusForbidden},
		{"provider", w.ProviderA, http.StatusForbidden},
		{"steering group", w.Reader, http.StatusForbidden},
	} {
		h := as(t, w, test.member)
		pagetest.Get(t, h, "/icb/QWE/export").Want(t, test.status)
		got := pagetest.Post(t, h, "/icb/QWE/export", reason)
		if got.Status != test.status || (got.Header.Get("Content-Type") == "application/zip") != (test.status == http.StatusOK) {
			t.Errorf("%s: status %d, %s", test.name, got.Status, got.Header.Get("Content-Type"))
		}
	}
	outside := w.Lead
	outside.Tenant.Procurement, outside.Named = "2026-11-01", false
	if got := pagetest.Post(t, as(t, w, outside), "/icb/QWE/export", reason); got.Status != http.StatusForbidden {
		t.Errorf("an administrator outside a procurement: status %d", got.Status)
	}
}

func TestThePageSaysHowMuch(t *testing.T) {
	w := storetest.New(t)
	attach(t, w, "first", "second")
	pagetest.Get(t, as(t, w, w.Lead), "/icb/QWE/export").Want(t, http.StatusOK,
		"It holds 2 files with 11 bytes, and a history of 9 saves.")
	h := as(t, w, w.Lead)
	for text, want := range map[string]string{
		"":                              "Enter why you need everything",
		"for 999 000 0018":              "Reason must not include an NHS number",
		strings.Repeat("because ", 130): "Reason must be 1,000 characters or fewer",
	} {
		pagetest.Post(t, h, "/icb/QWE/export", url.Values{"reason": {text}}).Want(t, http.StatusUnprocessableEntity, want)
	}
	if told, err := w.For(w.Lead).History(context.Background(), "workbook", "everything"); err != nil || len(told) != 0 {
		t.Errorf("the history says that it was downloaded: %v, %v", told, err)
	}
}

// attach puts in a piece of evidence with files.
func attach(t *testing.T, w *storetest.World, bodies ...string) []evidence.File {
	t.Helper()
	ctx, rows := context.Background(), w.For(w.Lead)
	var list []evidence.File
	for _, body := range bodies {
		f, err := rows.PutFile(ctx, evidence.File{
			Name: "minutes.txt", Kind: evidence.TXT, Size: int64(len(body)), Searched: true, State: evidence.Clean,
		}, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, f)
	}
	_, err := rows.SaveEvidence(ctx, edition.Current(), evidence.Evidence{
		Title: "Minutes", ReviewOn: "2027-03-31", Places: []evidence.Place{{Priority: "1.1"}},
	}, list...)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// exported opens what was downloaded, and gives its texts by name.
func exported(t *testing.T, body string) (*archive.Reader, map[string]string) {
	t.Helper()
	r, err := archive.Open(strings.NewReader(body), int64(len(body)))
	if err == nil {
		err = r.Verify(context.Background())
	}
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, e := range r.Entries {
		err := r.Read(e.Name, func(from io.Reader) error {
			b, err := io.ReadAll(from)
			texts[e.Name] = string(b)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return r, texts
}

func TestWhatIsExported(t *testing.T) {
	w, ctx := storetest.New(t), context.Background()
	p, _ := edition.Current().Priority("3.4")
	_, err := w.For(w.Commissioner).SaveEntry(ctx, p, assessment.Entry{
		Status: assessment.InPlace, Notes: "=HYPERLINK(\"x\")", PrivateNotes: "-1 between us",
	})
	if err != nil {
		t.Fatal(err)
	}
	attach(t, w, "first", "second")
	before, err := w.Tenant(ctx, "QWE")
	if err != nil {
		t.Fatal(err)
	}
	got := pagetest.Post(t, as(t, w, w.Lead), "/icb/QWE/export", reason)
	h := got.Header
	if h.Get("Content-Disposition") != `attachment; filename="ips-QWE-everything-2026-11-20.zip"` || h.Get("Cache-Control") != "no-store" {
		t.Errorf("headers %v", h)
	}
	r, texts := exported(t, got.Body)
	if r.ICB != "QWE" || r.Saves != before.Version || len(r.Files) != 2 || len(r.Missing) != 0 {
		t.Errorf("the manifest says %+v", r.Manifest)
	}
	for name, want := range map[string]string{
		"everything.json":         `"3.4","in_place"`,
		"tables/Toolkit.csv":      `"'=HYPERLINK(""x"")"`,
		"tables/Evidence.csv":     "Minutes",
		"tables/PCN coverage.csv": "\uFEFF",
		"tables/Risks.csv":        "\uFEFF",
		"history.csv":             "'-1 between us",
		"READ ME.txt":             "everything of South West London (QWE)",
		"ips-self-assessment-QWE-2026-11-20-full.xlsx": "PK",
	} {
		if !strings.Contains(texts[name], want) {
			t.Errorf("%s does not hold %q:\n%.500s", name, want, texts[name])
		}
	}
	bodies := []string{texts[r.Files[0].Entry], texts[r.Files[1].Entry]}
	if slices.Sort(bodies); !slices.Equal(bodies, []string{"first", "second"}) {
		t.Errorf("the files hold %q", bodies)
	}
	for _, secret := range []string{"Eastside", "S1Y5D"} {
		for name, text := range texts {
			if strings.Contains(text, secret) {
				t.Errorf("%s has %s of another ICB", name, secret)
			}
		}
	}
	told, err := w.For(w.Lead).History(ctx, "workbook", "everything")
	if err != nil || len(told) != 1 || told[0].Who != "Person lead" || told[0].Changes[1].New != reason.Get("reason") {
		t.Errorf("the history says %+v, %v", told, err)
	}
}

// A file that is gone, or not what was stored, is listed and ends nothing.
func TestAMissingFileIsListed(t *testing.T) {
	w := storetest.New(t)
	files := attach(t, w, "is gone", "was changed", "is whole")
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(w.Dir, store.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for query, id := range map[string]string{
		`DELETE FROM file_chunks WHERE file_id = ?`:                     files[0].ID,
		`UPDATE file_chunks SET body = 'WAS CHANGED' WHERE file_id = ?`: files[1].ID,
	} {
		if _, err := db.Exec(query, id); err != nil {
			t.Fatal(err)
		}
	}
	r, texts := exported(t, pagetest.Post(t, as(t, w, w.Lead), "/icb/QWE/export", reason).Body)
	if len(r.Files) != 1 || r.Files[0].ID != files[2].ID || len(r.Missing) != 2 {
		t.Fatalf("the manifest says %+v", r.Manifest)
	}
	for _, m := range r.Missing {
		want := map[string]string{files[0].ID: "Its bytes are gone.", files[1].ID: "Its bytes are not those that were stored"}[m.ID]
		if want == "" || !strings.Contains(m.Why, want) || !strings.Contains(texts[archive.ReadMe], m.Why) {
			t.Errorf("%s: %q, want %q, in the read-me too:\n%s", m.ID, m.Why, want, texts[archive.ReadMe])
		}
	}
}

// brokenWriter takes so many bytes and then fails, as a connection that is gone.
type brokenWriter struct{ room int }

func (b *brokenWriter) Write(p []byte) (int, error) {
	if b.room -= len(p); b.room < 0 {
		return 0, io.ErrClosedPipe
	}
	return len(p), nil
}

func TestAReaderWhoGoesAwayEndsIt(t *testing.T) {
	w, ctx := storetest.New(t), context.Background()
	attach(t, w, strings.Repeat("minutes ", 1<<16))
	made, err := Make(ctx, w.Store, w.For(w.Lead), pagetest.Editions(t))
	if err != nil {
		t.Fatal(err)
	}
	defer made.Close()
	if err := made.Send(ctx, &brokenWriter{64 << 10}, func(int) {}); err == nil {
		t.Error("no error")
	}
	var b bytes.Buffer
	gone, cancel := context.WithCancel(ctx)
	cancel()
	again, err := Make(ctx, w.Store, w.For(w.Lead), pagetest.Editions(t))
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if err := again.Send(gone, &b, func(int) {}); err == nil {
		t.Error("no error when nobody waits for it")
	}
}
