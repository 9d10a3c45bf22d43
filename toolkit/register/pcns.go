package register

import (
	"regexp"

	"ipstoolkit/toolkit/calendar"
)

// pcnCode is the form of a primary care network's ODS code.
var pcnCode = regexp.MustCompile(`^U[0-9]{5}$`)

// pcns are the primary care networks of the ICB and how IPS works with each: priorities 5.1 and 5.2.
var pcns = List{
	Code: PCNs, Name: "Primary care networks", One: "PCN", Many: "PCNs",
	Priorities: []string{"5.1", "5.2"}, Page: 34, Keeper: Either, Shared: true, Naming: "code",
	Fields: []Field{
		{Name: "code", Label: "ODS code", Hint: "U and five digits, like U12345", Required: true, Listed: true},
		{Name: "name", Label: "Name of the PCN", Short: "PCN", Required: true, Listed: true},
		{Name: "population", Label: "Registered population", Short: "Population", Type: Count, Listed: true},
		{Name: "lead", Label: "Lead of the PCN", Hint: "The post, such as clinical director, not a name"},
	},
	together: func(r Row, _ calendar.Date, wrong Wrong) {
		if !pcnCode.MatchString(r.Text("code")) {
			wrong("code", "ODS code must be U and five digits, like U12345")
		}
	},
}
