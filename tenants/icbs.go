package tenants

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"ipstoolkit/toolkit/calendar"
)

// ICB is one row of the national list. ClosedOn is its last day, "" while it is open.
type ICB struct {
	Code       string
	Name       string
	RegionCode string
	Region     string
	OpenedOn   calendar.Date
	ClosedOn   calendar.Date
}

// Succession says that one ICB's area passed to another on a day. An ICB that was split has several.
type Succession struct {
	From, To string
	On       calendar.Date
}

//go:embed icbs.csv
var icbsCSV string

//go:embed icb_successions.csv
var successionsCSV string

var (
	icbs        = readICBs()
	successions = readSuccessions()
)

// codeForm is the shape of an ICB's ODS code: three characters, or the five of the bodies made in 2026.
var codeForm = regexp.MustCompile(`^(Q[A-Z0-9]{2}|[A-Z][0-9][A-Z][0-9][A-Z])$`)

// ICBs is the national list: 36 open from 1 April 2026 and the 12 that closed the day before.
func ICBs() []ICB { return slices.Clone(icbs) }

// FindICB is the ICB of a code on a day. The errors are for the operator: they name the form of a code, or the
// successors of an ICB that has closed.
func FindICB(code string, day calendar.Date) (ICB, error) {
	code = strings.ToUpper(strings.TrimSpace(code))
	if !codeForm.MatchString(code) {
		return ICB{}, fmt.Errorf("%q is not an ICB's ODS code: want three characters such as QWE, or five such as S1Y5D", code)
	}
	i := slices.IndexFunc(icbs, func(b ICB) bool { return b.Code == code })
	if i < 0 {
		return ICB{}, fmt.Errorf("no ICB in England has the code %s", code)
	}
	b := icbs[i]
	if b.ClosedOn != "" && day > b.ClosedOn {
		return ICB{}, fmt.Errorf("%s (%s) closed on %s; its area passed to %s", b.Name, b.Code, b.ClosedOn.Words(),
			strings.Join(successorNames(code), ", "))
	}
	if day < b.OpenedOn {
		return ICB{}, fmt.Errorf("%s (%s) opens on %s", b.Name, b.Code, b.OpenedOn.Words())
	}
	return b, nil
}

func successorNames(code string) []string {
	var names []string
	for _, s := range successions {
		if s.From != code {
			continue
		}
		for _, b := range icbs {
			if b.Code == s.To {
				names = append(names, fmt.Sprintf("%s (%s)", b.Name, b.Code))
			}
		}
	}
	return names
}

func readICBs() []ICB {
	var list []ICB
	for _, r := range rows(icbsCSV, 6) {
		list = append(list, ICB{
			Code: r[0], Name: r[1], RegionCode: r[2], Region: r[3], OpenedOn: calendar.Date(r[4]),
			ClosedOn: calendar.Date(r[5]),
		})
	}
	return list
}

func readSuccessions() []Succession {
	var list []Succession
	for _, r := range rows(successionsCSV, 3) {
		list = append(list, Succession{From: r[0], To: r[1], On: calendar.Date(r[2])})
	}
	return list
}

// rows reads one of the embedded lists without its heading; a fault in it is a fault of the build.
func rows(text string, fields int) [][]string {
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord = fields
	all, err := r.ReadAll()
	if err != nil {
		panic(err)
	}
	return all[1:]
}
