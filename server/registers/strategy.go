package registers

import (
	"fmt"

	"ipstoolkit/toolkit/register"
)

var strategy = subject{
	path: "/strategy", title: "Strategy and jobs", lists: []string{register.Strategies, register.Jobs}, above: strategyAbove,
	lede: "Where IPS stands in the strategies of the ICB and its partners, and the jobs that they open themselves.",
}

func strategyAbove(v view) summary {
	central := 0
	for _, r := range v.rows[register.Strategies] {
		central += int(one(r.Text("central") == "yes"))
	}
	if len(v.rows[register.Strategies]) == 0 {
		return summary{Lines: []string{"No strategy is recorded yet."}}
	}
	return summary{Lines: []string{fmt.Sprintf(
		"IPS has a central place in **%d of %s** (7.1, page 41)", central, countWords(len(v.rows[register.Strategies]), "strategy", "strategies"))}}
}
