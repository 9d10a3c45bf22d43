package tenants

import (
	"errors"
	"fmt"
)

// The errors of the product. The store returns them, pages turn them into answers (404, 403, 409, 503).
var (
	// ErrNotFound: there is no such row, or it is another ICB's or another provider's: the two must look alike.
	ErrNotFound = errors.New("not found")
	// ErrForbidden: the person's role in this ICB does not allow it.
	ErrForbidden = errors.New("not allowed for this role")
	// ErrProcurement: the role would allow it, but procurement is under way and the person is not named for it.
	ErrProcurement = fmt.Errorf("%w while procurement is under way", ErrForbidden)
	// ErrEnded: the membership ended while the save was under way. It is answered as a stranger is, and is no ErrNotFound,
	// which pages take to be about a row.
	ErrEnded = errors.New("the membership has ended")
	// ErrRoleChanged: the role or provider was changed while the save was under way, and no longer allows all it did.
	ErrRoleChanged = errors.New("the role was changed in the meantime")
	// ErrStale: the row was changed since the person read it; nothing was saved.
	ErrStale = errors.New("changed by somebody else in the meantime")
	// ErrUnavailable: the database cannot be written or reached at the moment (a full disk, a restart). It needs no
	// mending in the program: once it is back, the same is done as if nothing had been.
	ErrUnavailable = errors.New("the database is not available at the moment")
)
