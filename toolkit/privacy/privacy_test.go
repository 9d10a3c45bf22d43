package privacy

import (
	"slices"
	"strings"
	"testing"

	"ipstoolkit/toolkit/problem"
)

// Numbers of the test range 999 replace real ones: 999 000 0018 has the right check digit.
func TestNHSNumbers(t *testing.T) {
	cases := []struct {
		name, text string
		want       []string
	}{
		{"one run", "seen 9990000018 today", []string{"9990000018"}},
		{"spaces", "999 000 0018", []string{"999 000 0018"}},
		{"hyphens", "(999-000-0018)", []string{"999-000-0018"}},
		{"dots", "no. 999.000.0018.", []string{"999.000.0018"}},
		{"underscores in a file's name", "999_000_0018_minutes.docx", []string{"999_000_0018"}},
		{"no-break spaces", "999\u00a0000\u00a00018", []string{"999\u00a0000\u00a00018"}},
		{"narrow no-break spaces", "999\u202f000\u202f0018", []string{"999\u202f000\u202f0018"}},
		{"no-break hyphens", "999\u2011000\u20110018", []string{"999\u2011000\u20110018"}},
		{"en dashes", "999–000–0018", []string{"999–000–0018"}},
		{"spaced hyphens", "999 - 000 - 0018", []string{"999 - 000 - 0018"}},
		{"two spaces", "999  000  0018", []string{"999  000  0018"}},
		{"one space of two", "999 0000018", []string{"999 0000018"}},
		{"full-width digits", "９９９ ０００ ００１８", []string{"９９９ ０００ ００１８"}},
		{"zero-width spaces between", "999\u200b000\u200b0018", []string{"999\u200b000\u200b0018"}},
		{"soft hyphens between", "9990\u00ad0000\u00ad18", []string{"9990\u00ad0000\u00ad18"}},
		{
			"each mark that shows nothing", "9\u200b9\u200c9\u200d0\u200e0\u200f0\u202a0\u202e0\u2060\u20641\u2066\u2069\ufeff8",
			[]string{"9\u200b9\u200c9\u200d0\u200e0\u200f0\u202a0\u202e0\u2060\u20641\u2066\u2069\ufeff8"},
		},
		{"a word right before", "NHS9990000018", []string{"9990000018"}},
		{"check digit 11 counts as 0", "999 000 0050", []string{"999 000 0050"}},
		{"two of them", "999 000 0018, 999 000 0026", []string{"999 000 0018", "999 000 0026"}},
		{"two with a hyphen between", "9990000018-9990000026", []string{"9990000018", "9990000026"}},
		{"a row of numbers", "1 999 000 0018 2", []string{"999 000 0018"}},
		{"after a date", "20/11/2026 999 000 0018", []string{"999 000 0018"}},
		{"at the end after broken bytes", "\xff9990000018", []string{"9990000018"}},

		{"wrong check digit", "999 000 0019", nil},
		{"check digit that is never issued", "999 000 0000", nil},
		{"nine digits", "999 000 001", nil},
		{"eleven digits", "99900000181", nil},
		{"mobile", "07700 900123", nil},
		{"mobile in one run", "07700900123", nil},
		{"mobile in three groups", "0999 000 0018", nil},
		{"mobile with the country code", "+44 999 000 0018", nil},
		{"country code and 0", "+44 (0) 999 000 0018", nil},
		{"country code from abroad", "0044 999-000-0018", nil},
		{"London telephone", "020 7946 0018", nil},
		{"contract's reference of 14 digits", "99900000181234", nil},
		{"contract's reference in groups", "1234-999-000-0018", nil},
		{"the same, going on", "999-000-0018-01", nil},
		{"groups of another shape", "9990 000 018", nil},
		{"cells of a table", "999\t000\t0018", nil},
		{"two lines", "999\n000 0018", nil},
		{"date and time", "20261120 101500", nil},
		{"dates", "2026-11-20 to 2027-03-31", nil},
		{"money", "£9,990,000,018", nil},
		{"money in thousands with spaces", "9 990 000 018", nil},
		{"decimal fraction", "0.9990000018", nil},
		{"decimal number", "999000.0018", nil},
		{"pounds and pence", "9990000018.50", nil},
		{"card", "9990 0000 1800 0018", nil},
		{"nothing", "", nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, f := range NHSNumbers(c.text) {
				got = append(got, f.Text)
				if c.text[f.Start:f.End] != f.Text {
					t.Errorf("offsets %d to %d do not hold %q", f.Start, f.End, f.Text)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("NHSNumbers(%q) = %q, want %q", c.text, got, c.want)
			}
		})
	}
}

