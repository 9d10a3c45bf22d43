-- +goose Up

-- Since when procurement is under way, '' while it is not, and why. While it is, contracts, the staffing plan, and notes
-- and evidence of some priorities are for the members who are named alone.
ALTER TABLE tenants ADD COLUMN procurement_since TEXT NOT NULL DEFAULT '';
ALTER TABLE tenants ADD COLUMN procurement_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE tenants ADD COLUMN procurement_confirmed TEXT NOT NULL DEFAULT '';
ALTER TABLE tenants ADD COLUMN procurement_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE memberships ADD COLUMN named BOOLEAN NOT NULL DEFAULT FALSE;
