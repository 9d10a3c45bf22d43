package workbook

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/view"
)

// Holds says in a sentence what an audience's workbook holds, for the About sheet and the download page.
func Holds(a view.Audience) string {
	switch {
	case a == view.SteeringGroup:
		return "For members of the steering group. It holds statuses, shared notes, the ICB's results, feedback and what happened as " +
			"a result, " +
			"posts, conditions for fidelity, PCNs, meetings, and people by characteristic with small numbers left out. It leaves out " +
			"notes for commissioners, evidence files, contracts, money and names of staff. Figures by provider are in it only if the " +
			"group's terms of reference allow it."
	case a.IsProvider():
		return "For one provider. It holds the statuses and shared notes of all priorities, and the provider's own evidence, figures, " +
			"breakdowns, contracts and lists. It leaves out other providers' records, notes for commissioners, the staffing plan and " +
			"conversations about extension or re-procurement."
	}
	return "For the ICB's commissioners only. It holds everything: notes for commissioners, every provider's figures, the staffing plan, " +
		"contracts, and conversations about extension or re-procurement. Breakdowns by characteristic are rounded, with small numbers " +
		"left out. Do not pass it on to providers or to the steering group: they have their own workbooks."
}

// about says what the workbook is and how to read it, for somebody who has never seen one.
func (b *book) about(tables []table) table {
	s := b.s
	lines := [][2]string{
		{"What this is", fmt.Sprintf("%s. %s (%s), %s region, as at %s.", Name(s), s.ICB.Name, s.ICB.Code, s.ICB.Region, s.At.Words())},
		{"Who it is for", Holds(s.Audience)},
		{"The toolkit", fmt.Sprintf("%s, %s, in plain words. %d priorities in %d sections. Source: %s.",
			s.Edition.Title, s.Edition.Month(), len(s.Edition.Priorities()), len(s.Edition.Sections), s.Edition.Source)},
	}
	switch {
	case s.Shut:
		lines = append(lines, [2]string{"Procurement", assessment.ProcurementWords(s.Procurement) + " They are not in this workbook."})
	case s.Procurement != "":
		lines = append(lines, [2]string{
			"Procurement",
			"Procurement has been under way since " + s.Procurement.Words() +
				". Only the people named for it may see parts of this workbook: do not pass it on to anybody else.",
		})
	}
	if s.ICB.Demo {
		lines = append(lines, [2]string{"Demonstration", demonstration})
	}
	lines = append(append(lines, providers(s)...), sheetsHeld(s, tables)...)
	lines = append(lines, [][2]string{
		{"Statuses", "In place: it is there and works. In progress: work has begun. Not started: nothing has been done yet. Not " +
			"answered: the ICB has not chosen a status. It is counted separately."},
		{"Statements met", "Each priority asks several things. The ICB ticks those it meets. They suggest a status; people decide it. " +
			"Background is a fact to know: it is not ticked and not counted."},
		{"Results", "Met and not met are used for targets. Other numbers are guidelines or allowances and have their own words. Not " +
			"available means that a figure is missing: it never counts as 0."},
		{"Quarters", "The year begins in April: Quarter 1 is April to June, Quarter 2 July to September, Quarter 3 October to December, " +
			"Quarter 4 January to March."},
	}...)
	if s.Audience == view.SteeringGroup {
		lines = append(lines, [2]string{
			"What * means",
			"A * hides a number of people from 1 to 4, or one from which such a number could be worked out, so that nobody can be " +
				"recognised.",
		})
	}
	if s.Audience.IsSteeringGroup() {
		lines = append(lines, [2]string{"Abbreviations", shortForms(s)})
	} else {
		lines = append(lines, reading(s)...)
	}
	t := table{name: About, columns: []column{{"About this workbook", 26, wrapped, true}, {"What it means", 145, wrapped, false}}}
	for _, l := range lines {
		t.rows = append(t.rows, []any{styled{l[0], total}, l[1]})
	}
	return t
}

// providers are a line for each provider; for the steering group one for all, on few pages.
func providers(s snapshot.Snapshot) (lines [][2]string) {
	var together []string
	for _, p := range s.Providers {
		lines, together = append(lines, [2]string{"Provider " + p.Name, providerWords(p)}), append(together, p.Name+": "+providerWords(p))
	}
	if s.Audience.IsSteeringGroup() && together != nil {
		return [][2]string{{"Providers", strings.Join(together, "; ")}}
	}
	return lines
}

