// Package view is the one place that says who may see what. The store's filters, the snapshot of each audience, the
// workbook, the history and the exports ask it. It knows no rows: the caller says which provider a row belongs to and
// whether it is shared.
package view

import "ipstoolkit/toolkit/record"

// Audience is who sees something. The zero Audience is nobody, and sees nothing.
type Audience struct {
	group    group
	provider string // the provider that its people belong to
	outside  bool
}

type group int

const (
	nobody group = iota
	commissioners
	provider
	steeringGroup
)

// Commissioners are the ICB's own, including administrators: they see everything. SteeringGroup are the members of the
// steering group, where rival providers sit: they see what the group's workbook shows.
var (
	Commissioners = Audience{group: commissioners}
	SteeringGroup = Audience{group: steeringGroup}
)

// Provider are the people of one provider; for "" it is nobody.
func Provider(id string) Audience {
	if id == "" {
		return Audience{}
	}
	return Audience{group: provider, provider: id}
}

// Outside is the audience during a procurement that it is not named for. It does not see contracts and whatever else
// bears on the choice of a provider. Rivals, and those who sit with them, are never named.
func (a Audience) Outside() Audience { a.outside = true; return a }

// IsOutside says whether procurement keeps things back from the audience.
func (a Audience) IsOutside() bool { return a.outside }

// Whoever is the audience as it would be without procurement.
func (a Audience) Whoever() Audience { a.outside = false; return a }

// The four sorts of audience.
func (a Audience) IsNobody() bool         { return a.group == nobody }
func (a Audience) AreCommissioners() bool { return a.group == commissioners }
func (a Audience) IsProvider() bool       { return a.group == provider }
func (a Audience) IsSteeringGroup() bool  { return a.group == steeringGroup }

// ProviderID is the id of the audience's provider, "" where it has none.
func (a Audience) ProviderID() string { return a.provider }

// Reach says which records of a kind an audience sees.
type Reach int

const (
	None         Reach = iota
	Own                // those of its own provider
	OwnAndShared       // and those of the ICB that it shares with providers
	Shared             // those that are shared with it, of whatever provider
	All
)

// reaches is how far providers and the steering group see. A kind that is not here is for commissioners only.
var reaches = map[string]struct{ provider, steeringGroup Reach }{
	record.Priority:   {All, All},
	record.Provider:   {Own, None},
	record.View:       {Own, None},
	record.Question:   {Own, None},
	record.Evidence:   {OwnAndShared, None},
	record.Return:     {Own, None},
	record.Published:  {Own, None},
	record.ReturnSet:  {All, None}, // agreed with all providers
	record.Collection: {All, None},
	record.Breakdown:  {Own, None},
	record.Contract:   {Own, None},
	record.AnyList:    {OwnAndShared, None},
	record.Posts:      {None, All},
	record.Groups:     {None, All},
	record.Action:     {Own, Shared},
}

// A Listing is what the steering group reads of a list of the registers: these fields alone, and never which provider a row
// is of, who changed it or how many people took part. ICBs says that it reads the rows alone that belong to no provider.
type Listing struct {
	Fields []string
	ICBs   bool
}

// listings are the lists that the steering group reads, by code. Of meetings these are its own: those on a contract are with
// a provider. Of teams it reads what they find about the conditions for fidelity, without which team it is.
var listings = map[string]Listing{
	"event": {Fields: []string{"on", "what", "priority", "stage", "paid", "said", "did"}},
	"meeting": {
		Fields: []string{
			"on", "kind", "stage", "minuted", "actions", "chair", "icb_lead", "service", "nhse", "ips_grow", "executive", "zero_exclusion",
			"agreed_on",
		},
		ICBs: true,
	},
	"terms":    {Fields: []string{"agreed_on", "edition", "link", "chairs"}},
	"decision": {Fields: []string{"on", "text"}},
	"risk":     {Fields: []string{"what", "level", "path", "owner", "raised_on", "closed_on"}},
	"concern":  {Fields: []string{"what", "on", "to", "result", "result_on"}},
	"pcn":      {Fields: []string{"name", "code", "population", "es", "fte", "starts_on", "mdt", "systems", "health_check"}},
	"team":     {Fields: []string{"systems", "mdt", "office", "stories", "leader", "asked", "referred", "self"}},
}

// GroupReads is what the steering group reads of a list; ok is false for a list that it does not read.
func GroupReads(list string) (l Listing, ok bool) {
	l, ok = listings[list]
	return l, ok
}

// Reach says which records of a kind the audience sees. The kind of a list of the registers is record.AnyList.
func (a Audience) Reach(kind string) Reach {
	switch a.group {
	case commissioners:
		return All
	case provider:
		return reaches[kind].provider
	case steeringGroup:
		return reaches[kind].steeringGroup
	}
	return None
}

// Sees says whether the audience sees a record of a kind. of is the id of the record's provider, or "" for the ICB's
// own. shared says that the ICB shares it: with providers, or with the steering group for what that reads when it is shared.
func (a Audience) Sees(kind, of string, shared bool) bool {
	switch a.Reach(kind) {
	case All:
		return true
	case Own:
		return of != "" && of == a.provider
	case OwnAndShared:
		return of != "" && of == a.provider || of == "" && shared
	case Shared:
		return shared
	}
	return false
}

// ReadsSealed says whether the audience reads a document that was sealed for another. Commissioners read the steering group's
// too, nobody reads a provider's but its own people. keptBack says that the document was sealed without what procurement keeps
// back: an audience that is outside a procurement reads no other.
func (a Audience) ReadsSealed(of Audience, keptBack bool) bool {
	switch {
	case a.IsNobody() || of.IsNobody() || a.outside && !keptBack:
		return false
	case a.AreCommissioners() && of.AreCommissioners():
		return keptBack == a.outside
	case a.AreCommissioners():
		return of.IsSteeringGroup()
	}
	return a.Whoever() == of.Whoever()
}

// SeesField says whether the audience sees a field, within a record that it sees.
func (a Audience) SeesField(f record.Field) bool {
	return a.group == commissioners || a.group != nobody && !f.Private
}

// SeesNames says whether the audience reads the names of the ICB's people; others read their titles.
func (a Audience) SeesNames() bool { return a.group == commissioners || a.group == provider }

// HistoryOf are the kinds of record, lists included, with a history that the audience reads; nil is every kind.
func (a Audience) HistoryOf(lists []string) []string {
	switch a.group {
	case commissioners:
		return nil
	case provider:
		return append([]string{
			record.Priority, record.View, record.Question, record.Evidence, record.Return, record.Published, record.ReturnSet,
		}, lists...)
	case steeringGroup:
		return []string{record.Priority}
	}
	return []string{}
}
