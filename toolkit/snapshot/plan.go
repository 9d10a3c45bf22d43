package snapshot

import (
	"ipstoolkit/toolkit/coverage"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/staffing"
	"ipstoolkit/toolkit/view"
)

// Staffing is the facts behind the ICB's staffing plans. ok is false for all but commissioners, and where procurement
// keeps the plan back. Plans are then empty, and so is everything that could be worked out.
func (s Snapshot) Staffing() (f staffing.Facts, ok bool) {
	if !s.Audience.AreCommissioners() || s.Shut {
		return staffing.Facts{}, false
	}
	return staffing.Facts{
		ICB: s.ICB.Name, Today: s.Today(), Providers: s.Providers, Returns: s.Returns, Contracts: s.Contracts,
		Targets: measure.AccessTargets(s.Locals), Years: s.Plans,
	}, true
}

// StaffingYears are the ICB's staffing plans as they are worked out, the oldest first; of a sealed round as they were then.
// ok is as for Staffing, and true for the steering group where it reads this year's posts.
func (s Snapshot) StaffingYears() (years []staffing.Worked, ok bool) {
	if s.Sealed != nil {
		return s.Sealed.Plans, len(s.Sealed.Plans) > 0
	}
	if s.Audience.IsSteeringGroup() {
		return s.posts, len(s.posts) > 0
	}
	f, ok := s.Staffing()
	if !ok {
		return nil, false
	}
	years, in := f.Worked(), s.input(s.Audience)
	for i, w := range years {
		if w.Recorded.Year() != s.Today().Year() {
			continue
		}
		beside := []string{measure.BesidePlan(w.Plan.Retention, in)}
		if words := coverage.OfPCNs(s.Registers[register.PCNs]).ForEach(); words != "" {
			beside = append(beside, words)
		}
		years[i].Says = append(w.Says, beside...)
	}
	return years, true
}

// postsFor is this year's plan as the steering group reads it: the ICB's posts needed, funded and in post. Pay, costs, money,
// providers and the sums are left out. There are none while procurement keeps the plan back, or while no posts are known.
func (s Snapshot) postsFor(a view.Audience) []staffing.Worked {
	if !a.Sees(record.Posts, "", false) {
		return nil
	}
	years, _ := s.StaffingYears()
	for _, w := range years {
		icb, known := w.Plan.ICB, false
		line := staffing.Line{Name: icb.Name, Quarter: icb.Quarter, Why: icb.Why}
		for i, p := range icb.Posts {
			line.Posts[i] = staffing.Post{Role: p.Role, Needed: p.Needed, Funded: p.Funded, InPost: p.InPost}
			known = known || p.Needed != nil || p.Funded.Known || p.InPost.Known
		}
		if w.Recorded.Year() == s.Today().Year() && known {
			return []staffing.Worked{{Recorded: staffing.YearOf(w.Recorded.Year()), Plan: staffing.Plan{ICB: line}}}
		}
	}
	return nil
}
