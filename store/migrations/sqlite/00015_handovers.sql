-- Posts are handed over with a paper, and single tasks are given to others.

-- +goose Up

CREATE TABLE handovers (
    id             INTEGER PRIMARY KEY,
    unit_id        INTEGER NOT NULL REFERENCES units (id),
    from_person_id INTEGER NOT NULL REFERENCES people (id),
    to_person_id   INTEGER NOT NULL REFERENCES people (id),
    day            TEXT,
    posts          TEXT NOT NULL CHECK (posts <> ''),
    reason         TEXT NOT NULL,
    content        TEXT NOT NULL CHECK (json_valid(content)),
    by_person_id   INTEGER NOT NULL, -- 0: nobody in the register
    created_at     INTEGER NOT NULL,
    UNIQUE (unit_id, from_person_id, day)
);

CREATE TABLE assignments (
    id           INTEGER PRIMARY KEY,
    unit_id      INTEGER NOT NULL REFERENCES units (id),
    task_id      INTEGER NOT NULL REFERENCES tasks (id),
    person_id    INTEGER NOT NULL, -- 0: back to the post
    reason       TEXT NOT NULL,
    by_person_id INTEGER NOT NULL, -- 0: nobody in the register
    created_at   INTEGER NOT NULL
);
CREATE INDEX assignments_unit ON assignments (unit_id, task_id);
