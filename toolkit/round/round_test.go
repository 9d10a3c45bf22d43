package round_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ipstoolkit/demo/sample"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/round"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/view"
)

// rounds are snapshots of every sort, each for the three audiences.
func rounds() map[string]snapshot.Snapshot {
	empty := snapshot.Snapshot{
		Audience: view.Commissioners, ICB: snapshot.ICB{Code: "QOX", Name: "Nothing yet"}, Edition: edition.Current(),
		At: "2026-11-20T09:00:00.000000Z",
	}
	procured := sample.ICB()
	procured.Procurement = "2026-11-01"
	byProvider := sample.ICB()
	byProvider.ICB.ByProvider = true
	all := map[string]snapshot.Snapshot{}
	for name, s := range map[string]snapshot.Snapshot{
		"empty": empty, "filled": sample.ICB(), "procurement": procured, "by provider": byProvider,
	} {
		all[name+", commissioners"] = s.For(view.Commissioners)
		all[name+", the steering group"] = s.For(view.SteeringGroup)
		all[name+", a provider"] = s.For(view.Provider("n"))
	}
	all["procurement, commissioners outside"] = procured.For(view.Commissioners.Outside())
	return all
}

func shipped(t testing.TB) *edition.Library {
	t.Helper()
	l, err := edition.LoadFolder("")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func of(t testing.TB, s snapshot.Snapshot) round.Document {
	t.Helper()
	d, err := round.Of(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestADocumentIsReadAsItWasWritten(t *testing.T) {
	for name, s := range rounds() {
		t.Run(name, func(t *testing.T) {
			d := of(t, s)
			data := d.Canonical()
			read, err := round.Read(data)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(read, d) {
				t.Error("another document is read than was written")
			}
			if !bytes.Equal(read.Canonical(), data) {
				t.Error("what was read has other bytes")
			}
			sum := sha256.Sum256(data)
			if read.Hash() != hex.EncodeToString(sum[:]) {
				t.Error("the hash is not that of the bytes")
			}
			back, err := read.Snapshot(shipped(t))
			if err != nil {
				t.Fatal(err)
			}
			if again := of(t, back); !reflect.DeepEqual(again, d) {
				t.Error("the snapshot of a document makes another document")
			}
		})
	}
}

// TestTheCanonicalForm holds what a program in another language has to do to come to the same bytes.
func TestTheCanonicalForm(t *testing.T) {
	s := sample.ICB()
	e := s.Entries["1.1"]
	e.Notes = "1 < 2 & 3 > 2 – “quoted”\u2028\x00\xff/"
	s.Entries["1.1"] = e
	data := string(of(t, s.For(view.Commissioners)).Canonical())
	begins := `{"actions":[{"about_id":"3.3","about_kind":"priority","asked":"trust","changed_at":"2026-09-`
	if !strings.HasPrefix(data, begins) || !strings.HasSuffix(data, "}") {
		t.Errorf("it begins %.90s", data)
	}
	if want := `1 < 2 & 3 > 2 – “quoted”\u2028\u0000` + "\ufffd/"; !strings.Contains(data, want) {
		t.Errorf("the notes are not %s", want)
	}
	if !strings.Contains(data, `"shown":"41.0%"`) || !strings.Contains(data, `"value":"6600/161"`) {
		t.Error("no result has its text beside its number")
	}
	if n := inOrder(t, json.NewDecoder(strings.NewReader(data))); n < 500 {
		t.Errorf("only %d keys", n)
	}
}

// inOrder counts the keys of the next JSON value. All of them have to be in order.
func inOrder(t *testing.T, from *json.Decoder) (keys int) {
	t.Helper()
	token, err := from.Token()
	if err != nil {
		t.Fatal(err)
	}
	last := ""
	for token == json.Delim('{') && from.More() {
		key, err := from.Token()
		if err != nil || key.(string) <= last {
			t.Fatalf("%v comes after %s: %v", key, last, err)
		}
		last = key.(string)
		keys += 1 + inOrder(t, from)
	}
	for token == json.Delim('[') && from.More() {
		keys += inOrder(t, from)
	}
	if _, opened := token.(json.Delim); opened {
		_, _ = from.Token()
	}
	return keys
}

// TestTheHashIsOfWhatIsSaid: not of the order in which maps were filled.
func TestTheHashIsOfWhatIsSaid(t *testing.T) {
	want := of(t, sample.ICB().For(view.Commissioners)).Hash()
	for range 5 {
		s := sample.ICB()
		s.Entries, s.Registers, s.Began = turned(s.Entries), turned(s.Registers), turned(s.Began)
		for i, r := range s.Returns {
			s.Returns[i].Other, s.Returns[i].Reasons = turned(r.Other), turned(r.Reasons)
		}
		for i, c := range s.Contracts {
			s.Contracts[i].Terms = turned(c.Terms)
		}
		if got := of(t, s.For(view.Commissioners)).Hash(); got != want {
			t.Fatal("maps that were filled in another order give another hash")
		}
	}
	s := sample.ICB()
	e := s.Entries["1.1"]
	e.Notes += "."
	s.Entries["1.1"] = e
	if of(t, s.For(view.Commissioners)).Hash() == want {
		t.Error("one more character gives the same hash")
	}
}

// turned is a map that was filled from the last key to the first.
func turned[V any](m map[string]V) map[string]V {
	other := make(map[string]V, 2*len(m))
	for _, key := range slices.Backward(slices.Sorted(maps.Keys(m))) {
		other[key] = m[key]
	}
	return other
}

// TestEveryFieldCounts changes each field of a full document, one after the other: the hash is another each time, and no
// two fields have the same key.
func TestEveryFieldCounts(t *testing.T) {
	d := round.Document{}
	fill(reflect.ValueOf(&d).Elem(), "")
	want, hashes := d.Hash(), map[string]string{}
	var walk func(v reflect.Value, path string)
	walk = func(v reflect.Value, path string) {
		switch v.Kind() {
		case reflect.Struct:
			for i := range v.NumField() {
				walk(v.Field(i), path+"."+v.Type().Field(i).Name)
			}
			return
		case reflect.Slice:
			walk(v.Index(0), path+"[]")
			return
		case reflect.Map:
			key := v.MapKeys()[0]
			was := v.MapIndex(key)
			if was.Kind() == reflect.Slice {
				walk(was.Index(0), path+"[]")
				return
			}
			one := reflect.New(was.Type()).Elem()
			one.SetZero()
			v.SetMapIndex(key, one)
			changed(t, d, want, path, hashes)
			v.SetMapIndex(key, was)
			return
		}
		was := reflect.New(v.Type()).Elem()
		was.Set(v)
		v.SetZero()
		changed(t, d, want, path, hashes)
		v.Set(was)
	}
	walk(reflect.ValueOf(&d).Elem(), "")
	if len(hashes) < 150 || d.Hash() != want {
		t.Errorf("%d fields were changed", len(hashes))
	}
}

func changed(t *testing.T, d round.Document, want, path string, hashes map[string]string) {
	t.Helper()
	got := d.Hash()
	if got == want {
		t.Errorf("%s does not count", path)
	}
	if other := hashes[got]; other != "" {
		t.Errorf("%s and %s are one key", path, other)
	}
	hashes[got] = path
}

func TestWhatIsNoDocumentIsRefused(t *testing.T) {
	good := string(of(t, sample.ICB().For(view.SteeringGroup)).Canonical())
	with := func(old, new string) string {
		t.Helper()
		if !strings.Contains(good, old) {
			t.Fatalf("nothing in the document is %s", old)
		}
		return strings.Replace(good, old, new, 1)
	}
	for _, tt := range []struct {
		name, data, want string
	}{
		{"nothing", "", "damaged"},
		{"no JSON", "{", "damaged"},
		{"cut off", good[:len(good)-1], "damaged"},
		{"null", "null", "schema 0"},
		{"a list", "[]", "damaged"},
		{"the zero document", string(round.Document{}.Canonical()), "schema 0"},
		{"a later schema", with(`"schema":1`, `"schema":2`), "schema 2"},
		{"a later schema with fields of its own", with(`"schema":1`, `"colour":"red","schema":2`), "schema 2"},
		{"a schema below 0", with(`"schema":1`, `"schema":-1`), "schema -1"},
		{"a schema in words", with(`"schema":1`, `"schema":"1"`), "damaged"},
		{"a field too many", with(`"icb":{`, `"icb":{"Colour":"red",`), "field icb.Colour"},
		{"a field too many deep down", with(`"priorities":{"1.1":{`, `"priorities":{"1.1":{"a":1,`), "field priorities.1.1.a"},
		{"a field too many in a list", with(`"results":[{`, `"results":[{"a":[],`), "field results.0.a"},
		{"a field in other letters", with(`"icb":{`, `"ICB":{`), "field ICB"},
		{"an empty field", with(`"icb":{`, `"icb":{"by_provider":false,`), "field icb.by_provider"},
		{"a field twice", with(`"icb":{`, `"icb":{"code":"QWE",`), "damaged"},
		{"a space", with(`"icb":{`, `"icb": {`), "damaged"},
		{"an end of line", good + "\n", "damaged"},
		{"a second document", good + good, "damaged"},
		{"an escape that need not be", with(`"region":"S`, `"region":"\u0053`), "damaged"},
		{"text for a number", with(`"version":412`, `"version":"412"`), "damaged"},
		{"a part of a save", with(`"version":412`, `"version":412.5`), "damaged"},
		{"no date", with(`"next_meeting":"2026-12-09"`, `"next_meeting":"2026-12-32"`), "damaged"},
		{"no moment", with(`"at":"2026-11-20T09:00:00.000000Z"`, `"at":"2026-11-20"`), "damaged"},
		{"no number", with(`"default":"25.00"`, `"default":"25"`), "damaged"},
		{"a fraction that can be made less", with(`"value":"`, `"value":"2/4`), "damaged"},
		{"a number of a million digits", with(`"value":"`, `"value":"1e999999999`), "damaged"},
		{"nobody's", with(`"name":"steering group"`, `"name":"public"`), "damaged"},
		{"a steering group of a provider", with(`"name":"steering group"`, `"name":"steering group","provider":"n"`), "damaged"},
		{"a provider without an id", with(`"name":"steering group"`, `"name":"provider"`), "damaged"},
		{"no ICB", with(`"code":"QOX"`, `"code":""`), "damaged"},
		{"no edition", with(`"hash":"`, `"hash":"x`), "damaged"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, err := round.Read([]byte(tt.data))
			if got := sort(err); got != tt.want {
				t.Errorf("%s: %v; want %s", got, err, tt.want)
			}
			if !reflect.DeepEqual(d, round.Document{}) {
				t.Error("a document comes with the error")
			}
		})
	}
}

// sort is which of the three errors one is.
func sort(err error) string {
	var schema *round.UnknownSchema
	var field *round.UnknownField
	var damaged *round.Damaged
	switch {
	case errors.As(err, &schema):
		return "schema " + strconv.Itoa(schema.Schema)
	case errors.As(err, &field):
		return "field " + field.Path
	case errors.As(err, &damaged):
		return "damaged"
	}
	return "none"
}

func TestWhatMakesNoDocument(t *testing.T) {
	broken := errors.New("the disk is gone")
	failing := sample.ICB().For(view.Commissioners)
	failing.Events = func(yield func(snapshot.Event, error) bool) { yield(snapshot.Event{}, broken) }
	if _, err := round.Of(failing); !errors.Is(err, broken) {
		t.Errorf("a history that cannot be read: %v", err)
	}
	dated := sample.ICB().For(view.Commissioners)
	dated.ICB.NextMeeting = "soon"
	for name, s := range map[string]snapshot.Snapshot{
		"nobody's": sample.ICB().For(view.Audience{}), "the zero snapshot": {}, "a day that is none": dated,
	} {
		if d, err := round.Of(s); sort(err) != "damaged" || d.Schema != 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheEditionHasToBeThere(t *testing.T) {
	d := of(t, sample.ICB().For(view.SteeringGroup))
	other := d
	other.Edition.ID = "2031-04"
	if _, err := other.Snapshot(shipped(t)); err == nil {
		t.Error("an edition that is not here is read")
	}
	other = d
	other.Edition.Hash = strings.Repeat("0", 64)
	if _, err := other.Snapshot(shipped(t)); err == nil {
		t.Error("an edition with another text is read")
	}
}

// TestASealedSnapshotIsOfOneAudience: nothing is made of it for another, and nothing is worked out anew.
func TestASealedSnapshotIsOfOneAudience(t *testing.T) {
	s := sample.ICB()
	s.Procurement = "2026-11-01"
	sealed, err := of(t, s.For(view.Commissioners)).Snapshot(shipped(t))
	if err != nil {
		t.Fatal(err)
	}
	sealed.Results, sealed.Claims = []measure.Result{{Line: measure.Line{Told: "as sealed"}}}, nil
	if got := sealed.For(view.Commissioners).Measured(); len(got.Results) != 1 || got.Results[0].Line.Result() != "as sealed" {
		t.Errorf("%d results", len(got.Results))
	}
	for _, a := range []view.Audience{view.SteeringGroup, view.Provider("n"), view.Commissioners.Outside(), {}} {
		if got := sealed.For(a); !got.Audience.IsNobody() || len(got.Entries) > 0 {
			t.Errorf("%+v has something of the commissioners' round", a)
		}
	}
	if got := sealed.Closed(); !got.Audience.IsNobody() || len(got.Entries) > 0 {
		t.Error("a sealed round is closed by what is not sealed")
	}
	if e := sealed.Entry("1.1"); e.Status == assessment.NotAnswered {
		t.Error("the sample has no status")
	}
}
