-- +goose Up

-- What pages look for in tables that grow with every year: a person's saves, those of a span of time, evidence of a
-- priority, that waits for somebody or that a provider added, figures of some quarters, invitations still open.
CREATE INDEX audit_by_person ON audit (tenant_id, person_id, seq);
CREATE INDEX audit_by_time ON audit (tenant_id, at, seq);
DROP INDEX evidence_links_by_priority;
CREATE INDEX evidence_links_by_priority ON evidence_links (tenant_id, priority, evidence_id);
CREATE INDEX evidence_by_state ON evidence (tenant_id, state);
CREATE INDEX evidence_by_provider ON evidence (tenant_id, provider_id);
CREATE INDEX files_kept ON files (tenant_id, size) WHERE state <> 'removed';
CREATE INDEX returns_by_quarter ON returns (tenant_id, quarter);
CREATE INDEX returns_waiting ON returns (tenant_id, quarter) WHERE state IN ('submitted', 'queried', 'corrected');
CREATE INDEX breakdowns_by_quarter ON breakdowns (tenant_id, quarter);
CREATE INDEX published_access_by_period ON published_access (tenant_id, period_to);
CREATE INDEX invitations_open ON invitations (tenant_id, created_at) WHERE accepted_at = '' AND revoked_at = '';
