package page

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/problem"
)

// Base is the frame around a page's own content. A page's struct embeds it: struct{ page.Base; ... }.
type Base struct {
	// Title is the page's name in the browser's tab, in the words of its h1.
	Title string
	// Crumbs lead from the ICB's start page to the page above this one.
	Crumbs []Crumb
	// Nav are the parts of the ICB that the person's role may see.
	Nav []NavItem
	// Problems are what is wrong with the form on the page: the layout shows them as its error summary.
	Problems problem.List
	// Conflict is what somebody else saved in the meantime: the layout shows it above the form; nil when nobody did.
	Conflict *Conflict
	// Banner names what was just saved ("3.4 saved"); the layout shows it as a success banner.
	Banner string

	Site  Site
	Visit Visit
}

// Crumb is one step of the breadcrumb.
type Crumb struct{ Href, Text string }

// NavItem is one part of an ICB in the navigation under the header.
type NavItem struct {
	Href, Text string
	Current    bool
}

// New is the frame of a page, made for the person who is looking. On an ICB's page its breadcrumb begins with the ICB.
func New(c *gin.Context, title string) Base {
	b := Base{Title: title, Site: SiteOf(c), Visit: VisitOf(c)}
	if m := b.Visit.Member; m != nil {
		b.Nav = navigation(*m, c.Request.URL.Path)
		b.Crumbs = []Crumb{{Home(m.Tenant.Code), m.Tenant.Name}}
	}
	return b
}

// ReviewText is the link to the page of all priorities: who may save reviews them there, all others read them.
func ReviewText(priorities int, m tenants.Member) string {
	if m.Can(tenants.Assess) {
		return fmt.Sprintf("Review all %d priorities on one page", priorities)
	}
	return fmt.Sprintf("All %d priorities on one page", priorities)
}

// Home is the address of an ICB's start page. All pages of the ICB are under it.
func Home(code string) string { return "/icb/" + code }

// Under adds steps to the breadcrumb: New(c, "3.4").Under(page.Crumb{...}).
func (b Base) Under(crumbs ...Crumb) Base {
	b.Crumbs = append(slices.Clone(b.Crumbs), crumbs...)
	return b
}

// With puts the problems of a refused form on the page.
func (b Base) With(problems problem.List) Base {
	b.Problems = problems
	return b
}

// Refused puts on the page why its form came back.
func (b Base) Refused(r Refusal) Base {
	b.Problems, b.Conflict = r.Problems, r.Conflict
	return b
}

// CameBack says whether the page shows a form again that was sent.
func (b Base) CameBack() bool { return len(b.Problems) > 0 || b.Conflict != nil }

// Saved puts a success banner on the page that names what was saved.
func (b Base) Saved(what string) Base {
	b.Banner = what
	return b
}

// Tenant is the ICB that the page belongs to; the zero Tenant outside any.
func (b Base) Tenant() tenants.Tenant {
	if b.Visit.Member == nil {
		return tenants.Tenant{}
	}
	return b.Visit.Member.Tenant
}

// Can says whether the person may do it in this ICB, for a page that shows a control only to those who may use it.
func (b Base) Can(p tenants.Permission) bool {
	return b.Visit.Member != nil && b.Visit.Member.Can(p)
}

// Procurement says what is not shown on this page because procurement is under way; "" to those who see everything.
func (b Base) Procurement() string {
	if m := b.Visit.Member; m != nil && m.Outside() {
		return assessment.ProcurementWords(m.Tenant.Procurement)
	}
	return ""
}

// HasWork says whether anything of this ICB can wait for the person: nothing does for people who only read.
func (b Base) HasWork() bool {
	return b.Can(tenants.Assess) || b.Can(tenants.AddEvidence) || b.Can(tenants.EnterReturns)
}

// ManyICBs says whether the person belongs to several ICBs, so that one page shows what waits for them in all.
func (b Base) ManyICBs() bool { return len(b.Visit.Memberships) > 1 }

// CanSwitch says whether the person belongs to another ICB to go to.
func (b Base) CanSwitch() bool {
	return len(b.Visit.Memberships) > 1 || (b.Visit.Member == nil && len(b.Visit.Memberships) > 0)
}

// Demo says whether the page must say that its data are invented.
func (b Base) Demo() bool { return b.Site.Demo || b.Tenant().Demo }

// parts is the navigation of an ICB: where each part begins ("" is its first section that the person sees), who sees it, and
// which addresses belong to it.
var parts = []struct {
	text, path  string
	permissions []tenants.Permission
	folders     []string
}{
	{"Toolkit", "/toolkit", []tenants.Permission{tenants.ReadToolkit}, []string{"toolkit", "evidence", "search"}},
	{"Targets", "/targets", []tenants.Permission{tenants.ReadToolkit}, []string{"targets"}},
	{
		"Figures", "/returns",
		[]tenants.Permission{tenants.EnterReturns, tenants.ReadAllFigures, tenants.ReadContracts},
		[]string{
			"returns", "equity", "plan", "contracts", "data-flow", "coverage", "workforce", "conditions", "co-design", "strategy",
			"meetings",
		},
	},
	{
		"Steering group", "",
		[]tenants.Permission{tenants.ReadToolkit},
		[]string{"steering-group", "steering", "actions", "questions", "rounds", "compare", "pack"},
	},
	{"Settings", "/settings", []tenants.Permission{
		tenants.ManagePeople, tenants.ManageProviders, tenants.ManageSettings,
		tenants.ReadHistory,
	}, []string{"settings", "people", "providers", "history", "personal", "personal-data", "procurement"}},
}

func navigation(m tenants.Member, path string) []NavItem {
	home := Home(m.Tenant.Code)
	folder, _, _ := strings.Cut(strings.TrimPrefix(path, home+"/"), "/")
	var items []NavItem
	for _, part := range parts {
		if slices.ContainsFunc(part.permissions, m.Can) {
			path := part.path
			if path == "" {
				path = firstSection(m, steeringSections)
			}
			items = append(items, NavItem{Href: home + path, Text: part.text, Current: slices.Contains(part.folders, folder)})
		}
	}
	return items
}
