package workbook

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
)

func TestTemplates(t *testing.T) { pagetest.CheckTemplates(t) }

func as(t *testing.T, w *storetest.World, m tenants.Member) http.Handler {
	t.Helper()
	pagetest.NeedAssets(t)
	e, icb := pagetest.As(m)
	Pages{Store: w.Store, Editions: pagetest.Editions(t)}.Mount(icb)
	return e
}

func TestWhoGetsWhichWorkbook(t *testing.T) {
	w := storetest.New(t)
	members := map[string]tenants.Member{"lead": w.Lead, "commissioner": w.Commissioner, "provider": w.ProviderA, "reader": w.Reader}
	const full, group, own = "Full workbook", "Steering group's workbook", "Workbook of Northside"
	for _, test := range []struct {
		role, query string
		status      int
		first       string // what the first sheet says it is
		file        string
	}{
		{"lead", "", 200, full, "ips-self-assessment-QWE-2026-11-20-full.xlsx"},
		{"commissioner", "", 200, full, "ips-self-assessment-QWE-2026-11-20-full.xlsx"},
		{"provider", "", 200, own, "ips-self-assessment-QWE-2026-11-20-provider-northside.xlsx"},
		{"reader", "", 200, group, "ips-self-assessment-QWE-2026-11-20-steering-group.xlsx"},
		{"lead", "?for=full", 200, full, "full.xlsx"},
		{"commissioner", "?for=steering", 200, group, "steering-group.xlsx"},
		{"reader", "?for=steering", 200, group, "steering-group.xlsx"},
		{"provider", "?for=provider", 200, own, "provider-northside.xlsx"},
		{"lead", "?for=provider", 403, "", ""},
		{"provider", "?for=full", 403, "", ""},
		{"provider", "?for=steering", 403, "", ""},
		{"reader", "?for=full", 403, "", ""},
		{"reader", "?for=provider", 403, "", ""},
		{"lead", "?for=everything", 404, "", ""},
		{"reader", "?for=FULL", 404, "", ""},
	} {
		t.Run(test.role+test.query, func(t *testing.T) {
			answer := pagetest.Get(t, as(t, w, members[test.role]), "/icb/QWE/workbook.xlsx"+test.query)
			if answer.Status != test.status {
				t.Fatalf("status %d, want %d", answer.Status, test.status)
			}
			if test.status != http.StatusOK {
				if strings.Contains(answer.Header.Get("Content-Type"), "sheet") {
					t.Error("a refused request got a file")
				}
				return
			}
			h := answer.Header
			if !strings.Contains(h.Get("Content-Disposition"), "attachment") ||
				!strings.Contains(h.Get("Content-Disposition"), test.file) ||
				h.Get("Cache-Control") != "no-store" || h.Get("X-Content-Type-Options") != "nosniff" ||
				h.Get("Content-Length") != fmt.Sprint(len(answer.Body)) {
				t.Errorf("headers %v, want the attachment %s, its length, no-store and nosniff", h, test.file)
			}
			f, err := excelize.OpenReader(strings.NewReader(answer.Body))
			if err != nil {
				t.Fatal(err)
			}
			if second, _ := f.GetCellValue("Summary", "A2"); !strings.HasPrefix(second, test.first) {
				t.Errorf("the first sheet says %q, want %q", second, test.first)
			}
		})
	}
}

func TestAnExportIsInTheHistory(t *testing.T) {
	w, ctx := storetest.New(t), context.Background()
	p, _ := edition.Current().Priority("3.4")
	if _, err := w.For(w.Commissioner).SaveEntry(ctx, p, assessment.Entry{Status: assessment.InPlace, PrivateNotes: "Between us"}); err !=
		nil {
		t.Fatal(err)
	}
	before, err := w.Tenant(ctx, "QWE")
	if err != nil {
		t.Fatal(err)
	}
	pagetest.Get(t, as(t, w, w.Reader), "/icb/QWE/workbook.xlsx")
	pagetest.Get(t, as(t, w, w.Reader), "/icb/QWE/workbook.xlsx?for=full") // refused: leaves nothing
	history, err := w.For(w.Lead).History(ctx, "workbook", "steering")
	if err != nil || len(history) != 1 {
		t.Fatalf("%d events, %v; want one", len(history), err)
	}
	e := history[0]
	if e.Who != "Person reader" || e.Act != "downloaded" || len(e.Changes) != 1 || e.Changes[0].New != fmt.Sprint(before.Version) {
		t.Errorf("event %+v, want the reader's download of version %d", e, before.Version)
	}
	if other, _ := w.For(w.Lead).History(ctx, "workbook", "full"); len(other) != 0 {
		t.Errorf("a refused download is in the history: %+v", other)
	}
}

func TestThePageListsWhatAMemberMayHave(t *testing.T) {
	w := storetest.New(t)
	for _, test := range []struct {
		name   string
		member tenants.Member
		has    []string
		hasNot []string
	}{
		{
			"administrator", w.Lead,
			[]string{"for=full", "for=steering", "notes for commissioners", `href="/icb/QWE/history"`, `href="/icb/QWE/import"`},
			[]string{"for=provider"},
		},
		{"commissioner", w.Commissioner, []string{"for=full", "for=steering", `href="/icb/QWE/history"`}, []string{"for=provider"}},
		{"provider", w.ProviderA, []string{"for=provider", `href="/icb/QWE/import"`}, []string{"for=full", "for=steering", "/history"}},
		{"reader", w.Reader, []string{"for=steering"}, []string{"for=full", "for=provider", "/history", "/import"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			answer := pagetest.Get(t, as(t, w, test.member), "/icb/QWE/workbook")
			answer.Want(t, http.StatusOK, append(test.has, "Each download is recorded in the history")...)
			for _, text := range test.hasNot {
				if strings.Contains(answer.Body, text) {
					t.Errorf("the page has %q", text)
				}
			}
		})
	}
}
