// Package coverage says how far IPS reaches: into primary care networks (PCNs) and into the national data. It reads the
// registers of PCNs and teams (toolkit/register).
package coverage

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/register"
)

// PCNs is how many PCNs have an employment specialist. The toolkit asks for one dedicated to each PCN (IPS
// commissioning self-assessment toolkit, March 2026, page 34). A shared specialist counts apart and never as a PCN's
// own.
type PCNs struct {
	Listed  int
	Own     int
	Shared  int
	None    int   // none yet, or planned
	Unknown int   // nothing recorded
	FTE     int64 // in hundredths, of the PCNs that state it
	Without int   // PCNs that do not state it
	Planned int   // PCNs without a specialist that have a planned start
	Asked   int   // PCNs that ask about interest in work at physical health checks
	Notices []string
}

// Rules of thumb for primary care (IPS in primary care, April 2023, chapter 1a): how many people a PCN has, and how
// many PCNs one specialist serves at most where there are not enough for one each.
const (
	SmallestPCN = 30_000
	LargestPCN  = 50_000
	mostShared  = 2
)

// OfPCNs counts the register of PCNs. A PCN with more than one row, such as the ICB's and a provider's, counts once.
func OfPCNs(rows []register.Row) PCNs {
	var c PCNs
	rows, c.Notices = once(rows)
	posts := map[string][]string{}
	for _, r := range rows {
		c.Listed++
		switch r.Text(register.PCN.ES) {
		case "own":
			c.Own++
		case "shared":
			c.Shared++
			if post := strings.ToLower(r.Text(register.PCN.Post)); post != "" {
				posts[r.Provider+" "+post] = append(posts[r.Provider+" "+post], r.Text(register.PCN.Name))
			}
		case "none":
			c.None++
			c.Planned += one(r.Date(register.PCN.StartsOn) != "")
		default:
			c.Unknown++
		}
		if n, known := r.Number(register.PCN.FTE); known {
			c.FTE += n
		} else if es := r.Text(register.PCN.ES); es == "own" || es == "shared" {
			c.Without++
		}
		c.Asked += one(r.Yes(register.PCN.HealthCheck))
		if n, known := r.Number(register.PCN.Population); known && (n < SmallestPCN || n > LargestPCN) {
			c.Notices = append(c.Notices, fmt.Sprintf(
				"%s has %s people. A PCN usually has %s to %s: check whether the number is right, and whether one specialist is enough.",
				r.Text(register.PCN.Name), number.Grouped(n), number.Grouped(SmallestPCN), number.Grouped(LargestPCN)))
		}
	}
	for _, key := range slices.Sorted(maps.Keys(posts)) {
		if names := posts[key]; len(names) > mostShared {
			slices.Sort(names)
			c.Notices = append(c.Notices, fmt.Sprintf(
				"One specialist serves %d PCNs (%s). If one for each is not possible, the rule of thumb is one for two.", len(names),
				strings.Join(names, ", ")))
		}
	}
	return c
}

// reach orders the answers about a PCN's specialist: of several rows of one PCN the highest counts.
var reach = map[string]int{"own": 3, "shared": 2, "none": 1}

// once merges the rows of each PCN, known by its ODS code, into one. It keeps the row of the specialist with the
// furthest reach, and adds up the full-time equivalents. It gives a notice for each PCN that had more than one row.
func once(rows []register.Row) (pcns []register.Row, notices []string) {
	at, times := map[string]int{}, map[string]int{}
	for _, r := range rows {
		code := r.Text(register.PCN.Code)
		i, listed := at[code]
		if code == "" || !listed {
			at[code] = len(pcns)
			pcns = append(pcns, r)
			times[code]++
			continue
		}
		times[code]++
		fte := together(pcns[i], r)
		if reach[r.Text(register.PCN.ES)] > reach[pcns[i].Text(register.PCN.ES)] {
			pcns[i] = r
		}
		pcns[i].Values = register.With(pcns[i].Values, register.PCN.FTE.Name, fte)
	}
	for _, r := range pcns {
		if n := times[r.Text(register.PCN.Code)]; r.Text(register.PCN.Code) != "" && n > 1 {
			notices = append(notices, fmt.Sprintf("%s (%s) is listed %d times. It counts once: keep one row.",
				r.Text(register.PCN.Name), r.Text(register.PCN.Code), n))
		}
	}
	return pcns, notices
}

// together adds up the full-time equivalents of two rows, as a row keeps them; "" while neither states any.
func together(a, b register.Row) string {
	n, first := a.Number(register.PCN.FTE)
	m, second := b.Number(register.PCN.FTE)
	if !first && !second {
		return ""
	}
	return strconv.FormatInt(n+m, 10)
}

// Share is how many of the PCNs have their own specialist; false while none is listed.
func (c PCNs) Share() (own, all int64, known bool) {
	return int64(c.Own), int64(c.Listed), c.Listed > 0
}

// ForEach is another view of how many specialists an area needs: one for each PCN, or one for two. It is never added to
// what an access target asks for. It is "" without a list of PCNs.
func (c PCNs) ForEach() string {
	if c.Listed == 0 {
		return ""
	}
	shared := number.Decimal(int64(c.Listed)*100/mostShared, 2)
	return "Another way to look at it, not to be added to the posts above: one employment specialist for each of " +
		number.Counting(c.Listed, "PCN", "PCNs") + " is " + number.Decimal(int64(c.Listed)*100, 2) + ", one for two PCNs is " + shared +
		" (toolkit 5.1, page 34)."
}

// Flow is how many teams' data reach one collection.
type Flow struct {
	Flowing int
	Teams   int
	Unknown int // teams without an answer
	// Not are the teams that do not send data and those without an answer, by name.
	Not []string
}

// National is the benchmark that the toolkit gives (page 17). It counts providers that send data from all their teams.
// That is another unit than a share of teams, and it is not a target.
const National = "In December 2025, 89% of providers in England were sending data from all their teams to the IPS Grow Reporting Tool. " +
	"That counts providers, not teams, so it is not a target for a share of teams."

// ToMHSDS counts the teams that send their data to MHSDS, directly or through a trust.
func ToMHSDS(rows []register.Row) Flow {
	return flow(rows, func(r register.Row) string {
		return map[string]string{"direct": "yes", "trust": "yes", "no": "no"}[r.Text(register.Team.MHSDS)]
	})
}

// ToTool counts the teams that report to the IPS Grow Reporting Tool.
func ToTool(rows []register.Row) Flow {
	return flow(rows, func(r register.Row) string { return r.Text(register.Team.Tool) })
}

func flow(rows []register.Row, answer func(register.Row) string) Flow {
	var f Flow
	for _, r := range rows {
		f.Teams++
		switch answer(r) {
		case "yes":
			f.Flowing++
			continue
		case "":
			f.Unknown++
		}
		f.Not = append(f.Not, r.Text(register.Team.Name))
	}
	slices.SortFunc(f.Not, func(a, b string) int { return cmp.Compare(strings.ToLower(a), strings.ToLower(b)) })
	return f
}

// Words is the flow in words, "5 of 6 teams".
func (f Flow) Words() string {
	if f.Teams == 0 {
		return "no team is listed yet"
	}
	words := fmt.Sprintf("%d of %s", f.Flowing, number.Counting(f.Teams, "team", "teams"))
	if f.Unknown > 0 {
		words += fmt.Sprintf("; nothing is recorded about %d", f.Unknown)
	}
	return words
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
