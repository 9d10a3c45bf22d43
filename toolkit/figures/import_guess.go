package figures

import (
	"regexp"
	"slices"
	"strings"

	"ipstoolkit/toolkit/grid"
)

// phrases change the ways in which people write such headings to one word each; the longer ones come first.
var phrases = strings.NewReplacer(
	" people out of work at the start ", " unemployed ", " out of work ", " unemployed ", " not in work ", " unemployed ", " workless ",
	" unemployed ",
	" in work at the start ", " inwork ", " in employment ", " inwork ", " in work ", " inwork ", " employed ", " inwork ", " retention ",
	" inwork ",
	" employment specialists ", " es ", " employment specialist ", " es ", " team leaders ", " tl ", " team leader ", " tl ",
	" service managers ", " sm ", " service manager ", " sm ", " administrators ", " admin ", " administrator ", " admin ",
	" started a first job ", " firstjob ", " started first job ", " firstjob ", " first job starts ", " firstjob ", " first job start ",
	" firstjob ",
	" first jobs ", " firstjob ", " first job ", " firstjob ", " supported into work ", " firstjob ", " people who started a job ",
	" firstjob ",
	" job starts ", " jobstarts ", " jobs started ", " jobstarts ",
	" kept their job ", " kept ", " kept work ", " kept ", " keep their job ", " kept ", " jobs retained ", " kept ", " retained ",
	" kept ",
	" first contact ", " access ", " accessed ", " access ", " accessing ", " access ",
	" in post ", " inpost ", " filled ", " inpost ", " budgeted ", " funded ", " establishment ", " funded ", " wte ", " fte ",
)

// clues are the words that a heading must have, or must not have, to match a figure.
var clues = map[string]struct{ all, not string }{
	"referrals":         {"referrals", "by source self declined accepted gp not"},
	"access_unemployed": {"access unemployed", "firstjob jobstarts"},
	"access_retention":  {"access inwork", "firstjob jobstarts unemployed"},
	"first_job_starts":  {"firstjob", "access kept days"},
	"job_starts":        {"jobstarts", "firstjob"},
	"kept_work":         {"kept", "access"},
	"es_in_post":        {"es fte", "funded senior vacant vacancy vacancies left leavers"},
	"senior_es_in_post": {"senior es fte", "funded"},
	"tl_in_post":        {"tl fte", "funded vacant vacancy vacancies left leavers"},
	"sm_in_post":        {"sm fte", "funded vacant vacancy vacancies left leavers"},
	"admin_in_post":     {"admin fte", "funded"},
	"es_funded":         {"es funded", "senior inpost"},
	"senior_es_funded":  {"senior es funded", "inpost"},
	"tl_funded":         {"tl funded", "inpost"},
	"sm_funded":         {"sm funded", "inpost"},
	"admin_funded":      {"admin funded", "inpost"},
}

// plain is a heading in the words of the clues. A post "in post" is one in full-time equivalents.
func plain(text string) []string {
	text = " " + grid.Bare(text) + " "
	for range 2 { // two phrases may share the space between them
		text = phrases.Replace(text)
	}
	words := strings.Fields(text)
	if slices.Contains(words, "inpost") {
		words = append(words, "fte")
	}
	return words
}

// known are the figures of a list by their exact words, and by the clues of the others.
type known struct {
	fields []Field
	byWord map[string]string
	seen   map[string][]string // what byClues has answered
	called map[string]string   // what exact has answered
}

func knowing(fields []Field) known {
	k := known{fields, map[string]string{}, map[string][]string{}, map[string]string{}}
	for _, f := range fields {
		k.byWord[grid.Bare(f.Label)], k.byWord[grid.Bare(f.Name)] = f.Name, f.Name
	}
	return k
}

// byClues are the figures that match a heading or label by their clues.
func (k known) byClues(text string) []string {
	if names, found := k.seen[text]; found {
		return names
	}
	words := plain(text)
	has := func(w string) bool { return slices.Contains(words, w) }
	lacks := func(w string) bool { return !has(w) }
	var names []string
	for _, f := range k.fields {
		clue, ok := clues[f.Name]
		if ok && !slices.ContainsFunc(strings.Fields(clue.all), lacks) && !slices.ContainsFunc(strings.Fields(clue.not), has) {
			names = append(names, f.Name)
		}
	}
	k.seen[text] = names
	return names
}

// besides are words that a heading may have beside the figure's own: its time, and that it is a total.
var besides = regexp.MustCompile(`\b(q(tr|uarter)? ?[1-4]|20\d\d( \d\d)?|\d\d \d\d|fy ?\d\d|actuals?|totals?|number of|no of|count of)\b`)

// question is the number before a question of a form, "Q3." or "Q12:", which is no quarter.
var question = regexp.MustCompile(`^[Qq] ?\d+[a-z]?[.:)] *`)

// exact is the figure that a text names by its own words or its name; "" for none.
func (k known) exact(text string) string {
	name, found := k.called[text]
	if !found {
		bare := grid.Bare(question.ReplaceAllString(text, ""))
		if name = k.byWord[bare]; name == "" {
			name = k.byWord[strings.Join(strings.Fields(besides.ReplaceAllString(bare, " ")), " ")]
		}
		k.called[text] = name
	}
	return name
}

// names says whether a text names any figure.
func (k known) names(text string) bool {
	return text != "" && (k.exact(text) != "" || len(k.byClues(text)) > 0)
}
