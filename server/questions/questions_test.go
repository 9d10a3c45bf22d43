package questions

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/record"
)

func TestTemplates(t *testing.T) { pagetest.CheckTemplates(t) }

func as(t *testing.T, w *storetest.World, m tenants.Member) *gin.Engine {
	t.Helper()
	e, icb := pagetest.As(m)
	Pages{Store: w.Store, Editions: pagetest.Editions(t)}.Mount(icb)
	return e
}

// asked asks about 3.2, with a provider where commissioners ask.
func asked(t *testing.T, w *storetest.World, m tenants.Member, provider, text string) string {
	t.Helper()
	id, err := w.For(m).AskQuestion(t.Context(), edition.Current(), question.Question{
		About: question.About{Kind: record.Priority, ID: "3.2"}, Provider: provider,
	}, text, "")
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestAskAnswerClose(t *testing.T) {
	w := storetest.New(t)
	c, a, b, reader := as(t, w, w.Commissioner), as(t, w, w.ProviderA), as(t, w, w.ProviderB), as(t, w, w.Reader)
	const at = "/icb/QWE/questions/new?about=priority&id=3.2"
	form := pagetest.Get(t, c, at)
	form.Want(t, 200, "3.2 Regular contract meetings", "Who do you want to ask?", "Northside", "Riverside")
	fields := form.In("form:has(textarea[name=text])").Sends(t, 200)
	fields.Set("text", "When is <the> next?")
	pagetest.Post(t, c, "/icb/QWE/questions/new", fields).Want(t, 422, "Choose the provider you want to ask", "When is &lt;the&gt; next?")
	fields.Set("provider", w.ProviderA.Provider)
	fields.Set("text", "About 999 000 0018")
	pagetest.Post(t, c, "/icb/QWE/questions/new", fields).Want(t, 422, "The number ending 0018 is not an NHS number", "About 999 000 0018")
	fields.Set("text", "When is <the> next?")
	sent := pagetest.Post(t, c, "/icb/QWE/questions/new", fields)
	to, _, _ := strings.Cut(sent.Header.Get("Location"), "?")
	if sent.Status != http.StatusSeeOther || !strings.HasPrefix(to, "/icb/QWE/questions/") {
		t.Fatalf("status %d to %q", sent.Status, to)
	}
	pagetest.Get(t, c, to+"?saved=ask").Want(t, 200, "Question sent", "Waiting for Northside", "Close the question",
		"Ask a follow-up question")
	pagetest.Get(t, b, to).Want(t, 404)
	pagetest.Get(t, reader, to).Want(t, 403)

	got := pagetest.Get(t, a, to)
	got.Want(t, 200, "Waiting for Northside", "When is &lt;the&gt; next?", "Your answer", "Send the answer")
	got.None(t, 200, "button[value=ask]")
	answer := got.In("form:has(textarea[name=text])").Sends(t, 200)
	answer.Set("act", "answer")
	pagetest.Post(t, a, to, answer).Want(t, 422, "Enter your answer")
	answer.Set("text", "On Monday")
	if got := pagetest.Post(t, a, to, answer); got.Status != http.StatusSeeOther {
		t.Fatalf("answer: %d", got.Status)
	}
	stale := pagetest.Post(t, a, to, answer)
	stale.Want(t, 409, "Your answer was not sent", "On Monday")
	pagetest.Get(t, a, to).Want(t, 200, "Answered", "Add to the answer")
	got = pagetest.Get(t, c, to)
	got.Want(t, 200, "On Monday", "Answered, thank you")
	end := got.In("form:has(button[value=close])").Sends(t, 200)
	end.Set("act", "close")
	if got := pagetest.Post(t, c, to, end); got.Status != http.StatusSeeOther {
		t.Fatalf("close: %d", got.Status)
	}
	for _, e := range []*gin.Engine{a, c} {
		got := pagetest.Get(t, e, to)
		got.Want(t, 200, "Closed")
		got.None(t, 200, "textarea")
	}
	pagetest.Post(t, c, to, url.Values{"act": {"nonsense"}, "version": {"3"}}).Want(t, 400)
}

func TestWhomAQuestionGoesTo(t *testing.T) {
	w := storetest.New(t)
	piece := func(m tenants.Member, shared bool) string {
		e, err := w.For(m).SaveEvidence(t.Context(), edition.Current(), evidence.Evidence{
			Title: "Minutes", Link: "https://example.org", Shared: shared, Places: []evidence.Place{{Priority: "3.4"}},
		})
		if err != nil {
			t.Fatal(err)
		}
		return "evidence&id=" + e.ID
	}
	figures := "return&id=" + url.QueryEscape(w.ProviderA.Provider+" 2026Q2")
	theirs := piece(w.ProviderA, false)
	for _, tt := range []struct {
		name, about string
		m           tenants.Member
		status      int
		want        string
	}{
		{"a provider's evidence", theirs, w.Commissioner, 200, "Northside and the ICB’s commissioners see your question"},
		{"its own evidence", theirs, w.ProviderA, 200, "The ICB’s commissioners read your question and answer it"},
		{"a rival's evidence", theirs, w.ProviderB, 404, ""},
		{"what the ICB shares", piece(w.Lead, true), w.Commissioner, 200, "Who do you want to ask?"},
		{"what it does not", piece(w.Lead, false), w.Commissioner, 200, "so only the ICB’s commissioners see your question"},
		{"figures", figures, w.Commissioner, 200, "The figures for Quarter 2 2026/27"},
		{"a rival's figures", figures, w.ProviderB, 404, ""},
		{"no such priority", "priority&id=9.9", w.Commissioner, 404, ""},
		{"no such kind", "contract&id=1", w.Commissioner, 404, ""},
		{"nothing", "", w.Commissioner, 404, ""},
		{"a member of the group", "priority&id=3.4", w.Reader, 403, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			pagetest.Get(t, as(t, w, tt.m), "/icb/QWE/questions/new?about="+tt.about).Want(t, tt.status, tt.want)
		})
	}
}

