-- +goose Up

-- One row for each ICB. Every save of an ICB's rows begins by counting its version up, which locks, numbers and orders
-- the ICB's saves; audit_head is the hash of its last audit row.
CREATE TABLE tenants (
    tenant_id        TEXT    NOT NULL PRIMARY KEY,
    name             TEXT    NOT NULL,
    region           TEXT    NOT NULL,
    demo             BOOLEAN NOT NULL,
    edition_id       TEXT    NOT NULL,
    created_at       TEXT    NOT NULL,
    version          BIGINT  NOT NULL,
    audit_head       TEXT    NOT NULL,
    show_by_provider BOOLEAN NOT NULL,
    retention_years  INTEGER NOT NULL,
    evidence_quota   BIGINT  NOT NULL,
    next_meeting     TEXT    NOT NULL,
    settings_version INTEGER NOT NULL
);

-- The editions in use, with the bytes they had when first used: an edition never changes afterwards.
CREATE TABLE editions (
    edition_id TEXT  NOT NULL PRIMARY KEY,
    hash       TEXT  NOT NULL,
    body       BYTEA NOT NULL,
    used_at    TEXT  NOT NULL
);

-- People are known by (issuer, subject), never by an email address.
CREATE TABLE people (
    id             TEXT NOT NULL PRIMARY KEY,
    issuer         TEXT NOT NULL,
    subject        TEXT NOT NULL,
    name           TEXT NOT NULL,
    email          TEXT NOT NULL,
    created_at     TEXT NOT NULL,
    last_signed_in TEXT NOT NULL,
    CONSTRAINT people_issuer_subject UNIQUE (issuer, subject)
);

