package main

import (
	"fmt"
	"regexp"
	"slices"
	"testing"
)

// plainWords are words that people do not say, and what they say instead. Nothing that people can read holds the old ones:
// this table is part of docs/words.md ("How things are said").
var plainWords = []struct{ old, say string }{
	{`\b[Mm]end(s|ed|ing)?\b`, "correct"},
	{`[Nn]ow further away`, "moved back"},
	{`Where the ICB is|^Where you are$`, "Status and notes"},
	{`[Tt]ake the value away`, "Remove"},
	{`[Ww]ithin discretion`, "above 6 but acceptable (up to 10)"},
	{`(specialist|one) of (its|their) own|[Oo]ne of its own`, "dedicated"},
	{`accessed, against the year`, "Access against this year’s target"},
	{`Work it out`, "Calculate"},
	{`[Pp]osts can carry`, "How many people these posts can support"},
	{`^In all$|a year in all\b`, "Total, in total"},
	{`\b[Tt]alks\b|[Tt]alk about|what follows (it|the contract)`, "conversations about extension or re-procurement"},
	{`deliver(s|ing)? under (another|you|this)`, "subcontractor"},
	{`[Ss]een otherwise`, "Commissioner disagrees"},
	{`took the chair`, "Who chaired?"},
	{`[Mm]ade together`, "co-produced"},
	{`[Nn]othing waits|waits for you|[Ww]aiting for you`, "You have nothing to do"},
	{`[Ww]ords? (beside|about)`, "Reason for"},
	{`Slips in`, "Corrections to the source"},
	{`person (using|who uses) (a|the) service`, "a person accessing IPS services"},
	{`[Uu]nemployed`, "out of work"},
	{`\b([Aa]|[Aa]n earlier|[Tt]he|[Tt]heir|[Yy]our|[Ii]ts|[Tt]his|[Ee]ach|[Nn]o|[Qq]uarterly) returns?\b|^Returns?$`, "quarterly figures"},
	{`[Ss]hort forms?\b`, "abbreviation"},
	{`[Kk]ept texts?\b`, "unsaved text"},
	{`[Tt]ime (is |was )?kept\b`, "time set aside"},
	{`\b[Rr]eaders?\b`, "steering group members"},
	{`[Dd]ecisions? (is )?wanted`, "a decision is needed"},
	{`[Ll]ook(s|ed) after (it|by)`, "owner"},
	{`\b([Tt]ake|[Tt]aken|[Tt]ook) up\b`, "move to a newer edition"},
	{`[Tt]aken away`, "removed"},
	{`asked of you|given to you`, "you have been asked, you have been given"},
	{`at least 100%`, "100%"},
	{`unless said\b`, "unless stated otherwise"},
	{`[Ss]its? in (it|the (steering )?group)`, "sits on the group"},
}

// mayHold are the files with a text that holds an old word for a reason.
var mayHold = map[string]struct{ word, why string }{
	"server/about/words.go":                 {"unemployed", "says once that it is the toolkit's word for out of work"},
	"server/about/accessibility.html":       {"reader", "a screen reader"},
	"toolkit/edition/editions/2026-03.yaml": {"nemployed", "the toolkit's own word"},
	"toolkit/figures/import_guess.go":       {"unemployed", "what headings of files say"},
	"tenants/store/erase_columns.go":        {"talks", "a kind of record as the history keeps it"},
}

// oldWords are the old words in a text of a file, each with what to say.
func oldWords(file, text string) (found []string) {
	for _, w := range plainWords {
		for _, word := range regexp.MustCompile(w.old).FindAllString(text, -1) {
			if may := mayHold[file]; may.word == "" || !regexp.MustCompile(may.word).MatchString(word) {
				found = append(found, fmt.Sprintf("%q in %q: say %q", word, text, w.say))
			}
		}
	}
	return found
}

