package store

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"

	"ipstoolkit/toolkit/record"
)

// A newer edition can give priorities other numbers. The history keeps what was saved under the number of its day; it is read
// under the number that the priority has now, back through each edition that the ICB took up.

// moved is one edition that was taken up with other numbers. was and is are the numbers before, by those after, and the other way
// round; one that is no longer there is under its retiredKey.
type moved struct {
	seq     int64 // of the save that took it up
	was, is map[string]string
}

// renumberings are all of them, the newest first.
type renumberings []moved

// askMoved asks for those of the ICB; it asks nothing where there are none.
func (q reading) askMoved(list *renumberings) {
	if !q.renumbered {
		return
	}
	var rows []Taken
	q.Ask(&rows, takenQuery+` AND t.moved <> '' ORDER BY t.seq DESC`, q.Tenant)
	q.Then(func() {
		for _, t := range rows {
			m := moved{seq: t.Seq, was: map[string]string{}, is: map[string]string{}}
			for line := range strings.SplitSeq(t.Moved, "\n") {
				old, now, still := strings.Cut(line, " ")
				if !still {
					now = retiredKey(t.From, old)
				}
				m.was[now], m.is[old] = old, now
			}
			*list = append(*list, m)
		}
	})
}

func (q reading) renumberings() (list renumberings, err error) {
	if !q.renumbered {
		return nil, nil
	}
	q.askMoved(&list)
	return list, q.Answered()
}

// numbered are the kinds of record that the history names by the number of a priority, a view after its provider.
var numbered = []string{record.Priority, record.View, record.Difference}

// now is how a record that a save names is named now.
func (list renumberings) now(kind, subject string, seq int64) string {
	if len(list) == 0 || !slices.Contains(numbered, kind) {
		return subject
	}
	before, key := "", subject
	if kind == record.View {
		provider, rest, _ := strings.Cut(subject, " ")
		before, key = provider+" ", rest
	}
	for _, m := range slices.Backward(list) {
		if is, has := m.is[key]; m.seq > seq && has {
			key = is
		}
	}
	return before + key
}

// span is how a record was named in saves from one to before another, 0 for all later ones.
type span struct {
	subject      string
	from, before int64
}

// spans are all names of a record, the present one first. One that a newer edition brought has none from before.
func (list renumberings) spans(kind, subject string) []span {
	at := span{subject: subject}
	if !slices.Contains(numbered, kind) {
		return []span{at}
	}
	before, key := "", subject
	if kind == record.View {
		provider, rest, _ := strings.Cut(subject, " ")
		before, key = provider+" ", rest
	}
	var all []span
	for _, m := range list {
		was, moved := m.was[key]
		if _, gone := m.is[key]; !moved && !gone {
			continue // it has kept its number
		}
		at.from = m.seq
		all = append(all, at)
		if !moved {
			return all
		}
		key = was
		at = span{subject: before + key, before: m.seq}
	}
	return append(all, at)
}

// ofSubjects is the condition on saves a that they are of these records, under all names that they have had.
func (q reading) ofSubjects(of []subjects) (where string, args []any, err error) {
	list, err := q.renumberings()
	if err != nil {
		return "", nil, err
	}
	var kinds, names []string
	ranges := map[string][]span{}
	for _, s := range of {
		kinds = append(kinds, s.kind)
		for _, name := range s.names {
			for _, at := range list.spans(s.kind, name) {
				names, ranges[at.subject] = append(names, at.subject), append(ranges[at.subject], at)
			}
		}
	}
	inKinds, kindArgs := among(kinds)
	inNames, nameArgs := among(names)
	where, args = `a.kind IN `+inKinds+` AND a.subject IN `+inNames, append(kindArgs, nameArgs...)
	for _, name := range slices.Sorted(maps.Keys(ranges)) {
		if slices.Contains(ranges[name], span{subject: name}) {
			continue // under this name all the time
		}
		parts := []string{`a.subject <> ?`}
		args = append(args, name)
		for _, at := range ranges[name] {
			parts, args = append(parts, `a.seq >= ? AND a.seq < ?`), append(args, at.from, cmp.Or(at.before, math.MaxInt64))
		}
		where += ` AND (` + strings.Join(parts, ` OR `) + `)`
	}
	return where, args, nil
}
