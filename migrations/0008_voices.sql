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

-- A thread of questions and answers about a record (about and about_id name it as the history does), between the ICB and one
-- provider; provider_id is NULL for one within the ICB. asked_by is the side that asked. While it is open, the other side is
-- waited for.
CREATE TABLE questions (
    tenant_id   TEXT    NOT NULL REFERENCES tenants (tenant_id),
    id          TEXT    NOT NULL,
    about       TEXT    NOT NULL,
    about_id    TEXT    NOT NULL,
    provider_id TEXT,
    asked_by    TEXT    NOT NULL,
    state       TEXT    NOT NULL,
    asked_at    TEXT    NOT NULL,
    changed_at  TEXT    NOT NULL,
    version     INTEGER NOT NULL,
    CONSTRAINT questions_key PRIMARY KEY (tenant_id, id),
    CONSTRAINT questions_provider FOREIGN KEY (tenant_id, provider_id) REFERENCES providers (tenant_id, id),
    CONSTRAINT questions_about CHECK (about IN ('priority', 'evidence', 'return', 'meeting')),
    CONSTRAINT questions_asked_by CHECK (asked_by IN ('icb', 'provider')),
    CONSTRAINT questions_state CHECK (state IN ('open', 'answered', 'closed'))
);
CREATE INDEX questions_by_about ON questions (tenant_id, about, about_id);
CREATE INDEX questions_by_state ON questions (tenant_id, state, changed_at);
CREATE INDEX questions_by_change ON questions (tenant_id, changed_at);

-- What was said in a thread, in the order of n.
CREATE TABLE question_messages (
    tenant_id   TEXT   NOT NULL,
    question_id TEXT   NOT NULL,
    n           BIGINT NOT NULL,
    act         TEXT   NOT NULL,
    text        TEXT   NOT NULL,
    said_at     TEXT   NOT NULL,
    said_by     TEXT   NOT NULL,
    removed_at  TEXT   NOT NULL,
    CONSTRAINT question_messages_key PRIMARY KEY (tenant_id, question_id, n),
    CONSTRAINT question_messages_act CHECK (act IN ('ask', 'answer', 'close')),
    CONSTRAINT question_messages_question FOREIGN KEY (tenant_id, question_id) REFERENCES questions (tenant_id, id)
);

-- Questions about evidence and about figures become such threads, one for each piece of evidence or return, with the same
-- texts, people and times. Their ids hold a "-", which no other id does: the history tells of them with the evidence and the
-- figures. Where a text was removed for good, its mark goes along.
INSERT INTO questions (tenant_id, id, about, about_id, provider_id, asked_by, state, asked_at, changed_at, version)
SELECT e.tenant_id, e.id || '-q', 'evidence', e.id, e.provider_id, 'icb',
       CASE e.state WHEN 'queried' THEN 'open' WHEN 'new' THEN 'answered' ELSE 'closed' END, MIN(s.said_at), MAX(s.said_at), 1
FROM evidence e JOIN evidence_messages s ON s.tenant_id = e.tenant_id AND s.evidence_id = e.id AND s.act IN ('query', 'answer')
GROUP BY e.tenant_id, e.id, e.provider_id, e.state;

INSERT INTO question_messages (tenant_id, question_id, n, act, text, said_at, said_by, removed_at)
SELECT s.tenant_id, s.evidence_id || '-q', s.seq, CASE s.act WHEN 'query' THEN 'ask' ELSE 'answer' END, s.text, s.said_at, s.said_by,
       s.removed_at
FROM evidence_messages s WHERE s.act IN ('query', 'answer');

DELETE FROM evidence_messages WHERE act IN ('query', 'answer');

INSERT INTO questions (tenant_id, id, about, about_id, provider_id, asked_by, state, asked_at, changed_at, version)
SELECT f.tenant_id, f.provider_id || '-' || f.quarter, 'return', f.provider_id || ' ' || f.quarter, f.provider_id, 'icb',
       CASE f.state WHEN 'queried' THEN 'open' WHEN 'accepted' THEN 'closed' ELSE 'answered' END, f.changed_at, f.changed_at, 1
FROM returns f WHERE f.query <> '' OR f.answer <> '';

-- A return held its last question and answer; the history has all of them.
INSERT INTO question_messages (tenant_id, question_id, n, act, text, said_at, said_by, removed_at)
SELECT f.tenant_id, f.provider_id || '-' || f.quarter, a.seq, CASE c.field WHEN 'query' THEN 'ask' ELSE 'answer' END,
       CASE c.removed_at WHEN '' THEN c.new_text ELSE 'Removed because it held personal data' END, a.at,
       COALESCE((SELECT MAX(m.id) FROM memberships m WHERE m.tenant_id = a.tenant_id AND m.person_id = a.person_id), a.who), c.removed_at
FROM returns f
JOIN audit a ON a.tenant_id = f.tenant_id AND a.kind = 'return' AND a.subject = f.provider_id || ' ' || f.quarter
JOIN audit_changes c ON c.tenant_id = a.tenant_id AND c.seq = a.seq
WHERE (f.query <> '' OR f.answer <> '')
  AND (c.field = 'query' AND a.act = 'ask' OR c.field = 'answer' AND a.act = 'answer') AND (c.new_text <> '' OR c.removed_at <> '');

UPDATE questions SET asked_at = COALESCE((
    SELECT MIN(s.said_at) FROM question_messages s WHERE s.tenant_id = questions.tenant_id AND s.question_id = questions.id), asked_at),
    changed_at = COALESCE((
    SELECT MAX(s.said_at) FROM question_messages s WHERE s.tenant_id = questions.tenant_id AND s.question_id = questions.id), changed_at)
WHERE about = 'return';

-- What the history does not have, as when a row was changed by hand, goes along too.
INSERT INTO question_messages (tenant_id, question_id, n, act, text, said_at, said_by, removed_at)
SELECT f.tenant_id, f.provider_id || '-' || f.quarter, -2, 'ask', f.query, f.changed_at, f.changed_by, ''
FROM returns f WHERE f.query <> '' AND NOT EXISTS (
    SELECT 1 FROM question_messages s WHERE s.tenant_id = f.tenant_id AND s.question_id = f.provider_id || '-' || f.quarter
        AND s.text = f.query);

INSERT INTO question_messages (tenant_id, question_id, n, act, text, said_at, said_by, removed_at)
SELECT f.tenant_id, f.provider_id || '-' || f.quarter, -1, 'answer', f.answer, f.changed_at, f.changed_by, ''
FROM returns f WHERE f.answer <> '' AND NOT EXISTS (
    SELECT 1 FROM question_messages s WHERE s.tenant_id = f.tenant_id AND s.question_id = f.provider_id || '-' || f.quarter
        AND s.text = f.answer);

ALTER TABLE returns DROP COLUMN query;
ALTER TABLE returns DROP COLUMN answer;
