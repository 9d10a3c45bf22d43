package page

import (
	"regexp"
	"slices"
	"strings"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/grid"
)

var cellEmail = regexp.MustCompile(`[^\s<>();,:]+@[^\s<>();,:]+`)

// MemberCalled is the member that an owner's cell names: by an email address in it, else by the whole name, "Jo Smith" or "Smith, Jo".
// why says why there is none to take: nobody is called so, or several are, or that person cannot own a priority.
func MemberCalled(members []tenants.Member, text string) (m tenants.Member, why string) {
	names := []string{grid.Bare(text)}
	if last, first, ok := strings.Cut(text, ","); ok {
		names = append(names, grid.Bare(first+" "+last))
	}
	email := cellEmail.FindString(text)
	var found []tenants.Member
	for _, one := range members {
		if email != "" && strings.EqualFold(one.Person.Email, email) || email == "" && slices.Contains(names, grid.Bare(one.Person.Name)) {
			found = append(found, one)
		}
	}
	switch {
	case len(found) == 0:
		return m, "nobody in this ICB is called that"
	case len(found) > 1:
		return m, "several people in this ICB are called that. Give their email address in the list"
	case !found[0].Can(tenants.Assess):
		return m, "they cannot own a priority"
	}
	return found[0], ""
}
