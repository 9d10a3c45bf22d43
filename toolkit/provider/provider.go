// Package provider is an organisation that delivers IPS for an ICB.
package provider

// Provider is one of an ICB's providers.
type Provider struct {
	ID    string
	Name  string
	Kind  Kind
	Stage Stage
	Place string
	Ended bool // it no longer delivers
	// Under is the id of the lead provider that it delivers under, "" for none. The lead's people may enter its
	// figures.
	Under   string
	Version int
}

// Kind is what sort of organisation a provider is.
type Kind string

// Kinds are the sorts of organisation, in the order of the form.
var Kinds = []Kind{"nhs_trust", "voluntary", "cic", "council", "primary_care", "independent", "other"}

// Words is the sort as people read it; "" for an unknown one.
func (k Kind) Words() string {
	return map[Kind]string{
		"nhs_trust": "NHS trust", "voluntary": "Voluntary sector organisation", "cic": "Community interest company",
		"council": "Council", "primary_care": "Primary care organisation", "independent": "Independent company", "other": "Other",
	}[k]
}

// Stage says whether a provider's service is new or mature, which decides the range of outcomes to expect; "" where the
// ICB has not said.
type Stage string

const (
	NewService    Stage = "new"
	MatureService Stage = "mature"
)

// Known tells whether the ICB has said which it is.
func (s Stage) Known() bool { return s == NewService || s == MatureService }

// Words is the stage as people read it.
func (s Stage) Words() string {
	switch s {
	case NewService:
		return "New service"
	case MatureService:
		return "Mature service"
	}
	return "Not recorded"
}
