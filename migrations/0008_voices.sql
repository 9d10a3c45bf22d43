-- +goose Up

-- What each provider says of a priority that it answers for together with the ICB: its own status and note.
CREATE TABLE provider_views (
    tenant_id   TEXT    NOT NULL REFERENCES tenants (tenant_id),
    provider_id TEXT    NOT NULL,
    priority    TEXT    NOT NULL,
    status      TEXT    NOT NULL,
    note        TEXT    NOT NULL,
    confirmed   TEXT    NOT NULL,
    changed_at  TEXT    NOT NULL,
    changed_by  TEXT    NOT NULL,
    version     INTEGER NOT NULL,
    CONSTRAINT provider_views_key PRIMARY KEY (tenant_id, provider_id, priority),
    CONSTRAINT provider_views_provider FOREIGN KEY (tenant_id, provider_id) REFERENCES providers (tenant_id, id),
    CONSTRAINT provider_views_status CHECK (status IN ('', 'in_place', 'in_progress', 'not_started'))
);

-- What the ICB says where views differ. state says which views they were: others need another comment.
CREATE TABLE view_comments (
    tenant_id  TEXT    NOT NULL REFERENCES tenants (tenant_id),
    priority   TEXT    NOT NULL,
    state      TEXT    NOT NULL,
    comment    TEXT    NOT NULL,
    confirmed  TEXT    NOT NULL,
    changed_at TEXT    NOT NULL,
    changed_by TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    CONSTRAINT view_comments_key PRIMARY KEY (tenant_id, priority)
);
