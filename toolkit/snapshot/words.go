package snapshot

import (
	"cmp"
	"strconv"
	"strings"

	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
)

// The history in words, the same on every page and in the workbook. Pages and sheets only lay it out; the words come
// from here.

// actWords are the words for acts with codes that do not say enough.
var actWords = map[string]string{
	string(evidence.Query): "Asked a question", string(evidence.Withdraw): "Withdrew", "scanned": "Scanned for viruses",
	"shown":   "Switched on true numbers",
	"took_up": "Moved to another edition", "went_back": "Went back to the previous edition",
	string(question.Close): "Closed",
	string(action.Done):    "Marked as done",
	string(figures.Save):   "Saved a draft", string(figures.Submit): "Submitted", string(figures.Ask): "Asked a question",
	string(figures.Answer): "Answered", string(figures.Accept): "Accepted", string(figures.Correct): "Corrected",
}

// ActWords is what was done, "Saved".
func (e Event) ActWords() string {
	if e.Kind == record.Question && e.Act == string(question.Ask) {
		return "Asked"
	}
	if words := actWords[e.Act]; words != "" {
		return words
	}
	return record.Sentence(e.Act)
}

// workbooks are the files that people download: the three workbooks, and the history.
var workbooks = map[string]string{
	"full": "The full workbook", "steering": "The steering group's workbook", "provider": "The provider's own workbook",
	"history": "The whole history", "import": "A workbook that was filled in",
}

// Subject is what an event is about: "Priority 3.4 At least 40% ...", "Figures of Northside, Quarter 2 2026/27".
func (s Snapshot) Subject(e Event) string { return s.Subjects()(e) }

// Subjects says what each of many events is about.
func (s Snapshot) Subjects() func(e Event) string {
	titles := map[string]string{} // of evidence and of the rows of lists, by kind and id
	for _, item := range s.Evidence {
		titles[record.Evidence+" "+item.ID] = item.Title
	}
	for _, a := range s.Actions {
		titles[record.Action+" "+a.ID] = a.What
	}
	for _, q := range s.Questions {
		titles[record.Question+" "+q.ID] = q.Title
	}
	for code, rows := range s.Registers {
		list, _ := register.Of(code)
		for _, r := range rows {
			titles[code+" "+r.ID] = list.Title(r)
		}
	}
	return func(e Event) string { return s.subject(e, titles) }
}

// numberWords are the number of a priority, or of one that the ICB's edition no longer has, "2026-03 3.6".
func numberWords(key string) string {
	if _, number, retired := strings.Cut(key, " "); retired {
		return number + " of an earlier edition"
	}
	return key
}

func (s Snapshot) subject(e Event, titles map[string]string) string {
	kind := KindOf(e.Kind).Words
	named := func(name string) string {
		if name == "" {
			return kind
		}
		return kind + ": " + name
	}
	switch e.Kind {
	case record.Priority:
		p, _ := s.Edition.Priority(e.Subject)
		return strings.TrimSpace(kind + " " + numberWords(e.Subject) + " " + p.Name)
	case record.View: // "PROVIDER 3.4"
		provider, key, _ := strings.Cut(e.Subject, " ")
		return strings.TrimSpace(kind + ": " + s.Provider(provider).Name + ", " + numberWords(key))
	case record.Contract:
		c, _ := s.Contract(e.Subject)
		return named(c.Name)
	case record.Provider:
		return named(s.Provider(e.Subject).Name)
	case record.Import:
		return kind + " for " + s.Provider(e.Subject).Name
	case record.Published:
		provider, to, _ := strings.Cut(e.Subject, " ")
		return strings.TrimSpace(kind + " of " + s.Provider(provider).Name + ", " + figures.Published{To: calendar.Date(to)}.Period())
	case record.ReturnSet:
		return kind + ", version " + e.Subject
	case record.Return:
		provider, quarter, _ := strings.Cut(e.Subject, " ")
		return strings.TrimSpace(kind + " of " + s.Provider(provider).Name + ", " + calendar.Quarter(quarter).Short())
	case record.Breakdown:
		if parts := strings.Fields(e.Subject); len(parts) == 3 { // "PROVIDER 2026Q1 age"
			return kind + " of " + s.Provider(parts[0]).Name + ", " + calendar.Quarter(parts[1]).Short() + ": " +
				characteristicName(parts[2])
		}
		return named(characteristicName(e.Subject))
	case record.Collection:
		return named(characteristicName(e.Subject))
	case record.Plan:
		y, _ := strconv.Atoi(e.Subject)
		return kind + " for " + calendar.Year(y).Words()
	case record.Target:
		return named(s.targetName(e.Subject))
	case record.Member, record.Invitation:
		return named(e.person())
	case record.Round: // "2026Q3 1"
		quarter, n, sealed := strings.Cut(e.Subject, " ")
		if !sealed {
			return named(calendar.Quarter(quarter).Short())
		}
		return named(calendar.Quarter(quarter).Short() + ", version " + n)
	case record.Workbook:
		if words := workbooks[e.Subject]; words != "" {
			return words
		}
		return named(e.Subject)
	}
	return named(titles[e.Kind+" "+e.Subject])
}

// characteristicName is the usual name of a characteristic; an ICB's own name for one is among the changes.
func characteristicName(code string) string {
	c, _ := equity.CharacteristicOf(code)
	return cmp.Or(c.Name, "one of the ICB’s own")
}

// targetName is a target's name, with the year if the event is about one year's value.
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

// targetOf splits the subject of a target's event: "job-outcome-rate 2026", or an own target's id without a year.
func targetOf(subject string) (code string, year calendar.Year, yearly bool) {
	code, rest, _ := strings.Cut(subject, " ")
	n, err := strconv.Atoi(rest)
	return code, calendar.Year(n), err == nil
}

// person is the person that an event about a member or an invitation names.
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

// stageWords say whether a provider's service is new or mature.
func stageWords(text string) string {
	if s := provider.Stage(text); s.Known() {
		return s.Words()
	}
	return ""
}
