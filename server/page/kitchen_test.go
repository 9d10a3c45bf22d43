package page_test

import (
	"cmp"
	"embed"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/problem"
)

//go:embed testdata
var testdata embed.FS

// kitchen is a page with every component on it, empty and full.
type kitchen struct {
	page.Base
	Status  assessment.Status
	Version string
	Points  page.Checkboxes
	Radios  page.Radios
	Notes   page.Textarea
	Private page.Textarea
	Owner   page.Select
	Review  page.DateInput
	Money   page.Input
	File    page.FileUpload
	Details page.Details
	Notice  page.Notice
	Summary page.SummaryList
	Tasks   page.TaskList
	Bars    page.BarChart
	Line    page.LineChart
	Table   page.Table
	Empty   page.Table
	Pages   page.Pagination
}

var kitchenTemplate = page.Parse[kitchen](testdata, "testdata/kitchen.html")

func newKitchen(c *gin.Context, f page.Form, problems problem.List) kitchen {
	review := f.Date("review_on", "Review date", &problems)
	return kitchen{
		Base: page.New(c, "3.4 At least 40% of unemployed people accessing IPS supported into work").Under(page.Crumb{
			Href: "/icb/QWE/toolkit",
			Text: "Toolkit",
		}).With(problems),
		Status:  assessment.InProgress,
		Version: c.DefaultQuery("version", "3"),
		Points: page.Checkboxes{Name: "point", Legend: "Consider", LegendSize: "m", Small: true, Values: []string{"c1"}, Items: []page.Item{
			{Value: "c1", HTML: page.Bold("At least **40%** of people who are out of work start a job, <counted> over four quarters")},
			{
				Value: "c1.1", Text: "a line of the list below it, which is long enough to run over the end of a line on most screens",
				Sub: true,
			},
			{Value: "c2", Text: "Providers send figures every quarter", Hint: "One sentence"},
		}},
		Radios: page.Radios{
			Name: "status", Legend: "Status", LegendSize: "m", Hint: "2 of 4 statements met, which suggests In progress",
			Value: "in_progress", Error: problems.For("status"), Items: []page.Item{
				{Value: "in_place", Text: "In place"},
				{Value: "in_progress", Text: "In progress"},
				{Value: "not_started", Text: "Not started"},
				{Divider: "or"},
				{Value: "", Text: "Not answered"},
			},
		},
		Notes: page.Textarea{
			Name: "notes", Label: "Notes", LabelSize: "m",
			Hint:  "What is in place, what is missing, who is doing what. Your providers and steering group can read this.",
			Value: f.Text("notes"),
			Limit: 10000, Rows: 6, Error: problems.For("notes"),
		},
		Private: page.Textarea{
			Name: "private_notes", Label: "Notes for commissioners only", Value: f.Text("private_notes"),
			NeverKept: true,
		},
		Owner: page.Select{
			Name: "owner", Label: "Owner", Value: "b",
			Options: []page.Option{{"", "Nobody yet"}, {"a", "ICB administrator"}, {"b", "Commissioner"}},
		},
		Review: page.DateInput{
			Name: "review_on", Legend: "When do you want to look at this again?", LegendSize: "s",
			Hint: "For example, 31 3 2027", Typed: review, Problems: problems,
		},
		Money: page.Input{
			Name: "value", Label: "Value a year", Prefix: "£", Width: 10, InputMode: "numeric",
			Error: problems.For("value"),
		},
		File: page.FileUpload{Name: "file", Label: "Add files", Multiple: true},
		Details: page.Details{
			Summary: "How this is worked out",
			Text:    "126 people who started a job / 300 people out of work at the start.",
		},
		Notice: page.Notice{Text: "The figures for Quarter 2 are due on 31 October 2026."},
		Summary: page.SummaryList{Rows: []page.SummaryRow{
			{Key: "Owner", Lines: []string{"Commissioner"}, Href: "#", Action: "Change", ActionOf: "owner"},
			{Key: "Source", Lines: []string{"Toolkit 3.4", "page 22"}},
			{Key: "Status", Tag: page.NewTag(assessment.InPlace)},
		}},
		Tasks: page.TaskList{ID: "next", Items: []page.Task{
			{
				Href: "#", Text: "Discuss extension or re-procurement of the Northside contract",
				Hint:   "ends 31 March 2027, the conversation was due by 30 September 2026",
				Status: page.Tag{Text: "Overdue", Colour: "yellow"},
			},
			{Href: "#", Text: "Review 5 priorities", Status: page.Tag{Text: "This quarter"}},
		}},
		Bars: page.BarChart{
			ID: "progress", Title: "Progress by section", Description: "Section 1: 2 in place, 1 in progress.",
			Parts: []string{"In place", "In progress", "Not started", "Not answered"}, Rows: []page.BarRow{
				{"1 Local service specifications", []int{2, 1, 0, 0}},
				{"2 Contracts and finance", []int{1, 1, 1, 1}},
				{"3 Outcomes and data quality of the service", []int{0, 2, 0, 2}},
				{"4 Workforce", []int{6, 0, 0, 0}},
			},
		},
		Line: page.LineChart{
			ID: "rate", Title: "Job outcome rate", Description: "42.0% in the latest quarter.", Unit: "%", HasTarget: true,
			Target: 40, TargetLabel: "Target 40%", Points: []page.LinePoint{
				{"Q3", "2024/25", "31.4%", 31.4, false},
				{"Q4", "2024/25", "35.0%", 35, false},
				{"Q1", "2025/26", "", 0, true},
				{"Q2", "2025/26", "38.2%", 38.2, false},
				{"Q3", "2025/26", "39.9%", 39.9, false},
				{"Q4", "2025/26", "43.1%", 43.1, false},
				{"Q1", "2026/27", "41.0%", 41, false},
				{"Q2", "2026/27", "42.0%", 42, false},
			},
		},
		Table: page.Table{
			ID: "targets", Caption: "Targets, four quarters to Quarter 2 2026/27",
			Columns: []page.Column{{Text: "Target"}, {Text: "Value", Numeric: true}, {Text: "Result"}, {Text: "By when"}, {Text: "Status"}},
			Rows: [][]page.Cell{
				{
					page.Link("#", "People out of work supported into jobs"), page.Text("42.0%"),
					{Text: "Met", Note: "target 40%"},
					page.Text("30 September 2026"), page.Tagged(page.NewTag(assessment.InPlace)),
				},
				{
					page.Text("Unemployed people per employment specialist"), page.Text("41.1"),
					{Text: "Not met", Note: "target 40"},
					page.Text("30 September 2026"), page.Tagged(page.NewTag(assessment.NotStarted)),
				},
				{
					page.Text("Employment specialists per team leader"), page.Text("7.3"), page.Text("Above 6 but acceptable (up to 10)"),
					page.Text(""), page.Tagged(page.NewTag(assessment.NotAnswered)),
				},
			},
		},
		Empty: page.Table{ID: "none", Empty: "No contracts have been recorded yet."},
		Pages: page.Pagination{PreviousHref: "#", Previous: "3.3 Data quality", NextHref: "#", Next: "4.1 Fidelity", Label: "Priorities"},
	}
}

