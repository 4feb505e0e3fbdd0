-- Backfills that workers carry out. How one stands follows from its runs and from the two marks, and is written nowhere.
CREATE TABLE backfill (
    backfill_id    VARCHAR(40) NOT NULL PRIMARY KEY,
    words          TEXT        NOT NULL,
    selection      TEXT        NOT NULL,
    interval_start BIGINT      NOT NULL,
    interval_end   BIGINT      NOT NULL,
    starts         TEXT        NOT NULL,
    chosen         VARCHAR(20) NOT NULL,
    concurrency    INTEGER     NOT NULL,
    requested_by   TEXT        NOT NULL,
    created_at     BIGINT      NOT NULL,
    paused_at      BIGINT,
    paused_by      TEXT,
    paused_why     TEXT,
    cancelled_at   BIGINT
);

-- Which backfill a run is a part of; empty for live runs, and not NULL, so that the index finds those in their order.
ALTER TABLE run ADD COLUMN backfill_id VARCHAR(40) NOT NULL DEFAULT '';
-- Why a run failed that could not even begin.
ALTER TABLE run ADD COLUMN failure TEXT;

DROP INDEX IF EXISTS run_by_due;
CREATE INDEX run_waiting ON run (state, backfill_id, priority DESC, due_at, run_id);
CREATE INDEX run_by_backfill ON run (backfill_id, state);

-- What became of an asset's partitions lately.
CREATE INDEX step_by_asset ON step (asset, ended_at);
