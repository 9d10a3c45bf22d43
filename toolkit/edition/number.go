package edition

import "strconv"

// Number is a figure in a priority, as data, so that a target can say where it comes from.
type Number struct {
	Key     string `yaml:"key"`     // "job_outcome_rate", unique in the edition and the same from edition to edition
	Name    string `yaml:"name"`    // "Job outcome rate"
	Limit   Limit  `yaml:"limit"`   // "" when the number is neither a floor nor a ceiling
	Value   string `yaml:"value"`   // "40", "8a", "quarterly"
	To      string `yaml:"to"`      // the upper end of a range, else ""
	Unit    Unit   `yaml:"unit"`    // "%", "months", "Band", "FTE employment specialists"; "" for a frequency
	Point   string `yaml:"point"`   // the id of the point that states it; "" when the priority's name does
	Meaning string `yaml:"meaning"` // what it measures and how to read it, a sentence
}

// Unit is what an edition counts a number in: a word that goes on after it, or one of these, which are written otherwise.
type Unit string

const (
	PerCent Unit = "%"     // "40%"
	Band    Unit = "Band"  // before the number, "Band 8a"
	Level   Unit = "Level" // before it too
)

// Limit says on which side of a number a good result is.
type Limit string

// A floor, a ceiling that may be reached, a ceiling that may not, or an approximate value.
const (
	AtLeast Limit = "at_least"
	AtMost  Limit = "at_most"
	Under   Limit = "under"
	About   Limit = "about"
)

var limitWords = map[Limit]string{"": "", AtLeast: "at least ", AtMost: "at most ", Under: "under ", About: "about "}

// Int is the value as a whole number, false for values such as "8a" and "weekly".
func (n Number) Int() (int, bool) {
	i, err := strconv.Atoi(n.Value)
	return i, err == nil
}

// Words is the number with its limit and unit: "at least 40%", "30% to 40%", "at least 3 years", "Band 8a", "quarterly".
func (n Number) Words() string {
	words := limitWords[n.Limit] + n.amount(n.Value)
	if n.To != "" {
		words += " to " + n.amount(n.To)
	}
	return words
}

func (n Number) amount(value string) string {
	switch n.Unit {
	case "":
		return value
	case PerCent:
		return value + "%"
	case Band, Level:
		return string(n.Unit) + " " + value
	}
	return value + " " + string(n.Unit)
}