func kitchenServer(v page.Visit) *gin.Engine {
	e, icb := pagetest.Server(v)
	e.Use(variations(v))
	icb.Use(variations(v))
	e.GET("/privacy", page.Handle(func(c *gin.Context) error {
		return kitchenTemplate.OK(c, kitchen{Base: page.New(c, "Privacy")})
	}))
	e.POST("/sign-out", page.Handle(func(c *gin.Context) error {
		page.SetVisit(c, page.Visit{})
		return kitchenTemplate.OK(c, kitchen{Base: page.New(c, "Signed out")})
	}))
	e.POST("/account/stay", func(c *gin.Context) { c.JSON(http.StatusOK, gin.H{"seconds": 1800}) })
	icb.GET("/kitchen", page.Handle(func(c *gin.Context) error {
		k := newKitchen(c, page.Form{}, nil)
		if c.Query("saved") != "" {
			k.Banner = "3.4 saved"
		}
		return kitchenTemplate.OK(c, k)
	}))
	icb.GET("/empty", page.Handle(func(c *gin.Context) error {
		return kitchenTemplate.OK(c, kitchen{Base: page.New(c, "Empty")})
	}))
	icb.POST("/kitchen", page.Handle(func(c *gin.Context) error {
		f, err := page.ReadForm(c)
		if err != nil {
			return err
		}
		if f.Text("notes") == "fine" {
			c.Redirect(http.StatusSeeOther, "/icb/QWE/kitchen?saved=1")
			return nil
		}
		var problems problem.List
		problems.Add("status", "Choose In place, In progress or Not started")
		problems.Add("notes", "Notes must be 10,000 characters or fewer")
		return kitchenTemplate.Show(c, http.StatusUnprocessableEntity, newKitchen(c, f, problems))
	}))
	icb.POST("/ended", func(c *gin.Context) { page.Ended(c, "/sign-in") })
	icb.POST("/full", func(c *gin.Context) { page.Fail(c, tenants.ErrUnavailable) })
	return e
}

