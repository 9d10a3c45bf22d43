package coverage

import (
	"fmt"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/register"
)

// What the lists add up to, in lines that appear above them on their pages and in the workbook. **These words** are
// bold. While its list is empty each line says so.

// FlowLines are how many teams' data flow to each collection.
func FlowLines(rows []register.Row) []string {
	if len(rows) == 0 {
		return []string{"No team is listed yet. Add each team once; record its data here, and its working conditions on the page " +
			"Conditions for fidelity."}
	}
	mhsds, tool := ToMHSDS(rows), ToTool(rows)
	return []string{
		"MHSDS: **" + mhsds.Words() + "**" + mhsds.notYet(), "Reporting Tool: **" + tool.Words() + "**" + tool.notYet(),
		National,
	}
}

func (f Flow) notYet() string {
	if len(f.Not) == 0 {
		return ""
	}
	return ". Not yet: " + strings.Join(f.Not, ", ")
}

// Lines are the counts of PCNs, without the notices.
func (c PCNs) Lines() []string {
	if c.Listed == 0 {
		return []string{"No PCN is listed yet. The quickest way is to copy the ICB’s list of PCNs from a spreadsheet."}
	}
	return []string{
		fmt.Sprintf("**%d of %s** have a dedicated employment specialist", c.Own, number.Counting(c.Listed, "PCN", "PCNs")),
		fmt.Sprintf("Sharing one with other PCNs: %d. None yet: %d, of them with a planned start: %d. Nothing recorded: %d", c.Shared,
			c.None, c.Planned, c.Unknown),
		fmt.Sprintf("Full-time equivalents (FTE) recorded: %s%s", number.Decimal(c.FTE, 2), c.without()),
		fmt.Sprintf("Asking about work at physical health checks: %d (5.2, page 36)", c.Asked),
		"The toolkit asks for one dedicated employment specialist for each PCN (5.1, page 34)",
	}
}

func (c PCNs) without() string {
	if c.Without == 0 {
		return ""
	}
	return fmt.Sprintf("; %s with a specialist %s not say how much", number.Counting(c.Without, "PCN", "PCNs"),
		map[bool]string{true: "does", false: "do"}[c.Without == 1])
}

// EventLines are what the log of co-design and feedback holds from the last four quarters.
func EventLines(rows []register.Row, today calendar.Date) []string {
	from := today.Quarter().Add(-3).First()
	var events, people, paid, answered int
	stages := map[string]bool{}
	for _, r := range rows {
		if r.Date(register.Event.On) < from {
			continue
		}
		events++
		n, _ := r.Number(register.Event.People)
		people += int(n)
		paid += one(r.Text(register.Event.Paid) == "paid")
		answered += one(r.Text(register.Event.Said) != "" && r.Text(register.Event.Did) != "")
		if r.Text(register.Event.Priority) == "6.2" {
			stages[r.Text(register.Event.Stage)] = true
		}
	}
	if events == 0 {
		return []string{"Nothing is recorded since " + from.Words() + "."}
	}
	return []string{
		fmt.Sprintf("Since %s: **%s**, with %s taking part (a person who came twice counts twice)", from.Words(),
			number.Counting(events, "event", "events"), number.Counting(people, "person", "people")),
		fmt.Sprintf("People were paid at %d of %d", paid, events),
		fmt.Sprintf("“You said, we did” is answered for %d", answered),
		fmt.Sprintf("Feedback was taken at %s; the toolkit asks for multiple stages (6.2, page 39)",
			number.Counting(len(stages), "stage", "stages")),
	}
}

// StrategyLines say how many strategies give IPS a central place.
func StrategyLines(rows []register.Row) []string {
	if len(rows) == 0 {
		return []string{"No strategy is recorded yet."}
	}
	central := 0
	for _, r := range rows {
		central += one(r.Yes(register.Strategy.Central))
	}
	return []string{fmt.Sprintf("IPS has a central place in **%d of %s** (7.1, page 41)", central,
		number.Counting(len(rows), "strategy", "strategies"))}
}

// StaffLines are what the toolkit asks about how staff are recruited, trained and kept. OfStaff works out the totals.
func StaffLines(rows []register.Row) []string {
	if len(rows) == 0 {
		return []string{"Nothing is recorded yet. A provider adds its counts once a quarter has ended."}
	}
	return []string{
		"New staff are enrolled within their first month and complete 12 months (4.3, page 27)",
		"600 funded places on the Level 3 qualification are available until March 2029 (4.4, page 29)",
		"IPS staff are on permanent contracts wherever possible (4.5, page 31)",
	}
}

// Words are the part in words, "4 of 5". Its rate is among the targets.
func (p Part) Words() string {
	if p.All == 0 {
		return "Not available"
	}
	return number.Grouped(p.Of) + " of " + number.Grouped(p.All)
}
