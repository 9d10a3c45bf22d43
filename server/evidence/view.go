package evidence

import (
	"cmp"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
)

type viewPage struct {
	page.Base
	State    page.Tag
	Link     string
	Files    []fileLine
	Summary  page.SummaryList
	Places   []placeLine
	Messages []messageLine
	Pages    page.Pages // of Messages, the last ones unless others are asked for
	Withdrew bool
	// Questions are those about it; nil for people who neither ask nor answer.
	Questions *page.Questions
	// Actions are those about it; nil as Questions.
	Actions *page.Actions
	Edit    string // "" for people who may not change it
	// Accept is set for people who may, while it is not accepted; Forms are what else they may do.
	Accept  bool
	Version int
	Forms   []actForm
	History page.History // for people who may change it
}

// fileLine is a file as it is listed; Href is "" while it may not be downloaded.
type fileLine struct {
	Href, Name, Words, Remark, Remove string
	Digest                            string // of a file that was removed for good
}

// placeLine is a priority it supports, with the statements of it.
type placeLine struct {
	Href, Text string
	Points     []string
}

type messageLine struct {
	Who, Title, What, When, Text string
}

// actForm is one thing that can be said or done about a piece of evidence.
type actForm struct {
	Act     evidence.Act
	Summary string
	Words   string // what will happen
	Text    page.Textarea
	Confirm page.Checkboxes
	Button  page.Button
	Version int
	Open    bool
}

var viewTemplate = page.Parse[viewPage](files, "view.html")

// said is what was typed in one of the page's forms when it was refused.
type said struct {
	act             evidence.Act
	text, confirmed string
	version         int
	refusal         page.Refusal
}

func (p Pages) view(c *gin.Context) error {
	if err := page.Allow(c, tenants.ReadEvidence); err != nil {
		return err
	}
	e, err := p.rows(c).Evidence(c, c.Param("id"))
	if err != nil {
		return err
	}
	return p.showView(c, e, said{})
}

// saves are the success banners by ?saved=.
var saves = map[string]string{
	"added": "Evidence added", "changed": "Evidence changed",
	"accept": "Evidence accepted", "withdraw": "Evidence withdrawn", "removed": "File removed for good",
	"removing": "File removed. It will be gone from the database’s files within a few minutes: the page Remove personal data says " +
		"when it is gone",
}

func (p Pages) showView(c *gin.Context, e evidence.Evidence, s said) error {
	ed, err := p.Editions.Used(page.Member(c).Tenant.Edition)
	if err != nil {
		return err
	}
	m := page.Member(c)
	data := viewPage{
		Base: under(c, page.New(c, e.Title)).Refused(s.refusal), State: page.EvidenceTag(e.State), Link: e.Link, Version: e.Version,
		Summary: summary(e), Places: placeLines(c, ed, e), Withdrew: e.State == evidence.Withdrawn,
		Accept: m.Can(tenants.ReviewEvidence) && e.State != evidence.Accepted && e.State != evidence.Withdrawn,
	}
	if !data.CameBack() {
		data.Base = data.Saved(saves[c.Query("saved")])
	}
	for _, f := range e.Files {
		data.Files = append(data.Files, lineOf(path(c)+"/"+e.ID+"/files/"+f.ID, f, m))
	}
	data.Pages = page.NewPages(c, "messages-page", "said", "What was decided", len(e.Messages)).With(len(e.Messages) - 1)
	for _, msg := range page.Paged(data.Pages, e.Messages) {
		data.Messages = append(data.Messages,
			messageLine{Who: msg.By, Title: msg.Title, What: msg.Act.Words(), When: msg.At.Words(), Text: msg.Text})
	}
	if m.Can(tenants.AskQuestions) {
		a := question.About{Kind: record.Evidence, ID: e.ID}
		beside, err := p.rows(c).Beside(c, a.Kind, a.ID)
		if err != nil {
			return err
		}
		data.Questions = page.NewQuestions(m.Tenant.Code, a, beside.Questions)
		actions := page.NewActions(m, action.About(a), beside.Actions, p.Store.Today())
		data.Actions = &actions
		if e.State == evidence.Withdrawn {
			data.Questions.Ask, data.Actions.Add = "", ""
		}
	}
	if mayChange(m, e) {
		h, err := p.rows(c).HistoryPart(c, page.HistoryAsked(c), record.Evidence, e.ID)
		if err != nil {
			return err
		}
		h.Events = told(ed, h.Events)
		data.History = page.NewHistory(path(c)+"/"+e.ID, h)
	}
	if mayChange(m, e) && e.State != evidence.Withdrawn {
		data.Edit = path(c) + "/" + e.ID + "/edit"
		data.Forms = forms(m, e, s)
	}
	return viewTemplate.Show(c, s.refusal.Status(), data)
}

func lineOf(href string, f evidence.File, m tenants.Member) fileLine {
	l := fileLine{Name: f.Name, Words: f.Kind.Words() + ", " + f.SizeWords(), Remark: f.Remark()}
	switch {
	case f.State == evidence.Removed:
		l.Words, l.Remark, l.Digest = "Added "+f.Created.Words(), "", f.SHA256
	case m.Can(tenants.RemovePersonal):
		l.Remove = href + "/remove"
	}
	if f.State.Open() {
		l.Href = href
	}
	return l
}

