package store

import "ipstoolkit/toolkit/view"

// reach is the condition that leaves an audience the records of a kind that it sees, with its arguments. column holds the
// provider that a record belongs to; shared is the condition on the ICB's own records that providers see. Commissioners see
// all.
func reach(a view.Audience, kind, column, shared string) (where string, args []any) {
	switch a.Reach(kind) {
	case view.All:
		return ``, nil
	case view.Own:
		return ` AND ` + column + ` = ?`, []any{a.ProviderID()}
	case view.OwnAndShared:
		return ` AND (` + column + ` = ? OR ` + column + ` IS NULL AND ` + shared + `)`, []any{a.ProviderID()}
	case view.Shared:
		return ` AND ` + shared, nil
	case view.None:
	}
	return ` AND FALSE`, nil
}
