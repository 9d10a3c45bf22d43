package assessment

import (
	"fmt"
	"slices"
	"strings"

	"ipstoolkit/toolkit/calendar"
)

// Procurement are the priorities whose notes and evidence are kept from all but the people named while procurement is
// under way: planning the expansion and its money, what contracts state, how long they run, and who takes part in
// choosing a provider. Their statuses, statements met, owners and review dates stay to be seen.
var Procurement = []string{"1.1", "2.1", "2.2", "6.1"}

// InProcurement says whether a priority is one of them.
func InProcurement(priority string) bool { return slices.Contains(Procurement, priority) }

// ProcurementWords say what is not shown since procurement is under way, to somebody who is not named.
func ProcurementWords(since calendar.Date) string {
	last := len(Procurement) - 1
	return fmt.Sprintf("Procurement has been under way since %s. Until it is over, only the people named for it see contracts, the staffing plan, and the notes and evidence of %s and %s.",
		since.Words(), strings.Join(Procurement[:last], ", "), Procurement[last])
}
