package workbook

import (
	"maps"
	"slices"
	"strings"

	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
)

// A record takes what a workbook says of it. What is wrong is said of the column; the store then checks the whole record with the
// checks that a form has.

// Person finds a member of the ICB by the name or email address in a cell; why says why there is none.
type Person func(text string) (id, why string)

// Entry is a priority's entry with the cells that are taken.
func (in Incoming) Entry(e assessment.Entry, p edition.Priority, person Person) (assessment.Entry, problem.List) {
	var wrong problem.List
	e.Points = slices.Clone(e.Points)
	for _, c := range in.Cells {
		switch c.Field {
		case "status":
			e.Status = oneOf(&wrong, c, "", append(slices.Clone(assessment.Statuses), assessment.NotAnswered))
		case "notes":
			e.Notes = c.There
		case "private_notes":
			e.PrivateNotes = c.There
		case "owner":
			e.Owner = c.who(&wrong, person)
		case "review_on":
			e.ReviewOn = c.day(&wrong)
		case "points":
			e.Points = c.tick(&wrong, e.Points, p)
		}
	}
	return e, wrong
}

// tick takes a statement as met, or as not met.
func (c IncomingCell) tick(wrong *problem.List, points []string, p edition.Priority) []string {
	asked := slices.ContainsFunc(p.Statements(), func(point edition.Point) bool { return point.ID == c.Part })
	switch answer := strings.ToLower(strings.TrimSpace(c.There)); {
	case !asked:
		wrong.Add(c.Field, "%s: there is nothing to meet here", c.Title)
	case answer == "yes":
		return append(points, c.Part)
	case answer == "no" || answer == "":
		return slices.DeleteFunc(points, func(id string) bool { return id == c.Part })
	default:
		wrong.Add(c.Field, "%s must be Yes or No", c.Title)
	}
	return points
}

// Row is a row of a list with the cells that are taken. Fields that the member does not fill in are refused.
func (in Incoming) Row(list register.List, r register.Row, mayFill func(register.Field) bool) (register.Row, problem.List) {
	var wrong problem.List
	for _, c := range in.Cells {
		f, ok := list.Field(c.Field)
		if !ok || !mayFill(f) {
			wrong.Add(c.Field, "%s is filled in by commissioners", c.Title)
			continue
		}
		value, err := f.ReadCell(c.There)
		if err != nil {
			wrong.Add(c.Field, "%s %s", f.Label, err)
		}
		r.Values = register.With(r.Values, f.Name, value)
	}
	return r, wrong
}

// Action is an action with the cells that are taken. owner finds who owns an action by the text of its cell.
func (in Incoming) Action(a action.Action, owner func(text string) (action.Owner, string)) (action.Action, problem.List) {
	var wrong problem.List
	for _, c := range in.Cells {
		switch c.Field {
		case "what":
			a.What = c.There
		case "owner":
			found, why := owner(c.There)
			if why != "" {
				wrong.Add(c.Field, "Owner ‘%s’: %s", c.There, why)
			}
			a.Owner = found
		case "asked":
			a.Asked = oneOf(&wrong, c, "", action.AskedOf)
		case "due_on":
			a.Due = c.day(&wrong)
		case "state":
			a.State = oneOf(&wrong, c, action.Open, action.States)
		case "done_on":
			a.DoneOn = c.day(&wrong)
		case "note":
			a.Note = c.There
		case "reason":
			a.Reason = c.There
		case "shared":
			a.Shared = c.yes(&wrong)
		}
	}
	return a, wrong
}

// Contract is a contract with the cells that are taken.
func (in Incoming) Contract(k contract.Contract) (contract.Contract, problem.List) {
	var wrong problem.List
	k.Terms = maps.Clone(k.Terms)
	for _, c := range in.Cells {
		switch c.Field {
		case "name":
			k.Name = c.There
		case "reference":
			k.Reference = c.There
		case "place":
			k.Place = c.There
		case "starts_on":
			k.Start = c.day(&wrong)
		case "ends_on":
			if k.End = ""; !strings.EqualFold(strings.TrimSpace(c.There), openEnded) {
				k.End = c.day(&wrong)
			}
		case "ended_on":
			k.EndedOn = c.day(&wrong)
		case "value_mhis":
			k.Value.MHIS = c.pounds(&wrong)
		case "value_sdf":
			k.Value.SDF = c.pounds(&wrong)
		case "short_reason":
			k.ShortReason = c.There
		case "ended_reason":
			k.EndedReason = c.There
		default:
			k.Terms = c.term(&wrong, k.Terms)
		}
	}
	return k, wrong
}

