package registers

import "ipstoolkit/toolkit/register"

var dataFlow = subject{
	path: "/data-flow", title: "Data flow", lists: []string{register.Teams},
	lede: "Which teams’ data reach the Mental Health Services Data Set (MHSDS) and the IPS Grow Reporting Tool. What is not there does not count nationally.",
}
