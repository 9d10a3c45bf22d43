// Package privacy guards against personal data where it does not belong. The service counts people and never names
// them. It refuses a text with what looks like an NHS number until somebody removes it, or until the person who typed
// it confirms that it is something else (a contract's reference passes the check by chance once in 11).
package privacy

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"ipstoolkit/toolkit/problem"
)

// Find is one number in a text that looks like an NHS number. Start and End are byte offsets in the text; Text is the
// number as typed. It is personal data until somebody says otherwise: show it to the person who typed it, never write
// it to a log.
type Find struct {
	Start, End int
	Text       string
}

// Ending is the last four digits: enough to find the number in one's own text, too little to name a person.
func (f Find) Ending() string {
	d := digits(f.Text)
	return d[max(0, len(d)-4):]
}

// Fingerprint is what a confirmation keeps of the number, however it is spaced. It is short on purpose: about 900 valid
// numbers share each one, so nobody can turn it back into the number. Yet another number typed later has one chance in
// a million to pass as confirmed.
func (f Find) Fingerprint() string {
	sum := sha256.Sum256([]byte("not an NHS number: " + digits(f.Text)))
	return hex.EncodeToString(sum[:])[:5]
}

// Confirmation is the value of the tick box "this is not an NHS number" for these finds: their fingerprints, sorted,
// with a comma between. It is "" when there are none.
func Confirmation(finds []Find) string {
	prints := make([]string, len(finds))
	for i, f := range finds {
		prints[i] = f.Fingerprint()
	}
	slices.Sort(prints)
	return strings.Join(slices.Compact(prints), ",")
}

// Unconfirmed is the finds that no confirmation covers. Each confirmation is a value made by Confirmation, as a form
// sent it back or as it was kept with the text.
func Unconfirmed(finds []Find, confirmations ...string) []Find {
	confirmed := strings.Split(strings.Join(confirmations, ","), ",")
	var left []Find
	for _, f := range finds {
		if !slices.Contains(confirmed, f.Fingerprint()) {
			left = append(left, f)
		}
	}
	return left
}

// Confirmed is the confirmation of the finds that confirmations cover: the part of what a form sent that is kept with
// the text.
func Confirmed(finds []Find, confirmations ...string) string {
	left := Unconfirmed(finds, confirmations...)
	return Confirmation(slices.DeleteFunc(slices.Clone(finds), func(f Find) bool { return slices.Contains(left, f) }))
}

// Guard adds a problem to the list when the text of a field holds what looks like an NHS number that no confirmation
// covers. Name is the field's name on screen ("Notes"). It returns those finds, so that the page can offer the tick box
// with Confirmation.
func Guard(l *problem.List, field, name, text string, confirmations ...string) []Find {
	left := Unconfirmed(NHSNumbers(text), confirmations...)
	if len(left) > 0 {
		l.Add(field, "%s", Message(name, left))
	}
	return left
}

// Message says what was found and where ("Notes", a file's name in quotes), and what to do. It gives only the number's
// ending, so that it is safe in a log.
func Message(name string, finds []Find) string {
	var endings []string
	for _, f := range finds {
		if e := f.Ending(); !slices.Contains(endings, e) {
			endings = append(endings, e)
		}
	}
	const shown = 3
	if len(endings) == 1 {
		return name + " must not include an NHS number. The number ending " + endings[0] +
			" looks like one. Take it out, or confirm that it is not an NHS number"
	}
	words := strings.Join(endings, ", ")
	if len(endings) > shown {
		words = strings.Join(endings[:shown], ", ") + " and more"
	}
	return name + " must not include NHS numbers. The numbers ending " + words +
		" look like them. Take them out, or confirm that they are not NHS numbers"
}
