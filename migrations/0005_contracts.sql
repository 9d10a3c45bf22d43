-- +goose Up

-- What a contract is, what it states, and an early end. A number that it does not state is NULL, which is not 0: people
-- a year in hundredths, like the shares (of a per cent), the posts (of a full-time equivalent) and the caseload.
ALTER TABLE contracts ADD COLUMN type TEXT NOT NULL DEFAULT ''
    CONSTRAINT contracts_type CHECK (type IN ('', 'nhs_full', 'nhs_shorter', 'subcontract', 'grant', 'section_75', 'other'));
ALTER TABLE contracts ADD COLUMN lead TEXT NOT NULL DEFAULT '';
ALTER TABLE contracts ADD COLUMN place TEXT NOT NULL DEFAULT '';
ALTER TABLE contracts ADD COLUMN payment TEXT NOT NULL DEFAULT ''
    CONSTRAINT contracts_payment CHECK (payment IN ('', 'block', 'activity', 'grant', 'other'));
ALTER TABLE contracts ADD COLUMN meeting TEXT NOT NULL DEFAULT ''
    CONSTRAINT contracts_meeting CHECK (meeting IN ('', 'own', 'reserved', 'within', 'none'));
ALTER TABLE contracts ADD COLUMN ended_on TEXT NOT NULL DEFAULT '';
ALTER TABLE contracts ADD COLUMN ended_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE contracts ADD COLUMN access_stated BIGINT;
ALTER TABLE contracts ADD COLUMN outcome_stated BIGINT;
ALTER TABLE contracts ADD COLUMN es_stated BIGINT;
ALTER TABLE contracts ADD COLUMN tl_stated BIGINT;
ALTER TABLE contracts ADD COLUMN sm_stated BIGINT;
ALTER TABLE contracts ADD COLUMN caseload_stated BIGINT;

-- A subcontract and the contract it runs under.
CREATE TABLE contract_subs (
    tenant_id   TEXT NOT NULL,
    contract_id TEXT NOT NULL,
    under_id    TEXT NOT NULL,
    CONSTRAINT contract_subs_key PRIMARY KEY (tenant_id, contract_id),
    CONSTRAINT contract_subs_contract FOREIGN KEY (tenant_id, contract_id) REFERENCES contracts (tenant_id, id),
    CONSTRAINT contract_subs_under FOREIGN KEY (tenant_id, under_id) REFERENCES contracts (tenant_id, id),
    CONSTRAINT contract_subs_other CHECK (contract_id <> under_id)
);

-- What has been found of a clause that the toolkit asks for, and where in the contract it stands. A clause that nobody
-- has looked at has no row.
CREATE TABLE contract_clauses (
    tenant_id   TEXT NOT NULL,
    contract_id TEXT NOT NULL,
    clause      TEXT NOT NULL,
    answer      TEXT NOT NULL,
    reference   TEXT NOT NULL,
    CONSTRAINT contract_clauses_key PRIMARY KEY (tenant_id, contract_id, clause),
    CONSTRAINT contract_clauses_contract FOREIGN KEY (tenant_id, contract_id) REFERENCES contracts (tenant_id, id),
    CONSTRAINT contract_clauses_answer CHECK (answer IN ('', 'yes', 'no', 'variation', 'none'))
);

-- A change to a contract that both sides have signed; private keeps what it is for to commissioners.
CREATE TABLE contract_variations (
    tenant_id   TEXT    NOT NULL,
    contract_id TEXT    NOT NULL,
    n           INTEGER NOT NULL,
    number      TEXT    NOT NULL,
    dated       TEXT    NOT NULL,
    purpose     TEXT    NOT NULL,
    private     BOOLEAN NOT NULL,
    CONSTRAINT contract_variations_key PRIMARY KEY (tenant_id, contract_id, n),
    CONSTRAINT contract_variations_contract FOREIGN KEY (tenant_id, contract_id) REFERENCES contracts (tenant_id, id)
);
