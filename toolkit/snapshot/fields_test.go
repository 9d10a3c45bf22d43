package snapshot_test

import (
	"reflect"
	"strings"
	"testing"

	"ipstoolkit/demo/sample"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/view"
)

// audiencesOf says who sees each field of a snapshot: commissioners (C), a provider (P), the steering group (S), nobody
// (N). A new field fails until it is here.
var audiencesOf = map[string]string{
	"Audience": "CPS", "ICB": "CPS", "Edition": "CPSN", "At": "CPS", "Version": "CPS", "Procurement": "CPS", "Shut": "CPS",
	"Entries": "CPS", "Locals": "CPS", "Began": "CPS", "Opened": "CPS", "Round": "CPS", "Events": "CPS", "Results": "CPS",
	"Providers": "CP", "Evidence": "CP", "Returns": "CP", "Published": "CP", "Contracts": "CP", "Sets": "CP",
	"Actions":     "CPS",
	"Registers":   "CPS", // of the steering group's rows, the fields that view names
	"Collections": "CP",
	"Breakdowns":  "CP", "Shared": "P",
	"Views": "CP", "Comments": "C", "Questions": "CP", "Spreads": "CPS",
	"Own": "C", "ByHand": "C", "Plans": "C", "People": "C", "Answers": "C", "Claims": "C",
	"Compared": "", // put in when a workbook is made
	"Sealed":   "", // no snapshot that is made of rows
}

func TestEveryFieldHasItsAudiences(t *testing.T) {
	full := sample.ICB()
	full.Version, full.ICB.ByProvider = 1, false
	made := map[string]snapshot.Snapshot{
		"C": full.For(view.Commissioners), "P": full.For(view.Provider(full.Providers[0].ID)), "S": full.For(view.SteeringGroup),
		"N": full.For(view.Audience{}),
	}
	shown := map[string]string{}
	for _, who := range []string{"C", "P", "S", "N"} {
		v := reflect.ValueOf(made[who])
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if !f.IsExported() {
				continue
			}
			if _, listed := audiencesOf[f.Name]; !listed {
				t.Errorf("the field %s has no audiences", f.Name)
			}
			value := v.Field(i)
			some := !value.IsZero()
			if value.Kind() == reflect.Slice || value.Kind() == reflect.Map {
				some = value.Len() > 0
			}
			if some {
				shown[f.Name] += who
			}
		}
	}
	for field, want := range audiencesOf {
		if extra := strings.Trim(shown[field], want); extra != "" {
			t.Errorf("%s is shown to %s, which may not have it", field, extra)
		}
		// Procurement is closed in the sample, so no text is kept back.
		if shown[field] != want && field != "Procurement" && field != "Shut" {
			t.Errorf("%s is shown to %q, want %q: the sample has to hold every field", field, shown[field], want)
		}
	}
}

// A snapshot of nobody, as one is when nobody has said whom it is for, gives nothing to anybody.
func TestASnapshotWithoutAnAudience(t *testing.T) {
	s := sample.ICB()
	s.Audience = view.Audience{}
	for name, a := range map[string]view.Audience{
		"commissioners": view.Commissioners, "steering group": view.SteeringGroup,
		"provider": view.Provider("n"),
	} {
		if got := s.For(a); len(got.Entries) > 0 || len(got.Evidence) > 0 || len(got.Results) > 0 || !got.Audience.IsNobody() {
			t.Errorf("%s are shown %d entries, %d pieces of evidence, %d results", name, len(got.Entries), len(got.Evidence),
				len(got.Results))
		}
	}
}
