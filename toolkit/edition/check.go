package edition

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"ipstoolkit/toolkit/calendar"
)

var (
	idForm = regexp.MustCompile(`^[0-9a-z]+(-[0-9a-z]+)*$`)
	// An address has no query and no port: it leads to a page of the publisher, and says nothing about who follows it.
	addressForm = regexp.MustCompile(`^https://([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(/[A-Za-z0-9._~-]+)*/?$`)

	keyForm = regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`)
)

// checker gathers the faults of one file. Every rule names the path of the part that it checks.
type checker struct {
	file    string
	lines   lineOf
	faults  Faults
	names   map[string]string // a priority's name, and the key of the priority that has it
	numbers map[string]bool
	// documents are the keys of the edition's documents.
	documents map[string]bool
	// follows says that the edition follows another; was are the keys there, each with the priority that it became.
	follows bool
	was     map[string]string
	page    int // the last page seen: pages of the source only go forward
}

// check looks for everything that would make an edition wrong or unfit to show.
func check(file string, e *Edition, lines lineOf) Faults {
	c := &checker{
		file: file, lines: lines, names: map[string]string{}, numbers: map[string]bool{}, documents: map[string]bool{},
		was: map[string]string{},
	}
	if !idForm.MatchString(e.ID) || len(e.ID) > 40 {
		c.add("$.id", "the id %q must be small letters, digits and hyphens, 40 at most, such as 2026-03", e.ID)
	}
	c.checkFollows(e)
	c.checkWords("$.title", "the edition's title", e.Title)
	c.checkWords("$.publisher", "the publisher", e.Publisher)
	c.checkWords("$.source", "the source", e.Source)
	if _, err := calendar.ParseDate(string(e.Published)); err != nil {
		c.add("$.published", "the date of publication %q must be a date such as 2026-03-01", e.Published)
	}
	c.checkAddress("$.address", e.Address)
	for i, text := range e.Introduction {
		c.checkWords(fmt.Sprintf("$.introduction[%d]", i), "this line of the introduction", text)
	}
	for i, d := range e.Documents {
		c.checkDocument(fmt.Sprintf("$.documents[%d]", i), d)
	}
	if len(e.Sections) == 0 {
		c.add("$.sections", "the edition has no sections")
	}
	for i, s := range e.Sections {
		c.checkSection(fmt.Sprintf("$.sections[%d]", i), i+1, s)
	}
	c.checkAbbreviations(e.Abbreviations)
	for i, m := range e.Errata {
		path := fmt.Sprintf("$.errata[%d]", i)
		c.checkWords(path+".where", "where the erratum is", m.Where)
		c.checkWords(path+".printed", "what the source has", m.Printed)
		c.checkWords(path+".read", "how it is read here", m.Read)
		if m.Page < 0 {
			c.add(path+".page", "the page %d is below 0", m.Page)
		}
	}
	slices.SortStableFunc(c.faults, func(a, b Fault) int { return cmp.Compare(a.Line, b.Line) })
	return c.faults
}

func (c *checker) add(path, format string, args ...any) {
	c.faults = append(c.faults, Fault{File: c.file, Line: c.lines.at(path), Reason: fmt.Sprintf(format, args...)})
}

func (c *checker) checkSection(path string, number int, s Section) {
	if s.Number != number {
		c.add(path+".number", "section %d is where section %d is due", s.Number, number)
	}
	c.checkWords(path+".title", "the section's title", s.Title)
	c.checkWords(path+".intro", "the section's introduction", s.Intro)
	c.nextPage(path+".page", s.Page)
	if len(s.Priorities) == 0 {
		c.add(path+".priorities", "section %d has no priorities", s.Number)
	}
	for i, p := range s.Priorities {
		c.checkPriority(fmt.Sprintf("%s.priorities[%d]", path, i), fmt.Sprintf("%d.%d", number, i+1), p)
	}
}

func (c *checker) checkPriority(path, key string, p Priority) {
	if p.Key != key {
		c.add(path+".key", "priority %q is where %q is due", p.Key, key)
	}
	c.checkWas(path+".was", p)
	c.nextPage(path+".page", p.Page)
	c.checkWords(path+".name", "the priority's name", p.Name)
	c.checkWords(path+".asks", "what the priority asks", p.Asks)
	if other := c.names[strings.ToLower(p.Name)]; other != "" {
		c.add(path+".name", "priority %s has the same name as %s", p.Key, other)
	}
	c.names[strings.ToLower(p.Name)] = p.Key
	if p.Responsibility != CommissionerOnly && p.Responsibility != Joint {
		c.add(path+".responsibility", "the responsibility %q must be %s or %s", p.Responsibility, CommissionerOnly, Joint)
	}
	switch {
	case len(p.Points()) == 0:
		c.add(path, "priority %s has neither considerations nor best practice", p.Key)
	case len(p.Statements()) == 0:
		c.add(path, "priority %s has nothing that can be met: all its points are background", p.Key)
	}
	c.checkPoints(path+".considerations", "c", p.Considerations)
	c.checkPoints(path+".best_practice", "b", p.BestPractice)
	c.checkPoints(path+".resources", "r", p.Resources)
	for i, key := range p.Documents {
		if !c.documents[key] || slices.Index(p.Documents, key) < i {
			c.add(fmt.Sprintf("%s.documents[%d]", path, i), "priority %s names a document %q that is not in the edition, or names it twice",
				p.Key, key)
		}
	}
	for i, n := range p.Numbers {
		c.checkNumber(fmt.Sprintf("%s.numbers[%d]", path, i), p, n)
	}
}

// checkDocument checks that a document can be named, and that its address leads to a page of its publisher.
func (c *checker) checkDocument(path string, d Document) {
	if !keyForm.MatchString(d.Key) {
		c.add(path+".key", "the document's key %q must be small letters and underscores, such as outcomes_framework", d.Key)
	}
	if c.documents[d.Key] {
		c.add(path+".key", "the document %q is there twice", d.Key)
	}
	c.documents[d.Key] = true
	c.checkWords(path+".name", "the document's name", d.Name)
	c.checkWords(path+".publisher", "the document's publisher", d.Publisher)
	c.checkAddress(path+".address", d.Address)
	if d.Note != "" {
		c.checkWords(path+".note", "the note on the document", d.Note)
	}
}

func (c *checker) checkAddress(path, address string) {
	if address != "" && !addressForm.MatchString(address) {
		c.add(path, "the address %q must begin with https:// and have no query, such as https://example.org/page", address)
	}
}

// checkPoints checks that ids run c1, c2, c2.1, c2.2, c3: each is the next of its level or the first line below the last.
func (c *checker) checkPoints(path, letter string, points []Point) {
	top, line := 0, 0
	for i, p := range points {
		at := fmt.Sprintf("%s[%d]", path, i)
		next := fmt.Sprintf("%s%d", letter, top+1)
		below := fmt.Sprintf("%s%d.%d", letter, top, line+1)
		switch {
		case p.ID == next:
			top, line = top+1, 0
		case p.ID == below && top > 0:
			line++
		case top > 0:
			c.add(at+".id", "the id %q is where %q or %q is due", p.ID, next, below)
		default:
			c.add(at+".id", "the id %q is where %q is due", p.ID, next)
		}
		switch {
		case p.Kind != Statement && p.Kind != Background:
			c.add(at+".kind", "the kind %q must be %s or left out", p.Kind, Background)
		case p.Kind == Background && letter == "r":
			c.add(at+".kind", "the kind of %s must be left out: resources are never ticked", p.ID)
		}
		c.checkBold(at+".text", p)
	}
}

// checkBold checks the marks for bold in a point's text.
func (c *checker) checkBold(path string, p Point) {
	if strings.Count(p.Text, "**")%2 != 0 {
		c.add(path, "the marks ** of %s are not in pairs", p.ID)
		return
	}
	for i, part := range strings.Split(p.Text, "**") {
		if i%2 == 1 && (part == "" || part != strings.TrimSpace(part)) {
			c.add(path, "the bold text %q of %s is empty or has a space at its edge", part, p.ID)
			return
		}
	}
	c.checkClean(path, "the point's text", p.Plain())
}

// checkWords checks a text that is shown unchanged, where marks for bold would appear as asterisks.
func (c *checker) checkWords(path, what, text string) {
	if strings.Contains(text, "*") {
		c.add(path, "%s has an asterisk: bold is for points only", what)
		return
	}
	c.checkClean(path, what, text)
}

// checkClean checks that a text is not empty and has only ordinary spaces and visible characters.
func (c *checker) checkClean(path, what, text string) {
	switch {
	case strings.TrimSpace(text) == "":
		c.add(path, "%s is missing", what)
	case text != strings.TrimSpace(text) || strings.Contains(text, "  "):
		c.add(path, "%s has a space too many", what)
	case strings.Contains(text, "*"):
		c.add(path, "%s has a single asterisk", what)
	case strings.ContainsFunc(text, func(r rune) bool { return r != ' ' && (unicode.IsSpace(r) || !unicode.IsPrint(r)) }):
		c.add(path, "%s has a line break, a special space or an invisible character: use ordinary spaces", what)
	}
}

// nextPage checks that pages go forward: a page out of order is nearly always a mistake.
func (c *checker) nextPage(path string, page int) {
	switch {
	case page < 1:
		c.add(path, "the page is missing or below 1")
	case page <= c.page:
		c.add(path, "page %d comes after page %d", page, c.page)
	default:
		c.page = page
	}
}

// checkNumber checks that a number is complete and that the point it cites states it, in bold when it is a figure.
func (c *checker) checkNumber(path string, p Priority, n Number) {
	if !keyForm.MatchString(n.Key) {
		c.add(path+".key", "the number's key %q must be small letters and underscores, such as job_outcome_rate", n.Key)
	}
	if c.numbers[n.Key] {
		c.add(path+".key", "the number %q appears twice in the edition", n.Key)
	}
	c.numbers[n.Key] = true
	c.checkWords(path+".name", "the number's name", n.Name)
	c.checkWords(path+".value", "the number's value", n.Value)
	c.checkWords(path+".meaning", "the number's meaning", n.Meaning)
	if _, known := limitWords[n.Limit]; !known {
		c.add(path+".limit", "the limit %q must be at_least, at_most, under, about or left out", n.Limit)
	}
	where, stated := "the priority's name", Point{Text: p.Name}.Plain()
	if n.Point != "" {
		point, found := p.Point(n.Point)
		if !found {
			c.add(path+".point", "priority %s has no point %q", p.Key, n.Point)
			return
		}
		where, stated = point.ID, statedBy(point, n.Value)
	}
	for _, value := range []string{n.Value, n.To} {
		if value != "" && !hasWord(stated, value) {
			c.add(path+".value", "%s of %s does not state %q (figures in bold)", where, p.Key, value)
		}
	}
}

// statedBy is the part of a point that must hold a value: its bold text for a figure, all of it for a word.
func statedBy(p Point, value string) string {
	if value == "" || value[0] < '0' || value[0] > '9' {
		return p.Plain()
	}
	var bold []string
	for _, s := range p.Spans() {
		if s.Bold {
			bold = append(bold, s.Text)
		}
	}
	return strings.Join(bold, " ")
}

// hasWord says whether the text has the word with no letter or digit on either side: 4 is not in 40%.
func hasWord(text, word string) bool {
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return slices.Contains(words, word)
}

func (c *checker) checkAbbreviations(all []Abbreviation) {
	seen := map[string]bool{}
	for i, a := range all {
		path := fmt.Sprintf("$.abbreviations[%d]", i)
		c.checkWords(path+".short", "the abbreviation", a.Short)
		c.checkWords(path+".long", "what "+a.Short+" stands for", a.Long)
		if a.Meaning != "" {
			c.checkWords(path+".meaning", "what "+a.Short+" means", a.Meaning)
		}
		if seen[a.Short] {
			c.add(path+".short", "the abbreviation %s appears twice", a.Short)
		}
		seen[a.Short] = true
	}
}
