package priorities

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
)

type overviewPage struct {
	page.Base
	Edition  *edition.Edition
	Whole    string
	Progress assessment.Progress
	Words    string
	Reviewed string
	Evidence string // the page of all evidence, for people who may read it
	// Review is the page of all priorities at once, and ReviewText what people do there.
	Review, ReviewText string
	Search             page.Input
	Status             page.Select
	Owner              page.Select
	Who                page.Select
	// Filtered says whether anything was asked for, and Found what came of it.
	Filtered bool
	Found    string
	Sections []overviewSection
}

type overviewSection struct {
	Title    string
	Href     string
	Tasks    page.TaskList
	Excerpts []excerpt
}

// excerpt is the place in a priority's notes that holds the words searched for.
type excerpt struct{ Key, Before, Match, After string }

var overviewTemplate = page.Parse[overviewPage](files, "overview.html")

// filter is what a person asked to see of the 22.
type filter struct {
	words, status, owner, who string
	// only are the keys of the priorities that a link names, "2.2,3.4"; "" for all.
	only string
}

func askedFilter(c *gin.Context) filter {
	return filter{
		words: strings.TrimSpace(c.Query("q")), status: c.Query("status"), owner: c.Query("owner"), who: c.Query("responsibility"),
		only: c.Query("only"),
	}
}

func (f filter) empty() bool { return f == filter{} }

// named says whether a list of keys in an address, "2.2,3.4", names a priority; an empty one names all.
func named(only string, p edition.Priority) bool {
	return only == "" || slices.Contains(strings.Split(only, ","), p.Key)
}

// keeps says whether a priority with its entry is asked for; me is the membership of who asks.
func (f filter) keeps(p edition.Priority, e assessment.Entry, me string) bool {
	status := string(e.Status)
	if e.Status == assessment.NotAnswered {
		status = "not_answered"
	}
	owner := f.owner == "" || f.owner == e.Owner || f.owner == "me" && e.Owner == me || f.owner == "nobody" && e.Owner == ""
	return owner && named(f.only, p) && (f.status == "" || f.status == status) && (f.who == "" || f.who == string(p.Responsibility))
}

func (p Pages) overview(c *gin.Context) error {
	if err := page.Allow(c, tenants.ReadToolkit); err != nil {
		return err
	}
	e, entries, err := p.recorded(c)
	if err != nil {
		return err
	}
	var members []tenants.Member
	if page.Member(c).Can(tenants.Assess) {
		if members, err = p.rows(c).Members(c); err != nil {
			return err
		}
	}
	said, err := p.said(c, e)
	if err != nil {
		return err
	}
	f, hits := askedFilter(c), entries
	if f.words != "" {
		if hits, err = p.rows(c).SearchNotes(c, f.words); err != nil {
			return err
		}
	}
	review, progress, err := p.progress(c, e, entries)
	if err != nil {
		return err
	}
	data := overviewPage{
		Base: page.New(c, "Toolkit"), Edition: e, Whole: page.WholeToolkit(e), Progress: progress, Words: countWords(progress.Counts),
		Reviewed: fmt.Sprintf("%d of %d priorities reviewed %s", progress.Reviewed, progress.Total(), review.Words()),
		Search:   page.Input{Name: "q", Label: "Search in notes", Value: f.words, Type: "search", Width: 20},
		Status:   page.Select{Name: "status", Label: "Status", Value: f.status, Options: statusOptions()},
		Owner:    page.Select{Name: "owner", Label: "Owner", Value: f.owner, Options: anyOwner(members)},
		Who:      page.Select{Name: "responsibility", Label: "Responsibility", Value: f.who, Options: responsibilities()},
		Filtered: !f.empty(),
	}
	found := 0
	for _, s := range e.Sections {
		kept := f.kept(s.Priorities, entries, hits, page.Member(c).ID)
		if len(kept) == 0 {
			continue
		}
		found += len(kept)
		part := overviewSection{
			Title: sectionTitle(s), Href: toolkitPath(c) + "/" + sectionKey(s),
			Tasks: tasks(toolkitPath(c), "s"+sectionKey(s), kept, entries, said, p.Store.Today()),
		}
		if f.words != "" {
			part.Excerpts = excerpts(kept, entries, f.words)
		}
		data.Sections = append(data.Sections, part)
	}
	data.Found = fmt.Sprintf("%d of %d priorities", found, progress.Total())
	data.links(c)
	return overviewTemplate.OK(c, data)
}

