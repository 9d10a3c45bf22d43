package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/archive"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
)

// Imported is what came in with an ICB.
type Imported struct {
	archive.Head
	Rows, Files int
	// Missing are the files that the export did not have either.
	Missing []archive.Missing
	// Invitations is how many open invitations lost their links.
	Invitations int
}

// codeOfICB is what an ICB's code looks like, an invented one's too.
var codeOfICB = regexp.MustCompile(`^[A-Z][A-Z0-9]{1,9}$`)

// Import brings in an ICB that was exported, all of it or nothing, once every entry of the file has been read and its hash
// compared. What is then in the database has to stand up to the same check as everything else there: the history's chain, each
// record beside what the history tells of it, the bytes of each file. Errors: an archive.Fault that says in words what is wrong
// with the file, or why it does not go in here.
func (s *Store) Import(ctx context.Context, editions *edition.Library, r *archive.Reader) (Imported, error) {
	if !codeOfICB.MatchString(r.ICB) {
		return Imported{}, archive.Fault(fmt.Sprintf("%q is not the code of an ICB", r.ICB))
	}
	if err := r.Verify(ctx); err != nil {
		return Imported{}, err
	}
	var done Imported
	err := s.db.CarryInto(ctx, func(c db.Carrying) error {
		in := &importing{Carrying: c, from: r, editions: editions, tables: exported()}
		in.done = Imported{Head: r.Head, Missing: r.Missing}
		if err := in.all(ctx); err != nil {
			return err
		}
		done = in.done
		return nil
	})
	if errors.Is(err, db.ErrTaken) || errors.Is(err, tenants.ErrNotFound) {
		err = archive.Fault(fmt.Sprintf("%s does not fit together: %v", archive.Document, err))
	}
	return done, err
}

// exported are the tables of a document, in its order.
func exported() []tableOfAll {
	return slices.DeleteFunc(slices.Clone(tablesOfAll), func(one tableOfAll) bool { return one.why != "" || one.bytes })
}

// importing is an ICB on its way into the database, in one transaction.
type importing struct {
	db.Carrying
	from     *archive.Reader
	editions *edition.Library
	tables   []tableOfAll // those that have still to come
	one      tableOfAll
	table    db.Table
	put      *db.Putting
	done     Imported
}

func refuse(format string, args ...any) error { return archive.Fault(fmt.Sprintf(format, args...)) }

func (in *importing) all(ctx context.Context) error {
	code := in.from.ICB
	if err := in.Of(code); err != nil {
		return err
	}
	if err := in.from.Read(archive.Document, func(from io.Reader) error { return archive.ReadDocument(from, in) }); err != nil {
		return err
	}
	if err := in.end(); err != nil {
		return err
	}
	if len(in.tables) > 0 {
		return refuse("%s lacks the table %s", archive.Document, in.tables[0].name)
	}
	q := reading{in.Reading(code), false}
	if err := in.files(ctx, q); err != nil {
		return err
	}
	if err := q.Get(&in.done.Invitations, `SELECT COUNT(*) FROM invitations i WHERE i.tenant_id = ? AND i.accepted_at = '' AND
		i.revoked_at = '' AND i.void_at = ''`, code); err != nil {
		return err
	}
	faults, err := q.CheckChain(q.checkRows)
	if err == nil && len(faults) > 0 {
		err = refuse("the records of %s are not those that its history tells of; %d found wrong:\n  %s", code, len(faults),
			strings.Join(faults[:min(10, len(faults))], "\n  "))
	}
	return err
}

// Head refuses a document that is not the manifest's, has other tables than the database, or is of an ICB that is there.
func (in *importing) Head(h archive.Head) error {
	schema, err := in.Schema()
	if err != nil {
		return err
	}
	var there int
	switch {
	case h != in.from.Head:
		return refuse("%s is of another export than the rest of the file", archive.Document)
	case h.Schema > schema:
		return refuse("the file was made by a newer program (tables %d, these are %d): use that one", h.Schema, schema)
	case h.Schema < schema:
		return refuse("the file was made by an older program (tables %d, these are %d): import it with that one into an empty folder, "+
			"start this one on the folder, and export it again", h.Schema, schema)
	}
	if err := in.Get(&there, `SELECT COUNT(*) FROM tenants WHERE tenant_id = ?`, h.ICB); err != nil {
		return err
	}
	if there > 0 {
		return refuse("the ICB %s is there already: an import never adds to one or replaces one", h.ICB)
	}
	return nil
}

func (in *importing) Table(name string, columns []archive.Column) (err error) {
	if err := in.end(); err != nil {
		return err
	}
	if len(in.tables) == 0 || in.tables[0].name != name {
		return refuse("%s has the table %q where another is wanted", archive.Document, name)
	}
	in.one, in.tables = in.tables[0], in.tables[1:]
	if in.table, err = in.Carrying.Table(name); err != nil {
		return err
	}
	if !archive.SameColumns(columns, in.table.Columns) {
		return refuse("%s: the table %s has other columns than here", archive.Document, name)
	}
	in.put = in.Put(in.table, in.from.ICB)
	return nil
}

