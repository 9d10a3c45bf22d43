package workbook

import (
	"cmp"
	"math/big"
	"strconv"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/staffing"
)

// plans are the sheets of the staffing plan, for commissioners only, and not while procurement keeps them back.
func (b *book) plans() []table {
	years, may := b.s.StaffingYears()
	if !may {
		return nil
	}
	return []table{b.posts(years), carried(years), assumptions(years)}
}

// posts is how many posts each year's access target asks for, beside the present ones, and what they cost.
func (b *book) posts(years []staffing.Worked) table {
	t := table{name: Plan, columns: []column{
		{"Year", 9, wrapped, true},
		{"For", 24, wrapped, true},
		{"Posts (FTE)", 24, wrapped, true},
		{"Needed", 12, decimal, false},
		{"Funded", 12, decimal, false},
		{"In post", 12, decimal, false},
		{"Filled", 10, wrapped, false},
		{"Unfunded", 12, decimal, false},
		{"Vacant", 12, decimal, false},
		{"Gap", 12, decimal, false},
		{"IPS Grow’s target", 12, decimal, false},
		{"Worked out from", 46, wrapped, false},
		{"One post costs in a year", 15, money, false},
		{"Posts needed cost", 15, money, false},
		{"Posts funded cost", 15, money, false},
	}}
	for _, w := range years {
		y, grow := w.Recorded.Year(), w.Recorded.Grow()
		for _, words := range w.Says {
			t.above = append(t.above, y.Words()+": "+words)
		}
		for i, line := range append([]staffing.Line{w.Plan.ICB}, w.Plan.Providers...) {
			for _, post := range line.Posts {
				row := postRow(y, line, post)
				if i == 0 {
					row[10] = fteCell(grow[post.Role])
					priced(row, w.Cost, post.Role)
				}
				t.rows = append(t.rows, row)
			}
			if i == 0 {
				t.rows = append(t.rows, costRows(y, line.Name, w.Cost)...)
			}
		}
	}
	t.above = append(t.above, "Unfunded = needed − funded. Vacant = funded − in post. Gap = needed − in post. Filled = in post / funded. "+
		"Below 0 means more posts than needed. The number needed is rounded up.")
	return t
}

func postRow(y calendar.Year, l staffing.Line, p staffing.Post) []any {
	row := []any{
		y.Words(), l.Name, p.Role.Words(), cmp.Or[any](typed(staffing.Needed(p.Needed)), "–"), cmp.Or[any](fteCell(p.Funded), "Not known"),
		cmp.Or[any](fteCell(p.InPost), "Not known"), cmp.Or(p.Filled(), "–"),
		typed(staffing.Needed(p.Unfunded())), typed(staffing.Needed(p.Vacant())), typed(staffing.Needed(p.Gap())), nil, p.Sum, nil, nil,
		nil,
	}
	switch {
	case p.Role == staffing.Admin:
		row[11] = "No ratio in the toolkit"
	case p.Needed == nil:
		row[11] = l.Why
	}
	return row
}

// priced puts the cost of a role into its row.
func priced(row []any, c staffing.Cost, role staffing.Role) {
	for _, r := range c.Roles {
		if r.Role == role {
			row[12], row[13], row[14] = pounds(r.Post.Total), pounds(r.Needed), pounds(r.Funded)
			row[11] = strings.Trim(row[11].(string)+"\nOne post: "+r.Post.Sum, "\n")
		}
	}
}

// costRows are the sums of the cost; none while no pay is recorded.
func costRows(y calendar.Year, name string, c staffing.Cost) [][]any {
	if len(c.Roles) == 0 {
		return nil
	}
	var rows [][]any
	for _, of := range []struct {
		name           string
		needed, funded *big.Rat
	}{
		{"All staff", c.Needed.Staff, c.Funded.Staff},
		{"Overheads", c.Needed.Overhead, c.Funded.Overhead},
		{"Total", c.Needed.All, c.Funded.All},
	} {
		row := []any{y.Words(), name, of.name, nil, nil, nil, nil, nil, nil, nil, nil, "", nil, pounds(of.needed), pounds(of.funded)}
		if of.needed == nil {
			row[11] = "Not known while pay is not recorded for every role, or the posts are not known"
		}
		rows = append(rows, row)
	}
	return rows
}

