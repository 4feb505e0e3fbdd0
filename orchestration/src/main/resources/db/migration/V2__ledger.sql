-- What sources have brought in. Rows of a step are written pending before its commit to the lake and done after it, so
-- that a process which dies between the two is settled by asking the lake whether the commit is there.

CREATE TABLE ingested_file (
    asset        VARCHAR(200)  NOT NULL,
    path         VARCHAR(1000) NOT NULL,
    step_key     VARCHAR(400)  NOT NULL,
    attempt      VARCHAR(80)   NOT NULL,
    state        VARCHAR(10)   NOT NULL,
    size_bytes   BIGINT        NOT NULL,
    modified_at  BIGINT        NOT NULL,
    checksum     BIGINT        NOT NULL,
    row_count    BIGINT        NOT NULL,
    bad_count    BIGINT        NOT NULL,
    PRIMARY KEY (asset, path, step_key)
);
CREATE INDEX ingested_file_by_step ON ingested_file (step_key);

-- The greatest cursor value that a step brought in; of the rows that are done, the one with the greatest ordinal holds.
CREATE TABLE source_cursor (
    asset        VARCHAR(200) NOT NULL,
    step_key     VARCHAR(400) NOT NULL,
    ordinal      BIGINT       NOT NULL,
    state        VARCHAR(10)  NOT NULL,
    cursor_value TEXT         NOT NULL,
    PRIMARY KEY (asset, step_key)
);

-- Files of bad records that are to be published right after the step's own commit.
CREATE TABLE dead_letter_file (
    asset        VARCHAR(200)  NOT NULL,
    step_key     VARCHAR(400)  NOT NULL,
    attempt      VARCHAR(80)   NOT NULL,
    path         VARCHAR(2000) NOT NULL,
    row_count    BIGINT        NOT NULL,
    size_bytes   BIGINT        NOT NULL,
    PRIMARY KEY (asset, step_key, path)
);

-- What a look at a database that is a local file last found, so that an unchanged file is not read again.
CREATE TABLE source_probe (
    asset        VARCHAR(200) NOT NULL PRIMARY KEY,
    stamp        TEXT         NOT NULL,
    version      TEXT         NOT NULL
);
