-- +goose Up

-- What a commissioner has said to a status that figures do not bear out. state stands for which figures differed: a new
-- state asks again.
CREATE TABLE claim_answers (
    tenant_id   TEXT    NOT NULL REFERENCES tenants (tenant_id),
    priority    TEXT    NOT NULL,
    state       TEXT    NOT NULL,
    note        TEXT    NOT NULL,
    confirmed   TEXT    NOT NULL,
    answered_at TEXT    NOT NULL,
    answered_by TEXT    NOT NULL,
    version     INTEGER NOT NULL,
    CONSTRAINT claim_answers_key PRIMARY KEY (tenant_id, priority)
);
