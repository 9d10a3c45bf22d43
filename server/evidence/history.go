package evidence

import (
	"ipstoolkit/server/page"
	"ipstoolkit/tenants/store"
)

// deeds are what a save did, as the history tells it.
var deeds = map[string]string{
	"added": "Added", "changed": "Changed", "query": "Asked a question", "answer": "Answered", "accept": "Accepted", "withdraw": "Withdrew",
	"scanned": "Scanned for viruses", "removed personal data": "Removed personal data",
}

// labels are the fields of a save in words. A number that was confirmed stands there by its short fingerprint, which
// says nothing to people.
var labels = map[string]string{
	"title": "Title", "link": "Link", "period": "Covers", "review_on": "Review by", "shared": "Shared with all providers", "state": "State",
	"priorities": "Speaks to", "provider": "From", "file": "File", "query": "Question", "answer": "Answer", "withdraw": "Reason", "reason": "Reason",
}

func history(events []store.Event) page.Table {
	list := make([]page.Happening, len(events))
	for i, e := range events {
		list[i] = page.Happening{At: e.At, Who: e.Who, Title: e.Role, Did: deeds[e.Act]}
		for _, change := range e.Changes {
			switch label, known := labels[change.Field]; {
			case change.Field == "confirmed":
				list[i].Changes = append(list[i].Changes, "Said that a number is not an NHS number")
			case known:
				list[i].Changes = append(list[i].Changes, page.ChangeWords(label, change.Old, change.New, change.Removed != ""))
			}
		}
	}
	return page.HappeningsTable(list)
}
