package evidence

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
)

func examinePDF(t *testing.T, body string) error {
	t.Helper()
	c, err := Examine(t.Context(), "report.pdf", strings.NewReader(body), int64(len(body)))
	if err == nil && c.Kind != PDF {
		t.Errorf("it is taken as %s", c.Kind)
	}
	return err
}

func TestWhereAPDFBegins(t *testing.T) {
	sample, err := os.ReadFile("testdata/pdf-after-empty-lines.pdf")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, body string
		why        error
	}{
		{"at once", smallPDF, nil},
		{"after empty lines", string(sample), nil},
		{"after a mark", "\ufeff" + smallPDF, nil},
		{"after a program's own lines", "HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n" + smallPDF, nil},
		{"after zeros", strings.Repeat("\x00", 100) + smallPDF, nil},
		{"at the last place", strings.Repeat("\n", pdfHeader-5) + smallPDF, nil},
		{"too late", strings.Repeat("\n", pdfHeader) + "\x00" + smallPDF, whyKind},
		{"without an end", "\n\n%PDF-1.7\n1 0 obj\n", whyDamaged},
		{"after a web page", "<!doctype html><script>x</script>\n" + smallPDF, whyTwo},
		{"after a program", "MZ\x90\x00" + strings.Repeat("\x00", 100) + smallPDF, whyTwo},
		{"after a picture", "GIF89a\x01\x00\x01\x00" + smallPDF, whyTwo},
		{"with an archive at its end", "\n" + smallPDF + string(archive(t, part{"a.txt", "%%EOF"})), whyTwo},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := examinePDF(t, tt.body)
			var refused *Refused
			if tt.why == nil && err != nil || tt.why != nil && (!errors.As(err, &refused) || refused.Why != tt.why.Error()) {
				t.Errorf("got %v, want %v", err, tt.why)
			}
		})
	}
}

// A PDF that needs a password to open is refused. One that is only closed to changes opens without. The dictionaries in
// testdata are those of qpdf 11.3, with the password "owner" for changes, and for opening "secret" or none.
func TestPDFWithAPassword(t *testing.T) {
	lines, err := os.ReadFile("testdata/pdf-passwords.txt")
	if err != nil {
		t.Fatal(err)
	}
	locks, ids := map[string]string{
		"certificate": "<< /Filter /Adobe.PubSec /V 4 /SubFilter /adbe.pkcs7.s5 >>",
		"nonsense":    "<< /Filter /Standard >>",
	}, map[string]string{}
	for line := range strings.Lines(string(lines)) {
		name, rest, _ := strings.Cut(strings.TrimSpace(line), "|")
		locks[name], ids[name], _ = strings.Cut(rest, "|")
	}
	if len(locks) != 16 {
		t.Fatalf("%d locks", len(locks))
	}
	for name, lock := range locks {
		opens := strings.HasSuffix(name, "-open")
		for form, body := range map[string]string{
			"by reference": "%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n4 0 obj\n" + lock + "\nendobj\ntrailer << /Root 1 0 R /ID " +
				"[" + ids[name] +
				"<00>] /Encrypt 4 0 R >>\n%%EOF\n",
			"in place": "%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer <</Encrypt" + lock + "/Root 1 0 R/ID[ " +
				"" + ids[name] + "<00>]>>\n%%EOF\n",
			"in a stream": "%PDF-1.7\n14 0 obj\n<<>>\nendobj 4 0 obj" + lock + "endobj\n9 0 obj\n<< /Type /XRef /ID [" + ids[name] +
				"<00>]\n/Encrypt 4 0 R /Length 3 >>\nstream\n\x00\x01\x02\nendstream\nendobj\n%%EOF\n",
		} {
			t.Run(name+", "+form, func(t *testing.T) {
				err := examinePDF(t, body)
				var refused *Refused
				if opens && err != nil || !opens && (!errors.As(err, &refused) || refused.Why != whyPassword.Error()) {
					t.Errorf("got %v", err)
				}
			})
		}
	}
	if err := examinePDF(t, "%PDF-1.7\ntrailer << /Encrypt 4 0 R >>\n%%EOF\n"); err == nil {
		t.Error("a lock that is not there: nobody can open it")
	}
	if err := examinePDF(t, "%PDF-1.7\n(how to /EncryptMetadata, and /Encrypt it)\ntrailer << /Root 1 0 R >>\n%%EOF\n"); err != nil {
		t.Errorf("a text about it: %v", err)
	}
}

func TestPDFStrings(t *testing.T) {
	for text, want := range map[string]string{
		"(plain)x":            "plain",
		`(a\(b\)c\\d)x`:       `a(b)c\d`,
		"(in (two) pairs)x":   "in (two) pairs",
		`(\053\53\0530\n\t)x`: "+++0\n\t",
		"(a\\\nb\\\r\nc)x":    "abc",
		"<48 656C6c 6F>x":     "Hello",
		"<7>x":                "p",
		"()x":                 "",
	} {
		if got, rest := pdfString([]byte(text)); string(got) != want || string(rest) != "x" {
			t.Errorf("%q is read as %q, then %q", text, got, rest)
		}
	}
	for _, broken := range []string{"", "(", "(a", `(a\`, "<4", "<zz>", "<<", "<< /A", "<< /A (", "<< /A <", "/", ">>", "<< << <<"} {
		pdfString([]byte(broken))
		pdfDictionary([]byte(broken))
	}
	d := pdfDictionary([]byte("<</A 1/B<</A 2/C(x)>>/D/E/F<</G<</H 1>>>>/I true>>/A 9"))
	for name, want := range map[string]string{"A": "1", "B": "", "C": "", "D": "E", "F": "", "G": "", "I": "true"} {
		if !bytes.Equal(d[name], []byte(want)) {
			t.Errorf("%s is %q, want %q", name, d[name], want)
		}
	}
}
