-- Runs, steps, attempts and what they published. Instants are milliseconds since 1970-01-01T00:00:00Z by the clock of
-- this database. The same text runs on SQLite and PostgreSQL.

CREATE TABLE token (
    last_token BIGINT NOT NULL
);
INSERT INTO token (last_token) VALUES (0);

CREATE TABLE run (
    run_id          VARCHAR(40) NOT NULL PRIMARY KEY,
    kind            VARCHAR(20) NOT NULL,
    words           TEXT        NOT NULL,
    requested_by    TEXT        NOT NULL,
    state           VARCHAR(20) NOT NULL,
    started_at      BIGINT      NOT NULL,
    ended_at        BIGINT,
    host            TEXT        NOT NULL,
    pid             BIGINT      NOT NULL,
    process_started BIGINT      NOT NULL,
    lease_until     BIGINT      NOT NULL
);
CREATE INDEX run_by_state ON run (state);
CREATE INDEX run_by_start ON run (started_at);

CREATE TABLE step (
    step_key       VARCHAR(400) NOT NULL PRIMARY KEY,
    run_id         VARCHAR(40)  NOT NULL REFERENCES run (run_id),
    asset          VARCHAR(200) NOT NULL,
    interval_start BIGINT       NOT NULL,
    interval_end   BIGINT       NOT NULL,
    partitions     TEXT         NOT NULL,
    state          VARCHAR(20)  NOT NULL,
    reason         TEXT         NOT NULL,
    words          TEXT         NOT NULL,
    row_count      BIGINT       NOT NULL,
    started_at     BIGINT       NOT NULL,
    ended_at       BIGINT,
    error_code     VARCHAR(40),
    error_message  TEXT,
    error_place    TEXT,
    error_mend     TEXT
);
CREATE INDEX step_by_run ON step (run_id);

CREATE TABLE attempt (
    token           BIGINT       NOT NULL PRIMARY KEY,
    name            VARCHAR(80)  NOT NULL UNIQUE,
    step_key        VARCHAR(400) NOT NULL REFERENCES step (step_key),
    run_id          VARCHAR(40)  NOT NULL REFERENCES run (run_id),
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
    error_mend      TEXT
);
CREATE INDEX attempt_by_step ON attempt (step_key);
CREATE INDEX attempt_by_run ON attempt (run_id);
CREATE INDEX attempt_by_state ON attempt (state);

-- A claim holds while its attempt is live; it stays as the record of who was the newest.
CREATE TABLE claim (
    asset          VARCHAR(200) NOT NULL,
    interval_start BIGINT       NOT NULL,
    interval_end   BIGINT       NOT NULL,
    token          BIGINT       NOT NULL REFERENCES attempt (token),
    PRIMARY KEY (asset, interval_start, interval_end, token)
);
CREATE INDEX claim_by_token ON claim (token);

-- The row with the greatest token of a partition is what holds; older ones are its history.
CREATE TABLE materialization (
    asset          VARCHAR(200) NOT NULL,
    interval_start BIGINT       NOT NULL,
    interval_end   BIGINT       NOT NULL,
    token          BIGINT       NOT NULL REFERENCES attempt (token),
    run_id         VARCHAR(40)  NOT NULL,
    step_key       VARCHAR(400) NOT NULL,
    fingerprint    VARCHAR(64)  NOT NULL,
    parts          TEXT         NOT NULL,
    snapshot       BIGINT,
    inputs         TEXT         NOT NULL,
    row_count      BIGINT       NOT NULL,
    published_at   BIGINT       NOT NULL,
    PRIMARY KEY (asset, interval_start, interval_end, token)
);

CREATE TABLE check_result (
    token            BIGINT       NOT NULL REFERENCES attempt (token),
    ordinal          INTEGER      NOT NULL,
    run_id           VARCHAR(40)  NOT NULL,
    asset            VARCHAR(200) NOT NULL,
    interval_start   BIGINT       NOT NULL,
    interval_end     BIGINT       NOT NULL,
    expectation      VARCHAR(200) NOT NULL,
    arguments        TEXT         NOT NULL,
    severity         VARCHAR(10)  NOT NULL,
    success          BOOLEAN      NOT NULL,
    observed         TEXT         NOT NULL,
    evaluated        BIGINT       NOT NULL,
    unexpected       BIGINT       NOT NULL,
    unexpected_share DOUBLE PRECISION,
    samples          TEXT         NOT NULL,
    reason           TEXT         NOT NULL,
    checked_at       BIGINT       NOT NULL,
    PRIMARY KEY (token, ordinal)
);
CREATE INDEX check_result_by_asset ON check_result (asset, token);
CREATE INDEX check_result_by_run ON check_result (run_id);
