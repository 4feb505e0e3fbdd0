-- The registry as on SQLite, with triggers in PostgreSQL's words; and what else has to differ here.
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

CREATE FUNCTION refuse_to_change_the_promotion_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the promotion log is append-only';
END
$$;

CREATE TRIGGER promotion_log_is_append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON promotion_log
FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_the_promotion_log();

-- Fencing tokens. The row in table token, which SQLite counts in, would be locked from the first claim that takes a token until
-- that claim is committed, and all other claims would wait for it.
CREATE SEQUENCE fencing_token;

-- SQLite takes texts of any length, whatever VARCHAR says; a long path or asset name is no error here either.
DO $$
DECLARE
    short RECORD;
BEGIN
    FOR short IN
        SELECT table_name, column_name
        FROM information_schema.columns
        WHERE table_schema = current_schema()
          AND data_type = 'character varying'
          AND table_name IN (
              'run', 'step', 'attempt', 'claim', 'materialization', 'check_result',
              'ingested_file', 'source_cursor', 'dead_letter_file', 'source_probe')
    LOOP
        EXECUTE format('ALTER TABLE %I ALTER COLUMN %I TYPE TEXT', short.table_name, short.column_name);
    END LOOP;
END
$$;
