-- Instants are epoch milliseconds (UTC). Schedule dates and times are the local wall clock as text,
-- `YYYY-MM-DD` and `HH:MM:SS`, never converted. Empty text is "not known". Numbers (`id`) are 64 bits
-- wide: SQLite calls that INTEGER, and an INTEGER PRIMARY KEY needs no index of its own.

CREATE TABLE patient (
    id INTEGER NOT NULL PRIMARY KEY,
    patient_id TEXT NOT NULL,
    issuer TEXT NOT NULL,
    name TEXT NOT NULL,
    birth_date TEXT NOT NULL,
    sex TEXT NOT NULL,
    weight TEXT NOT NULL,
    size TEXT NOT NULL,
    medical_alerts TEXT NOT NULL,
    allergies TEXT NOT NULL,
    pregnancy_status INTEGER,
    state TEXT NOT NULL,
    special_needs TEXT NOT NULL,
    confidentiality TEXT NOT NULL,
    comments TEXT NOT NULL
);
CREATE UNIQUE INDEX patient_identity ON patient (patient_id, issuer);

CREATE TABLE imaging_order (
    id INTEGER NOT NULL PRIMARY KEY,
    patient BIGINT NOT NULL REFERENCES patient (id),
    accession_number TEXT NOT NULL,
    placer_order_number TEXT NOT NULL,
    filler_order_number TEXT NOT NULL,
    referring_physician_name TEXT NOT NULL,
    requesting_physician TEXT NOT NULL,
    requesting_service TEXT NOT NULL,
    admission_id TEXT NOT NULL,
    current_patient_location TEXT NOT NULL,
    source TEXT NOT NULL,
    ordered_at BIGINT NOT NULL
);
CREATE INDEX imaging_order_patient ON imaging_order (patient);
CREATE INDEX imaging_order_accession ON imaging_order (accession_number);

CREATE TABLE requested_procedure (
    id INTEGER NOT NULL PRIMARY KEY,
    imaging_order BIGINT NOT NULL REFERENCES imaging_order (id),
    requested_procedure_id TEXT NOT NULL,
    description TEXT NOT NULL,
    code_value TEXT NOT NULL,
    code_scheme TEXT NOT NULL,
    code_meaning TEXT NOT NULL,
    priority INTEGER NOT NULL,
    reason TEXT NOT NULL,
    comments TEXT NOT NULL,
    transport TEXT NOT NULL,
    study_instance_uid TEXT NOT NULL
);
CREATE INDEX requested_procedure_order ON requested_procedure (imaging_order);
CREATE INDEX requested_procedure_id ON requested_procedure (requested_procedure_id);
CREATE INDEX requested_procedure_study ON requested_procedure (study_instance_uid);

CREATE TABLE scheduled_step (
    id INTEGER NOT NULL PRIMARY KEY,
    requested_procedure BIGINT NOT NULL REFERENCES requested_procedure (id),
    revision BIGINT NOT NULL,
    scheduled_procedure_step_id TEXT NOT NULL,
    description TEXT NOT NULL,
    protocol_codes TEXT NOT NULL,
    modality TEXT NOT NULL,
    station_ae_titles TEXT NOT NULL,
    station_name TEXT NOT NULL,
    location TEXT NOT NULL,
    start_date TEXT NOT NULL,
    start_time TEXT NOT NULL,
    performing_physician_name TEXT NOT NULL,
    pre_medication TEXT NOT NULL,
    contrast_agent TEXT NOT NULL,
    comments TEXT NOT NULL,
    expected_minutes INTEGER NOT NULL,
    status INTEGER NOT NULL,
    manual_status INTEGER NOT NULL,
    arrived_at BIGINT,
    canceled_at BIGINT,
    -- 1 when the import or entry that made it was undone: it is kept for the audit trail only.
    removed INTEGER NOT NULL
);
CREATE INDEX scheduled_step_procedure ON scheduled_step (requested_procedure);
CREATE INDEX scheduled_step_start ON scheduled_step (start_date, start_time);
CREATE INDEX scheduled_step_step_id ON scheduled_step (scheduled_procedure_step_id);

CREATE TABLE performed_step (
    id INTEGER NOT NULL PRIMARY KEY,
    sop_instance_uid TEXT NOT NULL,
    revision BIGINT NOT NULL,
    status INTEGER NOT NULL,
    calling_ae_title TEXT NOT NULL,
    station_ae_title TEXT NOT NULL,
    station_name TEXT NOT NULL,
    location TEXT NOT NULL,
    performed_procedure_step_id TEXT NOT NULL,
    description TEXT NOT NULL,
    type_description TEXT NOT NULL,
    comments TEXT NOT NULL,
    modality TEXT NOT NULL,
    study_id TEXT NOT NULL,
    admission_id TEXT NOT NULL,
    patient_id TEXT NOT NULL,
    issuer TEXT NOT NULL,
    patient_name TEXT NOT NULL,
    birth_date TEXT NOT NULL,
    sex TEXT NOT NULL,
    start_date TEXT NOT NULL,
    start_time TEXT NOT NULL,
    end_date TEXT NOT NULL,
    end_time TEXT NOT NULL,
    procedure_codes TEXT NOT NULL,
    protocol_codes TEXT NOT NULL,
    discontinuation_reasons TEXT NOT NULL,
    series_count INTEGER NOT NULL,
    image_count INTEGER,
    board_day TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    last_message_at BIGINT NOT NULL,
    final_at BIGINT,
    -- The scheduled step a reference meant although the patient differs: not linked.
    mismatched_step BIGINT REFERENCES scheduled_step (id),
    linked INTEGER NOT NULL,
    -- Specific Character Set (0008,0005) of its N-CREATE.
    character_set TEXT NOT NULL,
    -- Which attributes came at all, a bit each: absent and empty are not the same in an N-SET.
    attributes INTEGER NOT NULL,
    -- What its messages lacked or had wrong, one a line.
    findings TEXT NOT NULL
);
CREATE UNIQUE INDEX performed_step_uid ON performed_step (sop_instance_uid);
CREATE INDEX performed_step_day ON performed_step (board_day);
CREATE INDEX performed_step_open ON performed_step (board_day) WHERE final_at IS NULL;
CREATE INDEX performed_step_mismatch ON performed_step (mismatched_step) WHERE mismatched_step IS NOT NULL;

