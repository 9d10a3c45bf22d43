package page_test

import (
	"errors"
	"net/url"
	"testing"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/problem"
)

type note struct {
	text    string
	version int
}

type notePage struct {
	page.Base
	Version int
	Note    page.Textarea
}

var noteTemplate = page.Parse[notePage](testdata, "testdata/note.html")

// One page that saves a note answers every way in which a save can go.
func TestSave(t *testing.T) {
	for _, tt := range []struct {
		name        string
		read, keep  error
		status      int
		holds, form string
	}{
		{"kept", nil, nil, 303, "", ""},
		{"what was typed is wrong", problem.List{{Field: "note", Message: "Enter less"}}, nil, 422, "Enter less", "Mine"},
		{"the save finds something wrong", nil, problem.List{{Field: "note", Message: "Enter more"}}, 422, "Enter more", "Mine"},
		{"somebody else saved", nil, tenants.ErrStale, 409, "Person lead saved the note while you were writing", "Theirs\nMine"},
		{"a form that cannot be read", page.ErrBadForm, nil, 400, "We could not read what was sent", ""},
		{"a role that does not include it", nil, tenants.ErrForbidden, 403, "You cannot use this page", ""},
		{"procurement", nil, tenants.ErrProcurement, 403, "Procurement is under way, so this was not saved", ""},
		{"another role meanwhile", nil, tenants.ErrRoleChanged, 403, "Your role was changed, so this was not saved", ""},
		{"it is gone", nil, tenants.ErrNotFound, 404, "Page not found", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e, icb := pagetest.Server(pagetest.Visit("QWE", tenants.Lead))
			icb.POST("/note", page.Handle(func(c *gin.Context) error {
				return page.Save(c, page.Saving[note]{
					Read: func(f page.Form) (note, error) { return note{f.Text("note"), f.Version()}, tt.read },
					Keep: func(note) (string, error) { return "/kept", tt.keep },
					Now: func(n note) (page.Conflict, error) {
						return page.Conflict{
							What: "the note", Who: "Person lead", Version: 7,
							Fields: []page.Both{page.Texts("Note", "note", "Theirs", n.text)},
						}, nil
					},
					Show: func(n note, r page.Refusal) error {
						return noteTemplate.Show(c, r.Status(), notePage{
							Base: page.New(c, "Note").Refused(r), Version: n.version,
							Note: page.Textarea{Name: "note", Label: "Note", Value: n.text, Error: r.Problems.For("note")},
						})
					},
				})
			}))
			a := pagetest.Post(t, e, "/icb/QWE/note", url.Values{"note": {"Mine"}, "version": {"3"}, "then": {"next"}})
			a.Want(t, tt.status, tt.holds)
			if to := a.Header.Get("Location"); (to == "/kept") != (tt.status == 303) {
				t.Errorf("leads to %q", to)
			}
			if tt.form != "" {
				if sent := a.In("form:has(#note)").Sends(t, tt.status); sent.Get("note") != tt.form {
					t.Errorf("the form holds %q, want %q", sent.Get("note"), tt.form)
				}
			}
			if errors.Is(tt.keep, tenants.ErrStale) {
				mine, below := a.In(".app-stale form").Sends(t, 409), a.In("form:has(#note)").Sends(t, 409)
				if want := (url.Values{"note": {"Mine"}, "version": {"7"}, "then": {"next"}}); mine.Encode() != want.Encode() ||
					below.Get("version") != "7" {
					t.Errorf("keep mine sends %q, want %q; the form below names version %q", mine.Encode(), want.Encode(),
						below.Get("version"))
				}
				a.In("title").Want(t, 409, "Somebody else saved this first: Note")
			}
		})
	}
}
