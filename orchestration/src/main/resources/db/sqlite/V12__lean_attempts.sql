-- A claim writes a row of attempt, so what has to be kept beside each row is what a claim costs. A name ends with the attempt's token and is found by
-- that; attempts of a step are found among those of its run and asset. Steps and runs that have attempts are never removed.
-- SQLite drops constraints only with their table.
CREATE TABLE lean_attempt (
    token           BIGINT       NOT NULL PRIMARY KEY,
    name            VARCHAR(80)  NOT NULL,
    step_key        VARCHAR(400) NOT NULL,
    run_id          VARCHAR(40)  NOT NULL,
    asset           VARCHAR(200) NOT NULL,
    state           VARCHAR(20)  NOT NULL,
    host            TEXT         NOT NULL,
    pid             BIGINT       NOT NULL,
    process_started BIGINT       NOT NULL,
    lease_until     BIGINT       NOT NULL,
    started_at      BIGINT       NOT NULL,
    ended_at        BIGINT,
    log_file        TEXT         NOT NULL,
    intent          TEXT,
    error_code      VARCHAR(40),
    error_message   TEXT,
    error_place     TEXT,
    error_mend      TEXT,
    interval_start  BIGINT       NOT NULL DEFAULT 0,
    interval_end    BIGINT       NOT NULL DEFAULT 0
);
INSERT INTO lean_attempt
SELECT token, name, step_key, run_id, asset, state, host, pid, process_started, lease_until, started_at, ended_at, log_file, intent,
       error_code, error_message, error_place, error_mend, interval_start, interval_end
FROM attempt;
DROP TABLE attempt;
ALTER TABLE lean_attempt RENAME TO attempt;
CREATE INDEX attempt_by_run ON attempt (run_id, asset);
CREATE INDEX attempt_by_asset ON attempt (asset, token);
CREATE INDEX attempt_live ON attempt (asset) WHERE state IN ('CLAIMED', 'PUBLISHING', 'SETTLING');
CREATE INDEX attempt_lost ON attempt (token) WHERE state = 'LOST';
