package registers

import (
	"fmt"

	"ipstoolkit/toolkit/coverage"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/register"
)

var pcnCoverage = subject{
	path: "/coverage", title: "PCN coverage", lists: []string{register.PCNs}, above: pcnAbove,
	lede: "How IPS works with each primary care network (PCN): whether it has an employment specialist of its own, and what makes working together easy.",
}

func pcnAbove(v view) summary {
	c := coverage.OfPCNs(v.rows[register.PCNs])
	if c.Listed == 0 {
		return summary{Lines: []string{"No PCN is listed yet. The quickest way is to copy the ICB’s list of PCNs from a spreadsheet."}}
	}
	s := summary{Notices: c.Notices, Lines: []string{
		fmt.Sprintf("**%d of %s** have an employment specialist of their own", c.Own, countWords(c.Listed, "PCN", "PCNs")),
		fmt.Sprintf("Sharing one with other PCNs: %d. None yet: %d, of them with a planned start: %d. Nothing recorded: %d", c.Shared, c.None, c.Planned, c.Unknown),
		fmt.Sprintf("Full-time equivalents (FTE) recorded: %s%s", figures.Decimal(c.FTE, 2), withoutFTE(c.Without)),
		fmt.Sprintf("Asking about work at physical health checks: %d (5.2, page 36)", c.Asked),
		"The toolkit asks for one dedicated employment specialist for each PCN (5.1, page 34)",
	}}
	return s
}

func withoutFTE(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("; %s with a specialist %s not say how much", countWords(n, "PCN", "PCNs"), map[bool]string{true: "does", false: "do"}[n == 1])
}
