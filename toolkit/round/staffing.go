package round

import (
	"slices"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/staffing"
)

// Totals is what roles cost together.
type Totals struct {
	Staff    Exact `json:"staff,omitempty"`
	Overhead Exact `json:"overhead,omitempty"`
	All      Exact `json:"all,omitempty"`
}

func totalsOf(x staffing.Total) Totals {
	return Totals{
		Staff: exactly(x.Staff), Overhead: exactly(x.Overhead), All: exactly(x.All),
	}
}

func (x Totals) back() staffing.Total {
	return staffing.Total{
		Staff: x.Staff.rat(), Overhead: x.Overhead.rat(), All: x.All.rat(),
	}
}

// Side is what the posts that are funded, or those in post, come to.
type Side struct {
	Carry    Carry `json:"carry,omitzero"`
	Leaders  Ratio `json:"leaders,omitzero"`
	Managers Ratio `json:"managers,omitzero"`
}

func sideOf(x staffing.Side) Side {
	return Side{
		Carry: carryOf(x.Carry), Leaders: ratioOf(x.Leaders), Managers: ratioOf(x.Managers),
	}
}

func (x Side) back() staffing.Side {
	return staffing.Side{
		Carry: x.Carry.back(), Leaders: x.Leaders.back(), Managers: x.Managers.back(),
	}
}

// Carry is how many people the posts can carry in a year.
type Carry struct {
	People int64  `json:"people,omitempty"`
	Sum    string `json:"sum,omitempty"`
	Why    string `json:"why,omitempty"`
}

func carryOf(x staffing.Carry) Carry {
	return Carry{
		People: x.People, Sum: x.Sum, Why: x.Why,
	}
}

func (x Carry) back() staffing.Carry {
	return staffing.Carry{
		People: x.People, Sum: x.Sum, Why: x.Why,
	}
}

// Ratio is how many posts one post leads.
type Ratio struct {
	Value      Exact  `json:"value,omitempty"`
	Sum        string `json:"sum,omitempty"`
	Zone       string `json:"zone,omitempty"`
	Discretion bool   `json:"discretion,omitempty"`
}

func ratioOf(x staffing.Ratio) Ratio {
	return Ratio{
		Value: exactly(x.Value), Sum: x.Sum, Zone: string(x.Zone), Discretion: x.Discretion,
	}
}

func (x Ratio) back() staffing.Ratio {
	return staffing.Ratio{
		Value: x.Value.rat(), Sum: x.Sum, Zone: staffing.Zone(x.Zone), Discretion: x.Discretion,
	}
}

// Plan is the staffing plan of one year: what was recorded, and what was worked out of it.
type Plan struct {
	Year      int               `json:"year"`
	Target    *int64            `json:"target,omitempty"`
	Values    map[string]string `json:"values,omitempty"`
	ChangedAt Moment            `json:"changed_at,omitempty"`
	ChangedBy string            `json:"changed_by,omitempty"`
	Access    *int64            `json:"access,omitempty"`
	Retention int64             `json:"retention,omitempty"` // hundredths of a per cent
	ICB       PlanLine          `json:"icb"`
	Providers []PlanLine        `json:"providers,omitempty"`
	Shares    string            `json:"shares,omitempty"`
	Cost      Cost              `json:"cost,omitzero"`
	Says      []string          `json:"says,omitempty"`
}

// PlanLine is the plan of the ICB or of one provider.
type PlanLine struct {
	Provider      string   `json:"provider,omitempty"`
	Name          string   `json:"name,omitempty"`
	Quarter       Quarter  `json:"quarter,omitempty"`
	Why           string   `json:"why,omitempty"`
	Access        Exact    `json:"access,omitempty"`
	Unemployed    Exact    `json:"unemployed,omitempty"`
	UnemployedSum string   `json:"unemployed_sum,omitempty"`
	Posts         []Post   `json:"posts,omitempty"`
	Funded        Side     `json:"funded,omitzero"`
	InPost        Side     `json:"in_post,omitzero"`
	Waiting       []string `json:"waiting,omitempty"`
}

// Post is how many posts of a role are needed, funded and in post. NeededWords is what people read of the needed number.
type Post struct {
	Role        string  `json:"role"`
	Needed      Exact   `json:"needed,omitempty"`
	NeededWords string  `json:"needed_words,omitempty"`
	Sum         string  `json:"sum,omitempty"`
	Funded      Decimal `json:"funded,omitempty"`
	InPost      Decimal `json:"in_post,omitempty"`
}

