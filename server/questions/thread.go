package questions

import (
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
)

// threadPage is a question with what was said, and what the person can say.
type threadPage struct {
	page.Base
	Subject, Thing string
	State          page.Cell // with who is waited for
	With           string
	Said           []saying
	Version        int
	Action         string
	Text           page.Textarea // without a name where the person says nothing more
	Confirm        page.Checkboxes
	// Answer and Ask are the buttons for what the text is; without words where it cannot be that.
	Answer, Ask page.Button
	Close       page.Button // without words where the person cannot
	Actions     page.Actions
	History     page.History
}

// saying is one message.
type saying struct{ Who, Title, What, When, Text string }

var threadTemplate = page.Parse[threadPage](files, "thread.html")

// typed is what was said in the form when it came back.
type typed struct {
	act       question.Act
	text      string
	confirmed []string
	version   int
}

// saved are the success banners by ?saved=.
var saved = map[question.Act]string{question.Ask: "Question sent", question.Answer: "Answer sent", question.Close: "Question closed"}

// undone is what was not done when somebody else was faster.
var undone = map[question.Act]string{
	question.Ask: "Your question was not sent", question.Answer: "Your answer was not sent", question.Close: "It was not closed",
}

func (p Pages) thread(c *gin.Context) error {
	if err := page.Allow(c, tenants.AskQuestions); err != nil {
		return err
	}
	q, err := p.rows(c).Question(c, c.Param("id"))
	if err != nil {
		return err
	}
	return p.show(c, q, typed{}, page.Refusal{})
}

func (p Pages) show(c *gin.Context, q question.Question, t typed, r page.Refusal) error {
	ed, err := p.Editions.Used(page.Member(c).Tenant.Edition)
	if err != nil {
		return err
	}
	data := threadPage{
		Base:    page.New(c, "Question about "+about(ed, q.About, q.Title)).Under(page.Crumb{Href: path(c), Text: "Questions"}).Refused(r),
		Subject: about(ed, q.About, q.Title), Thing: thing(c, q.About), State: page.QuestionState(q), With: page.With(q),
		Version: q.Version,
		Action:  path(c) + "/" + q.ID,
	}
	if !data.CameBack() {
		data.Base = data.Base.Saved(saved[question.Act(c.Query("saved"))])
	}
	for _, m := range q.Messages {
		data.Said = append(data.Said, saying{Who: m.By, Title: m.Title, What: m.Act.Words(), When: m.At.Words(), Text: m.Text})
	}
	data.offer(page.Member(c), q, t, r)
	on := action.About{Kind: record.Question, ID: q.ID}
	actions, err := p.rows(c).ActionsAbout(c, on)
	if err != nil {
		return err
	}
	data.Actions = page.NewActions(page.Member(c), on, actions, p.Store.Today())
	h, err := p.rows(c).HistoryPart(c, page.HistoryAsked(c), record.Question, q.ID)
	data.History = page.NewHistory(path(c)+"/"+q.ID, h)
	if err != nil {
		return err
	}
	return threadTemplate.Show(c, r.Status(), data)
}

// offer is what the person can say or do now.
func (d *threadPage) offer(m tenants.Member, q question.Question, t typed, r page.Refusal) {
	can := func(a question.Act) bool { _, ok := q.After(a, question.SideOf(m.Provider)); return ok }
	label := "Your answer"
	switch {
	case can(question.Answer) && q.State == question.Answered:
		label = "Add to the answer"
	case !can(question.Answer):
		label = "Ask a follow-up question"
	case can(question.Ask):
		label = "Answer, or ask a follow-up question"
	}
	if !can(question.Answer) && !can(question.Ask) {
		return
	}
	d.Text = page.Textarea{
		Name: "text", Label: label, LabelSize: "m", Rows: 4, Limit: question.TextLimit, Value: t.text, Error: r.Problems.For("text"),
	}
	d.Confirm = page.ConfirmBox(privacy.NHSNumbers(t.text), "", t.confirmed)
	if can(question.Answer) {
		d.Answer = page.Button{Text: "Send the answer", Name: "act", Value: string(question.Answer)}
	}
	if can(question.Ask) {
		d.Ask = page.NewSecondaryButton("Send the question", "act", string(question.Ask))
	}
	if can(question.Close) {
		d.Close = page.NewSecondaryButton("Close the question", "act", string(question.Close))
		if q.State == question.Answered {
			d.Close = page.Button{Text: "Answered, thank you", Name: "act", Value: string(question.Close)}
		}
	}
}

// say answers, asks further or closes.
func (p Pages) say(c *gin.Context) error {
	if err := page.Allow(c, tenants.AskQuestions); err != nil {
		return err
	}
	q, err := p.rows(c).Question(c, c.Param("id"))
	if err != nil {
		return err
	}
	return page.Save(c, page.Saving[typed]{
		Read: func(f page.Form) (typed, error) {
			t := typed{act: question.Act(f.Text("act")), text: f.Text("text"), confirmed: f.Values("confirmed"), version: f.Version()}
			if undone[t.act] == "" {
				return t, page.ErrBadForm
			}
			return t, nil
		},
		Keep: func(t typed) (string, error) {
			return path(c) + "/" + q.ID + "?saved=" + string(t.act),
				p.rows(c).SayInQuestion(c, q.ID, t.version, t.act, t.text, strings.Join(t.confirmed, ","))
		},
		Now: func(t typed) (k page.Conflict, err error) {
			if q, err = p.rows(c).Question(c, q.ID); err != nil {
				return k, err
			}
			h, err := p.rows(c).HistoryPart(c, snapshot.Part{}, record.Question, q.ID)
			k = page.ChangedSince("this question", undone[t.act], t.version, q.Version, h)
			if t.text != "" { // the page may no longer have the box for it
				k.Fields = []page.Both{page.Either("What you typed", "", t.text)}
			}
			return k, err
		},
		Show: func(t typed, r page.Refusal) error {
			return p.show(c, q, t, r)
		},
	})
}
