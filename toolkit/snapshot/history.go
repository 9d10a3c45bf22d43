package snapshot

// Part is a part of a history: the saves before one, or one save alone; without either, the newest.
type Part struct {
	Before, Save int64
}

// History is a part of what happened to one subject, newest first.
type History struct {
	Part
	Events []Event
	// More says that there are earlier saves.
	More bool
}
