-- +goose Up

-- A quarter's round, sealed: n is 1 for its first sealing, and each later one has a reason. version counts the ICB's saves up to
-- the moment that is sealed. Nothing in the program changes or deletes a row.
CREATE TABLE rounds (
    tenant_id TEXT    NOT NULL REFERENCES tenants (tenant_id),
    quarter   TEXT    NOT NULL,
    n         INTEGER NOT NULL,
    version   BIGINT  NOT NULL,
    reason    TEXT    NOT NULL,
    sealed_at TEXT    NOT NULL,
    sealed_by TEXT    NOT NULL,
    CONSTRAINT rounds_key PRIMARY KEY (tenant_id, quarter, n),
    CONSTRAINT rounds_reason CHECK (n = 1 OR reason <> '')
);

-- The documents of a sealed round and the workbooks written from them, one of each for an audience. Until the round is
-- sealed they have no quarter, and nobody sees them.
CREATE TABLE sealed_files (
    tenant_id   TEXT    NOT NULL REFERENCES tenants (tenant_id),
    id          TEXT    NOT NULL,
    quarter     TEXT,
    n           INTEGER,
    kind        TEXT    NOT NULL,
    audience    TEXT    NOT NULL,
    provider_id TEXT,
    kept_back   BOOLEAN NOT NULL,
    label       TEXT    NOT NULL,
    size        BIGINT  NOT NULL,
    sha256      TEXT    NOT NULL,
    created_at  TEXT    NOT NULL,
    CONSTRAINT sealed_files_key PRIMARY KEY (tenant_id, id),
    CONSTRAINT sealed_files_round FOREIGN KEY (tenant_id, quarter, n) REFERENCES rounds (tenant_id, quarter, n),
    CONSTRAINT sealed_files_provider FOREIGN KEY (tenant_id, provider_id) REFERENCES providers (tenant_id, id),
    CONSTRAINT sealed_files_kind CHECK (kind IN ('document', 'workbook')),
    CONSTRAINT sealed_files_audience CHECK (audience IN ('commissioners', 'steering group', 'provider')),
    CONSTRAINT sealed_files_of CHECK ((audience = 'provider') = (provider_id IS NOT NULL)),
    CONSTRAINT sealed_files_whole CHECK ((quarter IS NULL) = (n IS NULL))
);
CREATE INDEX sealed_files_by_round ON sealed_files (tenant_id, quarter, n);

CREATE TABLE sealed_chunks (
    tenant_id TEXT    NOT NULL,
    file_id   TEXT    NOT NULL,
    n         INTEGER NOT NULL,
    body      BYTEA   NOT NULL,
    CONSTRAINT sealed_chunks_key PRIMARY KEY (tenant_id, file_id, n),
    CONSTRAINT sealed_chunks_file FOREIGN KEY (tenant_id, file_id) REFERENCES sealed_files (tenant_id, id)
);