CREATE TABLE scheduled_reference (
    performed_step BIGINT NOT NULL REFERENCES performed_step (id),
    position INTEGER NOT NULL,
    study_instance_uid TEXT NOT NULL,
    referenced_study_uids TEXT NOT NULL,
    accession_number TEXT NOT NULL,
    requested_procedure_id TEXT NOT NULL,
    requested_procedure_description TEXT NOT NULL,
    requested_procedure_codes TEXT NOT NULL,
    scheduled_procedure_step_id TEXT NOT NULL,
    scheduled_procedure_step_description TEXT NOT NULL,
    scheduled_protocol_codes TEXT NOT NULL,
    placer_order_number TEXT NOT NULL,
    filler_order_number TEXT NOT NULL,
    PRIMARY KEY (performed_step, position)
) WITHOUT ROWID;

CREATE TABLE performed_series (
    performed_step BIGINT NOT NULL REFERENCES performed_step (id),
    position INTEGER NOT NULL,
    series_instance_uid TEXT NOT NULL,
    protocol_name TEXT NOT NULL,
    description TEXT NOT NULL,
    retrieve_ae_title TEXT NOT NULL,
    operators TEXT NOT NULL,
    performing_physicians TEXT NOT NULL,
    image_count INTEGER,
    other_count INTEGER,
    -- One reference a line, SOP Class UID, a space, SOP Instance UID.
    images TEXT NOT NULL,
    others TEXT NOT NULL,
    first_reported_at BIGINT NOT NULL,
    PRIMARY KEY (performed_step, position)
);

CREATE TABLE consumption (
    performed_step BIGINT NOT NULL REFERENCES performed_step (id),
    source INTEGER NOT NULL,
    position INTEGER NOT NULL,
    code_value TEXT NOT NULL,
    code_scheme TEXT NOT NULL,
    code_meaning TEXT NOT NULL,
    name TEXT NOT NULL,
    quantity TEXT NOT NULL,
    unit TEXT NOT NULL,
    PRIMARY KEY (performed_step, source, position)
) WITHOUT ROWID;

CREATE TABLE link (
    performed_step BIGINT NOT NULL REFERENCES performed_step (id),
    scheduled_step BIGINT NOT NULL REFERENCES scheduled_step (id),
    basis TEXT NOT NULL,
    linked_at BIGINT NOT NULL,
    linked_by TEXT NOT NULL,
    PRIMARY KEY (performed_step, scheduled_step)
) WITHOUT ROWID;
CREATE INDEX link_scheduled_step ON link (scheduled_step);

CREATE TABLE message (
    id INTEGER NOT NULL PRIMARY KEY,
    received_at BIGINT NOT NULL,
    direction TEXT NOT NULL,
    peer TEXT NOT NULL,
    calling_ae_title TEXT NOT NULL,
    called_ae_title TEXT NOT NULL,
    service TEXT NOT NULL,
    sop_instance_uid TEXT NOT NULL,
    status INTEGER NOT NULL,
    comment TEXT NOT NULL,
    transfer_syntax TEXT NOT NULL,
    data_set BLOB NOT NULL,
    -- One finding a line.
    findings TEXT NOT NULL,
    -- What was known after it.
    performed_status INTEGER,
    series_count INTEGER NOT NULL,
    image_count INTEGER
);
CREATE INDEX message_uid ON message (sop_instance_uid);
CREATE INDEX message_time ON message (received_at);

CREATE TABLE device (
    id INTEGER NOT NULL PRIMARY KEY,
    ae_title TEXT NOT NULL,
    name TEXT NOT NULL,
    modality TEXT NOT NULL,
    address TEXT NOT NULL,
    port INTEGER NOT NULL,
    on_board INTEGER NOT NULL
);
CREATE UNIQUE INDEX device_ae_title ON device (ae_title);

-- One row a calling AE title, kept by traffic, whether it is registered or not.
CREATE TABLE traffic (
    ae_title TEXT NOT NULL PRIMARY KEY,
    last_heard_at BIGINT,
    last_echo_at BIGINT,
    last_find_at BIGINT,
    last_find_items INTEGER,
    last_performed_at BIGINT,
    day TEXT NOT NULL,
    messages INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    implementation TEXT NOT NULL
);

CREATE TABLE caller (
    id INTEGER NOT NULL PRIMARY KEY,
    calling_ae_title TEXT NOT NULL,
    called_ae_title TEXT NOT NULL,
    address TEXT NOT NULL,
    first_seen_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    problem INTEGER NOT NULL
);
CREATE UNIQUE INDEX caller_identity ON caller (calling_ae_title, called_ae_title, address);

-- Every change a person or an import made. `subject` is the kind of record, `subject_id` its number;
-- `before` and `after` are JSON, empty where there was or is nothing.
CREATE TABLE audit (
    id INTEGER NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    who TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    subject_id BIGINT NOT NULL,
    change_set TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    note TEXT NOT NULL
);
CREATE INDEX audit_subject ON audit (subject, subject_id);
CREATE INDEX audit_change_set ON audit (change_set);
CREATE INDEX audit_time ON audit (at);

CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
