package priorities

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/claims"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
)

// differs is where the priority's status and its figures differ, with the form of the answer.
type differs struct {
	Words    string
	Answered string // the note, "" while nobody has answered
	By       string
	Action   string
	State    string
	Version  int
	Note     page.Textarea
	Confirm  page.Checkboxes
}

// differing shows a claim with what was typed as its answer; nil when there is none.
func differing(path string, c *claims.Claim, typed claims.Answer, wrong problem.List) *differs {
	if c == nil {
		return nil
	}
	note := typed.Note
	if note == "" && wrong == nil {
		note = c.Answer.Note
	}
	d := &differs{
		Words: c.Words(), Answered: c.Answer.Note, Action: path + "/" + c.Priority + "/answer", State: c.State, Version: c.Answer.Version,
		Note: page.Textarea{
			Name: "note", Label: "Why does the status stand?", LabelSize: "s", Rows: 3, Limit: claims.LongestNote, Value: note, Error: wrong.For("note"), NeverKept: true,
		},
		Confirm: page.ConfirmBox(privacy.NHSNumbers(note), c.Answer.Confirmed, strings.Split(typed.Confirmed, ",")),
	}
	d.Confirm.ID = "answer-confirmed"
	if c.Answer.Note != "" {
		d.By = c.Answer.AnsweredBy + ", " + c.Answer.AnsweredAt.Date().Words() + ","
	}
	return d
}

// answer records why a status stands although figures say otherwise: 303, or 422 with what was typed. When somebody
// else answered in the meantime theirs is shown above the form, with what was typed in it.
func (p Pages) answer(c *gin.Context) error {
	if err := page.Allow(c, tenants.Assess); err != nil {
		return err
	}
	e, err := p.edition(c)
	if err != nil {
		return err
	}
	priority, ok := e.Priority(c.Param("key"))
	if !ok {
		return tenants.ErrNotFound
	}
	f, err := page.ReadForm(c)
	if err != nil {
		return err
	}
	a := claims.Answer{Priority: priority.Key, State: f.Text("state"), Note: f.Text("note"), Confirmed: strings.Join(f.Values("confirmed"), ",")}
	if a.Version, err = strconv.Atoi(f.Text("answer_version")); err != nil {
		a.Version = -1
	}
	entry, err := p.rows(c).Entry(c, priority.Key)
	if err != nil {
		return err
	}
	_, claim, err := p.figures(c, priority, entry.Status)
	if err != nil {
		return err
	}
	if claim == nil { // they have come to agree meanwhile: there is nothing to answer any more
		c.Redirect(http.StatusSeeOther, toolkitPath(c)+"/"+priority.Key)
		return nil
	}
	wrong, status := problem.List{}, http.StatusUnprocessableEntity
	if a.State != claim.State {
		status = http.StatusConflict
		wrong.Add("note", "The figures have changed since you opened this page. Look at what differs now, and save your answer again if it still holds")
	} else if err := p.rows(c).AnswerClaim(c, a); err == nil {
		c.Redirect(http.StatusSeeOther, toolkitPath(c)+"/"+priority.Key+"?saved="+priority.Key)
		return nil
	} else if errors.Is(err, tenants.ErrStale) {
		status = http.StatusConflict
		wrong.Add("note", "Somebody else has answered in the meantime. Their answer stands above yours: change yours and save it, or leave theirs")
	} else if !errors.As(err, &wrong) {
		return err
	}
	data, err := p.show(c, e, priority, entry, typed{Entry: entry, reviewOn: page.DateOf(entry.ReviewOn)}, nil)
	if err != nil {
		return err
	}
	data.Base, data.Differs = data.With(wrong), differing(toolkitPath(c), claim, a, wrong)
	return priorityTemplate.Show(c, status, data)
}
