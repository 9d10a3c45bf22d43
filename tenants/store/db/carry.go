package db

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jmoiron/sqlx"

	"ipstoolkit/toolkit/archive"
)

// Carrying takes whole tables out of a database or puts them in, row by row, in one transaction. What a table has, the database
// itself says: a column that a later migration adds goes along without another word.
type Carrying struct {
	db  *DB
	ctx context.Context
	tx  *sqlx.Tx
}

// Table is a table as a database has it: its columns without tenant_id, which the caller gives by the ICB, and in which order
// its rows are unlike each other. Shared says that it has none.
type Table struct {
	Name    string
	Columns []archive.Column
	Shared  bool
	key     []string
	texts   map[string]bool
}

// Carry runs reads of whole tables that see the database at one moment.
func (d *DB) Carry(ctx context.Context, over Pool, f func(c Carrying) error) error {
	d.letGo(ctx)
	ctx, cancel := ownContext(ctx)
	defer cancel()
	var at *sql.TxOptions // SQLite needs no word for it
	if !d.SQLite() {
		at = &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	}
	tx, err := d.pool(over).BeginTxx(ctx, at)
	if err != nil {
		return fmt.Errorf("read: %w", unavailable(err))
	}
	defer func() { _ = tx.Rollback() }()
	return f(Carrying{d, ctx, tx})
}

// CarryInto puts rows in, all of them or none. f may read there what it has put in. It ends when ctx does.
func (d *DB) CarryInto(ctx context.Context, f func(c Carrying) error) error {
	return d.transaction(ctx, func(_ context.Context, tx *sqlx.Tx) error { return f(Carrying{d, ctx, tx}) })
}

// Of names the ICB that the next rows belong to, by its code.
func (c Carrying) Of(tenant string) error { return c.db.setTenant(c.ctx, c.tx, tenant) }

// Reading asks queries about an ICB's rows in the same transaction. Of has to have been called.
func (c Carrying) Reading(tenant string) Reading {
	return asks(c.ctx, oneByOne{c.tx}, tenant, &c.db.queries)
}

// Get reads one row that is no ICB's; none is tenants.ErrNotFound. All reads any number.
func (c Carrying) Get(dest any, query string, args ...any) error {
	return translate(c.tx.GetContext(c.ctx, dest, c.tx.Rebind(query), args...))
}

func (c Carrying) All(dest any, query string, args ...any) error {
	return translate(c.tx.SelectContext(c.ctx, dest, c.tx.Rebind(query), args...))
}

// Schema is the number of the last migration of the database.
func (c Carrying) Schema() (n int64, err error) {
	err = c.Get(&n, `SELECT MAX(version_id) FROM goose_db_version WHERE is_applied`)
	return n, err
}

// types are the words that the two databases have for what a column holds.
var types = map[string]archive.Type{
	"text": archive.Text, "integer": archive.Number, "bigint": archive.Number, "boolean": archive.YesNo, "bytea": archive.Bytes,
}

// Table is what the database says of a table.
func (c Carrying) Table(name string) (Table, error) {
	t := Table{Name: name, Shared: true, texts: map[string]bool{}}
	var columns []struct {
		Name string `db:"name"`
		Type string `db:"type"`
		Key  int    `db:"key"` // its place in the primary key, from 1; 0 for none
	}
	query := `SELECT name, type, pk AS "key" FROM pragma_table_info(?) ORDER BY cid`
	if !c.db.SQLite() {
		query = `
			SELECT a.attname AS name, format_type(a.atttypid, NULL) AS type,
			    COALESCE((SELECT k.n FROM unnest(i.indkey) WITH ORDINALITY k (att, n) WHERE k.att = a.attnum), 0) AS "key"
			FROM pg_attribute a LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
			WHERE a.attrelid = CAST(? AS regclass) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`
	}
	if err := c.All(&columns, query, name); err != nil {
		return t, fmt.Errorf("columns of %s: %w", name, err)
	}
	t.key = make([]string, len(columns))
	keys := 0
	for _, col := range columns {
		kind, known := types[strings.ToLower(col.Type)]
		if !known {
			return t, fmt.Errorf("%s.%s is a %s, which cannot be carried", name, col.Name, col.Type)
		}
		t.texts[col.Name] = kind == archive.Text
		if col.Key > 0 {
			t.key[col.Key-1] = col.Name
			keys++
		}
		if col.Name == "tenant_id" {
			t.Shared = false
		} else {
			t.Columns = append(t.Columns, archive.Column{Name: col.Name, Type: kind})
		}
	}
	t.key = t.key[:keys]
	if keys == 0 {
		return t, fmt.Errorf("%s is no table, or has no key", name)
	}
	return t, nil
}

