package main

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pressly/goose/v3"

	"ipstoolkit/migrations"
	"ipstoolkit/tenants/store/storetest"
)

// beforeThreads is an ICB from before questions had threads: with questions about evidence and about figures, answered or not,
// one removed for good, and one that the history does not have.
const beforeThreads = `
INSERT INTO tenants (tenant_id, name, region, demo, edition_id, created_at, version, audit_head, show_by_provider, retention_years,
    evidence_quota, next_meeting, settings_version) VALUES ('QWE', 'South', 'London', FALSE, 'e', '', 9, '', FALSE, 8, 1, '', 1);
INSERT INTO people (id, issuer, subject, name, email, created_at, last_signed_in) VALUES ('pa', 'i', 'a', 'Person A', '', '', ''),
    ('pc', 'i', 'c', 'Person C', '', '', '');
INSERT INTO providers (tenant_id, id, name, kind, stage, place, ended, version) VALUES ('QWE', 'a', 'Northside', 'other', '', '', FALSE, 1);
INSERT INTO memberships (tenant_id, id, person_id, role, provider_id, created_at, ended_at, version) VALUES
    ('QWE', 'ma', 'pa', 'provider', 'a', '', '', 1), ('QWE', 'mc', 'pc', 'commissioner', NULL, '', '', 1);
INSERT INTO evidence (tenant_id, id, provider_id, title, link, period_from, period_to, review_on, shared, state, confirmed, created_at,
    created_by, version) VALUES ('QWE', 'e1', 'a', 'T', '', '', '', '', FALSE, 'queried', '', '', 'ma', 3),
    ('QWE', 'e2', NULL, 'T', '', '', '', '', FALSE, 'accepted', '', '', 'mc', 3),
    ('QWE', 'e3', 'a', 'T', '', '', '', '', FALSE, 'new', '', '', 'ma', 3), ('QWE', 'e4', 'a', 'T', '', '', '', '', FALSE, 'new', '', '',
    'ma', 1);
INSERT INTO evidence_messages (tenant_id, evidence_id, seq, act, text, said_at, said_by, removed_at) VALUES
    ('QWE', 'e1', 2, 'query', 'Which months?', 't2', 'mc', ''), ('QWE', 'e1', 3, 'answer', 'May', 't3', 'ma', ''),
    ('QWE', 'e1', 4, 'query', 'Really?', 't4', 'mc', ''),
    ('QWE', 'e2', 5, 'query', 'Removed because it held personal data', 't5', 'mc', 't6'), ('QWE', 'e2', 7, 'accept', 'Good', 't7', 'mc',
    ''),
    ('QWE', 'e3', 8, 'query', 'Who?', 't8', 'mc', ''), ('QWE', 'e3', 9, 'answer', 'We', 't9', 'ma', '');
INSERT INTO returns (tenant_id, provider_id, quarter, state, note, query, answer, reason, confirmed, submitted_at, changed_at, changed_by,
    set_n, version) VALUES ('QWE', 'a', '2026Q1', 'queried', '', 'And now?', '', '', '', '', 't14', 'mc', 0, 5),
    ('QWE', 'a', '2026Q2', 'accepted', '', 'By hand?', 'Yes', '', '', '', 't15', 'mc', 0, 5),
    ('QWE', 'a', '2026Q3', 'submitted', '', '', '', '', '', '', 't15', 'ma', 0, 1);
INSERT INTO audit (tenant_id, seq, at, person_id, who, role, act, kind, subject, before, hash) VALUES
    ('QWE', 10, 't10', 'pc', 'Person C', 'commissioner', 'ask', 'return', 'a 2026Q1', '', ''),
    ('QWE', 11, 't11', 'pa', 'Person A', 'provider a', 'answer', 'return', 'a 2026Q1', '', ''),
    ('QWE', 12, 't12', 'gone', 'Person G', 'commissioner', 'ask', 'return', 'a 2026Q1', '', ''),
    ('QWE', 14, 't14', 'pc', 'Person C', 'commissioner', 'ask', 'return', 'a 2026Q1', '', '');
INSERT INTO audit_changes (tenant_id, seq, n, field, old_text, new_text, salt, old_digest, new_digest, removed_at) VALUES
    ('QWE', 10, 0, 'query', '', 'First?', '', '', '', ''), ('QWE', 10, 1, 'state', 'submitted', 'queried', '', '', '', ''),
    ('QWE', 11, 0, 'answer', '', 'So', '', '', '', ''),
    ('QWE', 12, 0, 'query', '', '', '', '', '', 't13'), ('QWE', 12, 1, 'answer', 'So', '', '', '', '', ''),
    ('QWE', 14, 0, 'query', '', 'And now?', '', '', '', '')`

