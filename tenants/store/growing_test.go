package store

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ipstoolkit/migrations"
	"ipstoolkit/tenants/store/db"
)

// growing are the tables that get more rows for as long as an ICB works with the service, and what makes them grow.
// A page must not read all rows that an ICB has in one of them: it would get slower every year.
var growing = map[string]string{
	"audit":               "one for each save",
	"audit_changes":       "one for each field that a save changed",
	"evidence":            "hundreds a year",
	"evidence_links":      "several for each piece of evidence",
	"evidence_messages":   "one for each question and answer",
	"questions":           "some hundred a year",
	"question_messages":   "several for each question",
	"files":               "one for each file of evidence",
	"file_chunks":         "one for each MiB of a file",
	"rounds":              "one or more a quarter",
	"opened_rounds":       "one a quarter",
	"entries_before":      "22 for each edition",
	"sealed_removals":     "one for each removal from a sealed file",
	"sealed_files":        "two a quarter for each audience",
	"sealed_chunks":       "one for each MiB of a sealed file",
	"returns":             "one a quarter for each provider",
	"return_figures":      "about a hundred for each return",
	"return_teams":        "one for each team of a return",
	"breakdowns":          "several for each return",
	"breakdown_counts":    "one for each group of a breakdown",
	"published_access":    "one a month for each provider",
	"own_measures":        "one a quarter for each own target",
	"contract_options":    "with each contract",
	"contract_talks":      "with each contract, every year",
	"contract_clauses":    "about twenty for each contract",
	"contract_variations": "about twenty for each contract",
	"register_rows":       "one for each meeting, event, post and PCN",
	"register_values":     "about ten for each row of a list",
	"memberships":         "people come and go",
	"invitations":         "people come and go",
	"people":              "people of all ICBs come and go",
	"actions":             "some for each meeting",
	"outbox":              "one for each email; those that ended are swept",
	"mail_choices":        "people of all ICBs come and go",
	"calendar_addresses":  "people of all ICBs come and go",
	"removals":            "one for each text that was taken out",
	"sessions":            "everybody who is signed in anywhere",
}

// small are the tables that stay small however long an ICB works, or are read whole by nobody but the operator.
var small = map[string]string{
	"editions_taken":    "one for each edition of the toolkit, which come years apart",
	"tenants":           "one for each ICB in England",
	"editions":          "one for each edition of the toolkit",
	"providers":         "those who have ever delivered in one ICB",
	"provider_leads":    "one for each provider at most",
	"entries":           "22 for each ICB",
	"claim_answers":     "22 for each ICB at most",
	"provider_views":    "19 for each provider at most",
	"view_comments":     "19 for each ICB at most",
	"target_values":     "some ten a year",
	"own_targets":       "those that one ICB has ever set itself",
	"return_sets":       "a new one after years",
	"collections":       "a new one after years, for each characteristic",
	"collection_groups": "some ten for each collection",
	"import_mappings":   "one for each provider at most",
	"contracts":         "a few a year",
	"contract_subs":     "one for each contract at most",
	"digest_days":       "those of 30 days",
	"sent_forms":        "those of one day",
}

func TestEachTableGrowsOrIsSmall(t *testing.T) {
	for _, table := range tables() {
		_, grows := growing[table]
		if _, is := small[table]; is == grows {
			t.Errorf("table %s has to be among those that grow or among the small ones, and is in both or none", table)
		}
	}
}

// tables are the tables of the migrations.
func tables() (list []string) {
	names, err := fs.Glob(migrations.Files, "*.sql")
	if err != nil {
		panic(err)
	}
	for _, name := range names {
		text, err := migrations.Files.ReadFile(name)
		if err != nil {
			panic(err)
		}
		for _, t := range regexp.MustCompile(`(?m)^CREATE TABLE (\w+)`).FindAllStringSubmatch(string(text), -1) {
			list = append(list, t[1])
		}
	}
	return list
}

// readers are what has to read all rows that an ICB has in a table. Each statement of theirs says so: its text holds
// one of these at its end.
var readers = map[string]string{
	forWorkbook: "a workbook holds all that the ICB has recorded",
	forRemoval:  "a text that has to go is looked for wherever it may be",
	db.ForCheck: "a check follows the history from its first save to its last",
	forPerson:   "what is held about somebody is looked for wherever it may be",
	forQuota:    "the sizes of all files are added up, out of an index that holds nothing else",
	forNewest:   "it ends where it has enough, and nearly all rows are what it looks for",
	forResults:  "the rows beside results: their values are read where they count",
	forMail:     "digests are for everybody, and made once a day",
	forExport:   "an ICB that leaves takes everything with it",
	forMove:     "a move takes all rows",
	forList:     "a list that shows all rows, without what is below each",
}

// slow are the statements that read all rows of a growing table, or all that an ICB has in it, and say of no reader
// that has to. It asks SQLite how it would run each. Plans do not depend on how many rows there are: nothing here runs ANALYZE.
func (s *statements) slow() ([]string, error) {
	dir, err := os.MkdirTemp("", "plans")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	store, err := Open(context.Background(), Options{Dir: dir})
	if err != nil {
		return nil, err
	}
	defer store.Close()
	var list []string
	var steps []struct {
		ID, Parent, NotUsed int
		Detail              string
	}
	for query := range s.all {
		if !strings.HasPrefix(query, "SELECT") && !strings.HasPrefix(query, "WITH") && !strings.HasPrefix(query, "UPDATE") &&
			!strings.HasPrefix(query, "DELETE") && !strings.HasPrefix(query, "INSERT") {
			continue
		}
		steps = steps[:0]
		err := store.db.All(context.Background(), &steps, `EXPLAIN QUERY PLAN `+query, make([]any, strings.Count(query, "?"))...)
		if err != nil && strings.Contains(err.Error(), "no such table") {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", query, err)
		}
		for _, step := range steps {
			if why := walks(query, step.Detail); why != "" {
				list = append(list, why+": "+query)
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list), nil
}

// parts are indexes of a part of a table that does not grow: what is looked for there is not all that an ICB has.
var parts = []string{"memberships_one_each", "invitations_open", "files_unfinished", "removals_to_finish"}

// walks says which growing table a step of a plan reads too much of; "" when it does not.
func walks(query, step string) string {
	m := regexp.MustCompile(`^(SCAN|SEARCH) (\w+)(.*)`).FindStringSubmatch(step)
	if m == nil {
		return ""
	}
	for reader := range readers {
		if strings.Contains(query, strings.TrimSpace(reader)) &&
			(m[1] != "SCAN" || reader == forMail || reader == forMove) { // people are of no ICB
			return ""
		}
	}
	whole := m[1] == "SCAN" || strings.Contains(m[3], "AUTOMATIC") || strings.Contains(m[3], "(tenant_id=?)")
	whole = whole && !slices.ContainsFunc(parts, func(index string) bool { return strings.Contains(m[3]+" ", " "+index+" ") })
	if !whole {
		return ""
	}
	for _, table := range named(query, m[2]) {
		if _, grows := growing[table]; grows {
			return step + " of " + table
		}
	}
	return ""
}

// named are the tables that a name means in a statement.
func named(query, name string) (list []string) {
	for _, m := range mention.FindAllStringSubmatch(query, -1) {
		if m[2] == name || m[3] == name {
			list = append(list, m[2])
		}
	}
	return list
}
