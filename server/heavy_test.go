package server

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ipstoolkit/server/places"
)

// taken is one place that somebody else has until the test ends.
func taken(t *testing.T) *places.Places {
	t.Helper()
	p, begun, end, done := places.New(1, time.Millisecond), make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		done <- p.Do(t.Context(), places.Who{ICB: "QZZ", Person: "other"}, func() error { close(begun); <-end; return nil })
	}()
	<-begun
	t.Cleanup(func() {
		close(end)
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return p
}

// sendForm sends a form with a file in the field.
func (b *browser) sendForm(path string, fields map[string]string, field, name, body string) answer {
	b.t.Helper()
	var sent bytes.Buffer
	w := multipart.NewWriter(&sent)
	for name, value := range fields {
		_ = w.WriteField(name, value) // a buffer takes everything
	}
	part, _ := w.CreateFormFile(field, name)
	_, _ = part.Write([]byte(body))
	_ = w.Close()
	return b.askWith(http.MethodPost, path, w.FormDataContentType(), &sent)
}

// TestHeavyWorkHasPlacesOfItsOwn asks for each kind of heavy work while all places are taken: each waits with a word, and
// pages do not.
func TestHeavyWorkHasPlacesOfItsOwn(t *testing.T) {
	const csv = "Measure,Number\nPeople,12\n"
	for _, tt := range []struct {
		name   string
		ask    func(s *site, b *browser) answer
		status int
		words  string
	}{
		{
			"workbook", func(_ *site, b *browser) answer { return b.ask("GET", "/icb/QWE/workbook.xlsx", nil) }, 503,
			"Your workbook is waiting for 1 other",
		},
		{"personal export", func(s *site, b *browser) answer {
			return b.ask("POST", "/icb/QWE/personal", map[string][]string{"person": {s.Commissioner.Person.ID}, "form": {"json"}})
		}, 503, "Your export is waiting for 1 other"},
		{"everything", func(_ *site, b *browser) answer {
			return b.ask("POST", "/icb/QWE/export", map[string][]string{"reason": {"The ICB leaves"}})
		}, 503, "Your export is waiting for 1 other"},
		{"evidence", func(_ *site, b *browser) answer {
			return b.sendForm("/icb/QWE/evidence/add", map[string]string{"title": "Minutes"}, "files", "a.txt", "hello")
		}, 422, "Your file is waiting for 1 other"},
		{"figures from a file", func(s *site, b *browser) answer {
			return b.sendForm(s.at(route{sample: "/icb/:code/returns/{northside}/2026Q2/import"}, "QWE"), nil, "file", "a.csv", csv)
		}, 422, "Your file is waiting for 1 other"},
		{"published figures from a file", func(_ *site, b *browser) answer {
			return b.sendForm("/icb/QWE/returns/published/file", nil, "file", "a.csv", csv)
		}, 422, "Your file is waiting for 1 other"},
		{"a list from a file", func(_ *site, b *browser) answer {
			return b.sendForm("/icb/QWE/coverage/pcn/import", map[string]string{"text": "Name\nA network"}, "file", "", "")
		}, 503, "Your list is waiting for 1 other"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := start(t, func(c *Config) { c.exports, c.reading = taken(t), taken(t) })
			lead := s.signIn(t, "lead")
			if got := tt.ask(s, lead); got.status != tt.status || !strings.Contains(got.body, tt.words) {
				t.Errorf("status %d, want %d with %q:\n%.2000s", got.status, tt.status, tt.words, got.body)
			}
			if got := lead.ask("GET", "/icb/QWE", nil); got.status != http.StatusOK {
				t.Errorf("the start page meanwhile: status %d", got.status)
			}
		})
	}
}

// TestFilesWithoutASessionTouchNoDisk sends a file in a session that has ended, to a machine that can keep none.
func TestFilesWithoutASessionTouchNoDisk(t *testing.T) {
	s := start(t)
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "nowhere"))
	got := s.browser(t).sendForm("/icb/QWE/evidence/add", map[string]string{"title": "Minutes of May"}, "files", "a.txt",
		strings.Repeat("a", 15<<20))
	if got.status != http.StatusUnauthorized || !strings.Contains(got.body, "Minutes of May") ||
		!strings.Contains(got.body, "Choose your files again") {
		t.Errorf("status %d:\n%.2000s", got.status, got.body)
	}
}
