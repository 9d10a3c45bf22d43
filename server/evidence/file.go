package evidence

import (
	"mime"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/problem"
)

// download gives out a file, always as a download and in a sandbox: what providers send in never becomes a page of the
// service. A file that waits for the virus scanner, or was refused or removed, is not found here; its evidence says why.
func (p Pages) download(c *gin.Context) error {
	if err := page.Allow(c, tenants.ReadEvidence); err != nil {
		return err
	}
	f, err := p.rows(c).File(c, c.Param("id"), c.Param("file"))
	if err != nil {
		return err
	}
	if !f.State.Open() {
		return tenants.ErrNotFound
	}
	if page.Unasked(c, path(c)+"/"+f.Evidence) {
		return nil
	}
	h := c.Writer.Header()
	h.Set("Content-Type", f.Kind.MediaType())
	h.Set("Content-Length", strconv.FormatInt(f.Size, 10))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": evidence.CleanName(f.Name, f.Kind)}))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	c.Status(http.StatusOK)
	return p.rows(c).CopyFile(c, c.Writer, f)
}

type removePage struct {
	page.Base
	File   evidence.File
	Reason page.Input
	Cancel string
}

var removeTemplate = page.Parse[removePage](files, "remove.html")

// fileToRemove is the file in the address, for the ICB administrator.
func (p Pages) fileToRemove(c *gin.Context) (evidence.Evidence, evidence.File, error) {
	if err := page.Allow(c, tenants.RemovePersonal); err != nil {
		return evidence.Evidence{}, evidence.File{}, err
	}
	e, err := p.rows(c).Evidence(c, c.Param("id"))
	if err != nil {
		return e, evidence.File{}, err
	}
	for _, f := range e.Files {
		if f.ID == c.Param("file") && f.State != evidence.Removed {
			return e, f, nil
		}
	}
	return e, evidence.File{}, tenants.ErrNotFound
}

func (p Pages) askRemoval(c *gin.Context) error {
	e, f, err := p.fileToRemove(c)
	if err != nil {
		return err
	}
	return p.showRemoval(c, e, f, "", page.Refusal{})
}

func (p Pages) showRemoval(c *gin.Context, e evidence.Evidence, f evidence.File, reason string, r page.Refusal) error {
	back := path(c) + "/" + e.ID
	return removeTemplate.Show(c, r.Status(), removePage{
		Base: under(c, page.New(c, "Remove a file for good"), page.Crumb{Href: back, Text: e.Title}).Refused(r), File: f, Cancel: back,
		Reason: reasonBox(reason, r.Problems),
	})
}

func reasonBox(reason string, wrong problem.List) page.Input {
	return page.Input{
		Name: "reason", Label: "Why do you need to remove it?", LabelSize: "s", Value: reason, Error: wrong.For("reason"),
		Hint: "The history keeps your reason, so do not repeat the personal data in it",
	}
}

func (p Pages) removeFile(c *gin.Context) error {
	e, f, err := p.fileToRemove(c)
	if err != nil {
		return err
	}
	return page.Save(c, page.Saving[string]{
		Read: func(form page.Form) (string, error) { return form.Text("reason"), nil },
		Keep: func(reason string) (string, error) {
			if err := p.rows(c).EraseFile(c, e.ID, f.ID, reason); err != nil {
				return "", err
			}
			removals, err := p.rows(c).Removals(c)
			saved := "removed"
			if p.unfinished(removals) {
				saved = "removing"
			}
			return path(c) + "/" + e.ID + "?saved=" + saved, err
		},
		Show: func(reason string, r page.Refusal) error { return p.showRemoval(c, e, f, reason, r) },
	})
}
