package workbook

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/workbook"
)

// importing is a workbook that is being brought back, beside what is recorded now.
type importing struct {
	pages    Pages
	member   tenants.Member
	s        snapshot.Snapshot
	back     workbook.Back
	rows     *store.Rows
	compared workbook.Compared
	review   assessment.Review
	members  []tenants.Member
	records  []*taken
}

// taken is a record of the workbook that differs, with what can be taken of it.
type taken struct {
	workbook.Incoming
	id string // in the form, "priority-3.4"
	// seen is the version that is recorded now.
	seen int
	// conflicts are the cells, by their places, that were changed here and in the workbook.
	conflicts map[int]bool
	wrong     []string // why it is not taken
}

// applied is what a record becomes with cells of the workbook.
type applied struct {
	seen  int // the version that is recorded now
	kept  []record.Text
	save  store.WorkbookSave
	wrong problem.List
}

// mostRecords is how many records one workbook may change: they are tried and saved while nobody else saves.
const mostRecords = 1000

// read compares the workbook and looks at each record that differs. The error is a problem.List where they are too many.
func (i *importing) read(c *gin.Context) (err error) {
	if i.review, err = i.rows.Review(c); err != nil {
		return err
	}
	if i.members, err = i.rows.Members(c); err != nil && !errors.Is(err, tenants.ErrForbidden) {
		return err
	}
	i.compared = workbook.Compare(i.back, i.s)
	if n := len(i.compared.Records); n > mostRecords {
		return problem.List{{Field: "file", Message: fmt.Sprintf("The file changes %s rows. Bring back up to %s at a time: delete the "+
			"sheets that can wait, and choose the file again", number.Grouped(int64(n)), number.Grouped(mostRecords))}}
	}
	for n, in := range i.compared.Records {
		t := &taken{Incoming: in, id: in.Key.Kind + "-" + in.Key.ID, conflicts: map[int]bool{}}
		switch {
		case in.Why != "":
			t.id, t.wrong = idOfLine(n), []string{in.Why}
		case in.New():
			t.id = idOfLine(n)
		}
		if len(t.wrong) == 0 {
			if err := i.look(c, t); err != nil {
				return err
			}
		}
		if len(t.Cells) > 0 || len(t.wrong) > 0 {
			i.records = append(i.records, t)
		}
	}
	return nil
}

// look finds out which cells of a record the person has changed, and which were changed here too.
func (i *importing) look(c context.Context, t *taken) error {
	all := i.apply(t.Incoming)
	t.seen = all.seen
	for _, one := range all.wrong {
		t.wrong = append(t.wrong, one.Message)
	}
	if t.New() || t.seen == t.Key.Version || len(t.wrong) > 0 {
		return nil
	}
	since, err := i.rows.ChangedSince(c, t.Key.Kind, t.Key.ID, i.back.Version)
	if err != nil {
		return err
	}
	var cells []workbook.IncomingCell
	for _, cell := range t.Cells {
		one := t.Incoming
		one.Cells = []workbook.IncomingCell{cell}
		touched, conflict := cell.Touched(i.apply(one).kept, since)
		if !touched {
			continue
		}
		t.conflicts[len(cells)] = conflict
		cells = append(cells, cell)
	}
	t.Cells = cells
	return nil
}

// chosen is the record with the cells that are taken: all but those that were changed here too and are to stay.
func (t *taken) chosen(there func(cell int) bool) workbook.Incoming {
	in := t.Incoming
	in.Cells = nil
	for n, cell := range t.Cells {
		if !t.conflicts[n] || there(n) {
			in.Cells = append(in.Cells, cell)
		}
	}
	return in
}

// try asks the store what it would say to each record, and saves nothing.
func (i *importing) try(c context.Context) error {
	var tried []*taken
	var saves []store.WorkbookSave
	for _, t := range i.records {
		if len(t.wrong) == 0 {
			tried, saves = append(tried, t), append(saves, i.apply(t.Incoming).save)
		}
	}
	if saves == nil {
		return nil
	}
	answers, err := i.rows.TryWorkbook(c, i.back.Name, saves)
	if err != nil {
		return err
	}
	for n, err := range answers {
		if err == nil {
			continue
		}
		words, known := refusal(err)
		if !known {
			return err
		}
		tried[n].wrong = words
	}
	return nil
}

// refusal says in words why the store does not save a record; false for an error that is no answer to a person.
func refusal(err error) (words []string, known bool) {
	list, wrong := errors.AsType[problem.List](err)
	switch {
	case wrong:
		for _, one := range list {
			// Only a form can ask what a number is.
			words = append(words, strings.Replace(one.Message, ", or confirm that", ", or change it on its page and confirm there that", 1))
		}
		return words, true
	case errors.Is(err, tenants.ErrStale):
		return []string{"Somebody saved it a moment ago. Check the workbook again"}, true
	case errors.Is(err, tenants.ErrProcurement):
		return []string{"It is hidden from you while procurement is under way"}, true
	case errors.Is(err, tenants.ErrForbidden):
		return []string{"Your role does not let you change it"}, true
	case errors.Is(err, tenants.ErrNotFound):
		return []string{"It is no longer here, or it is not yours to change"}, true
	}
	return nil, false
}
