-- +goose Up

-- Counts every change of who may do what in the ICB: a role or provider changed, a membership ended, procurement begun
-- or over, people named for it. A save that was begun before such a change notices it by this number.
ALTER TABLE tenants ADD COLUMN rights_version BIGINT NOT NULL DEFAULT 0;

-- Since when an invitation is void, '' while it is not, and why, as the list of people says it.
ALTER TABLE invitations ADD COLUMN void_at TEXT NOT NULL DEFAULT '';
ALTER TABLE invitations ADD COLUMN void_why TEXT NOT NULL DEFAULT '';
