package store

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/claims"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/staffing"
)

// The history says what every record holds. If somebody changes a row of the database by hand, the two differ. The check
// tells the history from its beginning and compares each present row with where it ends.

// holdings are what records hold, by kind and subject and then by field.
type holdings map[subject]map[string]string

type subject struct{ Kind, Subject string }

// words name a record in a fault: "priority 3.4".
func (s subject) words() string { return strings.TrimSpace(s.Kind + " " + s.Subject) }

func (h holdings) put(kind, of string, texts ...record.Text) {
	key := subject{kind, of}
	if h[key] == nil {
		h[key] = map[string]string{}
	}
	for _, t := range texts {
		h[key][t.Field] = t.Text
	}
}

// notKnown is the value of a text that was removed for good.
const notKnown = "\x00"

// toldFrom is what records hold as the history tells it. A record that was taken out is no longer there.
func toldFrom(rows []db.AuditRow, bySave map[int64][]db.Change) holdings {
	told := holdings{}
	for _, a := range rows {
		of := a.Subject
		var from string // of a collection there is one for each quarter from which it holds
		for _, c := range bySave[a.Seq] {
			if a.Kind == record.Collection && c.Field == "from" {
				from = " " + c.New
			}
		}
		told.put(a.Kind, of+from)
		for _, c := range bySave[a.Seq] {
			text := c.New
			if c.Removed != "" {
				text = notKnown
			}
			told.put(a.Kind, of+from, record.Text{Field: c.Field, Text: text})
			if a.Kind == record.ICB && c.Field == "next_meeting" { // an ICB can be made with this setting
				told.put(record.Settings, of, record.Text{Field: c.Field, Text: text})
			}
		}
		if a.Act == "removed" || a.Kind == record.Member && a.Act == "ended" {
			delete(told, subject{a.Kind, of})
		}
	}
	return told
}

// checkRows holds the ICB's present rows against what the history tells of them.
func (q reading) checkRows(told holdings) ([]string, error) {
	now, err := q.presentRows()
	if err != nil {
		return nil, err
	}
	var faults []string
	for _, key := range slices.SortedFunc(maps.Keys(now), bySubject) {
		was, known := told[key]
		if !known && key.Kind != record.Settings { // those are there from the first day
			faults = append(faults, fmt.Sprintf("%s: no save of the history made it", key.words()))
			continue
		}
		for _, field := range slices.Sorted(maps.Keys(now[key])) {
			if is := now[key][field]; !agrees(key.Kind, field, was, is) {
				faults = append(faults, fmt.Sprintf("%s: %s was changed outside the service", key.words(),
					snapshot.KindOf(key.Kind).Field(field).Words))
			}
		}
	}
	for _, key := range slices.SortedFunc(maps.Keys(told), bySubject) {
		if _, there := now[key]; !there && kept[key.Kind] && told.holds(key) {
			faults = append(faults, fmt.Sprintf("%s: it was taken away outside the service", key.words()))
		}
	}
	return faults, nil
}

func bySubject(a, b subject) int { return strings.Compare(a.words(), b.words()) }

// kept are the kinds that keep every record that the history tells of, but for those it says were taken out.
var kept = map[string]bool{
	record.Priority: true, record.Evidence: true, record.Return: true, record.Breakdown: true, record.Collection: true,
	record.ReturnSet: true, record.Published: true, record.Plan: true, record.Contract: true, record.Target: true,
	record.Provider: true, record.Member: true, record.Settings: true, record.Import: true,
}

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
var unsaid = map[string]string{"settings retention_years": "8"}

