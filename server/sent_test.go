package server

import (
	"bytes"
	"cmp"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/register"
)

// making is a form that makes a record: the route that it goes to, who fills it in, the page that it is on, and what is
// typed in it.
type making struct {
	route string
	who   string
	page  string
	form  string
	typed url.Values
	file  string // the contents of a file that goes with it
	// to is the route's address, where it is not the page's.
	to string
	// look is sent first, with a file where there is one, and its answer holds the form.
	look     url.Values
	lookFile string
	lookAt   string // where it is sent, "" for the page
	saves    int64  // how many it makes, 0 for one: a file is several, which are made together
}

func typed(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}

// makings are all of them. A route that changes something is here or among the others, which say why not.
func makings() []making {
	all := []making{
		{
			route: "POST /icb/:code/providers", who: "lead", page: "/icb/QWE/providers", form: "form:has(#name)",
			typed: typed("name", "Hillside", "kind", "voluntary", "stage", "mature"),
		},
		{
			route: "POST /icb/:code/contracts/new", who: "commissioner", page: "/icb/QWE/contracts/new", form: "form:has(#name)",
			typed: typed("provider", "{northside}", "name", "A second service", "start-day", "1", "start-month", "4", "start-year",
				"2025", "end-day", "31", "end-month",
				"3", "end-year", "2029"),
		},
		{
			route: "POST /icb/:code/actions/new", who: "commissioner", page: "/icb/QWE/actions/new?about=priority&id=3.4",
			form: "form:has(#what)", to: "/icb/QWE/actions/new",
			typed: typed("what", "Book a room", "owner", "role Trust executive", "due-day", "1", "due-month", "4", "due-year", "2027"),
		},
		{
			route: "POST /icb/:code/targets/new", who: "lead", page: "/icb/QWE/targets/new", form: "form:has(#name)",
			typed: typed("name", "Self-referrals", "value", "10", "unit", "people", "direction", "at_least"),
		},
		{
			route: "POST /icb/:code/targets/:kind", who: "lead", page: "/icb/QWE/targets/job-outcome-rate?year=2026",
			form:  "form:has(#value)",
			typed: typed("value", "45", "reason", "The plan"), to: "/icb/QWE/targets/job-outcome-rate",
		},
		{
			route: "POST /icb/:code/targets/:kind/measures", who: "lead", page: "/icb/QWE/targets/{own}", form: "form:has(#measured)",
			typed: typed("measured", "3"), to: "/icb/QWE/targets/{own}/measures",
		},
		{
			route: "POST /icb/:code/evidence/add", who: "provider-a", page: "/icb/QWE/evidence/add?priority=3.4", form: "form:has(#title)",
			typed: typed("title", "Minutes of May", "priority", "3.4"), to: "/icb/QWE/evidence/add", file: "What was said",
		},
		{
			route: "POST /icb/:code/equity/collected/:characteristic", who: "lead", page: "/icb/QWE/equity/collected/new",
			form: "form:has(#groups)", typed: typed("collected", "yes", "from", "2026Q4", "name", "Care leavers", "groups", "Yes\nNo",
				"reason",
				"Agreed", "agreed_on-day", "1", "agreed_on-month", "11", "agreed_on-year", "2026", "agreed_by", "Data protection officer"),
		},
		{
			route: "POST /icb/:code/equity/:provider/:quarter", who: "provider-a",
			page: "/icb/QWE/equity/{northside}/2025Q4", form: "form:has(#disability-access-1)",
			typed: typed("disability-access-1", "3", "disability-access-2", "6", "step", "save"),
		},
		{
			route: "POST /icb/:code/equity/:provider/:quarter/:characteristic", who: "provider-a",
			page: "/icb/QWE/equity/{northside}/2026Q1/disability", form: "form:has(#access-1)",
			typed: typed("access-1", "3", "access-2", "6", "step", "later"),
		},
		{
			route: "POST /icb/:code/toolkit/:key", who: "commissioner", page: "/icb/QWE/toolkit/1.2",
			form:  "form:has(textarea[name=notes])",
			typed: typed("status", "in_progress", "notes", "A beginning"),
		},
		{
			route: "POST /icb/:code/questions/new", who: "provider-a", page: "/icb/QWE/questions/new?about=priority&id=3.2",
			form:  "form:has(textarea[name=text])",
			typed: typed("text", "May we come?"), to: "/icb/QWE/questions/new",
		},
		{
			route: "POST /icb/:code/toolkit/:key/view", who: "provider-a", page: "/icb/QWE/toolkit/1.2",
			form:  "form:has(textarea[name=view_note])",
			typed: typed("view_status", "in_progress", "view_note", "A beginning"), to: "/icb/QWE/toolkit/1.2/view",
		},
		{
			route: "POST /icb/:code/plan", who: "lead", page: "/icb/QWE/plan/record?year=2027", form: "form:has([name=retention])",
			typed: typed("retention", "20"), to: "/icb/QWE/plan",
		},
		{
			route: "POST /icb/:code/returns/:provider/:quarter", who: "provider-a", page: "/icb/QWE/returns/{northside}/2026Q2",
			form: "form:has(textarea[name=column])", typed: typed("access_unemployed", "12", "step", "save"),
		},
		{
			route: "POST /icb/:code/returns/published", who: "lead", page: "/icb/QWE/returns/published",
			form: "form:has(select[name=provider])", typed: typed("provider", "{northside}", "to", "2026-08-31", "people", "120",
				"published_on-day", "10", "published_on-month", "11", "published_on-year", "2026", "source", "Monthly statistics",
				"step", "save"),
		},
		{
			route: "POST /icb/:code/returns/published/file", who: "lead", page: "/icb/QWE/returns/published",
			form: "form:has([name=cells])", lookAt: "/icb/QWE/returns/published/file", to: "/icb/QWE/returns/published/file",
			look:     typed("file_on-day", "10", "file_on-month", "11", "file_on-year", "2026", "file_source", "Monthly statistics"),
			lookFile: "Provider,12 months to,Published\nNorthside,July 2026,120\nNorthside,June 2026,110\n",
			typed:    typed("step", "use"), saves: 2,
		},
		{
			route: "POST /icb/:code/returns/:provider/:quarter/import", who: "provider-a",
			page: "/icb/QWE/returns/{northside}/2025Q3/import", form: "form:has([name=cells])",
			look: typed("cells", `[{"name":"","rows":[["Referrals"],["40"]]}]`, "step", "preview", "mapping",
				`{"header":1,"from":{"referrals":"referrals"}}`),
			typed: typed("step", "use"), saves: 2, // the draft, and how the file was read
		},
	}
	return append(append(all, meetingMakings()...), listMakings()...)
}

