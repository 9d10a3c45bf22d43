package masking

// Breakdowns are masked as NHS England masks the IPS measures of the Mental Health Services Data Set (MHS116): below 5
// people, none included, is *, and other numbers are rounded to the nearest 5. Who reads them knows more than that: the
// true number of everybody, from the returns, and that providers add up to the ICB. Rounded numbers are taken for known
// here as well, since a share in whole per cent often gives the true one away.
//
// Sheet (mask.go) decides over sums across quarters, and lets 0 be seen. A breakdown is one table over four quarters in
// which 0 counts as small, so that it also has to withstand "two groups that are nobody together are nobody each". For a
// table of providers by groups, of which all sums are known, there is an exact answer: see movable.

// tooFew says whether a group is masked for its own sake.
func TooFew(people int64) bool { return people < 5 }

// people are numbers of people of one characteristic: a row for each provider and the ICB's last, a column for each
// group. The ICB's row is the sum of the others, and what each row adds up to is known.
type People [][]int64

// grid marks cells of such a table.
type Marks [][]bool

func (p People) Marks() Marks {
	g := make(Marks, len(p))
	for i := range p {
		g[i] = make([]bool, len(p[i]))
	}
	return g
}

// suppress hides further numbers of a table until none of the guarded ones can be worked out, whatever is known of the
// others. It leaves a row of nobody at all, whose groups everybody knows to be 0.
func (p People) Suppress(hidden, guarded Marks) {
	for row := range p {
		for group := range p[row] {
			if !guarded[row][group] {
				continue
			}
			for _, c := range p.way(hidden, cellAt{row, group}) {
				hidden[c.row][c.group] = true
			}
		}
	}
}

// FewestCompared is how many people a rate needs before groups are compared by it.
const FewestCompared = 20

// masks2 are the groups with too few people to be shown, and those without their rate: how many of the people out of work
// started a first job. Apart are the providers that were there for a part of the time, of which nothing is shown. A rate is
// shown without the numbers it is made of; those are taken for known all the same.
func Groups(access, unemployed, jobs People, apart []bool) (hidden, rates Marks) {
	last := len(access) - 1
	hidden, guarded := access.Marks(), access.Marks()
	for i := range access {
		for g, n := range access[i] {
			guarded[i][g] = apart[i] || TooFew(n)
			hidden[i][g] = guarded[i][g] || i < last && last == 1
		}
	}
	access.Suppress(hidden, guarded)
	rates, guarded = jobs.Marks(), jobs.Marks()
	for i := range jobs {
		for g, n := range jobs[i] {
			guarded[i][g] = apart[i] || TooFew(n)
			rates[i][g] = guarded[i][g] || hidden[i][g] || unemployed[i][g] < FewestCompared
		}
	}
	jobs.Suppress(rates, guarded)
	return hidden, rates
}

// cellAt is a cell of the table.
type cellAt struct{ row, group int }

// A reader is left with more than one value for a hidden number when there is another table that they cannot tell from
// the true one. Two such tables differ by people moved round in circles: one more in this cell, one fewer in another of
// its row (which keeps the row's sum), one more in another of that cell's group, and so on back to the beginning. So
// rows and groups are the places of a map, each cell is a road between its row and its group, and a hidden number is
// safe when a way leads back along hidden cells. One person more can always be had; one fewer only where there is one.

// movable says whether one person can be moved along a cell: up is one more in it.
func (p People) movable(c cellAt, up bool) bool { return up || p[c.row][c.group] > 0 }

// step is one road taken on the way.
type step struct {
	cell cellAt
	from int // the place it was taken from
}

// way is the shortest way round from a cell back to it, as the cells it leads along: over hidden cells as far as
// possible, then over as few and as small other ones as there can be, providers' before the ICB's. It is empty when
// there is none: nobody can be moved.
func (p People) way(hidden Marks, c cellAt) []cellAt {
	var best []cellAt
	lowest := int64(-1)
	for _, up := range []bool{true, false} {
		if !p.movable(c, up) {
			continue
		}
		from, to := p.ends(c, up)
		cells, loss := p.shortest(hidden, c, to, from)
		if cells != nil && (lowest < 0 || loss < lowest) {
			best, lowest = cells, loss
		}
	}
	return best
}

// ends are the places at both ends of a cell in the direction in which one more (up) or one fewer goes along it. Places
// are the rows, then the groups. What providers have more of in a group the ICB has more of too: its road leads the
// other way.
func (p People) ends(c cellAt, up bool) (from, to int) {
	row, group := c.row, len(p)+c.group
	if up == (c.row < len(p)-1) {
		return row, group
	}
	return group, row
}

// shortest finds the way from a place to another that loses the reader least, without using the cell avoid (the method
// of Bellman and Ford: the map is small).
func (p People) shortest(hidden Marks, avoid cellAt, from, to int) (cells []cellAt, loss int64) {
	places := len(p) + len(p[0])
	losses, steps := make([]int64, places), make([]step, places)
	for i := range losses {
		losses[i] = -1
	}
	losses[from] = 0
	for again := true; again; {
		again = false
		p.roads(func(c cellAt, a, b int) {
			if c == avoid || losses[a] < 0 {
				return
			}
			if l := losses[a] + p.loss(hidden, c); losses[b] < 0 || l < losses[b] {
				losses[b], steps[b], again = l, step{c, a}, true
			}
		})
	}
	if losses[to] < 0 {
		return nil, 0
	}
	cells = []cellAt{avoid}
	for at := to; at != from; at = steps[at].from {
		cells = append(cells, steps[at].cell)
	}
	return cells, losses[to]
}

// roads goes through every cell in each direction in which a person can be moved along it.
func (p People) roads(take func(c cellAt, from, to int)) {
	for row := range p {
		for group := range p[row] {
			c := cellAt{row, group}
			for _, up := range []bool{true, false} {
				if p.movable(c, up) {
					from, to := p.ends(c, up)
					take(c, from, to)
				}
			}
		}
	}
}

// loss is what hiding one more cell costs the reader: few cells before small numbers, providers' before the ICB's.
func (p People) loss(hidden Marks, c cellAt) int64 {
	const one = 1 << 40
	switch {
	case hidden[c.row][c.group]:
		return 0
	case c.row == len(p)-1:
		return one + one/2 + p[c.row][c.group]
	}
	return one + p[c.row][c.group]
}

// toNearest5 is a number of people as it is published.
func ToNearest5(people int64) int64 { return (people + 2) / 5 * 5 }
