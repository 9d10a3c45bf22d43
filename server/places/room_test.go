package places

import "testing"

func TestRoom(t *testing.T) {
	r := NewRoom(10, 6, 4)
	for i, step := range []struct {
		who   Who
		bytes int64 // less than 0 gives back
		want  bool
	}{
		{Who{"A", "1"}, 4, true},
		{Who{"A", "1"}, 1, false}, // a person's most
		{Who{"A", "2"}, 3, false}, // the ICB's
		{Who{"A", "2"}, 2, true},
		{Who{"B", "1"}, 4, true},
		{Who{"C", "1"}, 1, false}, // everybody's
		{Who{"A", "1"}, -4, true},
		{Who{"C", "1"}, 4, true},
	} {
		if step.bytes < 0 {
			r.Give(step.who, -step.bytes)
		} else if got := r.Take(step.who, step.bytes); got != step.want {
			t.Errorf("step %d: room for %d of %v: %v, want %v", i, step.bytes, step.who, got, step.want)
		}
	}
	for who, bytes := range map[Who]int64{{"A", "2"}: 2, {"B", "1"}: 4, {"C", "1"}: 4} {
		r.Give(who, bytes)
	}
	if r.taken != 0 || len(r.icbs)+len(r.people) > 0 {
		t.Errorf("after all was given back: %d bytes, %d ICBs, %d people", r.taken, len(r.icbs), len(r.people))
	}
}
