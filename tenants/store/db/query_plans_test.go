package db

import (
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"
)

// A query's plan does not depend on the values given to it, or it would be made anew for each: the index that suits
// only one value is never chosen for a value that is given.
func TestPlansAreKept(t *testing.T) {
	d, err := Open(t.Context(), Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	for _, statement := range []string{`CREATE TABLE plans (a TEXT, b TEXT)`, `CREATE INDEX plans_of_x ON plans (a) WHERE b = 'x'`} {
		if _, err := d.writer.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	for name, pool := range map[string]*sqlx.DB{"writer": d.writer, "reader": d.reader} {
		for b, want := range map[string]bool{`'x'`: true, `?`: false} {
			args := []any{"x"}[:strings.Count(b, "?")]
			var steps []struct {
				ID, Parent, NotUsed int
				Detail              string
			}
			err := pool.SelectContext(t.Context(), &steps, `EXPLAIN QUERY PLAN SELECT a FROM plans WHERE a = 'a' AND b = `+b, args...)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Contains(steps[0].Detail, "plans_of_x"); got != want {
				t.Errorf("%s, b = %s: %s", name, b, steps[0].Detail)
			}
		}
	}
}
