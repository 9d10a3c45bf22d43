package evidence

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"ipstoolkit/toolkit/calendar"
)

const (
	// FileLimit is the largest file that people may attach, in bytes.
	FileLimit = 20 << 20
	// FilesAtOnce is how many files one form may carry.
	FilesAtOnce = 10
	// nameLimit is the longest name that a file keeps, in characters, without its ending.
	nameLimit = 100
)

// Mark is what a row holds in the place of a text.
type Mark string

// removed is the mark in the place of a text, or a file's name, that was removed for good. Rows hold it, so its words never
// change.
const removed Mark = "Removed because it held personal data"

// RemovedWords are the mark as people read it.
const RemovedWords = string(removed)

// IsRemoved says whether a row holds the mark in the place of a text.
func IsRemoved(text string) bool { return Mark(text) == removed }

// HoldsRemoved says whether one of the texts in a list, as the history would keep it, is the mark.
func HoldsRemoved(list string) bool { return strings.Contains(list, string(removed)) }

// FileState says whether a file may be downloaded.
type FileState string

const (
	// Uploading: some of its chunks are missing; nobody sees it.
	Uploading FileState = "uploading"
	// Held: it waits for the virus scanner. People see it in the list but cannot download it.
	Held FileState = "held"
	// Clean: the virus scanner found nothing.
	Clean FileState = "clean"
	// Unscanned: it arrived while the service ran without a virus scanner.
	Unscanned FileState = "unscanned"
	// Infected: the virus scanner found something. Nobody can download it.
	Infected FileState = "infected"
	// Removed: its bytes were removed for good because they held personal data.
	Removed FileState = "removed"
)

// Words is the state as people read it beside the file; "" for a file that needs no remark.
func (s FileState) Words() string {
	switch s {
	case Held:
		return "Waiting for the virus scan"
	case Unscanned:
		return "Not scanned for viruses"
	case Infected:
		return "Held back: the virus scan found something"
	case Removed:
		return RemovedWords
	case Uploading, Clean:
	}
	return ""
}

// Open says whether the file may be downloaded.
func (s FileState) Open() bool { return s == Clean || s == Unscanned }

// File is one file of a piece of evidence, without its bytes. Name is the cleaned name under which people download it.
// Size is in bytes; SHA256 is the hash of the whole in hexadecimal digits. Searched says that its text was searched for
// NHS numbers; that of pictures and PDF files never is.
type File struct {
	ID       string
	Evidence string
	Name     string
	Kind     Kind
	Size     int64
	SHA256   string
	State    FileState
	Searched bool
	Created  calendar.Instant
}

// notSearched are the words beside a file, by whether it is of an Office program: then its text was searched.
var notSearched = map[bool]string{
	false: "Not searched for NHS numbers",
	true:  "Not searched for NHS numbers: pictures or files inside it",
}

// Remark is the words beside the file in a list: its state, and whether it was searched.
func (f File) Remark() string {
	var words []string
	if w := f.State.Words(); w != "" {
		words = append(words, w)
	}
	if !f.Searched && f.State != Removed {
		words = append(words, notSearched[f.Kind.office()])
	}
	return strings.Join(words, ". ")
}

// SizeWords is the size as people read it, "820 KB", "1.4 MB".
func (f File) SizeWords() string { return SizeWords(f.Size) }

// SizeWords is a number of bytes as people read it, in the units that computers show: a KB is 1,024 bytes.
func SizeWords(n int64) string {
	switch {
	case n < 1<<10:
		return fmt.Sprintf("%d bytes", n)
	case n < 1<<20:
		return fmt.Sprintf("%d KB", (n+512)>>10)
	case n < 1<<30:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%.1f GB", float64(n)/(1<<30))
}

// reserved are the names that Windows keeps for devices, with any ending.
var reserved = map[string]bool{
	"con": true, "prn": true, "aux": true, "nul": true, "conin$": true, "conout$": true,
	"com1": true, "com2": true, "com3": true, "com4": true, "com5": true, "com6": true, "com7": true, "com8": true, "com9": true,
	"lpt1": true, "lpt2": true, "lpt3": true, "lpt4": true, "lpt5": true, "lpt6": true, "lpt7": true, "lpt8": true, "lpt9": true,
}

// CleanName is the name under which a file is kept and downloaded. It has no folder, no character that harms a computer
// or hides another, and at most 100 characters. It ends as the file's real kind does: "minutes.docx" that is a PDF
// becomes "minutes.docx.pdf". It is never empty.
func CleanName(name string, kind Kind) string {
	name = strings.ToValidUTF8(name, "_")
	name = lastPart(name)
	name = strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`<>:"/|?*%`, r):
			return '_'
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r) || r == utf8.RuneError:
			return -1 // control characters and marks of direction, which can show "exe.pdf" for "fdp.exe"
		}
		return r
	}, name)
	name = strings.Join(strings.Fields(name), " ")
	stem := name
	for _, ending := range kind.endings() {
		if rest, found := cutSuffixFold(name, ending); found {
			stem = rest
		}
	}
	stem = strings.Trim(stem, ". ")
	if r := []rune(stem); len(r) > nameLimit {
		stem = strings.TrimRight(string(r[:nameLimit]), ". ")
	}
	if stem == "" || reserved[strings.ToLower(strings.SplitN(stem, ".", 2)[0])] {
		stem = strings.TrimSuffix("file "+stem, " ")
	}
	return stem + "." + string(kind)
}

// lastPart is the last part of a path, with either kind of slash.
func lastPart(name string) string { return name[strings.LastIndexAny(name, `/\`)+1:] }

func cutSuffixFold(s, suffix string) (string, bool) {
	if len(s) >= len(suffix) && strings.EqualFold(s[len(s)-len(suffix):], suffix) {
		return s[:len(s)-len(suffix)], true
	}
	return s, false
}

// CleanShown is a name as it was typed, short and safe to show, for messages about the file.
func CleanShown(name string) string {
	shown := strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, lastPart(strings.ToValidUTF8(name, "_")))
	if r := []rune(shown); len(r) > nameLimit {
		shown = string(r[:nameLimit]) + "…"
	}
	return shown
}
