package evidence

import (
	"slices"
	"testing"

	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/snapshot"
)

func TestToldInWords(t *testing.T) {
	ed := edition.Current()
	const hash = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0"
	for _, tt := range []struct {
		name         string
		change, want snapshot.Change
		gone         bool
	}{
		{
			"a priority",
			snapshot.Change{Field: "priorities", New: "1.2"},
			snapshot.Change{Field: "priorities", New: "1.2 Joint governance with ICB oversight"},
			false,
		},
		{
			"one becomes another",
			snapshot.Change{Field: "priorities", Old: "1.2", New: "1.2, 9.9"},
			snapshot.Change{
				Field: "priorities", Old: "1.2 Joint governance with ICB oversight",
				New: "1.2 Joint governance with ICB oversight; 9.9 of an earlier edition",
			},
			false,
		},
		{
			"a file",
			snapshot.Change{Field: "file", New: "notes.txt (5 bytes, SHA-256 " + hash + ")"},
			snapshot.Change{Field: "file", New: "notes.txt (5 bytes)"},
			false,
		},
		{"a file removed for good", snapshot.Change{Field: "file", New: "SHA-256 " + hash}, snapshot.Change{}, true},
		{
			"a name that was taken out",
			snapshot.Change{Field: "file", Removed: "2026-11-20T09:00:00.000000Z"},
			snapshot.Change{Field: "file", Removed: "2026-11-20T09:00:00.000000Z"},
			false,
		},
		{"another field", snapshot.Change{Field: "title", New: "3.3 b2.2"}, snapshot.Change{Field: "title", New: "3.3 b2.2"}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			kept := []snapshot.Event{{Changes: []snapshot.Change{tt.change}}}
			want := []snapshot.Change{tt.want}
			if tt.gone {
				want = nil
			}
			if got := told(ed, kept)[0].Changes; !slices.Equal(got, want) {
				t.Errorf("told %+v, want %+v", got, want)
			}
			if kept[0].Changes[0] != tt.change {
				t.Errorf("the event itself became %+v", kept[0].Changes[0])
			}
		})
	}
}

func TestStatementsByTheirBeginnings(t *testing.T) {
	p, _ := edition.Current().Priority("3.3")
	point, ok := p.Point("b2.2")
	if !ok {
		t.Fatal("3.3 has no statement b2.2")
	}
	if got, want := supported(edition.Current(), "3.3, 3.3 b2.2"), "3.3 "+p.Name+", ‘"+beginning(point.Plain())+"’"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for text, want := range map[string]string{
		"Short enough": "Short enough",
		"A statement of exactly sixty characters is said as " +
			"it stands": "A statement of exactly sixty characters is said as it stands",
		"A statement of exactly 61 characters is said by its " +
			"beginning": "A statement of exactly 61 characters is said by its…",
		"A statement that goes on for rather longer than, say, a line of a table has " +
			"room for": "A statement that goes on for rather longer than, say, a line…",
		"A statement that goes on for rather longer than it should, and then some " +
			"more words": "A statement that goes on for rather longer than it should…",
	} {
		if got := beginning(text); got != want {
			t.Errorf("%q begins %q, want %q", text, got, want)
		}
	}
}
