package staffing

import (
	"math/big"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/number"
)

// Assumptions are what a plan begins from: how many people access in a year, and the share of them, in hundredths of a
// per cent, who are in work and are supported to keep their job. Access that is not known means that nobody has set a
// target.
type Assumptions struct {
	Access    number.Count
	Retention int64
}

// Warning says that the plan has more people in work than the allowance; "" when it does not.
func (a Assumptions) Warning() string {
	if a.Retention <= figures.Allowance {
		return ""
	}
	return Percent(a.Retention) + " is above the allowance of " + Percent(figures.Allowance) +
		" for people supported to keep a job: consider other pathways for them"
}

// Posted is the posts of one provider at the end of the quarter of its last submitted return.
type Posted struct {
	Provider, Name string
	Quarter        calendar.Quarter // "" while nothing is submitted
	// Share is how many people a year this provider should see, by its contracts.
	Share          number.Count
	Funded, InPost Posts
	// Counts says that the provider belongs to the ICB's posts, which are those of one quarter; Then are its posts of it.
	Counts bool
	Then   Both
}

// Both are posts that are funded and in post at one quarter's end.
type Both struct{ Funded, InPost Posts }

// Input is everything that a plan is worked out from.
type Input struct {
	ICB string
	Assumptions
	// Recorded is the year's access target. The providers' shares are parts of it: with another assumption in its
	// place, each provider sees the same part of that.
	Recorded  number.Count
	Providers []Posted
	// Quarter is the last quarter that all providers have submitted; "" when there is none in the last year, and the ICB's
	// posts are then not known.
	Quarter calendar.Quarter
}

// Plan compares the posts that an access target asks for with the present ones, for the ICB and for each provider.
type Plan struct {
	Assumptions
	ICB       Line
	Providers []Line
	// Shares says that the numbers in the providers' contracts do not add up to the year's target; "" when they do, or
	// when a contract states none.
	Shares string
}

// Line is the plan of the ICB or of one provider.
type Line struct {
	Provider, Name string
	Quarter        calendar.Quarter // the quarter of a provider's posts
	// Why says why the needed posts cannot be worked out ("Set an access target"). The line still shows the present
	// posts.
	Why string
	// Access and Unemployed are people in the year, never rounded; nil when they cannot be worked out.
	Access, Unemployed *big.Rat
	UnemployedSum      string // "1,000 × (100% − 25%) = 750"
	Posts              [len(Roles)]Post
	Funded, InPost     Side
	// Waiting are the names of providers with unknown posts; without them the ICB's posts are unknown too.
	Waiting []string
}

// Side is what follows from the posts that are funded, or from those in post.
type Side struct {
	Carry    Carry
	Leaders  Ratio
	Managers Ratio
}

// Carry is how many people in a year the employment specialists can see, as whole people rounded down. When it is
// missing, Why says why.
type Carry struct {
	People int64
	Sum    string // "14.6 × 40 / (100% − 25%) = 778.666…, rounded down"
	Why    string
}

// Post is one role: how many are needed, funded and in post. Needed is nil when it cannot be worked out, or where the
// toolkit has no ratio.
type Post struct {
	Role           Role
	Needed         *big.Rat
	Sum            string // "750 / 40 = 18.75"
	Funded, InPost number.FTE
}

// Whole is the needed posts in whole posts, rounded up; 0 when they cannot be worked out.
func (p Post) Whole() int64 {
	if p.Needed == nil {
		return 0
	}
	return up(p.Needed, 0)
}

// Unfunded, Vacant and Gap are needed less funded, funded less in post, and needed less in post. Above 0 is a
// shortfall; nil is not known. Gap is the sum of the other two.
func (p Post) Unfunded() *big.Rat { return less(p.Needed, p.Funded) }
func (p Post) Gap() *big.Rat      { return less(p.Needed, p.InPost) }
func (p Post) Vacant() *big.Rat {
	if !p.Funded.Known {
		return nil
	}
	return less(fte(p.Funded), p.InPost)
}

func less(v *big.Rat, f number.FTE) *big.Rat {
	if v == nil || !f.Known {
		return nil
	}
	return new(big.Rat).Sub(v, fte(f))
}

