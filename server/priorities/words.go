package priorities

import (
	"fmt"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
)

// procurement is what a procurement under way means for a priority's page: closed to those outside, for those named a
// word that others do not see it.
func procurement(m tenants.Member, key string) (closed, inside string) {
	switch {
	case m.Tenant.Procurement == "" || !assessment.InProcurement(key):
		return "", ""
	case m.Outside():
		return assessment.ProcurementWords(m.Tenant.Procurement), ""
	}
	return "", "Procurement is under way: only the people named see the notes, evidence and history of this priority. Shared notes are " +
		"shared again when it is over."
}

// statementsMet is "2 of 4 statements met".
func statementsMet(p edition.Priority, e assessment.Entry) string {
	return fmt.Sprintf("%d of %d statements met", len(e.Met(p)), len(p.Statements()))
}

// suggestion is the line beside the status. It never decides.
func suggestion(p edition.Priority, e assessment.Entry) string {
	suggested := assessment.Suggest(p, e.Points)
	words := fmt.Sprintf("%s, which suggests %s.", statementsMet(p, e), suggested.Words())
	if e.Status != assessment.NotAnswered && e.Status != suggested {
		words += fmt.Sprintf(" You have recorded %s. That is for you to decide; a note on why helps your steering group.", e.Status.Words())
	}
	return words
}
