// Package round is the document that a sealed round is: what one audience has of an ICB at one moment, as plain data in JSON
// with a schema of its own. It is made of a snapshot and read by every later program, whatever becomes of the structs that
// the snapshot is made of. What was worked out is kept as it was read, and is not worked out again.
package round

import (
	"errors"
	"fmt"

	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/view"
)

// Schema is the schema of the documents that this program makes. A field may be added to it when it is left out of the JSON
// while it is empty, so that older documents keep their bytes; any other change is a new schema, and reading the older ones
// stays.
const Schema = 1

// Document is a round for one audience. What is empty is left out of its JSON. The zero Document is none: Read refuses it.
type Document struct {
	Schema   int      `json:"schema"`
	Audience Audience `json:"audience"`
	ICB      ICB      `json:"icb"`
	Edition  Edition  `json:"edition"`
	At       Moment   `json:"at"`
	Version  int64    `json:"version,omitempty"` // counts the ICB's saves up to At
	// Quarter is the quarter that is sealed, which may have ended before At. Opened is the round that was opened last, by which
	// the priorities are reviewed. The first documents have neither.
	Quarter Quarter `json:"quarter,omitempty"`
	Opened  Opened  `json:"opened,omitzero"`
	// Procurement is the day since which procurement is under way; KeptBack says that what it keeps back is left out.
	Procurement Day  `json:"procurement,omitempty"`
	KeptBack    bool `json:"kept_back,omitempty"`

	Priorities  map[string]Priority `json:"priorities,omitempty"` // by code
	Views       []View              `json:"views,omitempty"`      // what providers say
	Spreads     map[string]Spread   `json:"spreads,omitempty"`    // what all of them come to, by priority
	Questions   []Question          `json:"questions,omitempty"`
	Providers   []Provider          `json:"providers,omitempty"`
	Evidence    []Evidence          `json:"evidence,omitempty"`
	Returns     []Return            `json:"returns,omitempty"`
	Sets        []Set               `json:"sets,omitempty"`
	Published   []Published         `json:"published,omitempty"`
	Contracts   []Contract          `json:"contracts,omitempty"`
	Locals      []Local             `json:"locals,omitempty"`
	Actions     []Action            `json:"actions,omitempty"`
	Collections []Collection        `json:"collections,omitempty"`
	Registers   map[string][]Row    `json:"registers,omitempty"` // by the list's code

	// What was worked out.
	Results     []Result     `json:"results,omitempty"`
	Shared      []Result     `json:"shared,omitempty"` // the ICB's, beside a provider's own
	Differences []Difference `json:"differences,omitempty"`
	Equity      []Report     `json:"equity,omitempty"`
	Plans       []Plan       `json:"plans,omitempty"`
	Overdue     []Late       `json:"overdue,omitempty"`
	Saves       []Save       `json:"saves,omitempty"` // the history, newest first
	Told        Told         `json:"told,omitzero"`   // the rows in words
}

// Audience is whom the document is for. Provider is the id of the one provider, for the audience ForProvider.
type Audience struct {
	Name     string `json:"name"`
	Provider string `json:"provider,omitempty"`
}

// The names of the audiences.
const (
	ForCommissioners = "commissioners"
	ForSteeringGroup = "steering group"
	ForProvider      = "provider"
)

// Opened is a round that was opened: its quarter, when, and whether it was sealed before.
type Opened struct {
	Quarter Quarter `json:"quarter,omitempty"`
	At      Moment  `json:"at,omitempty"`
	Sealed  bool    `json:"sealed,omitempty"`
}

func openedOf(x assessment.OpenedRound) Opened {
	return Opened{Quarter: Quarter(x.Quarter), At: Moment(x.At), Sealed: x.Sealed}
}

func (x Opened) back() assessment.OpenedRound {
	return assessment.OpenedRound{Quarter: calendar.Quarter(x.Quarter), At: calendar.Instant(x.At), Sealed: x.Sealed}
}

// ICB is whom the round is about.
type ICB struct {
	Code        string `json:"code"`
	Name        string `json:"name"`
	Region      string `json:"region,omitempty"`
	Demo        bool   `json:"demo,omitempty"`
	ByProvider  bool   `json:"by_provider,omitempty"` // the steering group reads figures by provider
	NextMeeting Day    `json:"next_meeting,omitempty"`
}

// Edition is the edition of the toolkit that was in use, by its id and the hash of its file.
type Edition struct {
	ID   string `json:"id"`
	Hash string `json:"hash"`
}

