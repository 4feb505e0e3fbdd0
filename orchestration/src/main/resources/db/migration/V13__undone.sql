-- A materialization whose rows were taken out of the table again by hand does not count any more.
ALTER TABLE materialization ADD COLUMN undone_at BIGINT;