// variations let a browser ask for the page as another person would see it, or shortly before the session ends, under
// the content security policy that the program sets.
func variations(v page.Visit) gin.HandlerFunc {
	return func(c *gin.Context) {
		c.Header("Content-Security-Policy", "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; "+
			"form-action 'self'")
		visit := v
		if seconds, err := strconv.Atoi(c.Query("seconds")); err == nil {
			visit.SecondsLeft = seconds
		}
		if person := c.Query("person"); person != "" {
			visit.Person.ID = person
		}
		if code := c.Query("tenant"); code != "" {
			other := *visit.Member
			other.Tenant.Code, other.Tenant.Name = code, cmp.Or(c.Query("name"), other.Tenant.Name)
			visit.Member = &other
		}
		page.SetVisit(c, visit)
	}
}

func TestEveryPageShowsWhatItsTemplateAsksFor(t *testing.T) { pagetest.CheckTemplates(t) }

func TestKitchen(t *testing.T) {
	e := kitchenServer(pagetest.Visit("QWE", tenants.Lead))
	pagetest.Get(t, e, "/icb/QWE/kitchen?saved=3.4").Want(t, 200, "3.4 saved", "<strong>40%</strong>", "&lt;counted&gt;", "Settings")
	pagetest.Get(t, e, "/icb/QWE/empty").Want(t, 200, "Empty")
	pagetest.Post(t, e, "/icb/QWE/kitchen", url.Values{"notes": {"my <words>"}, "review_on-day": {"31"}}).
		Want(t, 422, "<title>Error: 3.4", "There is a problem", `href="#status"`, "my &lt;words&gt;",
			"Review date must include a month and a year", `href="#review_on-month"`)
}

// TestInBrowser holds the page with every component, and the modules that run on it, to what a browser says of them.
// With IPS_KITCHEN=127.0.0.1:8099 it keeps the page open there instead, for a person to look at.
func TestInBrowser(t *testing.T) {
	v := pagetest.Visit("QWE", tenants.Lead)
	v.Memberships = append(v.Memberships, *v.Member)
	if listen := os.Getenv("IPS_KITCHEN"); strings.HasPrefix(listen, "127.0.0.1:") {
		t.Fatal(http.ListenAndServe(listen, kitchenServer(v))) //nolint:gosec // a person looks at it for a minute
	}
	if testing.Short() {
		t.Skip("-short: no browser")
	}
	if lacks := lacking(); lacks != "" {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is not installed", lacks)
		}
		t.Skipf("the page is not looked at in a browser: %s is not installed", lacks)
	}
	server := httptest.NewServer(kitchenServer(v))
	defer server.Close()
	command := exec.CommandContext(t.Context(), "node", "--test", "--test-reporter=spec", "tests/kitchen.mjs")
	command.Dir = "../../assets"
	command.Env = append(os.Environ(), "IPS_KITCHEN="+server.URL)
	if out, err := command.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// lacking is what a browser test needs and this machine has not; "" when nothing. Which browsers do, assets/tests/browser.mjs
// says.
func lacking() string {
	found := func(name string) bool { _, err := exec.LookPath(name); return err == nil }
	switch {
	case !found("node"):
		return "node"
	case !slices.ContainsFunc([]string{cmp.Or(os.Getenv("CHROMIUM"), "chromium-headless-shell"), "chromium"}, found):
		return "chromium-headless-shell"
	}
	return ""
}
