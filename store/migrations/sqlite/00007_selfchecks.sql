-- The quarter's self-check: its life, what the branch explains, and what happened
-- to it. What it is worth stands in scores, which its submission seals.

-- +goose Up

CREATE TABLE self_checks (
    id            INTEGER PRIMARY KEY,
    period        TEXT NOT NULL,
    unit_id       INTEGER NOT NULL REFERENCES units (id),
    score_id      INTEGER NOT NULL REFERENCES scores (id),
    edition       TEXT NOT NULL,
    opens         TEXT NOT NULL,
    due           TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('filling', 'reviewed', 'submitted', 'returned', 'accepted')),
    reviewed_on   TEXT,
    review_record INTEGER NOT NULL, -- 0: no record of the meeting
    submitted_on  TEXT,
    signed_by     INTEGER NOT NULL, -- 0: nobody yet
    result        INTEGER NOT NULL,
    record_id     INTEGER NOT NULL, -- 0: not in the ledger yet
    version       INTEGER NOT NULL CHECK (version > 0),
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL,
    UNIQUE (period, unit_id)
);

CREATE TABLE self_check_steps (
    id            INTEGER PRIMARY KEY,
    self_check_id INTEGER NOT NULL REFERENCES self_checks (id),
    unit_id       INTEGER NOT NULL REFERENCES units (id),
    event         TEXT NOT NULL CHECK (event <> ''),
    text          TEXT NOT NULL,
    day           TEXT NOT NULL,
    result        INTEGER NOT NULL,
    person_id     INTEGER NOT NULL, -- 0: nobody in the register
    created_at    INTEGER NOT NULL
);
CREATE INDEX self_check_steps_check ON self_check_steps (self_check_id);

CREATE TABLE remarks (
    id            INTEGER PRIMARY KEY,
    self_check_id INTEGER NOT NULL REFERENCES self_checks (id),
    unit_id       INTEGER NOT NULL REFERENCES units (id),
    standard      TEXT NOT NULL CHECK (standard <> ''),
    text          TEXT NOT NULL,
    person_id     INTEGER NOT NULL, -- 0: nobody in the register
    version       INTEGER NOT NULL CHECK (version > 0),
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL,
    UNIQUE (self_check_id, standard)
);