func TestListOfQuestions(t *testing.T) {
	w := storetest.New(t)
	pagetest.Get(t, as(t, w, w.Commissioner), "/icb/QWE/questions").Want(t, 200, "Nobody has asked anything yet")
	for i := range page.RowsOnPage + 2 {
		asked(t, w, w.Commissioner, w.ProviderA.Provider, fmt.Sprintf("Question %d of Northside", i))
	}
	asked(t, w, w.ProviderB, "", "One of Riverside")
	for _, tt := range []struct {
		name, query string
		m           tenants.Member
		has, lacks  string
	}{
		{"all of a provider's", "", w.ProviderB, "One of Riverside", "of Northside"},
		{"waiting for the ICB", "?state=mine", w.Commissioner, "1 question matches", "of Northside"},
		{"waiting for the provider", "?state=mine", w.ProviderA, "52 questions match", "Riverside"},
		{"with one provider", "?provider=" + w.ProviderB.Provider, w.Lead, "1 question matches", "of Northside"},
		{"about evidence", "?about=evidence", w.Lead, "No question matches this filter", "One of"},
		{"answered", "?state=answered", w.Lead, "No question matches this filter", "One of"},
		{"in parts", "?page=2", w.ProviderA, "51 to 52 of 52", "Riverside"},
		{"another ICB's provider", "?provider=" + w.ForeignProvider.Provider, w.Lead, "No question matches", "One of"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := pagetest.Get(t, as(t, w, tt.m), "/icb/QWE/questions"+tt.query)
			got.Want(t, 200, tt.has)
			if strings.Contains(got.Body, tt.lacks) {
				t.Errorf("it holds %q", tt.lacks)
			}
		})
	}
	pagetest.Get(t, as(t, w, w.Reader), "/icb/QWE/questions").Want(t, 403)
}
