package figures

import "ipstoolkit/toolkit/calendar"

// dayOf reads a day as calendar.Read does.
func dayOf(text string) (calendar.Date, bool) { return calendar.Read(text) }
