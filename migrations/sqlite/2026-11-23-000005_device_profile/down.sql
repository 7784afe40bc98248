ALTER TABLE device DROP COLUMN profile;
