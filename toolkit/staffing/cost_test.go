package staffing_test

import (
	"math/big"
	"strings"
	"testing"

	"ipstoolkit/toolkit/staffing"
)

func pay(pounds ...int64) staffing.Pay {
	p := staffing.Pay{OnCost: staffing.Published}
	for i, n := range pounds {
		if n >= 0 {
			p.Roles[i] = staffing.Money{Pounds: n, Known: true}
		}
	}
	return p
}

// The numbers of IPS Grow's workforce calculator for 2026/27.
func TestCostOfAPost(t *testing.T) {
	for _, c := range []struct {
		name   string
		pounds int64
		want   string
	}{
		{"an employment specialist", 33_437, "£33,437 pay + £4,264.95 National Insurance + £4,781.49 pension = £42,483.44"},
		{"a team leader", 40_823, "£40,823 pay + £5,372.85 National Insurance + £5,837.69 pension = £52,033.54"},
		{"a service manager", 50_723, "£50,723 pay + £6,857.85 National Insurance + £7,253.39 pension = £64,834.24"},
		{"at the free amount", 5004, "£5,004 pay + £0 National Insurance + £715.57 pension = £5,719.57"},
		{"a pound above it", 5005, "£5,005 pay + £0.15 National Insurance + £715.72 pension = £5,720.87"},
		{"below the free amount", 1000, "£1,000 pay + £0 National Insurance + £143 pension = £1,143"},
		{"unpaid", 0, "£0 pay + £0 National Insurance + £0 pension = £0"},
	} {
		if got, known := pay(c.pounds).Of(staffing.ES); got.Sum != c.want || !known {
			t.Errorf("%s: %s, want %s", c.name, got.Sum, c.want)
		}
	}
	if _, known := pay(33_437).Of(staffing.TL); known {
		t.Error("a pay that is not known costs nothing that is known")
	}
	for i, n := range staffing.PublishedPay {
		if _, known := pay(-1, -1, -1, n).Of(staffing.Roles[i]); known {
			t.Error("pay belongs to its role")
		}
	}
}

func TestCostOfAPlan(t *testing.T) {
	in := staffing.Input{
		Assumptions: assumed(1000, 25_00),
		Providers:   []staffing.Posted{{Quarter: "2026Q2", Funded: posts(t, "17", "3", "1", "2"), InPost: posts(t, "14.6", "3", "1", "2")}},
	}
	l := of(in).ICB
	for _, c := range []struct {
		name           string
		pay            staffing.Pay
		needed, funded string // staff, overheads, all
		without        int
	}{
		// 18.75 x 42,483.441 + 3.125 x 52,033.539 + 0.625 x 64,834.239 and 17 x 42,483.441 + 3 x 52,033.539 + 64,834.239
		{"three roles", pay(33_437, 40_823, 50_723), "£999,691 £199,938 £1,199,629", "£943,153 £188,631 £1,131,784", 1},
		{"admin staff too", pay(33_437, 40_823, 50_723, 25_000), "£999,691 £199,938 £1,199,629", "£1,006,302 £201,260 £1,207,563", 0},
		{"no service manager's pay", pay(33_437, 40_823), "  ", "  ", 2},
		{"no pay", pay(), "  ", "  ", 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			cost := l.Cost(c.pay)
			words := func(t staffing.Total) string {
				return strings.Join([]string{staffing.Pounds(t.Staff), staffing.Pounds(t.Overhead), staffing.Pounds(t.All)}, " ")
			}
			if got := words(cost.Needed); got != c.needed {
				t.Errorf("needed %s, want %s", got, c.needed)
			}
			if got := words(cost.Funded); got != c.funded {
				t.Errorf("funded %s, want %s", got, c.funded)
			}
			if len(cost.Without) != c.without {
				t.Errorf("without %v", cost.Without)
			}
		})
	}
	in.Providers = nil
	if cost := of(in).ICB.Cost(pay(33_437, 40_823, 50_723)); cost.Funded.All != nil ||
		staffing.Pounds(cost.Needed.All) != "£1,199,629" {
		t.Errorf("nobody's funded posts are known: %+v", cost)
	}
	in.Access.Known = false
	if cost := of(in).ICB.Cost(pay(33_437, 40_823, 50_723)); cost.Needed.All != nil {
		t.Errorf("without a target nothing is needed: %+v", cost)
	}
}

func TestPounds(t *testing.T) {
	for _, c := range []struct {
		hundredths int64
		want       string
	}{{0, "£0"}, {49, "£0"}, {50, "£1"}, {1_234_567_89, "£1,234,568"}, {-49, "£0"}, {-1_200_00, "−£1,200"}} {
		if got := staffing.Pounds(rat(c.hundredths)); got != c.want {
			t.Errorf("%d: %s, want %s", c.hundredths, got, c.want)
		}
	}
}

func rat(hundredths int64) *big.Rat { return big.NewRat(hundredths, 100) }
