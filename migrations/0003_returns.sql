-- +goose Up

-- What an ICB and its providers have agreed to collect from a quarter on, besides what all are asked. A row is never
-- changed: agreeing anew adds the next n. parts are codes, parted by spaces.
CREATE TABLE return_sets (
    tenant_id    TEXT    NOT NULL REFERENCES tenants (tenant_id),
    n            INTEGER NOT NULL,
    from_quarter TEXT    NOT NULL,
    parts        TEXT    NOT NULL,
    agreed_on    TEXT    NOT NULL,
    note         TEXT    NOT NULL,
    confirmed    TEXT    NOT NULL,
    created_at   TEXT    NOT NULL,
    created_by   TEXT    NOT NULL,
    CONSTRAINT return_sets_key PRIMARY KEY (tenant_id, n)
);

-- The set that a return is asked with, 0 for none; one that has been submitted keeps it.
ALTER TABLE returns ADD COLUMN set_n INTEGER NOT NULL DEFAULT 0;

-- The teams that a return is divided by; team 0 of return_figures is the provider as a whole.
CREATE TABLE return_teams (
    tenant_id   TEXT    NOT NULL,
    provider_id TEXT    NOT NULL,
    quarter     TEXT    NOT NULL,
    team        INTEGER NOT NULL,
    name        TEXT    NOT NULL,
    CONSTRAINT return_teams_key PRIMARY KEY (tenant_id, provider_id, quarter, team),
    CONSTRAINT return_teams_return FOREIGN KEY (tenant_id, provider_id, quarter) REFERENCES returns (tenant_id, provider_id, quarter)
);

-- The figures of a return that have no column of their own, in hundredths, and the word beside any figure.
CREATE TABLE return_figures (
    tenant_id   TEXT    NOT NULL,
    provider_id TEXT    NOT NULL,
    quarter     TEXT    NOT NULL,
    team        INTEGER NOT NULL,
    figure      TEXT    NOT NULL,
    value       BIGINT,
    reason      TEXT    NOT NULL,
    CONSTRAINT return_figures_key PRIMARY KEY (tenant_id, provider_id, quarter, team, figure),
    CONSTRAINT return_figures_return FOREIGN KEY (tenant_id, provider_id, quarter) REFERENCES returns (tenant_id, provider_id, quarter)
);

-- Providers that deliver under another one of the ICB, whose people may enter their returns.
CREATE TABLE provider_leads (
    tenant_id   TEXT NOT NULL,
    provider_id TEXT NOT NULL,
    lead_id     TEXT NOT NULL,
    CONSTRAINT provider_leads_key PRIMARY KEY (tenant_id, provider_id),
    CONSTRAINT provider_leads_provider FOREIGN KEY (tenant_id, provider_id) REFERENCES providers (tenant_id, id),
    CONSTRAINT provider_leads_lead FOREIGN KEY (tenant_id, lead_id) REFERENCES providers (tenant_id, id),
    CONSTRAINT provider_leads_another CHECK (provider_id <> lead_id)
);
CREATE INDEX provider_leads_by_lead ON provider_leads (tenant_id, lead_id);
