-- +goose Up

-- The old text of a change is mostly what an earlier save of the same field wrote. Such a change says where that
-- stands, and its own old_text is ''. 0 means that old_text is the text itself, as in all rows before this migration.
ALTER TABLE audit_changes ADD COLUMN old_seq BIGINT NOT NULL DEFAULT 0;
ALTER TABLE audit_changes ADD COLUMN old_n INTEGER NOT NULL DEFAULT 0;
CREATE INDEX audit_changes_by_old ON audit_changes (tenant_id, old_seq, old_n) WHERE old_seq > 0;
