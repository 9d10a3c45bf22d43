package meetings

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
)

// calendarFile gives out a meeting's day as a file for a person's own calendar.
func (p pages) calendarFile(c *gin.Context) error {
	m, err := p.meeting(c)
	if err != nil {
		return err
	}
	if page.Unasked(c, p.at(c, m)) {
		return nil
	}
	event := page.MeetingDay(page.Member(c).Tenant, m)
	file := page.Calendar("IPS "+p.name, p.Store.Now(), []page.CalendarDay{event})
	page.Attachment(c, strings.ReplaceAll(p.name, " ", "-")+"-"+string(m.On())+".ics", page.CalendarType)
	c.Data(http.StatusOK, page.CalendarType, file)
	return nil
}