// agrees says whether a field holds what the history tells of it. What was removed for good is not compared.
func agrees(kind, field string, was map[string]string, is string) bool {
	text, said := was[field]
	switch {
	case text == notKnown || strings.Contains(is, evidence.RemovedWords) || field == confirmedField:
		return true // what was confirmed goes with any text of the record that is removed
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
	lists       map[string][]register.Row
	years       []staffing.Year
	providers   []provider.Provider
	people      []memberRow
	settings    tenantRow
	mappings    []struct {
		Provider string `db:"provider_id"`
		Text     string `db:"mapping"`
	}
}

// allRows reads them.
func (q reading) allRows() (p allRows, err error) {
	q.entries(&p.entries, ``)
	q.answers(&p.answers)
	if err := q.evidence(&p.pieces, everything, db.ForCheck); err != nil {
		return p, err
	}
	q.returnsWhere(&p.returns, db.ForCheck, nil)
	q.returnSets(&p.sets)
	q.publishedWhere(&p.published, db.ForCheck)
	q.contracts(&p.contracts, everything, "", allOfContract...)
	q.collections(&p.collections)
	q.Ask(&p.breakdowns, breakdownQuery+db.ForCheck, q.Tenant)
	q.Ask(&p.counts, breakdownCountQuery+db.ForCheck, q.Tenant)
	q.locals(&p.locals)
	q.Ask(&p.owns, ownQuery+db.ForCheck, q.Tenant)
	q.Ask(&p.hands, measureQuery+db.ForCheck, q.Tenant)
	q.registers(&p.lists, everything, db.ForCheck)
	q.planYears(&p.years)
	q.providersWhere(&p.providers, ``, nil)
	q.Ask(&p.people, memberQuery+` WHERE m.tenant_id = ? AND m.ended_at = ''`, q.Tenant)
	q.AskOne(&p.settings, `SELECT `+tenantColumns+` FROM tenants t WHERE t.tenant_id = ?`, q.Tenant)
	q.Ask(&p.mappings, `SELECT m.provider_id, m.mapping FROM import_mappings m WHERE m.tenant_id = ?`, q.Tenant)
	return p, q.Answered()
}

// presentRows are all records of the ICB as the history would keep them.
func (q reading) presentRows() (holdings, error) {
	p, err := q.allRows()
	if err != nil {
		return nil, err
	}
	now := holdings{}
	for key, e := range p.entries {
		now.put(record.Priority, key, e.Kept()...)
	}
	for _, a := range p.answers {
		now.put(record.Priority, a.Priority, record.Text{Field: "claim_answer", Text: a.Note})
	}
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
	for code, rows := range p.lists {
		list, _ := register.Of(code)
		for _, row := range rows {
			now.put(code, row.ID, list.Kept(row)...)
		}
	}
	for _, y := range p.years {
		now.put(record.Plan, strconv.Itoa(int(y.Year())), staffing.Recorded.Kept(y.Row)...)
	}
	for _, o := range p.providers {
		now.put(record.Provider, o.ID, keptProvider(o)...)
	}
	for _, m := range p.people {
		now.put(record.Member, m.Person.ID, record.Text{Field: "role", Text: string(m.Role)},
			record.Text{Field: "provider", Text: m.Provider})
	}
	for _, m := range p.mappings {
		now.put(record.Import, m.Provider, record.Text{Field: "mapping", Text: m.Text})
	}
	now.put(record.Settings, q.Tenant, p.settings.settings().kept()...)
	return now, nil
}

func (h holdings) putBreakdowns(rows []breakdownRow, counts []breakdownCountRow) {
	for _, b := range breakdownsOf(rows, counts) {
		var groups []equity.Group
		for key := range b.Counts {
			groups = append(groups, equity.Group{Key: key})
		}
		h.put(record.Breakdown, b.Provider+" "+string(b.Quarter)+" "+b.Characteristic, b.Kept(groups)...)
	}
}

func (h holdings) putTargets(locals []measure.Local, owns []ownRow, hands []measureRow) {
	for _, l := range locals {
		h.put(record.Target, valueSubject(l), l.Kept()...)
	}
	units := map[string]measure.Unit{}
	for _, o := range owns {
		units[o.ID] = o.Unit
		h.put(record.Target, o.ID, append(o.own().Kept(), record.Text{Field: "ended", Text: record.YesNo(o.Ended)})...)
	}
	for _, b := range hands {
		h.put(record.Target, b.Target, b.byHand().Kept(units[b.Target])...)
	}
}
