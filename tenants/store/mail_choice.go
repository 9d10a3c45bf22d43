package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/problem"
)

// MailChoice is what a person wants to get by email.
func (s *Store) MailChoice(ctx context.Context, person string) (tenants.MailChoice, error) {
	var row struct {
		AtOnce bool           `db:"at_once"`
		Digest tenants.Digest `db:"digest"`
	}
	err := s.db.Get(ctx, &row, `SELECT at_once, digest FROM mail_choices WHERE person_id = ?`, person)
	if errors.Is(err, tenants.ErrNotFound) {
		return tenants.UsualMail, nil
	}
	if err != nil {
		return tenants.MailChoice{}, fmt.Errorf("choice of emails: %w", err)
	}
	return tenants.MailChoice{AtOnce: row.AtOnce, Digest: row.Digest}, nil
}

// ChooseMail keeps what a person wants to get by email. A digest that is none of the choices is a problem.List.
func (s *Store) ChooseMail(ctx context.Context, person string, c tenants.MailChoice) error {
	if !c.Digest.Known() {
		return problem.List{{Field: "digest", Message: "Choose how often you want a summary"}}
	}
	err := s.db.Exec(ctx, `
		INSERT INTO mail_choices (person_id, at_once, digest) VALUES (?, ?, ?)
		ON CONFLICT (person_id) DO UPDATE SET at_once = excluded.at_once, digest = excluded.digest`, person, c.AtOnce, c.Digest)
	if err != nil {
		return fmt.Errorf("choice of emails: %w", err)
	}
	return nil
}

// NewCalendarAddress makes the secret part of the address of a person's calendar. The one before works no more.
func (s *Store) NewCalendarAddress(ctx context.Context, person string) (secret string, err error) {
	secret = rand.Text() + rand.Text()
	err = s.db.Exec(ctx, `
		INSERT INTO calendar_addresses (person_id, token_hash, made_at) VALUES (?, ?, ?)
		ON CONFLICT (person_id) DO UPDATE SET token_hash = excluded.token_hash, made_at = excluded.made_at`,
		person, hashToken(secret), calendar.At(s.Now()))
	if err != nil {
		return "", fmt.Errorf("calendar address: %w", err)
	}
	return secret, nil
}

// EndCalendarAddress ends a person's address; one that is not there is fine.
func (s *Store) EndCalendarAddress(ctx context.Context, person string) error {
	if err := s.db.Exec(ctx, `DELETE FROM calendar_addresses WHERE person_id = ?`, person); err != nil {
		return fmt.Errorf("end of a calendar address: %w", err)
	}
	return nil
}

// CalendarSince is when a person's address was made, "" when there is none.
func (s *Store) CalendarSince(ctx context.Context, person string) (calendar.Instant, error) {
	var at calendar.Instant
	err := s.db.Get(ctx, &at, `SELECT made_at FROM calendar_addresses WHERE person_id = ?`, person)
	if errors.Is(err, tenants.ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("calendar address: %w", err)
	}
	return at, nil
}

// CalendarOf are the present memberships of the person whom a calendar's address belongs to: none of somebody who has left all ICBs.
// Error: tenants.ErrNotFound for an address that is none.
func (s *Store) CalendarOf(ctx context.Context, secret string) ([]tenants.Member, error) {
	var person string
	err := s.db.Get(ctx, &person, `SELECT person_id FROM calendar_addresses WHERE token_hash = ?`, hashToken(secret))
	if err != nil {
		return nil, err
	}
	return s.Memberships(ctx, person)
}
