package registers

import (
	"ipstoolkit/toolkit/coverage"
	"ipstoolkit/toolkit/register"
)

var pcnCoverage = subject{
	path: "/coverage", title: "PCN coverage", lists: []string{register.PCNs}, above: pcnAbove,
	lede: "How IPS works with each primary care network (PCN): whether it has a dedicated employment specialist, and what helps them " +
		"to work together. Commissioners and providers record them, and the history of each says who did.",
}

func pcnAbove(v view) summary {
	c := coverage.OfPCNs(v.rows[register.PCNs])
	lines := c.Lines()
	if v.member.Provider != "" {
		lines = append(lines, "You see your own PCNs and those with no provider. These numbers count only them")
	}
	return summary{Notices: c.Notices, Lines: lines}
}
