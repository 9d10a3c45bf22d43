package store_test

import (
	"cmp"
	"errors"
	"reflect"
	"slices"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/snapshot"
)

func fullContract(provider string) contract.Contract {
	return contract.Contract{
		Provider: provider, Name: "IPS service", Reference: "C/12", Start: "2024-04-01", End: "2026-03-31",
		Options:     []contract.Option{{Months: 12, ExercisedOn: "2026-01-10"}, {To: "2028-09-30"}},
		Talks:       []contract.Talk{{HeldOn: "2026-09-30", ForEnd: "2027-03-31", Note: "Both want to go on"}},
		ShortReason: "A pilot",
		Type:        contract.Subcontract, Lead: "Example Trust", Place: "North", Payment: "block", Meeting: "reserved",
		EndedOn: "2026-12-31", EndedReason: "The trust took the service over",
		Stated: contract.Stated{
			Access:  number.Amount{Hundredths: 200_00, Known: true},
			Outcome: number.Amount{Hundredths: 35_50, Known: true}, ES: number.Amount{Known: true},
		},
		Value: contract.Value{MHIS: number.AmountOf(250_000_00), SDF: number.AmountOf(0)},
		Terms: map[string]contract.Term{
			"pay": {Answer: contract.NeedsVariation, Reference: "Schedule 2A"}, "referral_self": {Answer: contract.Yes},
			"caseload": {Reference: "Annex 3"},
		},
		Variations: []contract.Variation{
			{Number: "1", On: "2025-07-01", Purpose: "Self-referral"}, {Number: "2", On: "2026-02-01", Purpose: "Price", Private: true},
		},
	}
}

// changeOf finds one changed field of a save.
func changeOf(events []snapshot.Event, i int, field string) snapshot.Change {
	for _, c := range events[i].Changes {
		if c.Field == field {
			return c
		}
	}
	return snapshot.Change{}
}

func TestContractIsKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows := w.For(w.Commissioner)
		k := fullContract(w.ProviderA.Provider)
		k.Confirmed = "ofnonumberinit"
		saved, err := rows.SaveContract(ctx, k)
		if err != nil || saved.ID == "" || saved.Version != 1 || saved.Confirmed != "" {
			t.Fatalf("saved %+v, %v", saved, err)
		}
		got, err := rows.Contract(ctx, saved.ID)
		if err != nil || !reflect.DeepEqual(got, saved) {
			t.Fatalf("got  %+v, %v\nwant %+v", got, err, saved)
		}
		got.Options, got.Talks, got.End, got.EndedOn, got.EndedReason = nil, nil, "", "", ""
		got.Value = contract.Value{SDF: number.AmountOf(120_000_00)}
		got.Terms, got.Variations, got.Stated.ES = map[string]contract.Term{
			"pay":      {Answer: contract.Yes, Reference: "Schedule 2A"},
			"caseload": {},
		}, nil, number.Amount{}
		changed, err := rows.SaveContract(ctx, got)
		if err != nil || changed.Version != 2 {
			t.Fatalf("changed %+v, %v", changed, err)
		}
		if again, err := rows.Contract(ctx, saved.ID); err != nil || len(again.Options)+len(again.Talks)+len(again.Variations) != 0 ||
			again.End != "" || len(again.Terms) != 1 || again.Stated.ES.Known || again.Value != got.Value {
			t.Errorf("what was taken away is gone: %+v, %v", again, err)
		}
		if _, err := rows.SaveContract(ctx, got); !errors.Is(err, tenants.ErrStale) {
			t.Errorf("a stale save: %v", err)
		}
		events, err := rows.History(ctx, "contract", saved.ID)
		if err != nil || len(events) != 2 || events[1].Act != "added" {
			t.Fatalf("history %+v, %v", events, err)
		}
		for field, want := range map[string]snapshot.Change{
			"options":           {Old: "12 months more, exercised on 10 January 2026\nto 30 September 2028, not exercised"},
			"variations":        {Old: "1 of 1 July 2025: Self-referral\n2 of 1 February 2026: Price (purpose for commissioners only)"},
			"clause_pay":        {Old: "Needs variation: Schedule 2A", New: "Yes: Schedule 2A"},
			"clause_caseload":   {Old: "Not checked: Annex 3"},
			"es_stated":         {Old: "0"},
			"value_mhis":        {Old: "£250,000"},
			"value_sdf":         {Old: "£0", New: "£120,000"},
			"ended_reason":      {Old: "The trust took the service over"},
			"clause_data_flow":  {},
			"clause_onboarding": {},
		} {
			c := changeOf(events, 0, field)
			if c.Old, c.New = events[0].Said(c, c.Old), events[0].Said(c, c.New); c.Old != want.Old || c.New != want.New {
				t.Errorf("%s in the history: %q to %q", field, c.Old, c.New)
			}
		}
	})
}

