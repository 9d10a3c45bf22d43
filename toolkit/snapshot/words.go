package snapshot

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/staffing"
)

// The history in words, the same on every page and in the workbook: whoever shows it lays it out and names nothing.

// Kinds are the sorts of event, as they are kept and as people call what they are about.
var Kinds = []struct{ Kind, Words string }{
	{PriorityEvent, "Priority"},
	{EvidenceEvent, "Evidence"},
	{ReturnEvent, "Figures"},
	{ReturnSetEvent, "Figures asked for"},
	{BreakdownEvent, "Breakdown"},
	{CollectionEvent, "Characteristic"},
	{ImportEvent, "Way to read files"},
	{PublishedEvent, "Published access"},
	{PlanEvent, "Staffing plan"},
	{ContractEvent, "Contract"},
	{TargetEvent, "Target"},
	{ProviderEvent, "Provider"},
	{MemberEvent, "Member"},
	{InvitationEvent, "Invitation"},
	{SettingsEvent, "Settings"},
	{ProcurementEvent, "Procurement"},
	{WorkbookEvent, "Workbook"},
	{ICBEvent, "ICB"},
}

// KindWords is a sort of subject as people call it.
func KindWords(kind string) string {
	for _, k := range Kinds {
		if k.Kind == kind {
			return k.Words
		}
	}
	if list, ok := register.Of(kind); ok {
		return sentence(list.One)
	}
	return sentence(kind)
}

// actWords are acts whose name alone does not say what was done.
var actWords = map[string]string{
	string(evidence.Query): "Asked a question", string(evidence.Withdraw): "Withdrew", "scanned": "Scanned for viruses", "shown": "Switched on true numbers",
	string(figures.Save): "Saved a draft", string(figures.Submit): "Submitted", string(figures.Ask): "Asked a question",
	string(figures.Answer): "Answered", string(figures.Accept): "Accepted", string(figures.Correct): "Corrected",
}

// ActWords is what was done, "Saved".
func (e Event) ActWords() string {
	if words := actWords[e.Act]; words != "" {
		return words
	}
	return sentence(e.Act)
}

// workbooks are the files that people download: the three workbooks, and the history.
var workbooks = map[string]string{
	"full": "The full workbook", "steering": "The steering group's workbook", "provider": "The provider's own workbook",
	"history": "The whole history",
}

// Subject is what an event is about: "Priority 3.4 At least 40% ...", "Figures of Northside, Quarter 2 2026/27".
func (s Snapshot) Subject(e Event) string { return s.Subjects()(e) }

// Subjects says of one event after the other what it is about.
func (s Snapshot) Subjects() func(e Event) string {
	titles := map[string]string{} // of evidence and of the rows of lists, by kind and id
	for _, item := range s.Evidence {
		titles[EvidenceEvent+" "+item.ID] = item.Title
	}
	for code, rows := range s.Registers {
		list, _ := register.Of(code)
		for _, r := range rows {
			titles[code+" "+r.ID] = list.Title(r)
		}
	}
	return func(e Event) string { return s.subject(e, titles) }
}

func (s Snapshot) subject(e Event, titles map[string]string) string {
	kind := KindWords(e.Kind)
	named := func(name string) string {
		if name == "" {
			return kind
		}
		return kind + ": " + name
	}
	switch e.Kind {
	case PriorityEvent:
		p, _ := s.Edition.Priority(e.Subject)
		return strings.TrimSpace(kind + " " + e.Subject + " " + p.Name)
	case ContractEvent:
		c, _ := s.Contract(e.Subject)
		return named(c.Name)
	case ProviderEvent:
		return named(s.Provider(e.Subject).Name)
	case ImportEvent:
		return kind + " of " + s.Provider(e.Subject).Name
	case PublishedEvent:
		provider, to, _ := strings.Cut(e.Subject, " ")
		return strings.TrimSpace(kind + " of " + s.Provider(provider).Name + ", " + figures.Published{To: calendar.Date(to)}.Period())
	case ReturnSetEvent:
		return kind + ", version " + e.Subject
	case ReturnEvent:
		provider, quarter, _ := strings.Cut(e.Subject, " ")
		return strings.TrimSpace(kind + " of " + s.Provider(provider).Name + ", " + calendar.Quarter(quarter).Short())
	case BreakdownEvent:
		if parts := strings.Fields(e.Subject); len(parts) == 3 { // "PROVIDER 2026Q1 age"
			return kind + " of " + s.Provider(parts[0]).Name + ", " + calendar.Quarter(parts[1]).Short() + ": " + characteristicName(parts[2])
		}
		return named(characteristicName(e.Subject))
	case CollectionEvent:
		return named(characteristicName(e.Subject))
	case PlanEvent:
		y, _ := strconv.Atoi(e.Subject)
		return kind + " for " + calendar.Year(y).Words()
	case TargetEvent:
		return named(s.targetName(e.Subject))
	case MemberEvent, InvitationEvent:
		return named(e.person())
	case WorkbookEvent:
		if words := workbooks[e.Subject]; words != "" {
			return words
		}
		return named(e.Subject)
	}
	return named(titles[e.Kind+" "+e.Subject])
}

// characteristicName is what a characteristic is usually called; what an ICB calls one of its own stands among the changes.
func characteristicName(code string) string {
	c, _ := equity.CharacteristicOf(code)
	return cmp.Or(c.Name, "one of the ICB’s own")
}

