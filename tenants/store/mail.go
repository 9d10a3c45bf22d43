package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/question"
)

// The outbox. Emails are put into it in the transaction of what causes them, and sent from there. Nothing of it is in the history.

// MailKind is what an email is about.
type MailKind string

const (
	ActionGiven    MailKind = "action"
	QuestionAsked  MailKind = "question"
	DigestOf       MailKind = "digest"
	InvitationMade MailKind = "invitation"
)

// MailState is how an email is.
type MailState string

const (
	MailWaiting MailState = "waiting" // to be sent, or to be tried again
	MailUnsure  MailState = "unsure"  // nobody knows whether it arrived
	// The rest are ends.
	MailSent    MailState = "sent"
	MailRefused MailState = "refused" // by the mail server, for good
	MailDropped MailState = "dropped" // there was nothing left to say, or nobody left to say it to
)

// Mail is an email that is to be sent, taken by one sender. ICB and Subject (the id of an action, a question or an invitation) are ""
// for a digest. Person and Address are "" for an invitation, which has the address.
type Mail struct {
	ID      string           `db:"id"`
	Kind    MailKind         `db:"kind"`
	ICB     string           `db:"icb"`
	Subject string           `db:"subject"`
	Due     calendar.Date    `db:"due_on"`
	Made    calendar.Instant `db:"made_at"`
	Tries   int              `db:"tries"` // that failed before
	Person  string           `db:"person_id"`
	Address string           `db:"email"`
	AtOnce  bool             `db:"at_once"`
	Digest  tenants.Digest   `db:"digest"`

	lease string
}

// Wanted says whether the person still wants such an email, and can get one.
func (m Mail) Wanted() bool {
	if m.Kind == DigestOf {
		return m.Address != "" && m.Digest != tenants.Never
	}
	return m.Address != "" && m.AtOnce
}

// mailLease is how long a sender may take over one email, before another may take it. It is far longer than a mail server is waited for.
const mailLease = 5 * time.Minute

// QueueMail says that this service sends emails: from now on its saves put them into the outbox. Call it before the first save.
func (s *Store) QueueMail() { s.mails = true }

// Mails says whether this service sends emails.
func (s *Store) Mails() bool { return s.mails }

// given puts an email into the outbox for the person whom an action was given to, or for all people of the provider. It says nothing to
// the one who gave it, nor to those who do not want to hear at once.
func (w *writing) given(old, a action.Action) error {
	same := a.Member == old.Member && a.Provider == old.Provider && old.ID != ""
	if same || a.State != action.Open || a.Member == "" && a.Provider == "" {
		return nil
	}
	if a.Member != "" {
		return w.mail(ActionGiven, a.ID, a.Due, `m.id = ?`, a.Member)
	}
	return w.mail(ActionGiven, a.ID, a.Due, `m.provider_id = ?`, a.Provider)
}

// wasAsked puts an email into the outbox for everybody who can answer a question: the people of the provider and of the one that
// enters figures for it, or the ICB's commissioners.
func (w *writing) wasAsked(q question.Question, act question.Act) error {
	if act != question.Ask {
		return nil
	}
	if q.AskedBy == question.Provider || q.Provider == "" {
		return w.mail(QuestionAsked, q.ID, "", `m.role IN ('lead', 'commissioner')`)
	}
	return w.mail(QuestionAsked, q.ID, "", `(m.provider_id = ? OR m.provider_id IN (
		SELECT l.lead_id FROM provider_leads l WHERE l.tenant_id = m.tenant_id AND l.provider_id = ?))`, q.Provider, q.Provider)
}

// mail puts an email about a record into the outbox for the members m that a condition picks, but for those who do not want it and
// for the one who saves.
func (w *writing) mail(kind MailKind, subject string, due calendar.Date, where string, args ...any) error {
	if !w.mails {
		return nil
	}
	_, err := w.Exec(`
		INSERT INTO outbox (id, person_id, kind, icb, subject, due_on, made_at, state, tries, next_at, lease, leased_until)
		SELECT CAST(? AS TEXT) || ' ' || p.id, p.id, ?, m.tenant_id, ?, ?, ?, 'waiting', 0, ?, '', ''
		FROM memberships m JOIN people p ON p.id = m.person_id LEFT JOIN mail_choices c ON c.person_id = p.id
		WHERE m.tenant_id = ? AND m.ended_at = '' AND m.id <> ? AND p.email <> '' AND COALESCE(c.at_once, TRUE)
		  AND `+where+forList,
		append([]any{db.NewID(), kind, subject, due, w.At, w.At, w.Tenant, w.member.ID}, args...)...)
	return err
}

