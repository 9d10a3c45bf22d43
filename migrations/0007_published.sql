-- +goose Up

-- Which part of a provider's file is which figure, as the last import was told: the next quarter's file is read alike.
CREATE TABLE import_mappings (
    tenant_id   TEXT    NOT NULL,
    provider_id TEXT    NOT NULL,
    mapping     TEXT    NOT NULL,
    changed_at  TEXT    NOT NULL,
    changed_by  TEXT    NOT NULL,
    version     INTEGER NOT NULL,
    CONSTRAINT import_mappings_key PRIMARY KEY (tenant_id, provider_id),
    CONSTRAINT import_mappings_provider FOREIGN KEY (tenant_id, provider_id) REFERENCES providers (tenant_id, id)
);

-- How many referrals accessed a provider's service in the 12 months to a month's end, as published from MHSDS. A count
-- that was published as * is NULL.
CREATE TABLE published_access (
    tenant_id    TEXT    NOT NULL,
    provider_id  TEXT    NOT NULL,
    period_to    TEXT    NOT NULL,
    people       BIGINT,
    published_on TEXT    NOT NULL,
    source       TEXT    NOT NULL,
    confirmed    TEXT    NOT NULL,
    changed_at   TEXT    NOT NULL,
    changed_by   TEXT    NOT NULL,
    version      INTEGER NOT NULL,
    CONSTRAINT published_access_key PRIMARY KEY (tenant_id, provider_id, period_to),
    CONSTRAINT published_access_provider FOREIGN KEY (tenant_id, provider_id) REFERENCES providers (tenant_id, id)
);
