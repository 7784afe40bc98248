-- What differs between what was ordered and what was done. A row is one item of the queue: when it
-- closes it stays, and what shows again later is a new row, so that the rows are the history.

CREATE TABLE discrepancy (
    id INTEGER NOT NULL PRIMARY KEY,
    revision BIGINT NOT NULL,
    kind TEXT NOT NULL,
    severity INTEGER NOT NULL,
    performed_step BIGINT REFERENCES performed_step (id),
    scheduled_step BIGINT REFERENCES scheduled_step (id),
    expected TEXT NOT NULL,
    actual TEXT NOT NULL,
    raised_at BIGINT NOT NULL,
    -- open, resolved or dismissed.
    state TEXT NOT NULL,
    resolved_at BIGINT,
    -- The person who decided; empty when the data no longer showed it.
    resolved_by TEXT NOT NULL,
    -- The decision, a word; empty when it closed by itself.
    resolution TEXT NOT NULL,
    -- The reason a person gave.
    note TEXT NOT NULL,
    assigned_to TEXT NOT NULL,
    -- 1 while the data shows it: what was decided and still shows is not raised again.
    shown INTEGER NOT NULL
);
CREATE INDEX discrepancy_state ON discrepancy (state, raised_at);
CREATE INDEX discrepancy_raised ON discrepancy (raised_at);
CREATE INDEX discrepancy_performed ON discrepancy (performed_step) WHERE performed_step IS NOT NULL;
CREATE INDEX discrepancy_scheduled ON discrepancy (scheduled_step) WHERE scheduled_step IS NOT NULL;

-- Identifiers of one person: what arrives under the alias belongs to the patient.
CREATE TABLE patient_alias (
    patient_id TEXT NOT NULL,
    issuer TEXT NOT NULL,
    current_patient_id TEXT NOT NULL,
    current_issuer TEXT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (patient_id, issuer)
) WITHOUT ROWID;
CREATE INDEX patient_alias_current ON patient_alias (current_patient_id, current_issuer);

-- What a person said of a performed step. Its messages stay as they came.
ALTER TABLE performed_step ADD COLUMN closed_by TEXT NOT NULL DEFAULT '';
ALTER TABLE performed_step ADD COLUMN corrected_by TEXT NOT NULL DEFAULT '';
ALTER TABLE performed_step ADD COLUMN reason_by TEXT NOT NULL DEFAULT '';
-- Messages that came after the end and were refused.
ALTER TABLE performed_step ADD COLUMN late_messages INTEGER NOT NULL DEFAULT 0;
-- Whether what was done of a discontinued exam is charged, and its images are kept; empty: not said.
ALTER TABLE performed_step ADD COLUMN charge INTEGER;
ALTER TABLE performed_step ADD COLUMN keep_images INTEGER;

-- What time makes due: steps that wait, and runs that are silent.
CREATE INDEX scheduled_step_waiting ON scheduled_step (start_date, start_time)
    WHERE status <= 2 AND removed = 0;
CREATE INDEX performed_step_silent ON performed_step (last_message_at) WHERE final_at IS NULL;

-- What could be the same reported twice.
CREATE INDEX performed_step_step_id ON performed_step (performed_procedure_step_id);
CREATE INDEX performed_series_uid ON performed_series (series_instance_uid);
