-- Pipelines, and runs that wait for a worker. A run of a pipeline covers an interval; it is written once, when it becomes due,
-- and the moment until which a pipeline was looked at moves in the same transaction.
-- A pipeline that runs on updates knows how many publications of its inputs it has seen.
CREATE TABLE pipeline (
    name         TEXT         NOT NULL PRIMARY KEY,
    seen_until   BIGINT       NOT NULL,
    seen_updates BIGINT       NOT NULL,
    paused_at    BIGINT,
    paused_by    TEXT,
    paused_why   TEXT
);

ALTER TABLE run ADD COLUMN pipeline TEXT;
ALTER TABLE run ADD COLUMN interval_start BIGINT;
ALTER TABLE run ADD COLUMN interval_end BIGINT;
ALTER TABLE run ADD COLUMN due_at BIGINT;
ALTER TABLE run ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
-- How often it went back to the queue: a worker that is not of this generation changes nothing.
ALTER TABLE run ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;
-- How many of its workers died.
ALTER TABLE run ADD COLUMN deaths INTEGER NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN cancel_asked_at BIGINT;
ALTER TABLE run ADD COLUMN cancel_asked_by TEXT;

CREATE UNIQUE INDEX run_of_interval ON run (pipeline, interval_start, interval_end) WHERE kind = 'schedule';
CREATE INDEX run_by_pipeline ON run (pipeline, state);
CREATE INDEX run_by_due ON run (state, priority DESC, due_at, run_id);
