package server

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
)

// aimOfOthers is how long one page of a hundred may take while some ICB's people ask for far too much.
const aimOfOthers = 200 * time.Millisecond

// attackRows are the pages of another ICB while four people of one ask for far too much: as many workbooks at once as
// they can, uploads that are small and unpack to much, and uploads that stall.
func attackRows(b *testing.B, t *table) {
	s := start(b, unlimited)
	s.write(b, 60)
	var people []*caller
	for _, key := range []string{"lead", "commissioner", "provider-a", "reader"} {
		people = append(people, s.signIn(b, key).caller())
	}
	other := s.signIn(b, "foreign-lead").caller()
	rest := s.others(b, other, func() { time.Sleep(3 * time.Second) })
	for _, attack := range []struct {
		name string
		do   func() string
	}{
		{"100 workbooks at once", func() string { return s.workbooks(b, people, 100) }},
		{"8 uploads of ten documents that unpack to 60 MB each", func() string { return s.inflating(b, people[:3], other) }},
		{"3 uploads that stall", func() string { return s.stalled(b, people[:3]) }},
	} {
		words := ""
		p99 := s.others(b, other, func() { words = attack.do() })
		b.Logf("%s: %s; pages of others p99 %s, at rest %s", attack.name, words, p99.Round(time.Millisecond), rest.Round(time.Millisecond))
		t.add("Pages of others beside "+attack.name+", of 200 ms", p99.Round(time.Millisecond).String(),
			rest.Round(time.Millisecond).String(),
			float64(p99)/float64(aimOfOthers), atMost(1))
	}
}

