package registers

import (
	"fmt"

	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/register"
)

var coDesign = subject{
	path: "/co-design", title: "Co-design and feedback", lists: []string{register.Events, register.Plans}, above: coDesignAbove,
	lede:   "Where people with lived experience shaped the service or said how it is, and what came of it.",
	advice: register.NoBids,
}

// coDesignAbove is what happened in the last four quarters.
func coDesignAbove(v view) summary {
	from := v.today.Quarter().Add(-3).First()
	var events, people, paid, answered int64
	stages := map[string]bool{}
	for _, r := range v.rows[register.Events] {
		if r.Date("on") < from {
			continue
		}
		events++
		n, _ := r.Number("people")
		people += n
		paid += one(r.Text("paid") == "paid")
		answered += one(r.Text("said") != "" && r.Text("did") != "")
		if r.Text("priority") == "6.2" {
			stages[r.Text("stage")] = true
		}
	}
	if events == 0 {
		return summary{Lines: []string{"Nothing is recorded since " + from.Words() + "."}}
	}
	return summary{Lines: []string{
		fmt.Sprintf("Since %s: **%s**, with %s taking part (a person who came twice counts twice)", from.Words(), countWords(int(events), "event", "events"), countWords(int(people), "person", "people")),
		fmt.Sprintf("People were paid at %s of %s", figures.Grouped(paid), figures.Grouped(events)),
		fmt.Sprintf("“You said, we did” is answered for %s", figures.Grouped(answered)),
		fmt.Sprintf("Feedback was taken at %s; the toolkit asks for multiple stages (6.2, page 39)", countWords(len(stages), "stage", "stages")),
	}}
}

func one(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}
