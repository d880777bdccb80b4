-- What a unit's period is worth so far. The row that grids and lists read is
-- small; the lines with what was found stand in a table of their own.

-- +goose Up

CREATE TABLE scores (
    id          INTEGER PRIMARY KEY,
    period      TEXT NOT NULL,
    unit_id     INTEGER NOT NULL REFERENCES units (id),
    edition     TEXT NOT NULL,
    last_day    TEXT NOT NULL, -- of the period
    as_of       TEXT,          -- NULL: not scored yet
    points      INTEGER NOT NULL,
    max         INTEGER NOT NULL,
    bonus       INTEGER NOT NULL,
    result      INTEGER NOT NULL,
    band        TEXT NOT NULL,
    vetoes      TEXT NOT NULL,
    lost        INTEGER NOT NULL CHECK (lost >= 0),
    gaps        INTEGER NOT NULL CHECK (gaps >= 0),
    standards   TEXT NOT NULL,
    trial       BOOLEAN NOT NULL CHECK (trial IN (0, 1)),
    stale       BOOLEAN NOT NULL CHECK (stale IN (0, 1)),
    sealed      BOOLEAN NOT NULL CHECK (sealed IN (0, 1)),
    version     INTEGER NOT NULL CHECK (version > 0),
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    UNIQUE (period, unit_id)
);
CREATE INDEX scores_unit ON scores (unit_id, last_day);
CREATE INDEX scores_stale ON scores (id) WHERE stale = 1;

CREATE TABLE score_lines (
    score_id INTEGER PRIMARY KEY REFERENCES scores (id),
    unit_id  INTEGER NOT NULL REFERENCES units (id),
    lines    TEXT NOT NULL
);

CREATE TABLE answers (
    id         INTEGER PRIMARY KEY,
    unit_id    INTEGER NOT NULL REFERENCES units (id),
    period     TEXT NOT NULL,
    question   TEXT NOT NULL CHECK (question <> ''),
    value      TEXT NOT NULL CHECK (json_valid(value)),
    reason     TEXT NOT NULL,
    person_id  INTEGER NOT NULL, -- 0: nobody in the register
    version    INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (unit_id, period, question)
);
