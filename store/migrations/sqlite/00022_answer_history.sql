-- What was answered before stays, with who had answered so.

-- +goose Up

CREATE TABLE answer_versions (
    id         INTEGER PRIMARY KEY,
    answer_id  INTEGER NOT NULL REFERENCES answers (id),
    unit_id    INTEGER NOT NULL REFERENCES units (id),
    number     INTEGER NOT NULL CHECK (number > 0),
    value      TEXT NOT NULL CHECK (json_valid(value)),
    reason     TEXT NOT NULL,
    person_id  INTEGER NOT NULL, -- 0: nobody in the register
    created_at INTEGER NOT NULL,
    UNIQUE (answer_id, number)
);
