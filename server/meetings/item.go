package meetings

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/steering"
)

// itemList is what is asked of an item of the agenda with the kinds of item that the kind of meeting has.
func (p pages) itemList() register.List {
	kinds := register.Item.Kind
	kinds.Options = slices.DeleteFunc(slices.Clone(kinds.Options),
		func(o register.Option) bool { return !slices.Contains(p.items, o.Value) })
	return asks(register.Items, register.Item.Title, kinds, register.Item.Wanted, register.Item.Minute)
}

// askItem is the form of an item, "new" for one that is added at the end.
func (p pages) askItem(c *gin.Context) error {
	m, row, err := p.item(c)
	if err != nil {
		return err
	}
	return p.showItem(c, m, page.RowOf(p.itemList(), row), page.Refusal{})
}

// item is the item in the address, or a new one at the end of the agenda.
func (p pages) item(c *gin.Context) (steering.Meeting, register.Row, error) {
	m, err := p.drafted(c)
	if err != nil {
		return m, register.Row{}, err
	}
	if c.Param("item") == "new" && strings.HasSuffix(c.FullPath(), "/items/:item") {
		f, last := register.Item, int64(0)
		for _, other := range m.Items {
			n, _ := other.Number(f.Place)
			last = max(last, n)
		}
		place := strconv.FormatInt(min(last+1, f.Place.Most), 10)
		return m, register.Row{Values: register.Values(f.Meeting.As(m.ID), f.Place.As(place), f.Kind.As(register.ItemOther))}, nil
	}
	row, ok := m.Item(c.Param("item"))
	switch {
	case !ok:
		err = tenants.ErrNotFound
	case page.Member(c).Outside() && action.AboutOf(row.Text(register.Item.About)).Closed() && !strings.HasSuffix(c.FullPath(), "/move"):
		err = tenants.ErrProcurement // its minute is not shown, so nobody can write over it
	}
	return m, row, err
}

func (p pages) showItem(c *gin.Context, m steering.Meeting, t page.TypedRow, r page.Refusal) error {
	at := p.at(c, m)
	data := rowPage{
		Base: page.New(c, "New agenda item").Under(p.crumbs(c, m)...).Refused(r), Action: at + "/items/new", Version: t.Version,
		Parts: p.parts(c, p.itemList(), t, r), Confirm: t.Confirm(p.itemList()), Submit: "Save the item", Cancel: at,
	}
	if t.ID != "" {
		data.Base = page.New(c, t.Text(register.Item.Title)).Under(p.crumbs(c, m)...).Refused(r)
		data.Action, data.Remove = at+"/items/"+t.ID, at+"/items/"+t.ID+"/remove"
	}
	return rowTemplate.Show(c, r.Status(), data)
}

// saveItem saves an item.
func (p pages) saveItem(c *gin.Context) error {
	m, row, err := p.item(c)
	if err != nil {
		return err
	}
	return page.Save(c, p.saving(c, saved{
		asked: p.itemList(), row: row,
		now: func() (register.Row, error) {
			_, present, err := p.item(c)
			return present, err
		},
		to:   p.at(c, m) + "?saved=yes",
		show: func(t page.TypedRow, r page.Refusal) error { return p.showItem(c, m, t, r) },
	}))
}

// moveItem moves an item up or down by one place. Nothing is typed in its form, so that a second press does no harm.
func (p pages) moveItem(c *gin.Context) error {
	m, row, err := p.item(c)
	if err != nil {
		return err
	}
	f, err := page.ReadForm(c)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(m.Items, func(r register.Row) bool { return r.ID == row.ID })
	to := at + 1
	if f.Text("to") == "up" {
		to = at - 1
	}
	back := p.at(c, m) + "#agenda"
	if at < 0 || to < 0 || to >= len(m.Items) {
		return page.SeeOther(c, back)
	}
	moved := slices.Clone(m.Items)
	moved[at], moved[to] = moved[to], moved[at]
	var changed []register.Row
	for i, r := range moved {
		if place := strconv.Itoa(i + 1); r.Text(register.Item.Place) != place {
			r.Values = register.With(r.Values, register.Item.Place.Name, place)
			changed = append(changed, r)
		}
	}
	if err := p.rows(c).ImportRows(c, register.Items, changed); err != nil {
		return err
	}
	return page.SeeOther(c, back)
}

// removePage asks once before an item is taken off the agenda, or a meeting off the list.
type removePage struct {
	page.Base
	Lost         string // what goes with it
	Action, Back string
	Submit       string
	Version      int
}

var removeTemplate = page.Parse[removePage](files, "remove.html")

func (p pages) askRemove(c *gin.Context) error {
	m, row, err := p.item(c)
	if err != nil {
		return err
	}
	return p.showRemove(c, m, row, page.Refusal{})
}

func (p pages) showRemove(c *gin.Context, m steering.Meeting, row register.Row, r page.Refusal) error {
	at := p.at(c, m)
	return removeTemplate.Show(c, r.Status(), removePage{
		Base: page.New(c, "Take “"+row.Text(register.Item.Title)+"” off the agenda?").Under(p.crumbs(c, m)...).Refused(r),
		Lost: "The minute written for it is removed too. The history keeps who wrote what and when.", Submit: "Take it off",
		Action: at + "/items/" + row.ID + "/remove", Back: at, Version: row.Version,
	})
}

// remove takes an item off the agenda, if it is still as the person saw it.
func (p pages) remove(c *gin.Context) error {
	m, row, err := p.item(c)
	if err != nil {
		return err
	}
	return page.Remove(c, page.Removal{
		What: "this item", Undone: "It was not removed", To: p.at(c, m) + "?saved=yes",
		Do: func(version int) error { return p.rows(c).RemoveRow(c, register.Items, row.ID, version) },
		Now: func() (int, snapshot.History, error) {
			_, row, err = p.item(c)
			if err != nil || !page.Member(c).Can(tenants.ReadHistory) {
				return row.Version, snapshot.History{}, err
			}
			h, err := p.rows(c).HistoryPart(c, snapshot.Part{}, register.Items, row.ID)
			return row.Version, h, err
		},
		Show: func(r page.Refusal) error { return p.showRemove(c, m, row, r) },
	})
}
