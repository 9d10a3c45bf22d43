-- +goose Up

-- The evidence of an ICB is shown a page at a time, the newest first.
CREATE INDEX evidence_by_created ON evidence (tenant_id, created_at);