func (t Table) names() []string {
	list := make([]string, len(t.Columns))
	for i, col := range t.Columns {
		list[i] = col.Name
	}
	return list
}

// order is the order of a table's rows, the same on both databases.
func (c Carrying) order(t Table) string {
	list := make([]string, len(t.key))
	for i, name := range t.key {
		if list[i] = name; t.texts[name] && !c.db.SQLite() {
			list[i] += ` COLLATE "C"` // by bytes, as SQLite does
		}
	}
	return strings.Join(list, ", ")
}

// Rows reads the rows that a condition holds for, with the values that it asks for, in the order of their keys. each may keep
// nothing of a row but what it copies.
func (c Carrying) Rows(t Table, where string, args []any, each func(row archive.Row) error) error {
	rows, err := c.tx.QueryxContext(c.ctx,
		c.tx.Rebind(`SELECT `+strings.Join(t.names(), ", ")+` FROM `+t.Name+` WHERE `+where+` ORDER BY `+c.order(t)), args...)
	if err != nil {
		return fmt.Errorf("rows of %s: %w", t.Name, translate(err))
	}
	defer rows.Close()
	for rows.Next() {
		row, err := rows.SliceScan()
		if err != nil {
			return fmt.Errorf("a row of %s: %w", t.Name, err)
		}
		if err := t.typed(row); err != nil {
			return err
		}
		if err := each(row); err != nil {
			return err
		}
	}
	return translate(rows.Err())
}

// typed makes the values of a row those of its columns: SQLite has them in several forms.
func (t Table) typed(row archive.Row) error {
	for i, value := range row {
		fits := true
		switch v := value.(type) {
		case nil:
		case []byte:
			if t.Columns[i].Type == archive.Text {
				row[i] = string(v)
			} else {
				fits = t.Columns[i].Type == archive.Bytes
			}
		case string:
			if t.Columns[i].Type == archive.Bytes {
				row[i] = []byte(v)
			} else {
				fits = t.Columns[i].Type == archive.Text
			}
		case int64:
			if t.Columns[i].Type == archive.YesNo {
				row[i] = v != 0
			} else {
				fits = t.Columns[i].Type == archive.Number
			}
		case bool:
			fits = t.Columns[i].Type == archive.YesNo
		default:
			fits = false
		}
		if !fits {
			return fmt.Errorf("a row of %s has a %T in %s, which is a %s", t.Name, value, t.Columns[i].Name, t.Columns[i].Type)
		}
	}
	return nil
}

// How much one statement puts in: few enough values for both databases, and little enough to keep in memory.
const (
	valuesAtOnce = 4000
	bytesAtOnce  = 4 << 20
)

// Putting puts rows into one table, several with one statement.
type Putting struct {
	c      Carrying
	t      Table
	tenant string
	some   []any
	rows   int
	size   int
}

// Put begins to put rows into a table, of an ICB where the table has an ICB's rows.
func (c Carrying) Put(t Table, tenant string) *Putting { return &Putting{c: c, t: t, tenant: tenant} }

// Row puts a row in, at the latest with Done. A row with the same key is ErrTaken, one that belongs to nothing
// tenants.ErrNotFound.
func (p *Putting) Row(row archive.Row) error {
	if !p.t.Shared {
		p.some = append(p.some, p.tenant)
	}
	for _, value := range row {
		switch v := value.(type) {
		case string:
			p.size += len(v)
		case []byte:
			p.size += len(v)
		}
		p.some = append(p.some, value)
	}
	p.rows++
	if len(p.some)+len(row)+1 > valuesAtOnce || p.size > bytesAtOnce {
		return p.Done()
	}
	return nil
}

// Done puts in what is left.
func (p *Putting) Done() error {
	if p.rows == 0 {
		return nil
	}
	if err := p.c.ctx.Err(); err != nil {
		return err
	}
	names := p.t.names()
	if !p.t.Shared {
		names = append([]string{"tenant_id"}, names...)
	}
	one := `(?` + strings.Repeat(`, ?`, len(names)-1) + `)`
	query := `INSERT INTO ` + p.t.Name + ` (` + strings.Join(names, ", ") + `) VALUES ` + one + strings.Repeat(`, `+one, p.rows-1)
	args := p.some
	if !p.c.db.SQLite() { // a plan for each number of rows is not worth keeping
		args = append([]any{pgx.QueryExecModeExec}, args...)
	}
	_, err := p.c.tx.ExecContext(p.c.ctx, p.c.tx.Rebind(query), args...)
	p.some, p.rows, p.size = p.some[:0], 0, 0
	if err != nil {
		return fmt.Errorf("rows of %s: %w", p.t.Name, translate(err))
	}
	return nil
}
