package store

import (
	"slices"
	"strings"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/staffing"
)

// While procurement is under way, members who are not named read the ICB's rows without what is about it. Here is what
// that takes out, in Go and in SQL; snapshot.Closed does the same to a whole snapshot.

// hides says whether a priority's notes and evidence are not for the member.
func hides(m tenants.Member, priority string) bool {
	return m.Outside() && assessment.InProcurement(priority)
}

// closedTarget says whether a kind of target is not for the member.
func closedTarget(m tenants.Member, kind string) bool {
	return m.Outside() && slices.Contains(measure.OfContracts(), kind)
}

// The lists of SQL that the conditions below are made of: of our own constants, never of what people typed.
var (
	closedPriorities = quoted(assessment.Procurement)
	closedKinds      = quoted(snapshot.ClosedKinds())
	closedTargets    = quoted(measure.OfContracts())
	closedViews      = endsWith("a.subject", assessment.Procurement)  // "PROVIDER 2.1"
	closedValues     = startsWith("a.subject", measure.OfContracts()) // "contract-length 2026"
)

func quoted(list []string) string { return `('` + strings.Join(list, `', '`) + `')` }

func endsWith(column string, words []string) string {
	parts := make([]string, len(words))
	for i, w := range words {
		parts[i] = column + ` LIKE '% ` + w + `'`
	}
	return `(` + strings.Join(parts, ` OR `) + `)`
}

func startsWith(column string, words []string) string {
	parts := make([]string, len(words))
	for i, w := range words {
		parts[i] = column + ` LIKE '` + w + ` %'`
	}
	return `(` + strings.Join(parts, ` OR `) + `)`
}

// closedEvidence holds for evidence that speaks to one of the priorities, even if it speaks to others too. It is about
// the evidence with its id in a column, such as "e.id" of the table e.
func closedEvidence(table, id string) string {
	return `EXISTS (SELECT 1 FROM evidence_links h WHERE h.tenant_id = ` + table + `.tenant_id AND h.evidence_id = ` + id +
		` AND h.priority IN ` + closedPriorities + `)`
}

// closedAction holds for actions about what is kept back; table is their table's name in the statement.
func closedAction(table string) string {
	kind, id := table+".about_kind", table+".about_id"
	return `(` + kind + ` = '` + record.Contract + `'
		OR ` + kind + ` IN ('` + record.Priority + `', '` + record.Difference + `') AND ` + id + ` IN ` + closedPriorities + `
		OR ` + kind + ` = '` + record.Target + `' AND ` + id + ` IN ` + closedTargets + `
		OR ` + kind + ` = '` + record.Evidence + `' AND ` + closedEvidence(table, id) + `
		OR ` + kind + ` = '` + record.Question + `' AND EXISTS (
		    SELECT 1 FROM questions r WHERE r.tenant_id = ` + table + `.tenant_id AND r.id = ` + id + ` AND ` + closedQuestion("r") + `))`
}

// closedQuestion holds for questions of a table that are about one of the priorities or such evidence.
func closedQuestion(table string) string {
	return `(` + table + `.about = 'priority' AND ` + table + `.about_id IN ` + closedPriorities + `
		OR ` + table + `.about = 'evidence' AND ` + closedEvidence(table, table+".about_id") + `)`
}

// closedSave holds for saves a that tell of what is kept back.
var closedSave = `(a.kind IN ` + closedKinds + ` OR a.kind = 'priority' AND a.subject IN ` + closedPriorities + `
	OR a.kind = 'evidence' AND ` + closedEvidence("a", "a.subject") + `
	OR a.kind = 'view' AND ` + closedViews + `
	OR a.kind = 'action' AND EXISTS (SELECT 1 FROM actions x WHERE x.tenant_id = a.tenant_id AND x.id = a.subject
	    AND ` + closedAction("x") + `)
	OR a.kind = 'question' AND EXISTS (
		SELECT 1 FROM questions r WHERE r.tenant_id = a.tenant_id AND r.id = a.subject AND ` + closedQuestion("r") + `)
	OR a.kind = 'target' AND ` + closedValues + `)`

