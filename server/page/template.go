package page

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/assets"
)

//go:embed *.html
var files embed.FS

// functions are what templates may call beside the methods of their data.
var functions = template.FuncMap{
	"asset":     assets.Path,
	"bold":      Bold,
	"tag":       NewTag,
	"button":    NewButton,
	"secondary": NewSecondaryButton,
	"warning":   NewWarningButton,
	"linkTo":    NewLinkButton,
	"backTo":    NewBackLink,
	"inset":     NewInset,
	"callout":   NewCallout,
	"opens":     func(summary string, open bool) Details { return Details{Summary: summary, Open: open} },
	"deciding":  Deciding,
	"lastCrumb": func(crumbs []Crumb) Crumb { return crumbs[len(crumbs)-1] },
}

var shared = template.Must(template.New("layout").Funcs(functions).ParseFS(files, "layout.html", "parts.html", "fields.html",
	"charts.html"))

// Template is one page's template with the type of what it shows. T embeds Base.
type Template[T any] struct {
	parsed *template.Template
	name   string
}

// Registered is a template as Parse made it, with a zero value of what it shows, so that one test can check the types
// of all pages.
type Registered struct {
	Name     string
	Template *template.Template
	Data     any
}

var registered []Registered

// All are the templates that the packages linked into this program have parsed.
func All() []Registered { return registered }

// Parse reads a page's file, which defines "content", into the layout with all components. It is called where a
// package's variables are made, and panics on a template that does not parse.
func Parse[T any](files fs.FS, name string) Template[T] {
	parsed := template.Must(template.Must(shared.Clone()).ParseFS(files, name))
	if parsed.Lookup("content") == nil {
		panic(fmt.Sprintf("page: %s does not define \"content\"", name))
	}
	var zero T
	registered = append(registered, Registered{
		Name: fmt.Sprintf("%s (%T)", name, zero), Template: parsed.Lookup("layout.html"),
		Data: zero,
	})
	return Template[T]{parsed: parsed, name: name}
}

// Part is one partial of the page as HTML, for what is the same on every page and is rendered once. It panics when the
// partial cannot be rendered, which a program sees as it starts.
func (t Template[T]) Part(name string, data any) template.HTML { return part(t.parsed, name, data) }

// Part is a component as HTML, as Template.Part is a page's own.
func Part(name string, data any) template.HTML { return part(components, name, data) }

// components are the shared partials for Part; shared itself is never executed, since pages begin as copies of it.
var components = template.Must(shared.Clone())

func part(from *template.Template, name string, data any) template.HTML {
	var body strings.Builder
	if err := from.ExecuteTemplate(&body, name, data); err != nil {
		panic(fmt.Sprintf("page: part %s: %v", name, err))
	}
	return template.HTML(body.String()) //nolint:gosec // the template has escaped it
}

// Show renders the page and then writes it, so that a page that fails half way is an error and not half a page.
func (t Template[T]) Show(c *gin.Context, status int, data T) error {
	body, err := t.Render(data)
	if err != nil {
		return err
	}
	c.Data(status, "text/html; charset=utf-8", body)
	return nil
}

// OK is Show with status 200.
func (t Template[T]) OK(c *gin.Context, data T) error { return t.Show(c, http.StatusOK, data) }

// Render is the page's HTML.
func (t Template[T]) Render(data T) ([]byte, error) {
	var body bytes.Buffer
	if err := t.parsed.ExecuteTemplate(&body, "layout.html", data); err != nil {
		return nil, fmt.Errorf("page %s: %w", t.name, err)
	}
	return body.Bytes(), nil
}
