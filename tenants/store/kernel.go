package store

import (
	"context"
	"time"

	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/calendar"
)

// What commands and pages need of the kernel itself. Nothing else of it goes further than this package.

// FileName is the name of the SQLite database in the data folder.
const FileName = db.FileName

type (
	// Options say where the rows are and what time it is.
	Options = db.Options
	// Contents say what a database holds, so that people can tell one from another.
	Contents = db.Contents
	// Stats are counts since the store was opened.
	Stats = db.Stats
)

// Open opens the database, makes or moves on its tables, and refuses one that it cannot keep safely: an SQLite
// library with known faults, a file in use by another server, a schema newer than this program.
func Open(ctx context.Context, o Options) (*Store, error) {
	d, err := db.Open(ctx, o)
	if err != nil {
		return nil, err
	}
	return &Store{db: d}, nil
}

// Close ends the connections and frees the lock.
func (s *Store) Close() error { return s.db.Close() }

// Now is the service's clock: its one answer to what time it is.
func (s *Store) Now() time.Time { return s.db.Now() }

// Today is the day in London.
func (s *Store) Today() calendar.Date { return calendar.At(s.Now()).Date() }

// Ping says whether the database can be read.
func (s *Store) Ping(ctx context.Context) error { return s.db.Ping(ctx) }

// SQLite says whether the rows are in an SQLite file.
func (s *Store) SQLite() bool { return s.db.SQLite() }

// Stats are the counts now.
func (s *Store) Stats() Stats { return s.db.Stats() }

// Queries is how many queries have been asked outside saves since the store was opened.
func (s *Store) Queries() int64 { return s.db.Queries() }

// OneMoment is the context of a page that shows one ICB, and what ends its reading. It has to be called before anything is
// sent to the person, who may read slowly. On SQLite each read stays by itself: it costs nothing there.
func (s *Store) OneMoment(ctx context.Context, tenant string) (page context.Context, end func()) {
	return s.db.OneMoment(ctx, tenant)
}

// Together runs many saves in one transaction: for filling a database, where waiting for the disk after each save would
// take longer than all the rest. do gets a store with the saves and reads of the transaction and a clock of its own. An
// error of do takes all of it back. do may run twice, like any save.
func (s *Store) Together(ctx context.Context, clock func() time.Time, do func(ctx context.Context, s *Store) error) error {
	return s.db.Together(ctx, clock, func(ctx context.Context, d *db.DB) error { return do(ctx, &Store{db: d, mails: s.mails}) })
}

// Backup writes the whole database, as it is at one moment, into a new file that only its owner may read, and looks it
// over before it gives it its name. Savers go on meanwhile. A file that is there already is an error unless replace is
// set; one that is not whole is never kept.
func (s *Store) Backup(ctx context.Context, file string, replace bool) (Contents, error) {
	return s.db.Backup(ctx, file, replace, check)
}

// Restore replaces the database in a data folder with a backup, once it has been looked over. It keeps the database that
// was there, as kept; "" when there was none. It asks agree first, with what both hold (nil: none is there); an error of
// agree ends it. It is refused while a server runs on the folder.
func Restore(ctx context.Context, file, dir string, agree func(backup Contents, present *Contents) error) (kept string, err error) {
	return db.Restore(ctx, file, dir, check, agree)
}

// check is Check of a database that nothing else has open.
func check(ctx context.Context, d *db.DB) ([]string, error) { return (&Store{db: d}).Check(ctx) }
