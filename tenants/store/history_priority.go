package store

import (
	"context"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
)

// PriorityHistory is the part of the history of a priority that is asked for, as HistoryPart: what was saved on it, and what the
// providers with these ids, those of them that the member may read, have said of it. Errors: those of HistoryPart.
func (r *Rows) PriorityHistory(ctx context.Context, part snapshot.Part, priority string, providers ...string) (snapshot.History, error) {
	of := []subjects{{record.Priority, []string{priority}}}
	if who := r.member.Audience(); len(providers) > 0 && r.member.Can(historyOf[record.View]) {
		views := subjects{kind: record.View}
		for _, id := range providers {
			if who.Sees(record.View, id, false) {
				views.names = append(views.names, id+" "+priority)
			}
		}
		of = append(of, views)
	}
	return r.historyPart(ctx, tenants.ReadToolkit, part, of)
}

// subjects are records of a kind, named as the history names them.
type subjects struct {
	kind  string
	names []string
}
