package store

import (
	"slices"
	"strings"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/view"
)

// The history keeps ids and codes. People read names: those that records have now, and the last known one of a record that
// is gone.

// namesByID are the names for ids and codes of other records, by the kind of record (record.Field.Of) and then the id.
type namesByID map[string]map[string]string

// gone are the words, by kind, for a record that can no longer be named.
var gone = map[string]string{
	record.Provider: "a provider that is no longer there", record.Contract: "a contract that was removed",
	record.Member: "a member who cannot be named", record.Invitation: "an invitation that is no longer there",
	register.Meetings: "a meeting that is no longer there", register.Seats: "a seat that is no longer there",
	register.Items: "an item of the agenda", // its title may be about something that procurement hides
}

// askNames asks for the names of what some changes refer to.
func (q reading) askNames(saves map[int64]db.AuditRow, changes []db.Change) namesByID {
	found, ids := namesByID{}, map[string][]string{}
	for _, c := range changes {
		of := snapshot.KindOf(saves[c.Sequence].Kind).Field(c.Field).Of
		if namesOf[of] == "" {
			continue
		}
		for _, id := range strings.Fields(c.Old + "\n" + c.New) {
			if !slices.Contains(ids[of], id) {
				ids[of] = append(ids[of], id)
			}
		}
	}
	for of, list := range ids {
		q.askNamesOf(found, of, list)
	}
	return found
}

// askTitles asks for the names of the providers in the titles of who saved.
func (q reading) askTitles(rows []db.AuditRow) namesByID {
	var providers []string
	for _, a := range rows {
		if _, id := tenants.ReadTitle(a.Role); id != "" && !slices.Contains(providers, id) {
			providers = append(providers, id)
		}
	}
	found := namesByID{}
	if len(providers) > 0 {
		q.askNamesOf(found, record.Provider, providers)
	}
	return found
}

// title is a title that the history keeps.
func (n namesByID) title(kept string) view.Title {
	title, provider := tenants.ReadTitle(kept)
	return title(n[record.Provider][provider])
}

// askNamesOf asks for the names of some records of a kind.
func (q reading) askNamesOf(found namesByID, of string, ids []string) {
	found[of] = map[string]string{}
	var rows []struct {
		ID   string `db:"id"`
		Name string `db:"name"`
	}
	in, args := among(ids)
	q.Ask(&rows, namesOf[of]+in, append([]any{q.Tenant}, args...)...)
	q.Then(func() {
		for _, row := range rows {
			if found[of][row.ID] = row.Name; of == register.Seats {
				kind, name, _ := strings.Cut(row.Name, " ")
				found[of][row.ID] = register.SeatName(kind, name)
			}
		}
	})
}

var namesOf = map[string]string{
	record.Provider:   `SELECT o.id, o.name FROM providers o WHERE o.tenant_id = ? AND o.id IN `,
	record.Contract:   `SELECT k.id, k.name FROM contracts k WHERE k.tenant_id = ? AND k.id IN `,
	record.Invitation: `SELECT i.id, i.name FROM invitations i WHERE i.tenant_id = ? AND i.id IN `,
	record.Member:     `SELECT m.id, p.name FROM memberships m JOIN people p ON p.id = m.person_id WHERE m.tenant_id = ? AND m.id IN `,
	register.Meetings: `SELECT v.row_id AS id, v.code AS name FROM register_values v
		WHERE v.tenant_id = ? AND v.field = 'on' AND v.row_id IN `,
	register.Seats: `SELECT v.row_id AS id, k.code || ' ' || v.text AS name FROM register_values v
		JOIN register_values k ON k.tenant_id = v.tenant_id AND k.row_id = v.row_id AND k.field = 'kind'
		WHERE v.tenant_id = ? AND v.field = 'name' AND v.row_id IN `,
}

// say are the names for a text of a change, which may refer to several records, a line each.
func (n namesByID) say(of, text string) string {
	switch {
	case text == "" || of == "":
		return text
	case of == "role":
		return tenants.Role(text).Words()
	case of == record.Place:
		return sayPlace(text)
	case of == "organisation":
		return provider.Kind(text).Words()
	}
	lines := strings.Split(text, "\n")
	for i, id := range lines {
		name, known := n[of][id]
		switch {
		case known && of == register.Meetings:
			lines[i] = calendar.Date(name).Words()
		case known:
			lines[i] = name
		default:
			lines[i] = gone[of]
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}
