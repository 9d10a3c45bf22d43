// Package settings holds the pages for administering an ICB: its settings, the switch for a procurement, its whole
// history, and the export of what is held about a member of staff.
package settings

import (
	"embed"
	"errors"
	"strconv"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/server/places"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
)

//go:embed *.html
var files embed.FS

// Pages are the pages on which an ICB is looked after.
type Pages struct {
	Store    *store.Store
	Editions *edition.Library
	// Places are those for exports.
	Places *places.Places
}

// Mount puts the pages under an ICB's address. Only its members reach them.
func (p Pages) Mount(icb gin.IRouter) {
	icb.GET("/settings", page.Handle(p.settings))
	icb.POST("/settings", page.Handle(p.save))
	icb.GET("/procurement", page.Handle(p.procurement))
	icb.POST("/procurement", page.Handle(p.saveProcurement))
	icb.GET("/history", page.Handle(p.history))
	icb.GET("/history.csv", page.Handle(p.historyFile))
	icb.GET("/personal", page.Handle(p.personal))
	icb.POST("/personal", page.Handle(p.export))
}

type settingsPage struct {
	page.Base
	Links []link
	// Form is there for the ICB administrator; others read Read.
	Form *settingsForm
	Read page.SummaryList
}

// link leads to a page of this part, with a line on what is there.
type link struct{ Href, Text, Hint string }

type settingsForm struct {
	Version    int
	ByProvider page.Radios
	Years      page.Input
	Meeting    page.DateInput
	DueDay     page.Input
	DueMonth   page.Select
}

// typed are settings as they are in the form: years may be no number, the date half of one.
type typed struct {
	version    int
	byProvider string
	years      string
	meeting    page.TypedDate
	dueDay     string
	dueMonth   string
}

var settingsTemplate = page.Parse[settingsPage](files, "settings.html")

func (p Pages) settings(c *gin.Context) error {
	if err := page.Allow(c, tenants.ReadHistory); err != nil {
		return err
	}
	t := page.Member(c).Tenant
	data := p.show(c, typed{
		t.SettingsVersion, yesNo(t.ShowByProvider), strconv.Itoa(t.RetentionYears), page.DateOf(t.NextMeeting),
		strconv.Itoa(t.FiguresDue.Day), strconv.Itoa(t.FiguresDue.Month),
	}, page.Refusal{})
	if c.Query("saved") == "settings" {
		data.Base = data.Saved("Settings saved")
	}
	return settingsTemplate.OK(c, data)
}

// show is the page with what was typed in its form.
func (p Pages) show(c *gin.Context, form typed, r page.Refusal) settingsPage {
	wrong := r.Problems
	data := settingsPage{Base: page.New(c, "Settings").Refused(r), Links: links(page.Member(c))}
	if !page.Member(c).Can(tenants.ManageSettings) {
		data.Read = summary(page.Member(c).Tenant)
		return data
	}
	data.Form = &settingsForm{
		Version: form.version,
		ByProvider: page.Radios{
			Name: "show_by_provider", Legend: "Can your steering group see figures by provider?", LegendSize: "s", Value: form.byProvider,
			Hint: "Answer yes only if the group's terms of reference allow it. Otherwise the group sees only the ICB's figures. It never " +
				"sees small numbers.",
			Items: []page.Item{{Value: "yes", Text: "Yes, the terms of reference allow it"}, {Value: "no", Text: "No"}},
			Error: wrong.For("show_by_provider"),
		},
		Years: page.Input{
			Name: "retention_years", Label: "How many years does the ICB keep these records?", LabelSize: "s", Value: form.years, Width: 2,
			InputMode: "numeric",
			Hint:      "It is 8 years unless you change it: ask your records manager. Nothing is deleted automatically.",
			Error:     wrong.For("retention_years"),
		},
		Meeting: page.DateInput{
			Name: "next_meeting", Legend: "When does the steering group meet next?", LegendSize: "s",
			Hint: "For example, 9 12 2026. Leave it empty when no date is set.", Typed: form.meeting, Problems: wrong,
		},
		DueDay: page.Input{
			Name: "due_day", Label: "Day of the month", Value: form.dueDay, Width: 2, InputMode: "numeric", Error: wrong.For("due_day"),
			Hint: "From 1 to 31. In a shorter month, it is the last day of the month",
		},
		DueMonth: page.Select{
			Name: "due_month", Label: "Month", Value: form.dueMonth, Error: wrong.For("due_month"),
		},
	}
	for i, nth := range calendar.DeadlineMonths {
		data.Form.DueMonth.Options = append(data.Form.DueMonth.Options,
			page.Option{Value: strconv.Itoa(i + 1), Text: "The " + nth + " month after the quarter"})
	}
	return data
}

func links(m tenants.Member) []link {
	home := page.Home(m.Tenant.Code)
	all := []struct {
		permission tenants.Permission
		link
	}{
		{tenants.ReadMembers, link{home + "/people", "People", peopleHint(m)}},
		{tenants.ManageProviders, link{home + "/providers", "Providers", "The organisations that deliver IPS for the ICB"}},
		{tenants.SetTargets, link{home + "/targets", "Target values", "This year's access target, local values and your own targets"}},
		{tenants.ReadHistory, link{home + "/rounds", "Rounds", "Seal a quarter, and read sealed quarters"}},
		{tenants.ReadHistory, link{home + "/procurement", "Procurement", procurementHint(m.Tenant.Procurement)}},
		{tenants.ReadHistory, link{home + "/history", "History", "Everything that was saved, by whom and when"}},
		{tenants.ExportPerson, link{
			home + "/personal", "Export what is held about a member of staff",
			"For a person who asks what is held about them",
		}},
		{tenants.ExportAll, link{home + "/export", "Export everything", "One file with all records, files and the history"}},
		{tenants.RemovePersonal, link{home + "/personal-data", "Remove personal data entered by mistake", "For good, wherever it is"}},
	}
	var list []link
	for _, one := range all {
		if m.Can(one.permission) {
			list = append(list, one.link)
		}
	}
	return list
}

