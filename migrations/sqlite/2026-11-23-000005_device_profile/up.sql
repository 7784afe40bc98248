-- What is particular about a device, as JSON; empty when nothing is.
ALTER TABLE device ADD COLUMN profile TEXT NOT NULL DEFAULT '';
