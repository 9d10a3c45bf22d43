package assessment

import (
	"fmt"
	"slices"
	"strings"

	"ipstoolkit/toolkit/calendar"
)

// Procurement lists the priorities that are kept back while procurement is open: only the people named for it see their
// notes and evidence. They cover planning the expansion and its money, what contracts state, how long they run, and who
// takes part in choosing a provider. Everybody still sees their statuses, statements met, owners and review dates.
var Procurement = []string{"1.1", "2.1", "2.2", "6.1"}

// InProcurement says whether procurement keeps a priority back.
func InProcurement(priority string) bool { return slices.Contains(Procurement, priority) }

// ProcurementWords tell a person who is not named for the procurement what is hidden, and since when.
func ProcurementWords(since calendar.Date) string {
	last := len(Procurement) - 1
	return fmt.Sprintf("Procurement has been under way since %s. Until it is over, only the people named for it see contracts, the "+
		"staffing plan, and the notes and evidence of %s and %s.",
		since.Words(), strings.Join(Procurement[:last], ", "), Procurement[last])
}
