package evidence

import (
	"errors"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
)

// formPage is the form for a new piece of evidence and for one that is changed.
type formPage struct {
	page.Base
	Version     int
	Action      string
	Cancel      string
	Warning     string
	Name        page.Input // the evidence's title: Title is the page's
	Link        page.Input
	Files       page.FileUpload
	Kept        []string // the files it has already
	Again       bool     // files were chosen, and have to be chosen again
	Confirm     page.Checkboxes
	From, To    page.DateInput
	ReviewOn    page.DateInput
	Source      page.Select // whom it comes from: asked of commissioners, of new evidence
	Shared      page.Checkboxes
	Points      []page.Checkboxes // the statements of the priorities it supports
	Sections    []section         // all priorities
	PriorityErr string
	Button      string
}

var formTemplate = page.Parse[formPage](files, "form.html")

// formOrder is the order of the fields on the page, which the error summary follows.
var formOrder = []string{
	"title", "link", "files", "from-day", "from-month", "from-year", "to-day", "to-month", "to-year", "review_on-day", "review_on-month",
	"review_on-year", "provider", "shared", "priority",
}

// typed is evidence as it is in the form: its dates may be half of one.
type typed struct {
	evidence.Evidence
	from, to, reviewOn page.TypedDate
	confirmed          []string
	// numbers are what looks like NHS numbers in the files of this form.
	numbers []privacy.Find
	chosen  bool // whether files were chosen
}

func asTyped(e evidence.Evidence) typed {
	return typed{Evidence: e, from: page.DateOf(e.From), to: page.DateOf(e.To), reviewOn: page.DateOf(e.ReviewOn)}
}

// add is the empty form. ?priority=3.4 ticks a priority and shows its statements.
func (p Pages) add(c *gin.Context) error {
	if err := page.Allow(c, tenants.AddEvidence); err != nil {
		return err
	}
	ed, err := p.Editions.Used(page.Member(c).Tenant.Edition)
	if err != nil {
		return err
	}
	var t typed
	if priority, ok := ed.Priority(c.Query("priority")); ok && !(page.Member(c).Outside() && assessment.InProcurement(priority.Key)) {
		t.Places = []evidence.Place{{Priority: priority.Key}}
	}
	return p.show(c, ed, evidence.Evidence{}, t, page.Refusal{})
}

// saveNew takes in new evidence: 303 when it is kept, 422 with the form when something is wrong with it or its files.
func (p Pages) saveNew(c *gin.Context) error {
	return p.save(c, evidence.Evidence{})
}

// mine is the piece of evidence in the address when the person may change it.
func (p Pages) mine(c *gin.Context) (evidence.Evidence, error) {
	if err := page.Allow(c, tenants.AddEvidence); err != nil {
		return evidence.Evidence{}, err
	}
	e, err := p.rows(c).Evidence(c, c.Param("id"))
	if err != nil {
		return e, err
	}
	if !mayChange(page.Member(c), e) {
		return e, tenants.ErrForbidden
	}
	return e, nil
}

// mayChange says whether somebody who sees a piece of evidence may change it: a provider only its own.
func mayChange(m tenants.Member, e evidence.Evidence) bool {
	return m.Can(tenants.AddEvidence) && (m.Role != tenants.Provider || e.Provider == m.Provider)
}

func (p Pages) edit(c *gin.Context) error {
	e, err := p.mine(c)
	if err != nil {
		return err
	}
	ed, err := p.Editions.Used(page.Member(c).Tenant.Edition)
	if err != nil {
		return err
	}
	return p.show(c, ed, e, asTyped(e), page.Refusal{})
}

func (p Pages) saveChange(c *gin.Context) error {
	e, err := p.mine(c)
	if err != nil {
		return err
	}
	return p.save(c, e)
}

