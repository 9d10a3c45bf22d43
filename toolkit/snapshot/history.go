package snapshot

// Part is which part of a history is asked for: the saves before one, or one save alone; with neither, the newest.
type Part struct {
	Before, Save int64
}

// History is a part of what happened to one subject, newest first.
type History struct {
	Part
	Events []Event
	// More says that there are earlier saves than these.
	More bool
}
