package workbook

import "testing"

func TestHowManyTargetsAreNotReached(t *testing.T) {
	for _, c := range []struct {
		missed, available int
		want              string
	}{
		{0, 9, "0 of 9 targets are not reached"},
		{1, 9, "1 of 9 targets is not reached"},
		{2, 9, "2 of 9 targets are not reached"},
		{1, 1, "1 of 1 target is not reached"},
	} {
		if got := notReachedWords(c.missed, c.available); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
