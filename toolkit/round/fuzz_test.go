package round_test

import (
	"bytes"
	"reflect"
	"testing"

	"ipstoolkit/toolkit/round"
)

// FuzzRead gives Read bytes of all sorts: it refuses them with one of its three errors, or what it reads has these very bytes
// and can be made a snapshot.
func FuzzRead(f *testing.F) {
	var d round.Document // a field of each sort
	fill(reflect.ValueOf(&d).Elem(), "")
	least := of(f, rounds()["empty, the steering group"])
	d.Schema, d.Audience, d.Edition = round.Schema, least.Audience, least.Edition
	if _, err := round.Read(d.Canonical()); err != nil {
		f.Fatal(err)
	}
	f.Add(d.Canonical())
	least.Results = nil
	f.Add(least.Canonical())
	f.Add([]byte(`{"schema":1}`))
	editions := shipped(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := round.Read(data)
		switch {
		case err != nil && sort(err) == "none":
			t.Errorf("an error of another sort: %v", err)
		case err != nil:
			return
		case !bytes.Equal(d.Canonical(), data):
			t.Error("other bytes are read")
		}
		if s, err := d.Snapshot(editions); err == nil {
			if _, err := round.Of(s); err != nil {
				t.Errorf("the snapshot makes no document: %v", err)
			}
		}
	})
}