// QueueDigests puts the digests of a day into the outbox, unless this or another server has done it: daily ones for day, weekly ones for
// the week that began on monday. It replaces older ones that could not be sent. It returns how many are new.
func (s *Store) QueueDigests(ctx context.Context, day, monday calendar.Date) (made int64, err error) {
	for digest, of := range map[tenants.Digest]calendar.Date{tenants.Daily: day, tenants.Weekly: monday} {
		var done int
		err := s.db.Get(ctx, &done, `SELECT COUNT(*) FROM digest_days WHERE digest = ? AND day = ?`, digest, of)
		if err == nil && done == 0 {
			var n int64
			n, err = s.queueDigest(ctx, digest, of)
			made += n
		}
		if err != nil {
			return made, fmt.Errorf("%s digests of %s: %w", digest, of, err)
		}
	}
	return made, nil
}

func (s *Store) queueDigest(ctx context.Context, digest tenants.Digest, of calendar.Date) (made int64, err error) {
	now := calendar.At(s.Now())
	err = s.db.Transaction(ctx, func(tx db.Tx) error {
		first, err := tx.Exec(`INSERT INTO digest_days (digest, day) VALUES (?, ?) ON CONFLICT (digest, day) DO NOTHING`, digest, of)
		if err != nil || first == 0 {
			return err
		}
		_, err = tx.Exec(`
			UPDATE outbox SET state = 'dropped' WHERE state = 'waiting' AND kind = 'digest' AND leased_until <= ? AND person_id IN (
			    SELECT p.id FROM people p LEFT JOIN mail_choices c ON c.person_id = p.id WHERE COALESCE(c.digest, 'weekly') = ?)`+forMail,
			now, digest)
		if err != nil {
			return err
		}
		made, err = tx.Exec(`
			INSERT INTO outbox (id, person_id, kind, icb, subject, due_on, made_at, state, tries, next_at, lease, leased_until)
			SELECT 'digest ' || CAST(? AS TEXT) || ' ' || p.id, p.id, 'digest', '', '', '', ?, 'waiting', 0, ?, '', ''
			FROM people p LEFT JOIN mail_choices c ON c.person_id = p.id
			WHERE p.email <> '' AND COALESCE(c.digest, 'weekly') = ?
			ON CONFLICT (id) DO NOTHING`+forMail, of, now, now, digest)
		return err
	})
	return made, err
}

// TakeMail is the next email to send, for this sender alone until its lease ends. Error: tenants.ErrNotFound when none is due.
func (s *Store) TakeMail(ctx context.Context) (Mail, error) {
	for {
		now := s.Now()
		var id string
		err := s.db.Get(ctx, &id, `
			SELECT id FROM outbox WHERE state = 'waiting' AND next_at <= ? AND leased_until <= ? ORDER BY next_at, id LIMIT 1`,
			calendar.At(now), calendar.At(now))
		if err != nil {
			return Mail{}, err
		}
		m := Mail{lease: db.NewID()}
		err = s.db.Transaction(ctx, func(tx db.Tx) error {
			taken, err := tx.Exec(`
				UPDATE outbox SET lease = ?, leased_until = ? WHERE id = ? AND state = 'waiting' AND leased_until <= ?`,
				m.lease, calendar.At(now.Add(mailLease)), id, calendar.At(now))
			if err != nil {
				return err
			}
			if taken == 0 {
				return tenants.ErrStale // another sender was first
			}
			return tx.Get(&m, `
				SELECT o.id, o.kind, o.icb, o.subject, o.due_on, o.made_at, o.tries, COALESCE(o.person_id, '') AS person_id,
				       COALESCE(p.email, '') AS email, COALESCE(c.at_once, TRUE) AS at_once, COALESCE(c.digest, 'weekly') AS digest
				FROM outbox o LEFT JOIN people p ON p.id = o.person_id LEFT JOIN mail_choices c ON c.person_id = o.person_id
				WHERE o.id = ?`, id)
		})
		if !errors.Is(err, tenants.ErrStale) {
			return m, err
		}
	}
}

