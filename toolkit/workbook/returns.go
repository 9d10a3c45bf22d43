package workbook

import (
	"cmp"
	"slices"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
)

// returns is what was said with each quarter's figures, the newest quarter first; the figures have their own sheet.
func (b *book) returns() table {
	t := table{name: Returns, columns: []column{
		{"Provider", 22, wrapped, true},
		{"Quarter", 18, wrapped, true},
		{"State", 11, wrapped, false},
		{"Asked for", 30, wrapped, false},
		{"Note", 44, wrapped, false},
		{"Question and answer", 40, wrapped, false},
		{"Reason for a correction", 24, wrapped, false},
		{"Submitted", 13, date, false},
		{"Last changed", 13, date, false},
		{"Changed by", 18, wrapped, false},
	}}
	list := slices.Clone(b.s.Returns)
	slices.SortStableFunc(list, func(x, y figures.Return) int {
		return cmp.Or(cmp.Compare(y.Quarter, x.Quarter), cmp.Compare(b.s.Provider(x.Provider).Name, b.s.Provider(y.Provider).Name))
	})
	for _, r := range list {
		t.rows = append(t.rows, []any{
			b.s.Provider(r.Provider).Name, r.Quarter.Short(), r.State.Words(), askedWords(r.Asked), r.Note, questionWords(r), r.Reason,
			dayOf(r.SubmittedAt), dayOf(r.ChangedAt), r.ChangedBy,
		})
	}
	return t
}

func askedWords(s figures.Set) string {
	return strings.Join(append([]string{s.Words()}, s.PartNames()...), "\n")
}

func questionWords(r figures.Return) string {
	var words []string
	if r.Query != "" {
		words = append(words, "Asked: "+r.Query)
	}
	if r.Answer != "" {
		words = append(words, "Answered: "+r.Answer)
	}
	return strings.Join(words, "\n")
}

// figures is every figure of a provider and of its teams, one column for each quarter, with the word beside it. The
// steering group reads only the results.
func (b *book) figures() table {
	t := table{name: Figures, above: []string{
		"Counts of people, referrals and jobs, and full-time equivalent (FTE) posts at the end of a quarter. An empty cell was not asked " +
			"for, or can be left out.",
	}, columns: []column{{"Provider", 18, wrapped, true}, {"Team", 16, wrapped, true}, {"Figure", 42, wrapped, true}}}
	var quarters []calendar.Quarter
	for _, r := range b.s.Returns {
		quarters = append(quarters, r.Quarter)
	}
	slices.Sort(quarters)
	quarters = slices.Compact(quarters)
	for _, q := range quarters {
		t.columns = append(t.columns, column{q.Short(), 13, whole, false})
	}
	t.columns = append(t.columns, column{"Reason for the figure", 46, wrapped, false})
	for _, p := range b.s.Providers {
		own := make([]*figures.Return, len(quarters))
		for i, q := range quarters {
			if at := slices.IndexFunc(b.s.Returns, func(r figures.Return) bool { return r.Provider == p.ID && r.Quarter == q }); at >= 0 {
				own[i] = &b.s.Returns[at]
			}
		}
		t.rows = append(t.rows, providerRows(p.Name, own)...)
	}
	return t
}

// providerRows are a provider's figures over the quarters, then those of its teams. A nil return is a quarter without
// one.
func providerRows(provider string, returns []*figures.Return) [][]any {
	var rows [][]any
	for _, f := range figures.AllFields() {
		row, words, any := []any{provider, "", f.Label}, []string{}, false
		for _, r := range returns {
			if r == nil {
				row = append(row, nil)
				continue
			}
			cell := figure(f, *r)
			any = any || cell != nil
			row = append(row, cell)
			if why := r.Reasons[f.Name]; why != "" {
				words = append(words, r.Quarter.Short()+": "+why)
			}
		}
		if any || len(words) > 0 {
			rows = append(rows, append(row, strings.Join(words, "\n")))
		}
	}
	return append(rows, teamRows(provider, returns)...)
}

