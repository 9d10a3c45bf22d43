-- +goose Up

-- What people have agreed to do. An action is owned by a member (owner_id), by a provider as a whole (provider_id alone), by a
-- role outside the service, or by nobody yet. provider_id is the provider whose people see it as theirs, also where one of them
-- owns it. about_kind and about_id say what it is about, as the history names it; they never change. shared says that the
-- steering group reads it.
CREATE TABLE actions (
    tenant_id   TEXT    NOT NULL REFERENCES tenants (tenant_id),
    id          TEXT    NOT NULL,
    what        TEXT    NOT NULL,
    owner_id    TEXT,
    provider_id TEXT,
    role        TEXT    NOT NULL,
    asked       TEXT    NOT NULL,
    about_kind  TEXT    NOT NULL,
    about_id    TEXT    NOT NULL,
    due_on      TEXT    NOT NULL,
    state       TEXT    NOT NULL,
    done_on     TEXT    NOT NULL,
    reason      TEXT    NOT NULL,
    note        TEXT    NOT NULL,
    shared      BOOLEAN NOT NULL,
    confirmed   TEXT    NOT NULL,
    changed_at  TEXT    NOT NULL,
    changed_by  TEXT    NOT NULL,
    version     INTEGER NOT NULL,
    CONSTRAINT actions_key PRIMARY KEY (tenant_id, id),
    CONSTRAINT actions_owner FOREIGN KEY (tenant_id, owner_id) REFERENCES memberships (tenant_id, id),
    CONSTRAINT actions_provider FOREIGN KEY (tenant_id, provider_id) REFERENCES providers (tenant_id, id),
    CONSTRAINT actions_one_owner CHECK (role = '' OR owner_id IS NULL AND provider_id IS NULL),
    CONSTRAINT actions_asked CHECK (asked IN ('', 'trust', 'pcns', 'icb', 'provider')),
    CONSTRAINT actions_state CHECK (state IN ('open', 'done', 'dropped')),
    CONSTRAINT actions_done CHECK ((state = 'done') = (done_on <> '')),
    CONSTRAINT actions_dropped CHECK ((state = 'dropped') = (reason <> '')),
    CONSTRAINT actions_about CHECK ((about_kind = '') = (about_id = ''))
);
CREATE INDEX actions_by_about ON actions (tenant_id, about_kind, about_id);
CREATE INDEX actions_by_state ON actions (tenant_id, state, due_on);
CREATE INDEX actions_by_owner ON actions (tenant_id, owner_id);
