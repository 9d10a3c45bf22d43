package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
)

// How long a session lasts: so long after its last request, and so long at most.
const (
	SessionIdle = 30 * time.Minute
	SessionLife = 12 * time.Hour
)

// seenEvery is how often a session's last request is written down. Reading pages must not wait for the disk.
const (
	seenEvery   = time.Minute
	seenTimeout = time.Second
)

// SessionSure is how long a session is sure to last after a request: the one noted can be up to a minute older.
const SessionSure = SessionIdle - seenEvery

// SessionPerson is the name of the session value that holds the id of the person who signed in.
const SessionPerson = "person"

// Sessions keeps the sessions of alexedwards/scs: it is its store and its codec. Tokens are kept hashed, so that
// somebody who reads the database cannot take over a session. Sessions go by the machine's clock, no matter which day
// is today for the service.
type Sessions struct {
	store *Store
	clock func() time.Time
}

// Sessions is the sessions of this database; clock is nil for the machine's.
func (s *Store) Sessions(clock func() time.Time) *Sessions {
	if clock == nil {
		clock = time.Now
	}
	return &Sessions{store: s, clock: clock}
}

// hashToken is what is kept of a secret that a browser or a link carries. The secrets are long and random: no salt.
func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// sessionData is a session's values; all are text.
type sessionData struct {
	Deadline time.Time         `json:"deadline"`
	Values   map[string]string `json:"values"`
}

// Encode is a session as it is kept.
func (s *Sessions) Encode(deadline time.Time, values map[string]any) ([]byte, error) {
	d := sessionData{Deadline: deadline, Values: map[string]string{}}
	for name, value := range values {
		text, ok := value.(string)
		if !ok {
			return nil, fmt.Errorf("session value %s is not text", name)
		}
		d.Values[name] = text
	}
	return json.Marshal(d)
}

// Decode reads what Encode made.
func (s *Sessions) Decode(data []byte) (time.Time, map[string]any, error) {
	var d sessionData
	if err := json.Unmarshal(data, &d); err != nil {
		return time.Time{}, nil, fmt.Errorf("session: %w", err)
	}
	values := map[string]any{}
	for name, text := range d.Values {
		values[name] = text
	}
	return d.Deadline, values, nil
}

// Arrival is the person that a request's session belongs to, and the ICBs that they are a member of at this moment. It
// is read with the session itself, in one statement. The zero Arrival is nobody.
type Arrival struct {
	Person      tenants.Person
	Memberships []tenants.Member
}

type arrivalKey struct{}

// WithArrival makes room in a request's context for who arrives with it, which FindCtx fills in.
func WithArrival(ctx context.Context) context.Context {
	return context.WithValue(ctx, arrivalKey{}, &Arrival{})
}

// ArrivalOf is who arrived with a request; the zero Arrival when there is no session.
func ArrivalOf(ctx context.Context) Arrival {
	if a, ok := ctx.Value(arrivalKey{}).(*Arrival); ok {
		return *a
	}
	return Arrival{}
}

// sessionQuery reads a live session with its person and each of their memberships: a row each, or one without.
const sessionQuery = `
	SELECT s.data AS "session.data", s.last_seen AS "session.last_seen", ` + memberColumns + `
	FROM sessions s
	JOIN people p ON p.id = s.person_id
	LEFT JOIN memberships m ON m.person_id = p.id AND m.ended_at = ''
	LEFT JOIN tenants t ON t.tenant_id = m.tenant_id
	LEFT JOIN providers o ON o.tenant_id = m.tenant_id AND o.id = m.provider_id
	WHERE s.token_hash = ? AND s.expires_at > ? AND s.last_seen > ?`

// FindCtx is a session's data; a session that is unknown, over, or was idle too long is not found, and neither is one
// of nobody.
func (s *Sessions) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	var rows []struct {
		Session struct {
			Data     []byte           `db:"data"`
			LastSeen calendar.Instant `db:"last_seen"`
		} `db:"session"`
		memberRow
	}
	now := s.clock()
	err := s.store.across(ctx, func(q reading) error {
		return q.All(&rows, sessionQuery, hashToken(token), calendar.At(now), calendar.At(now.Add(-SessionIdle)))
	})
	if err != nil {
		return nil, false, fmt.Errorf("session: %w", err)
	}
	if len(rows) == 0 {
		return nil, false, nil
	}
	if a, ok := ctx.Value(arrivalKey{}).(*Arrival); ok {
		var list []memberRow
		for _, row := range rows {
			if row.ID != "" {
				list = append(list, row.memberRow)
			}
		}
		*a = Arrival{Person: rows[0].member().Person, Memberships: members(list)}
	}
	if now.Sub(rows[0].Session.LastSeen.Time()) >= seenEvery {
		s.seen(ctx, token, now)
	}
	return rows[0].Session.Data, true, nil
}