// listMakings are a new row of each list, and a file with one.
func listMakings() []making {
	var all []making
	for _, r := range listRoutes() {
		pattern, isNew := strings.CutSuffix(r.pattern, "/new")
		if !isNew || !strings.HasPrefix(pattern, "POST ") {
			continue
		}
		parts := strings.Split(pattern, "/")
		list, _ := register.Of(parts[len(parts)-1])
		m := making{
			route: r.pattern, who: "provider-a", page: strings.ReplaceAll(r.sample, ":code", "QWE"),
			form: "form:has([name=version])",
		}
		if list.Keeper == register.ICB || list.Keeper == register.About {
			m.who = "lead"
		}
		m.typed = url.Values{}
		values := sampleValues(list, "new ")
		for _, f := range list.Fields {
			value := values[f.Name]
			switch {
			case f.Name == "code":
				m.typed.Set(f.Name, "U99977")
			case value == "":
			case f.Type == register.Quarter:
				m.typed.Set(f.Name, "2026Q2")
			case f.Type == register.Date:
				m.typed.Set(f.Name+"-day", "1")
				m.typed.Set(f.Name+"-month", "4")
				m.typed.Set(f.Name+"-year", "2026")
			default:
				m.typed.Set(f.Name, value)
			}
		}
		all = append(all, m, fileMaking(list, m.who, pattern+"/import", strings.TrimSuffix(m.page, "/new")+"/import"))
	}
	return all
}

// fileMaking is a file with a row of a list.
func fileMaking(list register.List, who, route, page string) making {
	file := making{route: route, who: who, page: page, form: "form:has([name=save])", typed: typed("save", "yes")}
	values := sampleValues(list, "new ")
	var headings, cells []string
	for _, f := range list.Fields {
		value := strings.Replace(f.Words(values[f.Name]), "new ", "filed ", 1)
		switch {
		case f.Name == "code":
			value = "U99978"
		case values[f.Name] == "":
			continue
		case f.Type == register.Quarter:
			value = "2025Q4"
		case f.Type == register.Date:
			value = "2026-04-02"
		}
		headings, cells = append(headings, f.Heading()), append(cells, value)
	}
	file.look = typed("text", strings.Join(headings, "\t")+"\n"+strings.Join(cells, "\t"), "look", "yes")
	return file
}

