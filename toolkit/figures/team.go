package figures

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/problem"
)

// Team is one of a provider's teams with its part of the people counts, in hundredths by the figure's name. A figure
// divided by team has a number for each team, and they add up to the provider's.
type Team struct {
	Name    string
	Numbers map[string]int64
}

const (
	// MostTeams is the most teams that a return can be divided by.
	MostTeams   = 12
	longestTeam = 80
)

// TeamBox is the name of the box for a figure of team n (from 1), or for the team's name when field is "".
func TeamBox(n int, field string) string {
	if field == "" {
		return fmt.Sprintf("team_%d", n)
	}
	return fmt.Sprintf("team_%d_%s", n, field)
}

// ByTeam are the figures of a list that can be divided by team.
func ByTeam(fields []Field) []Field {
	return slices.DeleteFunc(slices.Clone(fields), func(f Field) bool { return !f.ByTeam() })
}

// blank says whether nothing is known of the team, as in an empty column of the form.
func (t Team) blank() bool { return t.Name == "" && len(t.Numbers) == 0 }

// Text is a number of the team as people read it; "" while it is not known.
func (t Team) Text(f Field) string {
	if h, known := t.Numbers[f.Name]; known {
		return f.Words(h)
	}
	return ""
}

// readTeams reads the teams of a form. It keeps an empty column between two teams, so that each team keeps its boxes.
func readTeams(fields []Field, typed func(name string) string, wrong *problem.List) []Team {
	var teams []Team
	last := 0
	for n := 1; n <= MostTeams; n++ {
		t := Team{Name: typed(TeamBox(n, ""))}
		filled := t.Name != ""
		for _, f := range ByTeam(fields) {
			text := typed(TeamBox(n, f.Name))
			h, known, err := f.Parse(text)
			if err != nil {
				wrong.Add(TeamBox(n, f.Name), "%s, team %d, %s", f.Label, n, err)
			}
			if known {
				t.Numbers = with(t.Numbers, f.Name, h)
			}
			filled = filled || text != ""
		}
		teams = append(teams, t)
		if filled {
			last = n
		}
	}
	if last == 0 {
		return nil
	}
	return teams[:last]
}

// checkTeams adds problems for teams without a name, with the name of another, and with impossible numbers.
func (r Return) checkTeams(wrong *problem.List) {
	if len(r.Teams) > MostTeams {
		wrong.Add("", "Figures can be split between up to %d teams", MostTeams)
	}
	names := map[string]bool{}
	for i, t := range r.Teams {
		name := strings.ToLower(t.Name)
		switch {
		case t.blank():
			continue
		case name == "":
			wrong.Add(TeamBox(i+1, ""), "Enter the name of team %d", i+1)
		case names[name]:
			wrong.Add(TeamBox(i+1, ""), "There is a team called %s already", t.Name)
		}
		names[name] = true
		for _, field := range slices.Sorted(maps.Keys(t.Numbers)) {
			if f, ok := Named(field); ok && (t.Numbers[field] < 0 || t.Numbers[field] > f.most()) {
				wrong.Add(TeamBox(i+1, field), "%s, team %d, must be from 0 to %s", f.Label, i+1, number.Decimal(f.most(), 0))
			}
		}
	}
}

// checkTeamSums adds problems for figures of teams that do not add up to the provider's.
func (r Return) checkTeamSums(wrong *problem.List) {
	for _, f := range ByTeam(r.Fields()) {
		sum, divided, lacking := int64(0), false, 0
		for i, t := range r.Teams {
			h, known := t.Numbers[f.Name]
			switch {
			case known:
				sum, divided = sum+h, true
			case !t.blank() && lacking == 0:
				lacking = i + 1
			}
		}
		whole, known := f.Hundredths(r)
		switch {
		case !divided:
		case lacking > 0:
			wrong.Add(TeamBox(lacking, f.Name), "%s, team %d: enter a number, or 0 if there were none", f.Label, lacking)
		case !known:
			wrong.Add(f.Name, "%s: enter the provider's number. The teams' numbers have to add up to it", f.Label)
		case sum != whole:
			wrong.Add(TeamBox(1, f.Name), "%s: the teams add up to %s, and the provider's number is %s", f.Label, f.Words(sum),
				f.Words(whole))
		}
	}
}
