package registers_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/register"
)

func TestALongListIsShownAPageAtATime(t *testing.T) {
	w := storetest.New(t)
	lead := as(t, w, w.Lead)
	var ids []string // of PCN 1, PCN 2, ...
	grow := func(to int) {
		for i := len(ids) + 1; i <= to; i++ {
			row := register.Row{Values: map[string]string{"code": fmt.Sprintf("U99%03d", i), "name": fmt.Sprintf("PCN %03d", i)}}
			row, err := w.For(w.Lead).SaveRow(context.Background(), register.PCNs, row)
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, row.ID)
		}
	}
	for _, tt := range []struct {
		all         int
		query       string
		first, last int // the rows that show, 0 for none
		words       string
	}{
		{0, "", 0, 0, ""},
		{1, "", 1, 1, ""},
		{50, "", 1, 50, ""},
		{50, "?page=2", 1, 50, ""},
		{51, "", 1, 50, "1 to 50 of 51"},
		{51, "?page=2", 51, 51, "51 to 51 of 51"},
		{51, "?page=3", 51, 51, "51 to 51 of 51"},
		{51, "?page=-1", 1, 50, "1 to 50 of 51"},
		{51, "?page=x", 1, 50, "1 to 50 of 51"},
		{51, "?saved=51", 51, 51, "51 to 51 of 51"},
		{51, "?saved=2", 1, 50, "1 to 50 of 51"},
		{120, "?page=2", 51, 100, "51 to 100 of 120"},
		{120, "?page=3", 101, 120, "101 to 120 of 120"},
	} {
		t.Run(fmt.Sprintf("%d%s", tt.all, tt.query), func(t *testing.T) {
			grow(tt.all)
			query := tt.query
			var saved int
			if _, err := fmt.Sscanf(query, "?saved=%d", &saved); err == nil {
				query = "?saved=" + ids[saved-1]
			}
			got := pagetest.Get(t, lead, "/icb/QWE/coverage"+query)
			got.Want(t, 200)
			_, list, _ := strings.Cut(got.Body, `id="list-pcn-caption"`)
			for i := 1; i <= tt.all; i++ {
				shown, want := strings.Contains(list, fmt.Sprintf("PCN %03d", i)), i >= tt.first && i <= tt.last
				if shown != want {
					t.Errorf("PCN %03d shows: %v", i, shown)
				}
			}
			if paged := strings.Contains(got.Body, "nhsuk-pagination--numbered"); paged != (tt.words != "") ||
				!strings.Contains(got.Body, tt.words) {
				t.Errorf("pages: %v, want %q", paged, tt.words)
			}
			if all := number.Counting(tt.all, "PCN", "PCNs"); tt.all > 0 && !strings.Contains(got.Body, "0 of "+all+"</strong>") {
				t.Errorf("the coverage is not counted over all %d: %s", tt.all, got.Body)
			}
		})
	}
}

// The pages of several lists of one subject are gone through each by itself.
func TestEachListHasPagesOfItsOwn(t *testing.T) {
	w := storetest.New(t)
	for range 51 {
		row := register.Row{Provider: w.ProviderA.Provider, Values: map[string]string{"on": "2026-04-01", "what": "planning"}}
		if _, err := w.For(w.ProviderA).SaveRow(context.Background(), register.Help, row); err != nil {
			t.Fatal(err)
		}
	}
	for query, want := range map[string]string{
		"": "1 to 50 of 51", "?help-page=2": "51 to 51 of 51", "?page=2": "1 to 50 of 51", "?workforce-page=2": "1 to 50 of 51",
	} {
		pagetest.Get(t, as(t, w, w.Lead), "/icb/QWE/workforce"+query).Want(t, 200, want, "#list-"+register.Help+"-caption")
	}
}

// Many notices at once are not all shown: the first are enough to begin with.
func TestNoticesAreBounded(t *testing.T) {
	w := storetest.New(t)
	for i := range 25 {
		row := register.Row{Values: map[string]string{
			"code": fmt.Sprintf("U99%03d", i), "name": fmt.Sprintf("PCN %03d", i),
			"population": "100",
		}}
		if _, err := w.For(w.Lead).SaveRow(context.Background(), register.PCNs, row); err != nil {
			t.Fatal(err)
		}
	}
	got := pagetest.Get(t, as(t, w, w.Lead), "/icb/QWE/coverage")
	got.Want(t, 200, "15 more notices are not shown")
	if n := strings.Count(got.Body, "has 100 people"); n != 10 {
		t.Errorf("%d notices", n)
	}
}
