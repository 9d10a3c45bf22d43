package page

import "ipstoolkit/tenants"

// Sections are the links between pages that share one item of the navigation, the present one without a link.
type Sections []NavItem

// section is one part of an item of the navigation.
type section struct {
	path, text string
	permission tenants.Permission
}

// figuresSections are the parts of Figures in their order, and who sees each.
var figuresSections = []section{
	{"/returns", "Quarterly figures", tenants.EnterReturns},
	{"/equity", "Equity", tenants.EnterReturns},
	{"/plan", "Staffing plan", tenants.ReadPlan},
	{"/contracts", "Contracts", tenants.ReadContracts},
	{"/data-flow", "Data flow", tenants.ReadRegisters},
	{"/coverage", "PCN coverage", tenants.ReadRegisters},
	{"/workforce", "Workforce", tenants.ReadRegisters},
	{"/conditions", "Conditions for fidelity", tenants.ReadRegisters},
	{"/co-design", "Co-design", tenants.ReadRegisters},
	{"/strategy", "Strategy and jobs", tenants.ReadRegisters},
	{"/meetings", "Contract meetings", tenants.ReadRegisters},
}

// steeringSections are the parts of Steering group in their order, and who sees each.
var steeringSections = []section{
	{"/pack", "Pack", tenants.WorkbookGroup},
	{"/steering", "Meetings", tenants.WorkbookGroup},
	{"/actions", "Actions", tenants.ReadActions},
	{"/questions", "Questions", tenants.AskQuestions},
	{"/rounds", "Rounds", tenants.ReadToolkit},
	{"/compare", "Compare", tenants.ReadToolkit},
	{"/steering/group", "Terms, seats and risks", tenants.KeepRegisters},
}

// FiguresSections are the parts of Figures that the person may see; current is one of their paths.
func FiguresSections(b Base, current string) Sections {
	return seenSections(b, figuresSections, current)
}

// SteeringSections are the parts of Steering group that the person may see; current is one of their paths.
func SteeringSections(b Base, current string) Sections {
	return seenSections(b, steeringSections, current)
}

func seenSections(b Base, of []section, current string) Sections {
	var list Sections
	for _, s := range of {
		if b.Can(s.permission) {
			list = append(list, NavItem{Href: Home(b.Tenant().Code) + s.path, Text: s.text, Current: s.path == current})
		}
	}
	return list
}

// firstSection is the path of the first section that the member sees.
func firstSection(m tenants.Member, of []section) string {
	for _, s := range of {
		if m.Can(s.permission) {
			return s.path
		}
	}
	return ""
}
