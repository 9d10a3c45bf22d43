package server

import (
	"strings"

	"ipstoolkit/toolkit/register"
)

// meetingRoutes are the pages of meetings. Members of the steering group read its own, commissioners write them; a provider with a seat
// reads them too (TestWhoDraftsForTheGroup in tenants/store), and this one has none. Contract meetings are read by commissioners and the
// provider that they are with, which records those that were held.
func meetingRoutes() []route {
	const steering = "/icb/:code/steering"
	all := []route{
		{"GET " + steering, "LCR", steering},
		{"POST " + steering + "/seats", "LC", steering + "/seats"},
		{"GET " + steering + "/meetings/:meeting/attendance", "LC", steering + "/meetings/{group-meeting}/attendance"},
		{"POST " + steering + "/meetings/:meeting/attendance", "LC", steering + "/meetings/{group-meeting}/attendance"},
		{"GET /icb/:code/meetings", "LCP", "/icb/:code/meetings"},
		{"GET /icb/:code/meetings/meeting/import", "LCP", "/icb/:code/meetings/meeting/import"},
		{"POST /icb/:code/meetings/meeting/import", "LCP", "/icb/:code/meetings/meeting/import"},
	}
	for _, k := range []struct{ under, reads, keeps, meeting, recorded, item string }{
		{steering + "/meetings", "LCR", "LC", "{group-meeting}", "{group-meeting}", "{row-agenda}"},
		{"/icb/:code/meetings", "LCP", "LCP", "{contract-meeting}", "{row-meeting}", "{contract-item}"},
	} {
		at, sample, recorded := k.under+"/:meeting", k.under+"/"+k.meeting, k.under+"/"+k.recorded
		all = append(
			all,
			route{"GET " + k.under + "/new", k.keeps, k.under + "/new"}, route{"POST " + k.under + "/new", k.keeps, k.under + "/new"},
			route{"GET " + at, k.reads, sample}, route{"GET " + at + "/calendar.ics", k.reads, sample + "/calendar.ics"},
			route{"GET " + at + "/minutes", k.reads, sample + "/minutes"},
			route{"GET " + at + "/details", k.keeps, recorded + "/details"},
			route{"POST " + at + "/details", k.keeps, recorded + "/details"},
			route{"GET " + at + "/remove", k.keeps, recorded + "/remove"}, route{"POST " + at + "/remove", k.keeps, recorded + "/remove"},
			route{"GET " + at + "/run", "LC", sample + "/run"},
		)
		for _, on := range []string{
			"GET /items/:item", "POST /items/:item", "POST /items/:item/move", "GET /items/:item/remove", "POST /items/:item/remove",
			"GET /run/:item", "GET /run/:item/said", "POST /run/:item", "POST /run/:item/act", "POST /run/:item/decide",
		} {
			method, path, _ := strings.Cut(on, " ")
			all = append(all, route{method + " " + at + path, "LC", sample + strings.ReplaceAll(path, ":item", k.item)})
		}
	}
	return all
}

// meetingMakings are the forms of meetings that make a record.
func meetingMakings() []making {
	group := makingsOf("/steering/meetings", "/{group-meeting}", "{row-agenda}")
	group[0].saves = agendaSaves
	contract := makingsOf("/meetings", "/{contract-meeting}", "{contract-item}")
	contract[0].typed, contract[0].saves = typed("provider", "{northside}", "on-day", "9", "on-month", "12", "on-year", "2027"),
		contractSaves
	list, _ := register.Of(register.Meetings)
	all := append(group, contract...)
	return append(all, fileMaking(list, "provider-a", "POST /icb/:code/meetings/meeting/import", "/icb/QWE/meetings/meeting/import"))
}

func makingsOf(under, meeting, item string) []making {
	route, at := "POST /icb/:code"+under, "/icb/QWE"+under
	run := at + meeting + "/run/" + item
	return []making{
		{
			route: route + "/new", who: "lead", page: at + "/new", form: "form:has(#on-day)",
			typed: typed("on-day", "9", "on-month", "12", "on-year", "2027"),
		},
		{
			route: route + "/:meeting/items/:item", who: "lead", page: at + meeting + "/items/new", form: "form:has(#title)",
			typed: typed("title", "Interviews in the evening", "kind", "other"),
		},
		{
			route: route + "/:meeting/run/:item/decide", who: "lead", page: run, form: "form:has(#text)",
			typed: typed("text", "We ask the trust"), to: run + "/decide",
		},
		{
			route: route + "/:meeting/run/:item/act", who: "lead", page: run, form: "form:has(#what)",
			typed: typed("what", "Ask for log-ins", "owner", "role Trust executive"), to: run + "/act",
		},
	}
}

// agendaSaves and contractSaves are how many rows a meeting is planned with: itself, and its agenda.
const agendaSaves, contractSaves = 12, 16
