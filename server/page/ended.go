package page

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
)

// endedPage is the answer to a form whose session has ended: everything typed, in a form that goes to the same address.
type endedPage struct {
	Base
	Action string
	SignIn string
	// Long are the texts, to be read and changed; Short are the other fields as they were sent.
	Long  []Textarea
	Short []Field
	// Files says that files were chosen, which cannot be sent on.
	Files bool
}

// Field is a name and a value, as a form sends them.
type Field struct{ Name, Value string }

var endedTemplate = Parse[endedPage](files, "ended.html")

// Ended answers a form whose session has ended with 401 and everything that was typed, so that nothing is lost: the
// person signs in in a new tab and sends it again. It needs no script. signIn is the address where sign-in starts.
func Ended(c *gin.Context, signIn string) {
	c.Abort()
	form, err := ReadFiles(c, endedLimit)
	if err != nil {
		Fail(c, err)
		return
	}
	p := endedPage{Base: New(c, "Sign in, then send this again"), Action: c.Request.URL.RequestURI(), SignIn: signIn, Files: len(form.files) > 0}
	for _, name := range form.Names() {
		for _, value := range form.Values(name) {
			if value == "" {
				continue
			}
			if len(value) < 40 && !strings.ContainsAny(value, " \n") {
				p.Short = append(p.Short, Field{name, value})
				continue
			}
			p.Long = append(p.Long, Textarea{Name: name, Label: label(name), Value: value, Rows: min(12, 3+len(value)/80+strings.Count(value, "\n"))})
		}
	}
	if err := endedTemplate.Show(c, http.StatusUnauthorized, p); err != nil {
		Fail(c, err)
	}
}

// endedLimit is how large a form with files may be to be read only for its text.
const endedLimit = 64 << 20

// label makes a field's name readable: "private_notes" > "Private notes".
func label(name string) string {
	words := strings.NewReplacer("_", " ", "-", " ").Replace(name)
	if words == "" {
		return "Text"
	}
	return strings.ToUpper(words[:1]) + words[1:]
}