// save is saveNew and saveChange; present is the zero Evidence for a new piece.
func (p Pages) save(c *gin.Context, present evidence.Evidence) error {
	if err := page.Allow(c, tenants.AddEvidence); err != nil {
		return err
	}
	ed, err := p.Editions.Used(page.Member(c).Tenant.Edition)
	if err != nil {
		return err
	}
	f, in, err := p.readUploads(c)
	defer in.close()
	if err != nil {
		return err
	}
	word, saving := "changed", true
	if present.ID == "" {
		word = "added"
	}
	return page.SaveForm(c, f.With(in.hashes()...), page.Saving[typed]{
		Read: func(f page.Form) (typed, error) {
			t, wrong := p.read(c, f, present)
			t.chosen = len(in.uploads) > 0 || in.refused != ""
			if !saving { // the files of a save that was refused are given up
				return t, nil
			}
			saving = false
			return t, p.check(c, ed, &t, present, in, wrong)
		},
		Keep: func(t typed) (string, error) {
			saved, err := p.keep(c, ed, t, in.uploads)
			return path(c) + "/" + saved.ID + "?saved=" + word, err
		},
		Now: func(t typed) (k page.Conflict, err error) {
			if present, err = p.rows(c).Evidence(c, present.ID); err != nil {
				return k, err
			}
			return p.conflict(c, ed, present, t)
		},
		Opened: func(t typed, seen int64) (map[string]string, []record.Text, error) {
			was, err := p.rows(c).ChangedSince(c, record.Evidence, present.ID, seen)
			return was, t.Kept(), err
		},
		Show: func(t typed, r page.Refusal) error { return p.show(c, ed, present, t, r) },
	})
}

// check is what is wrong with the form, its files and the evidence. Numbers in files that were confirmed are remembered.
func (p Pages) check(c *gin.Context, ed *edition.Edition, t *typed, present evidence.Evidence, in *incoming, wrong problem.List) error {
	wrong = slices.Concat(in.wrong, wrong)
	var err error
	if t.numbers, err = p.examine(c, in.uploads, append(t.confirmed, present.Confirmed), &wrong); err != nil {
		return err
	}
	for _, u := range in.uploads {
		t.Confirmed = strings.Trim(t.Confirmed+","+privacy.Confirmed(u.content.Finds, t.confirmed...), ",")
	}
	if err := t.Check(ed, len(present.Files)+len(in.uploads)); err != nil {
		var list problem.List
		errors.As(err, &list)
		wrong = append(wrong, list...)
	}
	return wrong.Err()
}

// keep puts the files in and saves the evidence with them; files of a save that was refused are given up.
func (p Pages) keep(c *gin.Context, ed *edition.Edition, t typed, uploads []*upload) (evidence.Evidence, error) {
	added, err := put(c, p.rows(c), uploads)
	if err != nil {
		return evidence.Evidence{}, err
	}
	saved, err := p.rows(c).SaveEvidence(c, ed, t.Evidence, added...)
	if err != nil {
		drop(c, p.rows(c), added)
		return saved, err
	}
	// A form that was sent a second time has saved nothing, and the evidence has the files of the first.
	drop(c, p.rows(c), slices.DeleteFunc(added, func(f evidence.File) bool {
		return slices.ContainsFunc(saved.Files, func(kept evidence.File) bool { return kept.ID == f.ID })
	}))
	return saved, nil
}

// read takes evidence from the form.
func (p Pages) read(c *gin.Context, f page.Form, present evidence.Evidence) (typed, problem.List) {
	var wrong problem.List
	t := typed{Evidence: present, confirmed: f.Values("confirmed")}
	t.Title, t.Link, t.Shared = f.Text("title"), f.Text("link"), f.Has("shared")
	t.from, t.to = f.Date("from", "Start of the period", &wrong), f.Date("to", "End of the period", &wrong)
	t.reviewOn = f.Date("review_on", "Review by", &wrong)
	t.From, t.To, t.ReviewOn = t.from.Date, t.to.Date, t.reviewOn.Date
	if !t.from.Empty() && t.From == "" || !t.to.Empty() && t.To == "" {
		t.From, t.To = "", "" // one half of a period is no problem of its own when the other could not be read
	}
	t.Places = nil
	for _, value := range slices.Concat(f.Values("priority"), f.Values("point")) {
		if place := evidence.PlaceOf(value); !slices.Contains(t.Places, place) {
			t.Places = append(t.Places, place)
		}
	}
	t.Confirmed = strings.Trim(strings.Join(append([]string{present.Confirmed}, privacy.Confirmed(t.Numbers(), t.confirmed...)), ","), ",")
	if page.Member(c).Role != tenants.Provider && present.ID == "" {
		t.Provider = f.Text("provider")
	}
	if present.ID != "" {
		t.Version = f.Version()
	}
	return t, wrong
}
