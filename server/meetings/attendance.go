package meetings

import (
	"cmp"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/steering"
)

// attendancePage asks how many people came from each seat.
type attendancePage struct {
	page.Base
	Action  string
	Version int
	Seats   []page.Input
	Cancel  string
	Setup   string // where seats are recorded, for an ICB without any
}

var attendanceTemplate = page.Parse[attendancePage](files, "attendance.html")

// typedAttendance is what was typed for each seat.
type typedAttendance struct {
	meeting register.Row
	rows    []register.Row
	text    map[string]string // by the seat's id
}

func (p pages) askAttendance(c *gin.Context) error {
	m, err := p.drafted(c)
	if err != nil {
		return err
	}
	rows, err := p.attending(c, m)
	if err != nil {
		return err
	}
	t := typedAttendance{meeting: m.Row, rows: rows, text: map[string]string{}}
	for _, r := range rows {
		t.text[r.Text(register.Attendance.Seat)] = r.Text(register.Attendance.People)
	}
	return p.showAttendance(c, m, t, page.Refusal{})
}

// attending is a row for each seat that there is now, and for each that was recorded for the meeting.
func (p pages) attending(c *gin.Context, m steering.Meeting) ([]register.Row, error) {
	seats, err := p.rows(c).GroupSeats(c)
	if err != nil {
		return nil, err
	}
	rows := m.Attendance
	has := map[string]bool{}
	for i, r := range rows {
		has[r.Text(register.Attendance.Seat)] = true
		name := register.SeatName(r.Text(register.Attendance.Kind), r.Text(register.Attendance.Name))
		rows[i].Values = register.With(r.Values, register.Attendance.Name.Name, name)
	}
	for _, s := range steering.Seated(seats) {
		if f := register.Attendance; !has[s.ID] {
			rows = append(rows, register.Row{Values: register.Values(f.Meeting.As(m.ID), f.Seat.As(s.ID),
				f.Name.As(register.SeatName(s.Text(register.Seat.Kind), s.Text(register.Seat.Name))),
				f.Kind.As(s.Text(register.Seat.Kind)))})
		}
	}
	return rows, nil
}

func (p pages) showAttendance(c *gin.Context, m steering.Meeting, t typedAttendance, r page.Refusal) error {
	at := p.at(c, m)
	data := attendancePage{
		Base: page.New(c, "Who came").Under(p.crumbs(c, m)...).Refused(r), Action: at + "/attendance", Version: t.meeting.Version,
		Cancel: at, Setup: p.home(c) + "/group",
	}
	for _, row := range t.rows {
		seat := row.Text(register.Attendance.Seat)
		data.Seats = append(data.Seats, page.Input{
			Name: "seat-" + seat, Label: row.Text(register.Attendance.Name), LabelSize: "s", Width: 3, InputMode: "numeric",
			Autocomplete: "off",
			Value:        t.text[seat], Error: r.Problems.For("seat-" + seat),
		})
	}
	return attendanceTemplate.Show(c, r.Status(), data)
}

// saveAttendance saves who came. A seat that is left empty is not recorded.
func (p pages) saveAttendance(c *gin.Context) error {
	m, err := p.drafted(c)
	if err != nil {
		return err
	}
	rows, err := p.attending(c, m)
	if err != nil {
		return err
	}
	return page.Save(c, page.Saving[typedAttendance]{
		Read: func(f page.Form) (typedAttendance, error) {
			t := typedAttendance{meeting: m.Row, rows: rows, text: map[string]string{}}
			t.meeting.Version = f.Version()
			var wrong problem.List
			for i, row := range rows {
				seat := row.Text(register.Attendance.Seat)
				t.text[seat] = f.Text("seat-" + seat)
				people, err := register.Attendance.People.Parse(t.text[seat])
				switch {
				case err != nil:
					wrong.Add("seat-"+seat, "%s: the number of people %s", row.Text(register.Attendance.Name), err)
				case people == "" && row.ID != "":
					people = "0" // taken back: nobody came
				}
				rows[i].Values = register.With(row.Values, register.Attendance.People.Name, people)
			}
			return t, wrong.Err()
		},
		Keep: func(t typedAttendance) (string, error) {
			var came []register.Row
			for _, row := range t.rows {
				if row.Text(register.Attendance.People) != "" {
					came = append(came, row)
				}
			}
			return p.at(c, m) + "?saved=yes", p.rows(c).SaveAttendance(c, t.meeting, came)
		},
		Now: func(t typedAttendance) (page.Conflict, error) {
			present, err := p.rows(c).Meeting(c, p.code, m.ID)
			k := page.Conflict{
				What: "who came", Who: present.ChangedBy, When: present.ChangedAt.Words(), Version: present.Version, Keep: p.at(c, m),
			}
			theirs := map[string]string{}
			for _, a := range present.Attendance {
				theirs[a.Text(register.Attendance.Seat)] = a.Text(register.Attendance.People)
			}
			for _, row := range t.rows {
				seat := row.Text(register.Attendance.Seat)
				k.Fields = append(k.Fields, page.Either(row.Text(register.Attendance.Name), cmp.Or(theirs[seat], "Not recorded"),
					cmp.Or(t.text[seat], "Not recorded")))
			}
			return k, err
		},
		Show: func(t typedAttendance, r page.Refusal) error { return p.showAttendance(c, m, t, r) },
	})
}
