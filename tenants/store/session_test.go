package store_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
)

// keep commits a session of a person under a token.
func keep(t *testing.T, s *store.Sessions, token, person string, now time.Time) []byte {
	t.Helper()
	deadline := now.Add(store.SessionLife)
	data, err := s.Encode(deadline, map[string]any{store.SessionPerson: person, "issuer": "nhsmail"})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.CommitCtx(context.Background(), token, data, deadline); err != nil {
		t.Fatal(err)
	}
	return data
}

func found(t *testing.T, s *store.Sessions, token string) bool {
	t.Helper()
	_, ok, err := s.FindCtx(context.Background(), token)
	if err != nil {
		t.Fatal(err)
	}
	return ok
}

func TestSessionKeepsItsData(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		now := w.Now()
		s := w.Sessions(func() time.Time { return now })
		data := keep(t, s, "token-1", w.Lead.Person.ID, now)
		got, ok, err := s.FindCtx(context.Background(), "token-1")
		if err != nil || !ok || !bytes.Equal(got, data) {
			t.Fatalf("found %v, data %q, error %v", ok, got, err)
		}
		deadline, values, err := s.Decode(got)
		if err != nil || !deadline.Equal(now.Add(store.SessionLife)) || values["person"] != w.Lead.Person.ID ||
			values["issuer"] != "nhsmail" {
			t.Errorf("decoded %v, %v, %v", deadline, values, err)
		}
		for _, other := range []string{"", "token-2", "TOKEN-1", "token-1 "} {
			if found(t, s, other) {
				t.Errorf("token %q found", other)
			}
		}
	})
}

func TestSessionLasts(t *testing.T) {
	for name, tt := range map[string]struct {
		requests []time.Duration // after sign-in, each finding the session
		end      time.Duration
		found    bool
	}{
		"just under 30 minutes idle":        {nil, 30*time.Minute - time.Second, true},
		"30 minutes idle":                   {nil, 30 * time.Minute, false},
		"used in between":                   {[]time.Duration{20 * time.Minute, 40 * time.Minute}, 60 * time.Minute, true},
		"used, then 30 minutes idle":        {[]time.Duration{20 * time.Minute}, 50 * time.Minute, false},
		"requests within a minute of one":   {[]time.Duration{20 * time.Minute, 20*time.Minute + 30*time.Second}, 50 * time.Minute, false},
		"used all day, just under 12 hours": {every(20*time.Minute, 12*time.Hour), 12*time.Hour - time.Second, true},
		"used all day, 12 hours":            {every(20*time.Minute, 12*time.Hour), 12 * time.Hour, false},
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, w *storetest.World) {
				start := w.Now()
				now := start
				s := w.Sessions(func() time.Time { return now })
				keep(t, s, "token", w.Lead.Person.ID, now)
				for _, at := range tt.requests {
					now = start.Add(at)
					if !found(t, s, "token") {
						t.Fatalf("ended at %v", at)
					}
				}
				now = start.Add(tt.end)
				if got := found(t, s, "token"); got != tt.found {
					t.Errorf("at %v found %v, want %v", tt.end, got, tt.found)
				}
			})
		})
	}
}

func every(step, end time.Duration) []time.Duration {
	var list []time.Duration
	for at := step; at < end; at += step {
		list = append(list, at)
	}
	return list
}

func TestLastRequestIsWrittenOnceAMinute(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		start := w.Now()
		now := start
		s := w.Sessions(func() time.Time { return now })
		keep(t, s, "token", w.Lead.Person.ID, now)
		for _, step := range []struct{ at, want time.Duration }{
			{59 * time.Second, 0},
			{60 * time.Second, 60 * time.Second},
			{100 * time.Second, 60 * time.Second},
			{121 * time.Second, 121 * time.Second},
		} {
			now = start.Add(step.at)
			found(t, s, "token")
			list, err := s.Of(context.Background(), w.Lead.Person.ID)
			if err != nil || len(list) != 1 {
				t.Fatalf("sessions %v, %v", list, err)
			}
			if got := list[0].LastSeen.Time().Sub(start); got != step.want {
				t.Errorf("at %v last seen %v, want %v", step.at, got, step.want)
			}
		}
	})
}

func TestEndOfSessions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		ctx, now := context.Background(), w.Now()
		s := w.Sessions(func() time.Time { return now })
		for token, person := range map[string]string{
			"a": w.Lead.Person.ID, "b": w.Lead.Person.ID, "c": w.Lead.Person.ID,
			"other": w.Reader.Person.ID,
		} {
			keep(t, s, token, person, now)
		}
		if err := s.DeleteCtx(ctx, "a"); err != nil {
			t.Fatal(err)
		}
		if err := s.DeleteCtx(ctx, "a"); err != nil {
			t.Errorf("ending it twice: %v", err)
		}
		if found(t, s, "a") || !found(t, s, "b") {
			t.Error("signing out must end this session and no other")
		}
		if err := s.EndAll(ctx, w.Lead.Person.ID); err != nil {
			t.Fatal(err)
		}
		if found(t, s, "b") || found(t, s, "c") || !found(t, s, "other") {
			t.Error("signing out everywhere must end all of this person's sessions and nobody else's")
		}
	})
}

func TestOldSessionsAreClearedAway(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		now := w.Now()
		s := w.Sessions(func() time.Time { return now })
		keep(t, s, "old", w.Lead.Person.ID, now)
		now = now.Add(store.SessionLife)
		keep(t, s, "new", w.Lead.Person.ID, now)
		now = now.Add(-store.SessionLife) // where the old one would still be found if it were kept
		if found(t, s, "old") {
			t.Error("a session that is over is still kept")
		}
	})
}

func TestSessionValuesAreText(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		if _, err := w.Sessions(nil).Encode(w.Now(), map[string]any{"n": 1}); err == nil {
			t.Error("a number was kept")
		}
	})
}
