package steering

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
)

// calendarFile gives out a meeting's day as a file for a person's own calendar.
func (p Pages) calendarFile(c *gin.Context) error {
	m, err := p.meeting(c)
	if err != nil {
		return err
	}
	if page.Unasked(c, home(c)+"/meetings/"+m.ID) {
		return nil
	}
	event := page.MeetingDay(page.Member(c).Tenant, m)
	file := page.Calendar("IPS steering group", p.Store.Now(), []page.CalendarDay{event})
	page.Attachment(c, "steering-group-"+string(m.On())+".ics", page.CalendarType)
	c.Data(http.StatusOK, page.CalendarType, file)
	return nil
}