// peopleHint says what the member can do with the list of people.
func peopleHint(m tenants.Member) string {
	if m.Can(tenants.ManagePeople) {
		return "Invite, change roles, end memberships"
	}
	return "Names and email addresses of everybody who uses the toolkit for the ICB"
}

// procurementHint says whether the switch is on.
func procurementHint(since calendar.Date) string {
	if since == "" {
		return "Not under way. Limit contracts and related records to the people who choose a provider"
	}
	return "Under way since " + since.Words() + ": contracts and related records are limited to the people named"
}

// summary are the settings as people read them.
func summary(t tenants.Tenant) page.SummaryList {
	meeting := t.NextMeeting.Words()
	if meeting == "" {
		meeting = "No date set"
	}
	return page.SummaryList{Rows: []page.SummaryRow{
		{Key: "Steering group sees figures by provider", Lines: []string{map[bool]string{true: "Yes", false: "No"}[t.ShowByProvider]}},
		{Key: "Years to keep records", Lines: []string{strconv.Itoa(t.RetentionYears)}},
		{Key: "Next steering group", Lines: []string{meeting}},
		{Key: "Quarterly figures due", Lines: []string{page.Sentence(t.FiguresDue.Words())}},
	}}
}

func (p Pages) save(c *gin.Context) error {
	if err := page.Allow(c, tenants.ManageSettings); err != nil {
		return err
	}
	rows := p.Store.For(page.Member(c))
	return page.Save(c, page.Saving[typed]{
		Read: func(f page.Form) (typed, error) { return read(f) },
		Keep: func(t typed) (string, error) {
			return page.Home(page.Member(c).Tenant.Code) + "/settings?saved=settings", rows.SaveSettings(c, t.settings())
		},
		Now: func(t typed) (page.Conflict, error) {
			now, err := p.Store.Tenant(c, page.Member(c).Tenant.Code)
			if err != nil {
				return page.Conflict{}, err
			}
			h, err := rows.HistoryPart(c, snapshot.Part{}, record.Settings, now.Code)
			k := page.Conflict{What: "the settings", Version: now.SettingsVersion}
			mine := now
			my := t.settings()
			mine.ShowByProvider, mine.RetentionYears, mine.NextMeeting = my.ShowByProvider, my.RetentionYears, my.NextMeeting
			mine.FiguresDue = my.FiguresDue
			yours := summary(mine).Rows
			for i, row := range summary(now).Rows {
				k.Fields = append(k.Fields, page.Either(row.Key, row.Lines[0], yours[i].Lines[0]))
			}
			k.Fields[0] = k.Fields[0].Of("show_by_provider", "show_by_provider", yesNo(now.ShowByProvider))
			k.Fields[1] = k.Fields[1].Of("retention_years", "retention_years", strconv.Itoa(now.RetentionYears))
			k.Fields[2] = k.Fields[2].OfDate("next_meeting", "next_meeting", now.NextMeeting)
			due := now.FiguresDue
			k.Fields[3] = k.Fields[3].Of("figures_due", "due_day", strconv.Itoa(due.Day), "due_month", strconv.Itoa(due.Month))
			return k.By(h), err
		},
		Opened: func(t typed, seen int64) (map[string]string, []record.Text, error) {
			was, err := rows.ChangedSince(c, record.Settings, page.Member(c).Tenant.Code, seen)
			return was, t.settings().Kept(), err
		},
		Show: func(t typed, r page.Refusal) error { return settingsTemplate.Show(c, r.Status(), p.show(c, t, r)) },
	})
}

// read takes the settings from the form.
func read(f page.Form) (typed, error) {
	var wrong problem.List
	t := typed{
		version: f.Version(), byProvider: f.Text("show_by_provider"), years: f.Text("retention_years"),
		dueDay: f.Text("due_day"), dueMonth: f.Text("due_month"),
	}
	if t.byProvider != "yes" && t.byProvider != "no" {
		wrong.Add("show_by_provider", "Choose yes or no")
	}
	_, noYears := strconv.Atoi(t.years)
	if noYears != nil {
		wrong.Add("retention_years", "Years to keep records must be a whole number, like 8")
	}
	var list problem.List
	errors.As(t.settings().Check(), &list)
	for _, one := range list {
		if noYears == nil || one.Field != "retention_years" {
			wrong = append(wrong, one)
		}
	}
	t.meeting = f.Date("next_meeting", "The date of the steering group", &wrong)
	return t, wrong.Err()
}

// settings are what was typed, where it can be read.
func (t typed) settings() store.Settings {
	years, _ := strconv.Atoi(t.years) // what is no number was said by read
	day, _ := strconv.Atoi(t.dueDay)
	month, _ := strconv.Atoi(t.dueMonth)
	return store.Settings{
		ShowByProvider: t.byProvider == "yes", RetentionYears: years, NextMeeting: t.meeting.Date, Version: t.version,
		FiguresDue: calendar.Deadline{Month: month, Day: day},
	}
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
