package server

// steeringRoutes are the pages of the steering group's meetings. Members of the group read them, commissioners write them. A provider
// with a seat reads them too (TestWhoDraftsForTheGroup in tenants/store); this one has none.
func steeringRoutes() []route {
	const at, meeting = "/icb/:code/steering", "/icb/:code/steering/meetings/{group-meeting}"
	const item = "{row-agenda}"
	return []route{
		{"GET " + at, "LCR", at},
		{"POST " + at + "/seats", "LC", at + "/seats"},
		{"GET " + at + "/meetings/new", "LC", at + "/meetings/new"},
		{"POST " + at + "/meetings/new", "LC", at + "/meetings/new"},
		{"GET " + at + "/meetings/:meeting", "LCR", meeting},
		{"GET " + at + "/meetings/:meeting/calendar.ics", "LCR", meeting + "/calendar.ics"},
		{"GET " + at + "/meetings/:meeting/minutes", "LCR", meeting + "/minutes"},
		{"GET " + at + "/meetings/:meeting/details", "LC", meeting + "/details"},
		{"POST " + at + "/meetings/:meeting/details", "LC", meeting + "/details"},
		{"GET " + at + "/meetings/:meeting/attendance", "LC", meeting + "/attendance"},
		{"POST " + at + "/meetings/:meeting/attendance", "LC", meeting + "/attendance"},
		{"GET " + at + "/meetings/:meeting/items/:item", "LC", meeting + "/items/" + item},
		{"POST " + at + "/meetings/:meeting/items/:item", "LC", meeting + "/items/" + item},
		{"POST " + at + "/meetings/:meeting/items/:item/move", "LC", meeting + "/items/" + item + "/move"},
		{"GET " + at + "/meetings/:meeting/items/:item/remove", "LC", meeting + "/items/" + item + "/remove"},
		{"POST " + at + "/meetings/:meeting/items/:item/remove", "LC", meeting + "/items/" + item + "/remove"},
		{"GET " + at + "/meetings/:meeting/run", "LC", meeting + "/run"},
		{"GET " + at + "/meetings/:meeting/run/:item", "LC", meeting + "/run/" + item},
		{"GET " + at + "/meetings/:meeting/run/:item/said", "LC", meeting + "/run/" + item + "/said"},
		{"POST " + at + "/meetings/:meeting/run/:item", "LC", meeting + "/run/" + item},
		{"POST " + at + "/meetings/:meeting/run/:item/act", "LC", meeting + "/run/" + item + "/act"},
		{"POST " + at + "/meetings/:meeting/run/:item/decide", "LC", meeting + "/run/" + item + "/decide"},
	}
}

// steeringMakings are the forms of meetings that make a record.
func steeringMakings() []making {
	const meeting = "/icb/QWE/steering/meetings/{group-meeting}"
	return []making{
		{
			route: "POST /icb/:code/steering/meetings/new", who: "lead", page: "/icb/QWE/steering/meetings/new", form: "form:has(#on-day)",
			typed: typed("on-day", "9", "on-month", "12", "on-year", "2027"), saves: agendaSaves,
		},
		{
			route: "POST /icb/:code/steering/meetings/:meeting/items/:item", who: "lead", page: meeting + "/items/new",
			form:  "form:has(#title)",
			typed: typed("title", "Interviews in the evening", "kind", "other"),
		},
		{
			route: "POST /icb/:code/steering/meetings/:meeting/run/:item/decide", who: "lead", page: meeting + "/run/{row-agenda}",
			form: "form:has(#text)", typed: typed("text", "We ask the trust"), to: meeting + "/run/{row-agenda}/decide",
		},
		{
			route: "POST /icb/:code/steering/meetings/:meeting/run/:item/act", who: "lead", page: meeting + "/run/{row-agenda}",
			form: "form:has(#what)", typed: typed("what", "Ask for log-ins", "owner", "role Trust executive"),
			to: meeting + "/run/{row-agenda}/act",
		},
	}
}

// agendaSaves is how many rows a meeting is planned with: itself, and its agenda.
const agendaSaves = 12
