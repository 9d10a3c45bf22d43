package server

import (
	"io"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
)

// pace is the slowest rate at which a body with files may come in: each piece of so many bytes within a time. A sender
// who is slower has gone, or keeps the disk and a connection busy for nothing.
type pace struct {
	piece int
	time  time.Duration
}

// leastPace is about 26 kbit/s: slower than any line on which somebody would send files.
var leastPace = pace{piece: 64 << 10, time: 20 * time.Second}

// longTime is how long a file may take to come in or go out altogether.
const longTime = 10 * time.Minute

// unhurried is middleware that gives files their time, for those who have shown that they are members: as long as what they
// send keeps coming.
func unhurried(p pace) gin.HandlerFunc {
	return func(c *gin.Context) {
		if !isLong(c.Request.Method + " " + c.FullPath()) {
			return
		}
		end, conn := time.Now().Add(longTime), http.NewResponseController(c.Writer)
		_, _ = conn.SetReadDeadline(end), conn.SetWriteDeadline(end) // a connection that knows no such end has none
		if c.Request.Method == http.MethodPost {
			body := &paced{ReadCloser: c.Request.Body, pace: p, conn: conn, end: end}
			body.renew()
			c.Request.Body = body
		}
	}
}

// paced is a body that must keep up a pace: each piece renews its time, and a body that is too slow loses its
// connection.
type paced struct {
	io.ReadCloser
	pace
	conn *http.ResponseController
	end  time.Time
	come int
}

func (p *paced) Read(b []byte) (int, error) {
	n, err := p.ReadCloser.Read(b)
	p.come += n
	switch {
	case err != nil:
		// The body has ended, well or not: what is left is ours to do. A deadline that passes meanwhile would end the request.
		_ = p.conn.SetReadDeadline(p.end)
	case p.come >= p.piece:
		p.renew()
	}
	return n, err
}

func (p *paced) renew() {
	p.come = 0
	next := time.Now().Add(p.time)
	if next.After(p.end) {
		next = p.end
	}
	_ = p.conn.SetReadDeadline(next)
}
