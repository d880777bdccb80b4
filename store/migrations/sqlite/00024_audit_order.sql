-- The hash before was unique, so that the chain could not fork. Ids follow one
-- another and are the primary key, which says the same; and the index, in the order
-- of hashes, cost every entry a page of its own anywhere in the file.

-- +goose Up

CREATE TABLE audit_entries_new (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    at         INTEGER NOT NULL,
    account_id INTEGER NOT NULL, -- 0: the program itself
    action     TEXT NOT NULL CHECK (action <> ''),
    object     TEXT NOT NULL,
    unit_id    INTEGER NOT NULL, -- 0: none
    result     TEXT NOT NULL CHECK (result IN ('done', 'denied', 'failed')),
    detail     TEXT NOT NULL,
    address    TEXT NOT NULL,
    previous   TEXT NOT NULL,
    hash       TEXT NOT NULL
);
INSERT INTO audit_entries_new SELECT * FROM audit_entries;

-- The highest id ever given goes along, whether or not its row is still there.
DELETE FROM sqlite_sequence WHERE name = 'audit_entries_new';
INSERT INTO sqlite_sequence (name, seq) SELECT 'audit_entries_new', seq FROM sqlite_sequence WHERE name = 'audit_entries';
DROP TABLE audit_entries;
ALTER TABLE audit_entries_new RENAME TO audit_entries;

-- +goose StatementBegin
CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries
BEGIN
    SELECT RAISE(ABORT, '审计记录不可修改');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries
BEGIN
    SELECT RAISE(ABORT, '审计记录不可删除');
END;
-- +goose StatementEnd
