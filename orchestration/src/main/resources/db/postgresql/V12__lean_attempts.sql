-- A claim writes a row of attempt, so what has to be kept beside each row is what a claim costs. A name ends with the attempt's token and is found by
-- that; attempts of a step are found among those of its run and asset. Steps and runs that have attempts are never removed.
ALTER TABLE attempt DROP CONSTRAINT attempt_name_key;
ALTER TABLE attempt DROP CONSTRAINT attempt_step_key_fkey;
ALTER TABLE attempt DROP CONSTRAINT attempt_run_id_fkey;
DROP INDEX attempt_by_step;
DROP INDEX attempt_by_run;
CREATE INDEX attempt_by_run ON attempt (run_id, asset);
