package page

import (
	"net/url"
	"strings"
)

// Mail is a text that a person sends with their own mail program: the service sends none. Lines of Body end with "\n".
type Mail struct {
	To            []string // addresses
	Subject, Body string
}

// longestMail is how long a link can be that every mail program takes whole.
const longestMail = 2000

// Href opens the mail in the person's program. A link that would be too long leaves the body out (Whole), and after that
// all addresses but the first: the page has both to copy.
func (m Mail) Href() string {
	if href := m.href(m.To, true); len(href) <= longestMail {
		return href
	}
	if href := m.href(m.To, false); len(href) <= longestMail {
		return href
	}
	return m.href(m.To[:min(1, len(m.To))], false)
}

// Whole says whether the link holds all of the mail.
func (m Mail) Whole() bool { return len(m.href(m.To, true)) <= longestMail }

func (m Mail) href(to []string, body bool) string {
	addresses := make([]string, len(to))
	for i, a := range to {
		addresses[i] = strings.ReplaceAll(escaped(a), "%40", "@")
	}
	href := "mailto:" + strings.Join(addresses, ",") + "?subject=" + escaped(m.Subject)
	if body {
		href += "&body=" + escaped(strings.ReplaceAll(m.Body, "\n", "\r\n"))
	}
	return href
}

// escaped is a text as a mailto link holds it (RFC 6068): a space is %20 there, and + is +.
func escaped(text string) string { return strings.ReplaceAll(url.QueryEscape(text), "+", "%20") }
