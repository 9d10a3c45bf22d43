package page

// Sections are the links between pages that share one item of the navigation, the present one without a link.
type Sections []NavItem

// FiguresSections are the parts of Figures that the person may see; current is one of their paths.
func FiguresSections(b Base, current string) Sections {
	home := Home(b.Tenant().Code)
	return Sections{
		{Href: home + "/returns", Text: "Returns", Current: current == "/returns"},
		{Href: home + "/contracts", Text: "Contracts", Current: current == "/contracts"},
	}
}