// seen notes a request. When that fails (a full disk) the page is shown all the same.
func (s *Sessions) seen(ctx context.Context, token string, now time.Time) {
	ctx, cancel := context.WithTimeout(ctx, seenTimeout)
	defer cancel()
	err := s.store.db.Exec(ctx, `UPDATE sessions SET last_seen = ? WHERE token_hash = ?`, calendar.At(now), hashToken(token))
	if err != nil {
		slog.WarnContext(ctx, "session: last request not noted", "error", err)
	}
}

// CommitCtx keeps a session, and clears away those that are over.
func (s *Sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	var d sessionData
	if err := json.Unmarshal(data, &d); err != nil {
		return fmt.Errorf("session: %w", err)
	}
	ctx, now := context.WithoutCancel(ctx), calendar.At(s.clock())
	err := s.store.db.Exec(ctx, `
		INSERT INTO sessions (token_hash, person_id, data, created_at, expires_at, last_seen) VALUES (?, NULLIF(?, ''), ?, ?, ?, ?)
		ON CONFLICT (token_hash) DO UPDATE SET person_id = excluded.person_id, data = excluded.data,
		    expires_at = excluded.expires_at, last_seen = excluded.last_seen`,
		hashToken(token), d.Values[SessionPerson], data, now, calendar.At(expiry), now)
	if err == nil {
		err = s.store.db.Exec(ctx, `DELETE FROM sessions WHERE expires_at <= ?`, now)
	}
	if err != nil {
		return fmt.Errorf("session: %w", err)
	}
	return nil
}

// DeleteCtx ends a session; one that is not there is fine.
func (s *Sessions) DeleteCtx(ctx context.Context, token string) error {
	return s.end(ctx, `DELETE FROM sessions WHERE token_hash = ?`, hashToken(token))
}

// EndAll ends a person's sessions, in every browser and on every server.
func (s *Sessions) EndAll(ctx context.Context, person string) error {
	return s.end(ctx, `DELETE FROM sessions WHERE person_id = ?`, person)
}

func (s *Sessions) end(ctx context.Context, query, arg string) error {
	if err := s.store.db.Exec(context.WithoutCancel(ctx), query, arg); err != nil {
		return fmt.Errorf("end of session: %w", err)
	}
	return nil
}

// Session is one of a person's sessions, as their account page shows it.
type Session struct {
	Since    calendar.Instant `db:"created_at"`
	LastSeen calendar.Instant `db:"last_seen"`
}

// Of are a person's live sessions, the latest used first.
func (s *Sessions) Of(ctx context.Context, person string) ([]Session, error) {
	now := s.clock()
	var list []Session
	err := s.store.db.All(ctx, &list, `
		SELECT created_at, last_seen FROM sessions WHERE person_id = ? AND expires_at > ? AND last_seen > ?
		ORDER BY last_seen DESC, created_at DESC`, person, calendar.At(now), calendar.At(now.Add(-SessionIdle)))
	if err != nil {
		return nil, fmt.Errorf("sessions: %w", err)
	}
	return list, nil
}

// Count is how many sessions have not ended.
func (s *Sessions) Count(ctx context.Context) (n int, err error) {
	now := s.clock()
	err = s.store.db.Get(ctx, &n, `SELECT COUNT(*) FROM sessions WHERE expires_at > ? AND last_seen > ?`,
		calendar.At(now), calendar.At(now.Add(-SessionIdle)))
	if err != nil {
		return 0, fmt.Errorf("sessions: %w", err)
	}
	return n, nil
}

// Find, Commit and Delete are the forms without a context that scs asks a store to have; it calls the others.

func (s *Sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

func (s *Sessions) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

func (s *Sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }
