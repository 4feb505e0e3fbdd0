-- What people changed by hand: who, what and why. Written in the transaction of the change itself.
CREATE TABLE audit_log (
    position   BIGINT NOT NULL PRIMARY KEY,
    changed_at BIGINT NOT NULL,
    who        TEXT   NOT NULL,
    action     TEXT   NOT NULL,
    subject    TEXT   NOT NULL,
    why        TEXT   NOT NULL
);

CREATE TRIGGER audit_log_is_not_updated
BEFORE UPDATE ON audit_log
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE TRIGGER audit_log_is_not_deleted
BEFORE DELETE ON audit_log
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
