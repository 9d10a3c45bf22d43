package server

import (
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/staffing"
)

// fillPlan records a staffing plan with the mark in what is written in it.
func (s *site) fillPlan(t testing.TB, lead tenants.Member, mark string) {
	t.Helper()
	y := staffing.YearOf(2026)
	for name, answer := range map[string]string{
		"access_source": mark + "framework", "finance_title": mark + "director", "grow_source": mark + "page",
		"leaders_reason":  mark + "reason",
		"managers_reason": mark + "reason", "pay_source": mark + "band", "mhis": "424242", "pay_es": "33437",
	} {
		y.Values[name] = answer
	}
	if err := s.For(lead).SavePlanYear(t.Context(), y); err != nil {
		t.Fatal(err)
	}
}
