package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/register"
)

func team(provider, name string) register.Row {
	return register.Row{Provider: provider, Values: map[string]string{
		"name": name, "mhsds": "trust", "tool": "yes",
		"mhsds_last": "2026-03-31",
	}}
}

func names(rows []register.Row) []string {
	list := make([]string, len(rows))
	for i, r := range rows {
		list[i] = r.Text(register.Team.Name)
	}
	return list
}

func TestRegisterRowFromFirstToLast(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		ctx := context.Background()
		own := w.Store.For(w.ProviderA)
		saved, err := own.SaveRow(ctx, register.Teams, team(w.ProviderA.Provider, "North team"))
		if err != nil || saved.Version != 1 || saved.ID == "" {
			t.Fatalf("saved %+v, %v", saved, err)
		}
		saved.Values = register.With(saved.Values, "mhsds", "direct")
		saved.Values = register.With(saved.Values, "mhsds_last", "")
		if saved, err = own.SaveRow(ctx, register.Teams, saved); err != nil || saved.Version != 2 {
			t.Fatalf("changed: version %d, %v", saved.Version, err)
		}
		read, err := w.Store.For(w.Commissioner).RegisterRow(ctx, register.Teams, saved.ID)
		if err != nil || read.Text(register.Team.MHSDS) != "direct" || read.Text(register.Team.MHSDSLast) != "" ||
			read.ChangedBy != w.ProviderA.Person.Name {
			t.Fatalf("read %+v, %v", read, err)
		}
		saved.Version = 1
		if _, err := own.SaveRow(ctx, register.Teams, saved); !errors.Is(err, tenants.ErrStale) {
			t.Errorf("a save of the version before: %v", err)
		}
		events, err := own.History(ctx, register.Teams, saved.ID)
		if err != nil || len(events) != 2 || events[0].Act != "changed" || len(events[0].Changes) != 2 ||
			events[0].Changes[0].New != "direct" {
			t.Errorf("history %+v, %v", events, err)
		}
		if err := own.RemoveRow(ctx, register.Teams, saved.ID, 2); err != nil {
			t.Fatal(err)
		}
		if _, err := own.RegisterRow(ctx, register.Teams, saved.ID); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("a removed row: %v", err)
		}
		if _, err := own.SaveRow(ctx, register.Teams, team(w.ProviderA.Provider, "North team")); err != nil {
			t.Errorf("the name of a removed row is free again: %v", err)
		}
	})
}

func TestRegisterKeepsProvidersApart(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		ctx := context.Background()
		a, b, icb, foreign := w.Store.For(w.ProviderA), w.Store.For(w.ProviderB), w.Store.For(w.Commissioner),
			w.Store.For(w.ForeignProvider)
		row, err := a.SaveRow(ctx, register.Teams, team(w.ProviderA.Provider, "North team"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.SaveRow(ctx, register.Teams, team(w.ProviderB.Provider, "North team")); err != nil {
			t.Errorf("another provider may have a team of the same name: %v", err)
		}
		if _, err := icb.SaveRow(ctx, register.PCNs, register.Row{Values: map[string]string{"code": "U99901", "name": "Hill PCN"}}); err !=
			nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			name string
			rows *store.Rows
			list string
			want []string
		}{
			{"its own", a, register.Teams, []string{"North team"}},
			{"the ICB's of a shared list", b, register.PCNs, []string{"Hill PCN"}},
			{"everything", icb, register.Teams, []string{"North team", "North team"}},
			{"nothing of another ICB", foreign, register.Teams, nil},
			{"nor what is shared there", foreign, register.PCNs, nil},
		} {
			if got, err := c.rows.Register(ctx, c.list); err != nil || !slices.Equal(names(got), append([]string{}, c.want...)) {
				t.Errorf("%s: %v, %v", c.name, names(got), err)
			}
		}
		for name, err := range map[string]error{
			"read by another provider":  second(b.RegisterRow(ctx, register.Teams, row.ID)),
			"read by another ICB":       second(foreign.RegisterRow(ctx, register.Teams, row.ID)),
			"saved by another provider": second(b.SaveRow(ctx, register.Teams, row)),
			"removed by it":             b.RemoveRow(ctx, register.Teams, row.ID, 1),
			"removed by another ICB":    foreign.RemoveRow(ctx, register.Teams, row.ID, 1),
		} {
			if !errors.Is(err, tenants.ErrNotFound) {
				t.Errorf("%s: %v, want as if unknown", name, err)
			}
		}
		mine := row
		mine.Provider = w.ProviderB.Provider
		if _, err := b.SaveRow(ctx, register.Teams, mine); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("taken over by another provider: %v", err)
		}
		if _, err := icb.SaveRow(ctx, register.Teams, team(w.ForeignProvider.Provider, "Far team")); problemField(err) != "provider" {
			t.Errorf("a team of another ICB's provider: %v", err)
		}
		if _, err := w.Store.For(w.Reader).Register(ctx, register.Teams); !errors.Is(err, tenants.ErrForbidden) {
			t.Errorf("read by a reader: %v", err)
		}
		if _, err := a.SaveRow(ctx, register.PCNs,
			register.Row{Values: map[string]string{"code": "U99902", "name": "Dale PCN"}}); !errors.Is(err, tenants.ErrForbidden) {
			t.Errorf("the ICB's row, saved by a provider: %v", err)
		}
	})
}

