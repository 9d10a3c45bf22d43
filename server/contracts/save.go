package contracts

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
)

func (p Pages) saveNew(c *gin.Context) error {
	if err := page.Allow(c, tenants.KeepContracts); err != nil {
		return err
	}
	return p.save(c, contract.Contract{})
}

func (p Pages) saveChange(c *gin.Context) error {
	present, err := p.kept(c)
	if err != nil {
		return err
	}
	return p.save(c, present)
}

// save records what was typed; present is the zero Contract for a new one.
func (p Pages) save(c *gin.Context, present contract.Contract) error {
	word := "changed"
	if present.ID == "" {
		word = "added"
	}
	return page.Save(c, page.Saving[typed]{
		Read: func(f page.Form) (typed, error) {
			t, wrong := read(f, present)
			unread := slices.Clone(wrong)
			for _, more := range t.Check(p.Store.Today()) {
				if !follows(unread, more.Field) {
					wrong = append(wrong, more)
				}
			}
			return t, wrong.Err()
		},
		Keep: func(t typed) (string, error) {
			saved, err := p.rows(c).SaveContract(c, t.Contract)
			if errors.Is(err, tenants.ErrNotFound) {
				err = p.unknown(c, t)
			}
			return path(c) + "/" + saved.ID + "?saved=" + word, err
		},
		Now: func(t typed) (k page.Conflict, err error) {
			if present, err = p.rows(c).Contract(c, present.ID); err != nil {
				return k, err
			}
			mine := t.Contract
			mine.Stated, mine.Terms = present.Stated, present.Terms // the clauses are not in this form
			return p.conflict(c, present, mine)
		},
		Opened: func(t typed, seen int64) (map[string]string, []record.Text, error) {
			was, err := p.rows(c).ChangedSince(c, record.Contract, present.ID, seen)
			return was, t.Kept(), err
		},
		Show: func(t typed, r page.Refusal) error {
			data, err := p.editPage(c, present, t, r)
			if err != nil {
				return err
			}
			return editTemplate.Show(c, r.Status(), data)
		},
	})
}

// unknown says which choice is not one of the ICB's: the provider, or the contract it runs under.
func (p Pages) unknown(c *gin.Context, t typed) problem.List {
	if _, err := p.rows(c).Provider(c, t.Provider); err == nil {
		return problem.List{{Field: "under", Message: "Choose the contract it runs under from the list"}}
	}
	return problem.List{{Field: "provider", Message: "Choose a provider from the list"}}
}

// follows says whether a problem only follows from something that could not be read: a date of the same row, or the
// contract's own dates for what is counted from them.
func follows(unread problem.List, field string) bool {
	return slices.ContainsFunc(unread, func(p problem.Problem) bool {
		switch of := rowName(p.Field); of {
		case rowName(field):
			return true
		case "start", "end":
			return strings.HasPrefix(field, "option-") || strings.HasPrefix(field, "ended-")
		default:
			return of == "ended" && field == "ended_reason"
		}
	})
}

// rowName is what a field belongs to: "option-1-to-day" to "option-1", "start-day" to "start".
func rowName(field string) string {
	parts := strings.Split(field, "-")
	if len(parts) > 2 {
		return parts[0] + "-" + parts[1]
	}
	return parts[0]
}

