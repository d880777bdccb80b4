-- Follow-up: how well tasks were done, more time asked and granted, 督办单, and
-- the counters of 文号. notices is made anew because its list of kinds grows.

-- +goose Up

-- A fresh task is none of the three, so issuing pays a byte each and no index:
-- the partial one holds only what the ladder has seen overdue.
ALTER TABLE tasks ADD COLUMN extended TEXT;
ALTER TABLE tasks ADD COLUMN quality TEXT NOT NULL DEFAULT '' CHECK (quality = '' OR quality = 'excellent' OR quality = 'pass' OR quality = 'returned');
ALTER TABLE tasks ADD COLUMN ladder INTEGER;
CREATE INDEX tasks_late ON tasks (state, ladder) WHERE ladder IS NOT NULL;
CREATE INDEX tasks_extended ON tasks (extended) WHERE extended IS NOT NULL;

CREATE TABLE notices_new (
    id         INTEGER PRIMARY KEY,
    dedupe_key TEXT NOT NULL UNIQUE CHECK (dedupe_key <> ''),
    unit_id    INTEGER NOT NULL REFERENCES units (id),
    post       TEXT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('sheet', 'reminder', 'overdue', 'flag', 'calendar', 'followup')),
    about_unit INTEGER NOT NULL, -- 0: none
    task_id    INTEGER NOT NULL, -- 0: none
    period     TEXT NOT NULL,
    object     TEXT NOT NULL DEFAULT '', -- 'supervision/12'; '': nothing
    day        TEXT,
    text       TEXT NOT NULL,
    read_at    INTEGER,
    created_at INTEGER NOT NULL
);
INSERT INTO notices_new (id, dedupe_key, unit_id, post, kind, about_unit, task_id, period, day, text, read_at, created_at)
SELECT id, dedupe_key, unit_id, post, kind, about_unit, task_id, period, day, text, read_at, created_at FROM notices;
DROP TABLE notices;
ALTER TABLE notices_new RENAME TO notices;
CREATE INDEX notices_first_page ON notices (unit_id, day);

CREATE TABLE appraisals (
    id         INTEGER PRIMARY KEY,
    task_id    INTEGER NOT NULL REFERENCES tasks (id),
    unit_id    INTEGER NOT NULL REFERENCES units (id),
    quality    TEXT NOT NULL CHECK (quality IN ('excellent', 'pass', 'returned')),
    reason     TEXT NOT NULL CHECK (quality <> 'returned' OR reason <> ''),
    done_on    TEXT,
    done_by    INTEGER NOT NULL, -- 0: nobody in the register
    person_id  INTEGER NOT NULL, -- 0: nobody in the register
    created_at INTEGER NOT NULL
);
CREATE INDEX appraisals_task ON appraisals (task_id);

CREATE TABLE counters (
    id      INTEGER PRIMARY KEY,
    series  TEXT NOT NULL CHECK (series <> ''),
    year    INTEGER NOT NULL CHECK (year > 0),
    last    INTEGER NOT NULL CHECK (last > 0),
    version INTEGER NOT NULL CHECK (version > 0),
    UNIQUE (series, year)
);

CREATE TABLE supervisions (
    id         INTEGER PRIMARY KEY,
    unit_id    INTEGER NOT NULL REFERENCES units (id),
    from_unit  INTEGER NOT NULL REFERENCES units (id),
    number     TEXT NOT NULL, -- '': not issued yet
    asks       TEXT NOT NULL,
    issued_on  TEXT,
    issued_by  INTEGER NOT NULL, -- 0: nobody yet
    due        TEXT,
    extended   TEXT,
    state      TEXT NOT NULL CHECK (state IN ('proposed', 'issued', 'replied', 'closed', 'withdrawn')),
    replied_on TEXT,
    closed_on  TEXT,
    form_key   TEXT NOT NULL,
    version    INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CHECK (number <> '' OR state IN ('proposed', 'withdrawn'))
);
CREATE INDEX supervisions_unit ON supervisions (unit_id, state);
CREATE INDEX supervisions_state ON supervisions (state);
CREATE UNIQUE INDEX supervisions_number ON supervisions (number) WHERE number <> '';
CREATE UNIQUE INDEX supervisions_form ON supervisions (form_key) WHERE form_key <> '';
CREATE UNIQUE INDEX supervisions_proposed ON supervisions (unit_id) WHERE state = 'proposed'; -- one draft a branch

CREATE TABLE supervision_tasks (
    id             INTEGER PRIMARY KEY,
    supervision_id INTEGER NOT NULL REFERENCES supervisions (id),
    task_id        INTEGER NOT NULL REFERENCES tasks (id),
    unit_id        INTEGER NOT NULL REFERENCES units (id),
    dropped        BOOLEAN NOT NULL CHECK (dropped IN (0, 1)),
    UNIQUE (supervision_id, task_id)
);
CREATE INDEX supervision_tasks_task ON supervision_tasks (task_id);

CREATE TABLE supervision_steps (
    id             INTEGER PRIMARY KEY,
    supervision_id INTEGER NOT NULL REFERENCES supervisions (id),
    unit_id        INTEGER NOT NULL REFERENCES units (id),
    event          TEXT NOT NULL CHECK (event IN ('propose', 'issue', 'reply', 'return', 'close', 'withdraw')),
    text           TEXT NOT NULL,
    day            TEXT,
    person_id      INTEGER NOT NULL, -- 0: the program itself
    created_at     INTEGER NOT NULL
);
CREATE INDEX supervision_steps_of ON supervision_steps (supervision_id);

CREATE TABLE extensions (
    id             INTEGER PRIMARY KEY,
    unit_id        INTEGER NOT NULL REFERENCES units (id),
    task_id        INTEGER NOT NULL, -- 0: none
    supervision_id INTEGER NOT NULL, -- 0: none
    due            TEXT NOT NULL,
    until          TEXT NOT NULL,
    reason         TEXT NOT NULL CHECK (reason <> ''),
    asked_on       TEXT NOT NULL,
    asked_by       INTEGER NOT NULL, -- 0: nobody in the register
    state          TEXT NOT NULL CHECK (state IN ('asked', 'granted', 'refused', 'withdrawn')),
    answer         TEXT NOT NULL,
    decided_on     TEXT,
    decided_by     INTEGER NOT NULL, -- 0: nobody yet
    version        INTEGER NOT NULL CHECK (version > 0),
    created_at     INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL,
    CHECK ((task_id = 0) <> (supervision_id = 0))
);
CREATE INDEX extensions_unit ON extensions (unit_id, state);
CREATE UNIQUE INDEX extensions_task_asked ON extensions (task_id) WHERE state = 'asked' AND task_id <> 0;
CREATE UNIQUE INDEX extensions_supervision_asked ON extensions (supervision_id) WHERE state = 'asked' AND supervision_id <> 0;
