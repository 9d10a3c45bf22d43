package figures

import (
	"fmt"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
)

// Check says what is wrong with a return, however it arrived: numbers that are negative or too large to be true, parts
// above their whole, texts that are too long or hold what looks like an NHS number. For adds what a step needs.
func (r Return) Check() problem.List {
	var wrong problem.List
	for _, f := range r.Fields() {
		h, known := f.Hundredths(r)
		switch {
		case known && h < 0:
			wrong.Add(f.Name, "%s must be 0 or more", f.Label)
		case known && h > f.most():
			wrong.Add(f.Name, "%s must be %s or less", f.Label, number.Decimal(f.most(), 0))
		}
	}
	for _, s := range shares {
		part, whole := FieldOf(s[0]), FieldOf(s[1])
		p, one := part.Hundredths(r)
		w, other := whole.Hundredths(r)
		if one && other && p > w {
			wrong.Add(part.Name, "%s must be %s or less: they are counted in “%s”", part.Label, whole.Words(w), whole.Label)
		}
	}
	r.checkTeams(&wrong)
	for _, t := range r.texts() {
		if len([]rune(t.text)) > t.most {
			wrong.Add(t.field, "%s must be %s characters or fewer", t.name, number.Grouped(int64(t.most)))
		}
		privacy.Guard(&wrong, t.field, t.name, t.text, r.Confirmed)
	}
	return wrong
}

// For says what is wrong with a return for a step on a day: what Check finds, and what the step needs. before is the
// provider's last submitted return of an earlier quarter, the zero Return when there is none.
func (r Return) For(step Step, today calendar.Date, before Return) problem.List {
	wrong := r.Check()
	switch {
	case step == Submit || step == Correct:
		more := r.Missing(today)
		r.checkSums(&more)
		r.unexplained(before, &more)
		for _, p := range more {
			// A number that is wrong already gets no second problem.
			if p.Field == "" || wrong.For(p.Field) == "" && wrong.For(strings.TrimPrefix(p.Field, "why_")) == "" {
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

// Missing says which numbers a return needs before it can be submitted on a day. A quarter that has not ended cannot be
// submitted: its posts are those at its end.
func (r Return) Missing(today calendar.Date) problem.List {
	var wrong problem.List
	if today <= r.Quarter.Last() {
		wrong.Add("", "%s can be submitted from %s", r.Quarter.Words(), r.Quarter.Last().AddDays(1).Words())
	}
	asked := map[string]bool{} // parts of the set with no figure and no explanation
	for _, f := range r.Fields() {
		_, known := f.Hundredths(r)
		if known || !f.NeededIn(r.Quarter) || f.OrWhy && r.Reasons[f.Name] != "" {
			continue
		}
		empty, said := r.part(f.Part)
		switch {
		case f.Part != "" && empty:
			if p, _ := PartOf(f.Part); !said && !asked[f.Part] {
				wrong.Add(f.Name, "%s: enter the numbers, or give the reason beside the first of them", p.Name)
			}
			asked[f.Part] = true
		case f.OrWhy:
			wrong.Add(f.Name, "%s: enter a number, 0 if there were none, or give the reason why you have no number", f.Label)
		default:
			wrong.Add(f.Name, "%s: enter a number, or 0 if there were none", f.Label)
		}
	}
	return wrong
}

// part says whether no figure of a part of the set is known, and whether a word beside one of them explains it.
func (r Return) part(code string) (empty, said bool) {
	empty = true
	for _, f := range r.Asked.Fields() {
		if f.Part != code {
			continue
		}
		_, known := f.Hundredths(r)
		empty, said = empty && !known, said || r.Reasons[f.Name] != ""
	}
	return empty, said
}

// checkSums adds problems for figures that do not add up to their whole.
func (r Return) checkSums(wrong *problem.List) {
	for _, d := range divisions {
		whole := FieldOf(d.whole)
		of, known := whole.Hundredths(r)
		if !known {
			continue
		}
		sum, all, some := int64(0), true, false
		for _, f := range d.parts() {
			h, given := f.Hundredths(r)
			sum, all, some = sum+h, all && given, some || given
		}
		if some && (sum > of || all && sum != of) {
			wrong.Add(d.parts()[0].Name, "%s: %s add up to %s, and “%s” is %s", whole.Label, d.words, whole.Words(sum), whole.Label,
				whole.Words(of))
		}
	}
	r.checkTeamSums(wrong)
}

// Jump is a figure that has risen by more than half or fallen by more than half, where either number is 10 or more.
type Jump struct {
	Field       Field
	Before, Now string
	Since       calendar.Quarter // the quarter of the earlier number
}

// Words is the jump as people read it.
func (j Jump) Words() string {
	return fmt.Sprintf("%s went from %s in %s to %s", j.Field.Label, j.Before, j.Since.Short(), j.Now)
}

// jumpFrom is the smallest number, in hundredths, that can count as a jump.
const jumpFrom = 10_00

// Jumps are the figures that have jumped since an earlier return.
func (r Return) Jumps(before Return) []Jump {
	var list []Jump
	for _, f := range r.Fields() {
		now, one := f.Hundredths(r)
		was, other := f.Hundredths(before)
		if !one || !other || now < jumpFrom && was < jumpFrom {
			continue
		}
		if change := max(now-was, was-now); 2*change > was {
			list = append(list, Jump{Field: f, Before: f.Words(was), Now: f.Words(now), Since: before.Quarter})
		}
	}
	return list
}

// unexplained adds the jumps that nobody explains: a word beside the figure explains one, and so does the note.
func (r Return) unexplained(before Return, wrong *problem.List) {
	if r.Note != "" {
		return
	}
	for _, j := range r.Jumps(before) {
		if r.Reasons[j.Field.Name] == "" {
			wrong.Add(j.Field.Why(), "%s: give the reason beside it, or in the note", j.Words())
		}
	}
}

// Notices are things that can be true but deserve a second look; they never refuse anything.
func (r Return) Notices() []string {
	var notices []string
	if r.FirstJobStarts.Known && r.AccessUnemployed.Known && r.FirstJobStarts.N > r.AccessUnemployed.N {
		notices = append(notices, "More people started a first job than accessed the service this quarter. That can be true: they may "+
			"have accessed it earlier.")
	}
	if r.KeptWork.Known && r.AccessRetention.Known && r.KeptWork.N > r.AccessRetention.N {
		notices = append(notices, "More people kept their job than accessed the service in work this quarter. That can be true: they may "+
			"have accessed it earlier.")
	}
	for _, p := range []struct {
		name           string
		inPost, funded number.FTE
	}{
		{"employment specialists", r.InPost.ES, r.Funded.ES},
		{"team leaders", r.InPost.TL, r.Funded.TL},
		{"service managers", r.InPost.SM, r.Funded.SM},
	} {
		if p.inPost.Known && p.funded.Known && p.inPost.Hundredths > p.funded.Hundredths {
			notices = append(notices, "More "+p.name+" are in post than are funded.")
		}
	}
	return notices
}
