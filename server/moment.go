package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants/store"
)

// oneMoment lets a page of an ICB read all that it shows at one moment. It ends before the first byte of the answer, which
// is written when the page is whole: nobody's slow connection keeps one to the database.
func oneMoment(s *store.Store) gin.HandlerFunc {
	return func(c *gin.Context) {
		if c.Request.Method != http.MethodGet && c.Request.Method != http.MethodHead {
			return
		}
		ctx, end := s.OneMoment(c.Request.Context(), page.Member(c).Tenant.Code)
		defer end()
		c.Request = c.Request.WithContext(ctx)
		c.Writer = endingWriter{c.Writer, end}
		c.Next()
	}
}

// endingWriter calls end before it writes.
type endingWriter struct {
	gin.ResponseWriter
	end func()
}

func (w endingWriter) Write(b []byte) (int, error) {
	w.end()
	return w.ResponseWriter.Write(b)
}

func (w endingWriter) WriteString(s string) (int, error) {
	w.end()
	return w.ResponseWriter.WriteString(s)
}

func (w endingWriter) WriteHeaderNow() {
	w.end()
	w.ResponseWriter.WriteHeaderNow()
}

func (w endingWriter) Flush() {
	w.end()
	w.ResponseWriter.Flush()
}

// Unwrap is for http.ResponseController.
func (w endingWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
