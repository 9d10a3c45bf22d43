package registers

import (
	"ipstoolkit/toolkit/coverage"
	"ipstoolkit/toolkit/register"
)

var coDesign = subject{
	path: "/co-design", title: "Co-design and feedback", lists: []string{register.Events, register.Plans}, above: coDesignAbove,
	lede:   "Where people with lived experience shaped the service or gave feedback, and what happened as a result.",
	advice: register.NoBids,
}

// coDesignAbove is what happened in the last four quarters.
func coDesignAbove(v view) summary {
	return summary{Lines: coverage.EventLines(v.rows[register.Events], v.today)}
}
