package store

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/claims"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/staffing"
)

// The history says what every record holds. If somebody changes a row of the database by hand, the two differ. The check
// tells the history from its beginning and compares each present row with where it ends.

// checkRows holds the ICB's present rows against what its history tells of them.
func (q reading) checkRows(saves []db.AuditRow, changes map[int64][]db.Change) ([]string, error) {
	rows, err := q.allRows()
	if err != nil {
		return nil, err
	}
	now := rows.holdings(q.Tenant)
	told := rows.told(saves, changes)
	var faults []string
	for _, key := range slices.SortedFunc(maps.Keys(now), bySubject) {
		was, known := told[key]
		if now[key] == nil {
			continue // from before the history told of such records
		}
		if !known && !always[key.Kind] {
			faults = append(faults, fmt.Sprintf("%s: no save of the history made it", key.words()))
			continue
		}
		lost := lostText(was, now[key])
		for _, field := range slices.Sorted(maps.Keys(now[key])) {
			if is := now[key][field]; !agrees(key.Kind, field, was, is) && !(lost && is == "" && isConfirmed(field)) {
				faults = append(faults, fmt.Sprintf("%s: %s was changed outside the service", key.words(),
					snapshot.KindOf(key.Kind).Field(field).Words))
			}
		}
	}
	for _, key := range slices.SortedFunc(maps.Keys(told), bySubject) {
		if _, there := now[key]; !there && kept[key.Kind] && told.holds(key) {
			faults = append(faults, fmt.Sprintf("%s: it was removed outside the service", key.words()))
		}
	}
	return faults, nil
}

func bySubject(a, b subject) int { return strings.Compare(a.words(), b.words()) }

// kept are the kinds that keep every record that the history tells of, but for those it says were taken out.
var kept = map[string]bool{
	record.Priority: true, record.Evidence: true, record.Return: true, record.Breakdown: true, record.Collection: true,
	record.ReturnSet: true, record.Published: true, record.Plan: true, record.Contract: true, record.Target: true,
	record.Provider: true, record.Member: true, record.Settings: true, record.Import: true, record.Invitation: true,
	record.Round: true, record.View: true, record.Action: true, record.Question: true,
}

// always are the kinds that hold one record from an ICB’s first day, before any save tells of it.
var always = map[string]bool{record.Settings: true, record.Procurement: true}

func init() {
	for _, l := range register.Lists {
		kept[l.Code] = true
	}
}

// holds says whether the history tells of anything that a record holds: a save without a change, such as the showing of
// true numbers, makes none.
func (h holdings) holds(key subject) bool {
	switch {
	case key.Kind == record.Breakdown && !strings.Contains(key.Subject, " "):
		return false
	case key.Kind == record.Member: // what is held about somebody who left can be downloaded
		return h[key]["role"] != ""
	}
	for _, text := range h[key] {
		if text != "" {
			return true
		}
	}
	return false
}

// unsaid are the values in fields of a record that no save has told of, where they are not nothing or no.
var unsaid = map[string]string{"settings retention_years": "8", "settings figures_due": calendar.UsualDeadline.Kept()}

// agrees says whether a field holds what the history tells of it. What was removed for good is not compared.
func agrees(kind, field string, was map[string]string, is string) bool {
	text, said := was[field]
	switch {
	case text == notKnown || evidence.HoldsRemoved(is):
		return true
	case said:
		return text == is
	case kind == record.Collection && field == "groups": // those that every ICB begins with
		return true
	}
	return is == "" || is == "no" || is == unsaid[kind+" "+field]
}

// allRows are the rows of an ICB that the history tells of.
type allRows struct {
	entries     map[string]assessment.Entry
	answers     []claims.Answer
	views       []assessment.View
	comments    []assessment.Comment
	questions   []question.Question
	pieces      []evidence.Evidence
	returns     []figures.Return
	sets        []figures.Set
	published   []figures.Published
	contracts   []contract.Contract
	collections []equity.Collection
	breakdowns  []breakdownRow
	counts      []breakdownCountRow
	locals      []measure.Local
	owns        []ownRow
	hands       []measureRow
	actions     []action.Action
	lists       map[string][]register.Row
	sealings    []Sealing
	openings    []Opening
	years       []staffing.Year
	providers   []provider.Provider
	memberships []memberRow // those that have ended too
	tenant      tenantRow
	procurement procurementRow
	invitations []keptInvitation
	mappings    []struct {
		Provider string `db:"provider_id"`
		Text     string `db:"mapping"`
	}
}

// keptInvitation is an invitation, in whatever state.
type keptInvitation struct {
	ID       string           `db:"id"`
	Name     string           `db:"name"`
	Email    string           `db:"email"`
	Role     tenants.Role     `db:"role"`
	Provider string           `db:"provider_id"`
	Expires  calendar.Instant `db:"expires_at"`
	Accepted string           `db:"accepted_at"`
	Joined   string           `db:"accepted_by"` // id of a membership
	Revoked  string           `db:"revoked_at"`
	Void     Void             `db:"void_why"`
}