const handMail = `UPDATE outbox SET state = 'handed' WHERE id = ? AND lease = ? AND state = 'waiting' AND leased_until > ?`

// HandMail notes that an email is now given to the mail server. What is noted so is never sent again by itself. Error: tenants.ErrStale
// when the lease has ended and another sender may have it. An invitation goes by HandInvitation.
func (s *Store) HandMail(ctx context.Context, m Mail) error {
	return s.moveMail(ctx, handMail, m.ID, m.lease, calendar.At(s.Now()))
}

// EndMail notes how an email ended. Error: tenants.ErrStale when another sender has it.
func (s *Store) EndMail(ctx context.Context, m Mail, how MailState) error {
	return s.moveMail(ctx, `UPDATE outbox SET state = ?, next_at = ? WHERE id = ? AND lease = ?`, how, calendar.At(s.Now()), m.ID, m.lease)
}

// KeepMail puts an email back that was certainly not delivered, to be tried again after a while. Error: tenants.ErrStale.
func (s *Store) KeepMail(ctx context.Context, m Mail, after time.Duration) error {
	return s.moveMail(ctx, `
		UPDATE outbox SET state = 'waiting', tries = tries + 1, next_at = ?, lease = '', leased_until = '' WHERE id = ? AND lease = ?`,
		calendar.At(s.Now().Add(after)), m.ID, m.lease)
}

func (s *Store) moveMail(ctx context.Context, query string, args ...any) error {
	err := s.db.Transaction(ctx, func(tx db.Tx) error {
		n, err := tx.Exec(query, args...)
		if err == nil && n == 0 {
			err = tenants.ErrStale
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("email: %w", err)
	}
	return nil
}

// mailKept is how long the outbox remembers an email that ended.
const mailKept = 30 * 24 * time.Hour

// SweepMail forgets emails that ended long ago.
func (s *Store) SweepMail(ctx context.Context) error {
	old := calendar.At(s.Now().Add(-mailKept))
	err := s.db.Exec(ctx, `DELETE FROM outbox WHERE state IN ('sent', 'refused', 'dropped', 'handed') AND next_at < ?`, old)
	if err == nil {
		err = s.db.Exec(ctx, `DELETE FROM digest_days WHERE day < ?`, calendar.Instant(old).Date())
	}
	if err != nil {
		return fmt.Errorf("old emails: %w", err)
	}
	return nil
}

// MailStats say how the outbox is.
type MailStats struct {
	Waiting int `db:"waiting"` // emails that are due or will be tried again
	// Unsure are those of the last 30 days that may or may not have arrived, Refused those that the mail server refused.
	Unsure  int              `db:"unsure"`
	Refused int              `db:"refused"`
	Oldest  calendar.Instant `db:"oldest"` // since when the oldest waits; "" when none does
}

// MailStats are the counts now. One that is being handed over at this moment is not yet unsure.
func (s *Store) MailStats(ctx context.Context) (MailStats, error) {
	var n MailStats
	err := s.db.Get(ctx, &n, `
		SELECT COALESCE(SUM(CASE WHEN state = 'waiting' THEN 1 ELSE 0 END), 0) AS waiting,
		       COALESCE(SUM(CASE WHEN state = 'handed' AND leased_until <= ? THEN 1 ELSE 0 END), 0) AS unsure,
		       COALESCE(SUM(CASE WHEN state = 'refused' THEN 1 ELSE 0 END), 0) AS refused,
		       COALESCE(MIN(CASE WHEN state = 'waiting' THEN made_at END), '') AS oldest
		FROM outbox WHERE state IN ('waiting', 'handed', 'refused')`, calendar.At(s.Now()))
	if err != nil {
		return n, fmt.Errorf("emails: %w", err)
	}
	return n, nil
}
