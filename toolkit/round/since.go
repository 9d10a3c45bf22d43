package round

import (
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/measure"
)

// Since is a quarter that was not complete for all: what had come in by provider, and who was waited for.
type Since struct {
	Quarter Quarter  `json:"quarter,omitempty"`
	By      int      `json:"by"`
	Of      int      `json:"of"`
	Given   []Given  `json:"given,omitempty"`
	Awaited []string `json:"awaited,omitempty"`
}

func sinceOf(x measure.Since) Since {
	return Since{Quarter: Quarter(x.Quarter), By: x.By, Of: x.Of, Given: each(x.Given, givenOf), Awaited: x.Awaited}
}

func (x Since) back() measure.Since {
	return measure.Since{
		Quarter: calendar.Quarter(x.Quarter), By: x.By, Of: x.Of, Given: each(x.Given, Given.back), Awaited: x.Awaited,
	}
}

// Given is one provider's figures of such a quarter.
type Given struct {
	Provider string `json:"provider,omitempty"`
	Name     string `json:"name,omitempty"`
	Shown    string `json:"shown,omitempty"`
	Sum      string `json:"sum,omitempty"`
}

func givenOf(x measure.Given) Given {
	return Given{Provider: x.Provider, Name: x.Name, Shown: x.Shown, Sum: x.Sum}
}

func (x Given) back() measure.Given {
	return measure.Given{Provider: x.Provider, Name: x.Name, Shown: x.Shown, Sum: x.Sum}
}