// Of is the document of a snapshot that For has made for an audience; lists keep the snapshot's order. The error is the
// snapshot's events', or says that the snapshot is nobody's or holds what no document can hold, such as a date that is none
// (*Damaged).
func Of(s snapshot.Snapshot) (Document, error) {
	if s.Audience.IsNobody() || s.Edition == nil || s.At == "" {
		return Document{}, &Damaged{errors.New("the snapshot names no audience, edition or moment")}
	}
	d := Document{
		Schema: Schema, Audience: audienceOf(s.Audience),
		ICB: ICB{
			Code: s.ICB.Code, Name: s.ICB.Name, Region: s.ICB.Region, Demo: s.ICB.Demo, ByProvider: s.ICB.ByProvider,
			NextMeeting: Day(s.ICB.NextMeeting),
		},
		Edition: Edition{ID: s.Edition.ID, Hash: s.Edition.Hash}, At: Moment(s.At), Version: s.Version,
		Quarter: Quarter(s.Round), Opened: openedOf(s.Opened),
		Procurement: Day(s.Procurement), KeptBack: s.Shut,
		Priorities: priorities(s), Views: each(s.Views, viewOf), Spreads: mapped(s.Spreads, spreadOf),
		Questions: each(s.Questions, questionOf), Providers: each(s.Providers, providerOf), Evidence: each(s.Evidence, evidenceOf),
		Returns: each(s.Returns, returnOf), Sets: each(s.Sets, setOf), Published: each(s.Published, publishedOf),
		Contracts: each(s.Contracts, contractOf), Locals: each(s.Locals, localOf), Actions: each(s.Actions, actionOf),
		Collections: each(s.Collections, collectionOf),
		Registers:   mapped(s.Registers, func(rows []register.Row) []Row { return each(rows, rowOf) }),
		Results:     each(s.Results, resultOf), Shared: each(s.Shared, resultOf), Differences: each(s.Claims, differenceOf),
		Equity: each(s.Equity(), reportOf), Overdue: each(s.Overdue(), lateOf), Told: toldOf(s.Told()),
	}
	if plans, may := s.StaffingYears(); may {
		d.Plans = each(plans, planOf)
	}
	for one, err := range s.Saves() {
		if err != nil {
			return Document{}, fmt.Errorf("history of a round: %w", err)
		}
		d.Saves = append(d.Saves, saveOf(one))
	}
	return Read(d.Canonical()) // as every later program reads it
}

// Snapshot is the document as a snapshot: what was worked out is in it as it was, and the workbook is written from it. The
// error says that the edition is not in the library, or that its file has changed.
func (d Document) Snapshot(editions *edition.Library) (snapshot.Snapshot, error) {
	e, found := editions.Edition(d.Edition.ID)
	switch {
	case !found:
		return snapshot.Snapshot{}, fmt.Errorf("the round is on edition %s, which is not here", d.Edition.ID)
	case e.Hash != d.Edition.Hash:
		return snapshot.Snapshot{}, fmt.Errorf("the round is on edition %s, and the file of that edition has changed", d.Edition.ID)
	}
	s := snapshot.Snapshot{
		Audience: d.Audience.View(), Edition: e,
		ICB: snapshot.ICB{
			Code: d.ICB.Code, Name: d.ICB.Name, Region: d.ICB.Region, Demo: d.ICB.Demo, ByProvider: d.ICB.ByProvider,
			NextMeeting: calendar.Date(d.ICB.NextMeeting),
		},
		At: calendar.Instant(d.At), Version: d.Version, Round: calendar.Quarter(d.Quarter), Opened: d.Opened.back(),
		Procurement: calendar.Date(d.Procurement), Shut: d.KeptBack,
		Views: each(d.Views, View.back), Spreads: mapped(d.Spreads, Spread.back),
		Questions: each(d.Questions, Question.back),
		Providers: each(d.Providers, Provider.back), Evidence: each(d.Evidence, Evidence.back), Returns: each(d.Returns, Return.back),
		Sets: each(d.Sets, Set.back), Published: each(d.Published, Published.back), Contracts: each(d.Contracts, Contract.back),
		Locals: each(d.Locals, Local.back), Actions: each(d.Actions, Action.back), Collections: each(d.Collections, Collection.back),
		Registers: register.Shown(mapped(d.Registers, func(rows []Row) []register.Row { return each(rows, Row.back) })),
		Compared:  d.Told.Compared.back(),
		Results:   each(d.Results, Result.back), Shared: each(d.Shared, Result.back), Claims: each(d.Differences, Difference.back),
		Sealed: &snapshot.Sealed{
			Equity: each(d.Equity, Report.back), Plans: each(d.Plans, Plan.back), Overdue: each(d.Overdue, Late.back),
			Saves: each(d.Saves, Save.back), Told: d.Told.back(),
		},
	}
	d.entries(&s)
	return s, nil
}

func audienceOf(a view.Audience) Audience {
	switch {
	case a.AreCommissioners():
		return Audience{Name: ForCommissioners}
	case a.IsSteeringGroup():
		return Audience{Name: ForSteeringGroup}
	case a.IsProvider():
		return Audience{Name: ForProvider, Provider: a.ProviderID()}
	}
	return Audience{}
}

// View is the audience; nobody for one that is none.
func (a Audience) View() view.Audience {
	switch {
	case a.Name == ForCommissioners && a.Provider == "":
		return view.Commissioners
	case a.Name == ForSteeringGroup && a.Provider == "":
		return view.SteeringGroup
	case a.Name == ForProvider:
		return view.Provider(a.Provider)
	}
	return view.Audience{}
}
