-- +goose Up

-- The old text of a change is mostly what an earlier save of the same field wrote. Such a change says where that
-- stands, and its own old_text is ''. 0 means that old_text is the text itself, as in all rows before this migration.
ALTER TABLE audit_changes ADD COLUMN old_seq BIGINT NOT NULL DEFAULT 0;
ALTER TABLE audit_changes ADD COLUMN old_n INTEGER NOT NULL DEFAULT 0;
CREATE INDEX audit_changes_by_old ON audit_changes (tenant_id, old_seq, old_n) WHERE old_seq > 0;

-- Removals of personal data whose text SQLite's log may still hold (gone_at is ''), and when it was gone from there.
CREATE TABLE removals (
    tenant_id TEXT   NOT NULL REFERENCES tenants (tenant_id),
    seq       BIGINT NOT NULL,
    gone_at   TEXT   NOT NULL,
    CONSTRAINT removals_key PRIMARY KEY (tenant_id, seq)
);
CREATE INDEX removals_to_finish ON removals (tenant_id, seq) WHERE gone_at = '';

-- What no two rows of a list may share is read from their texts: a digest of it outlived a name that was removed.
UPDATE register_rows SET naming = '';
DROP INDEX register_rows_naming;
ALTER TABLE register_rows DROP COLUMN naming;
