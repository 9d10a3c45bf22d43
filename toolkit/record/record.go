// Package record describes a kind of record once: its name, what the history keeps of it and how people read that, what
// people type in it, and who may not see it. The history keeps codes, never words: words change, and what was saved
// does not.
package record

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Kind is a kind of record.
type Kind struct {
	Code  string // as the history keeps it, "contract"
	Words string // "Contract"
	// Fields are what the history keeps of a record, in the order in which a save tells of them.
	Fields []Field
	// Others are fields that a table defines: the figures of a return, the clauses of a contract. nil where there are
	// none.
	Others func(name string) (Field, bool)
	// Closed says that procurement keeps all of it from people who are not named for it.
	Closed bool
}

// Field is one thing that a record holds.
type Field struct {
	Name  string // as the history keeps it, "private_notes"
	Words string // as people read it; "" where the name with spaces will do
	// Typed says that people write freely in it, so it may hold something that has to be removed for good.
	Typed bool
	// Private is for commissioners alone.
	Private bool
	// Personal names a person of the ICB's staff. An audience that reads no names reads of a member of the ICB.
	Personal bool
	// Of is a code of a kind of record: the text is then an id of that kind, or several, one on each line. People read
	// its name.
	Of string
	// Say turns a text of the history into words; nil where people read it unchanged.
	Say func(text string) string
}

// Text is what a record holds in one field, as the history keeps it; "" is nothing.
type Text struct{ Field, Text string }

// Field finds a field by its name. A field that the kind no longer has gets its name as its words.
func (k Kind) Field(name string) Field {
	for _, f := range k.Fields {
		if f.Name == name {
			return f.named()
		}
	}
	if k.Others != nil {
		if f, ok := k.Others(name); ok {
			return f.named()
		}
	}
	if name == FromWorkbook.Name {
		return FromWorkbook
	}
	return Field{Name: name}.named()
}

func (f Field) named() Field {
	if f.Words == "" {
		f.Words = Sentence(strings.ReplaceAll(f.Name, "_", " "))
	}
	return f
}

// Sentence is a text with a capital at its beginning.
func Sentence(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(r)) + text[size:]
}

// YesNo is a truth value as the history keeps it.
func YesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// List is a list as the history keeps it, "" for an empty one. What people typed is in it unchanged, so it can be
// found.
func List[T any](list []T) string {
	if len(list) == 0 {
		return ""
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(list); err != nil {
		panic(err) // lists hold plain values
	}
	return strings.TrimSpace(b.String())
}

// SayList turns a list that List kept into words, one line for each.
func SayList[T any](say func(T) string) func(text string) string {
	return func(text string) string {
		var list []T
		if json.Unmarshal([]byte(text), &list) != nil {
			return text
		}
		lines := make([]string, len(list))
		for i, one := range list {
			lines[i] = say(one)
		}
		return strings.Join(lines, "\n")
	}
}

// The codes of the kinds, as the history keeps them. AnyList means every list of the registers; each of them has its
// own code.
const (
	Priority    = "priority"
	Evidence    = "evidence"
	Return      = "return"
	Breakdown   = "breakdown"
	Collection  = "collection"
	ReturnSet   = "return_set"
	Import      = "import"
	Published   = "published"
	Plan        = "plan"
	Contract    = "contract"
	Target      = "target"
	Provider    = "provider"
	Member      = "member"
	Invitation  = "invitation"
	Settings    = "settings"
	Procurement = "procurement"
	Workbook    = "workbook"
	Round       = "round"
	View        = "view"
	Question    = "question"
	ICB         = "icb"
	AnyList     = "list"
)

// What people ask, agree and do. GroupMeeting is a meeting of the steering group; a Difference is one of a status and the
// figures, with the code of its priority as its id.
const (
	Action       = "action"
	GroupMeeting = "group_meeting"
	Difference   = "difference"
)

// What is worked out of records and may be seen by those who do not see the records: the posts that the staffing plan asks for,
// beside those funded and in post, without pay and money; and the masked tables of people by characteristic.
const (
	Posts  = "posts"
	Groups = "groups"
)

const (
	// Place is what a field of a removal is Of: where the text was that was removed, "priority", "3.4" and "notes" a line each.
	Place = "place"
)
