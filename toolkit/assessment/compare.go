package assessment

import "strings"

// Line is one line of a comparison of two texts.
type Line struct {
	Text string
	// Side says which text has the line.
	Side Side
}

// Side says which of two compared texts has a line.
type Side string

const (
	Both       Side = "both"
	OnlyTheirs Side = "theirs"
	OnlyYours  Side = "yours"
)

// Compare sets two texts side by side, line by line, for a person who has to choose between them or join them. Each
// line of both appears once, in order. Of long texts only the first and last equal lines are compared, so the work
// stays small whatever people type.
func Compare(theirs, yours string) []Line {
	a, b := strings.Split(theirs, "\n"), strings.Split(yours, "\n")
	var head, tail []Line
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		head, a, b = append(head, Line{a[0], Both}), a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		tail = append([]Line{{a[len(a)-1], Both}}, tail...)
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	middle := apart(a, b)
	if len(a)*len(b) <= 250_000 {
		middle = align(a, b)
	}
	return append(append(head, middle...), tail...)
}

// apart is all lines of one text and then all lines of the other.
func apart(a, b []string) []Line {
	var lines []Line
	for _, text := range a {
		lines = append(lines, Line{text, OnlyTheirs})
	}
	for _, text := range b {
		lines = append(lines, Line{text, OnlyYours})
	}
	return lines
}

// align keeps the longest run of lines that both texts have in the same order.
func align(a, b []string) []Line {
	longest := make([][]int, len(a)+1)
	for i := range longest {
		longest[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				longest[i][j] = longest[i+1][j+1] + 1
			} else {
				longest[i][j] = max(longest[i+1][j], longest[i][j+1])
			}
		}
	}
	var lines []Line
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			lines = append(lines, Line{a[i], Both})
			i, j = i+1, j+1
		case longest[i+1][j] >= longest[i][j+1]:
			lines = append(lines, Line{a[i], OnlyTheirs})
			i++
		default:
			lines = append(lines, Line{b[j], OnlyYours})
			j++
		}
	}
	return append(lines, apart(a[i:], b[j:])...)
}

// Join is one text with every line of both: a start for a person who wants to keep both.
func Join(theirs, yours string) string {
	var lines []string
	for _, l := range Compare(theirs, yours) {
		lines = append(lines, l.Text)
	}
	return strings.Join(lines, "\n")
}
