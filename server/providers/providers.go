// Package providers holds the pages of the organisations that deliver IPS for an ICB.
package providers

import (
	"embed"
	"slices"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
)

//go:embed *.html
var files embed.FS

// Pages are the Providers pages.
type Pages struct {
	Store *store.Store
}

// Mount puts the pages under an ICB's address.
func (p Pages) Mount(icb gin.IRouter) {
	icb.GET("/providers", commissioners(p.list))
	icb.POST("/providers", commissioners(p.add))
	icb.GET("/providers/:provider", commissioners(p.edit))
	icb.POST("/providers/:provider", commissioners(p.save))
}

func commissioners(h func(c *gin.Context) error) gin.HandlerFunc {
	return page.Handle(func(c *gin.Context) error {
		if err := page.Allow(c, tenants.ManageProviders); err != nil {
			return err
		}
		return h(c)
	})
}

// listPage is the ICB's providers, and the form to add one.
type listPage struct {
	page.Base
	Providers page.Table
	Form      form
}

// editPage is one provider to be changed.
type editPage struct {
	page.Base
	Form    form
	Running []string // contracts that still run of a provider that has ended
}

// form are the fields of a provider. Ended is asked of one that is there already.
type form struct {
	Action  string
	Version int
	Name    page.Input
	Kind    page.Radios
	Stage   page.Radios
	Place   page.Input
	Under   page.Select
	Ended   page.Radios
}

var (
	listTemplate = page.Parse[listPage](files, "list.html")
	editTemplate = page.Parse[editPage](files, "edit.html")
)

func path(c *gin.Context) string { return page.Home(page.Member(c).Tenant.Code) + "/providers" }

func settings(c *gin.Context) page.Crumb {
	return page.Crumb{Href: page.Home(page.Member(c).Tenant.Code) + "/settings", Text: "Settings"}
}

func (p Pages) list(c *gin.Context) error {
	return p.showList(c, provider.Provider{}, page.Refusal{})
}

func (p Pages) showList(c *gin.Context, o provider.Provider, r page.Refusal) error {
	all, err := p.Store.For(page.Member(c)).Providers(c)
	if err != nil {
		return err
	}
	data := listPage{Base: page.New(c, "Providers").Under(settings(c)).Refused(r), Form: fields(path(c), o, all, r.Problems)}
	data.Providers = page.Table{
		ID: "providers", Caption: "Providers of the ICB", HideCaption: true, Empty: "No provider has been added yet.",
		Columns: []page.Column{
			{Text: "Name"},
			{Text: "Type of organisation"},
			{Text: "Service"},
			{Text: "Place"},
			{Text: "Subcontractor of"},
			{Text: "Delivers IPS now"},
		},
	}
	for _, one := range all {
		if one.ID == c.Query("saved") {
			data.Base = data.Saved(one.Name + " saved")
		}
		data.Providers.Rows = append(data.Providers.Rows, []page.Cell{
			page.Link(path(c)+"/"+one.ID, one.Name), page.Text(one.Kind.Words()), page.Text(one.Stage.Words()), page.Text(one.Place),
			page.Text(nameOf(one.Under, all)),
			page.Text(map[bool]string{false: "Yes", true: "No, ended"}[one.Ended]),
		})
	}
	data.Providers = data.Providers.PagedAt(c, "page",
		slices.IndexFunc(all, func(o provider.Provider) bool { return o.ID == c.Query("saved") }))
	return listTemplate.Show(c, r.Status(), data)
}

func (p Pages) edit(c *gin.Context) error {
	o, err := p.find(c)
	if err != nil {
		return err
	}
	return p.showEdit(c, o.Name, o, page.Refusal{})
}

// runs says of a provider that has ended until when its contract runs: results wait for its figures until then.
func runs(one contract.Contract) string {
	until := "has no end date"
	if end := one.PresentEnd(); end != "" {
		until = "runs until " + end.Words()
	}
	return "Its contract " + one.Name + " " + until + ". Results wait for its figures until the contract ends: end the contract too."
}

func (p Pages) showEdit(c *gin.Context, title string, o provider.Provider, r page.Refusal) error {
	all, err := p.Store.For(page.Member(c)).Providers(c)
	if err != nil {
		return err
	}
	base := page.New(c, title).Under(settings(c), page.Crumb{Href: path(c), Text: "Providers"}).Refused(r)
	data := editPage{Base: base, Form: fields(path(c)+"/"+o.ID, o, all, r.Problems)}
	if o.Ended {
		contracts, err := p.Store.For(page.Member(c)).Contracts(c)
		if err != nil {
			return err
		}
		for _, one := range contract.RunningOn(contracts, o.ID, p.Store.Today()) {
			data.Running = append(data.Running, runs(one))
		}
	}
	return editTemplate.Show(c, r.Status(), data)
}

// conflict is a provider as somebody else saved it, against what was typed.
func (p Pages) conflict(c *gin.Context, now, mine provider.Provider) (page.Conflict, error) {
	rows := p.Store.For(page.Member(c))
	k := page.Conflict{What: "this provider", Version: now.Version}
	all, err := rows.Providers(c)
	if err != nil {
		return k, err
	}
	h, err := rows.HistoryPart(c, snapshot.Part{}, record.Provider, now.ID)
	k.Fields = []page.Both{
		page.Either("Name", now.Name, mine.Name).Of("name", "name", now.Name),
		page.Either("Type of organisation", now.Kind.Words(), mine.Kind.Words()).Of("kind", "kind", string(now.Kind)),
		page.Either("New or mature", now.Stage.Words(), mine.Stage.Words()).Of("stage", "stage", string(now.Stage)),
		page.Either("Place", now.Place, mine.Place).Of("place", "place", now.Place),
		page.Either("Subcontractor of", nameOf(now.Under, all), nameOf(mine.Under, all)).Of("delivers_under", "under", now.Under),
		page.Either("Delivers IPS now", delivers[now.Ended], delivers[mine.Ended]).Of("ended", "ended", record.YesNo(now.Ended)),
	}
	return k.By(h), err
}

