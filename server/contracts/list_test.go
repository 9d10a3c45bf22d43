package contracts

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/provider"
)

// TestCellsOfTheList: what the list shows of a contract on its last day and on the day after, and how much it lacks.
func TestCellsOfTheList(t *testing.T) {
	const today = calendar.Date("2026-11-20")
	full := map[string]contract.Term{}
	for _, k := range contract.Clauses {
		full[k.Code] = contract.Term{Answer: contract.Yes}
	}
	k := contract.Contract{ID: "k", Provider: "n", Name: "IPS", Start: "2023-04-01", End: "2026-11-20"}
	over := k
	over.End = "2026-11-19"
	sound := contract.Contract{ID: "s", Provider: "n", Name: "IPS", Start: "2025-04-01", End: "2030-03-31", Terms: full}
	for _, f := range contract.StatedFields {
		f.Set(&sound.Stated, number.Amount{Hundredths: 4000, Known: true})
	}
	if got := missingCell(over, today); got.Text != "–" || got.Note != "" {
		t.Errorf("over, missing: %+v", got)
	}
	if got := talksCell(over, today); got.Text != "Has ended" {
		t.Errorf("over, talks: %+v", got)
	}
	if got := talksCell(k, today); got.Text == "Has ended" {
		t.Errorf("its last day, talks: %+v", got)
	}
	for _, c := range []contract.Contract{k, sound} {
		gaps, got := c.Missing(), missingCell(c, today)
		text, note := "Nothing", ""
		if len(gaps) > 0 {
			text = gaps[0].Words
		}
		if len(gaps) > 1 {
			note = fmt.Sprintf("and %d more", len(gaps)-1)
		}
		if got.Text != text || got.Note != note {
			t.Errorf("%d gaps: %+v", len(gaps), got)
		}
	}
	starts, toCome := contract.Contract{Start: today}, contract.Contract{Start: "2026-11-21"}
	shown := table("/x", today, []contract.Contract{k, over, starts, toCome}, map[string]string{"n": "Northside"}, false)
	for i, want := range []string{"", "Has ended", "", "Has not started"} {
		if got := shown.Rows[i][2]; got.Note != want {
			t.Errorf("runs: %+v, want %q", got, want)
		}
	}
}

// TestTalksForAnEndThatHasChanged: a conversation says that its end has changed since, not where an option was used before it was held.
func TestTalksForAnEndThatHasChanged(t *testing.T) {
	k := contract.Contract{
		Start: "2024-04-01", End: "2027-03-31", Options: []contract.Option{{Months: 12, ExercisedOn: "2026-06-01"}},
		Talks: []contract.Talk{{HeldOn: "2026-05-01", ForEnd: "2027-03-31"}, {HeldOn: "2026-10-01", ForEnd: "2028-03-31"}},
	}
	rows := talkList(k, "2026-11-20").Rows
	for i, want := range [][]string{{"For the end date 31 March 2027, which has changed since"}, nil} {
		if got := rows[i+1].Lines; !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", rows[i+1].Key, got, want)
		}
	}
}

// TestWhatAContractCanBeChosenFrom: providers that still deliver, and contracts that are no subcontract, each with what is
// chosen already.
func TestWhatAContractCanBeChosenFrom(t *testing.T) {
	all := []contract.Contract{
		{ID: "k", Provider: "n", Name: "This one"},
		{ID: "head", Provider: "n", Name: "Head"},
		{ID: "sub", Provider: "n", Name: "Sub", Type: contract.Subcontract},
		{ID: "chosen", Provider: "e", Name: "Chosen", Type: contract.Subcontract},
	}
	providers := []provider.Provider{
		{ID: "n", Name: "Northside"},
		{ID: "e", Name: "Ended", Ended: true},
		{ID: "g", Name: "Gone", Ended: true},
	}
	f := form{Under: page.Select{Value: "chosen"}}
	f.offer(contract.Contract{ID: "k", Provider: "e"}, providers, all)
	texts := func(list []page.Option) (words []string) {
		for _, o := range list {
			words = append(words, o.Text)
		}
		return words
	}
	if got := texts(f.Provider.Options); !slices.Equal(got, []string{"Northside", "Ended"}) {
		t.Errorf("providers %q", got)
	}
	if got := texts(f.Under.Options); !slices.Equal(got, []string{"Northside: Head", "Ended: Chosen"}) {
		t.Errorf("contracts %q", got)
	}
}

// TestWhenTheEndIsNear: the word about the end is shown from the reminder of 18 months on, and no longer once the
// contract is over.
func TestWhenTheEndIsNear(t *testing.T) {
	gin.SetMode(gin.TestMode)
	c, _ := gin.CreateTestContext(httptest.NewRecorder())
	c.Request = httptest.NewRequest(http.MethodGet, "/icb/QWE/contracts/k", nil)
	page.SetVisit(c, pagetest.Visit("QWE", tenants.Lead))
	for end, near := range map[calendar.Date]bool{
		"2028-05-20": true, "2028-05-21": false, "2027-03-31": true, "2026-11-19": false,
		"": false,
	} {
		k := contract.Contract{ID: "k", Provider: "n", Name: "IPS", Start: "2023-04-01", End: end}
		if got := newKeeper(c, k, "2026-11-20").Near != ""; got != near {
			t.Errorf("end on %q: a word about it %v, want %v", end, got, near)
		}
	}
}
