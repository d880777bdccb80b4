-- A record keeps what it said before, and a form makes one record, however often
-- it is sent.

-- +goose Up

ALTER TABLE records ADD COLUMN form_key TEXT NOT NULL DEFAULT ''; -- '': from no form
CREATE UNIQUE INDEX records_form ON records (form_key) WHERE form_key <> '';

CREATE TABLE record_versions (
    id         INTEGER PRIMARY KEY,
    record_id  INTEGER NOT NULL REFERENCES records (id),
    unit_id    INTEGER NOT NULL REFERENCES units (id),
    number     INTEGER NOT NULL CHECK (number > 0),
    day        TEXT,
    fields     TEXT CHECK (json_valid(fields)), -- NULL: none
    person_id  INTEGER NOT NULL, -- 0: nobody in the register
    created_at INTEGER NOT NULL,
    UNIQUE (record_id, number)
);
