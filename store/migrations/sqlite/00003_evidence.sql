-- Files that show the work. The content lies under its SHA-256 beside the
-- database; a row says whose it is.

-- +goose Up

CREATE TABLE evidences (
    id         INTEGER PRIMARY KEY,
    record_id  INTEGER NOT NULL CHECK ((record_id = 0) = (state = 'draft')), -- 0: a draft
    unit_id    INTEGER NOT NULL REFERENCES units (id),
    state      TEXT NOT NULL CHECK (state IN ('draft', 'kept', 'removed', 'erased')),
    sha256     TEXT NOT NULL CHECK (length(sha256) = 64 AND state <> 'erased' OR sha256 = '' AND state = 'erased'),
    size       INTEGER NOT NULL CHECK (size > 0),
    kind       TEXT NOT NULL CHECK (kind IN ('jpg', 'png', 'webp', 'pdf', 'docx', 'xlsx', 'pptx', 'doc', 'xls', 'ppt', 'wps', 'ofd')),
    name       TEXT NOT NULL,
    label      TEXT NOT NULL,
    person_id  INTEGER NOT NULL, -- 0: nobody in the register
    form_key   TEXT NOT NULL,
    changed_by INTEGER NOT NULL, -- 0: nobody
    reason     TEXT NOT NULL CHECK (reason <> '' OR state IN ('draft', 'kept')),
    version    INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);
CREATE INDEX evidences_record ON evidences (record_id);
CREATE INDEX evidences_content ON evidences (sha256);
CREATE INDEX evidences_form ON evidences (form_key) WHERE form_key <> '';

-- A record is removed with a reason, stays in the history, and can be restored.
-- It may be entered by one person on behalf of another.
ALTER TABLE records ADD COLUMN done_by INTEGER NOT NULL DEFAULT 0; -- 0: who typed it
ALTER TABLE records ADD COLUMN removed_at INTEGER; -- NULL: it is there
ALTER TABLE record_versions ADD COLUMN event TEXT NOT NULL DEFAULT '' CHECK (event IN ('', 'remove', 'restore')); -- '': another wording
ALTER TABLE record_versions ADD COLUMN reason TEXT NOT NULL DEFAULT '' CHECK (reason <> '' OR event <> 'remove');
ALTER TABLE record_versions ADD COLUMN done_by INTEGER NOT NULL DEFAULT 0; -- 0: who typed it
