-- The performed step at which a person said that two identifiers are of one person.
ALTER TABLE patient_alias ADD COLUMN performed_step BIGINT REFERENCES performed_step (id);
CREATE INDEX patient_alias_said_at ON patient_alias (performed_step) WHERE performed_step IS NOT NULL;
