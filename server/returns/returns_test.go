package returns_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/server/returns"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/record"
)

func TestTemplates(t *testing.T) { pagetest.CheckTemplates(t) }

func as(w *storetest.World, m tenants.Member) *gin.Engine {
	e, icb := pagetest.As(m)
	returns.Pages{Store: w.Store}.Mount(icb)
	return e
}

// full is a form with every number.
func full(version, step string) url.Values {
	f := url.Values{"version": {version}, "step": {step}, "note": {"Two posts are vacant."}}
	for _, field := range figures.Fields {
		f.Set(field.Name, "7")
	}
	f.Set("access_unemployed", "1,200")
	f.Set("es_in_post", "18.5")
	return f
}

func TestAReturnFromDraftToAccepted(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	provider, commissioner := as(w, w.ProviderA), as(w, w.Commissioner)
	path := "/icb/QWE/returns/" + w.ProviderA.Provider + "/2026Q2"

	pagetest.Get(t, provider, path).Want(t, 200, "Quarter 2 (July to September 2026)", "Submit to the ICB", "Save as draft",
		`name="access_unemployed"`)
	half := url.Values{"version": {"0"}, "access_unemployed": {"75"}}
	if a := pagetest.Post(t, provider, path, half); a.Status != 303 || a.Header.Get("Location") != path+"?saved=save" {
		t.Fatalf("draft: %d %s", a.Status, a.Header.Get("Location"))
	}
	pagetest.Get(t, provider, path+"?saved=save").Want(t, 200, "draft saved", `value="75"`)
	pagetest.Post(t, provider, path, url.Values{"version": {"1"}, "step": {"submit"}, "access_unemployed": {"75"}}).
		Want(t, 422, "There is a problem", `href="#first_job_starts"`, `value="75"`, "enter a number, or 0 if there were none")
	if a := pagetest.Post(t, provider, path, full("1", "submit")); a.Status != 303 {
		t.Fatalf("submit: %d %s", a.Status, a.Body)
	}
	pagetest.Get(t, provider, path).Want(t, 200, "1,200", "18.50", "Correct these figures", "Submitted")

	list := pagetest.Get(t, commissioner, "/icb/QWE/returns")
	list.Want(t, 200, "Northside", "Riverside", "Submitted", `href="`+path+`"`)
	pagetest.Get(t, commissioner, path).Want(t, 200, "Accept the figures", "Ask a question")
	pagetest.Post(t, commissioner, path, url.Values{"version": {"2"}, "step": {"ask"}}).Want(t, 422, "This cannot be done")
	q := question.Question{About: question.About{Kind: record.Return, ID: w.ProviderA.Provider + " 2026Q2"}}
	asked, err := w.For(w.Commissioner).AskQuestion(t.Context(), edition.Current(), q, "Are 7 right?", "")
	if err != nil {
		t.Fatal(err)
	}
	pagetest.Get(t, provider, path).Want(t, 200, "Queried", "Questions (1 open)", "Are 7 right?", "/icb/QWE/questions/"+asked)
	if err := w.For(w.ProviderA).SayInQuestion(t.Context(), asked, 1, question.Answer, "They are", ""); err != nil {
		t.Fatal(err)
	}
	if a := pagetest.Post(t, commissioner, path, url.Values{"version": {"4"}, "step": {"accept"}}); a.Status != 303 {
		t.Fatalf("accept: %d %s", a.Status, a.Body)
	}
	pagetest.Get(t, provider, path+"?correct=yes").Want(t, 200, "Why are you correcting the figures?", "Save the correction")
	correction := full("5", "correct")
	pagetest.Post(t, provider, path, correction).Want(t, 422, "Enter the reason for the correction", "Save the correction")
	correction.Set("reason", "One was counted twice")
	if a := pagetest.Post(t, provider, path, correction); a.Status != 303 {
		t.Fatalf("correct: %d %s", a.Status, a.Body)
	}
	pagetest.Get(t, commissioner, path).Want(t, 200, "Corrected", "One was counted twice", "Asked a question")
}

func TestWhatIsWrongIsSaidBesideTheField(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	path := "/icb/QWE/returns/" + w.ProviderA.Provider + "/2026Q2"
	form := full("0", "save")
	form.Set("access_unemployed", "12.5")
	form.Set("tl_in_post", "three")
	form.Set("kept_work", "-1")
	form.Set("note", "About 999 000 0018")
	a := pagetest.Post(t, as(w, w.ProviderA), path, form)
	a.Want(t, 422, `value="12.5"`, `value="three"`, `value="-1"`, "must be a whole number, like 120", "must be 0 or more",
		"must be a number, like 18.5",
		"About 999 000 0018", "The number ending 0018 is not an NHS number")
	if strings.Index(a.Body, "must be a whole number") > strings.Index(a.Body, "must be a number, like 18.5") {
		t.Error("the error summary follows the form")
	}
	confirmed := full("0", "save")
	confirmed.Set("note", "Reference 999 000 0018")
	confirm := a.Body[strings.Index(a.Body, `name="confirmed"`):]
	confirm = confirm[strings.Index(confirm, `value="`)+7:]
	confirmed.Set("confirmed", confirm[:strings.Index(confirm, `"`)])
	if a := pagetest.Post(t, as(w, w.ProviderA), path, confirmed); a.Status != 303 {
		t.Errorf("confirmed: %d %s", a.Status, a.Body)
	}
}