func TestARowThatMovesToAnotherProviderLeavesItsHistoryBehind(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		ctx := context.Background()
		a, b, icb := w.For(w.ProviderA), w.For(w.ProviderB), w.For(w.Commissioner)
		row := team(w.ProviderA.Provider, "North team")
		row.Values = register.With(row.Values, "lacking", "said by the first provider")
		row, err := a.SaveRow(ctx, register.Teams, row)
		if err != nil {
			t.Fatal(err)
		}
		row.Provider, row.Values = w.ProviderB.Provider, register.With(row.Values, "lacking", "")
		if row, err = icb.SaveRow(ctx, register.Teams, row); err != nil {
			t.Fatal(err)
		}
		row.Values = register.With(row.Values, "lacking", "said by the second")
		if _, err = b.SaveRow(ctx, register.Teams, row); err != nil {
			t.Fatal(err)
		}
		whole, err := icb.History(ctx, register.Teams, row.ID)
		if err != nil || len(whole) != 3 || whole[1].Changes[0].Field != "provider" || whole[1].Changes[0].Old == "" ||
			whole[1].Changes[0].New == "" {
			t.Errorf("commissioners read which provider's row it was and became: %+v, %v", whole, err)
		}
		events, err := b.History(ctx, register.Teams, row.ID)
		if err != nil || len(events) != 2 {
			t.Fatalf("the second provider reads %+v, %v", events, err)
		}
		if c := events[1].Changes; len(c) != 1 || c[0].Field != "provider" || c[0].Old != "" {
			t.Errorf("of the move it reads %+v, want only the provider that the row went to", c)
		}
		_, told, err := taken(b.Snapshot(ctx, editions(t), audienceOf(w.ProviderB)))
		if err != nil {
			t.Fatal(err)
		}
		if text := fmt.Sprintf("%+v", told); strings.Contains(text, "first provider") || !strings.Contains(text, "said by the second") {
			t.Errorf("its workbook tells: %s", text)
		}
	})
}

func TestProcurementKeepsRowsFromBeingRemovedUnseen(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		ctx := context.Background()
		panel := register.Row{Values: map[string]string{
			"on": "2026-04-02", "what": "Panel", "priority": "6.1", "stage": "tender",
			"people": "2", "conflicts": "yes",
		}}
		panel, err := w.For(w.Lead).SaveRow(ctx, register.Events, panel)
		if err != nil {
			t.Fatal(err)
		}
		begin(t, w, w.Lead)
		if err := w.For(now(t, w, w.Commissioner)).RemoveRow(ctx, register.Events, panel.ID, panel.Version); !errors.Is(err,
			tenants.ErrNotFound) {
			t.Errorf("removed by somebody who cannot see it: %v", err)
		}
		if err := w.For(now(t, w, w.Lead)).RemoveRow(ctx, register.Events, panel.ID, panel.Version); err != nil {
			t.Errorf("removed by the person named: %v", err)
		}
	})
}

func TestRegisterRefusesASecondOfTheName(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		ctx := context.Background()
		own := w.Store.For(w.ProviderA)
		if _, err := own.SaveRow(ctx, register.Teams, team(w.ProviderA.Provider, "North team")); err != nil {
			t.Fatal(err)
		}
		if _, err := own.SaveRow(ctx, register.Teams, team(w.ProviderA.Provider, "north TEAM")); problemField(err) != "name" {
			t.Errorf("a second of the name: %v", err)
		}
		rows := []register.Row{team(w.ProviderA.Provider, "South team"), team(w.ProviderA.Provider, "North team")}
		if err := own.ImportRows(ctx, register.Teams, rows); problemField(err) != "name" {
			t.Errorf("in a file: %v", err)
		}
		if got, err := own.Register(ctx, register.Teams); err != nil || len(got) != 1 {
			t.Errorf("after a refused file %v, %v; want nothing of it kept", names(got), err)
		}
	})
}

// problemField is the first field that an error finds wrong.
func problemField(err error) string {
	if list, ok := errors.AsType[problem.List](err); ok && len(list) > 0 {
		return list[0].Field
	}
	return ""
}

// second is the error of an answer that is not looked at.
func second[T any](_ T, err error) error { return err }
