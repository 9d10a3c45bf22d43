package questions

import (
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/record"
)

// askPage is the form of a new question.
type askPage struct {
	page.Base
	Subject, Thing string
	Whom           string // who reads it, where that is no choice
	Nobody         bool   // no provider is there to ask
	AboutKind      string
	AboutID        string
	Action         string
	Provider       page.Radios
	Text           page.Textarea
	Confirm        page.Checkboxes
}

var askTemplate = page.Parse[askPage](files, "ask.html")

// asking is what was typed in the form.
type asking struct {
	provider, text string
	confirmed      []string
}

func (p Pages) blank(c *gin.Context) error {
	if err := page.Allow(c, tenants.AskQuestions); err != nil {
		return err
	}
	return p.form(c, question.About{Kind: c.Query("about"), ID: c.Query("id")}, asking{}, page.Refusal{})
}

// form is the form with what was typed in it.
func (p Pages) form(c *gin.Context, a question.About, t asking, r page.Refusal) error {
	ed, err := p.Editions.Used(page.Member(c).Tenant.Edition)
	if err != nil {
		return err
	}
	if _, ok := ed.Priority(a.ID); a.Kind == record.Priority && !ok {
		return tenants.ErrNotFound
	}
	title, of, err := p.rows(c).Askable(c, a)
	if err != nil {
		return err
	}
	subject := about(ed, a, title)
	data := askPage{
		Base:    page.New(c, "Ask a question").Under(page.Crumb{Href: path(c), Text: "Questions"}).Refused(r),
		Subject: subject, Thing: thing(c, a), AboutKind: a.Kind, AboutID: a.ID, Action: path(c) + "/new",
		Text: page.Textarea{
			Name: "text", Label: "Your question", LabelSize: "m", Rows: 5, Limit: question.TextLimit, Value: t.text,
			Error: r.Problems.For("text"), Hint: "Ask one thing. Do not write about a person accessing IPS services",
		},
		Confirm: page.ConfirmBox(privacy.NHSNumbers(t.text), "", t.confirmed),
	}
	data.whom(page.Member(c), a, of, t, r)
	return askTemplate.Show(c, r.Status(), data)
}

// whom says who reads the question, or offers the providers to choose from.
func (d *askPage) whom(m tenants.Member, a question.About, of []provider.Provider, t asking, r page.Refusal) {
	switch {
	case m.Provider != "":
		d.Whom = "The ICB’s commissioners read your question and answer it. Other providers and the steering group do not see it."
	case len(of) == 0 && a.Kind == record.Evidence:
		d.Whom = "This evidence is the ICB’s own and not shared with providers, so only the ICB’s commissioners see your question."
	case len(of) == 0:
		d.Nobody = true
	case len(of) == 1 && a.Kind != record.Priority:
		d.Whom = of[0].Name + " and the ICB’s commissioners see your question. Nobody else does."
	default:
		d.Provider = page.Radios{
			Name: "provider", Legend: "Who do you want to ask?", LegendSize: "m", Value: t.provider, Error: r.Problems.For("provider"),
			Hint: "That provider and the ICB’s commissioners see your question. Nobody else does",
		}
		for _, o := range of {
			d.Provider.Items = append(d.Provider.Items, page.Item{Value: o.ID, Text: o.Name})
		}
	}
}

// ask asks it.
func (p Pages) ask(c *gin.Context) error {
	if err := page.Allow(c, tenants.AskQuestions); err != nil {
		return err
	}
	ed, err := p.Editions.Used(page.Member(c).Tenant.Edition)
	if err != nil {
		return err
	}
	var a question.About
	return page.Save(c, page.Saving[asking]{
		Read: func(f page.Form) (asking, error) {
			if a = (question.About{Kind: f.Text("about"), ID: f.Text("id")}); a.Kind == "" {
				return asking{}, page.ErrBadForm
			}
			return asking{provider: f.Text("provider"), text: f.Text("text"), confirmed: f.Values("confirmed")}, nil
		},
		Keep: func(t asking) (string, error) {
			id, err := p.rows(c).AskQuestion(c, ed, question.Question{About: a, Provider: t.provider}, t.text,
				strings.Join(t.confirmed, ","))
			return path(c) + "/" + id + "?saved=ask", err
		},
		Show: func(t asking, r page.Refusal) error { return p.form(c, a, t, r) },
	})
}
