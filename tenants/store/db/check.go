package db

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"sync"
)

// Check looks the file over (SQLite) with the references in it, and, beside that, asks rows what is wrong with what the
// database says. It names in words what is wrong and where; nothing when all is whole.
func (d *DB) Check(ctx context.Context, rows func(ctx context.Context) (faults []string, err error)) ([]string, error) {
	if !d.SQLite() {
		return rows(ctx)
	}
	// The two take about as long as each other.
	var ofFile []string
	var fileErr error
	var file sync.WaitGroup
	file.Go(func() { ofFile, fileErr = damageInWords(d.checkFile(ctx)) })
	ofRows, err := damageInWords(rows(ctx))
	file.Wait()
	return slices.Compact(append(ofFile, ofRows...)), cmp.Or(fileErr, err)
}

// damageInWords makes an error that says that the file is damaged one of the faults.
func damageInWords(faults []string, err error) ([]string, error) {
	if isDamage(err) {
		return append(faults, "the database file: "+err.Error()), nil
	}
	return faults, err
}

// checkFile asks SQLite whether its file and the references in it are whole.
func (d *DB) checkFile(ctx context.Context) ([]string, error) {
	var faults, words []string
	if err := d.reader.SelectContext(ctx, &words, `PRAGMA integrity_check`); err != nil {
		return nil, fmt.Errorf("integrity: %w", err)
	}
	for _, w := range words {
		if w != "ok" {
			faults = append(faults, "the database file: "+w)
		}
	}
	var broken []struct {
		Table  string        `db:"table"`
		Row    sql.NullInt64 `db:"rowid"`
		Parent string        `db:"parent"`
		Key    int           `db:"fkid"`
	}
	if err := d.reader.SelectContext(ctx, &broken, `PRAGMA foreign_key_check`); err != nil {
		return nil, fmt.Errorf("references: %w", err)
	}
	for _, b := range broken {
		faults = append(faults, fmt.Sprintf("a row of %s refers to a row of %s that is not there", b.Table, b.Parent))
	}
	return faults, nil
}
