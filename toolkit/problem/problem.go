// Package problem holds what is wrong with something that a person typed: the field, and words that say what to do.
package problem

import (
	"fmt"
	"strings"
)

// Problem is one thing that a person has to correct. Field is the name of the form's field as it was sent (for a date,
// its day field), so that the error summary can link to it. Message is a whole sentence without a full stop, in the
// style of the NHS service manual ("Enter a title").
type Problem struct {
	Field   string
	Message string
}

// List is what is wrong with one form, in the order of its fields. It is an error, so that a check can return it and a
// page can find it with errors.As. An empty list is not an error: use Err.
type List []Problem

// Add notes one problem with a field.
func (l *List) Add(field, format string, args ...any) {
	*l = append(*l, Problem{Field: field, Message: fmt.Sprintf(format, args...)})
}

// Err is the list as an error, or nil when nothing is wrong.
func (l List) Err() error {
	if len(l) == 0 {
		return nil
	}
	return l
}

// For is the first message for a field, or "" when nothing is wrong with it.
func (l List) For(field string) string {
	for _, p := range l {
		if p.Field == field {
			return p.Message
		}
	}
	return ""
}

func (l List) Error() string {
	words := make([]string, len(l))
	for i, p := range l {
		words[i] = p.Field + ": " + p.Message
	}
	return strings.Join(words, "; ")
}
