// Package figures holds what providers report each quarter, as counts only: nothing about a person.
package figures

import (
	"math/big"
	"slices"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
)

// Return is one provider's figures for one quarter. A person is counted once as access, in the quarter of first
// contact, so quarters add up; job starts and people kept in work may come from people who accessed earlier. Posts are
// those at the quarter's end.
type Return struct {
	Provider string
	Quarter  calendar.Quarter
	State    State

	AccessUnemployed Count // people out of work at the start who accessed
	AccessRetention  Count // people in work at the start who accessed, to be supported to keep a job
	FirstJobStarts   Count // people out of work at the start who started a competitive job: people, first job only
	KeptWork         Count // people in work at the start who kept it

	InPost Posts
	Funded Posts

	Note   string // what the provider wants said about the quarter
	Query  string // what the commissioner asked
	Answer string // what the provider answered
	Reason string // why submitted figures were corrected

	// Confirmed stands for the numbers in the texts of which a person has said that they are not NHS numbers
	// (privacy.Confirmation).
	Confirmed   string
	SubmittedAt calendar.Instant
	ChangedAt   calendar.Instant
	ChangedBy   string // who saved it last, by name
	Version     int
}

// Posts are full-time equivalents by role: employment specialists (senior ones who carry a caseload too), team leaders
// and service managers.
type Posts struct{ ES, TL, SM FTE }

// Field is one number of a return: its name in forms, audit and files, the words people read, and whether a return
// can be submitted without it.
type Field struct {
	Name     string
	Label    string
	Hint     string
	People   bool // a count of people accessing IPS services: small numbers concern these
	Optional bool

	count func(*Return) *Count
	fte   func(*Return) *FTE
}

// Fields are the numbers of a return in the order of its form.
var Fields = []Field{
	{
		Name: "access_unemployed", Label: "People out of work who accessed the service", People: true,
		Hint:  "First contact in this quarter, out of work at the start, whether or not looking. Each person once.",
		count: func(r *Return) *Count { return &r.AccessUnemployed },
	},
	{
		Name: "access_retention", Label: "People in work who accessed the service to keep their job", People: true,
		Hint:  "First contact in this quarter, in work at the start. Each person once.",
		count: func(r *Return) *Count { return &r.AccessRetention },
	},
	{
		Name: "first_job_starts", Label: "People out of work at the start who started a first job", People: true,
		Hint:  "People, not jobs: the first competitive paid job only. Leave out people who were in work at the start.",
		count: func(r *Return) *Count { return &r.FirstJobStarts },
	},
	{
		Name: "kept_work", Label: "People in work at the start who kept their job", People: true,
		Hint:  "People supported to keep a job. They never count towards the job outcome rate.",
		count: func(r *Return) *Count { return &r.KeptWork },
	},
	{
		Name: "es_in_post", Label: "Employment specialists in post (FTE)",
		Hint: "At the end of the quarter. Count senior specialists who carry a caseload.",
		fte:  func(r *Return) *FTE { return &r.InPost.ES },
	},
	{Name: "tl_in_post", Label: "Team leaders in post (FTE)", Hint: "At the end of the quarter.", fte: func(r *Return) *FTE { return &r.InPost.TL }},
	{Name: "sm_in_post", Label: "Service managers in post (FTE)", Hint: "At the end of the quarter.", fte: func(r *Return) *FTE { return &r.InPost.SM }},
	{Name: "es_funded", Label: "Employment specialists funded (FTE)", Optional: true, fte: func(r *Return) *FTE { return &r.Funded.ES }},
	{Name: "tl_funded", Label: "Team leaders funded (FTE)", Optional: true, fte: func(r *Return) *FTE { return &r.Funded.TL }},
	{Name: "sm_funded", Label: "Service managers funded (FTE)", Optional: true, fte: func(r *Return) *FTE { return &r.Funded.SM }},
}

// FieldOf finds a field by its name; a name that is none is a fault of the program.
func FieldOf(name string) Field {
	i := slices.IndexFunc(Fields, func(f Field) bool { return f.Name == name })
	if i < 0 {
		panic("figures: no field " + name)
	}
	return Fields[i]
}

// Read puts a typed number into the return. The error says what is wrong, after the field's label.
func (f Field) Read(r *Return, text string) error {
	if f.count != nil {
		n, err := ParseCount(text)
		*f.count(r) = n
		return err
	}
	n, err := ParseFTE(text)
	*f.fte(r) = n
	return err
}

// Text is the number as people read it, "1,200" or "18.50"; "" while it is not known.
func (f Field) Text(r Return) string {
	h, known := f.Hundredths(r)
	switch {
	case !known:
		return ""
	case f.count != nil:
		return Decimal(h, 0)
	}
	return Decimal(h, 2)
}

// Value is the number as an exact fraction; false while it is not known.
func (f Field) Value(r Return) (*big.Rat, bool) {
	h, known := f.Hundredths(r)
	return big.NewRat(h, 100), known
}

