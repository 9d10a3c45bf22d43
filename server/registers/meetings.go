package registers

import "ipstoolkit/toolkit/register"

// meetings are filled here from a spreadsheet alone. The pages of meetings are in server/meetings.
var meetings = subject{path: "/meetings", title: "Contract meetings", lists: []string{register.Meetings}, onlyImport: true}