func TestWhoSeesWhichContracts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		a, err := w.For(w.Lead).SaveContract(ctx, fullContract(w.ProviderA.Provider))
		if err != nil {
			t.Fatal(err)
		}
		b, err := w.For(w.Lead).SaveContract(ctx, fullContract(w.ProviderB.Provider))
		if err != nil {
			t.Fatal(err)
		}
		own, err := w.For(w.ProviderA).Contracts(ctx)
		if err != nil || len(own) != 1 || own[0].ID != a.ID {
			t.Fatalf("a provider sees %+v, %v", own, err)
		}
		want := a.ForProvider()
		if !reflect.DeepEqual(own[0], want) {
			t.Errorf("a provider sees\n%+v, want\n%+v", own[0], want)
		}
		if own[0].Talks != nil || own[0].ShortReason+own[0].EndedReason != "" || len(own[0].Options) != 2 ||
			own[0].Variations[1].Purpose != "" {
			t.Errorf("a provider sees plain facts, never talks, reasons and private purposes: %+v", own[0])
		}
		events, err := w.For(w.ProviderA).History(ctx, "contract", a.ID)
		if err != nil || len(events) != 1 || len(events[0].Changes) != 0 {
			t.Errorf("a provider reads in the history of its contract %+v, %v", events, err)
		}
		if events, err := w.For(w.ProviderA).History(ctx, "contract", b.ID); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("a rival reads in the history of a contract %+v, %v", events, err)
		}
		if events, err := w.For(w.Reader).History(ctx, "contract", a.ID); !errors.Is(err, tenants.ErrForbidden) {
			t.Errorf("a reader reads in the history of a contract %+v, %v", events, err)
		}
		if _, err := w.For(w.ProviderA).Contract(ctx, b.ID); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("a rival's contract: %v", err)
		}
		if _, err := w.For(w.Reader).Contracts(ctx); !errors.Is(err, tenants.ErrForbidden) {
			t.Errorf("a reader: %v", err)
		}
		if list, err := w.For(w.ForeignLead).Contracts(ctx); err != nil || len(list) != 0 {
			t.Errorf("another ICB sees %v, %v", list, err)
		}
		if _, err := w.For(w.ForeignLead).Contract(ctx, a.ID); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("another ICB by its id: %v", err)
		}
		next := fullContract(w.ProviderA.Provider)
		next.Start = "2025-04-01"
		next, err = w.For(w.Lead).SaveContract(ctx, next)
		must(t, err)
		for name, m := range map[string]tenants.Member{"commissioner": w.Commissioner, "provider": w.ProviderA} {
			if list, err := w.For(m).Contracts(ctx); err != nil || list[0].ID != next.ID {
				t.Errorf("a %s does not read the one that starts last first: %v, %v", name, list, err)
			}
		}
	})
}

