package registers

import "ipstoolkit/toolkit/register"

var coverage = subject{
	path: "/coverage", title: "PCN coverage", lists: []string{register.PCNs},
	lede: "How IPS works with each primary care network (PCN): whether it has an employment specialist of its own, and what makes working together easy.",
}
