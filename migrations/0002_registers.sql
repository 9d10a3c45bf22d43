-- +goose Up

-- The rows of the lists that an ICB and its providers keep: teams, PCNs, staff, meetings. What a list asks stands in
-- the program (toolkit/register); its answers stand below each row. naming stands for what no two
-- rows of a list may share: a digest of it, since it is made of what people typed.
CREATE TABLE register_rows (
    tenant_id   TEXT    NOT NULL REFERENCES tenants (tenant_id),
    id          TEXT    NOT NULL,
    list        TEXT    NOT NULL,
    provider_id TEXT,
    naming      TEXT    NOT NULL,
    removed     BOOLEAN NOT NULL,
    confirmed   TEXT    NOT NULL,
    changed_at  TEXT    NOT NULL,
    changed_by  TEXT    NOT NULL,
    version     INTEGER NOT NULL,
    CONSTRAINT register_rows_key PRIMARY KEY (tenant_id, id),
    CONSTRAINT register_rows_provider FOREIGN KEY (tenant_id, provider_id) REFERENCES providers (tenant_id, id)
);
CREATE INDEX register_rows_by_list ON register_rows (tenant_id, list);
CREATE UNIQUE INDEX register_rows_naming ON register_rows (tenant_id, list, naming) WHERE removed = FALSE AND naming <> '';

-- One answer of a row: text is what people typed in their own words, code everything else, in the one form that
-- toolkit/register keeps it in. An answer that was not given has no row.
CREATE TABLE register_values (
    tenant_id TEXT NOT NULL,
    row_id    TEXT NOT NULL,
    field     TEXT NOT NULL,
    code      TEXT NOT NULL,
    text      TEXT NOT NULL,
    CONSTRAINT register_values_key PRIMARY KEY (tenant_id, row_id, field),
    CONSTRAINT register_values_row FOREIGN KEY (tenant_id, row_id) REFERENCES register_rows (tenant_id, id)
);