// A lead provider's own part of a contract is the same number for itself and for commissioners, on screens, in the plan and in the
// workbook. It reads nothing of who delivers the rest, and the subcontractor nothing of the whole.
func TestALeadProvidersOwnPart(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows, today := w.For(w.Lead), w.Today()
		save := func(k contract.Contract, people int64) contract.Contract {
			k.Stated.Access = number.AmountOf(people * 100)
			k, err := rows.SaveContract(ctx, k)
			must(t, err)
			return k
		}
		head := save(contract.Contract{Provider: w.ProviderA.Provider, Name: "Lead contract", Start: "2026-04-01"}, 250)
		sub := contract.Contract{
			Provider: w.ProviderB.Provider, Name: "Sub", Type: contract.Subcontract, Under: head.ID, Start: "2026-04-01", End: "2026-06-30",
			Reference: "S-1", ShortReason: "a trial",
		}
		save(sub, 30) // over
		sub.Options = []contract.Option{{Months: 12, ExercisedOn: "2026-06-01"}, {Months: 12}}
		save(sub, 60)
		want := []contract.Passed{
			{People: number.AmountOf(30_00), From: "2026-04-01", To: "2026-06-30"},
			{People: number.AmountOf(60_00), From: "2026-04-01", To: "2027-06-30"},
		}
		own, err := w.For(w.ProviderA).Contract(ctx, head.ID)
		must(t, err)
		slices.SortFunc(own.PassedOn, func(a, b contract.Passed) int { return cmp.Compare(a.To, b.To) })
		if !slices.Equal(own.PassedOn, want) {
			t.Errorf("the lead provider reads %+v", own.PassedOn)
		}
		for name, m := range map[string]tenants.Member{"commissioner": w.Commissioner, "lead provider": w.ProviderA} {
			in, err := w.For(m).TargetInput(ctx)
			must(t, err)
			if got := contract.StatedAccess(in.Contracts, w.ProviderA.Provider, today); got != number.CountOf(190) {
				t.Errorf("the %s's part: %v", name, got)
			}
			s, err := w.For(m).Snapshot(ctx, editions(t), m.Audience())
			must(t, err)
			if got := contract.StatedAccess(s.Contracts, w.ProviderA.Provider, today); got != number.CountOf(190) {
				t.Errorf("the %s's part in the workbook: %v", name, got)
			}
		}
		facts, err := rows.PlanFacts(ctx)
		must(t, err)
		if got := contract.StatedAccess(facts.Contracts, w.ProviderA.Provider, today); got != number.CountOf(190) {
			t.Errorf("in the plan: %v", got)
		}
		theirs, err := w.For(w.ProviderB).Contracts(ctx)
		if err != nil || len(theirs) != 2 || theirs[0].PassedOn != nil || theirs[0].Under != "" {
			t.Errorf("the subcontractor reads %+v, %v", theirs, err)
		}
	})
}

// TestSubcontracts: a subcontract names the contract it runs under, of the same ICB, one step down.
func TestSubcontracts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows := w.For(w.Lead)
		save := func(k contract.Contract) (contract.Contract, error) {
			k.Start = "2026-04-01"
			return rows.SaveContract(ctx, k)
		}
		head, err := save(contract.Contract{Provider: w.ProviderA.Provider, Name: "Lead contract"})
		if err != nil {
			t.Fatal(err)
		}
		sub, err := save(contract.Contract{Provider: w.ProviderB.Provider, Name: "Sub", Type: contract.Subcontract, Under: head.ID})
		if err != nil {
			t.Fatal(err)
		}
		if got, err := rows.Contract(ctx, sub.ID); err != nil || got.Under != head.ID {
			t.Errorf("under %q, %v", got.Under, err)
		}
		if own, err := w.For(w.ProviderB).Contract(ctx, sub.ID); err != nil || own.Under != "" || own.Type != contract.Subcontract {
			t.Errorf("a provider sees of its subcontract %+v, %v", own, err)
		}
		if events, err := rows.History(ctx, "contract", sub.ID); err != nil || changeOf(events, 0, "under").New != "Lead contract" {
			t.Errorf("history %+v, %v", events, err)
		}
		var problems problem.List
		third := contract.Contract{Provider: w.ProviderB.Provider, Name: "Third", Type: contract.Subcontract, Under: sub.ID}
		if _, err := save(third); !errors.As(err, &problems) || problems.For("under") == "" {
			t.Errorf("under a subcontract: %v", err)
		}
		head.Type, head.Under = contract.Subcontract, sub.ID
		if _, err := save(head); !errors.As(err, &problems) {
			t.Errorf("in a circle: %v", err)
		}
		third.Under = "nobody's"
		if _, err := save(third); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("under no contract: %v", err)
		}
		foreign, err := w.For(w.ForeignLead).SaveContract(ctx,
			contract.Contract{Provider: w.ForeignProvider.Provider, Name: "Theirs", Start: "2026-04-01"})
		if err != nil {
			t.Fatal(err)
		}
		third.Under = foreign.ID
		if _, err := save(third); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("under another ICB's contract: %v", err)
		}
		if err := rows.RemoveContract(ctx, head.ID, 1); !errors.As(err, &problems) {
			t.Errorf("removed with a contract under it: %v", err)
		}
	})
}

