package edition

import (
	"cmp"
	"regexp"
)

// wasForm is the key of a priority in the edition before, or that there was none.
var wasForm = regexp.MustCompile(`^([1-9][0-9]?\.[1-9][0-9]?|new)$`)

// checkWas checks what a priority was in the edition before: each priority of that becomes one at most.
func (c *checker) checkWas(path string, p Priority) {
	if p.Was == isNew {
		if !c.follows {
			c.add(path, "priority %s says what it was, and the edition does not say which one it follows", p.Key)
		}
		return
	}
	switch was := cmp.Or(p.Was, p.Key); {
	case p.Was != "" && !c.follows:
		c.add(path, "priority %s says what it was, and the edition does not say which one it follows", p.Key)
	case !wasForm.MatchString(was):
		c.add(path, "what priority %s was, %q, must be a key such as 3.4, or new", p.Key, p.Was)
	case c.was[was] != "":
		c.add(path, "priority %s was %s, and so was %s: say \"new\" of one of them", p.Key, was, c.was[was])
	default:
		c.was[was] = p.Key
	}
}

func (c *checker) checkFollows(e *Edition) {
	if e.Follows != "" && (!idForm.MatchString(e.Follows) || e.Follows == e.ID) {
		c.add("$.follows", "the edition that it follows, %q, must be the id of another edition", e.Follows)
	}
	c.follows = e.Follows != ""
}
