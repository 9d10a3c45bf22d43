package measure

import (
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/coverage"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/register"
)

// index finds the returns, contracts and meetings of a provider and a quarter without a search through all of them:
// each result needs them many times.
type index struct {
	measured  map[providerQuarter][]figures.Return // by provider, and of all under ""
	contracts map[string][]contract.Contract       // by provider
	runs      map[providerQuarter]bool             // answers about contracts so far
	read      map[readingAt]reading                // a ratio's two sides by quarter, as far as needed so far
	held      map[[2]string]map[calendar.Quarter]int
	rows      map[[2]string][]register.Row // by list and provider, as far as needed so far
}

type readingAt struct {
	ratio   ratio
	subject string
	quarter calendar.Quarter
}

type providerQuarter struct {
	provider string
	quarter  calendar.Quarter
}

// indexed is the input with its index built.
func (in Input) indexed() Input {
	x := &index{
		measured: map[providerQuarter][]figures.Return{}, contracts: map[string][]contract.Contract{}, runs: map[providerQuarter]bool{},
		read: map[readingAt]reading{}, held: map[[2]string]map[calendar.Quarter]int{}, rows: map[[2]string][]register.Row{},
	}
	for _, r := range in.Returns {
		if r.State.Measured() {
			for _, provider := range []string{r.Provider, ""} {
				at := providerQuarter{provider, r.Quarter}
				x.measured[at] = append(x.measured[at], r)
			}
		}
	}
	for _, c := range in.Contracts {
		x.contracts[c.Provider] = append(x.contracts[c.Provider], c)
	}
	in.index = x
	return in
}

// runsIn says whether a provider has a contract in a quarter.
func (x *index) runsIn(provider string, q calendar.Quarter) bool {
	at := providerQuarter{provider, q}
	runs, asked := x.runs[at]
	if !asked {
		for _, c := range x.contracts[provider] {
			runs = runs || c.RunsIn(q)
		}
		x.runs[at] = runs
	}
	return runs
}

// heldIn is how many meetings of a kind each quarter had: with a provider, or of the ICB where provider is "".
func (x *index) heldIn(meetings []register.Row, kind, provider string) map[calendar.Quarter]int {
	at := [2]string{kind, provider}
	held, asked := x.held[at]
	if !asked {
		held = coverage.Held(meetings, kind, provider)
		x.held[at] = held
	}
	return held
}

// rowsOf are a provider's rows of a list.
func (x *index) rowsOf(list, provider string, all []register.Row) []register.Row {
	at := [2]string{list, provider}
	rows, asked := x.rows[at]
	if !asked {
		rows = register.OfProvider(all, provider)
		x.rows[at] = rows
	}
	return rows
}
