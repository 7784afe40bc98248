-- The protocol catalogue, in versions: a change ends a version and begins another, so that an exam is
-- judged by the one of its day. A version that was replaced on the day it began ends on that day: it
-- held on none. Days are the local wall clock as text, `YYYY-MM-DD`.

CREATE TABLE protocol (
    id INTEGER NOT NULL PRIMARY KEY,
    code_value TEXT NOT NULL,
    code_scheme TEXT NOT NULL,
    code_meaning TEXT NOT NULL,
    -- AE title; empty is every station without an entry of its own.
    station TEXT NOT NULL,
    modality TEXT NOT NULL,
    expected_minutes INTEGER NOT NULL,
    protocol_codes TEXT NOT NULL,
    -- 1 is given, 0 is not given, NULL says nothing.
    contrast INTEGER,
    report_extra_series INTEGER NOT NULL,
    -- `declared`, `edited` or `learned`.
    source TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    -- First day it no longer holds; empty while it holds.
    valid_until TEXT NOT NULL
);
CREATE UNIQUE INDEX protocol_current ON protocol (code_value, code_scheme, station) WHERE valid_until = '';

CREATE TABLE protocol_series (
    protocol BIGINT NOT NULL REFERENCES protocol (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    -- One a line.
    patterns TEXT NOT NULL,
    required INTEGER NOT NULL,
    PRIMARY KEY (protocol, position)
) WITHOUT ROWID;
