// Package export gives out everything of an ICB as one file, and is the page that says what is in it.
package export

import (
	"embed"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/server/places"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/problem"
)

//go:embed *.html
var files embed.FS

// Pages are the page and its download.
type Pages struct {
	Store    *store.Store
	Editions *edition.Library
	// Places are those for exports: a few are made at the same time. Sending takes no place.
	Places *places.Places
}

// Mount puts them under an ICB's address. Only its members reach them.
func (p Pages) Mount(icb gin.IRouter) {
	icb.GET("/export", page.Handle(p.show))
	icb.POST("/export", page.Handle(p.download))
}

type exportPage struct {
	page.Base
	// Size says how much there is.
	Size   string
	Reason page.Textarea
}

var exportTemplate = page.Parse[exportPage](files, "export.html")

func (p Pages) show(c *gin.Context) error {
	if err := page.Allow(c, tenants.ExportAll); err != nil {
		return err
	}
	return p.showPage(c, http.StatusOK, "", nil)
}

func (p Pages) showPage(c *gin.Context, status int, reason string, wrong problem.List) error {
	size, err := p.Store.For(page.Member(c)).HowMuch(c)
	if err != nil {
		return err
	}
	return exportTemplate.Show(c, status, exportPage{
		Base: page.New(c, "Export everything").
			Under(page.Crumb{Href: page.Home(page.Member(c).Tenant.Code) + "/settings", Text: "Settings"}).With(wrong),
		Size: sizeWords(size),
		Reason: page.Textarea{
			Name: "reason", Label: "Why do you need everything?", LabelSize: "s", Rows: 2, Limit: store.ReasonLimit, Value: reason,
			Hint:  "The history keeps this with your name. Commissioners can read it.",
			Error: wrong.For("reason"),
		},
	})
}

// sizeWords are "28 files with 2.5 MB, and a history of 440 saves".
func sizeWords(s store.Size) string {
	return fmt.Sprintf("%s with %s, and a history of %s", count(int64(s.Files), "file"), evidence.SizeWords(s.Bytes),
		count(s.Saves, "save"))
}

func count(n int64, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return number.Grouped(n) + " " + what + "s"
}

// download makes what is of one moment, writes into the history that it is taken out, and sends it with the files that follow. It
// is a POST, since the history has it.
func (p Pages) download(c *gin.Context) error {
	if err := page.Allow(c, tenants.ExportAll); err != nil {
		return err
	}
	f, err := page.ReadForm(c)
	if err != nil {
		return err
	}
	reason := f.Text("reason")
	rows := p.Store.For(page.Member(c)).Apart()
	if list, refused := errors.AsType[problem.List](rows.CheckExport(reason)); refused {
		return p.showPage(c, http.StatusUnprocessableEntity, reason, list)
	}
	var made *Made
	err = page.Heavy(c, p.Places, "Your export", func() (err error) {
		made, err = Make(c, p.Store, rows, p.Editions)
		return err
	})
	if err != nil {
		return err
	}
	defer made.Close()
	if err := rows.ExportedAll(c, made.Saves, reason); err != nil {
		return err
	}
	page.Attachment(c, made.FileName(), "application/zip")
	c.Status(http.StatusOK)
	to := &unhurried{c.Writer, http.NewResponseController(c.Writer)}
	if err := made.Send(c, to, func(int) {}); err != nil {
		page.Fail(c, page.Gone(c, fmt.Errorf("send everything: %w", err)))
		panic(http.ErrAbortHandler) // half a file has gone out: the browser is told that it is not whole
	}
	return nil
}

// unhurried gives a reader time for as long as something gets through: there can be gigabytes.
type unhurried struct {
	to   io.Writer
	conn *http.ResponseController
}

// pieceSize is how much is sent at once, and pieceTime how long that may take: about 26 kbit/s, as for files that come in.
const (
	pieceSize = 64 << 10
	pieceTime = 20 * time.Second
)

func (u *unhurried) Write(b []byte) (done int, err error) {
	for len(b) > 0 && err == nil {
		_ = u.conn.SetWriteDeadline(time.Now().Add(pieceTime)) // a connection that knows no such end has none
		var n int
		n, err = u.to.Write(b[:min(len(b), pieceSize)])
		done, b = done+n, b[n:]
	}
	return done, err
}
