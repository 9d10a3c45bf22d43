-- +goose Up

-- What an ICB collects of a characteristic from a quarter on; version counts the saves of the characteristic.
CREATE TABLE collections (
    tenant_id      TEXT    NOT NULL REFERENCES tenants (tenant_id),
    characteristic TEXT    NOT NULL,
    from_quarter   TEXT    NOT NULL,
    collected      BOOLEAN NOT NULL,
    name           TEXT    NOT NULL,
    reason         TEXT    NOT NULL,
    agreed_on      TEXT    NOT NULL,
    agreed_by      TEXT    NOT NULL,
    confirmed      TEXT    NOT NULL,
    version        INTEGER NOT NULL,
    CONSTRAINT collections_key PRIMARY KEY (tenant_id, characteristic, from_quarter)
);

-- The groups that people are counted in, without not stated and not known, which there always are.
CREATE TABLE collection_groups (
    tenant_id      TEXT    NOT NULL,
    characteristic TEXT    NOT NULL,
    from_quarter   TEXT    NOT NULL,
    n              INTEGER NOT NULL,
    label          TEXT    NOT NULL,
    CONSTRAINT collection_groups_key PRIMARY KEY (tenant_id, characteristic, from_quarter, n),
    CONSTRAINT collection_groups_collection FOREIGN KEY (tenant_id, characteristic, from_quarter) REFERENCES collections (tenant_id, characteristic, from_quarter)
);

-- How a provider's people of a quarter divide by one characteristic.
CREATE TABLE breakdowns (
    tenant_id      TEXT    NOT NULL,
    provider_id    TEXT    NOT NULL,
    quarter        TEXT    NOT NULL,
    characteristic TEXT    NOT NULL,
    finished       BOOLEAN NOT NULL,
    changed_at     TEXT    NOT NULL,
    changed_by     TEXT    NOT NULL,
    version        INTEGER NOT NULL,
    CONSTRAINT breakdowns_key PRIMARY KEY (tenant_id, provider_id, quarter, characteristic),
    CONSTRAINT breakdowns_provider FOREIGN KEY (tenant_id, provider_id) REFERENCES providers (tenant_id, id)
);

-- A group's three counts; group_key is its n, or not_stated or not_known. A count that was not given is NULL, which is
-- not 0.
CREATE TABLE breakdown_counts (
    tenant_id      TEXT   NOT NULL,
    provider_id    TEXT   NOT NULL,
    quarter        TEXT   NOT NULL,
    characteristic TEXT   NOT NULL,
    group_key      TEXT   NOT NULL,
    access         BIGINT,
    unemployed     BIGINT,
    first_jobs     BIGINT,
    CONSTRAINT breakdown_counts_key PRIMARY KEY (tenant_id, provider_id, quarter, characteristic, group_key),
    CONSTRAINT breakdown_counts_breakdown FOREIGN KEY (tenant_id, provider_id, quarter, characteristic) REFERENCES breakdowns (tenant_id, provider_id, quarter, characteristic)
);
