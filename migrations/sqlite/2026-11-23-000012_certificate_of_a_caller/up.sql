-- SHA-256 of the certificate a caller that was not let in showed; empty without one.
ALTER TABLE caller ADD COLUMN certificate TEXT NOT NULL DEFAULT '';
