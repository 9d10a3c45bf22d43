// Package staffing works out how many posts an access target asks for, how they compare with the posts that are funded
// and in post, and what they cost. It calculates exactly and rounds only what people read: a needed FTE rounds up
// because it is a minimum, an actual FTE to the nearest with a half up.
package staffing

import (
	"math/big"

	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/number"
)

// Role is a sort of post.
type Role int

const (
	ES    Role = iota // employment specialists, and senior ones who carry a caseload
	TL                // team leaders
	SM                // service managers
	Admin             // admin staff, for whom the toolkit has no ratio
)

// Roles are all sorts of post in the order in which people read them.
var Roles = [...]Role{ES, TL, SM, Admin}

// Words are the posts as people call them.
func (r Role) Words() string {
	return [...]string{"Employment specialists", "Team leaders", "Service managers", "Admin staff"}[r]
}

// Code is the role's name in forms and in the database.
func (r Role) Code() string { return [...]string{"es", "tl", "sm", "admin"}[r] }

// Posts are full-time equivalents by role.
type Posts [len(Roles)]number.FTE

// plus adds up posts; an unknown number makes the sum unknown.
func (p Posts) plus(q Posts) Posts {
	for i := range p {
		p[i] = number.FTE{Hundredths: p[i].Hundredths + q[i].Hundredths, Known: p[i].Known && q[i].Known}
	}
	return p
}

func fte(f number.FTE) *big.Rat { return big.NewRat(f.Hundredths, 100) }

// Zone compares the number of posts that one post leads with the guideline, in words.
type Zone string

const (
	BestPractice     Zone = "best practice"
	WithinDiscretion Zone = "above 6 but acceptable (up to 10)"
	TooMany          Zone = "outside the guideline"
	NoLeader         Zone = "no team leader"
	WithinGuideline  Zone = "within the guideline"
	GiveReason       Zone = "outside the guideline, give the reason"
)

// Ratio is how many posts one post leads: employment specialists for each team leader, team leaders for each service
// manager. Value is nil when it cannot be worked out: Zone then says why, or is "" when a number is missing.
type Ratio struct {
	Value *big.Rat
	Sum   string // "18 / 2.5 = 7.2"
	Zone  Zone
	// Discretion says that the posts depart from the guideline, so that a reason is needed.
	Discretion bool
}

// Shown is the ratio as people read it, "7.2"; a ratio just above an edge never looks like the edge.
func (r Ratio) Shown() string {
	if r.Value == nil {
		return ""
	}
	return above(r.Value, figures.ESPerTL, figures.MostESPerTL, figures.TLPerSM)
}

// Leaders is how many employment specialists there are for each team leader.
func (p Posts) Leaders() Ratio {
	r, any := ratio(p[ES], p[TL])
	switch {
	case !any:
	case r.Value == nil:
		r.Zone, r.Discretion = NoLeader, true
	case r.Value.Cmp(whole(figures.ESPerTL)) <= 0:
		r.Zone = BestPractice
	case r.Value.Cmp(whole(figures.MostESPerTL)) <= 0:
		r.Zone, r.Discretion = WithinDiscretion, true
	default:
		r.Zone, r.Discretion = TooMany, true
	}
	return r
}

// Managers is how many team leaders there are for each service manager.
func (p Posts) Managers() Ratio {
	r, any := ratio(p[TL], p[SM])
	switch {
	case !any:
	case r.Value == nil || r.Value.Cmp(whole(figures.TLPerSM)) > 0:
		r.Zone, r.Discretion = GiveReason, true
	default:
		r.Zone = WithinGuideline
	}
	return r
}

// ratio divides posts by those who lead them. There is none while a number is unknown or nobody needs to be led. With
// nobody to lead them the ratio has no value.
func ratio(led, leaders number.FTE) (Ratio, bool) {
	if !led.Known || !leaders.Known || led.Hundredths == 0 {
		return Ratio{}, false
	}
	if leaders.Hundredths == 0 {
		return Ratio{}, true
	}
	v := new(big.Rat).Quo(fte(led), fte(leaders))
	return Ratio{Value: v, Sum: number.Plain(led.Hundredths) + " / " + number.Plain(leaders.Hundredths) + " = " + exact(v)}, true
}
