package settings

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/snapshot"
)

type personalPage struct {
	page.Base
	Person page.Select
	Form   page.Radios
}

var personalTemplate = page.Parse[personalPage](files, "personal.html")

// readable is the export as a page of its own that any browser opens, without anything from elsewhere. The JSON keeps
// the codes.
var readable = template.Must(template.New("").Funcs(template.FuncMap{
	"kind":  func(kind string) string { return snapshot.KindOf(kind).Words },
	"field": func(kind, field string) string { return snapshot.KindOf(kind).Field(field).Words },
	"did":   func(e store.EventHeld) string { return snapshot.Event{Act: e.Act}.ActWords() },
	"words": func(kind string, c store.ChangeHeld, text string) string {
		return snapshot.Event{Kind: kind}.Said(snapshot.Change(c), text)
	},
}).ParseFS(files, "readable.html"))

func (p Pages) personal(c *gin.Context) error {
	if err := page.Allow(c, tenants.ExportPerson); err != nil {
		return err
	}
	return p.showPersonal(c, http.StatusOK, "", "", nil)
}

func (p Pages) showPersonal(c *gin.Context, status int, person, form string, wrong problem.List) error {
	staff, err := p.Store.For(page.Member(c)).Staff(c)
	if err != nil {
		return err
	}
	data := personalPage{
		Base: page.New(c, "Export what is held about a member of staff").
			Under(page.Crumb{Href: page.Home(page.Member(c).Tenant.Code) + "/settings", Text: "Settings"}).With(wrong),
		Person: page.Select{
			Name: "person", Label: "Who is it about?", LabelSize: "s", Hint: "People who are no longer members are in the list too.",
			Value: person, Options: []page.Option{{Text: "Choose a person"}}, Error: wrong.For("person"),
		},
		Form: page.Radios{
			Name: "form", Legend: "In which form?", LegendSize: "s", Value: form, Error: wrong.For("form"),
			Items: []page.Item{
				{Value: "html", Text: "A page to read or print", Hint: "For the person who asked"},
				{Value: "json", Text: "Data (JSON)", Hint: "For another system"},
			},
		},
	}
	for _, one := range staff {
		text := one.Name
		if one.Email != "" {
			text += ", " + one.Email
		}
		data.Person.Options = append(data.Person.Options, page.Option{Value: one.ID, Text: text})
	}
	return personalTemplate.Show(c, status, data)
}

// export sends the file. It is a POST, since it is written into the history.
func (p Pages) export(c *gin.Context) error {
	if err := page.Allow(c, tenants.ExportPerson); err != nil {
		return err
	}
	f, err := page.ReadForm(c)
	if err != nil {
		return err
	}
	person, form := f.Text("person"), f.Text("form")
	var wrong problem.List
	if person == "" {
		wrong.Add("person", "Choose a person")
	}
	if !slices.Contains([]string{"html", "json"}, form) {
		wrong.Add("form", "Choose the form of the file")
	}
	if len(wrong) > 0 {
		return p.showPersonal(c, http.StatusUnprocessableEntity, person, form, wrong)
	}
	var x store.PersonExport
	var body []byte
	var kind string
	err = page.Heavy(c, p.Places, "Your export", func() (err error) {
		if x, err = p.Store.For(page.Member(c)).Apart().ExportPerson(c, person); err == nil {
			body, kind, err = write(x, form)
		}
		return err
	})
	if err != nil {
		return err
	}
	c.Header("Content-Disposition", fmt.Sprintf(`attachment; filename="%s-staff-export-%s.%s"`, strings.ToLower(x.ICB), x.MadeAt.Date(),
		form))
	c.Header("X-Content-Type-Options", "nosniff")
	c.Header("Cache-Control", "no-store")
	c.Data(http.StatusOK, kind, body)
	return nil
}

// write is the export as a file, and its media type.
func write(x store.PersonExport, form string) ([]byte, string, error) {
	var b bytes.Buffer
	if form == "json" {
		e := json.NewEncoder(&b)
		e.SetIndent("", "  ")
		err := e.Encode(x)
		return b.Bytes(), "application/json", err
	}
	err := readable.ExecuteTemplate(&b, "readable.html", x)
	return b.Bytes(), "text/html; charset=utf-8", err
}
