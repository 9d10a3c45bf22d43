package contracts_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/contract"
)

func TestManyContractsAreShownAPageAtATime(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	for i := range 51 {
		k := contract.Contract{Provider: w.ProviderA.Provider, Name: fmt.Sprintf("Contract %02d.", i), Start: "2024-04-01"}
		if _, err := w.For(w.Lead).SaveContract(context.Background(), k); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		path, words   string
		rows          int
		shown, hidden string
	}{
		{"/icb/QWE/contracts", "1 to 50 of 51", 50, "Contract 49.", "Contract 50."},
		{"/icb/QWE/contracts?page=2", "51 to 51 of 51", 1, "Contract 50.", "Contract 49."},
	} {
		t.Run(tt.path, func(t *testing.T) {
			got := pagetest.Get(t, as(w, w.Lead), tt.path)
			got.Want(t, 200, tt.words, tt.shown)
			if n := strings.Count(got.Body, `scope="row"`); n != tt.rows {
				t.Errorf("%d rows, want %d: %s", n, tt.rows, got.Body)
			}
			if strings.Contains(got.Body, tt.hidden) {
				t.Errorf("%s shows", tt.hidden)
			}
		})
	}
}
