package snapshot

import (
	"slices"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/view"
)

// Equity are the characteristics that are collected, each as its page shows it. Commissioners get the ICB's and every
// provider's, rounded and with small numbers masked, never the true ones. A provider gets its own. The steering group
// gets the ICB's as commissioners do.
func (s Snapshot) Equity() []equity.Report {
	if s.Sealed != nil {
		return s.Sealed.Equity
	}
	if s.Audience.IsSteeringGroup() {
		return s.groups
	}
	all := equity.Breakdowns{
		ICB: s.ICB.Name, Providers: s.Providers, Collections: s.Collections, Returns: s.Returns, Entered: s.Breakdowns,
		Contracted: s.contracted(),
	}
	seen := equity.View{Today: s.Today(), Own: s.Audience.ProviderID()}
	var reports []equity.Report
	for _, c := range equity.Collected(s.Collections, s.Previous()) {
		reports = append(reports, all.Report(c.Characteristic, seen))
	}
	return reports
}

// groupsFor are the ICB's tables as the steering group reads them: rounded, masked, over four whole quarters. Providers' own,
// what they have not sent, and why a characteristic is collected are left out.
func (s Snapshot) groupsFor(a view.Audience) []equity.Report {
	if !a.Sees(record.Groups, "", false) {
		return nil
	}
	var reports []equity.Report
	for _, r := range s.Equity() {
		r.Collection, r.Missing = asked([]equity.Collection{r.Collection})[0], nil
		r.Tables = keep(r.Tables, func(t equity.Table) bool { return t.Provider == "" })
		if r.Masked && len(r.Tables) > 0 {
			reports = append(reports, r)
		}
	}
	return reports
}

// contracted are the providers with a contract, by quarter, over the two years that reports look back.
func (s Snapshot) contracted() map[calendar.Quarter][]string {
	by := map[calendar.Quarter][]string{}
	for i := range 9 {
		q := s.Quarter().Add(-i)
		for _, c := range s.expected() {
			if c.RunsIn(q) && !slices.Contains(by[q], c.Provider) {
				by[q] = append(by[q], c.Provider)
			}
		}
	}
	return by
}

// asked are the characteristics as a provider reads them: what it has to give, not why others agreed to it.
func asked(collections []equity.Collection) []equity.Collection {
	list := slices.Clone(collections)
	for i := range list {
		list[i].Reason, list[i].AgreedBy, list[i].Confirmed = "", "", ""
	}
	return list
}
