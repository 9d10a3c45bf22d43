package archive

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
)

// whole is a file with a document, one file of evidence and whatever more.
func whole(t *testing.T, document string, more func(w *Writer)) []byte {
	t.Helper()
	var b bytes.Buffer
	w := NewWriter(&b, time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC))
	put := func(name, text string) Entry {
		e, err := w.Put(name, true, func(to io.Writer) error { _, err := io.WriteString(to, text); return err })
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	put(Document, document)
	e := put("evidence/minutes.txt", "minutes")
	put(ReadMe, "read me")
	if more != nil {
		more(w)
	}
	m := Manifest{Head: Head{Schema: 1, ICB: "QWE"}, Files: []File{{Evidence, "f1", "minutes.txt", e.Name, e.Size, e.SHA256}}}
	if err := w.Close(m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func opened(b []byte) error {
	r, err := Open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return err
	}
	return r.Verify(context.Background())
}

// again writes the entries of a file anew, each as change gives it back; a header without a name leaves it out.
func again(t *testing.T, b []byte, change func(h zip.FileHeader, body []byte) (zip.FileHeader, []byte)) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range r.File {
		from, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(from)
		if err != nil {
			t.Fatal(err)
		}
		h, body := change(zip.FileHeader{Name: f.Name, Method: f.Method}, body)
		if h.Name == "" {
			continue
		}
		to, err := w.CreateHeader(&h)
		if err == nil {
			_, err = to.Write(body)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// manifest changes the list alone, so that it fits what a hostile file holds.
func manifest(t *testing.T, b []byte, change func(m *Manifest)) []byte {
	t.Helper()
	return again(t, b, func(h zip.FileHeader, body []byte) (zip.FileHeader, []byte) {
		if h.Name == listName {
			var m Manifest
			if err := json.Unmarshal(body, &m); err != nil {
				t.Fatal(err)
			}
			change(&m)
			body, _ = json.Marshal(m)
		}
		return h, body
	})
}

// Each kind of file that is not what was exported is refused in words that name the entry.
func TestDamagedAndHostileFiles(t *testing.T) {
	sound := whole(t, "{}", nil)
	if err := opened(sound); err != nil {
		t.Fatal(err)
	}
	renamed := func(to string) func(t *testing.T) []byte {
		return func(t *testing.T) []byte {
			return again(t, sound, func(h zip.FileHeader, body []byte) (zip.FileHeader, []byte) {
				if h.Name == "evidence/minutes.txt" {
					h.Name = to
				}
				return h, body
			})
		}
	}
	for name, tt := range map[string]struct {
		make func(t *testing.T) []byte
		want string
	}{
		"no zip":           {func(*testing.T) []byte { return []byte("hello") }, "this is no zip file"},
		"nothing":          {func(*testing.T) []byte { return nil }, "this is no zip file"},
		"cut off":          {func(*testing.T) []byte { return sound[:len(sound)-40] }, "this is no zip file"},
		"another zip":      {func(t *testing.T) []byte { return again(t, sound, without(listName)) }, "lacks manifest.json"},
		"without its rows": {func(t *testing.T) []byte { return again(t, sound, without(Document)) }, `lacks the entry "everything.json"`},
		"without a file": {
			func(t *testing.T) []byte { return again(t, sound, without("evidence/minutes.txt")) },
			`lacks the entry "evidence/minutes.txt"`,
		},
		"other bytes": {
			func(t *testing.T) []byte { return again(t, sound, swapped("minutes", "minutEs")) },
			`"evidence/minutes.txt" is not what was exported`,
		},
		"more bytes": {
			func(t *testing.T) []byte { return again(t, sound, swapped("minutes", "minutes and more")) },
			`"evidence/minutes.txt" has 16 bytes, manifest.json says 7`,
		},
		"a path upwards": {renamed("../minutes.txt"), `"../minutes.txt" has a name that leads out`},
		"a path inside":  {renamed("evidence/../../minutes.txt"), "leads out"},
		"from the root":  {renamed("/etc/minutes.txt"), "leads out"},
		"Windows' path":  {renamed(`evidence\..\minutes.txt`), "leads out"},
		"a drive":        {renamed("c:minutes.txt"), "leads out"},
		"twice":          {renamed("READ me.txt"), `two entries are called "READ ME.txt"`},
		"an entry too many": {
			func(t *testing.T) []byte { return manifest(t, sound, func(m *Manifest) { m.Entries = m.Entries[:2] }) },
			`"READ ME.txt" is not in manifest.json`,
		},
		"a link": {func(t *testing.T) []byte {
			return again(t, sound, func(h zip.FileHeader, body []byte) (zip.FileHeader, []byte) {
				if h.Name == "evidence/minutes.txt" {
					h.SetMode(0o777 | 1<<27)
				}
				return h, body
			})
		}, "is no file"},
		"a bomb": {func(t *testing.T) []byte {
			return whole(t, strings.Repeat(" ", 32<<20), nil)
		}, `"everything.json" would become more than 200 times as large`},
		"another form": {
			func(t *testing.T) []byte { return manifest(t, sound, func(m *Manifest) { m.Version = 2 }) },
			"the file has form 2",
		},
		"another sort": {func(t *testing.T) []byte { return manifest(t, sound, func(m *Manifest) { m.Format = "x" }) }, `the file is "x"`},
		"no list":      {func(t *testing.T) []byte { return again(t, sound, swapped("{", "[")) }, "manifest.json is damaged"},
		"named twice": {
			func(t *testing.T) []byte {
				return manifest(t, sound, func(m *Manifest) { m.Entries = append(m.Entries, m.Entries[0]) })
			}, `names the entry "everything.json" twice`,
		},
		"a file that is another": {
			func(t *testing.T) []byte {
				return manifest(t, sound, func(m *Manifest) { m.Files[0].Entry = ReadMe })
			}, `"READ ME.txt" is not the file f1`,
		},
		"fewer than no bytes": {
			func(t *testing.T) []byte { return manifest(t, sound, func(m *Manifest) { m.Entries[0].Size = -1 }) }, "manifest.json says -1",
		},
	} {
		t.Run(name, func(t *testing.T) {
			err := opened(tt.make(t))
			if _, ok := errors.AsType[Fault](err); !ok || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%v, want a fault with %q", err, tt.want)
			}
		})
	}
	for i := range sound { // a bit anywhere: refused, or of no consequence, but never a panic
		broken := bytes.Clone(sound)
		broken[i] ^= 1 << (i % 8)
		if err := opened(broken); err != nil {
			if _, ok := errors.AsType[Fault](err); !ok {
				t.Errorf("byte %d: %v is no fault in words", i, err)
			}
		}
	}
}

func without(name string) func(zip.FileHeader, []byte) (zip.FileHeader, []byte) {
	return func(h zip.FileHeader, body []byte) (zip.FileHeader, []byte) {
		if h.Name == name {
			h.Name = ""
		}
		return h, body
	}
}

func swapped(old, text string) func(zip.FileHeader, []byte) (zip.FileHeader, []byte) {
	return func(h zip.FileHeader, body []byte) (zip.FileHeader, []byte) {
		if string(body) == old || h.Name == listName && old == "{" {
			body = bytes.Replace(body, []byte(old), []byte(text), 1)
		}
		return h, body
	}
}

type taken struct {
	head  Head
	lines []string
	rows  []Row
}

func (k *taken) Head(h Head) error { k.head = h; return nil }
func (k *taken) Table(name string, columns []Column) error {
	k.lines = append(k.lines, name)
	return nil
}
func (k *taken) Row(row Row) error { k.rows = append(k.rows, row); return nil }

// Whatever a row holds is what is read back.
func TestRowsAreReadBack(t *testing.T) {
	rows := []Row{
		{"plain", int64(1), true, []byte{0, 1, 255}},
		{"", int64(-1 << 63), false, []byte{}},
		{"\"\\/<>&\u2028\u2029\x00\x01\x7f\n\r\t😀\u202e é", int64(1<<63 - 1), nil, nil},
		{nil, nil, nil, nil},
	}
	var b bytes.Buffer
	w, err := NewDocumentWriter(&b, Head{Schema: 7, ICB: "QWE", Name: "A & B", Saves: 3, Hash: "ff"})
	if err != nil {
		t.Fatal(err)
	}
	columns := []Column{{"a", Text}, {"b", Number}, {"c", YesNo}, {"d", Bytes}}
	for _, name := range []string{"none", "some"} {
		if err := w.Table(name, columns); err != nil {
			t.Fatal(err)
		}
	}
	for _, row := range rows {
		if err := w.Row(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if !json.Valid(b.Bytes()) {
		t.Fatalf("no JSON:\n%s", b.String())
	}
	var k taken
	if err := ReadDocument(bytes.NewReader(b.Bytes()), &k); err != nil {
		t.Fatal(err)
	}
	if k.head != (Head{7, "QWE", "A & B", 3, "ff"}) || strings.Join(k.lines, " ") != "none some" || len(k.rows) != len(rows) {
		t.Fatalf("read %+v", k)
	}
	for i, row := range rows {
		want, _ := AppendRow(nil, row)
		got, err := AppendRow(nil, k.rows[i])
		if err != nil || string(got) != string(want) {
			t.Errorf("row %d is %s, want %s, %v", i, got, want, err)
		}
	}
	if _, err := AppendRow(nil, Row{"\xff"}); err == nil {
		t.Error("a text that is none was written")
	}
}

func TestDocumentsThatAreNone(t *testing.T) {
	const head = `{"format":"` + format + `","version":1,"schema":1,"icb":"QWE","name":"","saves":1,"history_hash":""`
	const table = head + `,"tables":[{"table":"a","columns":[{"name":"x","type":"number"}],"rows":[`
	for text, want := range map[string]string{
		"":                                  "is damaged",
		"[]":                                "in the place of",
		`{"format":"x"}`:                    "in the place of version",
		head + `,"rows":[]}`:                "in the place of tables",
		head + `,"tables":[]}`:              "",
		head + `,"tables":[]} {}`:           "something follows its end",
		head + `,"tables":[]`:               "is damaged",
		table + `[1]]}]}`:                   "",
		table + `[1,2]]}]}`:                 "a row of a has 2 values",
		table + `["1"]]}]}`:                 "has another value in x than a number",
		table + `[1.5]]}]}`:                 "has another value in x",
		table + `[[1]]]}]}`:                 "has another value in x",
		table + `{"x":1}]}]}`:               "is damaged",
		table + `[1]`:                       "is damaged",
		table + `[9999999999999999999]]}]}`: "has another value in x",
		strings.Replace(head, ":1,", ":2,", 1) + `,"tables":[]}`:                                        "form 2",
		strings.Replace(table, "number", "text", 1) + `["` + strings.Repeat("x", 3*rowLimit) + `"]]}]}`: "longer than 16 MB",
	} {
		err := ReadDocument(strings.NewReader(text), &taken{})
		_, ok := errors.AsType[Fault](err)
		if ok != (want != "") || want != "" && !strings.Contains(err.Error(), want) {
			t.Errorf("%.200s: %v, want %q", text, err, want)
		}
	}
}

func TestNamesThatEveryComputerUnpacks(t *testing.T) {
	w := NewWriter(io.Discard, time.Now())
	for _, tt := range []struct{ id, name, want string }{
		{"1", "minutes.pdf", "f/minutes.pdf"},
		{"2", "Minutes.PDF", "f/Minutes 2.PDF"},
		{"3", "../../etc/passwd", "f/_.._etc_passwd"},
		{"4", "a\u202efdp.exe", "f/afdp.exe"},
		{"5", " . ", "f/file"},
		{"6", `c:\x?`, "f/c__x_"},
		{"7", strings.Repeat("é", 200) + ".docx", "f/" + strings.Repeat("é", 95) + ".docx"},
	} {
		got := w.Free("f", tt.id, tt.name)
		if got != tt.want {
			t.Errorf("%q: %q, want %q", tt.name, got, tt.want)
		}
		if _, err := w.Put(got, false, func(io.Writer) error { return nil }); err != nil {
			t.Error(err)
		}
	}
	if _, err := w.Put("f/file", false, nil); err == nil {
		t.Error("two entries of one name")
	}
}
