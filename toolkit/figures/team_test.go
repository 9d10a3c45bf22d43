package figures_test

import (
	"reflect"
	"testing"

	"ipstoolkit/toolkit/figures"
)

func team(name string, access int64) figures.Team {
	return figures.Team{Name: name, Numbers: map[string]int64{"access_unemployed": access * 100}}
}

// many are n teams; the first three have one person each.
func many(n int) []figures.Team {
	var list []figures.Team
	for i := range n {
		list = append(list, team(string(rune('A'+i)), max(0, min(1, int64(3-i)))))
	}
	return list
}

func TestTeamsAddUpToTheProvider(t *testing.T) {
	for _, c := range []struct {
		name  string
		teams []figures.Team
		want  string
	}{
		{"none", nil, ""},
		{"they add up", []figures.Team{team("North", 1), team("South", 2)}, ""},
		{"one too few", []figures.Team{team("North", 1), team("South", 1)}, "team_1_access_unemployed"},
		{"one too many", []figures.Team{team("North", 2), team("South", 2)}, "team_1_access_unemployed"},
		{"one not given", []figures.Team{team("North", 3), {Name: "South"}}, "team_2_access_unemployed"},
		{"an empty column between", []figures.Team{team("North", 1), {}, team("South", 2)}, ""},
		{"no name", []figures.Team{team("North", 1), team("", 2)}, "team_2"},
		{"the same name in other letters", []figures.Team{team("North", 1), team("north", 2)}, "team_2"},
		{"as many as there can be", many(12), ""},
		{"below nothing", []figures.Team{team("North", -1), team("South", 4)}, "team_1_access_unemployed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := filled() // 3 of everything
			r.Teams = c.teams
			if got := fieldsOf(r, figures.Submit, figures.Return{}); got != c.want {
				t.Errorf("refused %q, want %q", got, c.want)
			}
		})
	}
	r := filled()
	r.Teams = many(13)
	if wrong := r.Check(); len(wrong) != 1 || wrong[0].Message != "Figures can be split between up to 12 teams" {
		t.Errorf("13 teams: %v", wrong)
	}
	r.Teams = []figures.Team{team("North", 1)}
	if got := fieldsOf(r, figures.Save, figures.Return{}); got != "" {
		t.Errorf("a draft's teams need not add up: %q", got)
	}
}

func TestTeamsAreReadFromTheirColumns(t *testing.T) {
	typed := map[string]string{"team_1": "North", "team_1_access_unemployed": "1,000", "team_3": "South", "team_3_kept_work": "x"}
	var r figures.Return
	wrong := figures.Read(&r, func(name string) string { return typed[name] })
	want := []figures.Team{{Name: "North", Numbers: map[string]int64{"access_unemployed": 100_000}}, {}, {Name: "South"}}
	if !reflect.DeepEqual(r.Teams, want) {
		t.Errorf("read %+v, want %+v", r.Teams, want)
	}
	if len(wrong) != 1 || wrong[0].Field != "team_3_kept_work" {
		t.Errorf("wrong %v", wrong)
	}
	typed["team_12"], typed["team_13"] = "The last", "One too many"
	var twelve figures.Return
	_ = figures.Read(&twelve, func(name string) string { return typed[name] })
	if n := len(twelve.Teams); n != figures.MostTeams || twelve.Teams[n-1].Name != "The last" {
		t.Errorf("%d teams are read: %+v", n, twelve.Teams)
	}
	kept := figures.Return{}.Figures(r)
	if len(kept.Teams) != 2 || kept.Teams[1].Name != "South" {
		t.Errorf("kept %+v", kept.Teams)
	}
	if got, want := kept.TeamsText(), "North: People out of work who accessed the service 1,000\nSouth: "; got != want {
		t.Errorf("text %q, want %q", got, want)
	}
}
