package contracts

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
)

// clausesPage is the form in which a contract is held against what the toolkit asks for, clause by clause.
type clausesPage struct {
	page.Base
	Name    string
	Version int
	Parts   []part
	Confirm page.Checkboxes
	Cancel  string
}

// part is the clauses under one heading.
type part struct {
	Title string
	Rows  []clauseFields
}

// clauseFields is one clause with its answer, its place in the contract, and the numbers it states.
type clauseFields struct {
	Answer    page.Radios
	Reference page.Input
	Numbers   []page.Input
}

var clausesTemplate = page.Parse[clausesPage](files, "clauses.html")

// typedClauses is a contract with the answers and the numbers as they are in the form.
type typedClauses struct {
	contract.Contract
	numbers   map[string]string
	confirmed []string
}

func (p Pages) clauses(c *gin.Context) error {
	k, err := p.kept(c)
	if err != nil {
		return err
	}
	t := typedClauses{Contract: k, numbers: map[string]string{}}
	for _, f := range contract.StatedFields {
		t.numbers[f.Name] = f.Text(k.Stated)
	}
	return clausesTemplate.OK(c, p.clausesPage(c, k, t, page.Refusal{}))
}

func (p Pages) clausesPage(c *gin.Context, k contract.Contract, t typedClauses, r page.Refusal) clausesPage {
	wrong := r.Problems
	slices.SortStableFunc(wrong, func(a, b problem.Problem) int { return cmp.Compare(clauseOrder(a.Field), clauseOrder(b.Field)) })
	data := clausesPage{
		Base: under(c, page.New(c, "What the contract says"), k).Refused(r), Name: k.Name, Version: t.Version, Cancel: path(c) + "/" + k.ID,
		Confirm: page.ConfirmBox(t.Numbers(), k.Confirmed, t.confirmed),
	}
	for _, clause := range contract.Clauses {
		if n := len(data.Parts); n == 0 || data.Parts[n-1].Title != clause.Part {
			data.Parts = append(data.Parts, part{Title: clause.Part})
		}
		last := &data.Parts[len(data.Parts)-1]
		last.Rows = append(last.Rows, t.fields(clause, wrong))
	}
	return data
}

// fields are one clause's fields with what was typed.
func (t typedClauses) fields(clause contract.Clause, wrong problem.List) clauseFields {
	term := t.Terms[clause.Code]
	f := clauseFields{
		Answer: page.Radios{
			Name: "clause-" + clause.Code, Legend: clause.Asks, LegendSize: "s",
			Hint:  fmt.Sprintf("Priority %s, page %d of the toolkit", clause.Priority, clause.Page),
			Value: string(term.Answer), Inline: true, Small: true, Error: wrong.For("clause-" + clause.Code),
		},
		Reference: page.Input{
			Name: "ref-" + clause.Code, Label: "Where it says so (optional)", Width: 20, Value: term.Reference,
			Error: wrong.For("ref-" + clause.Code),
		},
	}
	for _, a := range clause.Answers() {
		f.Answer.Items = append(f.Answer.Items, page.Item{Value: string(a), Text: a.Words()})
	}
	f.Answer.Items = append(f.Answer.Items, page.Item{Value: "", Text: contract.Answer("").Words()})
	for _, n := range contract.StatedFields {
		if n.Clause == clause.Code {
			f.Numbers = append(f.Numbers, page.Input{
				Name: n.Name, Label: n.Label, Hint: n.Hint, Suffix: n.Suffix, Width: 5, InputMode: "decimal", Autocomplete: "off",
				Value: t.numbers[n.Name], Error: wrong.For(n.Name),
			})
		}
	}
	return f
}

// clauseOrder is the place of a field on the page.
func clauseOrder(field string) int {
	for i, clause := range contract.Clauses {
		switch {
		case field == "clause-"+clause.Code:
			return 10 * i
		case field == "ref-"+clause.Code:
			return 10*i + 9
		}
		for n, number := range contract.StatedFields {
			if number.Clause == clause.Code && number.Name == field {
				return 10*i + 1 + n
			}
		}
	}
	return 10 * len(contract.Clauses)
}

// saveClauses records the answers.
func (p Pages) saveClauses(c *gin.Context) error {
	present, err := p.kept(c)
	if err != nil {
		return err
	}
	return page.Save(c, page.Saving[typedClauses]{
		Read: func(f page.Form) (typedClauses, error) {
			t, wrong := readClauses(f, present)
			return t, append(wrong, t.Check(p.Store.Today())...).Err()
		},
		Keep: func(t typedClauses) (string, error) {
			_, err := p.rows(c).SaveContract(c, t.Contract)
			return path(c) + "/" + present.ID + "?saved=clauses", err
		},
		Now: func(t typedClauses) (k page.Conflict, err error) {
			if present, err = p.rows(c).Contract(c, present.ID); err != nil {
				return k, err
			}
			mine := present
			mine.Terms, mine.Stated = t.Terms, t.Stated
			return p.conflict(c, present, mine)
		},
		Opened: func(t typedClauses, seen int64) (map[string]string, []record.Text, error) {
			was, err := p.rows(c).ChangedSince(c, record.Contract, present.ID, seen)
			return was, t.Kept(), err
		},
		Show: func(t typedClauses, r page.Refusal) error {
			return clausesTemplate.Show(c, r.Status(), p.clausesPage(c, present, t, r))
		},
	})
}

func readClauses(f page.Form, present contract.Contract) (typedClauses, problem.List) {
	var wrong problem.List
	t := typedClauses{Contract: present, numbers: map[string]string{}, confirmed: f.Values("confirmed")}
	t.Version = f.Version()
	t.Confirmed = strings.Join(append(slices.Clone(t.confirmed), present.Confirmed), ",")
	t.Terms = map[string]contract.Term{}
	for _, clause := range contract.Clauses {
		t.Terms[clause.Code] = contract.Term{
			Answer:    contract.Answer(f.Text("clause-" + clause.Code)),
			Reference: f.Text("ref-" + clause.Code),
		}
	}
	for _, n := range contract.StatedFields {
		t.numbers[n.Name] = f.Text(n.Name)
		if err := n.Read(&t.Stated, t.numbers[n.Name]); err != nil {
			wrong.Add(n.Name, "%s %s", n.Label, err)
		}
	}
	return t, wrong
}
