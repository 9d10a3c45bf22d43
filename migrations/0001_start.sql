-- +goose Up

-- Indexes are for what pages look up in tables that grow every year.

-- One row for each ICB. Every save of an ICB's rows begins with its version plus 1, which locks, numbers and orders the
-- ICB's saves; audit_head is the hash of its last audit row.
--
-- rights_version counts every change of who may do what in the ICB: a role or provider changed, a membership ended,
-- procurement opened or closed, people named for it. A save that began before such a change notices it by this number.
-- names counts how often a member of the ICB came back with another name. Pages show names, and a browser that keeps a
-- page has to know that one has changed, though nothing of the ICB was saved.
--
-- procurement_since is the day on which procurement opened, '' while there is none. While it is open, contracts, the
-- staffing plan, and notes and evidence of some priorities are only for the members named for it.
CREATE TABLE tenants (
    tenant_id             TEXT    NOT NULL PRIMARY KEY,
    name                  TEXT    NOT NULL,
    region                TEXT    NOT NULL,
    demo                  BOOLEAN NOT NULL,
    edition_id            TEXT    NOT NULL,
    created_at            TEXT    NOT NULL,
    version               BIGINT  NOT NULL,
    rights_version        BIGINT  NOT NULL DEFAULT 0,
    names                 BIGINT  NOT NULL DEFAULT 0,
    audit_head            TEXT    NOT NULL,
    show_by_provider      BOOLEAN NOT NULL,
    retention_years       INTEGER NOT NULL,
    evidence_quota        BIGINT  NOT NULL,
    next_meeting          TEXT    NOT NULL,
    settings_version      INTEGER NOT NULL,
    procurement_since     TEXT    NOT NULL DEFAULT '',
    procurement_reason    TEXT    NOT NULL DEFAULT '',
    procurement_confirmed TEXT    NOT NULL DEFAULT '',
    procurement_version   INTEGER NOT NULL DEFAULT 0
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

-- Providers that deliver under another one of the ICB. The people of that one may enter their returns.
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

-- named says that procurement keeps nothing from this member.
CREATE TABLE memberships (
    tenant_id   TEXT    NOT NULL REFERENCES tenants (tenant_id),
    id          TEXT    NOT NULL,
    person_id   TEXT    NOT NULL REFERENCES people (id),
    role        TEXT    NOT NULL,
    provider_id TEXT,
    named       BOOLEAN NOT NULL DEFAULT FALSE,
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

-- void_at is since when an invitation is void, '' while it is valid; void_why is the reason that the list of people
-- shows.
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
    void_at     TEXT    NOT NULL DEFAULT '',
    void_why    TEXT    NOT NULL DEFAULT '',
    version     INTEGER NOT NULL,
    CONSTRAINT invitations_key PRIMARY KEY (tenant_id, id),
    CONSTRAINT invitations_provider FOREIGN KEY (tenant_id, provider_id) REFERENCES providers (tenant_id, id),
    CONSTRAINT invitations_member FOREIGN KEY (tenant_id, accepted_by) REFERENCES memberships (tenant_id, id),
    CONSTRAINT invitations_role CHECK (role IN ('lead', 'commissioner', 'provider', 'reader')),
    CONSTRAINT invitations_bound CHECK ((role = 'provider') = (provider_id IS NOT NULL))
);
CREATE UNIQUE INDEX invitations_token ON invitations (token_hash);
CREATE INDEX invitations_open ON invitations (tenant_id, created_at) WHERE accepted_at = '' AND revoked_at = '';

-- What an ICB records against a priority. points are the ids of the statements met, with spaces between. search and
-- private_search are the notes in lower case, made in Go so that both databases find the same rows.
CREATE TABLE entries (
    tenant_id      TEXT    NOT NULL REFERENCES tenants (tenant_id),
    priority       TEXT    NOT NULL,
    status         TEXT    NOT NULL,
    notes          TEXT    NOT NULL,
    private_notes  TEXT    NOT NULL,
    search         TEXT    NOT NULL,
    private_search TEXT    NOT NULL,
    owner_id       TEXT,
    review_on      TEXT    NOT NULL,
    points         TEXT    NOT NULL,
    confirmed      TEXT    NOT NULL,
    changed_at     TEXT    NOT NULL,
    changed_by     TEXT    NOT NULL,
    version        INTEGER NOT NULL,
    CONSTRAINT entries_key PRIMARY KEY (tenant_id, priority),
    CONSTRAINT entries_owner FOREIGN KEY (tenant_id, owner_id) REFERENCES memberships (tenant_id, id),
    CONSTRAINT entries_status CHECK (status IN ('', 'in_place', 'in_progress', 'not_started'))
);

-- A commissioner's answer to a status that the figures do not support. state says which figures differed: a new state
-- asks again.
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
CREATE INDEX evidence_by_state ON evidence (tenant_id, state);
CREATE INDEX evidence_by_provider ON evidence (tenant_id, provider_id);
CREATE INDEX evidence_by_created ON evidence (tenant_id, created_at);

-- The priorities that a piece of evidence is for, and their points where point is not ''.
CREATE TABLE evidence_links (
    tenant_id   TEXT NOT NULL,
    evidence_id TEXT NOT NULL,
    priority    TEXT NOT NULL,
    point       TEXT NOT NULL,
    CONSTRAINT evidence_links_key PRIMARY KEY (tenant_id, evidence_id, priority, point),
    CONSTRAINT evidence_links_evidence FOREIGN KEY (tenant_id, evidence_id) REFERENCES evidence (tenant_id, id)
);
CREATE INDEX evidence_links_by_priority ON evidence_links (tenant_id, priority, evidence_id);

-- What people said about a piece of evidence; seq is the number of the save, and so the message's place in the order.
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

-- A file of a piece of evidence. It belongs to none while its pieces arrive, and is removed when they stop arriving.
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
CREATE INDEX files_kept ON files (tenant_id, size) WHERE state <> 'removed';

CREATE TABLE file_chunks (
    tenant_id TEXT    NOT NULL,
    file_id   TEXT    NOT NULL,
    n         INTEGER NOT NULL,
    body      BYTEA   NOT NULL,
    CONSTRAINT file_chunks_key PRIMARY KEY (tenant_id, file_id, n),
    CONSTRAINT file_chunks_file FOREIGN KEY (tenant_id, file_id) REFERENCES files (tenant_id, id)
);

-- What an ICB and its providers have agreed to collect from a quarter on, besides the figures of all providers. A row
-- never changes: a new agreement adds the next n. parts are codes, with spaces between.
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

-- A provider's figures for a quarter. A figure that was not given is NULL, which is not 0. Posts are hundredths of a
-- full-time equivalent. set_n is the set of figures that the return answers (return_sets), 0 for none; a submitted
-- return keeps its set.
CREATE TABLE returns (
    tenant_id         TEXT    NOT NULL REFERENCES tenants (tenant_id),
    provider_id       TEXT    NOT NULL,
    quarter           TEXT    NOT NULL,
    state             TEXT    NOT NULL,
    set_n             INTEGER NOT NULL DEFAULT 0,
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
CREATE INDEX returns_by_quarter ON returns (tenant_id, quarter);
CREATE INDEX returns_waiting ON returns (tenant_id, quarter) WHERE state IN ('submitted', 'queried', 'corrected');

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

-- The groups that people are counted in, without not stated and not known, which every characteristic has.
CREATE TABLE collection_groups (
    tenant_id      TEXT    NOT NULL,
    characteristic TEXT    NOT NULL,
    from_quarter   TEXT    NOT NULL,
    n              INTEGER NOT NULL,
    label          TEXT    NOT NULL,
    CONSTRAINT collection_groups_key PRIMARY KEY (tenant_id, characteristic, from_quarter, n),
    CONSTRAINT collection_groups_collection FOREIGN KEY (tenant_id, characteristic, from_quarter)
        REFERENCES collections (tenant_id, characteristic, from_quarter)
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
CREATE INDEX breakdowns_by_quarter ON breakdowns (tenant_id, quarter);

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
    CONSTRAINT breakdown_counts_breakdown FOREIGN KEY (tenant_id, provider_id, quarter, characteristic)
        REFERENCES breakdowns (tenant_id, provider_id, quarter, characteristic)
);

-- How many referrals accessed a provider's service in the 12 months to a month's end, as published from MHSDS. A count
-- published as * is NULL.
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
CREATE INDEX published_access_by_period ON published_access (tenant_id, period_to);

-- Which part of a provider's file is which figure, from the last import: the next quarter's file is read the same way.
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

-- What a contract is, what it states, and an early end. A number that it does not state is NULL, which is not 0: people
-- a year in hundredths, like the shares (of a per cent), the posts (of a full-time equivalent) and the caseload.
CREATE TABLE contracts (
    tenant_id       TEXT    NOT NULL REFERENCES tenants (tenant_id),
    id              TEXT    NOT NULL,
    provider_id     TEXT    NOT NULL,
    name            TEXT    NOT NULL,
    reference       TEXT    NOT NULL,
    type            TEXT    NOT NULL DEFAULT '',
    lead            TEXT    NOT NULL DEFAULT '',
    place           TEXT    NOT NULL DEFAULT '',
    payment         TEXT    NOT NULL DEFAULT '',
    meeting         TEXT    NOT NULL DEFAULT '',
    starts_on       TEXT    NOT NULL,
    ends_on         TEXT    NOT NULL,
    ended_on        TEXT    NOT NULL DEFAULT '',
    ended_reason    TEXT    NOT NULL DEFAULT '',
    short_reason    TEXT    NOT NULL,
    access_stated   BIGINT,
    outcome_stated  BIGINT,
    es_stated       BIGINT,
    tl_stated       BIGINT,
    sm_stated       BIGINT,
    caseload_stated BIGINT,
    confirmed       TEXT    NOT NULL,
    version         INTEGER NOT NULL,
    CONSTRAINT contracts_key PRIMARY KEY (tenant_id, id),
    CONSTRAINT contracts_provider FOREIGN KEY (tenant_id, provider_id) REFERENCES providers (tenant_id, id),
    CONSTRAINT contracts_type CHECK (type IN ('', 'nhs_full', 'nhs_shorter', 'subcontract', 'grant', 'section_75', 'other')),
    CONSTRAINT contracts_payment CHECK (payment IN ('', 'block', 'activity', 'grant', 'other')),
    CONSTRAINT contracts_meeting CHECK (meeting IN ('', 'own', 'reserved', 'within', 'none'))
);

-- A subcontract and the contract that it runs under.
CREATE TABLE contract_subs (
    tenant_id   TEXT NOT NULL,
    contract_id TEXT NOT NULL,
    under_id    TEXT NOT NULL,
    CONSTRAINT contract_subs_key PRIMARY KEY (tenant_id, contract_id),
    CONSTRAINT contract_subs_contract FOREIGN KEY (tenant_id, contract_id) REFERENCES contracts (tenant_id, id),
    CONSTRAINT contract_subs_under FOREIGN KEY (tenant_id, under_id) REFERENCES contracts (tenant_id, id),
    CONSTRAINT contract_subs_other CHECK (contract_id <> under_id)
);

-- A right to extend, by months or up to a date; exercised_on is '' until it is exercised.
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

-- A talk about what follows a contract, held for the end date at that time.
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

-- What people found for a clause that the toolkit asks for, and where in the contract it is. A clause that nobody has
-- looked at has no row.
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

-- A change to a contract that both sides have signed; private keeps its purpose to commissioners.
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

-- The rows of the lists that an ICB and its providers keep: teams, PCNs, staff, meetings. The program holds what a list
-- asks (toolkit/register); register_values holds the answers. What no two rows of a list may share is read from their
-- texts: a digest of it here would outlive a name that was removed.
CREATE TABLE register_rows (
    tenant_id   TEXT    NOT NULL REFERENCES tenants (tenant_id),
    id          TEXT    NOT NULL,
    list        TEXT    NOT NULL,
    provider_id TEXT,
    removed     BOOLEAN NOT NULL,
    confirmed   TEXT    NOT NULL,
    changed_at  TEXT    NOT NULL,
    changed_by  TEXT    NOT NULL,
    version     INTEGER NOT NULL,
    CONSTRAINT register_rows_key PRIMARY KEY (tenant_id, id),
    CONSTRAINT register_rows_provider FOREIGN KEY (tenant_id, provider_id) REFERENCES providers (tenant_id, id)
);
CREATE INDEX register_rows_by_list ON register_rows (tenant_id, list);

-- One answer of a row: text is what people typed in their own words, code everything else, in the one form in which
-- toolkit/register keeps it. An answer that was not given has no row.
CREATE TABLE register_values (
    tenant_id TEXT NOT NULL,
    row_id    TEXT NOT NULL,
    field     TEXT NOT NULL,
    code      TEXT NOT NULL,
    text      TEXT NOT NULL,
    CONSTRAINT register_values_key PRIMARY KEY (tenant_id, row_id, field),
    CONSTRAINT register_values_row FOREIGN KEY (tenant_id, row_id) REFERENCES register_rows (tenant_id, id)
);

-- Who did what and when, one row for each save. hash covers the row, the digests of its changes and the row before, so
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
CREATE INDEX audit_by_person ON audit (tenant_id, person_id, seq);
CREATE INDEX audit_by_time ON audit (tenant_id, at, seq);

-- The old and new text of each field of a save. The chain holds only their digests (salted, so that nobody can guess a
-- short text from one): texts and salt can be removed for good, with a mark, and the chain still verifies. The old text
-- of a change is mostly what an earlier save of the same field wrote. Such a change says where that is (old_seq,
-- old_n), and its own old_text is ''. Where old_seq is 0, old_text is the text itself.
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
    old_seq    BIGINT  NOT NULL DEFAULT 0,
    old_n      INTEGER NOT NULL DEFAULT 0,
    removed_at TEXT    NOT NULL,
    CONSTRAINT audit_changes_key PRIMARY KEY (tenant_id, seq, n),
    CONSTRAINT audit_changes_audit FOREIGN KEY (tenant_id, seq) REFERENCES audit (tenant_id, seq)
);
CREATE INDEX audit_changes_by_old ON audit_changes (tenant_id, old_seq, old_n) WHERE old_seq > 0;

-- Removals of personal data. SQLite's log may still hold the text while gone_at is ''; later gone_at is when it was
-- gone from there.
CREATE TABLE removals (
    tenant_id TEXT   NOT NULL REFERENCES tenants (tenant_id),
    seq       BIGINT NOT NULL,
    gone_at   TEXT   NOT NULL,
    CONSTRAINT removals_key PRIMARY KEY (tenant_id, seq)
);
CREATE INDEX removals_to_finish ON removals (tenant_id, seq) WHERE gone_at = '';
