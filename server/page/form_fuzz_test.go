package page

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/problem"
)

// FuzzReadForm reads bodies of any bytes: what comes out is text, or the form is refused in one of two ways.
func FuzzReadForm(f *testing.F) {
	f.Add("notes=a%0D%0Ab&point=c1&point=b1&due-day=31&due-month=2&due-year=2026", false)
	f.Add("notes=%00%ff%zz;&&==", false)
	f.Add("--x\r\nContent-Disposition: form-data; name=\"notes\"\r\n\r\na\r\n--x--\r\n", true)
	f.Add("--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"../a\x00\"\r\nContent-Type: a/b\r\n\r\na\r\n--x--\r\n", true)
	f.Fuzz(func(t *testing.T, body string, parts bool) {
		kind := "application/x-www-form-urlencoded"
		if parts {
			kind = "multipart/form-data; boundary=x"
		}
		form, err := ReadForm(request(body, kind))
		if err != nil {
			if !errors.Is(err, ErrBadForm) && !errors.Is(err, ErrTooBig) {
				t.Errorf("refused with %v", err)
			}
			return
		}
		for _, name := range form.Names() {
			for _, text := range append(form.Values(name), name, form.Text(name)) {
				if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
					t.Errorf("%q is not text", text)
				}
			}
			if text := form.Text(name); text != strings.TrimSpace(text) {
				t.Errorf("%q has space around it", text)
			}
		}
		var problems problem.List
		d := form.Date("due", "Due date", &problems)
		if d.Date != "" {
			if _, err := calendar.ParseDate(string(d.Date)); err != nil || len(problems) > 0 {
				t.Errorf("date %q: %v, %v", d.Date, err, problems)
			}
		}
	})
}