// targetName is what a target is called, with the year where the event is about one year's value.
func (s Snapshot) targetName(subject string) string {
	code, year, yearly := targetOf(subject)
	if k, ok := measure.KindOf(code); ok && yearly {
		return k.Name + ", " + year.Words()
	}
	for _, o := range s.Own {
		if o.ID == code {
			return o.Name
		}
	}
	return ""
}

// targetOf takes the subject of a target's event apart: "job-outcome-rate 2026", or an own target's id without a year.
func targetOf(subject string) (code string, year calendar.Year, yearly bool) {
	code, rest, _ := strings.Cut(subject, " ")
	n, err := strconv.Atoi(rest)
	return code, calendar.Year(n), err == nil
}

// person is whom an event about a member or an invitation names.
func (e Event) person() string {
	for _, c := range e.Changes {
		if c.Field == "person" || c.Field == "name" {
			if c.New == "" {
				return c.Old
			}
			return c.New
		}
	}
	return ""
}

// fields are the names of fields in words, where the name with spaces does not say it.
var fields = map[string]string{
	"private_notes": "Notes for commissioners only", "review_on": "Review by", "points": "Statements met",
	"confirmed": "Confirmed not to be NHS numbers", "stage": "New or mature service",
	"show_by_provider": "Figures by provider shown to the steering group", "retention_years": "Years to keep records",
	"next_meeting": "Next steering group", "starts_on": "Start", "ends_on": "End", "query": "Question", "edition": "Edition of the toolkit",
	"mapping": "Figures and their headings", "published": "Published number", "teams": "By team", "asked": "Figures asked for", "from_quarter": "From", "parts": "Also asked for", "agreed_on": "Agreed on", "agreed_by": "Agreed by (job title)", "finished": "Finished and adds up",
	"short_reason": "Why it runs for less than 3 years", "under": "Runs under", "lead": "Lead organisation", "meeting": "Contract meetings",
	"ended_on": "Early end", "ended_reason": "Why it ends early", "withdraw": "Reason", "accept": "Remark", "direction": "Reached",
	"period": "Covers", "shared": "Shared with all providers", "expires": "Link works until", "claim_answer": "Why the status stands although figures differ", "since": "Under way since", "named": "Who sees what is kept back",
	"why": "Why the operator did it", "void": "Invitations that are void now",
}

// FieldWords is the name of a field that changed, as people call it.
func FieldWords(field string) string {
	if words := fields[field]; words != "" {
		return words
	}
	name, word := strings.CutPrefix(field, "why_")
	if f, ok := figures.Named(name); ok {
		if word {
			return "A word about: " + f.Label
		}
		return f.Label
	}
	if code, name, ok := strings.Cut(field, "."); ok { // of a register's row
		list, _ := register.Of(code)
		if code == PlanEvent {
			list = staffing.Recorded
		}
		if f, known := list.Field(name); known {
			return f.Label
		}
	}
	if words := contractField(field); words != "" {
		return words
	}
	return sentence(strings.ReplaceAll(field, "_", " "))
}

// contractField is the name of a clause of a contract, or of a number that it states; "" for another field.
func contractField(field string) string {
	if code, found := strings.CutPrefix(field, contract.ClauseField); found {
		clause, _ := contract.ClauseOf(code)
		return clause.Asks
	}
	for _, f := range contract.StatedFields {
		if f.Name == field {
			return f.Label
		}
	}
	return ""
}

// values say what is kept as a code, by field.
var values = map[string]func(string) string{
	"status":    func(text string) string { return assessment.Status(text).Words() },
	"state":     stateWords,
	"points":    pointsWords,
	"confirmed": numbersWords,
	"stage":     stageWords,
	"direction": directionWords,
	"collected": sentence, "finished": sentence,
	"ended": sentence, "shared": sentence, "show_by_provider": sentence, // yes or no
}

// Words is one of the change's two texts as people read it.
func (c Change) Words(text string) string {
	if c.Removed != "" {
		return evidence.RemovedWords
	}
	if say := values[c.Field]; say != nil {
		return say(text)
	}
	switch len(text) { // most texts are not dates, and saying why not takes time
	case len("2026-04-01"):
		if d, err := calendar.ParseDate(text); err == nil {
			return d.Words()
		}
	case len("2026Q1"):
		if q, err := calendar.ParseQuarter(text); err == nil {
			return q.Words()
		}
	}
	return text
}

// stateWords are the state of a return, which the history keeps by its code; that of evidence is words already.
func stateWords(text string) string {
	switch s := figures.State(text); s {
	case figures.Draft, figures.Submitted, figures.Queried, figures.Accepted, figures.Corrected:
		return s.Words()
	}
	return text
}

func stageWords(text string) string {
	switch measure.Stage(text) {
	case measure.NewService:
		return "New service"
	case measure.Mature:
		return "Mature service"
	}
	return ""
}

func directionWords(text string) string {
	switch measure.Direction(text) {
	case measure.AtLeast:
		return "At the value or above"
	case measure.AtMost:
		return "At the value or below"
	}
	return text
}

// numbersWords say how many numbers somebody has confirmed; what is kept are their fingerprints.
func numbersWords(text string) string {
	if text == "" {
		return ""
	}
	if n := strings.Count(text, ",") + 1; n > 1 {
		return fmt.Sprintf("%d numbers", n)
	}
	return "1 number"
}

// pointsWords say how many statements are met.
func pointsWords(text string) string {
	n := len(assessment.PointsFromText(text))
	if n == 0 {
		return "None"
	}
	return strconv.Itoa(n)
}

// sentence is a text with a capital at its beginning.
func sentence(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(r)) + text[size:]
}
