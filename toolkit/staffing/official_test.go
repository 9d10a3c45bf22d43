package staffing_test

import (
	"strings"
	"testing"

	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/staffing"
)

func TestPostsAgainstThePublishedTarget(t *testing.T) {
	posts := func(funded, inPost int64) staffing.Line {
		var l staffing.Line
		for i, r := range staffing.Roles {
			l.Posts[i].Role = r
		}
		l.Posts[staffing.ES].Funded = number.FTE{Hundredths: funded, Known: funded >= 0}
		l.Posts[staffing.ES].InPost = number.FTE{Hundredths: inPost, Known: inPost >= 0}
		return l
	}
	for _, c := range []struct {
		name           string
		funded, inPost int64
		want           string
	}{
		{"short", 9_00, 7_60, "9.00 funded, 1.50 short; 7.60 in post, 2.90 short"},
		{"a hundredth short", 10_49, 10_50, "10.49 funded, 0.01 short; 10.50 in post, which meets it"},
		{"above", 11_00, 10_51, "11.00 funded, 0.50 above it; 10.51 in post, 0.01 above it"},
		{"nobody funded is a number", 0, 0, "0.00 funded, 10.50 short; 0.00 in post, 10.50 short"},
		{"in post not known", 9_00, -1, "9.00 funded, 1.50 short"},
		{"funded not known", -1, 9_00, "9.00 in post, 1.50 short"},
		{"neither known", -1, -1, "the number of posts is not known"},
	} {
		t.Run(c.name, func(t *testing.T) {
			y := staffing.YearOf(2026)
			y.Row.Values = map[string]string{"grow_es": "1050"}
			got := strings.Join(y.Official(posts(c.funded, c.inPost)), " ")
			if want := "IPS Grow’s published workforce target is 10.50 employment specialists: " + c.want + "."; got != want {
				t.Errorf("got %q", got)
			}
			if got := (staffing.Year{Row: register.Row{}}).Official(posts(c.funded, c.inPost)); got != nil {
				t.Errorf("nothing is published, and it says %q", got)
			}
		})
	}
}

func TestFilled(t *testing.T) {
	for _, c := range []struct {
		name           string
		funded, inPost number.FTE
		want           string
	}{
		{"some", number.FTEOf(9_00), number.FTEOf(7_60), "84.4%"},
		{"a half rounds up", number.FTEOf(16_00), number.FTEOf(9_70), "60.6%"},
		{"all", number.FTEOf(9_00), number.FTEOf(9_00), "100.0%"},
		{"more than all", number.FTEOf(3_00), number.FTEOf(4_00), "133.3%"},
		{"none", number.FTEOf(3_00), number.FTEOf(0), "0.0%"},
		{"nothing to fill", number.FTEOf(0), number.FTEOf(1_00), ""},
		{"not known", number.FTE{}, number.FTEOf(1_00), ""},
		{"in post not known", number.FTEOf(1_00), number.FTE{}, ""},
	} {
		if got := (staffing.Post{Funded: c.funded, InPost: c.inPost}).Filled(); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
