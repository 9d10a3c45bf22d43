-- +goose Up

-- The forms that made a record within the last day, so that one that is sent twice makes one record. sent_key is a digest of the
-- form's one-use key and of all that it held.
CREATE TABLE sent_forms (
    tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id),
    sent_key  TEXT NOT NULL,
    sent_at   TEXT NOT NULL,
    PRIMARY KEY (tenant_id, sent_key)
);
