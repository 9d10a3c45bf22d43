package register

import (
	"regexp"

	"ipstoolkit/toolkit/calendar"
)

// pcnCode is the form of a primary care network's ODS code: six characters, U and five digits.
var pcnCode = regexp.MustCompile(`^U[0-9]{5}$`)

// PCN are the fields of a primary care network.
var PCN = struct {
	Name, Code, Population, Lead, ES, Post, FTE, StartsOn, MDT, Contact, Days, Systems, Record, HonoraryOn, SharingOn,
	Promoted, HealthCheck Field
}{
	Name: Field{Name: "name", Label: "Name of the PCN", Short: "PCN", Required: true, Listed: true, Also: []string{"PCN name"}},
	Code: Field{
		Name: "code", Label: "ODS code", Hint: "U and five digits, like U12345", Required: true, Listed: true,
		Also: []string{"PCN code", "PCN ODS code", "Organisation code"},
	},
	Population: Field{Name: "population", Label: "Registered population", Short: "Population", Type: Count, Listed: true},
	Lead:       Field{Name: "lead", Label: "Lead of the PCN", Hint: "Job title, such as clinical director. No names"},
	ES: Field{
		Name: "es", Label: "Does the PCN have an employment specialist?", Short: "Employment specialist", Part: "Employment specialist",
		Type: Choice, Listed: true,
		Options: []Option{{"own", "A dedicated one"}, {"shared", "One shared with other PCNs"}, {"none", "None yet"}},
	},
	Post: Field{
		Name: "post", Label: "Which post is shared?",
		Hint: "Use the same name for the post in each PCN that shares it, such as Post 3. No names of staff",
	},
	FTE:      Field{Name: "fte", Label: "Full-time equivalents for this PCN", Short: "FTE", Type: FTE, Listed: true, Most: 20_00},
	StartsOn: Field{Name: "starts_on", Label: "If there is none yet, when is one planned to start?", Short: "Planned start", Type: Date},
	MDT: Field{
		Name: "mdt", Label: "Does the specialist take part in the PCN’s team meetings?", Short: "Team meetings",
		Part: "Working together", Type: Choice, Options: partly, Listed: true,
	},
	Contact: Field{Name: "contact", Label: "Is the specialist in direct contact with the referrer?", Type: YesNo},
	Days:    Field{Name: "days", Label: "Days a month spent at the PCN’s premises", Short: "Days there a month", Type: Count, Most: 31},
	Systems: Field{
		Name: "systems", Label: "Can the specialist use the PCN’s clinical systems?", Short: "Clinical systems", Type: YesNo,
		Listed: true,
	},
	Record:     Field{Name: "record", Label: "Do IPS documents go into the clinical record?", Type: YesNo},
	HonoraryOn: Field{Name: "honorary_on", Label: "Date of the honorary contract", Type: Date},
	SharingOn:  Field{Name: "sharing_on", Label: "Date of the data-sharing agreement", Type: Date},
	Promoted: Field{
		Name: "promoted", Label: "Is IPS promoted to people with severe mental illness here?",
		Hint: "By text message, for example, where people have agreed to that", Type: YesNo,
	},
	HealthCheck: Field{
		Name: "health_check", Label: "Is interest in work asked about in the physical health check for people with severe mental illness?",
		Short: "Asked at health checks",
		Part:  "Physical health checks", Type: Choice, Options: partly, Listed: true,
	},
}

// pcns are the primary care networks of the ICB and how IPS works with each: priorities 5.1 and 5.2.
var pcns = List{
	Code: PCNs, Name: "Primary care networks", One: "PCN", Many: "PCNs",
	Priorities: []string{"5.1", "5.2"}, Page: 34, Keeper: Either, Shared: true, Naming: PCN.Code.Name,
	Calling: PCN.Name.Name, closes: []string{"close date", "closed date", "date closed", "pcn close date", "closed on"},
	Fields: FieldsOf(PCN),
	together: func(r Row, _ calendar.Date, wrong Wrong) {
		if !pcnCode.MatchString(r.Text(PCN.Code)) {
			wrong(PCN.Code, "ODS code must be U and five digits, like U12345")
		}
		if n, known := r.Number(PCN.FTE); known && n > 0 && r.Text(PCN.ES) == "none" {
			wrong(PCN.FTE, "Full-time equivalents are given: choose whether the PCN’s specialist is dedicated or shared")
		}
		if r.Text(PCN.Post) != "" && r.Text(PCN.ES) != "shared" {
			wrong(PCN.Post, "A shared post is named: choose that the specialist is shared, or remove the post")
		}
	},
}