func TestContractEnteredByMistakeIsRemoved(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows := w.For(w.Commissioner)
		saved, err := rows.SaveContract(ctx, fullContract(w.ProviderA.Provider))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range []tenants.Member{w.ProviderA, w.Reader} {
			if err := w.For(m).RemoveContract(ctx, saved.ID, 1); !errors.Is(err, tenants.ErrForbidden) {
				t.Errorf("%s removes it: %v", m.Role, err)
			}
		}
		if err := w.For(w.ForeignLead).RemoveContract(ctx, saved.ID, 1); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("another ICB removes it: %v", err)
		}
		if err := rows.RemoveContract(ctx, saved.ID, 7); !errors.Is(err, tenants.ErrStale) {
			t.Errorf("a version nobody has read: %v", err)
		}
		if err := rows.RemoveContract(ctx, saved.ID, 1); err != nil {
			t.Fatal(err)
		}
		if list, err := rows.Contracts(ctx); err != nil || len(list) != 0 {
			t.Errorf("left: %+v, %v", list, err)
		}
		if err := rows.RemoveContract(ctx, saved.ID, 1); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("removed twice: %v", err)
		}
		events, err := rows.History(ctx, "contract", saved.ID)
		if err != nil || len(events) != 2 || events[0].Act != "removed" {
			t.Fatalf("history %+v, %v", events, err)
		}
		for field, want := range map[string]string{
			"name": "IPS service", "clause_pay": "Needs variation: Schedule 2A", "place": "North",
			"provider": "Northside",
		} {
			if c := changeOf(events, 0, field); events[0].Said(c, c.Old) != want || c.New != "" {
				t.Errorf("%s was %q, is %q", field, c.Old, c.New)
			}
		}
		if faults, err := w.Check(ctx); err != nil || len(faults) != 0 {
			t.Errorf("check after the removal: %q, %v", faults, err)
		}
	})
}

// TestContractTextsCanBeErased: every text of a contract is found and taken out for good.
func TestContractTextsCanBeErased(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		k := fullContract(w.ProviderA.Provider)
		const name = "Jo Example"
		k.Lead, k.Place, k.EndedReason = "Ask "+name, name+"'s patch", name+" left"
		k.Terms["pay"] = contract.Term{Reference: "Told by " + name}
		k.Variations[0].Number, k.Variations[0].Purpose = "1 "+name, name+" asked"
		saved, err := w.For(w.Lead).SaveContract(ctx, k)
		if err != nil {
			t.Fatal(err)
		}
		found, err := w.For(w.Lead).FindText(ctx, name)
		if err != nil {
			t.Fatal(err)
		}
		var places []string
		for _, f := range found {
			places = append(places, f.ID)
		}
		// Six texts now; in the history the variations are one text.
		if len(found) != 6+5 {
			t.Errorf("found %d places: %+v", len(found), found)
		}
		if err := w.For(w.Lead).Erase(ctx, places, "A name"); err != nil {
			t.Fatal(err)
		}
		if left, err := w.For(w.Lead).FindText(ctx, name); err != nil || len(left) != 0 {
			t.Errorf("left: %+v, %v", left, err)
		}
		got, err := w.For(w.Lead).Contract(ctx, saved.ID)
		if err != nil || got.Terms["pay"].Reference != evidence.RemovedWords || got.Variations[0].Number != evidence.RemovedWords {
			t.Errorf("contract %+v, %v", got, err)
		}
	})
}

func TestContractIsRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		saved, err := w.For(w.Lead).SaveContract(ctx, fullContract(w.ProviderA.Provider))
		if err != nil {
			t.Fatal(err)
		}
		foreign := fullContract(w.ForeignProvider.Provider)
		if _, err := w.For(w.Lead).SaveContract(ctx, foreign); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("with another ICB's provider: %v", err)
		}
		if _, err := w.For(w.ForeignLead).SaveContract(ctx, saved); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("another ICB's contract: %v", err)
		}
		for _, m := range []tenants.Member{w.ProviderA, w.Reader} {
			if _, err := w.For(m).SaveContract(ctx, saved); !errors.Is(err, tenants.ErrForbidden) {
				t.Errorf("%s: %v", m.Role, err)
			}
		}
		var problems problem.List
		wrong := saved
		wrong.End = "2020-01-01"
		if _, err := w.For(w.Lead).SaveContract(ctx, wrong); !errors.As(err, &problems) {
			t.Errorf("an end before the start: %v", err)
		}
	})
}
