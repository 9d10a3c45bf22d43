package server

import (
	"bytes"
	"cmp"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// field is one field of a form.
type field struct {
	name string
	kind string // "typed", "choice" (radios, boxes, lists), "hidden", "button" or "file"
	// sent is what a browser sends when the person changes nothing but what has to be filled in; offered are the values
	// of a choice.
	sent, offered []string
}

// form is a form as it is on a page.
type form struct {
	page, route    string // the page it is on; the route it goes to
	method, action string
	multipart      bool
	fields         []field
}

// key tells forms apart: the same form for two priorities is one. The hidden field act says what a form does where
// several go to one address.
func (f form) key() string {
	names := f.method + " " + f.route
	for _, one := range f.fields {
		names += " " + one.name
		if one.name == "act" {
			names += "=" + strings.Join(one.sent, ",")
		}
	}
	return names
}

// values are what a browser sends when nothing is changed.
func (f form) values() url.Values {
	v := url.Values{}
	for _, one := range f.fields {
		v[one.name] = append(v[one.name], one.sent...)
	}
	return v
}

// send sends the form with other values in some fields.
func (b *browser) send(f form, changed url.Values) answer {
	b.t.Helper()
	v := f.values()
	maps.Copy(v, changed)
	if f.method == http.MethodGet {
		at := mustParse(f.action)
		at.RawQuery = v.Encode()
		return b.ask("GET", at.String(), nil)
	}
	if !f.multipart {
		return b.ask("POST", f.action, v)
	}
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for _, one := range f.fields {
		for _, value := range v[one.name] {
			if one.kind == "file" {
				part, _ := w.CreateFormFile(one.name, value)
				_, _ = part.Write([]byte(value))
			} else {
				_ = w.WriteField(one.name, value)
			}
		}
		delete(v, one.name)
	}
	_ = w.Close()
	return b.askWith("POST", f.action, w.FormDataContentType(), &body)
}

// direct lets a browser reach the service without a network between.
type direct struct{ handler http.Handler }

func (d direct) RoundTrip(r *http.Request) (*http.Response, error) {
	in := httptest.NewRequest(r.Method, r.URL.RequestURI(), r.Body)
	in.Host, in.Header = r.URL.Host, r.Header
	in.ContentLength = r.ContentLength
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, in)
	res := w.Result()
	res.Request = r
	return res, nil
}

// near is signIn, without a network between from then on.
func (s *site) near(t testing.TB, key string) *browser {
	t.Helper()
	b := s.signIn(t, key)
	b.Transport = direct{s.handler}
	return b
}

// route is the service's route for an address, "" when there is none.
func (s *site) route(method, path string) string {
	path, _, _ = strings.Cut(path, "?")
	parts := strings.Split(path, "/")
	best := ""
	for route := range s.routes {
		m, pattern, _ := strings.Cut(route, " ")
		if m != method || !fits(strings.Split(pattern, "/"), parts) {
			continue
		}
		if best == "" || strings.Count(pattern, ":") < strings.Count(best, ":") {
			best = pattern
		}
	}
	return best
}

func fits(pattern, parts []string) bool {
	if len(pattern) != len(parts) {
		return false
	}
	for i, part := range pattern {
		if part != parts[i] && (!strings.HasPrefix(part, ":") || parts[i] == "") {
			return false
		}
	}
	return true
}

// oneByOne leaves a test that asks for one page after another, for seconds, out of -short.
func oneByOne(t testing.TB) {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: one page after another")
	}
}

