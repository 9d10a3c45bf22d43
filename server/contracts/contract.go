package contracts

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/record"
)

// contractPage is a contract as it is recorded. What it lacks, the talks and the history are for commissioners.
type contractPage struct {
	page.Base
	Provider string
	Facts    page.SummaryList
	Stated   []string
	Clauses  page.Table
	// Variations have been made to it.
	Variations page.Table
	Keeper     *keeper
}

// keeper is what commissioners see beside the plain facts.
type keeper struct {
	Path    string
	Over    bool
	Near    string // why talks are to be thought of now, and whom to speak to first; "" while they are not
	Due     bool   // the talks are due or overdue
	Missing page.Table
	Talks   page.SummaryList
	Months  int // how long before the end talks are due
	Actions page.Actions
	History page.History
}

var contractTemplate = page.Parse[contractPage](files, "contract.html")

// saves are the success banners by ?saved=.
var saves = map[string]string{"added": "Contract %s added", "changed": "Contract %s saved", "clauses": "Clauses of %s saved"}

func (p Pages) show(c *gin.Context) error {
	if err := page.Allow(c, tenants.ReadContracts); err != nil {
		return err
	}
	all, err := p.rows(c).Contracts(c)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(k contract.Contract) bool { return k.ID == c.Param("id") })
	if i < 0 {
		return tenants.ErrNotFound
	}
	k := all[i]
	names, err := p.names(c)
	if err != nil {
		return err
	}
	today, keeps := p.Store.Today(), page.Member(c).Can(tenants.KeepContracts)
	data := contractPage{
		Base: under(c, page.New(c, k.Name), contract.Contract{}), Provider: names[k.Provider],
		Facts: facts(k, all, names, today, keeps), Stated: k.Stated.Words(), Clauses: clauseTable(k), Variations: variationTable(k),
	}
	if banner := saves[c.Query("saved")]; banner != "" {
		data.Base = data.Saved(fmt.Sprintf(banner, k.Name))
	}
	if keeps {
		data.Keeper = newKeeper(c, k, today)
		h, err := p.rows(c).HistoryPart(c, page.HistoryAsked(c), record.Contract, k.ID)
		if err != nil {
			return err
		}
		data.Keeper.History = page.NewHistory(data.Keeper.Path, h)
		about := action.About{Kind: record.Contract, ID: k.ID}
		list, err := p.rows(c).ActionsAbout(c, about)
		if err != nil {
			return err
		}
		data.Keeper.Actions = page.NewActions(page.Member(c), about, list, today)
	}
	return contractTemplate.OK(c, data)
}

// facts are what can be said of a contract; reasons and the three years' test are for commissioners.
func facts(k contract.Contract, all []contract.Contract, names map[string]string, today calendar.Date, keeps bool) page.SummaryList {
	var list page.SummaryList
	add := func(key string, lines ...string) {
		if lines = slices.DeleteFunc(lines, func(l string) bool { return l == "" }); len(lines) > 0 {
			list.Rows = append(list.Rows, page.SummaryRow{Key: key, Lines: lines})
		}
	}
	add("Provider", names[k.Provider])
	add("Type", cmp.Or(k.Type.Words(), "Not recorded"), runsUnder(k, all, names))
	var subs []string
	for _, other := range all {
		if other.Under == k.ID {
			subs = append(subs, names[other.Provider]+": "+other.Name)
		}
	}
	add("Subcontracts under it", subs...)
	add("Passed on to subcontracts", k.PassedOnWords()...)
	add("Reference", k.Reference)
	add("Place", k.Place)
	add("Payment", k.Payment.Words())
	add("Dates", k.Start.Words()+" to "+endWords(k))
	if k.EndedOn != "" {
		add(early(k, today), k.EndedOn.Words(), k.EndedReason)
	}
	span := length(k)
	add("Length", span.Text, span.Note)
	for i, o := range k.Options {
		add(fmt.Sprintf("Option %d", i+1), page.Sentence(o.Words()))
	}
	if keeps {
		add("Value", k.Value.Words()...)
	}
	if keeps && k.PresentEnd() != "" {
		add("3 years or more", threeYears(k))
	}
	add("Contract meetings", k.Meeting.Words())
	return list
}

// runsUnder is the contract or the organisation that a subcontract runs under; "" where it is not recorded, and for a
// provider, who reads no contract but its own.
func runsUnder(k contract.Contract, all []contract.Contract, names map[string]string) string {
	for _, other := range all {
		if other.ID == k.Under {
			return "Under " + names[other.Provider] + ": " + other.Name
		}
	}
	if k.Lead != "" {
		return "Under " + k.Lead
	}
	return ""
}

func early(k contract.Contract, today calendar.Date) string {
	if k.Over(today) {
		return "Ended early"
	}
	return "Ends early"
}

func threeYears(k contract.Contract) string {
	kind, _ := measure.KindOf(measure.ContractLength)
	if contract.MeetsMonths(k.Start, k.PresentEnd(), int(kind.Default.Hundredths*12/100)) {
		return "Met"
	}
	if k.ShortReason != "" {
		return "Not met: " + k.ShortReason
	}
	return "Not met"
}

