-- +goose Up

-- names counts how often a member of the ICB came back with another name. Pages show names, and a browser that keeps a
-- page has to know that one has changed, though nothing of the ICB was saved.
ALTER TABLE tenants ADD COLUMN names BIGINT NOT NULL DEFAULT 0;
