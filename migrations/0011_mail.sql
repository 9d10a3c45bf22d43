-- +goose Up

-- What a person wants to get by email. Without a row they get what is urgent at once, and the rest once a week.
CREATE TABLE mail_choices (
    person_id TEXT    NOT NULL REFERENCES people (id),
    at_once   BOOLEAN NOT NULL,
    digest    TEXT    NOT NULL,
    CONSTRAINT mail_choices_key PRIMARY KEY (person_id),
    CONSTRAINT mail_choices_digest CHECK (digest IN ('daily', 'weekly', 'never'))
);

-- Emails that are to be sent or were. A row is written in the transaction of what causes it. It holds no text, name or
-- address: those are worked out when it is sent, as the person may read them then. icb and subject say what it is about, ''
-- for a digest, which is of all of a person's ICBs.
--
-- waiting: not before next_at. Whoever sends it first takes it for a while (lease, leased_until). handed: it is being given to
-- the mail server; where it stays so, nobody knows whether it arrived, and it is not sent again. sent, refused by the mail
-- server for good, and dropped, since there was nothing left to say, are ends.
CREATE TABLE outbox (
    id           TEXT    NOT NULL,
    person_id    TEXT    NOT NULL REFERENCES people (id),
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
    CONSTRAINT outbox_key PRIMARY KEY (id),
    CONSTRAINT outbox_kind CHECK (kind IN ('action', 'question', 'digest')),
    CONSTRAINT outbox_state CHECK (state IN ('waiting', 'handed', 'sent', 'refused', 'dropped')),
    CONSTRAINT outbox_about CHECK ((icb = '') = (kind = 'digest'))
);
CREATE INDEX outbox_by_state ON outbox (state, next_at);

-- The days for which digests were put into the outbox: each once, by whichever server comes first.
CREATE TABLE digest_days (
    digest TEXT NOT NULL,
    day    TEXT NOT NULL,
    CONSTRAINT digest_days_key PRIMARY KEY (digest, day)
);

-- The secret address of a person's calendar, as its hash. A new address replaces the old one.
CREATE TABLE calendar_addresses (
    person_id  TEXT NOT NULL REFERENCES people (id),
    token_hash TEXT NOT NULL,
    made_at    TEXT NOT NULL,
    CONSTRAINT calendar_addresses_key PRIMARY KEY (person_id),
    CONSTRAINT calendar_addresses_token UNIQUE (token_hash)
);