// shortForms are the short forms in one text, on few lines.
func shortForms(s snapshot.Snapshot) string {
	short := make([]string, len(s.Edition.Abbreviations))
	for i, a := range s.Edition.Abbreviations {
		short[i] = a.Short + ": " + a.Long
	}
	return strings.Join(short, "; ")
}

// howToRead is the sheet with all that helps to read the others, for the steering group, where About has one page.
func (b *book) howToRead() table {
	t := table{name: HowToRead, hidden: true, columns: []column{{"About", 36, wrapped, true}, {"What it means", 135, wrapped, false}}}
	for _, l := range reading(b.s) {
		t.rows = append(t.rows, []any{styled{l[0], total}, l[1]})
	}
	return t
}

// sheetsHeld is what each sheet holds; for the steering group in one row, on few pages.
func sheetsHeld(s snapshot.Snapshot, tables []table) [][2]string {
	lines, together := [][2]string{{"Sheet " + Summary, holds[Summary]}}, []string{Summary + ": " + holds[Summary]}
	for _, t := range tables {
		words := holds[t.name]
		if t.hidden {
			words += " It is hidden and not printed. To read it, right-click a sheet's name and choose Unhide."
		}
		lines, together = append(lines, [2]string{"Sheet " + t.name, words}), append(together, t.name+": "+words)
	}
	if s.Audience.IsSteeringGroup() {
		return [][2]string{{"Sheets", strings.Join(together, "\n")}}
	}
	return lines
}

// reading is what helps to read the sheets: how each target is measured, short forms, and corrections to the source.
func reading(s snapshot.Snapshot) (lines [][2]string) {
	for _, r := range append(append([]measure.Result{}, s.Results...), s.Shared...) {
		how := [2]string{"Target: " + r.Kind.Name, strings.TrimSpace(r.Kind.Measured + " " + from(r))}
		if !slices.Contains(lines, how) {
			lines = append(lines, how)
		}
	}
	lines = append(lines, [2]string{"People", "People accessing IPS services are counted and never named."})
	for _, a := range s.Edition.Abbreviations {
		words := a.Long
		if a.Meaning != "" {
			words += ". " + a.Meaning
		}
		lines = append(lines, [2]string{"Abbreviation " + a.Short, words})
	}
	for _, e := range s.Edition.Errata {
		lines = append(lines, [2]string{"Correction to the source", e.Where + ". Printed: " + e.Printed + " Read here as: " + e.Read})
	}
	return lines
}

// providerWords is what sort of organisation a provider is.
func providerWords(p provider.Provider) string {
	words := []string{p.Kind.Words()}
	if p.Stage != "" {
		words = append(words, strings.ToLower(p.Stage.Words()))
	}
	if p.Place != "" {
		words = append(words, p.Place)
	}
	if p.Ended {
		words = append(words, "no longer delivers IPS here")
	}
	return strings.Join(words, ", ") + "."
}

// from is where a target comes from.
func from(r measure.Result) string {
	if r.Own != nil {
		return "The ICB's own target."
	}
	return sentence(r.Kind.Source()) + "."
}

// demonstration appears wherever data is invented.
const demonstration = "Demonstration: everything in this workbook is invented."

// writeMeta writes the very hidden sheet that says what the file was made from, so that it can be compared and read back.
func (b *book) writeMeta() error {
	sw, err := b.sheet(Meta, []column{{width: 20}, {width: 40}, {width: 12}}, 1)
	if err != nil {
		return err
	}
	s := b.s
	workbook := "full"
	switch {
	case s.Audience == view.SteeringGroup:
		workbook = "steering"
	case s.Audience.IsProvider():
		workbook = "provider " + s.Audience.ProviderID()
	}
	rows := [][]any{
		{"format", "1"},
		{"tenant", s.ICB.Code},
		{"edition", s.Edition.ID},
		{"edition_hash", s.Edition.Hash},
		{"workbook", workbook},
		{"version", int(s.Version)},
		{"exported_at", string(s.At)},
		{"round", string(s.Round)},
		{"key", "status", "version"},
	}
	for _, p := range s.Edition.Priorities() {
		e := s.Entry(p.Key)
		rows = append(rows, []any{p.Key, string(e.Status), e.Version})
	}
	for i, row := range rows {
		for j, value := range row {
			row[j] = excelize.Cell{StyleID: b.styles.of[normal], Value: value}
		}
		if err := setRow(sw, i+1, row, lineHeight+2); err != nil {
			return err
		}
	}
	return sw.Flush()
}