// openSaves is the condition on saves a that leaves a member those they may read of. A change of a status is for
// everybody, so the saves of one stay.
func openSaves(m tenants.Member) string {
	if !m.Outside() {
		return ``
	}
	return ` AND (NOT ` + closedSave + ` OR a.kind = 'priority' AND EXISTS (
		SELECT 1 FROM audit_changes s WHERE s.tenant_id = a.tenant_id AND s.seq = a.seq AND s.field = 'status'))`
}

// openTexts is the condition on saves a that leaves a member those with no text that they may not read.
func openTexts(m tenants.Member) string {
	if !m.Outside() {
		return ``
	}
	return ` AND NOT (a.kind = '` + record.Procurement + `' OR ` + closedSave + `)`
}

// closedRows are the conditions on the rows of tables with texts that hold for those kept back; "" is for all of them.
// A table that is not named here is open.
var closedRows = map[string]string{
	"entries":           `priority IN ` + closedPriorities,
	"entries_before":    `priority IN ` + closedPriorities,
	"evidence":          closedEvidence("evidence", "evidence.id"),
	"evidence_messages": closedEvidence("evidence_messages", "evidence_messages.evidence_id"),
	"files":             closedEvidence("files", "files.evidence_id"),
	"claim_answers":     `priority IN ` + closedPriorities,
	"question_messages": `EXISTS (SELECT 1 FROM questions r
		WHERE r.tenant_id = question_messages.tenant_id AND r.id = question_messages.question_id AND ` + closedQuestion("r") + `)`,
	"provider_views": `priority IN ` + closedPriorities,
	"view_comments":  `priority IN ` + closedPriorities,
	"target_values":  `kind IN ` + closedTargets,
	"register_values": `(EXISTS (SELECT 1 FROM register_rows h
		    WHERE h.tenant_id = register_values.tenant_id AND h.id = register_values.row_id AND h.list = '` + staffing.Recorded.Code + `')
		OR EXISTS (SELECT 1 FROM register_values h
		    WHERE h.tenant_id = register_values.tenant_id AND h.row_id = register_values.row_id AND h.field = 'priority'
		      AND h.code IN ` + closedPriorities + `))`,
	"actions":             closedAction("actions"),
	"contracts":           ``,
	"contract_talks":      ``,
	"contract_clauses":    ``,
	"contract_variations": ``,
	"tenants":             ``,
}

// openRows is the condition that leaves a member the rows of a table with texts that they may read.
func openRows(m tenants.Member, table string) string {
	closed, listed := closedRows[table]
	switch {
	case !m.Outside() || !listed:
		return ``
	case closed == ``:
		return ` AND FALSE`
	}
	return ` AND NOT ` + closed
}

// hiddenField says whether a field of a save is kept from a member who reads of the save itself.
func hiddenField(m tenants.Member, kind, subject, field string) bool {
	switch {
	case !m.Audience().SeesField(snapshot.KindOf(kind).Field(field)):
		return true
	case kind == record.Priority:
		return hides(m, subject) && field != "status"
	case kind == record.View: // "PROVIDER 2.1"
		_, key, _ := strings.Cut(subject, " ")
		return hides(m, key)
	case kind == record.Contract: // talks, reasons and what is to be varied are among the fields
		return !m.Can(tenants.KeepContracts)
	case kind == record.Procurement:
		return m.Outside() && field != "since" && field != "named" && field != "why"
	case kind == record.Breakdown: // numbers of people by characteristic are for the provider's own people alone
		of, _, _ := strings.Cut(subject, " ")
		own := m.Audience().IsProvider() && m.Audience().Sees(record.Breakdown, of, false)
		return !own && field != "finished" && field != "reason"
	}
	return false
}
