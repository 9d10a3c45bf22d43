package coverage

import "ipstoolkit/toolkit/register"

// Condition says how many teams meet one of the conditions for high fidelity (page 20): by their own judgement, and by
// the commissioners'.
type Condition struct {
	register.Condition
	Yes, Part, No, Unknown int
	Confirmed              int // found by the team and confirmed by a commissioner
	Otherwise              int // a commissioner disagrees
}

// OfConditions counts the conditions over the teams, in the toolkit's order. It leaves out the conditions that a team
// names itself.
func OfConditions(rows []register.Row) []Condition {
	var list []Condition
	for _, c := range register.Conditions {
		if c.Own {
			continue
		}
		one := Condition{Condition: c}
		for _, r := range rows {
			found, said := r.Text(c.Found), r.Text(c.Confirmed)
			switch found {
			case "yes":
				one.Yes++
			case "part":
				one.Part++
			case "no":
				one.No++
			default:
				one.Unknown++
			}
			switch {
			case said == "no":
				one.Otherwise++
			case said == "yes" && found != "":
				one.Confirmed++
			}
		}
		list = append(list, one)
	}
	return list
}
