package figures_test

import (
	"strings"
	"testing"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/grid"
	"ipstoolkit/toolkit/number"
)

// reported is a provider's returns with the access given, one a quarter from 2025Q3 on.
func reported(access ...int64) []figures.Return {
	var list []figures.Return
	for i, n := range access {
		list = append(list, figures.Return{
			Provider: "p1", Quarter: calendar.Quarter("2025Q3").Add(i), State: figures.Submitted,
			AccessUnemployed: number.CountOf(n), AccessRetention: number.CountOf(1),
		})
	}
	return list
}

func TestCompare(t *testing.T) {
	published := func(n int64) figures.Published {
		return figures.Published{Provider: "p1", To: "2026-09-30", People: number.CountOf(n)}
	}
	masked := figures.Published{Provider: "p1", To: "2026-09-30", Hidden: true}
	draft, other, blank := reported(20, 30, 40, 26), reported(20, 30, 40, 26), reported(20, 30, 40, 26)
	draft[1].State = figures.Draft
	other[2].Provider = "p2"
	blank[3].AccessRetention = number.Count{}
	june, none := published(120), figures.Published{Provider: "p1", People: number.CountOf(1)}
	june.To = "2026-08-31"
	for _, c := range []struct {
		name    string
		p       figures.Published
		returns []figures.Return
		known   bool
		total   int64
		close   bool
		words   string
	}{
		{"the same", published(120), reported(20, 30, 40, 26), true, 120, true, "No gap"},
		{"the last that rounds up", published(120), reported(18, 30, 40, 26), true, 118, true, "No gap"},
		{"the last that rounds down", published(120), reported(22, 30, 40, 26), true, 122, true, "No gap"},
		{"one beyond", published(120), reported(23, 30, 40, 26), true, 123, false, "3 more reported by the provider than published."},
		{"one below", published(120), reported(17, 30, 40, 26), true, 117, false, "3 fewer reported by the provider than published."},
		{"many", published(3000), reported(20, 30, 40, 26), true, 120, false, "2,880 fewer reported"},
		{"corrected counts too", published(120), append(reported(20, 30, 40), figures.Return{
			Provider: "p1", Quarter: "2026Q2", State: figures.Corrected, AccessUnemployed: number.CountOf(27),
			AccessRetention: number.CountOf(0),
		}), true, 120, true, "No gap"},
		{
			"a quarter missing", published(120), reported(20, 30, 40), false, 0, false,
			"Not compared: the provider has not submitted Quarter 2 2026/27.",
		},
		{
			"all missing", published(120), nil, false, 0, false,
			"has not submitted Quarter 3 2025/26, Quarter 4 2025/26, Quarter 1 2026/27 and Quarter 2 2026/27.",
		},
		{"a draft is none", published(120), draft, false, 0, false, "has not submitted Quarter 4 2025/26."},
		{"another provider's is none", published(120), other, false, 0, false, "has not submitted Quarter 1 2026/27."},
		{"a number that is not known is none", published(120), blank, false, 0, false, "has not submitted Quarter 2 2026/27."},
		{"no whole quarters", june, reported(20, 30, 40, 26), false, 0, false, "not four whole quarters"},
		{"no period", none, reported(20, 30, 40, 26), false, 0, false, "not four whole quarters"},
		{"hidden, and few reported", masked, reported(0, 0, 0, 0), true, 4, true, "No gap: both are below 5."},
		{"hidden, and five reported", masked, reported(1, 0, 0, 0), true, 5, false, "At least 1 more reported"},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := c.p.Compare(c.returns)
			if g.Known != c.known || g.Reported != c.total || g.Close != c.close || !strings.Contains(g.Words, c.words) {
				t.Errorf("got %+v", g)
			}
		})
	}
}

func TestPublishedCheck(t *testing.T) {
	good := figures.Published{
		Provider: "p1", To: "2026-09-30", People: number.CountOf(120), PublishedOn: "2026-11-12",
		Source: "Mental Health Services Monthly Statistics",
	}
	for _, c := range []struct {
		name   string
		change func(p *figures.Published)
		field  string
	}{
		{"right", func(*figures.Published) {}, ""},
		{"published as *", func(p *figures.Published) { p.People, p.Hidden = number.Count{}, true }, ""},
		{"no provider", func(p *figures.Published) { p.Provider = "" }, "provider"},
		{"no month", func(p *figures.Published) { p.To = "" }, "to"},
		{"in a month", func(p *figures.Published) { p.To = "2026-09-29" }, "to"},
		{"29 February", func(p *figures.Published) { p.To = "2024-02-29" }, ""},
		{"28 February of a leap year", func(p *figures.Published) { p.To = "2024-02-28" }, "to"},
		{"a month that is not over", func(p *figures.Published) { p.To, p.PublishedOn = "2026-11-30", "" }, "to"},
		{"long ago", func(p *figures.Published) { p.To = "2018-02-28" }, "to"},
		{"no number", func(p *figures.Published) { p.People = number.Count{} }, "people"},
		{"too many", func(p *figures.Published) { p.People = number.CountOf(100_001) }, "people"},
		{"no day", func(p *figures.Published) { p.PublishedOn = "" }, "published_on-day"},
		{"before its period's end", func(p *figures.Published) { p.PublishedOn = "2026-09-30" }, "published_on-day"},
		{"tomorrow", func(p *figures.Published) { p.PublishedOn = "2026-11-21" }, "published_on-day"},
		{"no source", func(p *figures.Published) { p.Source = " " }, "source"},
		{"a long source", func(p *figures.Published) { p.Source = strings.Repeat("x", 301) }, "source"},
		{"an NHS number", func(p *figures.Published) { p.Source = "999 000 0018" }, "source"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := good
			c.change(&p)
			wrong := p.Check("2026-11-20")
			if c.field == "" && len(wrong) > 0 || c.field != "" && (len(wrong) == 0 || wrong[0].Field != c.field) {
				t.Errorf("wrong: %v", wrong)
			}
		})
	}
}