// Of works out a plan.
func Of(in Input) Plan {
	p := Plan{Assumptions: in.Assumptions}
	p.ICB = in.line(Posted{Name: in.ICB, Quarter: in.Quarter}, in.people())
	if p.ICB.Access == nil {
		p.ICB.Why = "Set an access target"
	}
	all := Posts{}
	for i := range all {
		all[i].Known = len(in.Providers) > 0 && in.Quarter != ""
	}
	funded, inPost := all, all
	for _, one := range in.Providers {
		if one.Counts {
			funded, inPost = funded.plus(one.Then.Funded), inPost.plus(one.Then.InPost)
		}
		if one.Quarter == "" {
			p.ICB.Waiting = append(p.ICB.Waiting, one.Name)
		}
		line := in.line(one, in.share(one))
		switch {
		case p.ICB.Access == nil:
			line.Why = p.ICB.Why
		case line.Access == nil:
			line.Why = "Record the access target that this provider’s contract states"
		}
		p.Providers = append(p.Providers, line)
	}
	p.ICB.put(funded, inPost, in.Retention)
	p.Shares = in.shares()
	return p
}

// shares compares what the contracts state with the year's target.
func (in Input) shares() string {
	sum := int64(0)
	for _, one := range in.Providers {
		if !one.Share.Known {
			return ""
		}
		sum += one.Share.N
	}
	if len(in.Providers) == 0 || !in.Recorded.Known || sum == in.Recorded.N {
		return ""
	}
	return "The contracts state " + number.Grouped(sum) + " people a year in total. The year’s access target is " + in.Recorded.Words()
}

// people is the assumed access; nil without one.
func (in Input) people() *big.Rat {
	if !in.Access.Known {
		return nil
	}
	return whole(in.Access.N)
}

// share is a provider's part of the assumed access.
func (in Input) share(one Posted) *big.Rat {
	if !in.Access.Known || !one.Share.Known {
		return nil
	}
	share := whole(one.Share.N)
	if in.Recorded.Known && in.Recorded.N > 0 && in.Recorded.N != in.Access.N {
		share.Mul(share, big.NewRat(in.Access.N, in.Recorded.N))
	}
	return share
}

func (in Input) line(one Posted, access *big.Rat) Line {
	l := Line{Provider: one.Provider, Name: one.Name, Quarter: one.Quarter, Access: access}
	for i, r := range Roles {
		l.Posts[i].Role = r
	}
	if access != nil {
		l.workOut(in.Retention)
	}
	l.put(one.Funded, one.InPost, in.Retention)
	return l
}

// workOut works out the posts for a line's access: people out of work divided by 40, then each role from the one before.
func (l *Line) workOut(retention int64) {
	l.Unemployed = new(big.Rat).Mul(l.Access, outOfWork(retention))
	l.UnemployedSum = exact(l.Access) + " × " + rest(retention) + " = " + exact(l.Unemployed)
	led := l.Unemployed
	for i, each := range [...]int64{ES: figures.PeoplePerES, TL: figures.ESPerTL, SM: figures.TLPerSM} {
		n := new(big.Rat).Quo(led, whole(each))
		l.Posts[i].Needed = n
		l.Posts[i].Sum = exact(led) + " / " + number.Grouped(each) + " = " + exact(n)
		if !new(big.Rat).Mul(n, whole(100)).IsInt() {
			l.Posts[i].Sum += ", rounded up to " + Needed(n)
		}
		led = n
	}
}

// put sets the present posts, and works out what follows from them.
func (l *Line) put(funded, inPost Posts, retention int64) {
	for i := range l.Posts {
		l.Posts[i].Funded, l.Posts[i].InPost = funded[i], inPost[i]
	}
	l.Funded, l.InPost = side(funded, retention), side(inPost, retention)
}

func side(p Posts, retention int64) Side {
	return Side{Carry: carry(p[ES], retention), Leaders: p.Leaders(), Managers: p.Managers()}
}

// carry is the plan the other way round: how many people the specialists can see in a year.
func carry(es number.FTE, retention int64) Carry {
	switch {
	case !es.Known:
		return Carry{Why: "not known"}
	case retention == 100_00:
		return Carry{Why: "not available: nobody out of work is expected"}
	}
	v := new(big.Rat).Mul(fte(es), whole(figures.PeoplePerES))
	v.Quo(v, outOfWork(retention))
	c := Carry{People: down(v, 0)}
	c.Sum = number.Plain(es.Hundredths) + " × " + number.Grouped(figures.PeoplePerES) + " / " + rest(retention) + " = " + exact(v)
	if !v.IsInt() {
		c.Sum += ", rounded down"
	}
	return c
}

// outOfWork is the share of access by people out of work, and rest is how a sum writes it.
func outOfWork(retention int64) *big.Rat { return big.NewRat(100_00-retention, 100_00) }
func rest(retention int64) string        { return "(100% − " + Percent(retention) + ")" }
