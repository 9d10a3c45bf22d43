package figures

import (
	"regexp"

	"ipstoolkit/toolkit/grid"
	"ipstoolkit/toolkit/privacy"
)

// personal are headings of columns about single people. The service takes only counts, so it refuses the whole file if
// it finds one.
var personal = []string{
	"name", "names", "first name", "firstname", "forename", "last name", "lastname", "surname", "family name", "given name", "full name",
	"initials",
	"client", "clients name", "client name", "patient", "patient name", "person", "person name", "participant", "participant name",
	"service user",
	"service user name", "customer name", "employee name", "date of birth", "dob", "birth date", "birthdate", "postcode", "post code",
	"address",
	"home address", "email", "e mail", "email address", "phone", "phone number", "telephone", "telephone number", "mobile", "mobile number",
	"nhs number", "nhs no", "nhsnumber", "nhs id", "client id", "patient id", "person id", "rio number", "rio id", "hospital number",
	"national insurance number",
	"ni number", "nino", "local patient identifier",
}

var isPersonal = func() map[string]bool {
	set := map[string]bool{}
	for _, words := range personal {
		set[words] = true
	}
	return set
}()

var mailAddress = regexp.MustCompile(`[^\s@]+@[^\s@]+\.[a-zA-Z]{2,}`)

const whyNumbers = "holds what looks like an NHS number. Counts only: choose a file without anything about individual people"

// ofPeople says why grids are about single people, to follow the file's name: a heading that says so, an email address,
// an NHS number. It is "" when they hold counts only.
func ofPeople(grids []grid.Grid) string {
	for _, g := range grids {
		if len(privacy.NHSNumbers(g.Name)) > 0 {
			return whyNumbers
		}
		for row := range g.Rows {
			for column := range g.Rows[row] {
				text, at := g.At(row, column), grid.CellName(row, column)
				switch {
				case len(privacy.NHSNumbers(text)) > 0:
					return "holds what looks like an NHS number, in cell " + at +
						". Counts only: choose a file without anything about individual people"
				case isPersonal[grid.Bare(text)]:
					return "has ‘" + text + "’ in cell " + at +
						". Counts only: choose a file without names, dates of birth or anything else about individual people"
				case mailAddress.MatchString(text):
					return "holds an email address, in cell " + at + ". Counts only: choose a file without anything about people"
				}
			}
		}
	}
	return ""
}