// read takes a contract from the form; its clauses stay as they are. Rows of options, variations and talks that were
// left or made empty are left out.
func read(f page.Form, present contract.Contract) (typed, problem.List) {
	var wrong problem.List
	t := typed{Contract: present, confirmed: f.Values("confirmed")}
	t.Provider, t.Name, t.Reference, t.Place = f.Text("provider"), f.Text("name"), f.Text("reference"), f.Text("place")
	t.Type, t.Under, t.Lead = contract.Type(f.Text("type")), f.Text("under"), f.Text("lead")
	t.Payment, t.Meeting = contract.Payment(f.Text("payment")), contract.Meeting(f.Text("meeting"))
	t.ShortReason, t.EndedReason = f.Text("short_reason"), f.Text("ended_reason")
	t.mhis, t.sdf = f.Text("value_mhis"), f.Text("value_sdf")
	t.Value.MHIS, t.Value.SDF = readMoney(t.mhis, "value_mhis", &wrong), readMoney(t.sdf, "value_sdf", &wrong)
	t.Confirmed = strings.Join(append(slices.Clone(t.confirmed), present.Confirmed), ",")
	t.start, t.end, t.ended = f.Date("start", "Start date", &wrong), f.Date("end", "End date", &wrong),
		f.Date("ended", "Early end date", &wrong)
	t.Start, t.End, t.EndedOn = t.start.Date, t.end.Date, t.ended.Date
	t.Options, t.Variations, t.Talks = nil, nil, nil
	readOptions(f, &t, &wrong)
	readVariations(f, &t, &wrong)
	readTalks(f, &t, &wrong)
	if present.ID != "" {
		t.Version = f.Version()
	}
	return t, wrong
}

func readMoney(text, field string, wrong *problem.List) number.Amount {
	pounds, known, err := number.ParseMoney(text)
	if err != nil {
		wrong.Add(field, "Value a year %s", err)
	}
	return number.Amount{Hundredths: pounds * 100, Known: known && err == nil}
}

// renumber adds the problems of a row under the number that it will have on the page.
func renumber(wrong *problem.List, more problem.List, was, is string) {
	for _, p := range more {
		wrong.Add(is+strings.TrimPrefix(p.Field, was), "%s", p.Message)
	}
}

func readOptions(f page.Form, t *typed, wrong *problem.List) {
	for i := range contract.MostOptions {
		name := fmt.Sprintf("option-%d-", i+1)
		var more problem.List
		o := typedOption{
			months: f.Text(name + "months"), to: f.Date(name+"to", "Date of the option", &more),
			exercised: f.Date(name+"exercised", "Date the option was exercised", &more),
		}
		if o.months == "" && o.to.Empty() && o.exercised.Empty() {
			continue
		}
		months, err := strconv.Atoi(cmp.Or(o.months, "0"))
		if err != nil {
			more.Add(name+"months", "Months of the option must be a whole number, like 12")
		}
		renumber(wrong, more, name, fmt.Sprintf("option-%d-", len(t.options)+1))
		t.options = append(t.options, o)
		t.Options = append(t.Options, contract.Option{Months: months, To: o.to.Date, ExercisedOn: o.exercised.Date})
	}
}

func readVariations(f page.Form, t *typed, wrong *problem.List) {
	for i := range contract.MostVariations {
		name := fmt.Sprintf("variation-%d-", i+1)
		var more problem.List
		on := f.Date(name+"on", "Date of the variation", &more)
		v := contract.Variation{
			Number: f.Text(name + "number"), On: on.Date, Purpose: f.Text(name + "purpose"),
			Private: f.Has(name + "private"),
		}
		if v.Number == "" && on.Empty() && v.Purpose == "" {
			continue
		}
		renumber(wrong, more, name, fmt.Sprintf("variation-%d-", len(t.variations)+1))
		t.variations = append(t.variations, on)
		t.Variations = append(t.Variations, v)
	}
}

func readTalks(f page.Form, t *typed, wrong *problem.List) {
	for i := range contract.MostTalks {
		name := fmt.Sprintf("talk-%d-", i+1)
		var more problem.List
		talk := typedTalk{held: f.Date(name+"held", "Date of the conversation", &more), note: f.Text(name + "note")}
		if talk.held.Empty() && talk.note == "" {
			continue
		}
		// Talks are held for the end that the contract has when they are recorded.
		if talk.forEnd, _ = calendar.ParseDate(f.Text(name + "held-for")); talk.forEnd == "" {
			talk.forEnd = t.PresentEnd()
		}
		renumber(wrong, more, name, fmt.Sprintf("talk-%d-", len(t.talks)+1))
		t.talks = append(t.talks, talk)
		t.Talks = append(t.Talks, contract.Talk{HeldOn: talk.held.Date, ForEnd: talk.forEnd, Note: talk.note})
	}
}
