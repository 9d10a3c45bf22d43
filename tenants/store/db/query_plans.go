package db

// SQLite makes the plan of a query anew when a value given to it might lead to a better one, and takes the driver's
// clearing of the last values for such a change: each query that joins tables was parsed again each time it was asked,
// which took half the time of a save. The plans here never depend on values, so every connection is told to keep them
// (the "query planner stability guarantee"). The driver has no setting for that; SQLite runs keep_plan on each
// connection that is opened.

/*
extern int sqlite3_auto_extension(void (*entry)(void));
extern int sqlite3_db_config(void *db, int op, ...);

enum { ENABLE_QPSG = 1007 }; // SQLITE_DBCONFIG_ENABLE_QPSG in sqlite3.h

static int keep_plan(void *db, char **problem, const void *api) {
	return sqlite3_db_config(db, ENABLE_QPSG, 1, (int *)0);
}

static void keep_plans(void) { sqlite3_auto_extension((void (*)(void))keep_plan); }
*/
import "C"

func init() { C.keep_plans() }