// clauseTable is what the contract says of each clause that the toolkit asks for.
func clauseTable(k contract.Contract) page.Table {
	t := page.Table{
		ID: "clauses", Caption: "Clauses that the toolkit asks for", HideCaption: true, Stacked: true,
		Columns: []page.Column{{Text: "What the toolkit asks for"}, {Text: "Answer, and where the contract says so"}, {Text: "Toolkit"}},
	}
	for _, clause := range contract.Clauses {
		term := k.Terms[clause.Code]
		answer := page.Tagged(answerTag(term.Answer))
		answer.Note = term.Reference
		t.Rows = append(t.Rows, []page.Cell{
			page.Text(clause.Asks), answer,
			{Text: clause.Priority, Note: fmt.Sprintf("Page %d", clause.Page)},
		})
	}
	return t
}

func answerTag(a contract.Answer) page.Tag {
	colour := map[contract.Answer]string{
		contract.Yes: "green", contract.No: "yellow", contract.NeedsVariation: "blue",
		contract.NoneInArea: "white", "": "grey",
	}[a]
	return page.Tag{Text: a.Words(), Colour: colour}
}

func variationTable(k contract.Contract) page.Table {
	t := page.Table{
		ID: "variations", Caption: "Variations", HideCaption: true, Stacked: true, Empty: "No variation is recorded.",
		Columns: []page.Column{{Text: "Variation"}, {Text: "Date"}, {Text: "What it is for"}},
	}
	for _, v := range k.Variations {
		purpose := page.Text(cmp.Or(v.Purpose, "–"))
		if v.Private {
			purpose.Note = "For commissioners only"
		}
		t.Rows = append(t.Rows, []page.Cell{page.Text(v.Number), page.Text(v.On.Words()), purpose})
	}
	return t
}

func newKeeper(c *gin.Context, k contract.Contract, today calendar.Date) *keeper {
	data := &keeper{Path: path(c) + "/" + k.ID, Over: k.Over(today), Months: measure.EarlyMonths(), Talks: talkList(k, today)}
	data.Due = due(k, today)
	if reminder, _ := k.RemindersOn(today); reminder.Months > 0 || data.Due {
		data.Near = fmt.Sprintf("The contract ends on %s. The conversation about extension or re-procurement is %s. %s",
			k.PresentEnd().Words(), talks(k, today).Words(), contract.TalksWords)
	}
	if !data.Over {
		data.Missing = missingTable(page.Home(page.Member(c).Tenant.Code), k.Missing())
	}
	return data
}

// missingTable is what the contract lacks, the worst first, each with the priority it belongs to.
func missingTable(home string, gaps []contract.Gap) page.Table {
	t := page.Table{
		ID: "missing", Caption: "Gaps against the toolkit", HideCaption: true, Stacked: true,
		Columns: []page.Column{{Text: "Gap"}, {Text: "State"}, {Text: "Toolkit"}},
		Empty:   "Nothing. The contract has everything that the toolkit asks for.",
	}
	for _, g := range gaps {
		where := page.Text("–")
		if g.Priority != "" {
			where = page.Link(home+"/toolkit/"+g.Priority, "Priority "+g.Priority)
			where.Note = fmt.Sprintf("Page %d", g.Page)
		}
		t.Rows = append(t.Rows, []page.Cell{page.Text(g.Words), page.Tagged(rankTag(g.Rank)), where})
	}
	return t
}

func rankTag(r contract.Rank) page.Tag {
	switch r {
	case contract.Against:
		return page.Tag{Text: "Against the toolkit", Colour: "yellow"}
	case contract.Varying:
		return page.Tag{Text: "Needs variation", Colour: "blue"}
	case contract.Thin:
		return page.Tag{Text: "Incomplete", Colour: "white"}
	}
	return page.Tag{Text: "Not checked", Colour: "grey"}
}

// talkList is how far the talks about the contract's end are, and those that have been held.
func talkList(k contract.Contract, today calendar.Date) page.SummaryList {
	var list page.SummaryList
	add := func(key string, lines ...string) {
		list.Rows = append(list.Rows, page.SummaryRow{Key: key, Lines: lines})
	}
	if k.Over(today) {
		add("Conversation", "The contract has ended")
	} else {
		t := talks(k, today)
		lines := []string{page.Sentence(t.Words())}
		reminder, next := k.RemindersOn(today)
		if reminder.Months > 0 && t.Standing != contract.Overdue {
			lines = append(lines, "Reminder of "+reminder.On.Words()+", "+reminder.Words())
		}
		if next.Months > 0 {
			lines = append(lines, "Next reminder on "+next.On.Words()+", "+next.Words())
		}
		add("Conversation", lines...)
	}
	for _, t := range k.Talks {
		key := "Held on " + t.HeldOn.Words()
		lines := strings.Split(t.Note, "\n")
		if t.ForEnd != k.PresentEnd() {
			lines = append(lines, "For the end date "+t.ForEnd.Words()+", which has changed since")
		}
		add(key, slices.DeleteFunc(lines, func(l string) bool { return l == "" })...)
	}
	return list
}
