package round_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ipstoolkit/demo/sample"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/round"
	"ipstoolkit/toolkit/view"
)

// kept are documents that were made when schema 1 was, with their hashes. They are never made anew: every later program reads
// them, byte for byte. The edition that they were made on is kept beside them, as a database keeps it. The workbook is
// written from them in toolkit/workbook.
var kept = map[string]string{
	"schema1/commissioners":  "01be8a0bea626903af5f5ea8847306791daff563f5408ea2b4607a3139bf1ace",
	"schema1/steering-group": "8d95a65aa85ceddeb79b1700f00e687660b145606b49f3d3ae6594f442317a68",
	"schema1/provider":       "3f19c439624b2493c6240b5b2f4a447d76800eeff757c2db4065e75588fea870",
	// With the rows in words (Told).
	"schema1/told-commissioners":  "4d4e9e4a86df024bb127c284da061294c3da145848f109da234f7360c6f11b6f",
	"schema1/told-steering-group": "2cadb17547e446115fca83fbafe0de5b08385b2ccdc6befc3cdee02b7eec4989",
	"schema1/told-provider":       "9836d2e488b5cd4f4c016deef803bd7c12d68eb95913210e20ac68e0b42f647a",
	// With the round that was opened, the quarter that is sealed, and the providers' views.
	"schema1/opened-commissioners":  "08914a2cb0412ff4b840e9fd7f25dfabf0f73fdd7936306a77ac81c8eaa9aa77",
	"schema1/opened-steering-group": "958ec6d38193827a08abf7f93a9a4edc28b3457f6e78f7c6f9939e0ca85c26a0",
	"schema1/opened-provider":       "6fdc1129c3bec5959ace29f959140447543494f040c237f0097b0d2e2ed92841",
}

// ofSchema1 is a library with the edition of a kept document alone: the file had other words when the later ones were made.
func ofSchema1(t *testing.T, name string) *edition.Library {
	t.Helper()
	l, file := &edition.Library{}, "edition.yaml"
	if strings.Contains(name, "/opened-") {
		file = "edition-opened.yaml"
	}
	data, err := os.ReadFile(filepath.Join("testdata", "schema1", file))
	if err := errors.Join(err, l.Add(file, data)); err != nil {
		t.Fatal(err)
	}
	return l
}

func TestDocumentsOfOlderProgramsAreRead(t *testing.T) {
	for name, hash := range kept {
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join("testdata", name+".json"))
			if err != nil {
				t.Fatal(err)
			}
			d, err := round.Read(data)
			if err != nil {
				t.Fatal(err)
			}
			if d.Hash() != hash || !bytes.Equal(d.Canonical(), data) {
				t.Errorf("its hash is %s", d.Hash())
			}
			s, err := d.Snapshot(ofSchema1(t, name))
			if err != nil {
				t.Fatal(err)
			}
			if len(s.Results) == 0 || len(s.Entries) != 21 || len(s.Sealed.Overdue) == 0 || len(s.Sealed.Saves) == 0 {
				t.Errorf("%d results, %d entries, %d overdue, %d saves", len(s.Results), len(s.Entries), len(s.Sealed.Overdue),
					len(s.Sealed.Saves))
			}
		})
	}
}

// TestARivalIsNotWorkedOut: beside its own results a provider has the ICB's as they are shown, and no number from which,
// with its own taken away, the other provider's comes out.
func TestARivalIsNotWorkedOut(t *testing.T) {
	d := of(t, sample.ICB().For(view.Provider("n")))
	if len(d.Shared) < 5 {
		t.Fatalf("%d results beside the provider's own", len(d.Shared))
	}
	for _, r := range d.Shared {
		if l := r.Line; l.Value != "" || l.Numbers != "" || l.Sum != "" || len(r.Lines)+len(r.Trend) > 0 {
			t.Errorf("%s: %+v", r.Target.Code, l)
		}
	}
}
