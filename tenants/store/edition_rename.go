package store

import "ipstoolkit/toolkit/edition"

// ofPriorities are the tables beside the entries with rows that belong to a priority, and the column with its key.
var ofPriorities = []struct{ table, column, where string }{
	{"claim_answers", "priority", ``},
	{"evidence_links", "priority", ``},
	{"provider_views", "priority", ``},
	{"view_comments", "priority", ``},
	{"actions", "about_id", ` AND about_kind IN ('priority', 'difference')`},
	{"questions", "about_id", ` AND about = 'priority'`},
}

// rename gives the rows beside the entries the keys of the newer edition. Those of a priority that is no longer there keep
// the old key with its edition before it.
func (w *writing) rename(from string, mapping []edition.Mapped) error {
	return w.renameAll(mapping, func(m edition.Mapped) (was, is string) {
		if m.New == "" {
			return m.Old, retiredKey(from, m.Old)
		}
		return m.Old, m.New
	})
}

// retiredKey is the key of a priority that the ICB's edition no longer has.
func retiredKey(from, key string) string { return from + " " + key }

// renameAll renames in two steps, so that two priorities can change places.
func (w *writing) renameAll(mapping []edition.Mapped, keys func(m edition.Mapped) (was, is string)) error {
	for _, t := range ofPriorities {
		for _, step := range []struct{ before, after bool }{{before: true}, {after: true}} {
			for _, m := range mapping {
				was, is := keys(m)
				if m.Old == "" || m.Old == m.New {
					continue
				}
				if step.before {
					is = "~" + is
				} else {
					was = "~" + is
				}
				_, err := w.Exec(`UPDATE `+t.table+` SET `+t.column+` = ? WHERE tenant_id = ? AND `+t.column+` = ?`+t.where, is, w.Tenant,
					was)
				if err != nil {
					return err
				}
			}
		}
	}
	return nil
}
