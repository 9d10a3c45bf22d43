package demo

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/compare"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/round"
	"ipstoolkit/toolkit/steering"
	"ipstoolkit/toolkit/view"
	"ipstoolkit/toolkit/workbook"
)

// A mature ICB has a year behind it: rounds that were sealed, each with reviews, views, meetings and actions of its own, and one
// that is open now.
func TestDemoRounds(t *testing.T) {
	ctx, s := context.Background(), usual(t)
	rows := s.For(member(t, s, "lead-demo1", "DEMO1"))
	sealings, err := rows.Rounds(ctx)
	if err != nil {
		t.Fatal(err)
	}
	editions, err := edition.LoadFolder("")
	if err != nil {
		t.Fatal(err)
	}
	var sealed []string
	var documents []round.Document // the commissioners', the newest first
	for _, one := range sealings {
		sealed = append(sealed, one.Subject())
		if len(one.Files) != 4 {
			t.Errorf("%s has %d files, want a document and a workbook for commissioners and for the group", one.Subject(), len(one.Files))
		}
		for _, f := range one.Files {
			if f.Kind != store.SealedDocument || f.Audience != round.ForCommissioners {
				continue
			}
			var b bytes.Buffer
			err := rows.CopySealed(ctx, &b, f.ID)
			if err != nil {
				t.Fatal(err)
			}
			d, err := round.Read(b.Bytes())
			if err != nil {
				t.Fatal(err)
			}
			documents = append(documents, d)
		}
	}
	if want := []string{"2026Q2 1", "2026Q1 1", "2025Q4 1"}; !slices.Equal(sealed, want) {
		t.Fatalf("sealed %v, want %v", sealed, want)
	}
	for i, d := range documents {
		done, open := 0, 0
		for _, a := range d.Actions {
			if a.State == "done" {
				done++
			} else if a.State == "open" {
				open++
			}
		}
		if len(d.Views) < 3 || len(d.Questions) == 0 || done == 0 || open == 0 || len(d.Results) == 0 {
			t.Errorf("%s: %d views, %d questions, %d actions done, %d open, %d results", sealed[i], len(d.Views), len(d.Questions),
				done, open, len(d.Results))
		}
		if i == 0 {
			continue
		}
		c, err := compare.Of(d, documents[i-1], editions)
		if err != nil || len(c.Forward) == 0 || len(c.Texts) == 0 || len(c.Results) == 0 {
			t.Errorf("%s to %s: %d moved forward, %d texts, %d results, %v", sealed[i], sealed[i-1], len(c.Forward), len(c.Texts),
				len(c.Results), err)
		}
	}
	review, err := rows.Review(ctx)
	if err != nil || review.Quarter != "2026Q3" || !review.Opened {
		t.Errorf("the review is %+v, %v", review, err)
	}
	lists, err := rows.Registers(ctx)
	if err != nil {
		t.Fatal(err)
	}
	agreed := 0
	for _, m := range steering.Meetings(lists, register.SteeringMeeting) {
		if steering.StageOf(m.Row) == steering.MinutesAgreed && len(m.Items) > 0 && len(m.Attendance) > 0 && len(m.Decisions) > 0 {
			agreed++
		}
	}
	answered := slices.ContainsFunc(lists[register.Events], func(r register.Row) bool { return r.Text(register.Event.Did) != "" })
	if agreed != 2 || !answered {
		t.Errorf("%d meetings with agreed minutes, want 2; you said, we did: %t", agreed, answered)
	}
	faults, err := s.Check(ctx)
	if err != nil || len(faults) > 0 {
		t.Errorf("check: %v %v", faults, err)
	}
}

// What a steering group reads first is on one page of paper, for an ICB with much to tell too.
func TestDemoSummaryIsOnePage(t *testing.T) {
	ctx, s := context.Background(), usual(t)
	editions, err := edition.LoadFolder("")
	if err != nil {
		t.Fatal(err)
	}
	for _, icb := range []string{"DEMO1", "DEMO2", "DEMO3"} {
		shown, err := s.For(member(t, s, "lead-"+strings.ToLower(icb), icb)).Snapshot(ctx, editions, view.SteeringGroup)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := workbook.Write(&b, shown, t.TempDir()); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(&b)
		if err != nil {
			t.Fatal(err)
		}
		if of, err := f.GetPageLayout(workbook.Summary); err != nil || *of.FitToHeight != 1 {
			t.Errorf("%s: the Summary is on %d pages (0: as many as it needs), want 1, %v", icb, *of.FitToHeight, err)
		}
		_ = f.Close()
	}
}
