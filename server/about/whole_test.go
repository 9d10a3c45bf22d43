package about

import (
	"regexp"
	"strings"
	"testing"

	"ipstoolkit/server/page"
	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/toolkit/edition"
)

// The page holds all that the edition says, each point once, and the contents lead to every section and priority.
func TestWholeToolkit(t *testing.T) {
	a := pagetest.Get(t, serve(t, page.Visit{}, ""), "/edition/2026-03/toolkit")
	e := edition.Current()
	for _, text := range e.Introduction {
		a.In("main p").Want(t, 200, text)
	}
	points := 0
	for _, s := range e.Sections {
		a.In("main section p").Want(t, 200, s.Intro)
		for _, p := range s.Priorities {
			a.In("#"+page.PriorityID(p)).Is(t, 200, p.Key+" "+p.Name)
			a.In("main section p").Want(t, 200, p.Asks)
			for _, point := range append(p.Points(), p.Resources...) {
				points++
				shown := string(page.Bold(point.Text))
				if point.Kind == edition.Background {
					shown = "<em>Background:</em> " + shown
				}
				if n := strings.Count(a.Body, "<li>"+shown); n != 1 {
					t.Errorf("%s %s is there %d times", p.Key, point.ID, n)
				}
			}
			for _, d := range e.DocumentsOf(p) {
				a.Want(t, 200, d.Name)
			}
		}
	}
	if points != 114+3 {
		t.Errorf("%d points and resources", points)
	}
	links := regexp.MustCompile(`href="#((?:section|priority)-[^"]+)"`).FindAllStringSubmatch(a.Body, -1)
	if len(links) != 7+22 {
		t.Errorf("%d links in the contents, want 29", len(links))
	}
	for _, link := range links {
		if !strings.Contains(a.Body, `id="`+link[1]+`"`) {
			t.Errorf("the contents lead to %s, which is not there", link[1])
		}
	}
	// The lines of what contracts specify are inside their point; reviewing staff is not.
	a.In("main li > ul").Want(t, 200, "For every 5 FTE team leaders, 1 FTE service manager.")
	a.In("main li > ul").Lacks(t, 200, "regularly review the actual staffing")
	a.None(t, 200, "form", "main .app-whole [href='/edition/2026-03/toolkit#priority-3-4']")
	pagetest.Get(t, serve(t, page.Visit{}, ""), "/edition/1999-01/toolkit").Want(t, 404)
	pagetest.Get(t, serve(t, page.Visit{}, ""), "/edition/2026-03").Want(t, 200, `href="/edition/2026-03/toolkit"`)
}

// A link to another website says where it leads and tells that website nothing.
func TestLinksAwaySayWhereTheyLead(t *testing.T) {
	away := regexp.MustCompile(`<a href="https://([^"]+)"([^>]*)>[^<]+</a>([^<]*)(?:<span class="app-leads">\(leads to ([^)]*)\)</span>)?`)
	for _, path := range []string{"/edition/2026-03/toolkit", "/edition/2026-03"} {
		a := pagetest.Get(t, serve(t, page.Visit{}, ""), path)
		found := away.FindAllStringSubmatch(a.Body, -1)
		if len(found) < 4 || strings.Count(a.Body, `href="http`) != len(found) {
			t.Errorf("%s: %d links away, %d addresses", path, len(found), strings.Count(a.Body, `href="http`))
		}
		for _, m := range found {
			if m[2] != ` rel="noreferrer" referrerpolicy="no-referrer"` || m[4] != m[1] {
				t.Errorf("%s: %s", path, m[0])
			}
		}
	}
}

func TestContactOfPeopleLookingForWork(t *testing.T) {
	a := pagetest.Get(t, serve(t, page.Visit{}, ""), "/contact")
	a.Want(t, 200, "refer yourself to the IPS service in your area (self-referral)", `href="/edition/2026-03/toolkit#priority-2-3"`)
	p, _ := edition.Current().Priority("2.3")
	if !strings.Contains(p.Name, "self-referral") {
		t.Errorf("2.3 is %q", p.Name)
	}
}
