package page

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
)

// Saving is one form of a room: how it is read, kept and shown again. T is what was typed in it. Save goes through it.
type Saving[T any] struct {
	// Read takes what was typed out of the form. A problem.List is what is wrong with it; T is whole all the same.
	Read func(f Form) (T, error)
	// Keep saves it and says where to go then. A problem.List is what is wrong with it, tenants.ErrStale says that
	// somebody else saved in the meantime.
	Keep func(t T) (to string, err error)
	// Now is what somebody else saved, against what was typed; nil for what nobody else can have changed, as what is new.
	Now func(t T) (Conflict, error)
	// Opened is what the history tells of the record since the form was opened (seen counts the ICB's saves up to then): the
	// fields that somebody else has changed, with what they held then, and those of what was typed, both as the history
	// keeps them. With it a field that only one of the two changed is not asked about; nil where the room does not say it.
	Opened func(t T, seen int64) (was map[string]string, mine []record.Text, err error)
	// Show is the page with what was typed in its form, and why it came back.
	Show func(t T, r Refusal) error
}

// Refusal is why a form comes back with what was typed in it; the zero value is for a form that nobody has sent yet.
type Refusal struct {
	// Problems are what is wrong with it.
	Problems problem.List
	// Conflict is what somebody else saved in the meantime; nil when nobody did.
	Conflict *Conflict
}

// Status is the status of the page: 409 in a conflict, 422 with problems, else 200.
func (r Refusal) Status() int {
	switch {
	case r.Conflict != nil:
		return http.StatusConflict
	case len(r.Problems) > 0:
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

// Save is the one way in which a page saves a form: 303 when it is kept, 422 with what was typed and what is wrong with
// it, 409 with what was typed and what somebody else saved in the meantime. A form that makes a record and is sent twice is
// answered both times with the 303 of the first. Every other error is Handle's.
func Save[T any](c *gin.Context, s Saving[T]) error {
	f, err := ReadForm(c)
	if err != nil {
		return err
	}
	return SaveForm(c, f, s)
}

// SaveForm is Save of a form that has been read already.
func SaveForm[T any](c *gin.Context, f Form, s Saving[T]) error {
	Once(c, f)
	t, err := s.Read(f)
	var to string
	if err == nil {
		to, err = s.Keep(t)
	}
	var wrong problem.List
	switch {
	case err == nil:
		return SeeOther(c, to)
	case errors.As(err, &wrong):
		return s.Show(t, Refusal{Problems: wrong})
	case errors.Is(err, tenants.ErrStale) && s.Now != nil:
		return s.meet(c, f, t)
	}
	return err
}

// Removal is a removal or an end: nothing is typed for it, and it is not done when the thing is not as the person saw it.
type Removal struct {
	What   string // what is removed, "this contract"
	Undone string // "It was not removed"
	To     string // where to go when it is done
	// Do removes a record if it is still of a version. Its errors are those of Saving.Keep.
	Do func(version int) error
	// Now is the version that is there now, and the history that says what was changed.
	Now func() (version int, h snapshot.History, err error)
	// Show is the page that asks, and why it asks again.
	Show func(r Refusal) error
}

// Remove is Save of a removal or an end.
func Remove(c *gin.Context, x Removal) error {
	return Save(c, Saving[int]{
		Read: func(f Form) (int, error) { return f.Version(), nil },
		Keep: func(version int) (string, error) { return x.To, x.Do(version) },
		Now: func(seen int) (Conflict, error) {
			now, h, err := x.Now()
			return ChangedSince(x.What, x.Undone, seen, now, h), err
		},
		Show: func(_ int, r Refusal) error { return x.Show(r) },
	})
}

// SeeOther is the answer to a form that was dealt with: the browser asks for the page that shows it.
func SeeOther(c *gin.Context, to string) error {
	c.Redirect(http.StatusSeeOther, to)
	return nil
}

// meet shows the form again in which two people's texts are joined, below both, with the version that a save must now name.
func (s Saving[T]) meet(c *gin.Context, f Form, t T) error {
	conflict, err := s.Now(t)
	if err != nil {
		return err
	}
	if seen := f.Seen(); s.Opened != nil && seen > 0 && conflict.Undone == "" {
		was, mine, err := s.Opened(t, seen)
		if err != nil {
			return err
		}
		conflict.opened(was, mine)
	}
	conflict.typed(c, f)
	var wrong problem.List
	if t, err = s.Read(f.joined(conflict)); err != nil && !errors.As(err, &wrong) {
		return err
	}
	return s.Show(t, Refusal{Conflict: &conflict})
}
