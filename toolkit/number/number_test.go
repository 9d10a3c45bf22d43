package number_test

import (
	"testing"

	"ipstoolkit/toolkit/number"
)

func TestParseCount(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       number.Count
		wrong      string
	}{
		{"plain", "120", number.CountOf(120), ""},
		{"with a comma", "1,200", number.CountOf(1200), ""},
		{"with spaces round it", " 7 ", number.CountOf(7), ""},
		{"0 is a number", "0", number.CountOf(0), ""},
		{"nothing is not 0", "", number.Count{}, ""},
		{"the most", "20,000", number.CountOf(20000), ""},
		{"one above the most", "20001", number.Count{}, "must be 20,000 or less"},
		{"far above", "99999999999999999999999", number.Count{}, "must be 20,000 or less"},
		{"negative", "-1", number.Count{}, "must be 0 or more"},
		{"negative with a printer's minus", "−1", number.Count{}, "must be 0 or more"},
		{"with zeros behind the point", "1,200.00", number.CountOf(1200), ""},
		{"one zero behind the point", "120.0", number.CountOf(120), ""},
		{"a fraction", "12.5", number.Count{}, "must be a whole number, like 120"},
		{"a word", "twelve", number.Count{}, "must be a number, like 120"},
		{"masked", "*", number.Count{}, "must be a number, like 120"},
		{"a comma in the wrong place", "12,00", number.Count{}, "must be a number, like 120"},
		{"a comma at the start", ",120", number.Count{}, "must be a number, like 120"},
		{"four before the comma", "1200,000", number.Count{}, "must be a number, like 120"},
		{"an exponent", "1e3", number.Count{}, "must be a number, like 120"},
		{"other figures", "١٢", number.Count{}, "must be a number, like 120"},
		{"a plus", "+5", number.Count{}, "must be a number, like 120"},
		{"a space inside", "1 200", number.Count{}, "must be a number, like 120"},
		{"a point alone", ".", number.Count{}, "must be a number, like 120"},
		{"dashes", "--", number.Count{}, "must be a number, like 120"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := number.ParseCount(c.text)
			check(t, got, c.want, err, c.wrong)
		})
	}
}

func TestParseFTE(t *testing.T) {
	for _, c := range []struct {
		text  string
		want  number.FTE
		wrong string
	}{
		{"18.5", number.FTEOf(1850), ""},
		{"18.75", number.FTEOf(1875), ""},
		{"18", number.FTEOf(1800), ""},
		{"0", number.FTEOf(0), ""},
		{".5", number.FTEOf(50), ""},
		{"0.07", number.FTEOf(7), ""},
		{"", number.FTE{}, ""},
		{"1,000", number.FTEOf(100000), ""},
		{"1,000.01", number.FTE{}, "must be 1,000 or less"},
		{"18.500", number.FTEOf(1850), ""},
		{"18.555", number.FTE{}, "must have no more than 2 decimal places, like 18.5"},
		{"18,5", number.FTE{}, "must be a number, like 18.5"},
		{"18.", number.FTE{}, "must be a number, like 18.5"},
		{"1.8.5", number.FTE{}, "must be a number, like 18.5"},
		{"-0.5", number.FTE{}, "must be 0 or more"},
	} {
		t.Run(c.text, func(t *testing.T) {
			got, err := number.ParseFTE(c.text)
			check(t, got, c.want, err, c.wrong)
		})
	}
}

func TestParsePercentMoneyDecimal(t *testing.T) {
	type read struct {
		n     int64
		known bool
	}
	for _, c := range []struct {
		name  string
		Parse func(string) (int64, bool, error)
		text  string
		want  read
		wrong string
	}{
		{"percent", number.ParsePercent, "25%", read{2500, true}, ""},
		{"percent without its sign", number.ParsePercent, "25", read{2500, true}, ""},
		{"percent with a space", number.ParsePercent, "37.5 %", read{3750, true}, ""},
		{"nothing", number.ParsePercent, "", read{}, ""},
		{"the whole", number.ParsePercent, "100%", read{10000, true}, ""},
		{"more than the whole", number.ParsePercent, "100.01%", read{}, "must be from 0% to 100%"},
		{"less than nothing", number.ParsePercent, "-1%", read{}, "must be from 0% to 100%"},
		{"money", number.ParseMoney, "£120,000", read{120000, true}, ""},
		{"money with pence", number.ParseMoney, "£1.50", read{}, "must be a whole number, like £120,000"},
		{"decimal", number.ParseDecimal, "2.5", read{250, true}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			n, known, err := c.Parse(c.text)
			check(t, read{n, known}, c.want, err, c.wrong)
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
		{number.Grouped(0), "0"},
		{number.Grouped(999), "999"},
		{number.Grouped(1000), "1,000"},
		{number.Grouped(1234567), "1,234,567"},
		{number.Decimal(1850, 2), "18.50"},
		{number.Decimal(7, 2), "0.07"},
		{number.Decimal(120000, 0), "1,200"},
		{number.Plain(1850), "18.5"},
		{number.Plain(4000), "40"},
		{number.Plain(100005), "1,000.05"},
		{number.Plain(0), "0"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