// term takes what a contract says on a clause.
func (c IncomingCell) term(wrong *problem.List, terms map[string]contract.Term) map[string]contract.Term {
	clause, found := contract.ClauseOf(c.Part)
	if !found {
		wrong.Add(c.Field, "%s: the toolkit asks for no such clause", c.Title)
		return terms
	}
	t := terms[clause.Code]
	if c.Field == clauseReference {
		t.Reference = c.There
	} else {
		t.Answer = oneOf(wrong, c, "", append(clause.Answers(), ""))
	}
	if terms == nil {
		terms = map[string]contract.Term{}
	}
	terms[clause.Code] = t
	return terms
}

func (c IncomingCell) pounds(wrong *problem.List) number.Amount {
	pounds, known, err := number.ParseMoney(strings.TrimSpace(c.There))
	if err != nil {
		wrong.Add(c.Field, "%s %s", c.Title, err)
	}
	return number.Amount{Hundredths: pounds * 100, Known: known}
}

// Evidence is a piece of evidence with the cells that are taken.
func (in Incoming) Evidence(e evidence.Evidence) (evidence.Evidence, problem.List) {
	var wrong problem.List
	for _, c := range in.Cells {
		switch c.Field {
		case "title":
			e.Title = c.There
		case "link":
			e.Link = c.There
		case "review_on":
			e.ReviewOn = c.day(&wrong)
		case "shared":
			if e.Shared = c.yes(&wrong); e.Shared && e.Provider != "" {
				wrong.Add(c.Field, "Only the ICB’s own evidence can be shared with providers")
			}
		}
	}
	return e, wrong
}

// day reads a date; an empty cell is none.
func (c IncomingCell) day(wrong *problem.List) calendar.Date {
	if strings.TrimSpace(c.There) == "" {
		return ""
	}
	d, ok := calendar.Read(c.There)
	if !ok {
		wrong.Add(c.Field, "%s must be a date, like 31 March 2027", c.Title)
	}
	return d
}

func (c IncomingCell) yes(wrong *problem.List) bool {
	switch strings.ToLower(strings.TrimSpace(c.There)) {
	case "yes":
		return true
	case "no", "":
		return false
	}
	wrong.Add(c.Field, "%s must be Yes or No", c.Title)
	return false
}

func (c IncomingCell) who(wrong *problem.List, person Person) string {
	if strings.TrimSpace(c.There) == "" {
		return ""
	}
	id, why := person(c.There)
	if why != "" {
		wrong.Add(c.Field, "%s ‘%s’: %s", c.Title, c.There, why)
	}
	return id
}

// oneOf reads one of several codes by its words; none is what an empty cell says.
func oneOf[T interface {
	~string
	Words() string
}](wrong *problem.List, c IncomingCell, none T, codes []T,
) T {
	text, words := strings.TrimSpace(c.There), make([]string, len(codes))
	for i, code := range codes {
		if words[i] = code.Words(); strings.EqualFold(words[i], text) {
			return code
		}
	}
	if text != "" {
		wrong.Add(c.Field, "%s must be one of: %s", c.Title, strings.Join(words, ", "))
	}
	return none
}

// Touched says of each cell whether it changes what is recorded, by what the history keeps: present is the record now, taken with
// the cells, and since what its fields held when the workbook was made, where they were changed since. A cell that says what it
// said then was not touched by the person and changes nothing; one that both changed is a conflict.
func (c IncomingCell) Touched(taken []record.Text, since map[string]string) (touched, conflict bool) {
	field := c.Field
	if field == clauseAnswer || field == clauseReference {
		field = contract.ClauseField + c.Part
	}
	was, changed := since[field]
	if !changed {
		return true, false
	}
	is := ""
	for _, t := range taken {
		if t.Field == field {
			is = t.Text
		}
	}
	if c.Field == "points" { // each statement by itself
		had := slices.Contains(assessment.PointsFromText(was), c.Part)
		has := slices.Contains(assessment.PointsFromText(is), c.Part)
		return had != has, false
	}
	return is != was, is != was
}

// Reports says whether the cells of an action tell only how far it is, which its owner may say.
func (in Incoming) Reports() bool {
	return !in.New() && !slices.ContainsFunc(in.Cells, func(c IncomingCell) bool {
		return !slices.Contains([]string{"state", "done_on", "note", "reason"}, c.Field)
	})
}
