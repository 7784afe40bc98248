-- The charge catalogue: what is charged for what.
CREATE TABLE charge_rule (
    id INTEGER NOT NULL PRIMARY KEY,
    -- 0 procedure, 1 supply, 2 billing code, 3 film, 4 exposure.
    made_by INTEGER NOT NULL,
    code_value TEXT NOT NULL,
    code_scheme TEXT NOT NULL,
    code_meaning TEXT NOT NULL,
    charge_value TEXT NOT NULL,
    charge_scheme TEXT NOT NULL,
    charge_meaning TEXT NOT NULL,
    -- 0 once, 1 as reported, 2 rounded up.
    quantity INTEGER NOT NULL,
    -- One a line.
    modifiers TEXT NOT NULL,
    -- A decimal number; empty says nothing.
    ordered TEXT NOT NULL,
    discontinued_percent INTEGER NOT NULL
);
CREATE UNIQUE INDEX charge_rule_code ON charge_rule (made_by, code_value, code_scheme);

-- Released charges. Only added to: what changes after release is credited and charged anew. Open
-- charges are no rows; they follow from the performed steps.
CREATE TABLE charge_line (
    id INTEGER NOT NULL PRIMARY KEY,
    -- The same for ever, also in exports (HL7 FT1-2).
    line_id TEXT NOT NULL,
    requested_procedure BIGINT NOT NULL REFERENCES requested_procedure (id),
    -- Which fact it stands for, and what that fact was at its release.
    fact TEXT NOT NULL,
    rests_on TEXT NOT NULL,
    origin INTEGER NOT NULL,
    charge_value TEXT NOT NULL,
    charge_scheme TEXT NOT NULL,
    charge_meaning TEXT NOT NULL,
    modifiers TEXT NOT NULL,
    -- Decimal numbers; empty where nothing is said.
    ordered TEXT NOT NULL,
    performed TEXT NOT NULL,
    quantity TEXT NOT NULL,
    unit TEXT NOT NULL,
    comparison INTEGER NOT NULL,
    -- The performed steps it is from, a number a line.
    sources TEXT NOT NULL,
    -- `line_id` of the line it takes back; empty for a charge.
    credits TEXT NOT NULL,
    released_at BIGINT NOT NULL,
    released_by TEXT NOT NULL,
    change_set TEXT NOT NULL,
    exported_at BIGINT
);
CREATE UNIQUE INDEX charge_line_id ON charge_line (line_id);
CREATE INDEX charge_line_procedure ON charge_line (requested_procedure);
CREATE INDEX charge_line_change_set ON charge_line (change_set);

-- What a person decided about a line; the latest of a fact counts.
CREATE TABLE charge_correction (
    id INTEGER NOT NULL PRIMARY KEY,
    requested_procedure BIGINT NOT NULL REFERENCES requested_procedure (id),
    fact TEXT NOT NULL,
    charge_value TEXT NOT NULL,
    charge_scheme TEXT NOT NULL,
    charge_meaning TEXT NOT NULL,
    quantity TEXT NOT NULL,
    reason TEXT NOT NULL,
    at BIGINT NOT NULL,
    who TEXT NOT NULL,
    change_set TEXT NOT NULL
);
CREATE INDEX charge_correction_procedure ON charge_correction (requested_procedure);
CREATE INDEX charge_correction_change_set ON charge_correction (change_set);
