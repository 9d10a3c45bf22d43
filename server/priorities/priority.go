package priorities

import (
	"html/template"
	"slices"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/claims"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/problem"
)

type priorityPage struct {
	page.Base
	// Action is where the form of the entry goes.
	Action   string
	Still    still
	Priority edition.Priority
	// Entry is what is recorded; the form may show something else.
	Entry    assessment.Entry
	Reviewed string
	review   assessment.Review
	// Figures are the results of the targets that rest on this priority.
	Figures []figure
	// Differs is set for commissioners where the status and the figures differ.
	Differs *differs
	// Voices is what providers say of the priority; nil where the person reads nothing of it.
	Voices *voices
	// Questions are those about the priority, for people who ask and answer.
	Questions *page.Questions
	// Evidence is there for people who may read it; Add leads to the form, "" for those who may not add.
	Evidence *supporting
	Add      string
	// Actions are those about this priority.
	Actions page.Actions
	// Suggestion says what the statements met point to, and whether the person decided otherwise.
	Suggestion string
	// Right is the form that says that all is still right, for people who may save; nil when there is nothing to say.
	Right *stillRight
	// Form is there for people who may save. Read is what all others see, and what is printed: paper goes from hand to
	// hand, and holds no notes for commissioners.
	Form *entryForm
	Read readOnly
	// Closed says that procurement keeps notes, evidence and history from this person; Inside that it keeps them from
	// others.
	Closed, Inside string
	History        page.History
	Beside         page.Pagination
}

// entryForm is the form with what is recorded, or what was typed, in it.
type entryForm struct {
	Version                      int
	Considerations, BestPractice page.Checkboxes
	Status                       page.Radios
	Notes, PrivateNotes          page.Textarea
	Confirm                      page.Checkboxes
	Owner                        page.Select
	ReviewOn                     page.DateInput
	Next                         string // the button that saves and goes on, "" on the last priority
}

// readOnly is the entry for people who read it.
type readOnly struct {
	Met                          string
	Considerations, BestPractice []template.HTML
	Summary                      page.SummaryList
}

var priorityTemplate = page.Parse[priorityPage](files, "priority.html")

func (p Pages) priority(c *gin.Context, e *edition.Edition, priority edition.Priority) error {
	if err := page.Allow(c, tenants.ReadToolkit); err != nil {
		return err
	}
	data, err := p.show(c, e, priority, nil, page.Refusal{})
	if err != nil {
		return err
	}
	if saved, ok := e.Priority(c.Query("saved")); ok {
		data.Base = data.Saved(saved.Key + " " + saved.Name + " saved")
	}
	switch c.Query("saved") {
	case "still":
		data.Base = data.Saved(stillSaved(priority, data.Entry, data.review))
	case "view":
		data.Base = data.Saved("Your view on " + priority.Key + " saved")
	case "comment":
		data.Base = data.Saved("Your comment on the views on " + priority.Key + " saved")
	}
	return priorityTemplate.OK(c, data)
}

// typed is an entry as it is in the form: its review date may be half of one.
type typed struct {
	assessment.Entry
	reviewOn page.TypedDate
	// confirmed are the boxes ticked beside what looks like an NHS number.
	confirmed []string
}

// offered is what the form holds before anybody types: what is recorded, and the review date as a review today leaves it.
func offered(e assessment.Entry, r assessment.Review) typed {
	return typed{Entry: e, reviewOn: page.DateOf(r.Next(e.ReviewOn))}
}

// show is the page with what is recorded and, for people who may save, the form with what was typed, nil before anybody types.
func (p Pages) show(c *gin.Context, e *edition.Edition, priority edition.Priority, t *typed, r page.Refusal) (priorityPage, error) {
	section, _ := e.Section(priority.Section())
	path := toolkitPath(c)
	parts, err := p.rows(c).PriorityParts(c, priority.Key)
	if err != nil {
		return priorityPage{}, err
	}
	entry, review := parts.Entry, parts.Review
	data := priorityPage{
		Base: page.New(c, priority.Key+" "+priority.Name).Under(
			page.Crumb{Href: path, Text: "Toolkit"},
			page.Crumb{Href: path + "/" + sectionKey(section), Text: sectionTitle(section)},
		).Refused(r),
		Action: path + "/" + priority.Key, Still: p.still[e.ID][priority.Key], Priority: priority, Entry: entry,
		Reviewed: reviewed(entry, review, p.Store.Today()), review: review, Suggestion: suggestion(priority, entry),
	}
	next, hasNext := e.Next(priority.Key)
	data.Beside = beside(e, priority, path)
	var claim *claims.Claim
	if data.Figures, claim, err = p.figures(c, priority, entry.Status, parts.Answers); err != nil {
		return data, err
	}
	data.Differs = differing(path, claim, claims.Answer{}, nil)
	data.Read = readEntry(priority, data.Still, entry)
	if data.Closed, data.Inside = procurement(page.Member(c), priority.Key); data.Closed != "" {
		data.Read.Summary.Rows[notesRow].Lines = []string{"Not shown while procurement is under way"}
		return data, nil
	}
	if err := p.besides(c, &data, parts); err != nil {
		return data, err
	}
	if !page.Member(c).Can(tenants.Assess) {
		return data, nil
	}
	data.Right = p.newStillRight(c, priority, entry, review)
	data.Form = form(data.Still, entry, t, parts.Members, review, r.Problems)
	if hasNext {
		data.Form.Next = next.Key
	}
	return data, nil
}