// TestOldWordsAreFound plants each old word where people would read it, in each kind of file.
func TestOldWordsAreFound(t *testing.T) {
	for _, c := range []struct{ name, file, body, want string }{
		{"a heading", "a.html", `<h2 class="x">Where the <b>ICB</b> is</h2>`, "Where the ICB is"},
		{"a paragraph over lines", "a.html", "<p>{{.Name}} is now\n further away</p>", "now further away"},
		{"a text in an action", "a.html", `{{template "button" (button "Work it out")}}`, "Work it out"},
		{"an attribute", "a.html", `<nav aria-label="Nothing waits for you"></nav>`, "Nothing waits"},
		{"a label", "a.go", "package a\n\nvar f = Field{Label: \"Who took the chair?\"}\n", "took the chair"},
		{"a text in two pieces", "a.go", "package a\n\nvar s = \"Within \" +\n\t\"discretion\"\n", "Within discretion"},
		{"a text around a value", "a.go", "package a\n\nfunc f() string { return \"Talk about \" + name() }\n", "Talk about"},
		{"in a call within", "a.go", "package a\n\nfunc f() string { return \"x: \" + name(\"Seen otherwise\") }\n", "Seen otherwise"},
		{"a line of the log", "a.go", "package a\n\nfunc f() { slog.Error(\"Seen otherwise\") }\n", ""},
		{"a remark", "a.go", "package a\n\n// Seen otherwise\nvar x = 1\n", ""},
		{"a browser module", "a.js", "const said = 'Nothing waits for you'", "Nothing waits"},
		{"an edition", "a.yaml", "name: Early talks\n", "talks"},
		{"an edition's text over lines", "a.yaml", "asks: >-\n  Somebody took\n  the chair\nname: x\n", "took the chair"},
		{"an error of the toolkit's rules", "toolkit/a.go", "package a\n\nvar err = errors.New(\"Seen otherwise\")\n", "Seen otherwise"},
		{"an error that the log reads", "server/a.go", "package a\n\nvar err = errors.New(\"Seen otherwise\")\n", ""},
		{"quarterly figures", "a.html", `<p>Send your return</p>`, "your return"},
		{"an abbreviation", "a.html", "<h1>Short forms and words</h1>", "Short forms"},
		{"unsaved text", "a.html", "<h2>Kept text</h2>", "Kept text"},
		{"time set aside", "a.go", "package a\n\nvar s = \"A wider meeting with time kept for IPS\"\n", "time kept"},
		{"steering group members", "a.go", "package a\n\nvar s = \"Invite readers\"\n", "readers"},
		{"an item that needs a decision", "a.html", "<p>A decision is wanted.</p>", "decision is wanted"},
		{"the owner of a risk", "a.go", "package a\n\nvar s = \"Looked after by\"\n", "Looked after by"},
		{"a seat on the group", "a.html", "<p>Record who sits in it first.</p>", "sits in it"},
		{"one word alone in a page", "a.html", "<td>readers</td>", "readers"},
		{"one word alone as a unit", "a.go", "package a\n\nvar s = number.Counting(2, \"reader\", \"readers\")\n", "readers"},
		{"one word alone as an answer", "a.go", "package a\n\nfunc f() string { return \"readers\" }\n", "readers"},
		{"one word alone in a map", "a.go", "package a\n\nvar s = map[bool]string{true: \"readers\"}\n", "readers"},
		{"one word alone as a code", "a.go", "package a\n\nvar s = Input{Name: \"readers\"}\n", ""},
		{"another edition", "a.go", "package a\n\nvar s = \"Take up the edition\"\n", "Take up"},
		{"an email about an action", "mail/text.go", "package mail\n\nvar s = \"An action was given to you\"\n", "given to you"},
		{"to return to a page", "a.html", "<p>Use your browser’s back button to return to the page</p>", ""},
		{"Talking Therapies", "a.html", "<p>NHS Talking Therapies</p>", ""},
		{"where people signed in", "a.html", "<p>Where you are signed in</p>", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var words []string
			for _, s := range saidIn(t, c.file, []byte(c.body)) {
				for _, w := range plainWords {
					words = append(words, regexp.MustCompile(w.old).FindAllString(s.text, -1)...)
				}
			}
			if c.want == "" && len(words) > 0 || c.want != "" && !slices.Contains(words, c.want) {
				t.Errorf("found %q, want %q", words, c.want)
			}
		})
	}
}
