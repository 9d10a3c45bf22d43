-- +goose Up

-- The round of a quarter that the ICB administrator has opened, with the edition of the toolkit in use then. From that moment
-- on each priority is not yet reviewed until somebody saves it.
CREATE TABLE opened_rounds (
    tenant_id  TEXT NOT NULL REFERENCES tenants (tenant_id),
    quarter    TEXT NOT NULL,
    edition_id TEXT NOT NULL,
    opened_at  TEXT NOT NULL,
    opened_by  TEXT NOT NULL,
    CONSTRAINT opened_rounds_key PRIMARY KEY (tenant_id, quarter)
);

-- A newer edition that was taken up in a round. moved says what became of the priorities, a line for each that is not the
-- same: "3.4 3.5" moved, "3.6" retired. seq is the save, so that it can be undone while no priority was saved after it.
CREATE TABLE editions_taken (
    tenant_id    TEXT   NOT NULL,
    quarter      TEXT   NOT NULL,
    from_edition TEXT   NOT NULL,
    to_edition   TEXT   NOT NULL,
    moved        TEXT   NOT NULL,
    taken_at     TEXT   NOT NULL,
    seq          BIGINT NOT NULL,
    CONSTRAINT editions_taken_key PRIMARY KEY (tenant_id, quarter),
    CONSTRAINT editions_taken_round FOREIGN KEY (tenant_id, quarter) REFERENCES opened_rounds (tenant_id, quarter)
);

-- The entries as they were in an edition that the ICB has left, so that a priority that the next one no longer has keeps
-- what was recorded, and the step can be undone.
CREATE TABLE entries_before (
    tenant_id     TEXT    NOT NULL REFERENCES tenants (tenant_id),
    edition_id    TEXT    NOT NULL,
    priority      TEXT    NOT NULL,
    status        TEXT    NOT NULL,
    notes         TEXT    NOT NULL,
    private_notes TEXT    NOT NULL,
    owner_id      TEXT,
    review_on     TEXT    NOT NULL,
    points        TEXT    NOT NULL,
    confirmed     TEXT    NOT NULL,
    changed_at    TEXT    NOT NULL,
    changed_by    TEXT    NOT NULL,
    version       INTEGER NOT NULL,
    CONSTRAINT entries_before_key PRIMARY KEY (tenant_id, edition_id, priority),
    CONSTRAINT entries_before_owner FOREIGN KEY (tenant_id, owner_id) REFERENCES memberships (tenant_id, id)
);

-- Personal data that was removed from a file of a sealed round: the file's hash before and after.
CREATE TABLE sealed_removals (
    tenant_id  TEXT   NOT NULL,
    file_id    TEXT   NOT NULL,
    seq        BIGINT NOT NULL,
    removed_at TEXT   NOT NULL,
    old_sha256 TEXT   NOT NULL,
    new_sha256 TEXT   NOT NULL,
    CONSTRAINT sealed_removals_key PRIMARY KEY (tenant_id, file_id, seq),
    CONSTRAINT sealed_removals_file FOREIGN KEY (tenant_id, file_id) REFERENCES sealed_files (tenant_id, id)
);