func TestConfirmation(t *testing.T) {
	first := NHSNumbers("contract 999 000 0018")
	other := NHSNumbers("contract 999 000 0026")
	if Confirmation(first) != Confirmation(NHSNumbers("999-000-0018 and 9990000018")) {
		t.Error("the same number in another spacing has another fingerprint")
	}
	if got := Unconfirmed(first, Confirmation(first)); len(got) != 0 {
		t.Errorf("confirmed, yet left: %v", got)
	}
	if got := Unconfirmed(other, Confirmation(first)); len(got) != 1 {
		t.Error("a confirmation of one number covers another")
	}
	both := slices.Concat(first, other)
	if got := Unconfirmed(both, Confirmation(first), Confirmation(other)); len(got) != 0 {
		t.Errorf("two confirmations leave %v", got)
	}
	if got := Confirmed(both, Confirmation(other), "abcde", "<b>"); got != Confirmation(other) {
		t.Errorf("kept %q of what a form sent, want the one that is there", got)
	}
	if got := Unconfirmed(first, ""); len(got) != 1 {
		t.Error("an empty confirmation confirms")
	}
	if strings.ContainsAny(Confirmation(both), " 	") || len(Confirmation(both)) != 11 {
		t.Errorf("confirmation %q is not two short fingerprints", Confirmation(both))
	}
}

func TestGuard(t *testing.T) {
	cases := []struct {
		name, text, confirmed, want string
	}{
		{"clean", "all well", "", ""},
		{"one", "see 999 000 0018", "", "Notes must not include an NHS number. The number ending 0018 looks like one. " +
			"Take it out, or confirm that it is not an NHS number"},
		{"the same twice", "999 000 0018 9990000018", "", "Notes must not include an NHS number. The number ending 0018 looks like one. " +
			"Take it out, or confirm that it is not an NHS number"},
		{"many", "9990000018 9990000026 9990000034 9990000042", "", "Notes must not include NHS numbers. The numbers ending 0018, 0026, " +
			"0034 and more look like them. Take them out, or confirm that they are not NHS numbers"},
		{"confirmed", "see 999 000 0018", Confirmation(NHSNumbers("9990000018")), ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var l problem.List
			Guard(&l, "notes", "Notes", c.text, c.confirmed)
			if got := l.For("notes"); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestSearchFindsAcrossPieces(t *testing.T) {
	number := "999 000 0018"
	for _, before := range []int{0, 1, window - 5, window, window + overlap - 3, window + 2*overlap - 4, 3 * window} {
		for _, size := range []int{1, 7, 4096, 1 << 20} {
			text := strings.Repeat("x", before) + number + strings.Repeat(" y", window)
			var s Search
			for rest := text; rest != ""; rest = rest[min(size, len(rest)):] {
				s.WriteString(rest[:min(size, len(rest))])
			}
			got := s.Finds()
			if len(got) != 1 || got[0] != (Find{before, before + len(number), number}) {
				t.Errorf("after %d bytes in pieces of %d: %v", before, size, got)
			}
		}
	}
}

func TestSearchSeesLongRunsWhole(t *testing.T) {
	var s Search
	s.WriteString(strings.Repeat("9990000018", 3*window/10)) // one run of digits: no NHS number in it
	if got := s.Finds(); len(got) != 0 {
		t.Errorf("found %d in one long run of digits", len(got))
	}
}

func TestSearchKeepsABoundedNumber(t *testing.T) {
	var s Search
	s.WriteString(strings.Repeat("9990000018\n", 10_000))
	if got := len(s.Finds()); got != kept {
		t.Errorf("kept %d finds, want %d", got, kept)
	}
}

func FuzzNHSNumbers(f *testing.F) {
	for _, seed := range []string{"999 000 0018", "+44 999-000-0018", "９９９０００００１８", "9990000018.5", "\xff\u200b9", "1-999-000-0018"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		finds := NHSNumbers(text)
		last := 0
		for _, find := range finds {
			if find.Start < last || find.End <= find.Start || text[find.Start:find.End] != find.Text {
				t.Fatalf("%q: bad find %+v", text, find)
			}
			last = find.End
			if d := digits(find.Text); len(d) != 10 {
				t.Fatalf("%q: %q has %d digits", text, find.Text, len(d))
			}
		}
		if left := Unconfirmed(finds, Confirmation(finds)); len(left) != 0 {
			t.Fatalf("%q: confirmed, yet left %v", text, left)
		}
		var s Search
		s.WriteString(text)
		if got := s.Finds(); len(text) < window && len(finds) < kept && !slices.Equal(got, finds) {
			t.Fatalf("%q: in one piece %v, searched %v", text, finds, got)
		}
	})
}