// recorded is the ICB's edition with what is recorded.
func (p Pages) recorded(c *gin.Context) (e *edition.Edition, entries map[string]assessment.Entry, err error) {
	if e, err = p.Editions.Used(page.Member(c).Tenant.Edition); err == nil {
		entries, err = p.rows(c).Entries(c)
	}
	return e, entries, err
}

// links are where else the page leads.
func (d *overviewPage) links(c *gin.Context) {
	d.Review, d.ReviewText = toolkitPath(c)+"/review", page.ReviewText(d.Progress.Total(), page.Member(c))
	if page.Member(c).Can(tenants.ReadEvidence) {
		d.Evidence = page.EvidencePath(page.Member(c).Tenant.Code)
	}
}

// kept are the priorities that the filter asks for: hits are the entries in which its words are.
func (f filter) kept(all []edition.Priority, entries, hits map[string]assessment.Entry, self string) []edition.Priority {
	return slices.DeleteFunc(slices.Clone(all), func(p edition.Priority) bool {
		_, hit := hits[p.Key]
		return f.words != "" && !hit || !f.keeps(p, entries[p.Key], self)
	})
}

func responsibilities() []page.Option {
	return []page.Option{
		{Value: "", Text: "All"},
		{Value: string(edition.CommissionerOnly), Text: "Commissioner only"},
		{Value: string(edition.Joint), Text: "Commissioner and provider"},
	}
}

func statusOptions() []page.Option {
	options := []page.Option{{Value: "", Text: "All"}}
	for _, s := range assessment.Statuses {
		options = append(options, page.Option{Value: string(s), Text: s.Words()})
	}
	return append(options, page.Option{Value: "not_answered", Text: assessment.NotAnswered.Words()})
}

// anyOwner is the list of owners to filter by.
func anyOwner(members []tenants.Member) []page.Option {
	options := []page.Option{{Value: "", Text: "Anybody"}, {Value: "me", Text: "Me"}, {Value: "nobody", Text: "Nobody"}}
	for _, m := range members {
		options = append(options, page.Option{Value: m.ID, Text: fmt.Sprintf("%s, %s", m.Person.Name, m.Title())})
	}
	return options
}

// ownerOptions are the people who can own a priority: those who can save it, and the present owner. none is the empty
// choice.
func ownerOptions(members []tenants.Member, none, present string) []page.Option {
	options := []page.Option{{Value: "", Text: none}}
	for _, m := range members {
		if m.Can(tenants.Assess) || m.ID == present {
			options = append(options, page.Option{Value: m.ID, Text: fmt.Sprintf("%s, %s", m.Person.Name, m.Title())})
		}
	}
	return options
}

// excerpts show where the words are, with a little of the notes around them.
func excerpts(priorities []edition.Priority, entries map[string]assessment.Entry, words string) []excerpt {
	var all []excerpt
	for _, p := range priorities {
		for _, text := range []string{entries[p.Key].Notes, entries[p.Key].PrivateNotes} {
			if x, ok := excerptOf(text, words); ok {
				x.Key = p.Key
				all = append(all, x)
			}
		}
	}
	return all
}

// excerptOf finds words in a text, in any case. Letters are compared one by one, since the small form of a text may be
// longer than the text.
func excerptOf(text, words string) (excerpt, bool) {
	const around = 60
	all, want := []rune(text), []rune(words)
	for i := 0; i+len(want) <= len(all); i++ {
		if strings.EqualFold(string(all[i:i+len(want)]), words) {
			end := i + len(want)
			return excerpt{
				Before: string(all[max(0, i-around):i]), Match: string(all[i:end]), After: string(all[end:min(len(all), end+around)]),
			}, true
		}
	}
	return excerpt{}, false
}
