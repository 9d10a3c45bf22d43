package round_test

import (
	"math/big"
	"reflect"
	"slices"
	"strings"
	"testing"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/round"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/staffing"
	"ipstoolkit/toolkit/view"
)

// leftOut are the fields of a snapshot that no document holds. A new field of a record is in the document, or here, with a
// reason.
var leftOut = []string{
	".Confirmed",      // a person's word about numbers in a text, for forms alone
	".Version",        // of one record, for forms alone; that of a priority is kept, since the workbook names it
	"Owner.Member",    // of an action, an id: the name is kept
	"Action.KeptBack", // what is kept back is not in the document
	"Entry.Owner",     // an id: the name is kept
	"Provider.Under",
	"File.ID", "File.Evidence", "File.SHA256", "Message.Seq", "Message.N",
	"Message.Text",                    // of one that was removed, as all are that are filled here
	"Snapshot.Own", "Snapshot.ByHand", // what results are made from: they are kept
	"Own.Name", "Own.Unit", "Own.Direction", // of a result: its Kind has them
	"Snapshot.Breakdowns",                // true numbers of groups: what may be read of them is kept
	"Snapshot.People", "Snapshot.Events", // the saves are kept in words
	"Snapshot.Answers", "Answer.Priority", "Answer.State", // each is kept with its difference
	"Snapshot.Comments", "Comment.Priority", "Comment.State", "Spread.State", // each is kept with its spread
	"Gap.Why",         // its words are kept
	"Title.Organised", // for the making of other audiences
	"Snapshot.Plans",  // kept as they are worked out
}

// TestEveryFieldIsKeptOrLeftOut fills every field of a snapshot and compares what comes back of its document.
func TestEveryFieldIsKeptOrLeftOut(t *testing.T) {
	s := snapshot.Snapshot{}
	fill(reflect.ValueOf(&s).Elem(), "")
	e := s.Entries["1.1"]
	e.Priority = "1.1"
	s.Entries["1.1"] = e
	spread := s.Spreads["1.1"]
	spread.Priority = "1.1"
	s.Spreads["1.1"] = spread
	d, err := round.Of(s)
	if err != nil {
		t.Fatal(err)
	}
	back, err := d.Snapshot(shipped(t))
	if err != nil {
		t.Fatal(err)
	}
	kept, lost := map[string]bool{}, map[string]bool{}
	compare(reflect.ValueOf(s), reflect.ValueOf(back), "", kept, lost)
	if len(kept) < 150 {
		t.Errorf("only %d fields are kept", len(kept))
	}
	for field := range lost {
		if !slices.ContainsFunc(leftOut, func(f string) bool {
			return f == field ||
				strings.HasPrefix(f, ".") && strings.HasSuffix(field, f)
		}) {
			t.Errorf("%s is lost", field)
		}
	}
	for _, field := range leftOut {
		if kept[field] {
			t.Errorf("%s is kept", field)
		}
		if !strings.HasPrefix(field, ".") && !lost[field] {
			t.Errorf("there is no %s", field)
		}
	}
	for _, field := range []string{"Snapshot.Version", "Entry.Version"} {
		if !kept[field] {
			t.Errorf("%s is lost", field)
		}
	}
}

// whole are types that are compared as they are.
var whole = []reflect.Type{reflect.TypeFor[*big.Rat](), reflect.TypeFor[*edition.Edition](), reflect.TypeFor[view.Audience]()}

// compare notes for each field whether it came back.
func compare(was, is reflect.Value, field string, kept, lost map[string]bool) {
	switch {
	case slices.Contains(whole, was.Type()):
	case was.Kind() == reflect.Pointer && !is.IsNil():
		compare(was.Elem(), is.Elem(), field, kept, lost)
		return
	case was.Kind() == reflect.Struct:
		for i := range was.NumField() {
			if f := was.Type().Field(i); f.IsExported() {
				compare(was.Field(i), is.Field(i), was.Type().Name()+"."+f.Name, kept, lost)
			}
		}
		return
	case (was.Kind() == reflect.Slice || was.Kind() == reflect.Array) && is.Len() == was.Len() &&
		was.Type().Elem().Kind() != reflect.String:
		for i := range was.Len() {
			compare(was.Index(i), is.Index(i), field, kept, lost)
		}
		return
	case was.Kind() == reflect.Map && is.Len() == was.Len():
		for _, key := range was.MapKeys() {
			if one := is.MapIndex(key); one.IsValid() {
				compare(was.MapIndex(key), one, field, kept, lost)
				continue
			}
			lost[field] = true
		}
		return
	}
	if was.Kind() != reflect.Func && reflect.DeepEqual(was.Interface(), is.Interface()) {
		kept[field] = true
	} else {
		lost[field] = true
	}
}

// fill gives every exported field below v a value that can be: never a zero one.
func fill(v reflect.Value, field string) {
	switch v.Interface().(type) {
	case view.Audience:
		v.Set(reflect.ValueOf(view.Commissioners))
		return
	case *edition.Edition:
		v.Set(reflect.ValueOf(edition.Current()))
		return
	case snapshot.Events:
		v.Set(reflect.ValueOf(snapshot.Listed(snapshot.Event{Seq: 1})))
		return
	case *big.Rat:
		v.Set(reflect.ValueOf(big.NewRat(21, 50)))
		return
	case calendar.Date, round.Day:
		v.SetString("2026-11-20")
		return
	case calendar.Quarter, round.Quarter:
		v.SetString("2026Q3")
		return
	case calendar.Instant, round.Moment:
		v.SetString("2026-11-20T09:00:00.000000Z")
		return
	case round.Exact:
		v.SetString("21/50")
		return
	case round.Decimal:
		v.SetString("18.50")
		return
	case number.Count:
		v.Set(reflect.ValueOf(number.CountOf(7)))
		return
	case staffing.Year:
		y := staffing.YearOf(2026)
		y.Values["retention"], y.ChangedAt, y.ChangedBy = "2000", "2026-11-20T09:00:00.000000Z", "somebody"
		v.Set(reflect.ValueOf(y))
		return
	case equity.Why:
		v.Set(reflect.ValueOf(equity.NotEntered))
		return
	case staffing.Role: // the first is 0, and what it is of is in the place of its role
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				fill(v.Field(i), v.Type().Name()+"."+f.Name)
			}
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), field)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), field)
	case reflect.Array:
		for i := range v.Len() {
			fill(v.Index(i), field)
			if post, is := v.Index(i).Addr().Interface().(*staffing.Post); is {
				post.Role = staffing.Role(i)
			}
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		one := reflect.New(v.Type().Elem()).Elem()
		fill(one, field)
		v.SetMapIndex(reflect.ValueOf("1.1").Convert(v.Type().Key()), one)
	case reflect.String:
		v.SetString("text of " + field)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(2026)
	default:
		panic("no value for " + field + " of " + v.Type().String())
	}
}
