package settings

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"iter"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/grid"
	"ipstoolkit/toolkit/snapshot"
)

// historyFile gives out the whole history, which workbooks hold the last quarters of, as far as the member reads it on its
// page. It is read and sent a few saves at a time: who takes it slowly keeps nothing of the database waiting. It is of
// one moment all the same, since a save that has been made never changes.
func (p Pages) historyFile(c *gin.Context) error {
	if err := page.Allow(c, tenants.ReadHistory); err != nil {
		return err
	}
	member := page.Member(c)
	if page.Unasked(c, page.Home(member.Tenant.Code)+"/history") {
		return nil
	}
	rows := p.Store.For(member).Apart()
	icb, err := p.Store.Tenant(c, member.Tenant.Code)
	if err != nil {
		return err
	}
	names, err := p.names(c, rows, member, nil)
	if err != nil {
		return err
	}
	if names.Evidence, err = rows.EvidenceList(c); err != nil {
		return err
	}
	next, stop := iter.Pull2(rows.WholeHistory(c, icb.Version).All())
	defer stop()
	first, err, some := next()
	if err != nil {
		return err
	}
	if err := rows.Exported(c, "history", icb.Version); err != nil {
		return err
	}
	name := fmt.Sprintf("ips-self-assessment-%s-%s-history.csv", icb.Code, p.Store.Today())
	page.Attachment(c, name, "text/csv; charset=utf-8")
	c.Status(http.StatusOK)
	w := newHistoryWriter(c.Writer, names.Subjects())
	for e := first; some; {
		w.save(e)
		if e, err, some = next(); err != nil {
			break
		}
	}
	if err == nil {
		err = w.end()
	}
	if err == nil {
		return nil
	}
	err = page.Gone(c, fmt.Errorf("send the history: %w", err))
	if !c.Writer.Written() {
		c.Header("Content-Disposition", "") // the page that says so is no file
		return err
	}
	page.Fail(c, err)
	panic(http.ErrAbortHandler) // half a file has gone out: the browser is told that it is not whole
}

// historyWriter writes saves as CSV: a row for each field that changed, in UTF-8 with the mark by which Excel knows it.
type historyWriter struct {
	out     *bufio.Writer
	rows    *csv.Writer
	subject func(snapshot.Event) string
}

func newHistoryWriter(to gin.ResponseWriter, subject func(snapshot.Event) string) *historyWriter {
	out := bufio.NewWriterSize(to, 64<<10)
	_, _ = out.WriteString(grid.Mark) // a fault is told at the end
	w := &historyWriter{out, csv.NewWriter(out), subject}
	w.put("Number", "When", "Who", "About", "Action", "What changed", "Before", "After")
	return w
}

func (w *historyWriter) save(e snapshot.Event) {
	when := e.At.Time().In(calendar.London).Format("2006-01-02 15:04:05")
	about, changes := w.subject(e), e.Told()
	if len(changes) == 0 {
		changes = []snapshot.Change{{}}
	}
	for _, c := range changes {
		w.put(strconv.FormatInt(e.Seq, 10), when, e.By(), about, e.ActWords(), e.FieldWords(c), e.Said(c, c.Old), e.Said(c, c.New))
	}
}

func (w *historyWriter) put(cells ...string) {
	for i, text := range cells {
		cells[i] = grid.Safe(text)
	}
	_ = w.rows.Write(cells) // a fault is told at the end
}

func (w *historyWriter) end() error {
	w.rows.Flush()
	if err := w.rows.Error(); err != nil {
		return err
	}
	return w.out.Flush()
}
