-- Not only bad records are put aside, but rows that are too old, too.
CREATE TABLE aside_file (
    asset        VARCHAR(200)  NOT NULL,
    step_key     VARCHAR(400)  NOT NULL,
    kind         VARCHAR(20)   NOT NULL,
    attempt      VARCHAR(80)   NOT NULL,
    path         VARCHAR(2000) NOT NULL,
    row_count    BIGINT        NOT NULL,
    size_bytes   BIGINT        NOT NULL,
    PRIMARY KEY (asset, step_key, path)
);
INSERT INTO aside_file (asset, step_key, kind, attempt, path, row_count, size_bytes)
SELECT asset, step_key, 'dead_letters', attempt, path, row_count, size_bytes
FROM dead_letter_file;
DROP TABLE dead_letter_file;
