package snapshot

import (
	"fmt"
	"strings"

	"ipstoolkit/toolkit/coverage"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/staffing"
)

const (
	theTrust     = "The trust"
	theServices  = "Services"
	theICB       = "The ICB"
	thePCNs      = "PCNs"
	theProviders = "Providers"
)

// asks is what the steering group can ask of those who sit in it: of the ICB posts without money, of providers empty posts, of
// the trust the conditions that are not there, of PCNs an employment specialist. It is made from what the group reads.
func (s Snapshot) asks() []AskedTold {
	var list []AskedTold
	for _, w := range s.posts {
		for _, p := range w.Plan.ICB.Posts {
			role := strings.ToLower(p.Role.Words())
			if unfunded := p.Unfunded(); unfunded != nil && unfunded.Sign() > 0 {
				list = append(list, AskedTold{"4.1", theICB, "Fund " + staffing.Needed(unfunded) + " more FTE " + role})
			}
			if vacant := p.Vacant(); vacant != nil && vacant.Sign() > 0 {
				recruit := "Recruit " + staffing.Needed(vacant) + " FTE " + role + ": the posts are funded"
				list = append(list, AskedTold{"4.1", theProviders, recruit})
			}
		}
	}
	if teams := s.Registers[register.Teams]; len(teams) > 0 {
		lacking := map[string][]string{}
		for _, c := range coverage.OfConditions(teams) {
			if c.Yes < len(teams)-c.Unknown {
				lacking[AskedOf(c)] = append(lacking[AskedOf(c)], fmt.Sprintf("%s (%d of %d)", strings.ToLower(c.Short), c.Yes, len(teams)))
			}
		}
		for _, of := range []string{theTrust, theServices} {
			if short := lacking[of]; len(short) > 0 {
				list = append(list, AskedTold{"3.3", of, "Put these conditions for fidelity in place in every team: " +
					strings.Join(short, ", ")})
			}
		}
	}
	if c := coverage.OfPCNs(s.Registers[register.PCNs]); c.None > 0 {
		have := "have"
		if c.None == 1 {
			have = "has"
		}
		list = append(list, AskedTold{"5.1", thePCNs, fmt.Sprintf("Give an employment specialist to the %d of %s that %s none", c.None,
			number.Counting(c.Listed, "PCN", "PCNs"), have)})
	}
	return list
}

// AskedOf is whom a condition is asked of: the trust for the five that it can make (toolkit 3.3, page 20), else services.
func AskedOf(c coverage.Condition) string {
	if c.Found.Listed {
		return theTrust
	}
	return theServices
}

// groupListsTold is what the lists that the steering group reads add up to.
func (s Snapshot) groupListsTold() map[string][]string {
	told := map[string][]string{}
	if pcns := s.Registers[register.PCNs]; len(pcns) > 0 {
		for _, line := range coverage.OfPCNs(pcns).Lines() {
			told[register.PCNs] = append(told[register.PCNs], strings.ReplaceAll(line, "**", ""))
		}
	}
	return told
}
