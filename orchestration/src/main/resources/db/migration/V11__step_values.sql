-- What steps of pipelines in Java yield: small values that later steps of their run read.
CREATE TABLE step_value (
    step_key       VARCHAR(400) NOT NULL PRIMARY KEY,
    asset          VARCHAR(200) NOT NULL,
    interval_start BIGINT       NOT NULL,
    interval_end   BIGINT       NOT NULL,
    token          BIGINT       NOT NULL,
    -- A JSON document.
    step_value     TEXT         NOT NULL
);
CREATE INDEX step_value_by_asset ON step_value (asset, interval_start, interval_end, token);

-- The values of a step's items that are done while others of it are not.
CREATE TABLE step_item (
    step_key   VARCHAR(400) NOT NULL,
    item       INTEGER      NOT NULL,
    item_value TEXT         NOT NULL,
    PRIMARY KEY (step_key, item)
);
