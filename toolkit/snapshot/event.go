package snapshot

import (
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/staffing"
)

// Event is one save: who did what when, and what changed. Seq counts the ICB's saves; Role is the person's title at
// that time.
type Event struct {
	Seq     int64
	At      calendar.Instant
	Who     string
	Role    string
	Act     string
	Kind    string
	Subject string
	Changes []Change
}

// Change is one field of a save. Removed is set when its texts held personal data and were removed for good.
type Change struct {
	Field   string
	Old     string
	New     string
	Removed calendar.Instant
}

// Kinds of event, as they are kept.
const (
	PriorityEvent    = "priority"
	EvidenceEvent    = "evidence"
	ReturnEvent      = "return"
	BreakdownEvent   = "breakdown"
	CollectionEvent  = "collection"
	ReturnSetEvent   = "return_set"
	ImportEvent      = "import"
	PublishedEvent   = "published"
	PlanEvent        = staffing.Code
	ContractEvent    = "contract"
	TargetEvent      = "target"
	ProviderEvent    = "provider"
	MemberEvent      = "member"
	InvitationEvent  = "invitation"
	SettingsEvent    = "settings"
	ProcurementEvent = "procurement"
	WorkbookEvent    = "workbook"
	ICBEvent         = "icb"
)

// Told are the changes of an event that people read about. The version that a workbook was made from is kept for
// whoever has to trace one, and says nothing on a page.
func (e Event) Told() []Change {
	if e.Kind == WorkbookEvent {
		return nil
	}
	return e.Changes
}

// Year is the year of the local value that an event about a target tells of; ok is false for other events.
func (e Event) Year() (year calendar.Year, ok bool) {
	_, year, ok = targetOf(e.Subject)
	return year, ok && e.Kind == TargetEvent
}