// crawl goes through the service as a person could, two pages of each kind, from the pages that at names and all that
// they link to. see is shown each answer. It returns the forms that were found, each kind of form once.
func (s *site) crawl(b *browser, at []string, see func(path string, got answer)) []form {
	b.t.Helper()
	oneByOne(b.t)
	var order []form
	waiting, seen, pages, found := at, map[string]bool{}, map[string]int{}, map[string]form{}
	for len(waiting) > 0 {
		path := waiting[0]
		waiting = waiting[1:]
		route := s.route("GET", path)
		if seen[path] || route == "" || pages[route] == 2 && !slices.Contains(at, path) {
			continue
		}
		seen[path] = true
		pages[route]++
		got := b.ask("GET", path, nil)
		see(path, got)
		if next := got.header.Get("Location"); strings.HasPrefix(next, "/") {
			waiting = append(waiting, next)
		}
		if !strings.HasPrefix(got.header.Get("Content-Type"), "text/html") {
			continue
		}
		links, forms := s.read(path, got.body)
		waiting = append(waiting, links...)
		for _, f := range forms {
			// Signing out would end the crawl, and has no fields.
			if _, ok := found[f.key()]; !ok && f.route != "/sign-out" && f.route != "/account/sign-out-everywhere" {
				found[f.key()] = f
				order = append(order, f)
			}
		}
	}
	return order
}

// read are the links and the forms of a page.
func (s *site) read(path, page string) (links []string, forms []form) {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return nil, nil
	}
	here := mustParse(path)
	for n := range doc.Descendants() {
		switch {
		case n.Type != html.ElementNode:
		case n.Data == "a" && strings.HasPrefix(attr(n, "href"), "/"):
			at, _, _ := strings.Cut(attr(n, "href"), "#")
			links = append(links, at)
		case n.Data == "form":
			f := form{
				page: path, method: strings.ToUpper(cmp.Or(attr(n, "method"), "GET")),
				multipart: attr(n, "enctype") == "multipart/form-data",
			}
			f.action = here.ResolveReference(mustParse(attr(n, "action"))).String()
			f.route = s.route(f.method, f.action)
			f.fields = fields(n)
			forms = append(forms, f)
			for b := range n.Descendants() {
				if other := attr(b, "formaction"); b.Data == "button" && other != "" {
					f.action = here.ResolveReference(mustParse(other)).String()
					f.route = s.route(f.method, f.action)
					forms = append(forms, f)
				}
			}
		}
	}
	return links, forms
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

// fields are a form's fields in their order.
func fields(f *html.Node) []field {
	var list []field
	add := func(name, kind, value string, sent, offered bool) {
		if name == "" {
			return
		}
		i := slices.IndexFunc(list, func(one field) bool { return one.name == name })
		if i < 0 {
			i, list = len(list), append(list, field{name: name, kind: kind})
		}
		if sent {
			list[i].sent = append(list[i].sent, value)
		}
		if offered {
			list[i].offered = append(list[i].offered, value)
		}
	}
	for n := range f.Descendants() {
		name := attr(n, "name")
		switch {
		case n.Type != html.ElementNode:
		case n.Data == "textarea":
			add(name, "typed", cmp.Or(text(n), filling(name, "")), true, false)
		case n.Data == "select":
			chosen := ""
			for o := range n.Descendants() {
				if o.Data == "option" {
					add(name, "choice", attr(o, "value"), false, true)
					if has(o, "selected") || chosen == "" {
						chosen = attr(o, "value")
					}
				}
			}
			add(name, "choice", chosen, true, false)
		case n.Data == "button":
			add(name, "button", attr(n, "value"), false, true)
		case n.Data != "input":
		case attr(n, "type") == "hidden":
			add(name, "hidden", attr(n, "value"), true, true)
		case attr(n, "type") == "radio" || attr(n, "type") == "checkbox":
			add(name, "choice", attr(n, "value"), has(n, "checked"), true)
		case attr(n, "type") == "file":
			add(name, "file", "a.txt", true, false)
		default:
			add(name, "typed", cmp.Or(attr(n, "value"), filling(name, attr(n, "type"))), true, false)
		}
	}
	for i, one := range list { // the first of radios that nobody has chosen yet
		if one.kind == "choice" && len(one.sent) == 0 && len(one.offered) > 1 {
			list[i].sent = one.offered[:1]
		}
	}
	return list
}

// filling is what a person may type into an empty field.
func filling(name, kind string) string {
	switch {
	case kind == "email":
		return "somebody@example.org"
	case strings.HasSuffix(name, "-year"):
		return "2027"
	case strings.Contains(name, "link"):
		return "https://example.org/"
	}
	return "1"
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}
