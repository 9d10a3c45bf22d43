package measure_test

import (
	"reflect"
	"slices"
	"testing"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/view"
)

// Ten years of returns give the same results as those from First on, for every audience.
func TestFirst(t *testing.T) {
	in := measure.Input{
		ICB: "South West London", Today: "2026-11-20",
		Providers: []provider.Provider{{ID: "n", Name: "Northside"}, {ID: "r", Name: "Riverside"}},
	}
	for i := range 40 {
		q := calendar.Quarter("2026Q2").Add(-i)
		for j, provider := range []string{"n", "r"} {
			n := int64(i*3 + j + 5)
			in.Returns = append(in.Returns, figures.Return{
				Provider: provider, Quarter: q, State: figures.Accepted,
				AccessUnemployed: number.CountOf(n * 2), AccessRetention: number.CountOf(n), FirstJobStarts: number.CountOf(n),
				KeptWork: number.CountOf(n),
				InPost: figures.Posts{
					ES: number.FTE{Hundredths: n * 100, Known: true}, TL: number.FTE{Hundredths: 100, Known: true},
					SM: number.FTE{Hundredths: 100, Known: true},
				},
			})
		}
	}
	for _, late := range []bool{false, true} {
		for _, audience := range []view.Audience{view.Commissioners, view.Provider("n"), view.SteeringGroup} {
			all := in
			all.Audience = audience
			all.Returns = slices.DeleteFunc(slices.Clone(in.Returns), func(r figures.Return) bool {
				return audience == view.Provider("n") && r.Provider != "n" || late && r.Quarter == "2026Q2"
			})
			few := all
			few.Returns = slices.DeleteFunc(slices.Clone(all.Returns), func(r figures.Return) bool { return r.Quarter < in.First() })
			if len(few.Returns) >= len(all.Returns)/2 {
				t.Fatalf("%d of %d returns", len(few.Returns), len(all.Returns))
			}
			if got, want := measure.All(few), measure.All(all); !reflect.DeepEqual(got, want) {
				t.Errorf("audience %v, the last quarter missing %v: the results differ", audience, late)
			}
			less := few
			less.Returns = slices.DeleteFunc(slices.Clone(few.Returns), func(r figures.Return) bool { return r.Quarter == in.First() })
			if reflect.DeepEqual(measure.All(less), measure.All(all)) {
				t.Errorf("audience %v: a quarter less is enough", audience)
			}
		}
	}
}
