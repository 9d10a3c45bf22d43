package snapshot

import (
	"ipstoolkit/toolkit/coverage"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/staffing"
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
// ok is as for Staffing.
func (s Snapshot) StaffingYears() (years []staffing.Worked, ok bool) {
	if s.Sealed != nil {
		return s.Sealed.Plans, len(s.Sealed.Plans) > 0
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