// write records notes in QWE, so that its workbook is some work.
func (s *site) write(b *testing.B, times int) {
	b.Helper()
	err := s.Together(context.Background(), s.Clock.Now, func(ctx context.Context, st *store.Store) error {
		for _, p := range edition.Current().Priorities() {
			for n := range times {
				e := assessment.Entry{
					Status: assessment.InProgress,
					Notes:  strings.Repeat(fmt.Sprintf("Meeting %d agreed what comes next. ", n), 60), Version: n,
				}
				if _, err := st.For(s.Lead).SaveEntry(ctx, p, e); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

// others is what 99 of 100 pages of another ICB's four people stay below while something goes on. Each asks for a page 20
// times a second.
func (s *site) others(b *testing.B, c *caller, while func()) time.Duration {
	b.Helper()
	over := make(chan struct{})
	go func() { defer close(over); while() }()
	var mu sync.Mutex
	var times []float64
	err := atOnce(4, func(worker int) error {
		pages := []string{"/icb/S1Y5D", "/icb/S1Y5D/toolkit", "/icb/S1Y5D/toolkit/3.4", "/icb/S1Y5D/targets"}
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		for i := worker; ; i++ {
			select {
			case <-over:
				return nil
			case <-tick.C:
			}
			began := time.Now()
			if _, err := c.ask(pages[i%len(pages)], nil, http.StatusOK); err != nil {
				return err
			}
			mu.Lock()
			times = append(times, float64(time.Since(began)))
			mu.Unlock()
		}
	})
	if err != nil {
		b.Fatal(err)
	}
	return slowest(times)
}

// workbooks asks for n workbooks at once, and says how many were made and how many were asked to come back.
func (s *site) workbooks(b *testing.B, people []*caller, n int) string {
	b.Helper()
	var mu sync.Mutex
	statuses, began := map[int]int{}, time.Now()
	err := atOnce(n, func(worker int) error {
		status, _, err := people[worker%len(people)].status(http.MethodGet, "/icb/QWE/workbook.xlsx", nil)
		mu.Lock()
		statuses[status]++
		mu.Unlock()
		return err
	})
	if err != nil || statuses[http.StatusOK]+statuses[http.StatusServiceUnavailable] != n {
		b.Fatalf("answers %v, %v", statuses, err)
	}
	return fmt.Sprintf("%d made, %d asked to come back, in %s", statuses[http.StatusOK], statuses[http.StatusServiceUnavailable],
		time.Since(began).Round(time.Second/10))
}

// inflating sends eight forms of ten documents, and one honest file of another ICB in between; it says how long that took.
func (s *site) inflating(b *testing.B, people []*caller, other *caller) string {
	b.Helper()
	bad := formOf(b, inflatingDocument(b, 60<<20), "plan.docx", 10)
	honest := formOf(b, []byte("All went well."), "minutes.txt", 1)
	var took time.Duration
	began := time.Now()
	err := atOnce(9, func(worker int) error {
		if worker == 8 {
			time.Sleep(time.Second)
			asked := time.Now()
			err := other.send("/icb/S1Y5D/evidence/add", honest, http.StatusSeeOther)
			took = time.Since(asked)
			return err
		}
		return people[worker%len(people)].send("/icb/QWE/evidence/add", bad, http.StatusUnprocessableEntity)
	})
	if err != nil {
		b.Fatal(err)
	}
	return fmt.Sprintf("an honest file took %s of %s", took.Round(time.Millisecond), time.Since(began).Round(time.Second/10))
}

// stalled sends the first 150 MB of a form each and then nothing, until all are ended; it says how long that took and how
// much of the disk they held.
func (s *site) stalled(b *testing.B, people []*caller) string {
	b.Helper()
	const size = 15 << 20
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	_ = w.SetBoundary(boundary)
	for range 10 {
		part, _ := w.CreateFormFile("files", "a.txt")
		_, _ = io.CopyN(part, letters{}, size)
	}
	most, began := int64(0), time.Now()
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		for time.Since(began) < 10*time.Second {
			most = max(most, onDisk())
			time.Sleep(100 * time.Millisecond)
		}
	}()
	err := atOnce(len(people), func(worker int) error {
		stop := make(chan struct{})
		defer close(stop)
		body := io.MultiReader(bytes.NewReader(form.Bytes()), stalling(stop))
		status, _, err := people[worker].status(http.MethodPost, "/icb/QWE/evidence/add", body)
		if err == nil && status != http.StatusRequestTimeout {
			err = fmt.Errorf("a stalled upload: status %d", status)
		}
		return err
	})
	<-watched
	if err != nil {
		b.Log(err) // the connection may be gone before the answer is read
	}
	return fmt.Sprintf("held %.0f MB of the disk, ended after %s", float64(most)/1e6, time.Since(began).Round(time.Second))
}

// letters are endless lines of text.
type letters struct{}

func (letters) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = "a line of eighteen\n"[i%19]
	}
	return len(b), nil
}

// stalling is a body that gives nothing until it is over.
type stalling <-chan struct{}

func (s stalling) Read([]byte) (int, error) { <-s; return 0, io.EOF }

// onDisk is how many bytes of the disk the uploads hold. Their files no longer have names.
func onDisk() (bytes int64) {
	open, _ := filepath.Glob("/proc/self/fd/*")
	for _, name := range open {
		if to, err := os.Readlink(name); err == nil && strings.Contains(to, "ipstoolkit-upload") {
			if info, err := os.Stat(name); err == nil {
				bytes += info.Size()
			}
		}
	}
	return bytes
}

// boundary parts the fields of the forms that are sent here.
const boundary = "a-boundary-of-forms"

// formOf is a form of evidence with so many times the same file.
func formOf(b *testing.B, body []byte, name string, times int) []byte {
	b.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	_ = w.SetBoundary(boundary)
	_ = w.WriteField("title", "Minutes")
	_ = w.WriteField("priority", "1.2")
	for range times {
		part, err := w.CreateFormFile("files", name)
		if err == nil {
			_, err = part.Write(body)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
	return form.Bytes()
}

// inflatingDocument is a Word file of a few hundred kilobytes with so many bytes of text.
func inflatingDocument(b *testing.B, bytesOfText int) []byte {
	b.Helper()
	const main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
	var file bytes.Buffer
	z := zip.NewWriter(&file)
	for name, body := range map[string]string{
		"[Content_Types].xml": `<Types><Override PartName="/word/document.xml" ContentType="` + main + `"/></Types>`,
		"word/document.xml": "<w:document>" + strings.Repeat("<w:p>All went well in this meeting.</w:p>", bytesOfText/39) +
			"</w:document>",
	} {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, body)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		b.Fatal(err)
	}
	return file.Bytes()
}

// status sends a request, with a form of evidence where there is a body, and reads the answer to its end.
func (c *caller) status(method, path string, form io.Reader) (int, []byte, error) {
	r, err := http.NewRequest(method, c.url+path, form)
	if err != nil {
		return 0, nil, err
	}
	r.Header.Set("Cookie", c.cookies)
	if form != nil {
		r.Header.Set("Content-Type", "multipart/form-data; boundary="+boundary)
	}
	res, err := c.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	return res.StatusCode, text, err
}

// send sends a form of evidence. The answer must have the status.
func (c *caller) send(path string, form []byte, want int) error {
	status, text, err := c.status(http.MethodPost, path, bytes.NewReader(form))
	if err == nil && status != want {
		_, wrong, _ := strings.Cut(string(text), "There is a problem")
		err = fmt.Errorf("%s: status %d, want %d: %.600s", path, status, want, wrong)
	}
	return err
}
