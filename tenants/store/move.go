package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"slices"

	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/archive"
)

// Moved says how far a move is: ICBs of all that there are, and the rows until now. ICB is the code of the last, "" for what
// belongs to none.
type Moved struct {
	ICB      string
	ICBs, Of int
	Rows     int64
}

// Move copies all that the database holds into another one, which has to be empty: ICBs, people, sessions, files, sealed rounds.
// tell is told after each ICB. It is one transaction: it ends only when every table there has been read again and holds as many
// rows as here, with the same hash, and when nobody has saved here meanwhile. Otherwise nothing is kept there, and that database
// is refused until a move into it has ended. Nothing is changed here.
func (s *Store) Move(ctx context.Context, to Options, tell func(Moved)) (done Moved, err error) {
	to.Moving = true
	target, err := db.Open(ctx, to)
	if err != nil {
		return done, err
	}
	defer target.Close()
	if err := empty(ctx, target); err != nil {
		return done, err
	}
	if err := target.BeginMove(ctx); err != nil {
		return done, err
	}
	err = s.db.Carry(ctx, db.Apart, func(from db.Carrying) error {
		return target.CarryInto(ctx, func(into db.Carrying) error {
			m := &moving{from: from, into: into, tell: tell}
			if err := m.all(); err != nil {
				return err
			}
			if err := s.still(ctx, m.heads); err != nil {
				return err
			}
			done = m.done
			return into.EndMove()
		})
	})
	return done, err
}

// empty refuses a database that holds something. Rows of an ICB would need that ICB.
func empty(ctx context.Context, target *db.DB) error {
	for _, one := range tablesOfAll {
		var n int
		if !one.shared && one.name != "tenants" {
			continue
		}
		if err := target.Get(ctx, &n, `SELECT COUNT(*) FROM `+one.name+forMove); err != nil {
			return err
		}
		if n > 0 {
			return fmt.Errorf("the database to move to is not empty (%s holds %d rows): take an empty one. Nothing was changed", one.name,
				n)
		}
	}
	return nil
}

// still refuses when somebody has saved since the histories ended as they were read.
func (s *Store) still(ctx context.Context, was []Head) error {
	now, err := s.Heads(ctx)
	sortBy(now, func(h Head) string { return h.ICB }) // a database may sort otherwise
	if err == nil && !slices.Equal(now, was) {
		err = errors.New("somebody saved while the move was under way: stop the service, and run it again. Nothing was kept")
	}
	return err
}

// moving is a move under way: one transaction here that reads, and one there.
type moving struct {
	from, into db.Carrying
	heads      []Head
	done       Moved
	tell       func(Moved)
}

func (m *moving) all() error {
	if err := m.from.All(&m.heads, `SELECT tenant_id, version, audit_head FROM tenants ORDER BY tenant_id`); err != nil {
		return err
	}
	sortBy(m.heads, func(h Head) string { return h.ICB })
	m.done.Of = len(m.heads)
	for _, one := range tablesOfAll {
		if one.shared {
			if err := m.table(one.name, "", `TRUE`); err != nil {
				return err
			}
		}
	}
	m.tell(m.done)
	for _, icb := range m.heads {
		if err := m.icb(icb); err != nil {
			return fmt.Errorf("%s: %w", icb.ICB, err)
		}
		m.done.ICB, m.done.ICBs = icb.ICB, m.done.ICBs+1
		m.tell(m.done)
	}
	return nil
}

// icb moves one ICB, and looks whether its history ends there as it does here.
func (m *moving) icb(icb Head) error {
	for _, c := range []db.Carrying{m.from, m.into} {
		if err := c.Of(icb.ICB); err != nil {
			return err
		}
	}
	for _, one := range tablesOfAll {
		if !one.shared {
			if err := m.table(one.name, icb.ICB, `tenant_id = ?`, icb.ICB); err != nil {
				return err
			}
		}
	}
	var there Head
	err := m.into.Get(&there, `
		SELECT a.tenant_id, a.seq AS version, a.hash AS audit_head FROM audit a
		JOIN tenants t ON t.tenant_id = a.tenant_id AND t.version = a.seq AND t.audit_head = a.hash WHERE a.tenant_id = ? AND a.seq = ?`,
		icb.ICB, icb.Saves)
	if err == nil && there != icb {
		err = errors.New("its history ends otherwise there")
	}
	return err
}

// table moves rows of a table, and reads them again there.
func (m *moving) table(name, icb, where string, args ...any) error {
	from, err := m.from.Table(name)
	if err != nil {
		return err
	}
	into, err := m.into.Table(name)
	if err != nil {
		return err
	}
	if !archive.SameColumns(from.Columns, into.Columns) {
		return fmt.Errorf("%s has other columns there", name)
	}
	here, there, put := &summing{sum: sha256.New()}, &summing{sum: sha256.New()}, m.into.Put(into, icb)
	err = m.from.Rows(from, where+forMove, args, func(row archive.Row) error {
		if err := here.row(row); err != nil {
			return fmt.Errorf("a row of %s: %w", name, err)
		}
		return put.Row(row)
	})
	if err == nil {
		err = put.Done()
	}
	if err != nil {
		return err
	}
	if err := m.into.Rows(into, where+forMove, args, there.row); err != nil {
		return err
	}
	if here.rows != there.rows || !bytes.Equal(here.sum.Sum(nil), there.sum.Sum(nil)) {
		return fmt.Errorf("%s holds %d rows here and %d there, or other values: nothing was kept", name, here.rows, there.rows)
	}
	m.done.Rows += here.rows
	return nil
}

// summing counts rows and makes one hash of them.
type summing struct {
	sum  hash.Hash
	rows int64
	line []byte
}

func (s *summing) row(row archive.Row) (err error) {
	if s.line, err = archive.AppendRow(s.line[:0], row); err != nil {
		return err
	}
	s.rows++
	s.sum.Write(append(s.line, '\n'))
	return nil
}