// Hundredths is the number in hundredths of a person or of an FTE; false while it is not known.
func (f Field) Hundredths(r Return) (int64, bool) {
	if f.count != nil {
		c := *f.count(&r)
		return c.N * 100, c.Known
	}
	n := *f.fte(&r)
	return n.Hundredths, n.Known
}

// LongestText is how many characters a note, query, answer or reason may have.
const LongestText = 2000

// Read fills a return from a form: typed gives what stands in each field by its name. What is wrong comes back in the
// order of the form; what is right is in the return all the same.
func Read(r *Return, typed func(name string) string) problem.List {
	var wrong problem.List
	for _, f := range Fields {
		if err := f.Read(r, typed(f.Name)); err != nil {
			wrong.Add(f.Name, "%s %s", f.Label, err)
		}
	}
	r.Note = typed("note")
	return wrong
}

// Check says what is wrong with a return whatever way it came in: numbers that are negative or past belief, texts that
// are too long or hold what looks like an NHS number. Use For for what a step asks besides.
func (r Return) Check() problem.List {
	var wrong problem.List
	for _, f := range Fields {
		h, known := f.Hundredths(r)
		most := int64(mostPeople * 100)
		if f.fte != nil {
			most = mostFTE
		}
		switch {
		case known && h < 0:
			wrong.Add(f.Name, "%s must be 0 or more", f.Label)
		case known && h > most:
			wrong.Add(f.Name, "%s must be %s or less", f.Label, Decimal(most, 0))
		}
	}
	for _, t := range r.texts() {
		if len([]rune(t.text)) > LongestText {
			wrong.Add(t.field, "%s must be %s characters or fewer", t.name, Grouped(LongestText))
		}
		privacy.Guard(&wrong, t.field, t.name, t.text, r.Confirmed)
	}
	return wrong
}

func (r Return) texts() []struct{ field, name, text string } {
	return []struct{ field, name, text string }{
		{"note", "Note", r.Note}, {"query", "Question", r.Query}, {"answer", "Answer", r.Answer}, {"reason", "Reason", r.Reason},
	}
}

// Numbers are what looks like an NHS number in the return's texts.
func (r Return) Numbers() []privacy.Find {
	var finds []privacy.Find
	for _, t := range r.texts() {
		finds = append(finds, privacy.NHSNumbers(t.text)...)
	}
	return finds
}

// For is what is wrong with a return for a step on a day: what Check says, and what the step cannot do without.
func (r Return) For(step Step, today calendar.Date) problem.List {
	wrong := r.Check()
	switch {
	case step == Submit || step == Correct:
		for _, p := range r.Missing(today) {
			if wrong.For(p.Field) == "" {
				wrong = append(wrong, p)
			}
		}
		if step == Correct && r.Reason == "" {
			wrong.Add("reason", "Enter the reason for the correction")
		}
	case step == Ask && r.Query == "":
		wrong.Add("query", "Enter the question")
	case step == Answer && r.Answer == "":
		wrong.Add("answer", "Enter the answer")
	}
	return wrong
}

// Missing says which numbers a return still lacks to be submitted on a day. A quarter that has not ended cannot be
// submitted: its posts are those at its end.
func (r Return) Missing(today calendar.Date) problem.List {
	var wrong problem.List
	if today <= r.Quarter.Last() {
		wrong.Add("", "%s can be submitted from %s", r.Quarter.Words(), r.Quarter.Last().AddDays(1).Words())
	}
	for _, f := range Fields {
		if _, known := f.Hundredths(r); !known && !f.Optional {
			wrong.Add(f.Name, "%s: enter a number, or 0 if there were none", f.Label)
		}
	}
	return wrong
}

// Notices are things that can be true and are worth a second look; they never refuse anything.
func (r Return) Notices() []string {
	var notices []string
	if r.FirstJobStarts.Known && r.AccessUnemployed.Known && r.FirstJobStarts.N > r.AccessUnemployed.N {
		notices = append(notices, "More people started a first job than accessed the service this quarter. That can be true: they may have accessed it earlier.")
	}
	if r.KeptWork.Known && r.AccessRetention.Known && r.KeptWork.N > r.AccessRetention.N {
		notices = append(notices, "More people kept their job than accessed the service in work this quarter. That can be true: they may have accessed it earlier.")
	}
	for _, p := range []struct {
		name           string
		inPost, funded FTE
	}{{"employment specialists", r.InPost.ES, r.Funded.ES}, {"team leaders", r.InPost.TL, r.Funded.TL}, {"service managers", r.InPost.SM, r.Funded.SM}} {
		if p.inPost.Known && p.funded.Known && p.inPost.Hundredths > p.funded.Hundredths {
			notices = append(notices, "More "+p.name+" are in post than are funded.")
		}
	}
	return notices
}
