package store

import (
	"context"

	"ipstoolkit/tenants/store/db"
)

// unknown is in the place of what a field held, where that text was removed for good. No text is like it.
const unknown = "\x00"

// ChangedSince is what the history tells of one subject after a number of the ICB's saves: the fields that were changed, each
// with what it held at that number, as the history keeps it. Fields that the member may not see are left out. Errors: those
// of History.
func (r *Rows) ChangedSince(ctx context.Context, kind, subject string, seen int64) (map[string]string, error) {
	p, err := historyPermission(kind)
	if err != nil {
		return nil, err
	}
	was := map[string]string{}
	err = r.read(ctx, p, func(q reading) error {
		if err := q.mayReadHistory(r.member, kind, subject); err != nil {
			return err
		}
		where, args, err := q.ofSubjects([]subjects{{kind, []string{subject}}})
		if err != nil {
			return err
		}
		var changes []db.Change
		err = q.Changes(&changes, ``, where+` AND a.seq > ?`+openSaves(r.member), append(args, seen)...)
		for _, c := range changes { // in the order of the saves: the first tells what was there
			if _, told := was[c.Field]; told || hiddenField(r.member, kind, subject, c.Field) {
				continue
			}
			if was[c.Field] = c.Old; c.Removed != "" {
				was[c.Field] = unknown
			}
		}
		return err
	})
	return was, err
}