func TestStaleReturnShowsBoth(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	path := "/icb/QWE/returns/" + w.ProviderA.Provider + "/2026Q2"
	if a := pagetest.Post(t, as(w, w.Commissioner), path, full("0", "submit")); a.Status != 303 {
		t.Fatal(a.Status)
	}
	mine := full("0", "submit")
	mine.Set("access_unemployed", "1,250")
	a := pagetest.Post(t, as(w, w.ProviderA), path, mine)
	a.Want(t, 409, "Person commissioner saved these figures while you were writing", "1,200", "1,250", "Keep theirs", `value="1,250"`,
		`name="version" value="1"`, "Why are you correcting the figures?")
	if got, _ := w.For(w.Lead).Return(context.Background(), w.ProviderA.Provider, "2026Q2"); got.AccessUnemployed.N != 1200 {
		t.Errorf("overwritten: %+v", got)
	}
}

func TestWhoReachesReturns(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	own, rival := "/icb/QWE/returns/"+w.ProviderA.Provider+"/", "/icb/QWE/returns/"+w.ProviderB.Provider+"/"
	for _, c := range []struct {
		name string
		by   tenants.Member
		path string
		want int
	}{
		{"a provider its own", w.ProviderA, own + "2026Q2", 200},
		{"a provider a rival's", w.ProviderA, rival + "2026Q2", 404},
		{"a commissioner any", w.Commissioner, rival + "2026Q2", 200},
		{"a commissioner nobody's", w.Commissioner, "/icb/QWE/returns/x/2026Q2", 404},
		{"a reader", w.Reader, own + "2026Q2", 403},
		{"a reader the list", w.Reader, "/icb/QWE/returns", 403},
		{"a quarter to come", w.ProviderA, own + "2026Q4", 404},
		{"the present quarter", w.ProviderA, own + "2026Q3", 200},
		{"no quarter", w.ProviderA, own + "2026", 404},
	} {
		if a := pagetest.Get(t, as(w, c.by), c.path); a.Status != c.want {
			t.Errorf("%s: %d, want %d", c.name, a.Status, c.want)
		}
		if strings.HasSuffix(c.path, "returns") {
			continue
		}
		want := c.want
		if want == 200 {
			want = 303
		}
		if a := pagetest.Post(t, as(w, c.by), c.path, url.Values{"version": {"0"}}); a.Status != want {
			t.Errorf("%s posts: %d, want %d", c.name, a.Status, want)
		}
	}
	a := pagetest.Get(t, as(w, w.ProviderA), "/icb/QWE/returns")
	a.Want(t, 200, "Northside")
	if strings.Contains(a.Body, "Riverside") {
		t.Error("a provider sees that a rival is there")
	}
	pagetest.Get(t, as(w, w.ProviderA), own+"2026Q3").Want(t, 200, "can be submitted from 1 January 2027")
	pagetest.Post(t, as(w, w.ProviderA), own+"2026Q2", url.Values{"version": {"1"}, "step": {"accept"}}).Want(t, 403)
}

// The page of a provider's figures has the actions about them; the provider reads its own, and adds none.
func TestActionsAboutFigures(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	id := w.ProviderA.Provider
	about := action.About{Kind: record.Return, ID: id + " 2026Q2"}
	if _, err := w.For(w.ProviderA).SaveReturn(t.Context(), figures.Return{Provider: id, Quarter: "2026Q2"}, figures.Save); err != nil {
		t.Fatal(err)
	}
	for what, owner := range map[string]action.Owner{"Check the posts": {Provider: id}, "Ask finance": {Member: w.Lead.ID}} {
		one := action.Action{What: what, Owner: owner, Due: "2026-12-10", About: about}
		if _, err := w.For(w.Lead).SaveAction(t.Context(), one); err != nil {
			t.Fatal(err)
		}
	}
	path := "/icb/QWE/returns/" + id + "/2026Q2"
	a := pagetest.Get(t, as(w, w.Commissioner), path)
	a.In("#actions").Is(t, 200, "Actions (2 open)")
	a.Want(t, 200, "Check the posts", "Ask finance")
	a.In(`a[href="/icb/QWE/actions/new?about=return&id=`+id+`+2026Q2"]`).Is(t, 200, "Add an action")
	own := pagetest.Get(t, as(w, w.ProviderA), path)
	own.In("#actions").Is(t, 200, "Actions (1 open)")
	own.Lacks(t, 200, "Ask finance", "Add an action")
	none := pagetest.Get(t, as(w, w.Commissioner), "/icb/QWE/returns/"+id+"/2026Q1") // not begun
	none.In("#actions").Is(t, 200, "Actions")
	none.Lacks(t, 200, "Add an action")
}
