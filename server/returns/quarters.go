package returns

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/problem"
)

// A file often holds a year. Each quarter of it is read as it would be alone, shown beside what is recorded, and those that
// the person chooses become drafts in one save.

const (
	stepQuarters = "quarters" // show all quarters of the file
	stepTake     = "take"     // save those that were chosen
)

// heldQuarter is one quarter of a file beside what is recorded for it.
type heldQuarter struct {
	figures.Held
	present, now figures.Return
	why          []string // why it cannot be taken
	fresh, other int      // how many figures are new, how many change what is recorded
}

func (h heldQuarter) takeable() bool { return len(h.why) == 0 && h.fresh+h.other > 0 }

// named are the quarters that the file of an import names, and whether it names no year.
func (p Pages) named(in importing) ([]figures.Mention, bool) {
	return figures.NamedQuarters(in.grids, in.wanted(), p.Store.Today().Quarter())
}

// others says which other quarters the file names, for the pages about one of them; "" for none.
func (p Pages) others(in importing) string {
	mentions, _ := p.named(in)
	var names []string
	for _, m := range mentions {
		if m.ByName && m.Quarter != in.present.Quarter {
			names = append(names, m.Quarter.Short())
		}
	}
	return number.Listing(names)
}

// held reads each quarter of a file.
func (p Pages) held(c *gin.Context, in importing) (list []heldQuarter, noYear bool, err error) {
	mentions, noYear := p.named(in)
	present := make([]figures.Return, len(mentions))
	for i, m := range mentions {
		if present[i], err = p.rows(c).Return(c, in.provider.ID, m.Quarter); err != nil {
			return nil, false, err
		}
	}
	err = page.Heavy(c, p.Reading, "Your file", func() error {
		list = nil
		var all []figures.Held
		for i, m := range mentions {
			one := importing{provider: in.provider, present: present[i], others: in.others, mapping: in.mapping}
			h := in.mapping.HeldFor(in.grids, one.wanted())
			if m.ByName || len(h.Wrong) == 0 && h.Import.Given() > 0 {
				all = append(all, h)
				list = append(list, heldQuarter{present: present[i]})
			}
		}
		figures.Apart(all)
		for i := range all {
			list[i].Held = all[i]
			list[i].compare()
		}
		return c.Request.Context().Err()
	})
	return list, noYear, err
}

// compare says what taking the quarter would do, and what hinders it.
func (h *heldQuarter) compare() {
	h.now = h.present
	h.Import.Into(&h.now)
	if words := closed(h.present); words != "" {
		h.why = append(h.why, words)
	}
	for _, w := range h.Wrong {
		h.why = append(h.why, w.Message)
	}
	for _, f := range h.Import.Figures {
		if f.Wrong != "" {
			h.why = append(h.why, f.Field.Label+": "+f.Wrong)
			continue
		}
		switch was, now := f.Field.Text(h.present), f.Field.Text(h.now); {
		case was == now:
		case was == "":
			h.fresh++
		default:
			h.other++
		}
	}
	if len(h.why) == 0 {
		for _, w := range h.now.Check() {
			h.why = append(h.why, w.Message)
		}
	}
	if len(h.why) == 0 && h.Import.Given() == 0 {
		h.why = append(h.why, "The file has no number for any of its figures")
	}
}

// seenAll is a mark of what the page shows of all quarters: how each is read and what comes of it.
func (in importing) seenAll(list []heldQuarter) (string, error) {
	var marks []string
	for _, h := range list {
		one := importing{provider: in.provider, present: h.present, grids: in.grids, mapping: h.Mapping}
		mark, err := one.seen(h.Import)
		if err != nil {
			return "", err
		}
		marks = append(marks, mark)
	}
	return strings.Join(marks, " "), nil
}

func versionOf(q calendar.Quarter) string { return "version-" + string(q) }

// quarters shows the quarters of a file, and saves those that were chosen.
func (p Pages) quarters(c *gin.Context, in importing, f page.Form) error {
	list, noYear, err := p.held(c, in)
	if err != nil {
		return err
	}
	show := func(status int, wrong problem.List) error {
		return p.showQuarters(c, in, list, noYear, f.Values("take"), status, wrong)
	}
	if f.Text("step") != stepTake {
		return show(http.StatusOK, nil)
	}
	seen, err := in.seenAll(list)
	if err != nil {
		return err
	}
	var drafts []figures.Return
	var last figures.Mapping
	for _, h := range list {
		if slices.Contains(f.Values("take"), string(h.Quarter)) {
			h.now.Version = f.VersionOf(versionOf(h.Quarter))
			drafts, last = append(drafts, h.now), h.Mapping.Tidy(h.present.Fields())
		}
	}
	switch {
	case len(drafts) == 0:
		return show(http.StatusUnprocessableEntity, problem.List{{Field: "take", Message: "Choose the quarters to use"}})
	case seen != f.Text("seen"):
		return show(http.StatusUnprocessableEntity, problem.List{{
			Message: "These are not the figures that you checked. Check them again before you use them",
		}})
	}
	page.Once(c, f)
	var wrong problem.List
	switch err := p.rows(c).SaveImport(c, in.provider.ID, drafts, last); {
	case errors.Is(err, tenants.ErrStale):
		return show(http.StatusConflict, nil)
	case errors.As(err, &wrong):
		return show(http.StatusUnprocessableEntity, wrong)
	case err != nil:
		return err
	}
	return p.toReceipt(c, in, drafts)
}
