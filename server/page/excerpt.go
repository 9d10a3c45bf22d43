package page

import "unicode"

// excerptLength is how many letters of a long text a history shows, and excerptLead how many of them come before what
// changed.
const (
	excerptLength = 300
	excerptLead   = 80
)

// Excerpt is a part of a text with what changed in it: Lead and Tail are the same in the text beside it.
type Excerpt struct {
	Lead, Changed, Tail string
}

// Empty says whether there is no text.
func (e Excerpt) Empty() bool { return e == Excerpt{} }

// excerpts are the parts of two texts around where they differ, each at most limit letters, and whether anything was cut
// away. What differs begins and ends with whole words.
func excerpts(before, after string, limit int) (Excerpt, Excerpt, bool) {
	a, b := []rune(before), []rune(after)
	same := 0
	for same < min(len(a), len(b)) && a[same] == b[same] {
		same++
	}
	for inWord(a, same) || inWord(b, same) {
		same--
	}
	end := 0
	for end < min(len(a), len(b))-same && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	for inWord(a, len(a)-end) || inWord(b, len(b)-end) {
		end--
	}
	from := 0
	if max(len(a), len(b)) > limit {
		from = max(0, same-excerptLead)
	}
	for from < same && inWord(a, from) {
		from++
	}
	first, cutFirst := excerptOf(a, from, same, end, limit)
	second, cutSecond := excerptOf(b, from, same, end, limit)
	return first, second, cutFirst || cutSecond
}

// inWord says whether a place in a text has a letter on both sides.
func inWord(text []rune, i int) bool {
	return i > 0 && i < len(text) && !unicode.IsSpace(text[i-1]) && !unicode.IsSpace(text[i])
}

// excerptOf is at most limit letters of a text, from one on. The letters from same on changed, but for the last end.
func excerptOf(text []rune, from, same, end, limit int) (Excerpt, bool) {
	to := min(len(text), from+limit)
	part := func(i, j int) string { return string(text[min(i, to):min(j, to)]) }
	e := Excerpt{Lead: part(from, same), Changed: part(same, len(text)-end), Tail: part(len(text)-end, to)}
	if from > 0 {
		e.Lead = "… " + e.Lead
	}
	switch {
	case to == len(text):
	case to < len(text)-end:
		e.Changed += "…"
	default:
		e.Tail += "…"
	}
	return e, from > 0 || to < len(text)
}