// others are the routes that change something and make no record that could be there twice.
var others = map[string][]string{
	"a session, no record of an ICB": {
		"POST /sign-out", "POST /account/stay", "POST /account/sign-out-everywhere",
	},
	"works once": {"POST /invitations/:token"},
	"carries the id of the one invitation that it makes, since its link is shown once": {"POST /icb/:code/people"},
	"what it changes has a version": {
		"POST /icb/:code/toolkit/review", "POST /icb/:code/toolkit/:key/answer", "POST /icb/:code/toolkit/:key/comment",
		"POST /icb/:code/questions/:id",
		"POST /icb/:code/evidence/:id", "POST /icb/:code/evidence/:id/edit",
		"POST /icb/:code/people/:member", "POST /icb/:code/people/invitations/:invitation/renew", "POST /icb/:code/providers/:provider",
		"POST /icb/:code/settings", "POST /icb/:code/procurement", "POST /icb/:code/returns/set",
		"POST /icb/:code/actions/:id", "POST /icb/:code/actions/:id/edit",
		"POST /icb/:code/contracts/:id/edit", "POST /icb/:code/contracts/:id/clauses",
		"POST /icb/:code/rounds/:quarter/open",                                                    // once a quarter
		"POST /icb/:code/rounds/:quarter/edition", "POST /icb/:code/rounds/:quarter/edition/undo", // once a round
		"POST /icb/:code/rounds/:quarter/seal", // the number of sealings that the person saw
	},
	"what it changes has a version, and so has each item whose place changes": {
		"POST /icb/:code/steering/meetings/:meeting/details", "POST /icb/:code/steering/meetings/:meeting/attendance",
		"POST /icb/:code/steering/meetings/:meeting/run/:item", "POST /icb/:code/steering/meetings/:meeting/items/:item/move",
		"POST /icb/:code/meetings/:meeting/details", "POST /icb/:code/meetings/:meeting/run/:item",
		"POST /icb/:code/meetings/:meeting/items/:item/move",
	},
	"makes seats only where there are none":                           {"POST /icb/:code/steering/seats"},
	"a person's own choice: of two the last one counts":               {"POST /account/reminders"},
	"makes an address that is shown once, in place of the one before": {"POST /account/calendar"},
	"removes or ends": {
		"POST /account/calendar/end",
		"POST /icb/:code/steering/meetings/:meeting/items/:item/remove", "POST /icb/:code/steering/meetings/:meeting/remove",
		"POST /icb/:code/meetings/:meeting/items/:item/remove", "POST /icb/:code/meetings/:meeting/remove",
		"POST /icb/:code/evidence/:id/files/:file/remove", "POST /icb/:code/people/:member/end",
		"POST /icb/:code/people/:member/hand-over",
		"POST /icb/:code/people/invitations/:invitation/withdraw", "POST /icb/:code/contracts/:id/remove",
		"POST /icb/:code/targets/:kind/end", "POST /icb/:code/personal", "POST /icb/:code/personal-data",
	},
	"shows numbers, and the history says each time to whom":    {"POST /icb/:code/equity"},
	"takes everything out, and the history says each time why": {"POST /icb/:code/export"},
	"puts a file into boxes and saves nothing": {
		"POST /icb/:code/equity/:provider/:quarter/import", "POST /icb/:code/toolkit/review/import",
	},
	"carries a key and the version of each record: TestAWorkbookIsBroughtBackOnce in server/workbook sends it twice": {
		"POST /icb/:code/import",
	},
}

func TestEveryFormThatMakesARecordIsListed(t *testing.T) {
	listed := map[string]int{}
	for _, m := range makings() {
		listed[m.route]++
	}
	for _, routes := range others {
		for _, r := range routes {
			listed[r]++
		}
	}
	list := regexp.MustCompile(`/row/:row(/remove)?$`)
	for _, r := range routes {
		if !strings.HasPrefix(r.pattern, "POST ") || list.MatchString(r.pattern) {
			continue
		}
		if listed[r.pattern] != 1 {
			t.Errorf("%s is listed %d times: say in sent_test.go what its form makes, or why it makes nothing", r.pattern,
				listed[r.pattern])
		}
		delete(listed, r.pattern)
	}
	for r := range listed {
		t.Errorf("%s is in the list and not in the service", r)
	}
}

// fields is the form as the browser sends it, from its page; the file makes it one with files.
func (m making) fields(t *testing.T, s *site, b *browser) url.Values {
	t.Helper()
	at := strings.NewReplacer(s.ids...).Replace(m.page)
	got := b.ask("GET", at, nil)
	if m.look != nil {
		got = b.askForm(t, cmp.Or(strings.NewReplacer(s.ids...).Replace(m.lookAt), at), m.look, "file", m.lookFile)
	}
	fields := pagetest.Answer{Status: got.status, Header: got.header, Body: got.body}.In(m.form).Sends(t, http.StatusOK)
	if fields.Get("once") == "" {
		t.Fatalf("the form on %s has no key", at)
	}
	for name, values := range m.typed {
		fields[name] = slices.Clone(values)
		for i := range values {
			fields[name][i] = strings.NewReplacer(s.ids...).Replace(values[i])
		}
	}
	return fields
}