// teamRows are the figures that a provider divides by team.
func teamRows(provider string, returns []*figures.Return) [][]any {
	var names []string
	for _, r := range returns {
		if r == nil {
			continue
		}
		for _, t := range r.Teams {
			if t.Name != "" && !slices.Contains(names, t.Name) {
				names = append(names, t.Name)
			}
		}
	}
	var rows [][]any
	for _, name := range names {
		for _, f := range figures.ByTeam(figures.AllFields()) {
			row, any := []any{provider, name, f.Label}, false
			for _, r := range returns {
				h, known := ofTeam(r, name, f)
				any = any || known
				row = append(row, amount(f, h, known))
			}
			if any {
				rows = append(rows, append(row, ""))
			}
		}
	}
	return rows
}

func ofTeam(r *figures.Return, name string, f figures.Field) (hundredths int64, known bool) {
	if r == nil {
		return 0, false
	}
	for _, t := range r.Teams {
		if t.Name == name {
			hundredths, known = t.Numbers[f.Name]
			return hundredths, known
		}
	}
	return 0, false
}

// figure is one number of a return. Where the return asks for a number and has none it is words, which are not 0.
func figure(f figures.Field, r figures.Return) any {
	h, known := f.Hundredths(r)
	if !known && f.NeededIn(r.Quarter) && slices.ContainsFunc(r.Fields(), func(asked figures.Field) bool { return asked.Name == f.Name }) {
		return "not given"
	}
	return amount(f, h, known)
}

// amount is a number with the style of its unit; nil while it is not known.
func amount(f figures.Field, hundredths int64, known bool) any {
	switch {
	case !known:
		return nil
	case f.Unit == figures.Whole:
		return int(hundredths / 100)
	}
	return styled{float64(hundredths) / 100, decimal}
}

// published is the access published from MHSDS beside what providers report for the same time.
func (b *book) published() table {
	t := table{name: Published, above: []string{figures.Rounding}, columns: []column{
		{"Provider", 24, wrapped, true},
		{"Period", 24, wrapped, true},
		{"Published", 14, whole, false},
		{"Reported by the provider", 14, whole, false},
		{"Gap", 44, wrapped, false},
		{"Published on", 13, date, false},
		{"Where", 40, wrapped, false},
		{"Last changed", 13, date, false},
		{"Changed by", 18, wrapped, false},
	}}
	for _, p := range b.s.Providers {
		for _, one := range b.s.Published {
			if one.Provider != p.ID {
				continue
			}
			gap := one.Compare(b.s.Returns)
			period := one.Period()
			if one.Provisional {
				period += " (provisional)"
			}
			var shown, reported any = int(one.People.N), "Not known"
			if one.Hidden {
				shown = "Below 5, published as *"
			}
			if gap.Known {
				reported = int(gap.Reported)
			}
			t.rows = append(t.rows, []any{
				p.Name, period, shown, reported, gap.Words, day(one.PublishedOn), one.Source, dayOf(one.ChangedAt), one.ChangedBy,
			})
		}
	}
	return t
}

// agreed is what the ICB and its providers have agreed to collect besides the figures of all providers, the newest
// version first.
func (b *book) agreed() table {
	t := table{name: Agreed, columns: []column{
		{"Version", 10, whole, true},
		{"From", 20, wrapped, true},
		{"Figures besides those asked of all providers", 50, wrapped, false},
		{"Agreed on", 13, date, false},
		{"How it was agreed", 60, wrapped, false},
		{"Recorded", 13, date, false},
		{"Recorded by", 20, wrapped, false},
	}}
	for _, s := range b.s.Sets {
		parts := "None"
		if names := s.PartNames(); len(names) > 0 {
			parts = strings.Join(names, "\n")
		}
		t.rows = append(t.rows, []any{s.N, s.From.Short(), parts, day(s.AgreedOn), s.Note, dayOf(s.At), s.By})
	}
	return t
}
