package steering

import (
	"slices"
	"strconv"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/register"
)

// DefaultSeats are the seats that the toolkit asks for (1.2, page 8), ready to be saved and changed.
func DefaultSeats() []register.Row {
	var rows []register.Row
	for _, o := range register.Seat.Kind.Options {
		if o.Value == register.SeatOther {
			continue
		}
		s := register.Seat
		r := register.Row{Values: register.Values(s.Name.As(o.Text), s.Kind.As(o.Value), s.People.As("1"))}
		if o.Value == register.SeatLived {
			r.Values = register.With(register.With(r.Values, s.People.Name, "2"), s.Supporter.Name, "yes")
		}
		rows = append(rows, r)
	}
	return rows
}

// Seated are the seats that there are now.
func Seated(seats []register.Row) []register.Row {
	var now []register.Row
	for _, s := range seats {
		if s.Date(register.Seat.Until) == "" {
			now = append(now, s)
		}
	}
	return now
}

// MissingSeats are the kinds of seat that the toolkit asks for (1.2, page 8) and the group does not have, in words.
func MissingSeats(seats []register.Row) []string {
	var words []string
	for _, o := range register.Seat.Kind.Options {
		has := slices.ContainsFunc(Seated(seats), func(s register.Row) bool { return s.Text(register.Seat.Kind) == o.Value })
		if o.Value != register.SeatOther && !has {
			words = append(words, o.Text)
		}
	}
	return words
}

// NotSeen are the seats that nobody came from at the last two meetings with a record of who came, by the names that they had. A group
// with one such meeting has none.
func NotSeen(all []Meeting) []string {
	var held []Meeting // the newest first, as all are
	for _, m := range all {
		if register.WasHeld(m.Row) && len(m.Attendance) > 0 {
			held = append(held, m)
		}
	}
	if len(held) < 2 {
		return nil
	}
	var names []string
	for _, a := range held[0].Attendance {
		absent := func(of Meeting) bool {
			return slices.ContainsFunc(of.Attendance, func(b register.Row) bool {
				n, _ := b.Number(register.Attendance.People)
				return n == 0 && b.Text(register.Attendance.Seat) == a.Text(register.Attendance.Seat)
			})
		}
		if absent(held[0]) && absent(held[1]) {
			names = append(names, SeatName(a))
		}
	}
	return names
}

// SeatName is what the seat of an attendance is called.
func SeatName(a register.Row) string {
	return register.SeatName(a.Text(register.Attendance.Kind), a.Text(register.Attendance.Name))
}

// mostMissed is how many ended quarters are looked at for one without a meeting.
const mostMissed = 4

// Missed are the quarters without a meeting of the last four that have ended, the newest first, as the target of 1.2
// counts them. Where no meeting is recorded at all, nobody knows.
func Missed(all []Meeting, today calendar.Date) (missed []calendar.Quarter) {
	held := map[calendar.Quarter]bool{}
	for _, m := range all {
		if register.WasHeld(m.Row) {
			held[m.On().Quarter()] = true
		}
	}
	for n := range mostMissed {
		if q := today.Quarter().Add(-1 - n); len(held) > 0 && !held[q] {
			missed = append(missed, q)
		}
	}
	return missed
}

// Absent are the seats that nobody came from, by the names that they had.
func (m Meeting) Absent() []string {
	var names []string
	for _, a := range m.Attendance {
		if n, _ := a.Number(register.Attendance.People); n == 0 {
			names = append(names, SeatName(a))
		}
	}
	return names
}

// Attending is the meeting's own row with what 1.2 asks about who was there (page 8), answered from its attendance. A kind of seat that
// the group does not have stays as it is.
func Attending(meeting register.Row, attendance []register.Row) register.Row {
	m := register.Meeting
	for kind, f := range map[string]register.Field{
		register.SeatICBLead: m.ICBLead, register.SeatService: m.Service, register.SeatNHSE: m.NHSE, register.SeatIPSGrow: m.IPSGrow,
		register.SeatExecutive: m.Executive, register.SeatLived: m.Lived,
	} {
		people, asked := int64(0), false
		for _, a := range attendance {
			if a.Text(register.Attendance.Kind) == kind {
				n, _ := a.Number(register.Attendance.People)
				people, asked = people+n, true
			}
		}
		switch {
		case !asked:
		case f.Type == register.Count:
			meeting.Values = register.With(meeting.Values, f.Name, strconv.FormatInt(people, 10))
		case people > 0:
			meeting.Values = register.With(meeting.Values, f.Name, "yes")
		default:
			meeting.Values = register.With(meeting.Values, f.Name, "no")
		}
	}
	return meeting
}