func (m making) send(t *testing.T, s *site, b *browser, fields url.Values) answer {
	t.Helper()
	at := strings.NewReplacer(s.ids...).Replace(m.page)
	if m.to != "" {
		at = strings.NewReplacer(s.ids...).Replace(m.to)
	}
	return b.askForm(t, at, fields, "files", m.file)
}

// askForm posts a form, with a file if it has contents.
func (b *browser) askForm(t *testing.T, at string, fields url.Values, name, file string) answer {
	t.Helper()
	if file == "" {
		return b.ask("POST", at, fields)
	}
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		for _, value := range fields[name] {
			_ = w.WriteField(name, value)
		}
	}
	part, err := w.CreateFormFile(name, "minutes.txt")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = part.Write([]byte(file))
	_ = w.Close()
	return b.askWith("POST", at, w.FormDataContentType(), &body)
}

// saved is how many saves the ICB has had. A record that is made is one.
func (s *site) saved(t *testing.T) int64 {
	t.Helper()
	home, err := s.Tenant(t.Context(), "QWE")
	if err != nil {
		t.Fatal(err)
	}
	return home.Version
}

// Each form that makes a record is sent twice, one after the other and at once: one record is made, and both answers lead
// to it.
func TestEveryFormSentTwiceMakesOneRecord(t *testing.T) {
	for _, how := range []string{"one after the other", "at once"} {
		t.Run(how, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, w *storetest.World) { startOn(t, w).twice(t, how == "at once") })
		})
	}
}

func (s *site) twice(t *testing.T, atOnce bool) {
	people := map[string]*browser{}
	for _, m := range makings() {
		b := people[m.who]
		if b == nil {
			b = s.signIn(t, m.who)
			people[m.who] = b
		}
		t.Run(m.route, func(t *testing.T) {
			fields, before := m.fields(t, s, b), s.saved(t)
			var got [2]answer
			if atOnce {
				var wait sync.WaitGroup
				for i := range got {
					wait.Go(func() { got[i] = m.send(t, s, b, fields) })
				}
				wait.Wait()
			} else {
				for i := range got {
					got[i] = m.send(t, s, b, fields)
				}
			}
			to := got[0].header.Get("Location")
			for i, a := range got {
				if a.status != http.StatusSeeOther || a.header.Get("Location") != to {
					t.Errorf("sending %d: status %d to %s, the other to %s: %s", i+1, a.status, a.header.Get("Location"), to,
						pagetest.Answer{Status: a.status, Body: a.body}.In(".nhsuk-error-summary").Texts(t))
				}
			}
			if n, want := s.saved(t)-before, max(1, m.saves); n != want {
				t.Errorf("%d saves, want %d", n, want)
			}
			if to == "" {
				return
			}
			if shown := b.ask("GET", to, nil); shown.status != http.StatusOK {
				t.Errorf("%s: status %d", to, shown.status)
			}
		})
	}
}

// A person who goes back to a form and sends it with other contents makes another record.
func TestFormSentWithOtherContentsMakesAnotherRecord(t *testing.T) {
	s := start(t)
	b := s.signIn(t, "provider-a")
	at := slices.IndexFunc(makings(), func(m making) bool { return m.route == "POST /icb/:code/evidence/add" })
	m := makings()[at]
	fields := m.fields(t, s, b)
	used := func() int64 {
		n, _, err := s.For(s.ProviderA).Quota(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	size := used()
	first := m.send(t, s, b, fields).header.Get("Location")
	size = used() - size
	for _, tt := range []struct {
		name   string
		change func()
		made   bool
	}{
		{"the same", func() {}, false},
		{"another title", func() { fields.Set("title", "Minutes of June") }, true},
		{"the same again", func() {}, false},
		{"another file of the same name and size", func() { m.file = "What was told" }, true},
		{"another key", func() { fields.Set("once", "ANOTHER") }, true},
	} {
		before, kept := s.saved(t), used()
		tt.change()
		got := m.send(t, s, b, fields)
		if got.status != http.StatusSeeOther || (s.saved(t) > before) != tt.made || used()-kept != map[bool]int64{true: size}[tt.made] {
			t.Errorf("%s: status %d to %s, %d saves, %d more bytes of files; the first made %s", tt.name, got.status,
				got.header.Get("Location"), s.saved(t)-before, used()-kept, first)
		}
	}
}