// allRows reads them.
func (q reading) allRows() (p allRows, err error) {
	q.askEntries(&p.entries, ``)
	q.askAnswers(&p.answers)
	q.askViews(&p.views, ``)
	q.askComments(&p.comments)
	q.askQuestions(&p.questions, everything, db.ForCheck)
	if err := q.evidence(&p.pieces, everything, db.ForCheck); err != nil {
		return p, err
	}
	q.askReturns(&p.returns, db.ForCheck, nil)
	q.askReturnSets(&p.sets)
	q.askPublishedWhere(&p.published, db.ForCheck)
	q.askContracts(&p.contracts, everything, "", allOfContract...)
	q.askCollections(&p.collections)
	q.Ask(&p.breakdowns, breakdownQuery+db.ForCheck, q.Tenant)
	q.Ask(&p.counts, breakdownCountQuery+db.ForCheck, q.Tenant)
	q.askLocals(&p.locals)
	q.Ask(&p.owns, ownQuery+db.ForCheck, q.Tenant)
	q.Ask(&p.hands, measureQuery+db.ForCheck, q.Tenant)
	q.askActions(&p.actions, everything, db.ForCheck)
	q.askKeptRegisters(&p.lists, everything, db.ForCheck)
	q.askPlanYears(&p.years)
	q.askSealings(&p.sealings, db.ForCheck)
	q.Ask(&p.openings, openingQuery+db.ForCheck, q.Tenant)
	q.askProvidersWhere(&p.providers, ``, nil)
	q.Ask(&p.memberships, memberQuery+` WHERE m.tenant_id = ?`+db.ForCheck, q.Tenant)
	q.AskOne(&p.tenant, `SELECT `+tenantColumns+` FROM tenants t WHERE t.tenant_id = ?`, q.Tenant)
	q.AskOne(&p.procurement, procurementQuery, q.Tenant)
	q.Ask(&p.invitations, `
		SELECT i.id, i.name, i.email, i.role, COALESCE(i.provider_id, '') AS provider_id, i.expires_at, i.accepted_at,
		    COALESCE(i.accepted_by, '') AS accepted_by, i.revoked_at, i.void_why
		FROM invitations i WHERE i.tenant_id = ?`+db.ForCheck, q.Tenant)
	q.Ask(&p.mappings, `SELECT m.provider_id, m.mapping FROM import_mappings m WHERE m.tenant_id = ?`, q.Tenant)
	return p, q.Answered()
}

// holdings are all records of the ICB as the history would keep them.
func (p allRows) holdings(tenant string) holdings {
	now := holdings{}
	for key, e := range p.entries {
		now.put(record.Priority, key, e.Kept()...)
	}
	for _, a := range p.answers {
		now.put(record.Priority, a.Priority, record.Text{Field: "claim_answer", Text: a.Note},
			record.Text{Field: confirmedOf("claim_answer"), Text: a.Confirmed})
	}
	now.putVoices(p)
	now.putQuestions(p.questions)
	for _, e := range p.pieces {
		now.put(record.Evidence, e.ID, e.Kept()...)
	}
	for _, r := range p.returns {
		now.put(record.Return, r.Provider+" "+string(r.Quarter), r.Kept()...)
	}
	for _, s := range p.sets {
		now.put(record.ReturnSet, strconv.Itoa(s.N), s.Kept()...)
	}
	for _, one := range p.published {
		now.put(record.Published, one.Provider+" "+string(one.To), one.Kept()...)
	}
	for _, c := range p.contracts {
		now.put(record.Contract, c.ID, c.Kept()...)
	}
	for _, c := range p.collections {
		now.put(record.Collection, c.Characteristic+" "+string(c.From), c.Kept()...)
	}
	now.putBreakdowns(p.breakdowns, p.counts)
	now.putTargets(p.locals, p.owns, p.hands)
	now.putActions(p.actions)
	for code, rows := range p.lists {
		list, _ := register.Of(code)
		for _, row := range rows {
			now.put(code, row.ID, list.Kept(row)...)
		}
	}
	now.putRounds(p.openings, p.sealings)
	for _, y := range p.years {
		now.put(record.Plan, strconv.Itoa(int(y.Year())), staffing.Recorded.Kept(y.Row)...)
	}
	for _, o := range p.providers {
		now.put(record.Provider, o.ID, KeptProvider(o)...)
	}
	for _, m := range p.mappings {
		now.put(record.Import, m.Provider, record.Text{Field: "mapping", Text: m.Text})
	}
	now.putPeople(p)
	now.put(record.Settings, tenant, p.tenant.settings().Kept()...)
	now.put(record.ICB, tenant, record.Text{Field: "name", Text: p.tenant.Name}, record.Text{Field: "region", Text: p.tenant.Region},
		record.Text{Field: "edition", Text: p.tenant.Edition})
	return now
}

// putPeople puts who is a member, who is invited, and who is named for a procurement.
func (h holdings) putPeople(p allRows) {
	var present []memberRow
	for _, m := range p.memberships {
		if m.Ended != "" {
			continue
		}
		present = append(present, m)
		h.put(record.Member, m.Person.ID, record.Text{Field: "role", Text: string(m.Role)},
			record.Text{Field: "provider", Text: m.Provider})
	}
	for _, i := range p.invitations {
		if i.Accepted == "" && i.Revoked == "" {
			h.put(record.Invitation, i.ID, record.Text{Field: "name", Text: i.Name}, record.Text{Field: "email", Text: i.Email},
				record.Text{Field: "role", Text: string(i.Role)}, record.Text{Field: "provider", Text: i.Provider},
				record.Text{Field: "expires", Text: string(i.Expires)}, record.Text{Field: "void", Text: record.YesNo(i.Void != "")})
		}
	}
	closed := p.procurement.procurement(present)
	h.put(record.Procurement, p.tenant.Code, record.Text{Field: "since", Text: string(closed.Since)},
		record.Text{Field: "reason", Text: closed.Reason}, record.Text{Field: confirmedField, Text: closed.Confirmed},
		record.Text{Field: "named", Text: sortedLines(closed.Named)})
}