func TestReadPublished(t *testing.T) {
	for text, want := range map[string]struct {
		n             int64
		known, hidden bool
		wrong         string
	}{
		"120": {120, true, false, ""}, "1,205": {1205, true, false, ""}, " * ": {0, false, true, ""}, "": {0, false, false, ""},
		"-5": {0, false, false, "must be 0 or more"}, "x": {0, false, false, "must be a number, like 120, or *"},
		"7.5": {0, false, false, "must be a whole number, like 120, or *"},
	} {
		var p figures.Published
		err := p.Read(text)
		if (err == nil) != (want.wrong == "") || err != nil && err.Error() != want.wrong || p.People.N != want.n ||
			p.People.Known != want.known || p.Hidden != want.hidden {
			t.Errorf("%q: %+v, %v", text, p, err)
		}
	}
}

func TestReadPublishedGrid(t *testing.T) {
	providers := map[string]string{"Northside": "p1", "Riverside IPS": "p2"}
	general := figures.Published{PublishedOn: "2026-11-12", Source: "the monthly file"}
	monthly := grid.Grid{Rows: [][]string{
		{
			"REPORTING_PERIOD_START", "REPORTING_PERIOD_END", "STATUS", "BREAKDOWN", "PRIMARY_LEVEL", "PRIMARY_LEVEL_DESCRIPTION",
			"MEASURE_ID", "MEASURE_VALUE",
		},
		{"01/10/2025", "30/09/2026", "Final", "England", "England", "England", "MHS116", "61000"},
		{"01/10/2025", "30/09/2026", "Final", "Provider", "RXX", "NORTHSIDE", "MHS116", "120"},
		{"01/10/2025", "30/09/2026", "Final", "Provider", "RXX", "NORTHSIDE", "MHS01", "9"},
		{"01/10/2025", "30/09/2026", "Final", "Provider", "RYY", "RIVERSIDE IPS", "MHS116", "*"},
		{"01/10/2025", "30/09/2026", "Final", "Provider", "RZZ", "ANOTHER TRUST", "MHS116", "50"},
	}}
	rows, err := figures.ReadPublishedGrid(monthly, providers, general)
	if err != nil || len(rows) != 3 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if r := rows[0]; r.Provider != "p1" || r.To != "2026-09-30" || r.People != number.CountOf(120) || r.PublishedOn != "2026-11-12" ||
		r.Source != "the monthly file" || r.Row != 3 || r.Wrong != "" {
		t.Errorf("first %+v", r)
	}
	if r := rows[1]; r.Provider != "p2" || !r.Hidden || r.Wrong != "" {
		t.Errorf("second %+v", r)
	}
	if r := rows[2]; r.Wrong != "No provider of this ICB is called ‘ANOTHER TRUST’" {
		t.Errorf("third %+v", r)
	}
	plain := grid.Grid{Rows: [][]string{
		{"Access published"},
		{"Provider", "12 months to", "Published", "Published on", "Source"},
		{"Northside", "September 2026", "1,200", "2026-11-12", "Dashboard"},
		{},
		{"Northside", "Sep-26", "many", "", ""},
		{"Northside", "soon", "5", "", ""},
		{"Northside", "46265", "5", "next week", ""},
	}}
	rows, err = figures.ReadPublishedGrid(plain, providers, figures.Published{})
	if err != nil || len(rows) != 4 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if r := rows[0]; r.Source != "Dashboard" || r.PublishedOn != "2026-11-12" || r.To != "2026-09-30" {
		t.Errorf("%+v", r)
	}
	for i, want := range []string{"", "The published number must be a number", "‘soon’ is not a month", "‘next week’ is not a date"} {
		if !strings.HasPrefix(rows[i].Wrong, want) || (want == "") != (rows[i].Wrong == "") {
			t.Errorf("row %d: %q", rows[i].Row, rows[i].Wrong)
		}
	}
	for name, g := range map[string]grid.Grid{
		"nothing":      {},
		"no headings":  {Rows: [][]string{{"a", "b"}, {"1", "2"}}},
		"no month":     {Rows: [][]string{{"Provider", "Published"}, {"Northside", "2"}}},
		"no number":    {Rows: [][]string{{"Provider", "Month"}, {"Northside", "2026-09-30"}}},
		"no row of it": {Rows: [][]string{{"Provider", "Month", "Value", "Measure ID"}, {"Northside", "2026-09-30", "5", "MHS01"}}},
	} {
		if rows, err := figures.ReadPublishedGrid(g, providers, general); err == nil {
			t.Errorf("%s: %v", name, rows)
		}
	}
}
