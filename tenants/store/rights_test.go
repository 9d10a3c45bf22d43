package store_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/claims"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/staffing"
)

// saves are one save of each sort, as a member makes them with rows that were asked for a while ago.
func saves(t *testing.T, m tenants.Member, f evidence.File, contracted contract.Contract) map[string]func(r *store.Rows) error {
	plan := staffing.YearOf(2026)
	plan.Values["access_source"] = "typed"
	return map[string]func(r *store.Rows) error{
		"entry": func(r *store.Rows) error {
			_, err := r.SaveEntry(ctx, priority(t, "4.1"), assessment.Entry{Status: assessment.InPlace})
			return err
		},
		"entry that procurement closes": func(r *store.Rows) error {
			_, err := r.SaveEntry(ctx, priority(t, "2.1"), assessment.Entry{Status: assessment.InPlace})
			return err
		},
		"answer that procurement closes": func(r *store.Rows) error {
			return r.AnswerClaim(ctx, claims.Answer{Priority: "2.2", State: "differs", Note: "typed"})
		},
		"target that procurement closes": func(r *store.Rows) error {
			return r.SaveTargetValue(ctx, measure.Local{
				Kind: measure.ContractLength, Year: 2026,
				Value: number.Amount{Hundredths: 500, Known: true}, Reason: "typed",
			})
		},
		"contract": func(r *store.Rows) error {
			c := contracted
			c.Name = "typed"
			_, err := r.SaveContract(ctx, c)
			return err
		},
		"end of a contract": func(r *store.Rows) error { return r.RemoveContract(ctx, contracted.ID, contracted.Version) },
		"plan":              func(r *store.Rows) error { return r.SavePlanYear(ctx, plan) },
		"evidence": func(r *store.Rows) error {
			e := minutes()
			_, err := r.SaveEvidence(ctx, edition.Current(), e, f)
			return err
		},
		"row of a list": func(r *store.Rows) error {
			_, err := r.SaveRow(ctx, register.Teams, register.Row{Provider: m.Provider, Values: map[string]string{"name": "typed"}})
			return err
		},
		"return": func(r *store.Rows) error {
			_, err := r.SaveReturn(ctx, figures.Return{Provider: m.Provider, Quarter: "2026Q2", Note: "typed"}, figures.Save)
			return err
		},
		"settings": func(r *store.Rows) error {
			return r.SaveSettings(ctx, store.Settings{FiguresDue: calendar.UsualDeadline, RetentionYears: 9, Version: 1})
		},
		"download": func(r *store.Rows) error { return r.Exported(ctx, "full", 1) },
		"invitation": func(r *store.Rows) error {
			_, err := r.Invite(ctx, store.Invitation{Name: "typed", Role: tenants.Lead})
			return err
		},
	}
}

