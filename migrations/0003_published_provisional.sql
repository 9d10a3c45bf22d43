-- +goose Up

-- Whether a published figure is a provisional one, which a final one replaces.
ALTER TABLE published_access ADD COLUMN provisional BOOLEAN NOT NULL DEFAULT FALSE;
