package steering

import (
	"cmp"
	"slices"
	"strings"

	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/snapshot"
)

// How many targets and priorities an agenda is made with, beside the list of all: a quarterly meeting cannot talk about 22.
const (
	mostTargets    = 3
	mostPriorities = 5
)

// Agenda is the agenda that is due by itself: the usual order of a board, with each target that is not met and the priorities that
// ask for a conversation. It is a beginning: people change it. s is the snapshot that the group reads.
func Agenda(s snapshot.Snapshot) []register.Row {
	var list agenda
	list.usual(register.ItemApologies, register.ItemInterests, register.ItemMinutes, register.ItemActions, register.ItemFigures)
	list.notMet(s)
	for _, number := range priorities(s) {
		p, _ := s.Edition.Priority(number)
		list.add(register.ItemPriority, number+" "+p.Name, record.Priority+" "+number)
	}
	list.usual(register.ItemRisks, register.ItemAnyOther, register.ItemNext)
	return list
}

// priorities are those that ask for a conversation: moved back, asked of somebody, or overdue; each once, in the order of the toolkit.
func priorities(s snapshot.Snapshot) []string {
	weight := map[string]int{}
	told := s.Told()
	for _, moved := range s.Since().Back {
		weight[moved.Priority.Key] += 4
	}
	for _, a := range told.Asked {
		weight[a.Priority] += 2
	}
	for _, l := range s.Overdue() {
		weight[l.Priority]++
	}
	var list []string
	for number := range weight {
		if _, ok := s.Edition.Priority(number); ok {
			list = append(list, number)
		}
	}
	slices.SortFunc(list, func(a, b string) int { return cmp.Or(cmp.Compare(weight[b], weight[a]), strings.Compare(a, b)) })
	list = list[:min(len(list), mostPriorities)]
	slices.Sort(list)
	return list
}
