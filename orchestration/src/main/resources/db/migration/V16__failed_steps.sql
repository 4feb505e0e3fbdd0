-- What failed last is asked for whenever somebody looks.
CREATE INDEX step_failed ON step (ended_at) WHERE state = 'FAILED';
