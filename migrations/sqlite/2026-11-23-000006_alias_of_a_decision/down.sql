DROP INDEX patient_alias_said_at;
ALTER TABLE patient_alias DROP COLUMN performed_step;
