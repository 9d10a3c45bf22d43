package workbook

import (
	"slices"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/target"
)

// evidence is the register of evidence; the steering group has none.
func (b *book) evidence() table {
	t := table{name: Evidence, columns: []column{
		{"Title", 30, wrapped, true},
		{"From", 16, wrapped, true},
		{"Priorities and statements", 16, wrapped, false},
		{"State", 11, wrapped, false},
		{"Link", 26, wrapped, false},
		{"Files", 30, wrapped, false},
		{"Covers", 18, wrapped, false},
		{"Review by", 13, date, false},
		{"Overdue", 10, wrapped, false},
		{"Shared with providers", 12, wrapped, false},
		{"Questions and answers", 44, wrapped, false},
		{"Added", 13, date, false},
		{"Added by", 16, wrapped, false},
	}}
	for _, e := range b.s.Evidence {
		late, shared := "", "No"
		if e.ReviewOn != "" && e.ReviewOn < b.s.Today() && e.State != evidence.Withdrawn {
			late = "Overdue"
		}
		if e.Shared {
			shared = "Yes"
		}
		t.rows = append(t.rows, []any{
			e.Title, e.Source(), e.PlacesText(), e.State.Words(), e.Link, fileWords(e.Files), e.Covers(), day(e.ReviewOn), late, shared,
			messageWords(e.Messages), dayOf(e.Created), e.CreatedBy,
		})
	}
	t.finish = func(sheet string, last int) error { return b.markLate(sheet, columnOf(t.columns, "Overdue"), last) }
	return t
}

func fileWords(files []evidence.File) string {
	words := make([]string, len(files))
	for i, f := range files {
		words[i] = f.Name + " (" + f.SizeWords() + ")"
		if remark := f.Remark(); remark != "" {
			words[i] += ". " + remark
		}
	}
	return strings.Join(words, "\n")
}

func messageWords(messages []evidence.Message) string {
	words := make([]string, len(messages))
	for i, m := range messages {
		who := m.By
		if m.Title != "" {
			who += ", " + m.Title
		}
		text := m.Text
		if m.Removed != "" {
			text = evidence.RemovedWords
		}
		words[i] = m.At.Date().Words() + ", " + who + " " + m.Act.Words()
		if text != "" {
			words[i] += ": " + text
		}
	}
	return strings.Join(words, "\n")
}

// figures is the returns, newest quarter first; the steering group reads the results alone.
func (b *book) figures() table {
	t := table{name: Figures, columns: []column{
		{"Provider", 18, wrapped, true}, {"Quarter", 18, wrapped, true}, {"State", 10, wrapped, false},
	}}
	for _, f := range figures.Fields {
		look := number
		if f.People {
			look = whole
		}
		t.columns = append(t.columns, column{f.Label, 12, look, false})
	}
	t.columns = append(t.columns, column{"Note", 22, wrapped, false}, column{"Question and answer", 24, wrapped, false}, column{"Reason for a correction", 18, wrapped, false},
		column{"Submitted", 13, date, false}, column{"Last changed", 13, date, false}, column{"Changed by", 14, wrapped, false})
	returns := slices.Clone(b.s.Returns)
	slices.SortStableFunc(returns, func(a, c figures.Return) int {
		return strings.Compare(string(c.Quarter)+b.s.Provider(a.Provider).Name, string(a.Quarter)+b.s.Provider(c.Provider).Name)
	})
	for _, r := range returns {
		row := []any{b.s.Provider(r.Provider).Name, r.Quarter.Short(), r.State.Words()}
		for _, f := range figures.Fields {
			row = append(row, figure(f, r))
		}
		t.rows = append(t.rows, append(row, r.Note, questionWords(r), r.Reason, dayOf(r.SubmittedAt), dayOf(r.ChangedAt), r.ChangedBy))
	}
	return t
}

// figure is one number of a return; words where nobody has given it, which is not 0.
func figure(f figures.Field, r figures.Return) any {
	h, known := f.Hundredths(r)
	switch {
	case !known:
		return "not given"
	case f.People:
		return int(h / 100)
	}
	return float64(h) / 100
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

// contracts is the contracts, with their talks for commissioners; the steering group has none.
func (b *book) contracts() table {
	t := table{name: Contracts, columns: []column{
		{"Contract", 28, wrapped, true},
		{"Provider", 22, wrapped, true},
		{"Reference", 16, wrapped, false},
		{"Starts", 13, date, false},
		{"Ends", 13, date, false},
		{"Extension options", 30, wrapped, false},
		{"Ends, with exercised options", 14, date, false},
		{"Length", 20, wrapped, false},
		{"Three years or more", 12, wrapped, false},
		{"Length up to", 20, wrapped, false},
	}}
	talks := b.s.Audience == snapshot.Full
	if talks {
		t.columns = append(t.columns, column{"Talks due by", 13, date, false}, column{"Talks", 20, wrapped, false}, column{"Talks held", 34, wrapped, false},
			column{"Reason for less than three years", 24, wrapped, false})
	}
	for _, c := range b.s.Contracts {
		row := []any{
			c.Name, b.s.Provider(c.Provider).Name, c.Reference, day(c.Start), day(c.End), optionWords(c),
			endWords(c.PresentEnd()), lengthWords(c.Length()), threeYears(c), lengthWords(c.LengthUpTo()),
		}
		if talks {
			stand := c.TalksOn(b.s.Today(), snapshot.EarlyMonths())
			row = append(row, day(stand.By), sentence(stand.Words()), talkWords(c), c.ShortReason)
		}
		t.rows = append(t.rows, row)
	}
	return t
}

func endWords(end calendar.Date) any {
	if end == "" {
		return "Open-ended"
	}
	return day(end)
}

func lengthWords(span contract.Span, known bool) string {
	if !known {
		return "Open-ended"
	}
	return span.Words()
}

func threeYears(c contract.Contract) string {
	least, _ := target.KindOf(target.ContractLength)
	switch {
	case c.PresentEnd() == "":
		return "Open-ended"
	case contract.MeetsMonths(c.Start, c.PresentEnd(), int(least.Default.Hundredths*12/100)):
		return "Met"
	}
	return "Not met"
}

func optionWords(c contract.Contract) string {
	words := make([]string, len(c.Options))
	for i, o := range c.Options {
		words[i] = sentence(o.Words())
	}
	return strings.Join(words, "\n")
}

func talkWords(c contract.Contract) string {
	words := make([]string, len(c.Talks))
	for i, t := range c.Talks {
		words[i] = t.HeldOn.Words()
		if t.ForEnd != "" {
			words[i] += ", about the end on " + t.ForEnd.Words()
		}
		if t.Note != "" {
			words[i] += ": " + t.Note
		}
	}
	return strings.Join(words, "\n")
}
