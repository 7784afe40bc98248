ALTER TABLE caller DROP COLUMN certificate;
