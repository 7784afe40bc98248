-- Associations that ended, for the network page; kept for some days only.
CREATE TABLE association (
    id INTEGER NOT NULL PRIMARY KEY,
    calling_ae_title TEXT NOT NULL,
    called_ae_title TEXT NOT NULL,
    address TEXT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    -- Whether it was rejected or ended in a way nobody meant.
    problem BOOLEAN NOT NULL,
    -- What else is known of it, as JSON.
    details TEXT NOT NULL
);
CREATE INDEX association_since ON association (since);
