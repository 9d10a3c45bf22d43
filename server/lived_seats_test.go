package server

import (
	"bytes"
	"database/sql"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/workbook"
)

// An older program let people write a name at a seat of people with lived experience, and at who came. No page, workbook or sealed
// document shows it to anybody.
func TestNoPlaceNamesPeopleWithLivedExperience(t *testing.T) {
	s := start(t, unlimited)
	ctx, rows := t.Context(), s.For(s.Lead)
	seat, came, m := register.Seat, register.Attendance, register.Meeting
	save := func(list string, values map[string]string) register.Row {
		t.Helper()
		row, err := rows.SaveRow(ctx, list, register.Row{Values: values})
		if err != nil {
			t.Fatal(err)
		}
		return row
	}
	sits := save(register.Seats, register.Values(seat.Name.As(register.LivedSeat), seat.Kind.As(register.SeatLived),
		seat.People.As("2")))
	meeting, err := rows.PlanMeeting(ctx, register.Row{Values: register.Values(
		m.On.As("2026-11-11"), m.Kind.As(register.SteeringMeeting), m.Stage.As("held"))}, nil)
	if err != nil {
		t.Fatal(err)
	}
	was := save(register.Attended, register.Values(came.Meeting.As(meeting.ID), came.Seat.As(sits.ID),
		came.Name.As(register.LivedSeat),
		came.Kind.As(register.SeatLived), came.People.As("1")))

	db, err := sql.Open("sqlite3", "file:"+filepath.Join(s.Dir, store.FileName)+"?_busy_timeout=5000")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	done, err := db.Exec(`UPDATE register_values SET code = '', text = 'Zed Quokka' WHERE field = 'name' AND row_id IN (?, ?)`, sits.ID,
		was.ID)
	if err != nil {
		t.Fatal(err)
	}
	if n, _ := done.RowsAffected(); n != 2 {
		t.Fatalf("%d names of before, want 2", n)
	}

	silent := func(what, text string) {
		t.Helper()
		if strings.Contains(text, "Quokka") {
			t.Errorf("%s shows the name", what)
		}
	}
	at := "/icb/QWE/steering/meetings/" + meeting.ID
	for _, key := range []string{"lead", "commissioner", "provider-a", "reader"} {
		b := s.near(t, key)
		for _, path := range append(s.doors("QWE"), "/icb/QWE/steering/group/seat/row/"+sits.ID,
			"/icb/QWE/steering/group/seat/row/"+sits.ID+"/remove",
			at, at+"/attendance", at+"/minutes", at+"/run") {
			silent(key+" GET "+path, b.ask("GET", path, nil).plain(t))
		}
	}
	b := s.near(t, "lead")
	for path, want := range map[string]string{
		"/icb/QWE/steering/group": register.LivedSeat, at: register.LivedSeat, "/icb/QWE/workbook.xlsx": register.LivedSeat,
	} {
		if got := b.ask("GET", path, nil); got.status != 200 || !strings.Contains(got.plain(t), want) {
			t.Errorf("%s: status %d, and the seat is not there at all", path, got.status)
		}
	}

	err = rows.SealRound(ctx, pagetest.Editions(t), store.Seal{Quarter: "2026Q3", Workbook: func(to io.Writer, s snapshot.Snapshot) error {
		return workbook.Write(to, s, t.TempDir())
	}})
	if err != nil {
		t.Fatal(err)
	}
	sealings, err := rows.Rounds(ctx)
	if err != nil || len(sealings) == 0 {
		t.Fatalf("%d sealings, %v", len(sealings), err)
	}
	for _, f := range sealings[0].Files {
		var file bytes.Buffer
		if err := rows.CopySealed(ctx, &file, f.ID); err != nil {
			t.Fatal(err)
		}
		silent("sealed "+f.Kind+" for "+f.Audience, answer{body: file.String()}.plain(t))
	}

	// What is kept is as it was: a check holds it against the history.
	faults, err := s.Check(ctx)
	if err != nil || len(faults) != 2 || !strings.Contains(strings.Join(faults, " "), sits.ID) {
		t.Errorf("the check finds %q, %v, want the two names", faults, err)
	}
}
