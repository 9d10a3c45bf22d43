package contracts

import (
	"cmp"
	"reflect"
	"slices"
	"testing"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/number"
)

// TestDifferencesNameEveryField: all that somebody else changed in a contract is in the table, theirs and yours each in
// its column. The test names a field of the contract that the table forgets.
func TestDifferencesNameEveryField(t *testing.T) {
	number := func(hundredths int64) number.Amount { return number.Amount{Hundredths: hundredths, Known: true} }
	mine := contract.Contract{
		ID: "k", Provider: "n", Name: "IPS", Reference: "C/1", Type: contract.Subcontract, Under: "Head", Lead: "Trust", Place: "North",
		Payment: "block", Meeting: "own",
		Start: "2024-04-01", End: "2027-03-31", Options: []contract.Option{{Months: 12}}, EndedOn: "2026-12-31", EndedReason: "No staff",
		Talks: []contract.Talk{{HeldOn: "2026-10-01", ForEnd: "2027-03-31", Note: "Go on"}}, ShortReason: "A pilot",
		Stated: contract.Stated{Access: number(1200_00)}, Terms: map[string]contract.Term{"pay": {Answer: contract.Yes, Reference: "2A"}},
		Variations: []contract.Variation{{Number: "V1", On: "2026-02-01", Purpose: "Price"}}, Confirmed: "x", Version: 1,
	}
	asks := contract.Clauses[slices.IndexFunc(contract.Clauses, func(c contract.Clause) bool { return c.Code == "pay" })].Asks
	var seen []string
	names := map[string]string{"n": "Northside", "r": "Riverside"}
	for _, tt := range []struct {
		field  string // of the contract
		change func(k *contract.Contract)
		want   []string // the row
	}{
		{"Provider", func(k *contract.Contract) { k.Provider = "r" }, []string{"Provider", "Riverside", "Northside"}},
		{"Name", func(k *contract.Contract) { k.Name = "Work" }, []string{"Name", "Work", "IPS"}},
		{"Reference", func(k *contract.Contract) { k.Reference = "" }, []string{"Reference", "Nothing", "C/1"}},
		{"Type", func(k *contract.Contract) { k.Type = "grant" }, []string{"Type", "Grant", "Subcontract"}},
		{"Under", func(k *contract.Contract) { k.Under = "Other" }, []string{"Contract it runs under", "Other", "Head"}},
		{"Lead", func(k *contract.Contract) { k.Lead = "Council" }, []string{"Lead organisation", "Council", "Trust"}},
		{"Place", func(k *contract.Contract) { k.Place = "South" }, []string{"Place", "South", "North"}},
		{
			"Payment", func(k *contract.Contract) { k.Payment = "grant" },
			[]string{"Payment", "Grant", "Block: a fixed sum, whatever the activity"},
		},
		{
			"Meeting", func(k *contract.Contract) { k.Meeting = "none" },
			[]string{"Contract meetings", "It is not monitored in a meeting yet", "A separate meeting"},
		},
		{"Start", func(k *contract.Contract) { k.Start = "2024-05-01" }, []string{"Start", "1 May 2024", "1 April 2024"}},
		{"End", func(k *contract.Contract) { k.End = "2027-04-30" }, []string{"End", "30 April 2027", "31 March 2027"}},
		{
			"Options", func(k *contract.Contract) { k.Options = []contract.Option{{Months: 6}, {Months: 3}} },
			[]string{"Options", "6 months more, not exercised; 3 months more, not exercised", "12 months more, not exercised"},
		},
		{"EndedOn", func(k *contract.Contract) { k.EndedOn = "" }, []string{"Early end", "Nothing", "31 December 2026"}},
		{"EndedReason", func(k *contract.Contract) { k.EndedReason = "Money" }, []string{"Reason for the early end", "Money", "No staff"}},
		{
			"Talks", func(k *contract.Contract) { k.Talks = nil },
			[]string{"Conversations about extension or re-procurement", "Nothing", "held on 1 October 2026: Go on"},
		},
		{"ShortReason", func(k *contract.Contract) { k.ShortReason = "" }, []string{"Reason for less than 3 years", "Nothing", "A pilot"}},
		{
			"Stated", func(k *contract.Contract) { k.Stated.Access = number(900_00) },
			[]string{contract.StatedFields[0].Label, "900", "1,200"},
		},
		{
			"Terms", func(k *contract.Contract) { k.Terms = map[string]contract.Term{"pay": {Answer: contract.No}} },
			[]string{asks, "No", "Yes: 2A"},
		},
		{
			"Value", func(k *contract.Contract) { k.Value.SDF = number(5_00) },
			[]string{"Value a year from SDF", "£5", "Nothing"},
		},
		{"Variations", func(k *contract.Contract) { k.Variations = nil }, []string{"Variations", "Nothing", mine.Variations[0].Words()}},
	} {
		t.Run(tt.field, func(t *testing.T) {
			theirs := mine
			tt.change(&theirs)
			if got := rows(differences(theirs, mine, names)); !reflect.DeepEqual(got, [][]string{tt.want}) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
		seen = append(seen, tt.field)
	}
	for field := range reflect.TypeFor[contract.Contract]().Fields() {
		if !slices.Contains(append(seen, "ID", "Version", "Confirmed", "PassedOn"), field.Name) {
			t.Errorf("nothing tries what the table says of %s", field.Name)
		}
	}
	for _, clause := range contract.Clauses {
		theirs := mine
		theirs.Terms = map[string]contract.Term{"pay": mine.Terms["pay"], clause.Code: {Answer: contract.NeedsVariation}}
		if got := rows(differences(theirs, mine, names)); len(got) != 1 || got[0][0] != clause.Asks || got[0][1] != "Needs variation" {
			t.Errorf("clause %s: %q", clause.Code, got)
		}
	}
	for _, f := range contract.StatedFields {
		theirs := mine
		if err := f.Read(&theirs.Stated, "7"); err != nil {
			t.Fatal(err)
		}
		if got := rows(differences(theirs, mine, names)); len(got) != 1 || got[0][0] != f.Label {
			t.Errorf("%s: %q", f.Label, got)
		}
	}
}

// rows are the fields in which the two differ.
func rows(fields []page.Both) [][]string {
	var list [][]string
	for _, f := range fields {
		if f.Theirs != f.Mine {
			list = append(list, []string{f.Name, cmp.Or(f.Theirs, "Nothing"), cmp.Or(f.Mine, "Nothing")})
		}
	}
	return list
}
