package about

import (
	"testing"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
)

func TestTemplates(t *testing.T) { pagetest.CheckTemplates(t) }

func serve(t *testing.T, v page.Visit, support string) *gin.Engine {
	t.Helper()
	pagetest.NeedAssets(t)
	e, _ := pagetest.Server(v)
	Pages{Editions: pagetest.Editions(t), Support: support}.Mount(e)
	return e
}

func TestPublicPages(t *testing.T) {
	for _, tt := range []struct {
		path  string
		texts []string
	}{
		{"/accessibility", []string{"Accessibility statement", "version 2.2", "JAWS", "What was not tested"}},
		{"/privacy", []string{
			"Your integrated care board (ICB) is the controller", "Freedom of Information", "counts only",
			"8 years unless the ICB chooses another number",
		}},
		{"/cookies", []string{
			"ips-demo-session", "ips-demo-signing-in-…", "30 minutes", "12 hours", "7 days", "ips-draft|…",
			"never kept this way",
		}},
		{"/contact", []string{"ICB administrator"}},
		{"/third-party", []string{"nhsuk-frontend", "THIRD-PARTY.md"}},
		{"/abbreviations", []string{"MHSDS", "Mental Health Services Data Set", "ODS code", "Statements met", "ICB administrator"}},
		{"/edition/2026-03", []string{
			"114 considerations and best practices: 107 are statements that can be ticked, and 7 are background",
			"Corrections to the source",
			"March 2026", "1.1 Contracted and funded", "6.2 Co-evaluation",
			"Contents, 6.1 and 6.2",
		}},
	} {
		t.Run(tt.path, func(t *testing.T) {
			pagetest.Get(t, serve(t, page.Visit{}, ""), tt.path).Want(t, 200, tt.texts...)
			pagetest.Get(t, serve(t, pagetest.Visit("QWE", tenants.Reader), ""), tt.path).Want(t, 200, tt.texts[0])
		})
	}
}

func TestUnknownEdition(t *testing.T) {
	pagetest.Get(t, serve(t, page.Visit{}, ""), "/edition/1999-01").Want(t, 404)
}

func TestSupport(t *testing.T) {
	for _, tt := range []struct{ name, support, want string }{
		{"an email address", "help@example.org", `<a href="mailto:help@example.org">`},
		{"a web address", "https://help.example.org/ips", `<a href="https://help.example.org/ips">`},
		{"an address without encryption", "http://help.example.org/ips", `http://help.example.org/ips`},
		{"words", "the service desk, extension 100", `the service desk, extension 100`},
		{"nothing", "", "Tell your ICB administrator"},
		{"a script", "javascript:alert(1)@x", `mailto:javascript:alert`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := pagetest.Get(t, serve(t, page.Visit{}, tt.support), "/contact")
			a.Want(t, 200, tt.want)
			a.None(t, 200, `a[href^="javascript:"]`, `main a[href^="http:"]`)
		})
	}
}
