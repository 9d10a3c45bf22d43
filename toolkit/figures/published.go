package figures

import (
	"fmt"
	"slices"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/masking"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
)

// PublishedMeasure is the measure of the Mental Health Services Data Set that counts referrals which accessed IPS, over
// a rolling 12 months. NHS England publishes it by provider.
const PublishedMeasure = "MHS116"

// Published is how many referrals accessed a provider's IPS service in the 12 months to a month's end, as NHS England
// published it from MHSDS. Counts below 5, including 0, are published as *: People is then not known and Hidden is set.
// Others are rounded to the nearest 5.
type Published struct {
	Provider    string
	To          calendar.Date // the last day of the 12 months
	People      number.Count
	Hidden      bool
	Provisional bool // NHS England will publish a final one
	PublishedOn calendar.Date
	Source      string // where it was published

	Confirmed string
	ChangedAt calendar.Instant
	ChangedBy string
	Version   int
}

const (
	longestSource = 300
	// roundedTo is the multiple that published counts are rounded to, and the smallest that is shown.
	roundedTo = 5
)

// FirstPublished is the first month's end that the service accepts. MHSDS began to count IPS later.
const FirstPublished = calendar.Date("2018-03-31")

// MonthEnd is the last day of the month in which a date falls.
func MonthEnd(d calendar.Date) calendar.Date {
	y, m, _ := d.Parts()
	return calendar.On(y, m, 1).AddMonths(1).AddDays(-1)
}

// KeptBack says why the figure may not take the place of the one that is recorded for its provider and period, the zero
// Published where there is none; "" when it may.
func (p Published) KeptBack(now Published) string {
	if p.Provisional && now.Version > 0 && !now.Provisional {
		return "A final figure is recorded for this period, so a provisional one does not replace it"
	}
	return ""
}

// Shown is the figure as it was published, "120" or "*".
func (p Published) Shown() string {
	if p.Hidden {
		return masking.Masked
	}
	return p.People.Words()
}

// Period is the 12 months in words, "12 months to September 2026".
func (p Published) Period() string {
	if p.To == "" {
		return ""
	}
	return "12 months to " + p.To.Time().Format("January 2006")
}

// Read reads a figure as it was published into p: a number, or * for one below 5. The error continues the figure's
// name.
func (p *Published) Read(text string) error {
	p.People, p.Hidden = number.Count{}, false
	if strings.TrimSpace(text) == masking.Masked {
		p.Hidden = true
		return nil
	}
	h, known, err := number.Parse(text, "", number.MostInAYear*100, 0, "120, or *")
	p.People = number.Count{N: h / 100, Known: known}
	return err
}

// Check says what is wrong with a published figure on a day, in the order of its form.
func (p Published) Check(today calendar.Date) problem.List {
	var wrong problem.List
	if p.Provider == "" {
		wrong.Add("provider", "Choose the provider")
	}
	switch {
	case p.To == "":
		wrong.Add("to", "Choose the month in which the 12 months end")
	case p.To != MonthEnd(p.To) || p.To < FirstPublished || p.To > today:
		wrong.Add("to", "The 12 months must end with a month that is over, from %s onwards", FirstPublished.Time().Format("January 2006"))
	}
	switch {
	case !p.Hidden && !p.People.Known:
		wrong.Add("people", "Enter the published number, or * where it was published as *")
	case p.People.Known && p.People.N < 0:
		wrong.Add("people", "The published number must be 0 or more")
	case p.People.Known && p.People.N > number.MostInAYear:
		wrong.Add("people", "The published number must be %s or less", number.Grouped(number.MostInAYear))
	}
	switch {
	case p.PublishedOn == "":
		wrong.Add("published_on-day", "Enter the date it was published")
	case p.PublishedOn > today:
		wrong.Add("published_on-day", "The date it was published must be today or in the past")
	case p.To != "" && p.PublishedOn <= p.To:
		wrong.Add("published_on-day", "The date it was published must be after the end of the 12 months")
	}
	switch {
	case strings.TrimSpace(p.Source) == "":
		wrong.Add("source", "Enter where it was published")
	case len([]rune(p.Source)) > longestSource:
		wrong.Add("source", "Where it was published must be %d characters or fewer", longestSource)
	}
	privacy.Guard(&wrong, "source", "Where it was published", p.Source, p.Confirmed)
	return wrong
}

// Quarters are the four whole quarters of the 12 months, oldest first; nil when they are not four whole quarters.
func (p Published) Quarters() []calendar.Quarter {
	last := p.To.Quarter()
	if p.To == "" || last.Last() != p.To {
		return nil
	}
	return []calendar.Quarter{last.Add(-3), last.Add(-2), last.Add(-1), last}
}

// Gap compares what a provider has reported for the same 12 months with what was published.
type Gap struct {
	// Reported is everybody who accessed in the four quarters, out of work or in work; Known is false while one of the
	// quarters is missing.
	Reported int64
	Known    bool
	// Words say how the two compare, or what is missing so that they cannot be compared.
	Words string
	// Close says that the two agree as far as a rounded figure can.
	Close bool
}

// Rounding is what people need to know to read a gap.
const Rounding = "MHSDS rounds to the nearest 5, shows * below 5 and counts referrals, not people. A small gap is rounding, or people " +
	"who were referred twice."

// Compare compares a provider's own figures with a published one. It does so only where the 12 months are four whole
// quarters and the provider has submitted all of them. Both count in the quarter of first contact.
func (p Published) Compare(returns []Return) Gap {
	quarters := p.Quarters()
	if quarters == nil {
		return Gap{Words: "Not compared: the 12 months are not four whole quarters. A period to the end of March, June, September or " +
			"December can be compared."}
	}
	var gap Gap
	var missing []string
	for _, q := range quarters {
		i := slices.IndexFunc(returns, func(r Return) bool {
			return r.Provider == p.Provider && r.Quarter == q && r.State.Measured() && r.AccessUnemployed.Known && r.AccessRetention.Known
		})
		if i < 0 {
			missing = append(missing, q.Short())
			continue
		}
		gap.Reported += returns[i].AccessUnemployed.N + returns[i].AccessRetention.N
	}
	if len(missing) > 0 {
		return Gap{Words: "Not compared: the provider has not submitted " + listed(missing) + "."}
	}
	gap.Known = true
	if p.Hidden {
		gap.hidden()
		return gap
	}
	// A published 120 means 118 to 122.
	switch off := gap.Reported - p.People.N; {
	case off >= -roundedTo/2 && off <= roundedTo/2:
		gap.Close, gap.Words = true, "No gap: the two agree as far as rounding shows."
	case off > 0:
		gap.Words = fmt.Sprintf("%s more reported by the provider than published.", number.Grouped(off))
	default:
		gap.Words = fmt.Sprintf("%s fewer reported by the provider than published.", number.Grouped(-off))
	}
	return gap
}

// hidden compares with *, which means 0 to 4.
func (g *Gap) hidden() {
	if g.Reported < roundedTo {
		g.Close, g.Words = true, "No gap: both are below 5."
		return
	}
	g.Words = fmt.Sprintf("At least %s more reported by the provider than published.", number.Grouped(g.Reported-roundedTo+1))
}

// listed joins words into a list, "a, b and c".
func listed(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
