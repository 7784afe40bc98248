-- Worklist queries (C-FIND) as they were asked, with how they ended. Bounded: see storage/src/worklist_query.rs.
CREATE TABLE worklist_query (
    id INTEGER NOT NULL PRIMARY KEY,
    asked_at BIGINT NOT NULL,
    calling_ae_title TEXT NOT NULL,
    called_ae_title TEXT NOT NULL,
    peer TEXT NOT NULL,
    transfer_syntax TEXT NOT NULL,
    -- Byte for byte; empty when there was none, or more than is kept.
    identifier BLOB NOT NULL,
    status INTEGER NOT NULL,
    comment TEXT NOT NULL,
    answers INTEGER NOT NULL,
    -- Whether there were more answers than the device gets at once.
    is_cut INTEGER NOT NULL,
    -- Matching that was negotiated: 1 fuzzy names, 2 timezone.
    negotiated INTEGER NOT NULL
);
CREATE INDEX worklist_query_caller ON worklist_query (calling_ae_title, id);
CREATE INDEX worklist_query_time ON worklist_query (asked_at);
