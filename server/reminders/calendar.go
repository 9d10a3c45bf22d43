package reminders

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/register"
)

// How far a calendar looks back, in days, and ahead, in months and quarters.
const (
	daysBack      = 90
	monthsAhead   = 12
	quartersAhead = 3
)

// calendar gives out a person's calendar to anyone who has its address. It is made anew each time from what the person may read at that
// moment, so an ended membership or a new procurement is out of it at once.
func (p Pages) calendar(c *gin.Context) error {
	secret, isCalendar := strings.CutSuffix(c.Param("file"), ".ics")
	if !isCalendar {
		return tenants.ErrNotFound
	}
	memberships, err := p.Store.CalendarOf(c, secret)
	if err != nil {
		return err
	}
	var days []page.CalendarDay
	for _, m := range memberships {
		own, err := daysOf(c, p.Store.For(m), m, p.Store.Today())
		if err != nil {
			return err
		}
		days = append(days, own...)
	}
	slices.SortFunc(days, func(a, b page.CalendarDay) int { return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(a.ID, b.ID)) })
	file := page.Calendar("IPS commissioning toolkit", p.Store.Now(), days)
	page.Attachment(c, "ips-commissioning-toolkit.ics", page.CalendarType)
	c.Data(http.StatusOK, page.CalendarType, file)
	return nil
}

// daysOf are the days of one ICB that its member may know of.
func daysOf(ctx context.Context, rows *store.Rows, m tenants.Member, today calendar.Date) ([]page.CalendarDay, error) {
	var days []page.CalendarDay
	for kind, reads := range map[string]tenants.Permission{
		register.SteeringMeeting: tenants.WorkbookGroup, register.ContractMeeting: tenants.ReadRegisters,
	} {
		if !m.Can(reads) {
			continue
		}
		meetings, err := rows.MeetingDays(ctx, kind)
		if err != nil {
			return nil, err
		}
		for _, one := range meetings {
			days = append(days, page.MeetingDay(m.Tenant, one))
		}
	}
	var contracts []contract.Contract
	if m.Can(tenants.ReadContracts) {
		var err error
		if contracts, err = rows.Contracts(ctx); err != nil && !errors.Is(err, tenants.ErrProcurement) {
			return nil, err
		}
	}
	days = append(days, figuresDue(m, contracts, today)...)
	days = append(days, conversations(m, contracts, today)...)
	return slices.DeleteFunc(days, func(d page.CalendarDay) bool {
		return d.On < today.AddDays(-daysBack) || d.On > today.AddMonths(monthsAhead)
	}), nil
}

// figuresDue are the days by which quarters' figures are due, for those who enter or review them: of quarters in which a contract
// runs that the member reads, or of all where procurement keeps contracts from the member.
func figuresDue(m tenants.Member, contracts []contract.Contract, today calendar.Date) []page.CalendarDay {
	if !m.Can(tenants.EnterReturns) {
		return nil
	}
	var days []page.CalendarDay
	for q := today.Quarter().Add(-1); q <= today.Quarter().Add(quartersAhead); q = q.Add(1) {
		runs := slices.ContainsFunc(contracts, func(k contract.Contract) bool { return k.RunsIn(q) })
		if runs || !m.Can(tenants.ReadContracts) {
			days = append(days, page.CalendarDay{
				ID: "figures-" + m.Tenant.Code + "-" + string(q), On: m.Tenant.FiguresDue.For(q),
				Words: "IPS figures due, " + m.Tenant.Name,
			})
		}
	}
	return days
}

// conversations are the days by which extension or re-procurement of contracts is to be discussed, for those who keep contracts. Two
// on one day are one: they do not say which contract.
func conversations(m tenants.Member, contracts []contract.Contract, today calendar.Date) []page.CalendarDay {
	if !m.Can(tenants.KeepContracts) {
		return nil
	}
	var days []page.CalendarDay
	for _, k := range contracts {
		if k.Over(today) {
			continue
		}
		t := k.TalksOn(today, measure.EarlyMonths())
		if t.By == "" || t.Standing == contract.Held || t.Standing == contract.HeldLate {
			continue
		}
		one := page.CalendarDay{
			ID: "conversation-" + m.Tenant.Code + "-" + string(t.By), On: t.By,
			Words: "IPS contract conversation due, " + m.Tenant.Name,
		}
		if !slices.Contains(days, one) {
			days = append(days, one)
		}
	}
	return days
}