// carried is the plan the other way round: the people that the posts can carry, and how many posts one post leads.
func carried(years []staffing.Worked) table {
	t := table{name: Carry, columns: []column{
		{"Year", 9, wrapped, true},
		{"For", 24, wrapped, true},
		{"People expected in the year", 14, whole, false},
		{"With the specialists funded", 14, whole, false},
		{"With those in post", 14, whole, false},
		{"Worked out from", 44, wrapped, false},
		{"Specialists per team leader, funded", 22, wrapped, false},
		{"Specialists per team leader, in post", 22, wrapped, false},
		{"Team leaders per manager, funded", 22, wrapped, false},
		{"Team leaders per manager, in post", 22, wrapped, false},
		{"Posts at the end of", 18, wrapped, false},
	}}
	for _, w := range years {
		for _, l := range append([]staffing.Line{w.Plan.ICB}, w.Plan.Providers...) {
			var sums []string
			for _, c := range []staffing.Carry{l.Funded.Carry, l.InPost.Carry} {
				if c.Sum != "" {
					sums = append(sums, c.Sum)
				}
			}
			t.rows = append(t.rows, []any{
				w.Recorded.Year().Words(), l.Name, expected(l), carryCell(l.Funded.Carry), carryCell(l.InPost.Carry),
				strings.Join(sums, "\n"),
				ratioWords(l.Funded.Leaders), ratioWords(l.InPost.Leaders), ratioWords(l.Funded.Managers), ratioWords(l.InPost.Managers),
				l.Quarter.Short(),
			})
		}
	}
	return t
}

// expected is whole people, rounded up.
func expected(l staffing.Line) any {
	if l.Access == nil {
		return l.Why
	}
	up := new(big.Int).Add(l.Access.Num(), new(big.Int).Sub(l.Access.Denom(), big.NewInt(1)))
	return int(up.Quo(up, l.Access.Denom()).Int64())
}

func carryCell(c staffing.Carry) any {
	if c.Why != "" {
		return sentence(c.Why)
	}
	return int(c.People)
}

func ratioWords(r staffing.Ratio) string {
	switch {
	case r.Value != nil:
		return r.Shown() + ": " + string(r.Zone)
	case r.Zone != "":
		return sentence(string(r.Zone))
	}
	return "Not available"
}

// assumptions is what is recorded for the plan of each year, one row for each question.
func assumptions(years []staffing.Worked) table {
	t := table{name: Assumptions, columns: []column{{"Part", 40, wrapped, true}, {"Question", 70, wrapped, true}}}
	access := []any{"The access target", "Access target, people in the year"}
	for _, w := range years {
		t.columns = append(t.columns, column{w.Recorded.Year().Words(), 50, wrapped, false})
		access = append(access, countCell(w.Target))
	}
	t.rows = append(t.rows, access)
	part := ""
	for _, field := range staffing.Recorded.Fields {
		part = cmp.Or(field.Part, part)
		row := []any{part, field.Label}
		for _, w := range years {
			row = append(row, styledField(field, w.Recorded.Row))
		}
		t.rows = append(t.rows, row)
	}
	changed, by := []any{"Last saved", "When"}, []any{"Last saved", "By whom"}
	for _, w := range years {
		changed, by = append(changed, styled{dayOf(w.Recorded.ChangedAt), date}), append(by, w.Recorded.ChangedBy)
	}
	t.rows = append(t.rows, changed, by)
	return t
}

// styledField is a field's cell in a column with fields of every type.
func styledField(f register.Field, r register.Row) any {
	cell, look := fieldCell(f, r), fieldColumn(f, false).look
	if look == wrapped {
		return cell
	}
	return styled{cell, look}
}

func countCell(c number.Count) any {
	if !c.Known {
		return "Not set"
	}
	return styled{int(c.N), whole}
}

// fteCell is a number of posts; nil while it is not known.
func fteCell(f number.FTE) any {
	if !f.Known {
		return nil
	}
	return float64(f.Hundredths) / 100
}

// typed turns a shown number into a number for Excel; nil when there is none.
func typed(shown string) any {
	v, err := strconv.ParseFloat(strings.NewReplacer("−", "-", ",", "", "£", "").Replace(shown), 64)
	if err != nil {
		return nil
	}
	return v
}

func pounds(v *big.Rat) any { return typed(staffing.Pounds(v)) }
