package registers

import (
	"ipstoolkit/toolkit/coverage"
	"ipstoolkit/toolkit/register"
)

var strategy = subject{
	path: "/strategy", title: "Strategy and jobs", lists: []string{register.Strategies, register.Jobs}, above: strategyAbove,
	lede: "How IPS features in the strategies of the ICB and its partners, and the jobs that they offer.",
}

func strategyAbove(v view) summary {
	return summary{Lines: coverage.StrategyLines(v.rows[register.Strategies])}
}
