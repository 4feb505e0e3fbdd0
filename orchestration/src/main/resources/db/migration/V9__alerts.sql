-- What people are told: of runs that are over, and of partitions that are not there in time.

-- 1 from the statement that ends a run, if somebody may have to be told; 2 once the messages about it are in the outbox, or it concerns nobody.
ALTER TABLE run ADD COLUMN end_told INTEGER NOT NULL DEFAULT 0;
CREATE INDEX run_to_tell ON run (ended_at, run_id) WHERE end_told = 1;

-- How long the runs of a pipeline took lately.
CREATE INDEX run_succeeded ON run (pipeline, ended_at) WHERE state = 'SUCCEEDED';

-- The outbox: a row for each message to each target.
CREATE TABLE alert (
    alert_id    VARCHAR(700) NOT NULL PRIMARY KEY,
    target      TEXT         NOT NULL,
    document    TEXT         NOT NULL,
    state       VARCHAR(20)  NOT NULL,
    created_at  BIGINT       NOT NULL,
    -- Not tried before; and until then whoever has taken it is at it.
    due_at      BIGINT       NOT NULL,
    lease_until BIGINT       NOT NULL DEFAULT 0,
    tries       INTEGER      NOT NULL DEFAULT 0,
    ended_at    BIGINT,
    -- The message that tells it together with others.
    told_by     VARCHAR(700),
    -- Why the last try failed.
    failure     TEXT
);
CREATE INDEX alert_waiting ON alert (target, created_at, alert_id) WHERE state = 'WAITING';
CREATE INDEX alert_sent ON alert (target, ended_at) WHERE state = 'SENT';
CREATE INDEX alert_by_creation ON alert (created_at, alert_id);

-- Assets that promise by when their partitions are there: since when somebody looks, and until when that was done.
CREATE TABLE promise (
    asset      VARCHAR(200) NOT NULL PRIMARY KEY,
    begun_at   BIGINT       NOT NULL,
    seen_until BIGINT       NOT NULL
);

-- Promises that were not kept.
CREATE TABLE breach (
    asset          VARCHAR(200) NOT NULL,
    interval_start BIGINT       NOT NULL,
    interval_end   BIGINT       NOT NULL,
    due_at         BIGINT       NOT NULL,
    breached_at    BIGINT       NOT NULL,
    healed_at      BIGINT,
    why            TEXT         NOT NULL,
    PRIMARY KEY (asset, interval_start, interval_end, due_at)
);
CREATE INDEX breach_open ON breach (asset, interval_start) WHERE healed_at IS NULL;
CREATE INDEX breach_by_time ON breach (breached_at);
