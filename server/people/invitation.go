package people

import (
	"errors"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
)

// renew makes a new link for an invitation, and shows it or has it emailed.
func (p Pages) renew(c *gin.Context) error {
	f, err := page.ReadForm(c)
	if err != nil {
		return err
	}
	if f.Has("by_email") {
		err := p.rows(c).MailInvitation(c, c.Param("invitation"), f.Version())
		if _, ok := errors.AsType[problem.List](err); ok {
			return page.ErrBadForm // the page does not offer it
		}
		if err != nil {
			return p.changedInvitation(c, "No new link was made", f.Version(), err)
		}
		return page.SeeOther(c, path(c)+"?saved=mailed#invitations")
	}
	token, err := p.rows(c).RenewInvitation(c, c.Param("invitation"), f.Version())
	if err != nil {
		return p.changedInvitation(c, "No new link was made", f.Version(), err)
	}
	i, err := p.Store.InvitationOf(c, token)
	if err != nil {
		return err
	}
	return p.showLink(c, i.Name, token)
}

// withdraw makes an invitation's link worth nothing.
func (p Pages) withdraw(c *gin.Context) error {
	f, err := page.ReadForm(c)
	if err != nil {
		return err
	}
	if err := p.rows(c).RevokeInvitation(c, c.Param("invitation"), f.Version()); err != nil {
		return p.changedInvitation(c, "It was not withdrawn", f.Version(), err)
	}
	return page.SeeOther(c, path(c)+"?saved=withdrawn")
}

// changedInvitation shows the list of people as it is when an invitation is not as the person saw it, or was accepted or
// withdrawn; every other error, and that of an invitation that was never there, is as it was.
func (p Pages) changedInvitation(c *gin.Context, undone string, seen int, err error) error {
	if !errors.Is(err, tenants.ErrStale) && !errors.Is(err, tenants.ErrNotFound) {
		return err
	}
	h, read := p.rows(c).HistoryPart(c, snapshot.Part{}, record.Invitation, c.Param("invitation"))
	if read != nil {
		return read
	}
	if len(h.Events) == 0 {
		return err
	}
	k := page.ChangedSince("this invitation", undone, seen, seen+1, h)
	return p.showList(c, store.Invitation{}, "", page.Refusal{Conflict: &k})
}
