-- People move between registers, and what happened to them is kept.

-- +goose Up

CREATE TABLE transfers (
    id         INTEGER PRIMARY KEY,
    person_id  INTEGER NOT NULL REFERENCES people (id),
    unit_id    INTEGER NOT NULL REFERENCES units (id),
    to_unit_id INTEGER NOT NULL REFERENCES units (id),
    state      TEXT NOT NULL CHECK (state IN ('sent', 'received', 'returned', 'withdrawn')),
    from_day   TEXT,
    left_day   TEXT,
    reason     TEXT NOT NULL,
    answer     TEXT NOT NULL,
    sent_by    INTEGER NOT NULL, -- 0: nobody in the register
    version    INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);
CREATE INDEX transfers_stay ON transfers (unit_id, left_day);
CREATE INDEX transfers_to ON transfers (to_unit_id, state);
-- Nobody is on the way to two units at once.
CREATE UNIQUE INDEX transfers_on_the_way ON transfers (person_id) WHERE state = 'sent';

CREATE TABLE person_changes (
    id         INTEGER PRIMARY KEY,
    person_id  INTEGER NOT NULL REFERENCES people (id),
    unit_id    INTEGER NOT NULL REFERENCES units (id),
    day        TEXT,
    text       TEXT NOT NULL CHECK (text <> ''),
    reason     TEXT NOT NULL,
    by_person  INTEGER NOT NULL, -- 0: nobody in the register
    created_at INTEGER NOT NULL
);
CREATE INDEX person_changes_person ON person_changes (person_id);