// beside are the links to the priorities before and after one.
func beside(e *edition.Edition, priority edition.Priority, path string) page.Pagination {
	links := page.Pagination{Label: "Priorities"}
	if before, ok := e.Previous(priority.Key); ok {
		links.PreviousHref, links.Previous = path+"/"+before.Key, before.Key+" "+before.Name
	}
	if next, ok := e.Next(priority.Key); ok {
		links.NextHref, links.Next = path+"/"+next.Key, next.Key+" "+next.Name
	}
	return links
}

func form(s still, entry assessment.Entry, sent *typed, members []tenants.Member, review assessment.Review, wrong problem.List) *entryForm {
	t := offered(entry, review)
	if sent != nil {
		t = *sent
	}
	f := &entryForm{
		Version:        t.Version,
		Considerations: s.considerations,
		BestPractice:   s.bestPractice,
		Status:         page.Radios{Name: "status", Legend: "Status", LegendSize: "m", Value: string(t.Status), Error: wrong.For("status")},
		Notes: page.Textarea{
			Name: "notes", Label: "Notes", LabelSize: "m", Rows: 8, Limit: assessment.NotesLimit, Value: t.Notes, Error: wrong.For("notes"),
			Hint: "What is in place, what is missing, who is doing what. Your providers and steering group can read this",
		},
		PrivateNotes: page.Textarea{
			Name: "private_notes", Label: "Notes for commissioners only", LabelSize: "s", Rows: 4, Limit: assessment.NotesLimit,
			Value: t.PrivateNotes,
			Error: wrong.For("private_notes"), NeverKept: true,
			Hint: "Providers and steering group members cannot see them here. They may still be released under the Freedom of " +
				"Information Act",
		},
		Owner: page.Select{
			Name: "owner", Label: "Owner", LabelSize: "s", Hint: "Who owns this priority", Value: t.Owner, Error: wrong.For("owner"),
			Options: ownerOptions(members, "Nobody yet", entry.Owner),
		},
		ReviewOn: page.DateInput{
			Name: "review_on", Legend: "Review by", LegendSize: "s", Hint: reviewHint(entry, review), Typed: t.reviewOn, Problems: wrong,
		},
	}
	f.Considerations.Values, f.BestPractice.Values = t.Points, t.Points
	if f.Considerations.Any() {
		f.Considerations.Error = wrong.For("point")
	} else {
		f.BestPractice.Error = wrong.For("point")
	}
	for _, status := range assessment.Statuses {
		f.Status.Items = append(f.Status.Items, page.Item{Value: string(status), Text: status.Words()})
	}
	if entry.Status != assessment.NotAnswered || t.Status != assessment.NotAnswered {
		f.Status.Items = append(f.Status.Items,
			page.Item{Value: "", Text: assessment.NotAnswered.Words(), Hint: "Removes the status. The history keeps it"})
	}
	if entry.Owner != "" && !slices.ContainsFunc(members, func(m tenants.Member) bool { return m.ID == entry.Owner }) {
		f.Owner.Options = append(f.Owner.Options, page.Option{Value: entry.Owner, Text: entry.OwnerName + ", no longer a member"})
	}
	f.Confirm = page.ConfirmBox(t.Numbers(), entry.Confirmed, t.confirmed)
	return f
}

func readEntry(p edition.Priority, s still, e assessment.Entry) readOnly {
	owner := "Nobody yet"
	if e.OwnerName != "" {
		owner = e.OwnerName
		if e.OwnerTitle.Words != "" {
			owner += ", " + e.OwnerTitle.Words
		}
	}
	review := "No date yet"
	if e.ReviewOn != "" {
		review = e.ReviewOn.Words()
	}
	return readOnly{
		Met:            statementsMet(p, e),
		Considerations: s.points(p.Considerations, e), BestPractice: s.points(p.BestPractice, e),
		Summary: page.SummaryList{Rows: []page.SummaryRow{
			{Key: "Status", Tag: page.NewTag(e.Status)},
			{Key: "Notes", Lines: lines(e.Notes, "No notes yet")},
			{Key: "Owner", Lines: []string{owner}},
			{Key: "Review by", Lines: []string{review}},
		}},
	}
}

func (s still) points(points []edition.Point, e assessment.Entry) []template.HTML {
	list := make([]template.HTML, len(points))
	for i, point := range points {
		list[i] = s.notMet[point.ID]
		if e.Has(point.ID) {
			list[i] = s.met[point.ID]
		}
	}
	return list
}