// find is the provider that the address names; tenants.ErrNotFound for another ICB's.
func (p Pages) find(c *gin.Context) (provider.Provider, error) {
	return p.Store.For(page.Member(c)).Provider(c, c.Param("provider"))
}

// add records a new provider.
func (p Pages) add(c *gin.Context) error {
	return page.Save(c, page.Saving[provider.Provider]{
		Read: func(f page.Form) (provider.Provider, error) {
			o := read(f)
			o.Version = 0
			return o, nil
		},
		Keep: func(o provider.Provider) (string, error) {
			saved, err := p.Store.For(page.Member(c)).SaveProvider(c, o)
			return path(c) + "?saved=" + saved.ID, err
		},
		Show: func(o provider.Provider, r page.Refusal) error { return p.showList(c, o, r) },
	})
}

// save changes a provider.
func (p Pages) save(c *gin.Context) error {
	present, err := p.find(c)
	if err != nil {
		return err
	}
	return page.Save(c, page.Saving[provider.Provider]{
		Read: func(f page.Form) (provider.Provider, error) {
			o := read(f)
			o.ID = present.ID
			return o, nil
		},
		Keep: func(o provider.Provider) (string, error) {
			_, err := p.Store.For(page.Member(c)).SaveProvider(c, o)
			return path(c) + "?saved=" + o.ID, err
		},
		Now: func(o provider.Provider) (page.Conflict, error) {
			if present, err = p.find(c); err != nil {
				return page.Conflict{}, err
			}
			return p.conflict(c, present, o)
		},
		Opened: func(o provider.Provider, seen int64) (map[string]string, []record.Text, error) {
			was, err := p.Store.For(page.Member(c)).ChangedSince(c, record.Provider, o.ID, seen)
			return was, store.KeptProvider(o), err
		},
		Show: func(o provider.Provider, r page.Refusal) error { return p.showEdit(c, present.Name, o, r) },
	})
}

// read takes a provider from the form.
func read(f page.Form) provider.Provider {
	return provider.Provider{
		Name: f.Text("name"), Kind: provider.Kind(f.Text("kind")), Stage: provider.Stage(f.Text("stage")), Place: f.Text("place"),
		Under: f.Text("under"), Ended: f.Text("ended") == "yes", Version: f.Version(),
	}
}

// delivers says whether a provider delivers IPS now, by whether it has ended.
var delivers = map[bool]string{false: "Yes", true: "No, it has ended"}

// nameOf is the name of one of the providers, "Not a subcontractor" for no id.
func nameOf(id string, all []provider.Provider) string {
	for _, o := range all {
		if o.ID == id {
			return o.Name
		}
	}
	return "Not a subcontractor"
}

func fields(action string, o provider.Provider, all []provider.Provider, problems problem.List) form {
	f := form{
		Action: action, Version: o.Version,
		Name: page.Input{Name: "name", Label: "Name", Value: o.Name, Error: problems.For("name")},
		Kind: page.Radios{Name: "kind", Legend: "Type of organisation", Value: string(o.Kind), Error: problems.For("kind")},
		Stage: page.Radios{
			Name: "stage", Legend: "Is its IPS service new or mature?", Value: string(o.Stage), Error: problems.For("stage"),
			Hint: "It decides which range of job outcomes is shown beside the 40%: 30% to 40% for a new service, 40% to 55% for a " +
				"mature one.",
		},
		Place: page.Input{
			Name: "place", Label: "Place (optional)", Hint: "The area it serves, in the ICB's own words.", Value: o.Place,
			Error: problems.For("place"), Width: 20,
		},
		Under: page.Select{
			Name: "under", Label: "Is it a subcontractor?", Value: o.Under, Error: problems.For("under"),
			Hint:    "Choose its lead provider. People there can then see and enter its quarterly figures, and nothing else.",
			Options: []page.Option{{Text: "No"}},
		},
		Ended: page.Radios{
			Name: "ended", Legend: "Does it deliver IPS for this ICB now?", Value: map[bool]string{false: "no", true: "yes"}[o.Ended],
			Hint:  "What it has recorded stays either way.",
			Items: []page.Item{{Value: "no", Text: delivers[false]}, {Value: "yes", Text: delivers[true]}},
		},
	}
	for _, lead := range all {
		if lead.ID != o.ID && lead.Under == "" {
			f.Under.Options = append(f.Under.Options, page.Option{Value: lead.ID, Text: "Yes, of " + lead.Name})
		}
	}
	for _, k := range provider.Kinds {
		f.Kind.Items = append(f.Kind.Items, page.Item{Value: string(k), Text: k.Words()})
	}
	for _, s := range []provider.Stage{provider.NewService, provider.MatureService, ""} {
		f.Stage.Items = append(f.Stage.Items, page.Item{Value: string(s), Text: s.Words()})
	}
	return f
}
