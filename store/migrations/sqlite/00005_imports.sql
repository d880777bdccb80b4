-- A file of rows is kept between its preview and its confirmation, for the person
-- who handed it in alone. A record keeps which import it came from.

-- +goose Up

CREATE TABLE imports (
    id         INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL, -- 0: the program itself
    unit_id    INTEGER NOT NULL, -- 0: the whole company
    kind       TEXT NOT NULL CHECK (kind IN ('records', 'units', 'people')),
    sha256     TEXT NOT NULL,
    content    TEXT NOT NULL, -- '': done
    added      INTEGER NOT NULL CHECK (added >= 0),
    changed    INTEGER NOT NULL CHECK (changed >= 0),
    skipped    INTEGER NOT NULL CHECK (skipped >= 0),
    done_at    INTEGER,
    version    INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);
CREATE INDEX imports_account ON imports (account_id);

ALTER TABLE records ADD COLUMN import_id INTEGER NOT NULL DEFAULT 0; -- 0: typed
