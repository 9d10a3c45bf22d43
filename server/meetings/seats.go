package meetings

import (
	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/steering"
)

// usualSeats records the seats that the toolkit asks for, where the group has none.
func (p pages) usualSeats(c *gin.Context) error {
	if err := page.Allow(c, tenants.KeepRegisters); err != nil {
		return err
	}
	if _, err := page.ReadForm(c); err != nil {
		return err
	}
	seats, err := p.rows(c).GroupSeats(c)
	if err != nil {
		return err
	}
	if len(seats) == 0 {
		if err := p.rows(c).ImportRows(c, register.Seats, steering.DefaultSeats()); err != nil {
			return err
		}
	}
	return page.SeeOther(c, p.home(c)+"/group")
}
