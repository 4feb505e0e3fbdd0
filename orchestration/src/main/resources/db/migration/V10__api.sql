-- What lists and metrics ask for, found without looking at all rows.
CREATE INDEX attempt_lost ON attempt (token) WHERE state = 'LOST';
CREATE INDEX run_of_pipeline ON run (pipeline, started_at);
