-- Runs are carried out step by step, by whoever has room: what is to be done stands in rows, and nothing of it in the memory of one
-- process only.

-- How far a run is with each of the assets that it was asked for.
CREATE TABLE run_asset (
    run_id        VARCHAR(40)  NOT NULL REFERENCES run (run_id),
    asset         VARCHAR(200) NOT NULL,
    lane          INTEGER      NOT NULL,
    state         VARCHAR(20)  NOT NULL,
    partitions    TEXT         NOT NULL,
    touched       BIGINT       NOT NULL DEFAULT 0,
    -- Until then somebody plans it.
    planner_until BIGINT       NOT NULL DEFAULT 0,
    PRIMARY KEY (run_id, asset)
);
CREATE INDEX run_asset_to_plan ON run_asset (lane, run_id) WHERE state = 'TO_PLAN';

-- What was asked for, apart from assets and partitions.
ALTER TABLE run ADD COLUMN request TEXT NOT NULL DEFAULT '';

-- Who takes it: 0 any worker, 1 any worker that finds nothing in lane 0, 9 only the process of its run.
ALTER TABLE step ADD COLUMN lane INTEGER NOT NULL DEFAULT 0;
ALTER TABLE step ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
-- Its place among those of equal priority.
ALTER TABLE step ADD COLUMN turn BIGINT NOT NULL DEFAULT 0;
ALTER TABLE step ADD COLUMN pool TEXT NOT NULL DEFAULT '';
ALTER TABLE step ADD COLUMN weight INTEGER NOT NULL DEFAULT 1;
ALTER TABLE step ADD COLUMN publish_order VARCHAR(20) NOT NULL DEFAULT 'ANY';
-- When it is ready again; null while it waits for an earlier step of its asset.
ALTER TABLE step ADD COLUMN due_at BIGINT;
ALTER TABLE step ADD COLUMN begun_at BIGINT;
-- How many tries failed, and how many ended with the death of their process.
ALTER TABLE step ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE step ADD COLUMN deaths INTEGER NOT NULL DEFAULT 0;
-- How often it was looked whether that is there which it waits for, and when first. What it waits for stands in its words.
ALTER TABLE step ADD COLUMN looks INTEGER NOT NULL DEFAULT 0;
ALTER TABLE step ADD COLUMN first_look_at BIGINT;
-- What is to be computed; empty once it is over.
ALTER TABLE step ADD COLUMN plan TEXT NOT NULL DEFAULT '';

DROP INDEX IF EXISTS step_by_run;
CREATE INDEX step_by_run ON step (run_id, asset, state);
CREATE INDEX step_ready ON step (pool, lane, priority DESC, turn, step_key) WHERE state = 'READY';
CREATE INDEX step_due ON step (due_at) WHERE state = 'WAITING';
CREATE INDEX step_at_work ON step (pool) WHERE state = 'RUNNING';

-- The turn of the step that each flow of work queued last; that of '' is the latest turn that was taken.
CREATE TABLE fair_share (
    flow TEXT   NOT NULL PRIMARY KEY,
    turn BIGINT NOT NULL
);
INSERT INTO fair_share (flow, turn) VALUES ('', 0);

-- An attempt covers neighbouring partitions: what it claims is one stretch of time, empty if it claims nothing. It stays as the record of who was
-- the newest.
ALTER TABLE attempt ADD COLUMN interval_start BIGINT NOT NULL DEFAULT 0;
ALTER TABLE attempt ADD COLUMN interval_end BIGINT NOT NULL DEFAULT 0;
UPDATE attempt
SET interval_start = COALESCE((SELECT MIN(c.interval_start) FROM claim c WHERE c.token = attempt.token), 0),
    interval_end = COALESCE((SELECT MAX(c.interval_end) FROM claim c WHERE c.token = attempt.token), 0);
DROP TABLE claim;
DROP INDEX IF EXISTS attempt_by_state;
CREATE INDEX attempt_live ON attempt (asset) WHERE state IN ('CLAIMED', 'PUBLISHING', 'SETTLING');
CREATE INDEX attempt_by_asset ON attempt (asset, token);