// TestARightThatEndsEndsAtOnce begins each sort of save, changes what its author may do, and lets it go on.
func TestARightThatEndsEndsAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		chair := w.Member(t, w.Lead.Tenant, "chair", tenants.Lead, "")
		contracted, err := w.For(w.Lead).SaveContract(ctx,
			contract.Contract{Provider: w.ProviderA.Provider, Name: "contract", Start: "2025-04-01", End: "2028-03-31"})
		if err != nil {
			t.Fatal(err)
		}
		end := func(m tenants.Member) error { return w.For(chair).EndMembership(ctx, m.ID, m.Version) }
		become := func(role tenants.Role, provider string) func(m tenants.Member) error {
			return func(m tenants.Member) error { return w.For(chair).ChangeRole(ctx, m.ID, role, provider, m.Version) }
		}
		lead := "entry, evidence, contract, plan, settings, download, invitation"
		own := "evidence, row of a list, return"
		closed := "entry that procurement closes, answer that procurement closes, target that procurement closes, contract, end of a " +
			"contract, plan"
		for _, tt := range []struct {
			name     string
			role     tenants.Role
			provider string
			change   func(m tenants.Member) error
			saves    string
			want     error
		}{
			{"a membership that ended", tenants.Lead, "", end, lead, tenants.ErrEnded},
			{"a provider's membership that ended", tenants.Provider, w.ProviderA.Provider, end, own, tenants.ErrEnded},
			{"a lowered role", tenants.Lead, "", become(tenants.Reader, ""), lead, tenants.ErrRoleChanged},
			{
				"a provider's instead", tenants.Commissioner, "", become(tenants.Provider, w.ProviderA.Provider),
				"entry, evidence, contract",
				tenants.ErrRoleChanged,
			},
			{
				"another provider", tenants.Provider, w.ProviderA.Provider, become(tenants.Provider, w.ProviderB.Provider), own,
				tenants.ErrRoleChanged,
			},
			{
				"a procurement begun", tenants.Commissioner, "", func(tenants.Member) error { begin(t, w, w.Lead); return nil }, closed,
				tenants.ErrProcurement,
			},
			{"a name taken away", tenants.Commissioner, "", func(tenants.Member) error {
				p, err := w.For(now(t, w, w.Lead)).Procurement(ctx)
				if err != nil {
					return err
				}
				return w.For(now(t, w, w.Lead)).NameForProcurement(ctx, store.Naming{Members: []string{w.Lead.ID}, Version: p.Version})
			}, closed, tenants.ErrProcurement},
		} {
			t.Run(tt.name, func(t *testing.T) {
				m := w.Member(t, w.Lead.Tenant, tt.name, tt.role, tt.provider)
				if tt.name == "a name taken away" {
					p, err := w.For(now(t, w, w.Lead)).Procurement(ctx)
					if err == nil {
						err = w.For(now(t, w, w.Lead)).NameForProcurement(ctx,
							store.Naming{Members: []string{w.Lead.ID, m.ID}, Version: p.Version})
					}
					if err != nil {
						t.Fatal(err)
					}
					m = now(t, w, m)
				}
				file := put(t, w, m, []byte("typed"), evidence.Clean)
				rows, all := w.For(m), saves(t, m, file, contracted)
				if err := tt.change(m); err != nil {
					t.Fatal(err)
				}
				before, err := w.Tenant(ctx, "QWE")
				if err != nil {
					t.Fatal(err)
				}
				for _, name := range strings.Split(tt.saves, ", ") {
					if err := all[name](rows); !errors.Is(err, tt.want) {
						t.Errorf("%s: %v, want %v", name, err, tt.want)
					}
				}
				if after, err := w.Tenant(ctx, "QWE"); err != nil || after.Version != before.Version {
					t.Errorf("%d saves are in the history, %v", after.Version-before.Version, err)
				}
			})
		}
	})
}

// TestASaveGoesOnWhereNothingWasLost: what others become, or somebody gains, is in nobody's way.
func TestASaveGoesOnWhereNothingWasLost(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		m := w.Member(t, w.Lead.Tenant, "rising", tenants.Commissioner, "")
		rows, other := w.For(m), w.For(w.ProviderB)
		for _, err := range []error{
			w.For(w.Lead).ChangeRole(ctx, m.ID, tenants.Lead, "", m.Version),
			w.For(w.Lead).EndMembership(ctx, w.Reader.ID, w.Reader.Version),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
		begin(t, w, w.Lead)
		if _, err := rows.SaveEntry(ctx, priority(t, "4.1"), assessment.Entry{Status: assessment.InPlace}); err != nil {
			t.Errorf("a commissioner who became an administrator: %v", err)
		}
		if events, err := w.For(w.Lead).History(ctx, "priority", "4.1"); err != nil || len(events) != 1 ||
			events[0].Role.Words != "ICB administrator" {
			t.Errorf("the history says %+v, %v", events, err)
		}
		if _, err := other.SaveEvidence(ctx, edition.Current(), minutes()); err != nil {
			t.Errorf("evidence that procurement leaves open: %v", err)
		}
		closed := minutes()
		closed.Places = []evidence.Place{{Priority: "2.1"}}
		if _, err := other.SaveEvidence(ctx, edition.Current(), closed); !errors.As(err, new(problem.List)) {
			t.Errorf("evidence that its author could not see: %v", err)
		}
	})
}

// slow is a file's bytes, with something that happens after the first half.
type slow struct {
	io.Reader
	half int
	then func()
}

func (s *slow) Read(p []byte) (int, error) {
	if s.half <= 0 && s.then != nil {
		s.then()
		s.then = nil
	}
	n, err := s.Reader.Read(p[:min(len(p), 1<<16)])
	s.half -= n
	return n, err
}

