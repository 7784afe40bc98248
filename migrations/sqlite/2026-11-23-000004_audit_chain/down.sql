DROP INDEX audit_time;
CREATE INDEX audit_time ON audit (at);
DROP TABLE audit_head;
ALTER TABLE audit DROP COLUMN digest;
