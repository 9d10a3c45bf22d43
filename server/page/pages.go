package page

import (
	"fmt"
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"
)

// RowsOnPage is how many rows of a long list a page shows.
const RowsOnPage = 50

// Pages are the parts in which a page shows a long list, and which one it shows. The zero value is a list that fits.
type Pages struct {
	// Number is the part that is shown, Last the last one; both count from 1.
	Number, Last int
	// All is how many rows the list has.
	All int
	// Label names the list for those who hear the page.
	Label string
	// name is the question in the address, at the address without it, and to the place on the page where the list begins.
	name, to string
	at       *url.URL
}

// NewPages are the parts of a list of so many rows. Which one is shown says the address by a question with the name; it
// leads to the element with the id to, where the list begins. What is no number of a part shows the first, one past the end the last.
func NewPages(c *gin.Context, name, to, label string, all int) Pages {
	p := Pages{Number: 1, Last: max(1, (all+RowsOnPage-1)/RowsOnPage), All: all, Label: label, name: name, to: to, at: c.Request.URL}
	if n, err := strconv.Atoi(c.Query(name)); err == nil && n > 1 {
		p.Number = min(n, p.Last)
	}
	return p
}

// With shows the part that holds a row, counted from 0, unless the address asks for another.
func (p Pages) With(row int) Pages {
	if row >= 0 && !p.at.Query().Has(p.name) {
		p.Number = min(row/RowsOnPage+1, p.Last)
	}
	return p
}

// At are the parts at another address than the one asked, for a page that answers a form of another address.
func (p Pages) At(path string) Pages {
	p.at = &url.URL{Path: path}
	return p
}

// Skip is how many rows come before the part.
func (p Pages) Skip() int { return (p.Number - 1) * RowsOnPage }

// Paged is the part of a list that p shows.
func Paged[T any](p Pages, list []T) []T {
	from := min(p.Skip(), len(list))
	return list[from:min(from+RowsOnPage, len(list))]
}

// Words say which rows are shown, "51 to 100 of 412".
func (p Pages) Words() string {
	return fmt.Sprintf("%d to %d of %d", p.Skip()+1, min(p.Skip()+RowsOnPage, p.All), p.All)
}

// href is where a part is shown. What was said once, of a save, is not said again there.
func (p Pages) href(n int) string {
	q := p.at.Query()
	for _, once := range []string{p.name, "saved", "list", "imported", "removed"} {
		q.Del(once)
	}
	q.Set(p.name, strconv.Itoa(n))
	u := url.URL{Path: p.at.Path, RawPath: p.at.RawPath, RawQuery: q.Encode(), Fragment: p.to}
	return u.String()
}

// PageLinks lead to the parts of a list, Previous and Next to those beside the one shown; "" where there is none.
type PageLinks struct {
	Previous, Next string
	Items          []PageItem
	Label          string
}

// PageItem leads to one part; Number is 0 where parts are left out.
type PageItem struct {
	Number  int
	Href    string
	Current bool
}

// Links lead to the first part, the last, the one shown and its neighbours.
func (p Pages) Links() PageLinks {
	l := PageLinks{Label: p.Label + ": pages"}
	if p.Number > 1 {
		l.Previous = p.href(p.Number - 1)
	}
	if p.Number < p.Last {
		l.Next = p.href(p.Number + 1)
	}
	for n := 1; n <= p.Last; n++ {
		near := n >= p.Number-2 && n <= p.Number+2
		switch {
		case near || n == 1 || n == p.Last:
			l.Items = append(l.Items, PageItem{Number: n, Href: p.href(n), Current: n == p.Number})
		case l.Items[len(l.Items)-1].Number != 0:
			l.Items = append(l.Items, PageItem{})
		}
	}
	return l
}

// Paged is the table with the part of its rows that the address asks for. What is shown above it is worked out from all
// rows.
func (t Table) Paged(c *gin.Context, name string) Table { return t.PagedAt(c, name, -1) }

// PagedAt is Paged, and shows the part with a row unless the address asks for another; -1 is no row.
func (t Table) PagedAt(c *gin.Context, name string, row int) Table {
	t.Pages = t.PagesOf(c, name, len(t.Rows)).With(row)
	t.Rows = Paged(t.Pages, t.Rows)
	return t
}

// PagesOf are the parts of the table when it has so many rows in all.
func (t Table) PagesOf(c *gin.Context, name string, all int) Pages {
	return NewPages(c, name, t.ID+"-caption", t.Caption, all)
}
