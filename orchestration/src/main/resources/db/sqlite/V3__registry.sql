-- Trained versions of models, the alias an endpoint follows, and who moved it when and why. Instants are milliseconds since
-- 1970-01-01T00:00:00Z by the clock of this database.
CREATE TABLE model_version (
    name          TEXT    NOT NULL,
    version       INTEGER NOT NULL CHECK (version > 0),
    artifact      TEXT    NOT NULL,
    sha256        TEXT    NOT NULL,
    metrics       TEXT    NOT NULL,
    outcome       TEXT    NOT NULL CHECK (outcome IN ('promoted', 'passed', 'held back')),
    reason        TEXT    NOT NULL,
    trained_start BIGINT  NOT NULL,
    trained_end   BIGINT  NOT NULL,
    source_table  TEXT    NOT NULL,
    snapshot      BIGINT  NOT NULL,
    run           TEXT    NOT NULL,
    step          TEXT    NOT NULL UNIQUE,
    created_at    BIGINT  NOT NULL,
    PRIMARY KEY (name, version)
);

CREATE TABLE model_alias (
    name    TEXT    NOT NULL,
    alias   TEXT    NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (name, alias),
    FOREIGN KEY (name, version) REFERENCES model_version (name, version)
);

CREATE TABLE promotion_log (
    position     BIGINT  NOT NULL PRIMARY KEY,
    name         TEXT    NOT NULL,
    alias        TEXT    NOT NULL,
    kind         TEXT    NOT NULL CHECK (kind IN ('promote', 'rollback')),
    from_version INTEGER,
    to_version   INTEGER NOT NULL,
    who          TEXT    NOT NULL,
    why          TEXT    NOT NULL,
    moved_at     BIGINT  NOT NULL
);

CREATE INDEX promotion_log_name ON promotion_log (name, alias, position);

CREATE TRIGGER promotion_log_is_not_updated
BEFORE UPDATE ON promotion_log
BEGIN
    SELECT RAISE(ABORT, 'the promotion log is append-only');
END;

CREATE TRIGGER promotion_log_is_not_deleted
BEFORE DELETE ON promotion_log
BEGIN
    SELECT RAISE(ABORT, 'the promotion log is append-only');
END;
