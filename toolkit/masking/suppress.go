package masking

// Breakdowns are masked as NHS England masks the IPS measures of the Mental Health Services Data Set (MHS116): a number
// below 5 people, including 0, is *, and others are rounded to the nearest 5. A reader here knows more: the true number
// of everybody, from the returns, and that providers add up to the ICB. The masking also treats rounded numbers as
// known, since a share in whole per cent often reveals the true one.
//
// Sheet (mask.go) decides over sums across quarters, and shows 0. A breakdown is one table over four quarters in which
// 0 counts as small: from two groups that are 0 together, a reader knows that each is 0. For a table of providers by
// groups with known sums there is an exact answer: see movable.

// TooFew says whether a group is masked because it is small.
func TooFew(people int64) bool { return people < 5 }

// People are numbers of people by one characteristic: a row for each provider and the ICB's last, a column for each
// group. The ICB's row is the sum of the others. Readers know the total of each row.
type People [][]int64

// Marks marks cells of such a table.
type Marks [][]bool

func (p People) Marks() Marks {
	g := make(Marks, len(p))
	for i := range p {
		g[i] = make([]bool, len(p[i]))
	}
	return g
}

// Suppress hides further numbers of a table until nobody can work out any guarded one, even if they know all the
// others. It leaves a row of 0 people: everybody knows that its groups are 0.
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

// Groups are the groups with too few people to show, and those without their rate: the share of people out of work who
// started a first job. Of the providers in apart, which lack some of the quarters, nothing is shown. A rate appears
// without its two numbers, but they count as known all the same.
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

// cellAt is the position of a cell in the table.
type cellAt struct{ row, group int }

// A hidden number is safe if more than one value is possible for it: another table exists that the reader cannot tell
// from the true one. Two such tables differ by people moved round in circles: one more in this cell, one fewer in
// another of its row (which keeps the row's sum), one more in another of that cell's group, and so on back to the
// beginning. So rows and groups are the places of a map, and each cell is a road between its row and its group. A
// hidden number is safe when a way leads back along hidden cells. One more person is always possible; one fewer only in
// a cell that is not 0.

// movable says whether one person can be moved along a cell; up means one more in it.
func (p People) movable(c cellAt, up bool) bool { return up || p[c.row][c.group] > 0 }

// step is one road on the way.
type step struct {
	cell cellAt
	from int // the place where it starts
}

// way is the shortest way round from a cell back to it, as the cells on it. It uses hidden cells as far as possible,
// then as few and as small other cells as possible, providers' before the ICB's. It is empty when there is none: nobody
// can be moved.
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

// ends are the places at both ends of a cell, in the direction of one more (up) or one fewer. Places are the rows, then
// the groups. More in a provider's group means more in the ICB's too, so the ICB's road leads the other way.
func (p People) ends(c cellAt, up bool) (from, to int) {
	row, group := c.row, len(p)+c.group
	if up == (c.row < len(p)-1) {
		return row, group
	}
	return group, row
}

// shortest finds the way between two places that costs the reader least, without the cell avoid (the method of Bellman
// and Ford: the map is small).
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

// roads goes through every cell, in each direction in which a person can be moved along it.
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

// loss is what the reader loses by one more hidden cell: few cells count before small numbers, providers' before the
// ICB's.
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

// ToNearest5 is a number of people rounded as NHS England publishes it.
func ToNearest5(people int64) int64 { return (people + 2) / 5 * 5 }
