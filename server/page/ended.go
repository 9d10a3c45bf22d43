package page

import (
	"errors"
	"mime/multipart"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/tenants"
)

// endedPage is the answer to a form that could not be dealt with: everything typed, in a form that goes to the same
// address. SignIn is where to sign in first, "" when the session is fine and something else is in the way.
type endedPage struct {
	Base
	Action string
	// Where is the page that was being saved, "toolkit 4.6"; "" when the address says nothing.
	Where  string
	SignIn string
	// Lines say what to do, in place of the words for a database that is away; Button is the form's.
	Lines  []string
	Button string
	// Closed says why the form cannot be sent again: procurement, or another role; "" when it can.
	Closed string
	// Long are the texts, to be read and changed; Short are the other fields as they were sent.
	Long  []Textarea
	Short []Field
	// Files says that files were chosen, which cannot be sent on.
	Files bool
}

// Field is a name and a value, as a form sends them.
type Field struct{ Name, Value string }

var endedTemplate = Parse[endedPage](files, "ended.html")

// Ended answers a form that was sent after the session ended: 401, with everything that was typed. Nothing is lost: the
// person signs in in a new tab and sends it again. It needs no script. signIn is the address where sign-in starts.
func Ended(c *gin.Context, signIn string) {
	c.Abort()
	p := endedPage{Base: New(c, "Sign in, then save this again"), SignIn: signIn}
	err := p.fill(c)
	if err == nil {
		err = endedTemplate.Show(c, http.StatusUnauthorized, p)
	}
	if err != nil {
		Fail(c, err)
	}
}

// unsaved answers a form that the database did not take with everything that was typed, so that it can be sent again
// when the database is back.
func unsaved(c *gin.Context) error {
	p := endedPage{Base: New(c, "The service cannot save at the moment")}
	if err := p.fill(c); err != nil {
		return err
	}
	return endedTemplate.Show(c, http.StatusServiceUnavailable, p)
}

// tooOften answers a form that was one too many in a short time with everything that was typed. Files are not read for it:
// ErrTooBig when the form may hold some.
func tooOften(c *gin.Context) error {
	if withFiles(c.Request) {
		return ErrTooBig
	}
	p := endedPage{Base: New(c, titles[http.StatusTooManyRequests]), Lines: []string{
		"This was not saved, because too much was sent in a short time. Nothing you typed is lost: it is all on this page. Do not " +
			"close it.",
		"Wait a minute, then select “Save again”.",
	}}
	if err := p.fill(c); err != nil {
		return err
	}
	return endedTemplate.Show(c, http.StatusTooManyRequests, p)
}

// closing is why a form was refused that the person could send a moment ago, or could send if there were no
// procurement.
type closing struct{ title, words string }

// closedWords are the words for a form that is refused with such an error; nil for all other errors.
func closedWords(c *gin.Context, err error) *closing {
	switch {
	case errors.Is(err, tenants.ErrRoleChanged):
		return &closing{
			"Your role was changed, so this was not saved",
			"Your role, or the provider you belong to, was changed while this was being saved.",
		}
	case errors.Is(err, tenants.ErrProcurement):
		words := New(c, "").Procurement()
		if words == "" { // it was not so yet when the form was sent
			words = "Procurement has begun, or who is named for it was changed, while this was being saved."
		}
		return &closing{"Procurement is under way, so this was not saved", words}
	}
	return nil
}

// refused answers a form that is closed to the person with everything that was typed, so that they can keep it.
func refused(c *gin.Context, why closing) error {
	p := endedPage{Base: New(c, why.title), Closed: why.words}
	if err := p.fill(c); err != nil {
		return err
	}
	return endedTemplate.Show(c, http.StatusForbidden, p)
}

// errNothingTyped says that a form held no text that could be lost.
var errNothingTyped = errors.New("nothing was typed")

// gone answers a member's form for what is not there with the text that was typed: somebody may have removed it meanwhile.
// The answer is the same for every reason, so that nobody learns whether another ICB has it.
func gone(c *gin.Context) error {
	p := endedPage{
		Base:   New(c, titles[http.StatusNotFound]),
		Closed: "What you were saving is not there. It may have been removed while you were writing.",
	}
	if p.Visit.Member == nil {
		return errNothingTyped
	}
	if err := p.fill(c); err != nil {
		return err
	}
	if len(p.Long) == 0 {
		return errNothingTyped
	}
	if words := p.Procurement(); words != "" {
		p.Closed += " " + words
	}
	return endedTemplate.Show(c, http.StatusNotFound, p)
}

// fill puts what the form held into the page.
func (p *endedPage) fill(c *gin.Context) error {
	form, err := ReadParts(c, endedLimit, formLimit, func(*multipart.Part) error { p.Files = true; return nil })
	if err != nil {
		return err
	}
	p.Action, p.Files = c.Request.URL.RequestURI(), p.Files || len(form.files) > 0
	p.Where = whereabouts(c.Request.URL.Path)
	for _, name := range form.Names() {
		for _, value := range form.Values(name) {
			if value == "" {
				continue
			}
			if len(value) < 40 && !strings.ContainsAny(value, " \n") {
				p.Short = append(p.Short, Field{name, value})
				continue
			}
			p.Long = append(p.Long, Textarea{
				Name: name, Label: label(name), Value: value,
				Rows: min(12, 3+len(value)/80+strings.Count(value, "\n")),
			})
		}
	}
	return nil
}

// whereabouts is what an address says to people: "/icb/QWE/toolkit/4.6" is "toolkit 4.6". Ids say nothing.
func whereabouts(path string) string {
	rest, found := strings.CutPrefix(path, "/icb/")
	if !found {
		return ""
	}
	_, rest, _ = strings.Cut(rest, "/")
	var words []string
	for word := range strings.SplitSeq(rest, "/") {
		if len(word) < idLength {
			words = append(words, strings.ReplaceAll(word, "-", " "))
		}
	}
	return strings.TrimSpace(strings.Join(words, " "))
}

// idLength is how long the ids of rows are.
const idLength = 32

// endedLimit is how large a form with files may be to be read only for its text. Nothing of the files is kept.
const endedLimit = 64 << 20

// label makes a field's name readable: "private_notes" > "Private notes".
func label(name string) string {
	words := strings.NewReplacer("_", " ", "-", " ").Replace(name)
	if words == "" {
		return "Text"
	}
	return strings.ToUpper(words[:1]) + words[1:]
}
