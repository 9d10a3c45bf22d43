package view_test

import (
	"slices"
	"strings"
	"testing"

	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/view"
)

// Who sees which records: those of their own provider, of a rival, of the ICB alone, and of the ICB shared with
// providers.
func TestWhoSeesWhat(t *testing.T) {
	audiences := map[string]view.Audience{
		"commissioners": view.Commissioners, "steering group": view.SteeringGroup, "provider": view.Provider("n"), "nobody": {},
		"no provider": view.Provider(""),
	}
	all, none := "own rival icb shared", ""
	for _, tt := range []struct{ kind, provider, steering string }{
		{record.Priority, all, all},
		{record.Evidence, "own shared", none},
		{record.Return, "own", none},
		{record.View, "own", none},
		{record.Question, "own", none},
		{record.Published, "own", none},
		{record.Breakdown, "own", none},
		{record.Contract, "own", none},
		{record.Provider, "own", none},
		{record.ReturnSet, all, none},
		{record.Collection, all, none},
		{record.AnyList, "own shared", none},
		{record.Posts, none, all},
		{record.Groups, none, all},
		{record.Action, "own", "shared"},
		{record.Plan, none, none},
		{record.Target, none, none},
		{record.Member, none, none},
		{record.Invitation, none, none},
		{record.Settings, none, none},
		{record.Procurement, none, none},
		{record.Import, none, none},
		{record.Round, none, none},
		{record.Workbook, none, none},
		{record.ICB, none, none},
		{"a kind that there is not", none, none},
	} {
		for name, a := range audiences {
			want := map[string]string{"commissioners": all, "provider": tt.provider, "steering group": tt.steering}[name]
			got := ""
			for _, r := range []struct {
				words, of string
				shared    bool
			}{{"own", "n", false}, {"rival", "r", false}, {"icb", "", false}, {"shared", "", true}} {
				if a.Sees(tt.kind, r.of, r.shared) {
					got += " " + r.words
				}
			}
			if got != "" {
				got = got[1:]
			}
			if got != want {
				t.Errorf("%s of the kind %s: %q, want %q", name, tt.kind, got, want)
			}
		}
	}
}

// Only the ICB's own is shared: what a rival's record says of itself does not matter.
func TestARivalsIsNeverShared(t *testing.T) {
	for _, kind := range []string{record.Evidence, record.AnyList, record.Return} {
		if view.Provider("n").Sees(kind, "r", true) {
			t.Errorf("a rival's record of the kind %s is seen", kind)
		}
	}
}

func TestFieldsNamesAndHistory(t *testing.T) {
	private, open := record.Field{Name: "private_notes", Private: true}, record.Field{Name: "notes"}
	lists := []string{"team", "pcn"}
	for _, tt := range []struct {
		name            string
		a               view.Audience
		private, open   bool
		names           bool
		kinds           []string
		allKindsAreTold bool
	}{
		{"commissioners", view.Commissioners, true, true, true, nil, true},
		{"commissioners outside a procurement", view.Commissioners.Outside(), true, true, true, nil, true},
		{
			"a provider", view.Provider("n"), false, true, true,
			[]string{"priority", "view", "question", "evidence", "return", "published", "return_set", "team", "pcn"},
			false,
		},
		{"the steering group", view.SteeringGroup, false, true, false, []string{"priority"}, false},
		{"nobody", view.Audience{}, false, false, false, []string{}, false},
	} {
		if got := tt.a.SeesField(private); got != tt.private {
			t.Errorf("%s sees what is private: %v", tt.name, got)
		}
		if got := tt.a.SeesField(open); got != tt.open {
			t.Errorf("%s sees a field: %v", tt.name, got)
		}
		if got := tt.a.SeesNames(); got != tt.names {
			t.Errorf("%s reads names: %v", tt.name, got)
		}
		if got := tt.a.HistoryOf(lists); !slices.Equal(got, tt.kinds) || (got == nil) != tt.allKindsAreTold {
			t.Errorf("%s reads the history of %v", tt.name, got)
		}
	}
	if a := view.Commissioners.Outside(); !a.IsOutside() || a.Whoever() != view.Commissioners || view.Commissioners.IsOutside() {
		t.Error("outside is lost, or stays")
	}
}

// What the steering group reads of the lists: these lists, and of each row these fields. Whatever is opened further is a line here.
func TestWhatTheSteeringGroupReadsOfLists(t *testing.T) {
	for list, want := range map[string]struct {
		fields string
		icbs   bool
	}{
		"event": {"on what priority stage paid said did", false},
		"meeting": {
			"on kind stage minuted actions chair icb_lead service nhse ips_grow executive zero_exclusion agreed_on", true,
		},
		"terms":            {"agreed_on edition link chairs", false},
		"decision":         {"on text", false},
		"risk":             {"what level path owner raised_on closed_on", false},
		"concern":          {"what on to result result_on", false},
		"seat":             {},
		"ips_lead":         {},
		"agenda":           {},
		"attendance":       {},
		"pcn":              {"name code population es fte starts_on mdt systems health_check", false},
		"team":             {"systems mdt office stories leader asked referred self", false},
		"workforce":        {},
		"help":             {},
		"improvement_plan": {},
		"strategy":         {},
		"jobs":             {},
	} {
		got, ok := view.GroupReads(list)
		if fields := strings.Join(got.Fields, " "); fields != want.fields || ok != (want.fields != "") || got.ICBs != want.icbs {
			t.Errorf("%s: %q, the ICB's alone %t", list, fields, got.ICBs)
		}
	}
}

// Who reads what was sealed for whom: with all that they had then, and without what procurement keeps back.
func TestWhoReadsWhatWasSealed(t *testing.T) {
	sealed := map[string]view.Audience{
		"commissioners": view.Commissioners, "group": view.SteeringGroup, "own": view.Provider("n"), "rival": view.Provider("r"),
		"nobody": {},
	}
	for _, tt := range []struct {
		name           string
		a              view.Audience
		whole, without string
	}{
		{"commissioners", view.Commissioners, "commissioners group", "group"},
		{"commissioners outside a procurement", view.Commissioners.Outside(), "", "commissioners group"},
		{"the steering group", view.SteeringGroup, "group", "group"},
		{"the steering group in a procurement", view.SteeringGroup.Outside(), "", "group"},
		{"a provider", view.Provider("n"), "own", "own"},
		{"a provider in a procurement", view.Provider("n").Outside(), "", "own"},
		{"nobody", view.Audience{}, "", ""},
	} {
		for keptBack, want := range map[bool]string{false: tt.whole, true: tt.without} {
			var got []string
			for name, of := range sealed {
				if tt.a.ReadsSealed(of, keptBack) {
					got = append(got, name)
				}
			}
			slices.Sort(got)
			if strings.Join(got, " ") != want {
				t.Errorf("%s read %q where something was kept back: %v; want %q", tt.name, got, keptBack, want)
			}
		}
	}
}
