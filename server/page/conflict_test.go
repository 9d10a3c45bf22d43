package page

import (
	"slices"
	"testing"
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