// Cost is what a year's plan costs.
type Cost struct {
	Roles   []RoleCost `json:"roles,omitempty"`
	Needed  Totals     `json:"needed,omitzero"`
	Funded  Totals     `json:"funded,omitzero"`
	Without []string   `json:"without,omitempty"`
}

// RoleCost is what one post of a role costs (Post), and what all of them cost.
type RoleCost struct {
	Role   string `json:"role"`
	Post   Exact  `json:"post,omitempty"`
	Sum    string `json:"sum,omitempty"`
	Needed Exact  `json:"needed,omitempty"`
	Funded Exact  `json:"funded,omitempty"`
}

func planOf(x staffing.Worked) Plan {
	return Plan{
		Year: int(x.Recorded.Year()), Target: count(x.Target), Values: x.Recorded.Values, ChangedAt: Moment(x.Recorded.ChangedAt),
		ChangedBy: x.Recorded.ChangedBy, Access: count(x.Plan.Access), Retention: x.Plan.Retention, ICB: planLineOf(x.Plan.ICB),
		Providers: each(x.Plan.Providers, planLineOf), Shares: x.Plan.Shares, Cost: costOf(x.Cost), Says: x.Says,
	}
}

func (x Plan) back() staffing.Worked {
	w := staffing.Worked{
		Recorded: staffing.YearOf(calendar.Year(x.Year)), Target: counted(x.Target), Cost: x.Cost.back(), Says: x.Says,
	}
	w.Recorded.Values, w.Recorded.ChangedAt, w.Recorded.ChangedBy = x.Values, calendar.Instant(x.ChangedAt), x.ChangedBy
	w.Plan = staffing.Plan{
		Assumptions: staffing.Assumptions{Access: counted(x.Access), Retention: x.Retention},
		ICB:         x.ICB.back(), Providers: each(x.Providers, PlanLine.back), Shares: x.Shares,
	}
	return w
}

func planLineOf(x staffing.Line) PlanLine {
	l := PlanLine{
		Provider: x.Provider, Name: x.Name, Quarter: Quarter(x.Quarter), Why: x.Why, Access: exactly(x.Access),
		Unemployed:    exactly(x.Unemployed),
		UnemployedSum: x.UnemployedSum, Funded: sideOf(x.Funded), InPost: sideOf(x.InPost), Waiting: x.Waiting,
	}
	for _, p := range x.Posts {
		l.Posts = append(l.Posts, Post{
			Role: p.Role.Code(), Needed: exactly(p.Needed), NeededWords: staffing.Needed(p.Needed), Sum: p.Sum,
			Funded: decimal(p.Funded.Hundredths, p.Funded.Known), InPost: decimal(p.InPost.Hundredths, p.InPost.Known),
		})
	}
	return l
}

func (x PlanLine) back() staffing.Line {
	l := staffing.Line{
		Provider: x.Provider, Name: x.Name, Quarter: calendar.Quarter(x.Quarter), Why: x.Why, Access: x.Access.rat(),
		Unemployed: x.Unemployed.rat(), UnemployedSum: x.UnemployedSum, Funded: x.Funded.back(), InPost: x.InPost.back(),
		Waiting: x.Waiting,
	}
	for i, role := range staffing.Roles {
		l.Posts[i].Role = role
		for _, p := range x.Posts {
			if p.Role == role.Code() {
				l.Posts[i] = staffing.Post{Role: role, Needed: p.Needed.rat(), Sum: p.Sum, Funded: p.Funded.fte(), InPost: p.InPost.fte()}
			}
		}
	}
	return l
}

func costOf(x staffing.Cost) Cost {
	c := Cost{Needed: totalsOf(x.Needed), Funded: totalsOf(x.Funded), Without: each(x.Without, staffing.Role.Code)}
	for _, r := range x.Roles {
		c.Roles = append(c.Roles, RoleCost{
			Role: r.Role.Code(), Post: exactly(r.Post.Total), Sum: r.Post.Sum, Needed: exactly(r.Needed), Funded: exactly(r.Funded),
		})
	}
	return c
}

func (x Cost) back() staffing.Cost {
	c := staffing.Cost{Needed: x.Needed.back(), Funded: x.Funded.back()}
	for _, role := range staffing.Roles {
		if slices.Contains(x.Without, role.Code()) {
			c.Without = append(c.Without, role)
		}
		for _, r := range x.Roles {
			if r.Role == role.Code() {
				c.Roles = append(c.Roles, staffing.RoleCost{
					Role: role, Post: staffing.PostCost{Total: r.Post.rat(), Sum: r.Sum}, Needed: r.Needed.rat(), Funded: r.Funded.rat(),
				})
			}
		}
	}
	return c
}