// summary is what is known of a piece of evidence beside its title, link and files.
func summary(e evidence.Evidence) page.SummaryList {
	or := func(text string) []string { return []string{cmp.Or(text, "Not given")} }
	seen := "The ICB"
	switch {
	case e.Provider != "":
		seen = e.ProviderName + " and the ICB"
	case e.Shared:
		seen = "The ICB and all its providers"
	}
	rows := []page.SummaryRow{
		{Key: "From", Lines: []string{cmp.Or(e.ProviderName, "The ICB")}},
		{Key: "Covers", Lines: or(e.Covers())},
		{Key: "Review by", Lines: or(e.ReviewOn.Words())},
		{Key: "Seen by", Lines: []string{seen}},
		{Key: "Added", Lines: []string{e.Created.Words() + " by " + e.CreatedBy}},
	}
	return page.SummaryList{Rows: rows}
}

func placeLines(c *gin.Context, ed *edition.Edition, e evidence.Evidence) []placeLine {
	var lines []placeLine
	for _, key := range e.Priorities() {
		p, ok := ed.Priority(key)
		if !ok {
			lines = append(lines, placeLine{Text: key + " of an earlier edition"})
			continue
		}
		l := placeLine{Href: page.Home(page.Member(c).Tenant.Code) + "/toolkit/" + key, Text: key + " " + p.Name}
		for _, place := range e.Places {
			if point, ok := p.Point(place.Point); ok && place.Priority == key {
				l.Points = append(l.Points, point.Plain())
			}
		}
		lines = append(lines, l)
	}
	return lines
}

// forms are what the person may say or do beside accepting it.
func forms(m tenants.Member, e evidence.Evidence, s said) []actForm {
	var list []actForm
	add := func(a evidence.Act, summary, label, words string, button page.Button) {
		f := actForm{
			Act: a, Summary: summary, Words: words, Button: button, Version: e.Version,
			Text: page.Textarea{Name: "text", Label: label, LabelSize: "s", Rows: 4},
		}
		if s.act == a {
			f.Open = true
			f.Text.Value, f.Text.Error = s.text, s.refusal.Problems.For("text")
			f.Confirm = page.ConfirmBox(privacy.NHSNumbers(s.text), "", strings.Split(s.confirmed, ","))
		}
		list = append(list, f)
	}
	words := "It will no longer count as evidence, and nobody can change it. People can still see it, with your reason. You cannot " +
		"undo this."
	add(evidence.Withdraw, "Withdraw this evidence", "Why is it withdrawn?", words, page.NewWarningButton("Withdraw evidence", "", ""))
	only := len(list) == 1
	for i := range list {
		id := "text"
		if !list[i].Open && !only {
			id = "text-" + string(list[i].Act)
		}
		list[i].Text.Name = id
	}
	return list
}

// undone is what was not done when somebody else changed the evidence first.
var undone = map[evidence.Act]string{
	evidence.Accept: "It was not accepted", evidence.Withdraw: "It was not withdrawn",
}

// act accepts or withdraws.
func (p Pages) act(c *gin.Context) error {
	if err := page.Allow(c, tenants.AddEvidence); err != nil {
		return err
	}
	e, err := p.rows(c).Evidence(c, c.Param("id"))
	if err != nil {
		return err
	}
	if !mayChange(page.Member(c), e) {
		return tenants.ErrForbidden
	}
	return page.Save(c, page.Saving[said]{
		Read: func(f page.Form) (said, error) {
			s := said{act: evidence.Act(f.Text("act")), version: f.Version(), confirmed: strings.Join(f.Values("confirmed"), ",")}
			s.text = cmp.Or(f.Text("text"), f.Text("text-"+string(s.act)))
			if undone[s.act] == "" {
				return s, page.ErrBadForm
			}
			return s, nil
		},
		Keep: func(s said) (string, error) {
			return path(c) + "/" + e.ID + "?saved=" + string(s.act), p.rows(c).ActOnEvidence(c, e.ID, s.version, s.act, s.text, s.confirmed)
		},
		Now: func(s said) (k page.Conflict, err error) {
			if e, err = p.rows(c).Evidence(c, e.ID); err != nil {
				return k, err
			}
			ed, err := p.Editions.Used(page.Member(c).Tenant.Edition)
			if err != nil {
				return k, err
			}
			h, err := p.rows(c).HistoryPart(c, snapshot.Part{}, record.Evidence, e.ID)
			h.Events = told(ed, h.Events)
			k = page.ChangedSince("this evidence", undone[s.act], s.version, e.Version, h)
			if s.text != "" { // the page may no longer have the form for it
				k.Fields = []page.Both{page.Either("What you typed", "", s.text)}
			}
			return k, err
		},
		Show: func(s said, r page.Refusal) error {
			s.refusal = r
			return p.showView(c, e, s)
		},
	})
}