CREATE TABLE sessions (
    token_hash TEXT  NOT NULL PRIMARY KEY,
    person_id  TEXT  REFERENCES people (id),
    data       BYTEA NOT NULL,
    created_at TEXT  NOT NULL,
    expires_at TEXT  NOT NULL,
    last_seen  TEXT  NOT NULL
);
CREATE INDEX sessions_by_person ON sessions (person_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE providers (
    tenant_id TEXT    NOT NULL REFERENCES tenants (tenant_id),
    id        TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    kind      TEXT    NOT NULL,
    stage     TEXT    NOT NULL,
    place     TEXT    NOT NULL,
    ended     BOOLEAN NOT NULL,
    version   INTEGER NOT NULL,
    CONSTRAINT providers_key PRIMARY KEY (tenant_id, id),
    CONSTRAINT providers_kind CHECK (kind IN ('nhs_trust', 'voluntary', 'cic', 'council', 'primary_care', 'independent', 'other')),
    CONSTRAINT providers_stage CHECK (stage IN ('', 'new', 'mature'))
);

CREATE TABLE memberships (
    tenant_id   TEXT    NOT NULL REFERENCES tenants (tenant_id),
    id          TEXT    NOT NULL,
    person_id   TEXT    NOT NULL REFERENCES people (id),
    role        TEXT    NOT NULL,
    provider_id TEXT,
    created_at  TEXT    NOT NULL,
    ended_at    TEXT    NOT NULL,
    version     INTEGER NOT NULL,
    CONSTRAINT memberships_key PRIMARY KEY (tenant_id, id),
    CONSTRAINT memberships_provider FOREIGN KEY (tenant_id, provider_id) REFERENCES providers (tenant_id, id),
    CONSTRAINT memberships_role CHECK (role IN ('lead', 'commissioner', 'provider', 'reader')),
    CONSTRAINT memberships_bound CHECK ((role = 'provider') = (provider_id IS NOT NULL))
);
CREATE UNIQUE INDEX memberships_one_each ON memberships (tenant_id, person_id) WHERE ended_at = '';
CREATE INDEX memberships_by_person ON memberships (person_id);

CREATE TABLE invitations (
    tenant_id   TEXT    NOT NULL REFERENCES tenants (tenant_id),
    id          TEXT    NOT NULL,
    token_hash  TEXT    NOT NULL,
    role        TEXT    NOT NULL,
    provider_id TEXT,
    name        TEXT    NOT NULL,
    email       TEXT    NOT NULL,
    invited_by  TEXT    NOT NULL,
    created_at  TEXT    NOT NULL,
    expires_at  TEXT    NOT NULL,
    accepted_at TEXT    NOT NULL,
    accepted_by TEXT,
    revoked_at  TEXT    NOT NULL,
    version     INTEGER NOT NULL,
    CONSTRAINT invitations_key PRIMARY KEY (tenant_id, id),
    CONSTRAINT invitations_provider FOREIGN KEY (tenant_id, provider_id) REFERENCES providers (tenant_id, id),
    CONSTRAINT invitations_member FOREIGN KEY (tenant_id, accepted_by) REFERENCES memberships (tenant_id, id),
    CONSTRAINT invitations_role CHECK (role IN ('lead', 'commissioner', 'provider', 'reader')),
    CONSTRAINT invitations_bound CHECK ((role = 'provider') = (provider_id IS NOT NULL))
);
CREATE UNIQUE INDEX invitations_token ON invitations (token_hash);

-- What an ICB records against a priority. points are the ids of the statements met, parted by spaces; search and
-- private_search are the notes in lower case, made in Go so that both databases find the same rows.
CREATE TABLE entries (
    tenant_id     TEXT    NOT NULL REFERENCES tenants (tenant_id),
    priority      TEXT    NOT NULL,
    status        TEXT    NOT NULL,
    notes         TEXT    NOT NULL,
    private_notes TEXT    NOT NULL,
    search        TEXT    NOT NULL,
    private_search TEXT NOT NULL,
    owner_id      TEXT,
    review_on     TEXT    NOT NULL,
    points        TEXT    NOT NULL,
    confirmed     TEXT    NOT NULL,
    changed_at    TEXT    NOT NULL,
    changed_by    TEXT    NOT NULL,
    version       INTEGER NOT NULL,
    CONSTRAINT entries_key PRIMARY KEY (tenant_id, priority),
    CONSTRAINT entries_owner FOREIGN KEY (tenant_id, owner_id) REFERENCES memberships (tenant_id, id),
    CONSTRAINT entries_status CHECK (status IN ('', 'in_place', 'in_progress', 'not_started'))
);

CREATE TABLE evidence (
    tenant_id   TEXT    NOT NULL REFERENCES tenants (tenant_id),
    id          TEXT    NOT NULL,
    provider_id TEXT,
    title       TEXT    NOT NULL,
    link        TEXT    NOT NULL,
    period_from TEXT    NOT NULL,
    period_to   TEXT    NOT NULL,
    review_on   TEXT    NOT NULL,
    shared      BOOLEAN NOT NULL,
    state       TEXT    NOT NULL,
    confirmed   TEXT    NOT NULL,
    created_at  TEXT    NOT NULL,
    created_by  TEXT    NOT NULL,
    version     INTEGER NOT NULL,
    CONSTRAINT evidence_key PRIMARY KEY (tenant_id, id),
    CONSTRAINT evidence_provider FOREIGN KEY (tenant_id, provider_id) REFERENCES providers (tenant_id, id),
    CONSTRAINT evidence_state CHECK (state IN ('new', 'accepted', 'queried', 'withdrawn'))
);

-- A piece of evidence speaks to priorities, and to points of them where point is not ''.
CREATE TABLE evidence_links (
    tenant_id   TEXT NOT NULL,
    evidence_id TEXT NOT NULL,
    priority    TEXT NOT NULL,
    point       TEXT NOT NULL,
    CONSTRAINT evidence_links_key PRIMARY KEY (tenant_id, evidence_id, priority, point),
    CONSTRAINT evidence_links_evidence FOREIGN KEY (tenant_id, evidence_id) REFERENCES evidence (tenant_id, id)
);
CREATE INDEX evidence_links_by_priority ON evidence_links (tenant_id, priority);

-- What was said about a piece of evidence; seq is the save in which it was, and so its place in the order.
CREATE TABLE evidence_messages (
    tenant_id   TEXT   NOT NULL,
    evidence_id TEXT   NOT NULL,
    seq         BIGINT NOT NULL,
    act         TEXT   NOT NULL,
    text        TEXT   NOT NULL,
    said_at     TEXT   NOT NULL,
    said_by     TEXT   NOT NULL,
    removed_at  TEXT   NOT NULL,
    CONSTRAINT evidence_messages_key PRIMARY KEY (tenant_id, evidence_id, seq),
    CONSTRAINT evidence_messages_act CHECK (act IN ('query', 'answer', 'accept', 'withdraw')),
    CONSTRAINT evidence_messages_evidence FOREIGN KEY (tenant_id, evidence_id) REFERENCES evidence (tenant_id, id)
);

-- A file of a piece of evidence. It belongs to none while its pieces arrive, and is swept when they stop arriving.
CREATE TABLE files (
    tenant_id   TEXT    NOT NULL REFERENCES tenants (tenant_id),
    id          TEXT    NOT NULL,
    evidence_id TEXT,
    name        TEXT    NOT NULL,
    type        TEXT    NOT NULL,
    size        BIGINT  NOT NULL,
    sha256      TEXT    NOT NULL,
    state       TEXT    NOT NULL,
    searched    BOOLEAN NOT NULL,
    created_at  TEXT    NOT NULL,
    created_by  TEXT    NOT NULL,
    CONSTRAINT files_key PRIMARY KEY (tenant_id, id),
    CONSTRAINT files_evidence FOREIGN KEY (tenant_id, evidence_id) REFERENCES evidence (tenant_id, id),
    CONSTRAINT files_state CHECK (state IN ('uploading', 'held', 'clean', 'unscanned', 'infected', 'removed')),
    CONSTRAINT files_whole CHECK (state = 'uploading' OR evidence_id IS NOT NULL)
);
CREATE INDEX files_by_evidence ON files (tenant_id, evidence_id);
CREATE INDEX files_unfinished ON files (state, created_at) WHERE state IN ('uploading', 'held');

CREATE TABLE file_chunks (
    tenant_id TEXT    NOT NULL,
    file_id   TEXT    NOT NULL,
    n         INTEGER NOT NULL,
    body      BYTEA   NOT NULL,
    CONSTRAINT file_chunks_key PRIMARY KEY (tenant_id, file_id, n),
    CONSTRAINT file_chunks_file FOREIGN KEY (tenant_id, file_id) REFERENCES files (tenant_id, id)
);

-- A provider's figures for a quarter. A figure that was not given is NULL, which is not 0. Posts are hundredths of a
-- full-time equivalent.
CREATE TABLE returns (
    tenant_id         TEXT    NOT NULL REFERENCES tenants (tenant_id),
    provider_id       TEXT    NOT NULL,
    quarter           TEXT    NOT NULL,
    state             TEXT    NOT NULL,
    access_unemployed BIGINT,
    access_retention  BIGINT,
    first_job_starts  BIGINT,
    kept_work         BIGINT,
    es_in_post        BIGINT,
    tl_in_post        BIGINT,
    sm_in_post        BIGINT,
    es_funded         BIGINT,
    tl_funded         BIGINT,
    sm_funded         BIGINT,
    note              TEXT    NOT NULL,
    query             TEXT    NOT NULL,
    answer            TEXT    NOT NULL,
    reason            TEXT    NOT NULL,
    confirmed         TEXT    NOT NULL,
    submitted_at      TEXT    NOT NULL,
    changed_at        TEXT    NOT NULL,
    changed_by        TEXT    NOT NULL,
    version           INTEGER NOT NULL,
    CONSTRAINT returns_key PRIMARY KEY (tenant_id, provider_id, quarter),
    CONSTRAINT returns_provider FOREIGN KEY (tenant_id, provider_id) REFERENCES providers (tenant_id, id),
    CONSTRAINT returns_state CHECK (state IN ('draft', 'submitted', 'queried', 'accepted', 'corrected'))
);

CREATE TABLE contracts (
    tenant_id    TEXT    NOT NULL REFERENCES tenants (tenant_id),
    id           TEXT    NOT NULL,
    provider_id  TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    reference    TEXT    NOT NULL,
    starts_on    TEXT    NOT NULL,
    ends_on      TEXT    NOT NULL,
    short_reason TEXT    NOT NULL,
    confirmed    TEXT    NOT NULL,
    version      INTEGER NOT NULL,
    CONSTRAINT contracts_key PRIMARY KEY (tenant_id, id),
    CONSTRAINT contracts_provider FOREIGN KEY (tenant_id, provider_id) REFERENCES providers (tenant_id, id)
);

-- A right to extend, by months or up to a date; exercised_on is '' until it is taken up.
CREATE TABLE contract_options (
    tenant_id    TEXT    NOT NULL,
    contract_id  TEXT    NOT NULL,
    n            INTEGER NOT NULL,
    months       INTEGER NOT NULL,
    to_date      TEXT    NOT NULL,
    exercised_on TEXT    NOT NULL,
    CONSTRAINT contract_options_key PRIMARY KEY (tenant_id, contract_id, n),
    CONSTRAINT contract_options_contract FOREIGN KEY (tenant_id, contract_id) REFERENCES contracts (tenant_id, id),
    CONSTRAINT contract_options_one CHECK ((months = 0) <> (to_date = ''))
);

-- A talk about what follows a contract, held for the end date it then had.
CREATE TABLE contract_talks (
    tenant_id   TEXT    NOT NULL,
    contract_id TEXT    NOT NULL,
    n           INTEGER NOT NULL,
    held_on     TEXT    NOT NULL,
    for_end     TEXT    NOT NULL,
    note        TEXT    NOT NULL,
    CONSTRAINT contract_talks_key PRIMARY KEY (tenant_id, contract_id, n),
    CONSTRAINT contract_talks_contract FOREIGN KEY (tenant_id, contract_id) REFERENCES contracts (tenant_id, id)
);

-- The year's value of a target kind: the access target, or a local value beside the toolkit's own. Values here and
-- below are hundredths of the target's unit.
CREATE TABLE target_values (
    tenant_id TEXT    NOT NULL REFERENCES tenants (tenant_id),
    kind      TEXT    NOT NULL,
    year      INTEGER NOT NULL,
    value     BIGINT  NOT NULL,
    reason    TEXT    NOT NULL,
    confirmed TEXT    NOT NULL,
    version   INTEGER NOT NULL,
    CONSTRAINT target_values_key PRIMARY KEY (tenant_id, kind, year)
);

CREATE TABLE own_targets (
    tenant_id TEXT    NOT NULL REFERENCES tenants (tenant_id),
    id        TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    unit      TEXT    NOT NULL,
    direction TEXT    NOT NULL,
    value     BIGINT  NOT NULL,
    ended     BOOLEAN NOT NULL,
    confirmed TEXT    NOT NULL,
    version   INTEGER NOT NULL,
    CONSTRAINT own_targets_key PRIMARY KEY (tenant_id, id),
    CONSTRAINT own_targets_unit CHECK (unit IN ('percent', 'people', 'number', 'pounds', 'days')),
    CONSTRAINT own_targets_direction CHECK (direction IN ('at_least', 'at_most'))
);

CREATE TABLE own_measures (
    tenant_id TEXT    NOT NULL,
    target_id TEXT    NOT NULL,
    quarter   TEXT    NOT NULL,
    value     BIGINT  NOT NULL,
    note      TEXT    NOT NULL,
    confirmed TEXT    NOT NULL,
    version   INTEGER NOT NULL,
    CONSTRAINT own_measures_key PRIMARY KEY (tenant_id, target_id, quarter),
    CONSTRAINT own_measures_target FOREIGN KEY (tenant_id, target_id) REFERENCES own_targets (tenant_id, id)
);

-- Who did what and when, one row for each save; hash covers the row, the digests of its changes and the row before, so
-- that a changed or missing row shows.
CREATE TABLE audit (
    tenant_id TEXT   NOT NULL REFERENCES tenants (tenant_id),
    seq       BIGINT NOT NULL,
    at        TEXT   NOT NULL,
    person_id TEXT   NOT NULL,
    who       TEXT   NOT NULL,
    role      TEXT   NOT NULL,
    act       TEXT   NOT NULL,
    kind      TEXT   NOT NULL,
    subject   TEXT   NOT NULL,
    before    TEXT   NOT NULL,
    hash      TEXT   NOT NULL,
    CONSTRAINT audit_key PRIMARY KEY (tenant_id, seq)
);
CREATE INDEX audit_by_subject ON audit (tenant_id, kind, subject, seq);

-- The old and new text of each field of a save. The chain holds their digests only (salted, so that a short text
-- cannot be guessed from one): texts and salt can be removed for good, with a mark, and the chain still verifies.
CREATE TABLE audit_changes (
    tenant_id  TEXT    NOT NULL,
    seq        BIGINT  NOT NULL,
    n          INTEGER NOT NULL,
    field      TEXT    NOT NULL,
    old_text   TEXT    NOT NULL,
    new_text   TEXT    NOT NULL,
    salt       TEXT    NOT NULL,
    old_digest TEXT    NOT NULL,
    new_digest TEXT    NOT NULL,
    removed_at TEXT    NOT NULL,
    CONSTRAINT audit_changes_key PRIMARY KEY (tenant_id, seq, n),
    CONSTRAINT audit_changes_audit FOREIGN KEY (tenant_id, seq) REFERENCES audit (tenant_id, seq)
);
