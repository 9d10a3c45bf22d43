package server

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
)

// late is a body that comes once the service asks for it. By then it knows who sends it, and something happens.
type late struct {
	io.Reader
	before func()
}

func (l *late) Read(p []byte) (int, error) {
	if l.before != nil {
		l.before()
		l.before = nil
	}
	return l.Reader.Read(p)
}

// sendLate posts a form during which something happens.
func (b *browser) sendLate(path, kind string, body io.Reader, meanwhile func()) answer {
	b.t.Helper()
	r, err := http.NewRequest(http.MethodPost, b.url+path, &late{body, meanwhile})
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Expect", "100-continue")
	b.Transport = &http.Transport{ExpectContinueTimeout: time.Hour}
	res, err := b.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer{res.StatusCode, res.Header, string(text), res.Request.URL}
}

// TestRightsThatEndWhileAFormComesIn sends forms; the sender loses the right to each before it has come in.
func TestRightsThatEndWhileAFormComesIn(t *testing.T) {
	s := start(t, unlimited)
	now := func(m tenants.Member) tenants.Member {
		m, err := s.Membership(t.Context(), m.Person.ID, "QWE")
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	become := func(m tenants.Member, role tenants.Role, provider string) func() error {
		return func() error {
			m := now(m)
			return s.For(now(s.Lead)).ChangeRole(t.Context(), m.ID, role, provider, m.Version)
		}
	}
	end := func(m tenants.Member) func() error {
		return func() error {
			m := now(m)
			return s.For(now(s.Lead)).EndMembership(t.Context(), m.ID, m.Version)
		}
	}
	procurement := func() error {
		return s.For(now(s.Lead)).BeginProcurement(t.Context(), store.Naming{Members: []string{s.Lead.ID}}, "", "")
	}
	form := func(fields url.Values) (string, string) { return "application/x-www-form-urlencoded", fields.Encode() }
	note, notes := url.Values{"version": {"0"}, "status": {"in_progress"}, "notes": {"words that somebody typed, and would miss"}},
		"/icb/QWE/toolkit/4.1"
	contract := url.Values{
		"provider": {s.ProviderA.Provider}, "name": {"words that somebody typed, and would miss"}, "start-day": {"1"},
		"start-month": {"4"}, "start-year": {"2025"}, "end-day": {"31"}, "end-month": {"3"}, "end-year": {"2028"},
	}
	upload := func(url.Values) (string, string) {
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		for name, value := range map[string]string{"title": "words that somebody typed, and would miss", "priority": "1.2"} {
			_ = w.WriteField(name, value)
		}
		part, _ := w.CreateFormFile("files", "minutes.txt")
		_, _ = io.WriteString(part, strings.Repeat("hello ", 1<<18))
		_ = w.Close()
		return w.FormDataContentType(), body.String()
	}
	for _, tt := range []struct {
		name, who, path string
		encode          func(url.Values) (string, string)
		fields          url.Values
		change          func() error
		status          int
		words           string // "": the same page as for a stranger
	}{
		{
			"a contract, when procurement begins", "commissioner", "/icb/QWE/contracts/new", form, contract, procurement, 403,
			"Procurement has begun",
		},
		{
			"notes, by somebody who becomes a reader", "commissioner", notes, form, note, become(s.Commissioner, tenants.Reader, ""), 403,
			"Your role was changed",
		},
		{
			"evidence, by somebody of another provider", "provider-a", "/icb/QWE/evidence/add", upload, nil,
			become(s.ProviderA, tenants.Provider, s.ProviderB.Provider), 403, "Your role was changed",
		},
		{"evidence, after the end", "provider-b", "/icb/QWE/evidence/add", upload, nil, end(s.ProviderB), 404, ""},
		{"notes, after the end", "lead", notes, form, note, func() error {
			if err := become(s.Reader, tenants.Lead, "")(); err != nil {
				return err
			}
			p, err := s.For(now(s.Lead)).Procurement(t.Context())
			if err == nil {
				err = s.For(now(s.Lead)).EndProcurement(t.Context(), p.Version)
			}
			if err != nil {
				return err
			}
			m := now(s.Lead)
			return s.For(now(s.Reader)).EndMembership(t.Context(), m.ID, m.Version)
		}, 404, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := s.signIn(t, tt.who)
			before := s.rows(t, "QWE")
			kind, body := tt.encode(tt.fields)
			var changed string
			got := b.sendLate(tt.path, kind, strings.NewReader(body), func() {
				if err := tt.change(); err != nil {
					t.Error(err)
				}
				changed = s.rows(t, "QWE")
			})
			if got.status != tt.status {
				t.Errorf("status %d, want %d", got.status, tt.status)
			}
			if after := s.rows(t, "QWE"); after != changed || changed == before {
				t.Error("something of it is kept, or nothing has changed")
			}
			typed := strings.Contains(got.body, "words that somebody typed, and would miss")
			if tt.words != "" && (!typed || !strings.Contains(got.body, tt.words)) {
				t.Errorf("what was typed is there: %v, on a page that says\n%s", typed, got.body)
			}
			if stranger := b.ask("GET", "/icb/QZZ/toolkit", nil); tt.words == "" && got.body != stranger.body {
				t.Errorf("a stranger reads\n%s\nand this is\n%s", stranger.body, got.body)
			}
		})
	}
}
