package meetings

import (
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/steering"
)

// minutesPage are the minutes to read through, print and copy into an email.
type minutesPage struct {
	page.Base
	Stage page.Tag
	Text  string
	Back  string
	// Parts are the same text for paper: headings with what is under each.
	Parts []minutesPart
	Acts  []string
}

// minutesPart is an item of the minutes.
type minutesPart struct {
	Heading string
	Minute  string
	Decided []string
}

var minutesTemplate = page.Parse[minutesPage](files, "minutes.html")

// minutes shows them. Before they are sent for comment, members who do not write them read the agenda.
func (p pages) minutes(c *gin.Context) error {
	m, err := p.meeting(c)
	if err != nil {
		return err
	}
	stage := steering.StageOf(m.Row)
	acts, err := p.actionsOf(c, m)
	if err != nil {
		return err
	}
	data := minutesPage{
		Acts: agreedWords(acts),
		Base: page.New(c, "Minutes: "+p.title(m)).Under(p.crumbs(c, m)...), Stage: stageTag(stage), Back: p.at(c, m),
		Text: p.minutesText(page.Member(c).Tenant.Name, m, agreedWords(acts)),
	}
	for i, r := range m.Items {
		part := minutesPart{Heading: strconv.Itoa(i+1) + ". " + r.Text(register.Item.Title), Minute: r.Text(register.Item.Minute)}
		for _, d := range m.DecisionsOn(r.ID) {
			part.Decided = append(part.Decided, d.Text(register.Decision.Text))
		}
		data.Parts = append(data.Parts, part)
	}
	return minutesTemplate.OK(c, data)
}

// minutesText are the minutes as plain text, for an email.
func (p pages) minutesText(icb string, m steering.Meeting, acts []string) string {
	var b strings.Builder
	line := func(words ...string) { b.WriteString(strings.Join(words, "") + "\n") }
	line(icb, ": IPS ", strings.ToLower(p.title(m)[:1]), p.title(m)[1:])
	line(steering.StageOf(m.Row).Words())
	var came []string
	for _, a := range m.Attendance {
		if n, _ := a.Number(register.Attendance.People); n > 0 {
			came = append(came, steering.SeatName(a)+" ("+strconv.FormatInt(n, 10)+")")
		}
	}
	if len(came) > 0 {
		line("Present: ", strings.Join(came, "; "))
	}
	if absent := m.Absent(); len(absent) > 0 {
		line("Apologies: ", strings.Join(absent, "; "))
	}
	for i, r := range m.Items {
		line()
		line(strconv.Itoa(i+1), ". ", r.Text(register.Item.Title))
		if minute := r.Text(register.Item.Minute); minute != "" {
			line(minute)
		}
		for _, d := range m.DecisionsOn(r.ID) {
			line("Decision: ", d.Text(register.Decision.Text))
		}
	}
	if len(acts) > 0 {
		line()
		line("Actions")
		for _, words := range acts {
			line("- ", words)
		}
	}
	return b.String()
}
