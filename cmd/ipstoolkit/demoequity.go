package main

import (
	"cmp"
	"fmt"
	"slices"

	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/number"
)

// The demonstration's people by characteristic: invented shares of the returns' numbers, group by group, with not stated
// and not known last.
var demoShares = []struct {
	characteristic string
	people, jobs   []int64
}{
	{"age", []int64{1, 16, 27, 22, 17, 10, 2, 2, 3}, []int64{0, 19, 29, 22, 15, 8, 1, 3, 3}},
	{"ethnicity", []int64{58, 5, 14, 10, 3, 6, 4}, []int64{61, 5, 13, 7, 3, 7, 4}},
	{"gender", []int64{47, 44, 2, 1, 3, 3}, []int64{49, 43, 2, 1, 2, 3}},
	{"disability", []int64{44, 40, 9, 7}, []int64{40, 46, 8, 6}},
	{"deprivation", []int64{31, 24, 18, 12, 9, 0, 6}, []int64{28, 24, 19, 13, 10, 0, 6}},
}

// demoBrokenDown is how many quarters are broken down.
const demoBrokenDown = 5

// planEquity plans what is collected, and the breakdown of each return. The last provider's last breakdown by disability
// is left unfinished.
func (h *demoHome) planEquity() {
	if len(h.icb.Returns) == 0 {
		return
	}
	h.at(cmp.Or(h.icb.Begins, "today"), h.icb.Code+" gender as its data set names it", h.collectGender)
	for i, d := range h.icb.Returns {
		for _, q := range d.Quarters[max(0, len(d.Quarters)-demoBrokenDown):] {
			begins := moment(fmt.Sprint(q[0]))
			quarter, _ := begins.quarter(h.now) // a moment that is none is refused when it is planned
			for _, s := range demoShares {
				what := fmt.Sprintf("%s %s of %s, %s", h.icb.Code, s.characteristic, d.Provider, quarter)
				unfinished := i > 0 && i == len(h.icb.Returns)-1 && s.characteristic == "disability" && quarter == calendar.At(h.now).Date().Quarter().Add(-1)
				h.at(h.after(begins, 12), what, func() error {
					return h.breakDown(d, quarter, s.characteristic, s.people, s.jobs, !unfinished)
				})
			}
		}
	}
}

func (h *demoHome) collectGender() error {
	rows, err := h.rows("lead")
	if err != nil {
		return err
	}
	known, _ := equity.CharacteristicOf("gender")
	_, err = rows.SaveCollection(h.ctx, equity.Collection{
		Characteristic: known.Code, From: calendar.At(h.now).Date().Quarter().Add(-8), Collected: true, Name: "Gender identity", Labels: known.Lists[0].Groups,
	})
	return err
}

func (h *demoHome) breakDown(d demoReturns, q calendar.Quarter, characteristic string, shares, jobs []int64, finished bool) error {
	rows, err := h.rows(d.By)
	if err != nil {
		return err
	}
	b, err := rows.Breakdown(h.ctx, h.providers[d.Provider], q, characteristic)
	if err != nil {
		return err
	}
	shareOut(&b, shares, jobs)
	if b.Finished = finished; !finished {
		delete(b.Counts, equity.NotKnown)
	}
	_, err = rows.SaveBreakdown(h.ctx, b.Breakdown)
	return err
}

// shareOut puts the people of a return into the groups of a characteristic.
func shareOut(b *store.Counted, shares, jobs []int64) {
	unemployed, inWork := divide(b.Return.AccessUnemployed.N, shares), divide(b.Return.AccessRetention.N, shares)
	started := divide(b.Return.FirstJobStarts.N, jobs)
	for i, g := range b.Collection.Groups() {
		b.Counts[g.Key] = equity.GroupCount{
			Access: number.CountOf(unemployed[i] + inWork[i]), Unemployed: number.CountOf(unemployed[i]), FirstJobs: number.CountOf(started[i]),
		}
	}
}

// divide shares people out, whole people only: the largest remainders get those that are left.
func divide(people int64, shares []int64) []int64 {
	var all int64
	for _, s := range shares {
		all += s
	}
	parts, left, order := make([]int64, len(shares)), people, make([]int, len(shares))
	for i, s := range shares {
		parts[i], order[i] = people*s/all, i
		left -= parts[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(people*shares[b]%all, people*shares[a]%all) })
	for _, i := range order[:left] {
		parts[i]++
	}
	return parts
}
