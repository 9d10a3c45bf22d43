package settings

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/edition"
)

// present is the room as a member sees it, with their membership as it is now.
func present(t *testing.T, w *storetest.World, m tenants.Member) *gin.Engine {
	t.Helper()
	m, err := w.Membership(context.Background(), m.Person.ID, m.Tenant.Code)
	if err != nil {
		t.Fatal(err)
	}
	return serve(t, w, m)
}

func switching(act, version string, fields ...string) url.Values {
	v := url.Values{"act": {act}, "version": {version}}
	for i := 0; i+1 < len(fields); i += 2 {
		v.Add(fields[i], fields[i+1])
	}
	return v
}

func TestProcurement(t *testing.T) {
	w := storetest.New(t)
	const path = "/icb/QWE/procurement"
	lead, commissioner := w.Lead.ID, w.Commissioner.ID
	post := func(m tenants.Member, f url.Values) pagetest.Answer {
		return pagetest.Post(t, present(t, w, m), path, f)
	}
	get := func(m tenants.Member) pagetest.Answer { return pagetest.Get(t, present(t, w, m), path) }

	const hint = `main a[href="/icb/QWE/procurement"] + .app-note`
	settings := func(m tenants.Member) pagetest.Answer { return pagetest.Get(t, present(t, w, m), "/icb/QWE/settings") }
	settings(w.Lead).In(hint).Is(t, 200, "Not under way. Limit contracts and related records to the people who choose a provider")
	get(w.Lead).Lacks(t, 200, "Nobody named can decide this any more")
	get(w.Lead).In("main li li").Is(t, 200, hiddenNames(t, "1.1", "2.1", "2.2", "6.1")...)
	get(w.Lead).Want(t, 200, "Procurement is not under way", "2.1 Contracts state access", `value="`+lead+`" checked`,
		"Switch on: procurement is under way")
	get(w.Commissioner).Want(t, 200, "Your ICB administrator can switch this on")
	get(w.Reader).Want(t, 403)
	for _, tt := range []struct {
		name   string
		form   url.Values
		status int
		texts  []string
	}{
		{
			"nobody is named", switching("begin", "0", "reason", "A new contract"), 422,
			[]string{"Choose at least one ICB administrator", `href="#named"`, "A new contract"},
		},
		{"somebody who is not there", switching("begin", "0", "named", "nobody"), 422, []string{"Choose people from the list"}},
		{
			"an NHS number", switching("begin", "0", "named", lead, "reason", "999 000 0018"), 422,
			[]string{`href="#reason"`, "is not an NHS number", "999 000 0018", `value="` + lead + `" checked`},
		},
		{
			"a long reason", switching("begin", "0", "named", lead, "reason", strings.Repeat("a", 1001)), 422,
			[]string{"1,000 characters or fewer"},
		},
		{
			"somebody was faster", switching("begin", "3", "named", lead), 409,
			[]string{"Somebody else saved who is named while you were writing"},
		},
		{"no version", switching("begin", "x", "named", lead), 409, nil},
		{"no act", switching("", "0", "named", lead), 400, nil},
		{"an end of nothing", switching("end", "0"), 409, []string{"Procurement is not under way"}},
	} {
		t.Run(tt.name, func(t *testing.T) { post(w.Lead, tt.form).Want(t, tt.status, tt.texts...) })
	}
	post(w.Commissioner, switching("begin", "0", "named", commissioner)).Want(t, 403)

	if a := post(w.Lead, switching("begin", "0", "named", lead, "named", commissioner, "reason", "A new contract")); a.Status != 303 ||
		a.Header.Get("Location") != path+"?saved=begin" {
		t.Fatalf("%d to %q: %s", a.Status, a.Header.Get("Location"), a.Body)
	}
	for saved, words := range map[string]string{
		"begin": "Procurement is under way", "change": "The people named were changed",
		"end": "Procurement is over: everybody sees again what their role includes",
	} {
		pagetest.Get(t, present(t, w, w.Lead), path+"?saved="+saved).In("[data-saved]").Want(t, 200, words)
	}
	settings(w.Commissioner).In(hint).Is(t, 200,
		"Under way since 20 November 2026: contracts and related records are limited to the people named")
	get(w.Lead).In(".nhsuk-summary-list__row").Is(t, 200, "Under way since 20 November 2026",
		"People named Person commissioner, Commissioner Person lead, ICB administrator", "Reason A new contract")
	get(w.Lead).In("main form:first-of-type input[name=named][checked]").Want(t, 200)
	get(w.Lead).Lacks(t, 200, "Nobody named can decide this any more")
	get(w.Lead).Want(t, 200, "under way since 20 November 2026", "Person commissioner, Commissioner", "A new contract",
		"Switch off: procurement is over", "Save the people named")
	get(w.Commissioner).Want(t, 200, "A new contract", "Only an ICB administrator who is named can change")

	// The named administrator steps out for another, who is removed: then the operator names one.
	second := w.Member(t, w.Lead.Tenant, "second", tenants.Lead, "")
	if a := get(second); strings.Contains(a.Body, "A new contract") || !strings.Contains(a.Body, "Only an ICB administrator who is named") {
		t.Error("an administrator who is not named reads the reason, or not who may decide")
	}
	post(second, switching("end", "1")).Want(t, 403)
	post(w.Lead, switching("change", "1", "named", commissioner, "step_out", "yes")).Want(t, 422, "Choose at least one ICB administrator")
	if a := post(w.Lead, switching("change", "1", "named", second.ID, "named", commissioner, "step_out", "yes")); a.Status != 303 {
		t.Fatalf("stepping out: %d: %s", a.Status, a.Body)
	}
	if strings.Contains(get(w.Lead).Body, "Save the people named") {
		t.Error("who stepped out can still decide")
	}
	now, err := w.Membership(context.Background(), second.Person.ID, "QWE")
	if err != nil {
		t.Fatal(err)
	}
	operator := w.System(now.Tenant, tenants.Person{ID: "operator", Name: "Operator"})
	if err := operator.RemoveMember(context.Background(), now.ID, "has left the NHS"); err != nil {
		t.Fatal(err)
	}
	get(w.Lead).Want(t, 200, "If none of them is available, the people who run the service name one")
	post(w.Lead, switching("change", "2", "named", lead)).Want(t, 403)
	if err := operator.OpenProcurement(context.Background(), lead, "none was left"); err != nil {
		t.Fatal(err)
	}
	get(w.Lead).Want(t, 200, "Opened", "Why the operator did it", "none was left", "Save the people named")
	get(w.Commissioner).Want(t, 200, "Person lead, ICB administrator")
	if a := post(w.Lead, switching("end", "3")); a.Status != 303 {
		t.Fatalf("the end: %d: %s", a.Status, a.Body)
	}
	get(w.Commissioner).Want(t, 200, "Procurement is not under way", "A new contract", "Ended") // the history tells the reason again
}

// hiddenNames are priorities as the page names them.
func hiddenNames(t *testing.T, keys ...string) []string {
	t.Helper()
	for i, key := range keys {
		p, ok := edition.Current().Priority(key)
		if !ok {
			t.Fatalf("no priority %s", key)
		}
		keys[i] = key + " " + p.Name
	}
	return keys
}
