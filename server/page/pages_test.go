package page

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
)

// pagesAt are the parts of a list of so many rows at an address.
func pagesAt(address string, all int) Pages {
	c, _ := gin.CreateTestContext(httptest.NewRecorder())
	c.Request = httptest.NewRequest("GET", address, nil)
	return NewPages(c, "page", "rows", "Rows", all)
}

func TestPages(t *testing.T) {
	for _, tt := range []struct {
		name, address string
		all           int
		number, rows  int // the part, and how many rows it holds
		words         string
		links         string // as they are looked at, the present one in brackets
	}{
		{"no row", "/l", 0, 1, 0, "", "[1]"},
		{"one", "/l", 1, 1, 1, "1 to 1 of 1", "[1]"},
		{"a page", "/l", 50, 1, 50, "1 to 50 of 50", "[1]"},
		{"a page and one", "/l", 51, 1, 50, "1 to 50 of 51", "[1] 2 >"},
		{"the one", "/l?page=2", 51, 2, 1, "51 to 51 of 51", "< 1 [2]"},
		{"past the end", "/l?page=3", 51, 2, 1, "51 to 51 of 51", "< 1 [2]"},
		{"far past the end", "/l?page=9223372036854775807", 51, 2, 1, "51 to 51 of 51", "< 1 [2]"},
		{"more than a number holds", "/l?page=9223372036854775808", 51, 1, 50, "1 to 50 of 51", "[1] 2 >"},
		{"zero", "/l?page=0", 51, 1, 50, "1 to 50 of 51", "[1] 2 >"},
		{"below zero", "/l?page=-2", 51, 1, 50, "1 to 50 of 51", "[1] 2 >"},
		{"no number", "/l?page=two", 51, 1, 50, "1 to 50 of 51", "[1] 2 >"},
		{"past the end of one page", "/l?page=2", 50, 1, 50, "1 to 50 of 50", "[1]"},
		{"the first of many", "/l", 1000, 1, 50, "1 to 50 of 1000", "[1] 2 3 … 20 >"},
		{"in the middle of many", "/l?page=10", 1000, 10, 50, "451 to 500 of 1000", "< 1 … 8 9 [10] 11 12 … 20 >"},
		{"the last of many", "/l?page=20", 1000, 20, 50, "951 to 1000 of 1000", "< 1 … 18 19 [20]"},
		{"near the first", "/l?page=4", 1000, 4, 50, "151 to 200 of 1000", "< 1 2 3 [4] 5 6 … 20 >"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := pagesAt(tt.address, tt.all)
			if rows := Paged(p, make([]int, tt.all)); p.Number != tt.number || len(rows) != tt.rows {
				t.Errorf("part %d of %d rows, want part %d of %d", p.Number, len(rows), tt.number, tt.rows)
			}
			if tt.words != "" && p.Words() != tt.words {
				t.Errorf("%q, want %q", p.Words(), tt.words)
			}
			if got := looked(p.Links()); got != tt.links {
				t.Errorf("links %q, want %q", got, tt.links)
			}
		})
	}
}

// looked are links as somebody sees them.
func looked(l PageLinks) string {
	var words []string
	if l.Previous != "" {
		words = append(words, "<")
	}
	for _, item := range l.Items {
		switch {
		case item.Number == 0:
			words = append(words, "…")
		case item.Current:
			words = append(words, fmt.Sprintf("[%d]", item.Number))
		default:
			words = append(words, fmt.Sprint(item.Number))
		}
	}
	if l.Next != "" {
		words = append(words, ">")
	}
	return strings.Join(words, " ")
}

func TestPagesKeepWhatElseIsAsked(t *testing.T) {
	p := pagesAt("/icb/QWE/evidence?priority=3.4&page=2&saved=x&source=North+%26+South", 151)
	l := p.Links()
	const kept = "priority=3.4&source=North+%26+South#rows"
	for what, got := range map[string][2]string{
		"previous, the first": {l.Previous, "/icb/QWE/evidence?page=1&" + kept},
		"next":                {l.Next, "/icb/QWE/evidence?page=3&" + kept},
		"the last":            {l.Items[3].Href, "/icb/QWE/evidence?page=4&" + kept},
	} {
		if got[0] != got[1] {
			t.Errorf("%s: %q, want %q", what, got[0], got[1])
		}
	}
}

func TestPagesWithARow(t *testing.T) {
	for _, tt := range []struct {
		name, address string
		row, want     int
	}{
		{"none", "/l", -1, 1},
		{"the first", "/l", 0, 1},
		{"the last of a page", "/l", 49, 1},
		{"the first of the next", "/l", 50, 2},
		{"the last", "/l", 119, 3},
		{"another page is asked for", "/l?page=1", 119, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if p := pagesAt(tt.address, 120).With(tt.row); p.Number != tt.want {
				t.Errorf("part %d, want %d", p.Number, tt.want)
			}
		})
	}
}
