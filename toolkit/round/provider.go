package round

import (
	"ipstoolkit/toolkit/provider"
)

// Provider is one organisation that delivers the service.
type Provider struct {
	ID    string `json:"id,omitempty"`
	Name  string `json:"name,omitempty"`
	Kind  string `json:"kind,omitempty"`
	Stage string `json:"stage,omitempty"`
	Place string `json:"place,omitempty"`
	Ended bool   `json:"ended,omitempty"`
}

func providerOf(x provider.Provider) Provider {
	return Provider{
		ID: x.ID, Name: x.Name, Kind: string(x.Kind), Stage: string(x.Stage), Place: x.Place, Ended: x.Ended,
	}
}

func (x Provider) back() provider.Provider {
	return provider.Provider{
		ID: x.ID, Name: x.Name, Kind: provider.Kind(x.Kind), Stage: provider.Stage(x.Stage), Place: x.Place, Ended: x.Ended,
	}
}
