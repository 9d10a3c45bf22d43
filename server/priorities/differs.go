package priorities

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/claims"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
)

// differs is where the priority's status and its figures differ, with the form of the answer.
type differs struct {
	Words    string
	Answered string // the note, "" while nobody has answered
	By       string
	Action   string
	Agree    string // where an action about it is added
	State    string
	Version  int
	Note     page.Textarea
	Confirm  page.Checkboxes
	Open     bool // the form came back
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
			Name: "note", Label: "Why is the status right?", LabelSize: "s", Rows: 3, Limit: claims.LongestNote, Value: note,
			Error: wrong.For("note"), NeverKept: true,
		},
		Confirm: page.ConfirmBox(privacy.NHSNumbers(note), c.Answer.Confirmed, strings.Split(typed.Confirmed, ",")),
	}
	d.Agree = strings.TrimSuffix(path, "/toolkit") + "/actions/new?about=" + record.Difference + "&id=" + c.Priority
	d.Confirm.ID = "answer-confirmed"
	if c.Answer.Note != "" {
		d.By = c.Answer.AnsweredBy + ", " + c.Answer.AnsweredAt.Date().Words() + ","
	}
	return d
}

// claimed is where a priority's status and its figures differ, nil where they do not.
func (p Pages) claimed(c *gin.Context, priority edition.Priority) (*claims.Claim, error) {
	parts, err := p.rows(c).PriorityParts(c, priority.Key)
	if err != nil {
		return nil, err
	}
	_, claim, err := p.figures(c, priority, parts.Entry.Status, parts.Answers)
	return claim, err
}

// conflictingAnswer is what an answer conflicts with: other figures than it was about, or somebody else's answer.
func conflictingAnswer(c claims.Claim, mine claims.Answer) page.Conflict {
	if mine.State != c.State {
		return page.Conflict{
			What: "the figures", Version: c.Answer.Version,
			Undone: "Your answer was not saved: the figures have changed since you opened the page. It is in the form below",
		}
	}
	return page.Conflict{
		What: "their answer", Who: c.Answer.AnsweredBy, When: c.Answer.AnsweredAt.Words(), Version: c.Answer.Version,
		Fields: []page.Both{page.Texts("Why the status is right", "note", c.Answer.Note, mine.Note)},
	}
}

// answer records why people keep a status although figures say otherwise.
func (p Pages) answer(c *gin.Context) error {
	e, priority, err := p.assessed(c)
	if err != nil {
		return err
	}
	claim, err := p.claimed(c, priority)
	if err != nil {
		return err
	}
	if claim == nil { // they have come to agree meanwhile: there is nothing left to answer
		c.Redirect(http.StatusSeeOther, toolkitPath(c)+"/"+priority.Key)
		return nil
	}
	return page.Save(c, page.Saving[claims.Answer]{
		Read: func(f page.Form) (claims.Answer, error) {
			return claims.Answer{
				Priority: priority.Key, State: f.Text("state"), Note: f.Text("note"), Version: f.Version(),
				Confirmed: strings.Join(f.Values("confirmed"), ","),
			}, nil
		},
		Keep: func(a claims.Answer) (string, error) {
			if a.State != claim.State {
				return "", tenants.ErrStale
			}
			return toolkitPath(c) + "/" + priority.Key + "?saved=" + priority.Key, p.rows(c).AnswerClaim(c, a)
		},
		Now: func(a claims.Answer) (page.Conflict, error) {
			if claim, err = p.claimed(c, priority); err != nil || claim == nil {
				return page.Conflict{
					What:   "the figures",
					Undone: "Your answer was not saved: the status and the figures now agree",
				}, err
			}
			return conflictingAnswer(*claim, a), nil
		},
		Show: func(a claims.Answer, r page.Refusal) error {
			data, err := p.show(c, e, priority, nil, r)
			if err != nil {
				return err
			}
			data.Differs = differing(toolkitPath(c), claim, a, r.Problems)
			if data.Differs != nil {
				data.Differs.Open = true
			}
			return priorityTemplate.Show(c, r.Status(), data)
		},
	})
}
