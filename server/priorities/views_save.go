package priorities

import (
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/record"
)

// saveView records what a provider says of a priority.
func (p Pages) saveView(c *gin.Context) error {
	e, priority, err := p.asked(c, tenants.GiveViews)
	if err != nil {
		return err
	}
	path := toolkitPath(c) + "/" + priority.Key
	var ticked []string
	return page.Save(c, page.Saving[assessment.View]{
		Read: func(f page.Form) (assessment.View, error) {
			ticked = f.Values("confirmed")
			return assessment.View{
				Status: assessment.Status(f.Text("view_status")), Note: f.Text("view_note"), Version: f.Version(),
				Confirmed: strings.Join(ticked, ","),
			}, nil
		},
		Keep: func(v assessment.View) (string, error) {
			return path + "?saved=view", p.rows(c).SaveView(c, priority, v)
		},
		Now: func(mine assessment.View) (page.Conflict, error) {
			all, err := p.rows(c).Voices(c)
			theirs := all.Of(page.Member(c).Provider, priority.Key)
			return page.Conflict{
				What: "your provider’s view", Who: theirs.ChangedBy, When: theirs.ChangedAt.Words(), Version: theirs.Version, Keep: path,
				Fields: []page.Both{
					page.Either("View", theirs.Status.Words(), mine.Status.Words()).Of("status", "view_status", string(theirs.Status)),
					page.Texts("Note", "view_note", theirs.Note, mine.Note).Of("note"),
				},
			}, err
		},
		Opened: func(v assessment.View, seen int64) (map[string]string, []record.Text, error) {
			v.Provider, v.Priority = page.Member(c).Provider, priority.Key
			was, err := p.rows(c).ChangedSince(c, record.View, v.Subject(), seen)
			return was, v.Kept(), err
		},
		Show: func(v assessment.View, r page.Refusal) error {
			return p.showVoices(c, e, priority, r, func(shown *voices, all store.Voices) {
				shown.Own = ownForm(path, all.Of(page.Member(c).Provider, priority.Key), v, ticked, r.Problems)
			})
		},
	})
}

// saveComment records what the ICB says where views differ.
func (p Pages) saveComment(c *gin.Context) error {
	e, priority, err := p.asked(c, tenants.Assess)
	if err != nil {
		return err
	}
	path := toolkitPath(c) + "/" + priority.Key
	var ticked []string
	return page.Save(c, page.Saving[assessment.Comment]{
		Read: func(f page.Form) (assessment.Comment, error) {
			ticked = f.Values("confirmed")
			return assessment.Comment{
				Priority: priority.Key, State: f.Text("state"), Text: f.Text("views_comment"), Version: f.Version(),
				Confirmed: strings.Join(ticked, ","),
			}, nil
		},
		Keep: func(o assessment.Comment) (string, error) {
			return path + "?saved=comment", p.rows(c).CommentOnViews(c, o)
		},
		Now: func(mine assessment.Comment) (page.Conflict, error) {
			all, err := p.rows(c).Voices(c)
			return conflictingComment(all.Spreads[priority.Key], mine, path), err
		},
		Show: func(o assessment.Comment, r page.Refusal) error {
			return p.showVoices(c, e, priority, r, func(shown *voices, all store.Voices) {
				if s := all.Spreads[priority.Key]; s.Differ {
					shown.Remark = remarkForm(path, s, o.Text, ticked, r.Problems)
					shown.Remark.Open = true
				}
			})
		},
	})
}

// conflictingComment is what a comment conflicts with: other views than it was on, or somebody else's comment.
func conflictingComment(s assessment.Spread, mine assessment.Comment, path string) page.Conflict {
	switch {
	case !s.Differ:
		return page.Conflict{What: "a view", Undone: "Your comment was not saved: the views no longer differ", Keep: path}
	case s.State != mine.State:
		return page.Conflict{
			What: "a view", Version: s.Comment.Version, Keep: path,
			Undone: "Your comment was not saved: the views have changed since you opened the page. It is in the form below",
		}
	}
	return page.Conflict{
		What: "their comment", Who: s.Comment.ChangedBy, When: s.Comment.ChangedAt.Words(), Version: s.Comment.Version, Keep: path,
		Fields: []page.Both{page.Texts("What the ICB says", "views_comment", s.Comment.Text, mine.Text)},
	}
}

// showVoices is the page of a priority with a form about views that came back, which put puts in its place.
func (p Pages) showVoices(c *gin.Context, e *edition.Edition, priority edition.Priority, r page.Refusal,
	put func(shown *voices, all store.Voices),
) error {
	data, err := p.show(c, e, priority, nil, r)
	if err != nil {
		return err
	}
	all, err := p.rows(c).Voices(c)
	if err != nil {
		return err
	}
	if data.Voices != nil {
		put(data.Voices, all)
	}
	return priorityTemplate.Show(c, r.Status(), data)
}
