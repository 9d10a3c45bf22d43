-- +goose Up

-- Invitations are emailed too. They are for people whom the service does not know yet: such a row has no person, and its subject is the
-- invitation, which has the address. It holds no link, and nothing that a link could be made from: the sender makes the link.
ALTER TABLE outbox RENAME TO outbox_before;
DROP INDEX outbox_by_state;
CREATE TABLE outbox (
    id           TEXT    NOT NULL,
    person_id    TEXT    REFERENCES people (id),
    kind         TEXT    NOT NULL,
    icb          TEXT    NOT NULL,
    subject      TEXT    NOT NULL,
    due_on       TEXT    NOT NULL,
    made_at      TEXT    NOT NULL,
    state        TEXT    NOT NULL,
    tries        INTEGER NOT NULL,
    next_at      TEXT    NOT NULL,
    lease        TEXT    NOT NULL,
    leased_until TEXT    NOT NULL,
    CONSTRAINT outbox_id PRIMARY KEY (id),
    CONSTRAINT outbox_kind CHECK (kind IN ('action', 'question', 'digest', 'invitation')),
    CONSTRAINT outbox_state CHECK (state IN ('waiting', 'handed', 'sent', 'refused', 'dropped')),
    CONSTRAINT outbox_about CHECK ((icb = '') = (kind = 'digest')),
    CONSTRAINT outbox_to CHECK ((person_id IS NULL) = (kind = 'invitation'))
);
INSERT INTO outbox (id, person_id, kind, icb, subject, due_on, made_at, state, tries, next_at, lease, leased_until)
SELECT id, person_id, kind, icb, subject, due_on, made_at, state, tries, next_at, lease, leased_until FROM outbox_before;
DROP TABLE outbox_before;
CREATE INDEX outbox_by_state ON outbox (state, next_at);
CREATE INDEX outbox_invitations ON outbox (icb, subject) WHERE kind = 'invitation';
