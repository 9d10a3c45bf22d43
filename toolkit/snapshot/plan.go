package snapshot

import (
	"ipstoolkit/toolkit/measure"
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
