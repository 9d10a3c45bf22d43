package page

import (
	"net/url"
	"slices"
	"testing"

	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/record"
)

func TestConflictShowsWhatDiffers(t *testing.T) {
	k := Conflict{Fields: []Both{
		Either("Status", "In place", "In progress"), Either("Owner", "Commissioner", "Commissioner"), Either("Review by", "", "1 May 2027"),
		Texts("Notes", "notes", "One\nTwo", "One\nThree"), Texts("Private notes", "private", "Same", "Same"),
	}}
	var rows [][]string
	for _, r := range k.Table().Rows {
		rows = append(rows, []string{r[0].Text, r[1].Text, r[2].Text})
	}
	want := [][]string{{"Status", "In place", "In progress"}, {"Review by", "Nothing", "1 May 2027"}}
	if !slices.EqualFunc(rows, want, slices.Equal) {
		t.Errorf("table %q, want %q", rows, want)
	}
	if texts := k.Texts(); len(texts) != 1 || texts[0].Name != "Notes" {
		t.Errorf("texts %v, want the notes alone", texts)
	}
	if k.Same() {
		t.Error("the same, though three fields differ")
	}
	if same := (Conflict{Fields: []Both{k.Fields[1], k.Fields[4]}}); !same.Same() {
		t.Error("not the same, though every field is")
	}
}

// What only one of the two changed since the form was opened is not asked, and a form holds what each of them changed.
func TestConflictAsksWhatBothChanged(t *testing.T) {
	const old = "Before"
	field := func(name, theirs, mine string) Both { return Either(name, theirs, mine).Of(name, name, theirs) }
	for _, tt := range []struct {
		name         string
		was          map[string]string
		theirs, mine string
		asked        bool
		sends        string
	}{
		{"only they changed it", map[string]string{"place": old}, "North", old, false, "North"},
		{"only I changed it", map[string]string{"other": "x"}, old, "South", false, "South"},
		{"both changed it", map[string]string{"place": old}, "North", "South", true, "South"},
		{"they took it away", map[string]string{"place": old}, "", old, false, ""},
		{"I took it away, they did not", map[string]string{}, old, "", false, ""},
		{"it was removed because of personal data", map[string]string{}, evidence.RemovedWords, old, true, old},
		{"its text of then is not known", map[string]string{"place": "\x00"}, "North", old, true, old},
	} {
		t.Run(tt.name, func(t *testing.T) {
			k := Conflict{Version: 4, Fields: []Both{field("place", tt.theirs, tt.mine), Either("Not told", "a", "a")}}
			k.opened(tt.was, []record.Text{{Field: "place", Text: tt.mine}})
			if k.Asks() != tt.asked || (len(k.Table().Rows) > 0) != tt.asked || (len(k.Apart()) == 0) != tt.asked {
				t.Errorf("it asks: %t, with %v and %v", k.Asks(), k.Table().Rows, k.Apart())
			}
			f := Form{values: url.Values{"place": {tt.mine}, "version": {"3"}, "seen": {"7"}}}
			kept, joined := f.over(k, 9), f.joined(k)
			if kept.Text("place") != tt.sends || joined.Text("place") != tt.sends {
				t.Errorf("mine sends %q and the form below %q, want %q", kept.Text("place"), joined.Text("place"), tt.sends)
			}
			if kept.Version() != 4 || kept.Seen() != 9 || f.Text("place") != tt.mine {
				t.Errorf("version %d, seen %d, and what was sent %q", kept.Version(), kept.Seen(), f.Text("place"))
			}
		})
	}
}
