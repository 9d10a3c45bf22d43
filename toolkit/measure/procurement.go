package measure

import "ipstoolkit/toolkit/contract"

// OfContracts are the codes of the kinds that are worked out from contracts, which procurement keeps back.
func OfContracts() []string {
	var codes []string
	for _, k := range Kinds {
		if k.Contracts {
			codes = append(codes, k.Code)
		}
	}
	return codes
}

// Running leaves of contracts only who delivers, from when to when: enough to know which figures to wait for. An Input
// that is Closed holds no more.
func Running(contracts []contract.Contract) []contract.Contract {
	list := make([]contract.Contract, len(contracts))
	for i, c := range contracts {
		list[i] = contract.Contract{Provider: c.Provider, Start: c.Start, End: c.PresentEnd()}
	}
	return list
}
