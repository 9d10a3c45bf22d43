package page

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"

	"github.com/gin-gonic/gin"
)

type headerKey struct{}

// HeaderAlone marks a request (HEAD) that is answered as any other, but nobody reads the body of the answer.
func HeaderAlone(r *http.Request) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), headerKey{}, true))
}

// Unasked answers a request for a file where nobody has asked for it here, and says whether it did. HEAD only looks
// whether the file is there. A link on another website leads to the page that offers it. Neither takes the file out, so
// the file is not made and the history says nothing. Call it once the member is known to be allowed the file.
func Unasked(c *gin.Context, offered string) bool {
	site := c.GetHeader("Sec-Fetch-Site") // old browsers, and programs, say nothing
	switch {
	case c.Request.Context().Value(headerKey{}) != nil:
		c.Header("Cache-Control", "no-store")
		c.Status(http.StatusOK)
	case site == "cross-site" || site == "same-site": // another service of the same domain is another website
		c.Redirect(http.StatusSeeOther, offered)
	default:
		return false
	}
	return true
}

// Attachment puts into the answer's header that its body is a file to be kept, of a name in plain letters.
func Attachment(c *gin.Context, name, mediaType string) {
	c.Header("Content-Type", mediaType)
	c.Header("Content-Disposition", fmt.Sprintf(`attachment; filename="%s"`, name))
	c.Header("Cache-Control", "no-store")
	c.Header("X-Content-Type-Options", "nosniff")
}

// SendFile sends a whole file as an attachment. When the file cannot be read to its end, or the reader goes away, the
// browser knows that it has not got all of it.
func SendFile(c *gin.Context, f *os.File, name, mediaType string) error {
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return fmt.Errorf("size of a file to send: %w", err)
	}
	Attachment(c, name, mediaType)
	c.Header("Content-Length", strconv.FormatInt(size, 10))
	c.Status(http.StatusOK)
	if _, err := io.Copy(c.Writer, io.NewSectionReader(f, 0, size)); err != nil {
		return Gone(c, fmt.Errorf("send a file: %w", err))
	}
	return nil
}

// Gone is the error of a file that could not be sent to its end: the context's when the browser has gone.
func Gone(c *gin.Context, err error) error {
	if gone := c.Request.Context().Err(); gone != nil {
		return gone
	}
	return err
}
