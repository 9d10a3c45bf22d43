package page

import "ipstoolkit/tenants"

// Sections are the links between pages that share one item of the navigation, the present one without a link.
type Sections []NavItem

// figuresSections are the parts of Figures in their order, and who sees each.
var figuresSections = []struct {
	path, text string
	permission tenants.Permission
}{
	{"/returns", "Returns", tenants.EnterReturns},
	{"/equity", "Equity", tenants.EnterReturns},
	{"/plan", "Staffing plan", tenants.ReadPlan},
	{"/contracts", "Contracts", tenants.ReadContracts},
	{"/data-flow", "Data flow", tenants.ReadRegisters},
	{"/coverage", "PCN coverage", tenants.ReadRegisters},
	{"/workforce", "Workforce", tenants.ReadRegisters},
	{"/conditions", "Conditions for fidelity", tenants.ReadRegisters},
	{"/co-design", "Co-design", tenants.ReadRegisters},
	{"/strategy", "Strategy and jobs", tenants.ReadRegisters},
	{"/meetings", "Meetings", tenants.ReadRegisters},
}

// FiguresSections are the parts of Figures that the person may see; current is one of their paths.
func FiguresSections(b Base, current string) Sections {
	var list Sections
	for _, s := range figuresSections {
		if b.Can(s.permission) {
			list = append(list, NavItem{Href: Home(b.Tenant().Code) + s.path, Text: s.text, Current: s.path == current})
		}
	}
	return list
}
