package demo

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/number"
)

// Characteristic says how the people of a return divide into the groups of a characteristic: shares of the people
// supported and of those who started a job, group by group, with not stated and not known last.
type Characteristic struct {
	Code         string
	people, jobs []int64
}

// Characteristics are the invented shares.
var Characteristics = []Characteristic{
	{"age", []int64{1, 16, 27, 22, 17, 10, 2, 2, 3}, []int64{0, 19, 29, 22, 15, 8, 1, 3, 3}},
	{"ethnicity", []int64{58, 5, 14, 10, 3, 6, 4}, []int64{61, 5, 13, 7, 3, 7, 4}},
	{"gender", []int64{47, 44, 2, 1, 3, 3}, []int64{49, 43, 2, 1, 2, 3}},
	{"disability", []int64{44, 40, 9, 7}, []int64{40, 46, 8, 6}},
	{"deprivation", []int64{31, 24, 18, 12, 9, 0, 6}, []int64{28, 24, 19, 13, 10, 0, 6}},
}

// brokenDown is how many quarters have breakdowns.
const brokenDown = 5

// planEquity plans what is collected, and the breakdown of each return. The last provider's last breakdown by
// disability stays unfinished.
func (h *oneICB) planEquity() {
	if len(h.icb.Returns) == 0 {
		return
	}
	h.at(cmp.Or(h.icb.Begins, "today"), h.icb.Code+" gender as its data set names it", h.collectGender)
	for i, d := range h.icb.Returns {
		for _, q := range d.Quarters[max(0, len(d.Quarters)-brokenDown):] {
			begins := moment(fmt.Sprint(q[0]))
			quarter, _ := begins.quarter(h.now) // an invalid moment is refused when the return is planned
			for _, of := range Characteristics {
				what := fmt.Sprintf("%s %s of %s, %s", h.icb.Code, of.Code, d.Provider, quarter)
				unfinished := i > 0 && i == len(h.icb.Returns)-1 && of.Code == "disability" &&
					quarter == calendar.At(h.now).Date().Quarter().Add(-1)
				h.at(h.after(begins, 12), what, func() error {
					rows, err := h.rows(d.By)
					if err != nil {
						return err
					}
					return of.BreakDown(h.ctx, rows, h.providers[d.Provider], quarter, !unfinished)
				})
			}
		}
	}
}

func (h *oneICB) collectGender() error {
	rows, err := h.rows("lead")
	if err != nil {
		return err
	}
	known, _ := equity.CharacteristicOf("gender")
	_, err = rows.SaveCollection(h.ctx, equity.Collection{
		Characteristic: known.Code, From: calendar.At(h.now).Date().Quarter().Add(-8), Collected: true, Name: "Gender identity",
		Labels: known.Lists[0].Groups,
	})
	return err
}

// BreakDown saves a provider's return of a quarter by the characteristic. An unfinished one lacks the people in "not
// known".
func (c Characteristic) BreakDown(ctx context.Context, rows *store.Rows, provider string, q calendar.Quarter, finished bool) error {
	b, err := rows.Breakdown(ctx, provider, q, c.Code)
	if err != nil {
		return err
	}
	unemployed, inWork := Divide(b.Return.AccessUnemployed.N, c.people), Divide(b.Return.AccessRetention.N, c.people)
	started := Divide(b.Return.FirstJobStarts.N, c.jobs)
	for i, g := range b.Collection.Groups() {
		b.Counts[g.Key] = equity.GroupCount{
			Access: number.CountOf(unemployed[i] + inWork[i]), Unemployed: number.CountOf(unemployed[i]),
			FirstJobs: number.CountOf(started[i]),
		}
	}
	if b.Finished = finished; !finished {
		delete(b.Counts, equity.NotKnown)
	}
	_, err = rows.SaveBreakdown(ctx, b.Breakdown)
	return err
}

// Divide shares out whole people: the largest remainders get the last ones.
func Divide(people int64, shares []int64) []int64 {
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