// end puts in what is left of a table.
func (in *importing) end() error {
	if in.put == nil {
		return nil
	}
	return in.put.Done()
}

func (in *importing) Row(row archive.Row) error {
	in.done.Rows++
	switch in.one.name {
	case "editions":
		return in.edition(row)
	case "people":
		return in.person(row)
	case "mail_choices":
		return in.onceEach(row, "person_id")
	}
	if at := in.column(in.one.secret); at >= 0 {
		row[at] = "no link " + db.NewID()
	}
	return in.put.Row(row)
}

// column is where a column is, -1 where it is not.
func (in *importing) column(name string) int {
	return slices.IndexFunc(in.table.Columns, func(col archive.Column) bool { return col.Name == name })
}

// text is what a row has in a column of text, "" for nothing.
func (in *importing) text(row archive.Row, name string) string {
	text, _ := row[in.column(name)].(string)
	return text
}

// onceEach puts in a row of a shared table unless there is one with its key.
func (in *importing) onceEach(row archive.Row, key string) error {
	var there int
	if err := in.Get(&there, `SELECT COUNT(*) FROM `+in.table.Name+` WHERE `+key+` = ?`, in.text(row, key)); err != nil || there > 0 {
		return err
	}
	return in.put.Row(row)
}

// edition puts in an edition of the toolkit. One of its name that is here has to be the same.
func (in *importing) edition(row archive.Row) error {
	id, hash := in.text(row, "edition_id"), in.text(row, "hash")
	body, _ := row[in.column("body")].([]byte)
	e, err := edition.Parse(archive.Document+": "+id, body)
	if err != nil || e.ID != id || e.Hash != hash {
		return refuse("%s: the edition %q of the toolkit is damaged: %v", archive.Document, id, err)
	}
	if own, found := in.editions.Edition(id); found && own.Hash != hash {
		return refuse("%s: the edition %s of the toolkit has other words than the one of this program", archive.Document, id)
	}
	return in.onceEach(row, "edition_id")
}

// person puts in somebody who is or was a member. Somebody who is known here already has to be the same person with the same id:
// the history names people by it.
func (in *importing) person(row archive.Row) error {
	var known []struct {
		ID      string `db:"id"`
		Issuer  string `db:"issuer"`
		Subject string `db:"subject"`
	}
	id, issuer, subject := in.text(row, "id"), in.text(row, "issuer"), in.text(row, "subject")
	err := in.All(&known, `SELECT id, issuer, subject FROM people WHERE id = ? OR (issuer = ? AND subject = ?)`, id, issuer, subject)
	if err != nil {
		return err
	}
	for _, p := range known {
		if p.ID != id || p.Issuer != issuer || p.Subject != subject {
			return refuse("%s (%s) is known here already under another id, so the two histories would not fit together: "+
				"import the ICB into an instance of its own", in.text(row, "name"), in.text(row, "email"))
		}
	}
	if len(known) > 0 {
		return nil
	}
	return in.put.Row(row)
}

// files puts in the bytes of files. A row has to ask for each.
func (in *importing) files(ctx context.Context, q reading) error {
	kept, err := q.keptFiles()
	if err != nil {
		return err
	}
	wanted, held := map[archive.File]bool{}, map[string]bool{}
	for _, f := range kept {
		wanted[archive.File{Kind: f.Kind, ID: f.ID, Size: f.Size, SHA256: f.SHA256}] = true
		held[f.ID] = f.file.State == evidence.Held
	}
	for _, f := range in.from.Files {
		as := archive.File{Kind: f.Kind, ID: f.ID, Size: f.Size, SHA256: f.SHA256}
		if !wanted[as] {
			return refuse("no record belongs to the file %q", f.Entry)
		}
		delete(wanted, as)
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := in.file(f); err != nil {
			return err
		}
		in.done.Files++
	}
	for _, f := range in.from.Missing {
		if held[f.ID] { // the scanner would ask for it for ever
			return refuse("the file %s (%s) waits for the virus scan and is not in the export: export again when it has been scanned, "+
				"or with ipstoolkit export", f.Name, f.ID)
		}
		delete(wanted, archive.File{Kind: f.Kind, ID: f.ID, Size: f.Size, SHA256: f.SHA256})
	}
	for f := range wanted {
		return refuse("the file lacks the bytes of the file %s, and does not say why", f.ID)
	}
	return nil
}

// file puts in the bytes of one file, in chunks as any other.
func (in *importing) file(f archive.File) error {
	name := "file_chunks"
	if f.Kind == archive.Sealed {
		name = "sealed_chunks"
	}
	t, err := in.Carrying.Table(name)
	if err != nil {
		return err
	}
	put := in.Put(t, in.from.ICB)
	err = in.from.Read(f.Entry, func(from io.Reader) error {
		for n := int64(0); n*chunkSize < f.Size; n++ {
			chunk := make([]byte, min(chunkSize, f.Size-n*chunkSize))
			if _, err := io.ReadFull(from, chunk); err != nil {
				return err
			}
			if err := put.Row(archive.Row{f.ID, n, chunk}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return put.Done()
}
