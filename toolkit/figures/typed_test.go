package figures_test

import (
	"testing"

	"ipstoolkit/toolkit/figures"
)

func TestParseCount(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       figures.Count
		wrong      string
	}{
		{"plain", "120", figures.CountOf(120), ""},
		{"with a comma", "1,200", figures.CountOf(1200), ""},
		{"with spaces round it", " 7 ", figures.CountOf(7), ""},
		{"nought is a number", "0", figures.CountOf(0), ""},
		{"nothing is not nought", "", figures.Count{}, ""},
		{"the most", "20,000", figures.CountOf(20000), ""},
		{"one above the most", "20001", figures.Count{}, "must be 20,000 or less"},
		{"far above", "99999999999999999999999", figures.Count{}, "must be 20,000 or less"},
		{"negative", "-1", figures.Count{}, "must be 0 or more"},
		{"negative with a printer's minus", "−1", figures.Count{}, "must be 0 or more"},
		{"a fraction", "12.5", figures.Count{}, "must be a whole number, like 120"},
		{"a word", "twelve", figures.Count{}, "must be a number, like 120"},
		{"masked", "*", figures.Count{}, "must be a number, like 120"},
		{"a comma in the wrong place", "12,00", figures.Count{}, "must be a number, like 120"},
		{"a comma at the start", ",120", figures.Count{}, "must be a number, like 120"},
		{"four before the comma", "1200,000", figures.Count{}, "must be a number, like 120"},
		{"an exponent", "1e3", figures.Count{}, "must be a number, like 120"},
		{"other figures", "١٢", figures.Count{}, "must be a number, like 120"},
		{"a plus", "+5", figures.Count{}, "must be a number, like 120"},
		{"a space inside", "1 200", figures.Count{}, "must be a number, like 120"},
		{"a point alone", ".", figures.Count{}, "must be a number, like 120"},
		{"dashes", "--", figures.Count{}, "must be a number, like 120"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := figures.ParseCount(c.text)
			check(t, got, c.want, err, c.wrong)
		})
	}
}

func TestParseFTE(t *testing.T) {
	for _, c := range []struct {
		text  string
		want  figures.FTE
		wrong string
	}{
		{"18.5", figures.FTEOf(1850), ""},
		{"18.75", figures.FTEOf(1875), ""},
		{"18", figures.FTEOf(1800), ""},
		{"0", figures.FTEOf(0), ""},
		{".5", figures.FTEOf(50), ""},
		{"0.07", figures.FTEOf(7), ""},
		{"", figures.FTE{}, ""},
		{"1,000", figures.FTEOf(100000), ""},
		{"1,000.01", figures.FTE{}, "must be 1,000 or less"},
		{"18.555", figures.FTE{}, "must have no more than 2 decimal places, like 18.5"},
		{"18,5", figures.FTE{}, "must be a number, like 18.5"},
		{"18.", figures.FTE{}, "must be a number, like 18.5"},
		{"1.8.5", figures.FTE{}, "must be a number, like 18.5"},
		{"-0.5", figures.FTE{}, "must be 0 or more"},
	} {
		t.Run(c.text, func(t *testing.T) {
			got, err := figures.ParseFTE(c.text)
			check(t, got, c.want, err, c.wrong)
		})
	}
}

func TestParsePercentMoneyDecimal(t *testing.T) {
	type number struct {
		n     int64
		known bool
	}
	for _, c := range []struct {
		name  string
		parse func(string) (int64, bool, error)
		text  string
		want  number
		wrong string
	}{
		{"percent", figures.ParsePercent, "25%", number{2500, true}, ""},
		{"percent without its sign", figures.ParsePercent, "25", number{2500, true}, ""},
		{"percent with a space", figures.ParsePercent, "37.5 %", number{3750, true}, ""},
		{"nothing", figures.ParsePercent, "", number{}, ""},
		{"the whole", figures.ParsePercent, "100%", number{10000, true}, ""},
		{"more than the whole", figures.ParsePercent, "100.01%", number{}, "must be from 0% to 100%"},
		{"less than nothing", figures.ParsePercent, "-1%", number{}, "must be from 0% to 100%"},
		{"money", figures.ParseMoney, "£120,000", number{120000, true}, ""},
		{"money with pence", figures.ParseMoney, "£1.50", number{}, "must be a whole number, like £120,000"},
		{"decimal", figures.ParseDecimal, "2.5", number{250, true}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			n, known, err := c.parse(c.text)
			check(t, number{n, known}, c.want, err, c.wrong)
		})
	}
}

func check[T comparable](t *testing.T, got, want T, err error, wrong string) {
	t.Helper()
	text := ""
	if err != nil {
		text = err.Error()
	}
	if text != wrong {
		t.Errorf("refused with %q, want %q", text, wrong)
	}
	if wrong == "" && got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestNumbersAsWords(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{figures.Grouped(0), "0"},
		{figures.Grouped(999), "999"},
		{figures.Grouped(1000), "1,000"},
		{figures.Grouped(1234567), "1,234,567"},
		{figures.Decimal(1850, 2), "18.50"},
		{figures.Decimal(7, 2), "0.07"},
		{figures.Decimal(120000, 0), "1,200"},
		{figures.Plain(1850), "18.5"},
		{figures.Plain(4000), "40"},
		{figures.Plain(100005), "1,000.05"},
		{figures.Plain(0), "0"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
