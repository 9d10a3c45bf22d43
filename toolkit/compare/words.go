package compare

import (
	"strings"
	"unicode"

	"ipstoolkit/toolkit/number"
)

// Piece is a part of a text beside another: in both, only in the one before, or only in the one after.
type Piece struct {
	Text string
	In   Side
}

// Side says which of two texts has a piece.
type Side string

const (
	Both  Side = "both"
	Only1 Side = "before"
	Only2 Side = "after"
)

// mostWords is how many pairs of words are compared: of longer texts only the beginning and the end are.
const mostWords = 1_000_000

// Words sets two texts side by side, word by word. The pieces of Both and Only1 are the text before, those of Both and Only2
// the text after.
func Words(before, after string) []Piece {
	a, b := split(before), split(after)
	var head, tail []string
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		head, a, b = append(head, a[0]), a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		tail = append([]string{a[len(a)-1]}, tail...)
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	var p pieces
	p.add(Both, head...)
	if len(a)*len(b) <= mostWords {
		p.align(a, b)
	} else {
		p.add(Only1, a...)
		p.add(Only2, b...)
	}
	p.add(Both, tail...)
	return p
}

// split is a text as its words, each with the space behind it.
func split(text string) []string {
	var words []string
	begin, space := 0, false
	for i, r := range text {
		if is := unicode.IsSpace(r); space && !is {
			words = append(words, text[begin:i])
			begin, space = i, false
		} else {
			space = is
		}
	}
	if begin < len(text) {
		words = append(words, text[begin:])
	}
	return words
}

type pieces []Piece

// add puts words behind those that are there, into the last piece where it is of the same side.
func (p *pieces) add(in Side, words ...string) {
	if len(words) == 0 {
		return
	}
	text := strings.Join(words, "")
	if n := len(*p); n > 0 && (*p)[n-1].In == in {
		(*p)[n-1].Text += text
		return
	}
	*p = append(*p, Piece{text, in})
}

// align keeps as many words as both have in the same order.
func (p *pieces) align(a, b []string) {
	longest := make([][]int32, len(a)+1)
	for i := range longest {
		longest[i] = make([]int32, len(b)+1)
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
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			p.add(Both, a[i])
			i, j = i+1, j+1
		case longest[i+1][j] >= longest[i][j+1]:
			p.add(Only1, a[i])
			i++
		default:
			p.add(Only2, b[j])
			j++
		}
	}
	p.add(Only1, a[i:]...)
	p.add(Only2, b[j:]...)
}

// mostPieces is how many differences are named beside a wording, so that people can read them.
const mostPieces = 6

// Differences say what only the text before has, and what only the text after has, each in quotation marks; "" for nothing.
func Differences(of []Piece) (before, after string) {
	var one, two []string
	for _, piece := range of {
		switch words := "“" + strings.TrimSpace(piece.Text) + "”"; {
		case words == "“”" || piece.In == Both:
		case piece.In == Only1:
			one = append(one, words)
		default:
			two = append(two, words)
		}
	}
	return inWords(one), inWords(two)
}

func inWords(quoted []string) string {
	if more := len(quoted) - mostPieces; more > 0 {
		return strings.Join(quoted[:mostPieces], ", ") + " and " + number.Counting(more, "more place", "more places")
	}
	return strings.Join(quoted, ", ")
}
