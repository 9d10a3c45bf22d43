package evidence

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
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
	Edit     string // "" for people who may not change it
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
	wrong           problem.List
}

func (p Pages) view(c *gin.Context) error {
	if err := page.Allow(c, tenants.ReadEvidence); err != nil {
		return err
	}
	e, err := p.rows(c).Evidence(c, c.Param("id"))
	if err != nil {
		return err
	}
	return p.showView(c, http.StatusOK, e, said{})
}

// saves are the success banners by ?saved=.
var saves = map[string]string{
	"added": "Evidence added", "changed": "Evidence changed", "query": "Question asked", "answer": "Answer sent",
	"accept": "Evidence accepted", "withdraw": "Evidence withdrawn", "removed": "File removed for good",
	"removing": "File removed. It will be gone from the database’s files within a few minutes: the page Remove personal data says when it is",
}

func (p Pages) showView(c *gin.Context, status int, e evidence.Evidence, s said) error {
	ed, err := p.edition(c)
	if err != nil {
		return err
	}
	m := page.Member(c)
	data := viewPage{
		Base: under(c, page.New(c, e.Title)).With(s.wrong), State: page.EvidenceTag(e.State), Link: e.Link, Version: e.Version,
		Summary: summary(e), Places: placeLines(c, ed, e), Withdrew: e.State == evidence.Withdrawn,
		Accept: m.Can(tenants.ReviewEvidence) && e.State != evidence.Accepted && e.State != evidence.Withdrawn,
	}
	if status == http.StatusOK {
		data.Base = data.Saved(saves[c.Query("saved")])
	}
	for _, f := range e.Files {
		data.Files = append(data.Files, lineOf(path(c)+"/"+e.ID+"/files/"+f.ID, f, m))
	}
	data.Pages = page.NewPages(c, "messages-page", "said", "What was asked and answered", len(e.Messages)).With(len(e.Messages) - 1)
	for _, msg := range page.Paged(data.Pages, e.Messages) {
		data.Messages = append(data.Messages, messageLine{Who: msg.By, Title: msg.Title, What: msg.Act.Words(), When: msg.At.Words(), Text: msg.Text})
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
	return viewTemplate.Show(c, status, data)
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
			f.Text.Value, f.Text.Error = s.text, s.wrong.For("text")
			f.Confirm = page.Checkboxes{Name: "confirmed", Legend: "Is it an NHS number?", LegendSize: "s"}
			for _, find := range privacy.Unconfirmed(privacy.NHSNumbers(s.text), s.confirmed) {
				f.Confirm.Items = append(f.Confirm.Items, page.Item{
					Value: find.Fingerprint(), Text: "The number ending " + find.Ending() + " is not an NHS number", Hint: "We record that you said so, without the number",
				})
			}
		}
		list = append(list, f)
	}
	if e.State == evidence.Queried {
		button := page.NewButton("Send answer")
		if m.Can(tenants.ReviewEvidence) {
			button = page.NewSecondaryButton("Send answer", "", "") // accepting comes first for those who may
		}
		add(evidence.Answer, "Answer the question", "Your answer", "Commissioners will look at it again.", button)
		list[0].Open = list[0].Open || s.act == "" && !m.Can(tenants.ReviewEvidence)
	}
	if m.Can(tenants.ReviewEvidence) {
		words := "It is seen by everybody who sees this evidence. The state becomes Queried until it is answered."
		add(evidence.Query, "Ask a question about it", "Your question", words, page.NewSecondaryButton("Ask", "", ""))
	}
	words := "It no longer counts as evidence and cannot be changed any more. It stays to be seen, with your reason. This cannot be undone."
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

// act queries, answers, accepts or withdraws: 303, 422 with what was typed, 409 when it was changed in the meantime.
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
	f, err := page.ReadForm(c)
	if err != nil {
		return err
	}
	a := evidence.Act(f.Text("act"))
	if !slices.Contains([]evidence.Act{evidence.Query, evidence.Answer, evidence.Accept, evidence.Withdraw}, a) {
		return page.ErrBadForm
	}
	s := said{act: a, text: cmp.Or(f.Text("text"), f.Text("text-"+string(a))), confirmed: strings.Join(f.Values("confirmed"), ",")}
	err = p.rows(c).ActOnEvidence(c, e.ID, f.Version(), a, s.text, s.confirmed)
	switch {
	case errors.Is(err, tenants.ErrStale):
		s.wrong.Add("text", "Somebody else changed this evidence in the meantime. Look at it again, then send yours")
		return p.showView(c, http.StatusConflict, e, s)
	case errors.As(err, &s.wrong):
		return p.showView(c, http.StatusUnprocessableEntity, e, s)
	case err != nil:
		return err
	}
	c.Redirect(http.StatusSeeOther, path(c)+"/"+e.ID+"?saved="+string(a))
	return nil
}