// Questions that were asked about evidence and figures become threads, with the same texts, people and times.
func TestQuestionsOfBefore(t *testing.T) {
	movedOn(t, 7, beforeThreads, func(t *testing.T, db *sql.DB) {
		holds(t, db, `SELECT id || ' ' || about || ' ' || about_id || ' ' || COALESCE(provider_id, '-') || ' ' || asked_by || ' ' || state
			|| ' ' ||
			asked_at || ' ' || changed_at FROM questions ORDER BY id`,
			"a-2026Q1 return a 2026Q1 a icb open t10 t14", "a-2026Q2 return a 2026Q2 a icb closed t15 t15",
			"e1-q evidence e1 a icb open t2 t4", "e2-q evidence e2 - icb closed t5 t5", "e3-q evidence e3 a icb answered t8 t9")
		holds(t, db, `SELECT question_id || ' ' || act || ' ' || text || ' ' || said_at || ' ' || said_by || ' ' || removed_at
			FROM question_messages ORDER BY question_id, n`,
			"a-2026Q1 ask First? t10 mc ", "a-2026Q1 answer So t11 ma ",
			"a-2026Q1 ask Removed because it held personal data t12 Person G t13", "a-2026Q1 ask And now? t14 mc ",
			"a-2026Q2 ask By hand? t15 mc ", "a-2026Q2 answer Yes t15 mc ",
			"e1-q ask Which months? t2 mc ", "e1-q answer May t3 ma ", "e1-q ask Really? t4 mc ",
			"e2-q ask Removed because it held personal data t5 mc t6", "e3-q ask Who? t8 mc ", "e3-q answer We t9 ma ")
		holds(t, db, `SELECT evidence_id || ' ' || act FROM evidence_messages`, "e2 accept")
	})
}

// Emails that wait or may have arrived are there after the outbox takes invitations too.
func TestEmailsOfBefore(t *testing.T) {
	const before = `
INSERT INTO people (id, issuer, subject, name, email, created_at, last_signed_in) VALUES ('pa', 'i', 'a', 'Person A', '', '', '');
INSERT INTO outbox (id, person_id, kind, icb, subject, due_on, made_at, state, tries, next_at, lease, leased_until) VALUES
    ('1', 'pa', 'action', 'QWE', 'a1', '2026-12-01', 't1', 'waiting', 3, 't2', '', ''),
    ('2', 'pa', 'digest', '', '', '', 't3', 'handed', 0, 't4', 'l', 't5')`
	movedOn(t, 11, before, func(t *testing.T, db *sql.DB) {
		holds(t, db, `SELECT id || ' ' || person_id || ' ' || kind || ' ' || icb || ' ' || subject || ' ' || due_on || ' ' || made_at || ' '
			|| state ||
			' ' || CAST(tries AS TEXT) || ' ' || next_at || ' ' || lease || ' ' || leased_until FROM outbox ORDER BY id`,
			"1 pa action QWE a1 2026-12-01 t1 waiting 3 t2  ", "2 pa digest    t3 handed 0 t4 l t5")
		for name, row := range map[string]string{
			"an invitation to a person":     `'pa', 'invitation', 'QWE'`,
			"an action of nobody":           `NULL, 'action', 'QWE'`,
			"an invitation of no ICB":       `NULL, 'invitation', ''`,
			"to a person who is not there":  `'pb', 'action', 'QWE'`,
			"of a kind that nobody knows":   `'pa', 'letter', 'QWE'`,
			"a second one with the same id": `'pa', 'action', 'QWE', '1'`,
		} {
			id := "'3'"
			if values := strings.Split(row, ", "); len(values) == 4 {
				row, id = strings.Join(values[:3], ", "), values[3]
			}
			if _, err := db.Exec(`INSERT INTO outbox (id, person_id, kind, icb, subject, due_on, made_at, state, tries, next_at, lease,
				leased_until)
				VALUES (` + id + `, ` + row + `, '', '', '', 'waiting', 0, '', '', '')`); err == nil {
				t.Errorf("the outbox takes %s", name)
			}
		}
	})
}

// movedOn makes a database of an earlier version with some rows, moves it on to the newest one, and looks at what it holds.
func movedOn(t *testing.T, version int64, before string, look func(t *testing.T, db *sql.DB)) {
	t.Helper()
	for name, w := range map[string]func(t *testing.T) where{
		"sqlite": func(t *testing.T) where { return where{dir: t.TempDir()} },
		"postgres": func(t *testing.T) where {
			storetest.Postgres(t)
			return where{dir: t.TempDir(), database: emptyPostgres(t)}
		},
	} {
		t.Run(name, func(t *testing.T) {
			old := w(t)
			db := openRows(t, old)
			dialect := goose.DialectSQLite3
			if old.database != "" {
				dialect = goose.DialectPostgres
			} else if _, err := db.Exec(`PRAGMA foreign_keys = ON`); err != nil {
				t.Fatal(err)
			}
			p, err := goose.NewProvider(dialect, db, migrations.Files, goose.WithDisableGlobalRegistry(true))
			if err == nil {
				_, err = p.UpTo(context.Background(), version)
			}
			if err == nil {
				_, err = db.Exec(before)
			}
			if err == nil {
				_, err = p.Up(context.Background())
			}
			if err != nil {
				t.Fatal(err)
			}
			look(t, db)
		})
	}
}

func holds(t *testing.T, db *sql.DB, query string, want ...string) {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var got []string
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			t.Fatal(err)
		}
		got = append(got, one)
	}
	if !slices.Equal(got, want) {
		t.Errorf("there are\n%s\nwant\n%s", strings.Join(got, "\n"), fmt.Sprint(strings.Join(want, "\n")))
	}
}
