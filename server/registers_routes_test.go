package server

import (
	"context"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/register"
)

// lists are the lists that have pages of their own, by the page's address.
var lists = []struct {
	path  string
	codes []string
}{
	{"/data-flow", []string{register.Teams}},
	{"/coverage", []string{register.PCNs}},
	{"/workforce", []string{register.Workforce, register.Help}},
	{"/conditions", []string{register.Teams}},
	{"/co-design", []string{register.Events, register.Plans}},
	{"/strategy", []string{register.Strategies, register.Jobs}},
	{"/steering/group", []string{register.TermsOfReference, register.Seats, register.Leads, register.Risks, register.Concerns}},
}

// listRoutes are the routes of every list. Those who keep its rows add, change and remove them. Providers read the
// ICB's own rows, and commissioners keep them.
func listRoutes() []route {
	var all []route
	for _, l := range lists {
		at := "/icb/:code" + l.path
		reads := "LCP"
		if l.path == "/steering/group" {
			reads = "LC" // a provider reads what the group does only with a seat, on the group's own pages
		}
		all = append(all, route{"GET " + at, reads, at})
		for _, code := range l.codes {
			list, _ := register.Of(code)
			keep := "LCP"
			if list.Keeper == register.ICB || list.Keeper == register.About {
				keep = "LC"
			}
			under := at + "/" + code
			row, sample := under+"/row/:row", under+"/row/{row-"+code+"}"
			all = append(all, route{"GET " + row, reads, sample}, route{"POST " + row, keep, sample})
			if l.path == "/conditions" {
				continue // teams are added on the page of their data flow
			}
			all = append(
				all,
				route{"GET " + under + "/new", keep, under + "/new"}, route{"POST " + under + "/new", keep, under + "/new"},
				route{"GET " + under + "/import", keep, under + "/import"}, route{"POST " + under + "/import", keep, under + "/import"},
				route{"GET " + row + "/remove", keep, sample + "/remove"}, route{"POST " + row + "/remove", keep, sample + "/remove"},
			)
		}
	}
	return all
}

// fillLists makes a row in every list and returns their ids by the names that samples use.
func (s *site) fillLists(t testing.TB, lead, provider tenants.Member, mark string) []string {
	t.Helper()
	var ids []string
	group := register.Row{Values: register.Values(register.Meeting.On.As("2026-12-09"),
		register.Meeting.Kind.As(register.SteeringMeeting), register.Meeting.Stage.As(register.MeetingPlanned))}
	planned, err := s.For(lead).PlanMeeting(context.Background(), group, nil)
	if err != nil {
		t.Fatal(err)
	}
	meeting := planned.ID
	ids = append(ids, "{group-meeting}", meeting)
	contract, item := group, register.Row{Values: register.Values(register.Item.Place.As("1"), register.Item.Kind.As(register.ItemActions),
		register.Item.Title.As(mark+"Words"))}
	contract.Provider = provider.Provider
	contract.Values = register.With(group.Values, register.Meeting.Kind.Name, register.ContractMeeting)
	if planned, err = s.For(lead).PlanMeeting(context.Background(), contract, nil); err == nil {
		item.Values = register.With(item.Values, register.Item.Meeting.Name, planned.ID)
		item, err = s.For(lead).SaveRow(context.Background(), register.Items, item)
	}
	if err != nil {
		t.Fatal(err)
	}
	ids = append(ids, "{contract-meeting}", planned.ID, "{contract-item}", item.ID)
	for _, list := range register.Lists {
		by, row := provider, register.Row{Provider: provider.Provider, Values: sampleValues(list, mark)}
		if list.Keeper == register.ICB || list.Keeper == register.About {
			by, row.Provider = lead, ""
		}
		if list.Within != "" {
			row.Values[register.Item.Meeting.Name] = meeting
		}
		saved, err := s.For(by).SaveRow(context.Background(), list.Code, row)
		if err != nil {
			t.Fatalf("a row of %s: %v", list.Code, err)
		}
		ids = append(ids, "{row-"+list.Code+"}", saved.ID)
	}
	return ids
}

// sampleValues fill what a row needs, and every text with a mark in it.
func sampleValues(list register.List, mark string) map[string]string {
	values := map[string]string{}
	for _, f := range list.Fields {
		switch {
		case f.Commissioners:
		case f.Name == "code":
			values[f.Name] = "U99901"
		case list.Code == register.Meetings && f.Name == "kind":
			values[f.Name] = register.ContractMeeting
		case f.Name == "post": // only of a PCN that shares one
		case f.Typed():
			values[f.Name] = mark + "Words"
		case !f.Required:
		case f.Type == register.Date:
			values[f.Name] = "2026-04-01"
		case f.Type == register.Quarter:
			values[f.Name] = "2026Q1"
		case len(f.Answers()) > 0:
			values[f.Name] = f.Answers()[0].Value
		default:
			values[f.Name] = "1"
		}
	}
	return values
}