// TestUploadOutlivesItsMembership: nothing is kept of a file when its owner leaves while it comes in.
func TestUploadOutlivesItsMembership(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		body := bytes.Repeat([]byte("x"), 4<<20)
		used, _, err := w.For(w.Lead).Quota(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for name, tt := range map[string]struct {
			change func(m tenants.Member) error
			want   error
		}{
			"ended": {func(m tenants.Member) error { return w.For(w.Lead).EndMembership(ctx, m.ID, m.Version) }, tenants.ErrEnded},
			"another provider": {func(m tenants.Member) error {
				return w.For(w.Lead).ChangeRole(ctx, m.ID, tenants.Provider, w.ProviderB.Provider, m.Version)
			}, tenants.ErrRoleChanged},
		} {
			m := w.Member(t, w.Lead.Tenant, name, tenants.Provider, w.ProviderA.Provider)
			in := &slow{Reader: bytes.NewReader(body), half: len(body) / 2, then: func() {
				if err := tt.change(m); err != nil {
					t.Error(err)
				}
			}}
			if _, err := w.For(m).PutFile(ctx, evidence.File{Name: "a.txt", Kind: evidence.TXT, Size: int64(len(body))},
				in); !errors.Is(err, tt.want) {
				t.Errorf("%s: %v", name, err)
			}
			if now, _, err := w.For(w.Lead).Quota(ctx); err != nil || now != used {
				t.Errorf("%s: %d bytes are kept, %v", name, now-used, err)
			}
		}
	})
}

// untilItWaits returns once a save waits for another.
func untilItWaits(w *storetest.World) error {
	if w.Database == "" {
		for w.Stats().Waiting < 2 {
			runtime.Gosched()
		}
		return nil
	}
	db, err := sql.Open("pgx", w.Database)
	if err != nil {
		return err
	}
	defer db.Close()
	for locked := 0; locked == 0 && err == nil; {
		err = db.QueryRow(`SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type =
			'Lock'`).Scan(&locked)
	}
	return err
}

// TestQueuedSave: a save waits behind the end of its author's membership. On PostgreSQL it has begun by then, and waits
// for the lock.
func TestQueuedSave(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		m, waits := w.Commissioner, make(chan error, 1)
		err := w.Together(ctx, w.Clock.Now, func(ctx context.Context, s *store.Store) error {
			if err := s.For(w.Lead).EndMembership(ctx, m.ID, m.Version); err != nil {
				return err
			}
			go func() {
				_, err := w.For(m).SaveEntry(context.Background(), priority(t, "4.1"), assessment.Entry{Status: assessment.InPlace})
				waits <- err
			}()
			return untilItWaits(w)
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := <-waits; !errors.Is(err, tenants.ErrEnded) {
			t.Errorf("the save: %v", err)
		}
	})
}

// TestOnlyTheProgramSavesWithoutAMembership: an empty id is nobody's, whatever role it claims.
func TestOnlyTheProgramSavesWithoutAMembership(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		for _, role := range tenants.Roles {
			rows := w.For(tenants.Member{Tenant: w.Lead.Tenant, Person: w.Lead.Person, Role: role})
			if _, err := rows.SaveProvider(ctx, provider.Provider{Name: "typed", Kind: "voluntary"}); !errors.Is(err, tenants.ErrNotFound) {
				t.Errorf("%s without a membership: %v", role, err)
			}
			if _, err := rows.AddMember(ctx, w.ForeignLead.Person, tenants.Lead, ""); !errors.Is(err, tenants.ErrNotFound) {
				t.Errorf("%s without a membership adds a member: %v", role, err)
			}
		}
		strayed := w.ForeignLead
		strayed.Tenant = w.Lead.Tenant
		strayed.Tenant.Rights = -1
		if _, err := w.For(strayed).SaveProvider(ctx, provider.Provider{Name: "typed", Kind: "voluntary"}); !errors.Is(err,
			tenants.ErrEnded) {
			t.Errorf("another ICB's membership: %v", err)
		}
		operator := tenants.Person{ID: "operator", Name: "Operator"}
		if _, err := w.System(w.Lead.Tenant, operator).SaveProvider(ctx, provider.Provider{Name: "Westside", Kind: "voluntary"}); err !=
			nil {
			t.Errorf("the operator: %v", err)
		}
	})
}
