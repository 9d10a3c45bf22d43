package page

import (
	"bytes"
	"errors"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/problem"
)

func request(body, kind string) *gin.Context {
	gin.SetMode(gin.TestMode)
	c, _ := gin.CreateTestContext(httptest.NewRecorder())
	c.Request = httptest.NewRequest(http.MethodPost, "/icb/QWE/toolkit/3.4?status=from-the-address", strings.NewReader(body))
	c.Request.Header.Set("Content-Type", kind)
	return c
}

func TestReadForm(t *testing.T) {
	const urlencoded = "application/x-www-form-urlencoded"
	cases := []struct {
		name, body, kind string
		want             error
	}{
		{"nothing", "", urlencoded, nil},
		{"text", "notes=a%0D%0Ab", urlencoded, nil},
		{"NUL", "notes=a%00b", urlencoded, ErrBadForm},
		{"NUL in a name", "no%00tes=a", urlencoded, ErrBadForm},
		{"broken UTF-8", "notes=%ff", urlencoded, ErrBadForm},
		{"broken escape", "notes=%zz", urlencoded, ErrBadForm},
		{"broken parts", "--x\r\nnonsense", "multipart/form-data; boundary=x", ErrBadForm},
		{"no boundary", "x", "multipart/form-data", ErrBadForm},
		{"too big", "notes=" + strings.Repeat("a", formLimit), urlencoded, ErrTooBig},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if _, err := ReadForm(request(c.body, c.kind)); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

func TestFormTooBigWithoutSayingSo(t *testing.T) {
	c := request("notes="+strings.Repeat("a", formLimit), "application/x-www-form-urlencoded")
	c.Request.ContentLength = -1
	if _, err := ReadForm(c); !errors.Is(err, ErrTooBig) {
		t.Errorf("got %v", err)
	}
}

func TestFormValues(t *testing.T) {
	f, err := ReadForm(request("notes=+one%0D%0Atwo%0D%0A&point=c1&point=b2.1&stay=", "application/x-www-form-urlencoded"))
	if err != nil {
		t.Fatal(err)
	}
	if got := f.Text("notes"); got != "one\ntwo" {
		t.Errorf("notes %q", got)
	}
	if got := f.Values("point"); len(got) != 2 || got[1] != "b2.1" {
		t.Errorf("points %q", got)
	}
	if !f.Has("stay") || f.Has("other") || f.Text("other") != "" {
		t.Error("Has is wrong about what was sent")
	}
	if f.Has("status") {
		t.Error("a value in the address counts as one of the form")
	}
}

func TestFormFiles(t *testing.T) {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for _, file := range []struct{ name, text string }{{"minutes.txt", "as agreed"}, {"", ""}} {
		part, err := w.CreateFormFile("file", file.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(file.text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.WriteField("title", "Minutes"); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := ReadFiles(request(body.String(), w.FormDataContentType()), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	if files := f.Files("file"); len(files) != 1 || files[0].Filename != "minutes.txt" || f.Text("title") != "Minutes" {
		t.Errorf("files %v, title %q", files, f.Text("title"))
	}
	if _, err := ReadFiles(request(body.String(), w.FormDataContentType()), 20); !errors.Is(err, ErrTooBig) {
		t.Errorf("over the limit: %v", err)
	}
}

func TestFormDate(t *testing.T) {
	cases := []struct {
		name, day, month, year string
		date                   calendar.Date
		field, message         string
	}{
		{"none", "", "", "", "", "", ""},
		{"numbers", "31", "3", "2027", "2027-03-31", "", ""},
		{"a month's name", "1", "march", "2027", "2027-03-01", "", ""},
		{"no month", "31", "", "2027", "", "review_on-month", "Review date must include a month"},
		{"day only", "31", "", "", "", "review_on-month", "Review date must include a month and a year"},
		{"no day", "", "3", "2027", "", "review_on-day", "Review date must include a day"},
		{"short year", "31", "3", "27", "", "review_on-year", "Review date must have a year of 4 numbers, like 2026"},
		{"no such day", "31", "4", "2027", "", "review_on-day", "Review date must be a real date"},
		{"words", "soon", "3", "2027", "", "review_on-day", "Review date must be a real date"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			f := Form{values: url.Values{"review_on-day": {c.day}, "review_on-month": {c.month}, "review_on-year": {c.year}}}
			var problems problem.List
			d := f.Date("review_on", "Review date", &problems)
			if d.Date != c.date || d.Day != c.day || d.Month != c.month || d.Year != c.year {
				t.Errorf("got %+v", d)
			}
			if got := problems.For(c.field); got != c.message || len(problems) != min(len(c.message), 1) {
				t.Errorf("problems %v", problems)
			}
		})
	}
}

func TestDateInputMarksWhatIsWrong(t *testing.T) {
	cases := []struct {
		name    string
		field   string
		typed   TypedDate
		want    [3]bool
		message string
	}{
		{"nothing", "", TypedDate{}, [3]bool{}, ""},
		{"the month is missing", "on-month", TypedDate{Day: "1", Year: "2027"}, [3]bool{false, true, false}, "x"},
		{"the day is missing", "on-day", TypedDate{Month: "1", Year: "2027"}, [3]bool{true, false, false}, "x"},
		{"no such day", "on-day", TypedDate{Day: "31", Month: "4", Year: "2027"}, [3]bool{true, true, true}, "x"},
		{"the date is missing", "on", TypedDate{}, [3]bool{true, true, true}, "x"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var problems problem.List
			if c.field != "" {
				problems.Add(c.field, "x")
			}
			d := DateInput{Name: "on", Typed: c.typed, Problems: problems}
			var got [3]bool
			for i, part := range d.Parts() {
				got[i] = part.Wrong
			}
			if got != c.want || d.Error() != c.message {
				t.Errorf("marked %v, says %q", got, d.Error())
			}
		})
	}
}
