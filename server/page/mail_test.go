package page_test

import (
	"net/url"
	"strings"
	"testing"

	"ipstoolkit/server/page"
)

// read takes a mailto link apart as a mail program does: + stays +, and every %XX is one byte.
func read(t *testing.T, href string) (to []string, subject, body string) {
	t.Helper()
	rest, ok := strings.CutPrefix(href, "mailto:")
	addresses, query, asked := strings.Cut(rest, "?")
	if !ok || !asked {
		t.Fatalf("%q is no mail with a subject", href)
	}
	text := func(s string) string {
		t.Helper()
		s, err := url.PathUnescape(s)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	for a := range strings.SplitSeq(addresses, ",") {
		to = append(to, text(a))
	}
	for pair := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(pair, "=")
		switch name {
		case "subject":
			subject = text(value)
		case "body":
			body = text(value)
		default:
			t.Errorf("%q in the link", name)
		}
	}
	return to, subject, body
}

func TestAMailArrivesAsItWasWritten(t *testing.T) {
	for name, m := range map[string]page.Mail{
		"plain":           {To: []string{"a@example.org"}, Subject: "Figures", Body: "Hello"},
		"two people":      {To: []string{"a@example.org", "b@example.org"}, Subject: "Figures", Body: "Hello"},
		"lines":           {To: []string{"a@example.org"}, Subject: "Figures", Body: "Hello,\n\nPlease send them.\nThank you\n"},
		"signs of links":  {To: []string{"a@example.org"}, Subject: "A & B = C?", Body: "100% of A+B: https://example.org/x?y=1&z=2#top"},
		"quotes":          {To: []string{"a@example.org"}, Subject: `"Riverside" <b>`, Body: "Riverside’s “figures” é ☃"},
		"plus in address": {To: []string{"a+figures@example.org", "o'neil@example.org"}, Subject: "Figures", Body: "Hello"},
		"a comma":         {To: []string{`"a,b"@example.org`, "c@example.org"}, Subject: "Figures, please", Body: "Hello"},
		"a second header": {To: []string{"a@example.org?bcc=b@example.org"}, Subject: "x&cc=b@example.org", Body: "Hello"},
	} {
		t.Run(name, func(t *testing.T) {
			to, subject, body := read(t, m.Href())
			if strings.Join(to, " ") != strings.Join(m.To, " ") || subject != m.Subject ||
				strings.ReplaceAll(body, "\r\n", "\n") != m.Body || strings.Count(body, "\n") != strings.Count(body, "\r\n") {
				t.Errorf("%s arrives as to %q, subject %q, body %q", m.Href(), to, subject, body)
			}
			if !m.Whole() {
				t.Error("said not to be whole")
			}
		})
	}
}

// A link that is too long for mail programs is cut where the page has the rest to copy.
func TestALongMailStillOpens(t *testing.T) {
	many := make([]string, 100)
	for i := range many {
		many[i] = "somebody.with.a.long.name@provider.example.org"
	}
	for _, tt := range []struct {
		name         string
		m            page.Mail
		to           int
		whole, empty bool
	}{
		{"a long text", page.Mail{To: many[:2], Subject: "Figures", Body: strings.Repeat("word ", 500)}, 2, false, true},
		{"many people", page.Mail{To: many, Subject: "Figures", Body: "Hello"}, 1, false, true},
		{"neither", page.Mail{To: many[:2], Subject: "Figures", Body: "Hello"}, 2, true, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			to, _, body := read(t, tt.m.Href())
			if len(to) != tt.to || (body == "") != tt.empty || tt.m.Whole() != tt.whole || len(tt.m.Href()) > 2000 {
				t.Errorf("%d of %d people, body %q, whole %v", len(to), len(tt.m.To), body, tt.m.Whole())
			}
		})
	}
}
