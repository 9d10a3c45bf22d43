package figures

import (
	"slices"
	"strings"
	"sync"
)

// Part is a group of figures that an ICB and its providers may agree to collect besides those of all providers.
type Part struct {
	Code string
	Name string
	Hint string
	// Where is the priority of the toolkit that asks for it.
	Where  string
	Fields []Field
}

// Parts are all parts that can be agreed, in the order of the form. The sources of referrals are those of the toolkit's
// 2.3 (March 2026, page 14) and of IPS in primary care (2023).
var Parts = []Part{
	{
		Code: "sources", Name: "Referrals by source", Where: "2.3",
		Hint: "Who referred. The sources have to add up to the referrals received.",
		Fields: details(
			"source_gp", "Referrals from GPs",
			"source_practice_nurse", "Referrals from practice nurses",
			"source_pharmacist", "Referrals from pharmacists",
			"source_link_worker", "Referrals from social prescribing link workers",
			"source_primary_care", "Referrals from others in primary care",
			"source_neighbourhood", "Referrals from Neighbourhood Mental Health Centres",
			"source_secondary", "Referrals from community mental health teams and other secondary care",
			"source_voluntary", "Referrals from voluntary sector organisations",
			"source_social_services", "Referrals from social services",
			"source_housing", "Referrals from housing services",
			"source_jobcentre", "Referrals from Jobcentre Plus",
			"source_probation", "Referrals from probation",
			"source_addiction", "Referrals from drug and alcohol services",
			"source_self", "Self-referrals",
			"source_other", "Referrals from anybody else",
			"source_not_known", "Referrals from an unknown source",
		),
	},
	{
		Code: "not_taken", Name: "Referrals not taken on", Where: "2.4",
		Hint: "How many, why, where people were signposted, and whether the referrer was told.",
		Fields: slices.Concat(
			[]Field{{
				Name: "not_taken", Label: "Referrals not taken on", People: true,
				Hint: "Referrals where you decided this quarter not to start support.",
			}},
			details(
				"not_taken_not_eligible", "Not taken on: not eligible under the contract",
				"not_taken_declined", "Not taken on: the person did not want support",
				"not_taken_no_contact", "Not taken on: the person could not be reached",
				"not_taken_capacity", "Not taken on: no capacity",
				"not_taken_other", "Not taken on: another reason, or not known",
				"sent_talking_therapies", "Signposted to: NHS Talking Therapies employment support",
				"sent_employment_support", "Signposted to: another employment service",
				"sent_referrer", "Signposted back to the referrer only",
				"sent_other", "Signposted to: anywhere else, or not known",
				"told_referrer", "Not taken on, and the referrer was told why",
			),
		),
	},
	{
		Code: "retention_asked", Name: "People who asked for support to keep a job", Where: "1.3",
		Hint: "The demand, and how many were signposted elsewhere.",
		Fields: []Field{
			{
				Name: "retention_asked", Label: "People who asked for support to keep their job", People: true,
				Hint: "Those who were then supported and those who were not.",
			},
			{Name: "retention_redirected", Label: "Of these, signposted to other support to keep their job", People: true},
		},
	},
	{
		Code: "profiles", Name: "Vocational profiles", Where: "3.2", Hint: "How many were started.",
		Fields: []Field{{Name: "vocational_profiles", Label: "Vocational profiles started", People: true}},
	},
	{
		Code: "sustained", Name: "Jobs sustained", Where: "3.4", Hint: "At 13 weeks and at 26 weeks.",
		Fields: []Field{
			{
				Name: "sustained_13", Label: "People who reached 13 weeks in work", People: true,
				Hint: "Reached in this quarter, whenever the job started.",
			},
			{
				Name: "sustained_26", Label: "People who reached 26 weeks in work", People: true,
				Hint: "Reached in this quarter, whenever the job started.",
			},
		},
	},
	{
		Code: "employers", Name: "Contacts with employers", Where: "3.2", Hint: "Employer engagement is linked to better outcomes.",
		Fields: []Field{
			{
				Name: "employer_contacts", Label: "Contacts with employers",
				Hint: "Face to face, by video or by telephone, about a job or a person's search for one.",
			},
			{
				Name: "days_to_employer_contact", Label: "Mean days from first contact to first employer contact", Unit: Days,
				Hint: "Of the people whose first employer contact was in this quarter, such as 21.5.",
			},
		},
	},
	{
		Code: "caseload", Name: "Active caseload", Where: "4.1", Hint: "How many people are supported at the end of the quarter.",
		Fields: []Field{{Name: "active_caseload", Label: "People supported at the end of the quarter", People: true}},
	},
	{
		Code: "left", Name: "People who left the service", Where: "3.2", Hint: "For whatever reason, in work or not.",
		Fields: []Field{{Name: "left_service", Label: "People who left the service", People: true}},
	},
}

// details are the parts of another figure, from names and labels in turn.
func details(namesAndLabels ...string) []Field {
	var list []Field
	for pair := range slices.Chunk(namesAndLabels, 2) {
		list = append(list, Field{Name: pair[0], Label: pair[1], People: true, detail: true})
	}
	return list
}

// PartOf finds a part by its code.
func PartOf(code string) (Part, bool) {
	i := slices.IndexFunc(Parts, func(p Part) bool { return p.Code == code })
	if i < 0 {
		return Part{}, false
	}
	return Parts[i], true
}

// fields are the part's figures as a return asks for them: a number, or one word for all of them.
func (p Part) fields() []Field {
	list := slices.Clone(p.Fields)
	for i := range list {
		list[i].Part, list[i].OrWhy = p.Code, true
	}
	return list
}

// AllFields are the figures of all providers and those of every part.
var AllFields = sync.OnceValue(func() []Field {
	list := slices.Clone(Fields)
	for _, p := range Parts {
		list = append(list, p.fields()...)
	}
	return list
})

// division says that some figures are parts of another. Together they cannot exceed it, and once all are known they add
// up to it.
type division struct {
	whole, begins string // the parts' names start with begins
	words         string
}

var divisions = []division{
	{"referrals", "source_", "the sources"},
	{"not_taken", "not_taken_", "the reasons"},
	{"not_taken", "sent_", "the places people were signposted to"},
}

// shares are figures counted within another figure of the same return, each beside that figure.
var shares = [][2]string{
	{"first_job_starts", "job_starts"},
	{"senior_es_in_post", "es_in_post"},
	{"senior_es_funded", "es_funded"},
	{"told_referrer", "not_taken"},
	{"retention_redirected", "retention_asked"},
}

// parts are the fields of a division's parts.
func (d division) parts() []Field {
	var list []Field
	for _, f := range AllFields() {
		if f.detail && strings.HasPrefix(f.Name, d.begins) {
			list = append(list, f)
		}
	}
	return list
}
