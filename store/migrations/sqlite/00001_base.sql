-- Dates and periods are text (2026-11-20, 2026-11, 2026Q4) and compare as text;
-- moments (created_at, at, since …) are milliseconds since 1970, UTC. References
-- that may be "nobody" (0) carry no foreign key. The columns follow the structs
-- of the engine one to one.

-- +goose Up

CREATE TABLE units (
    id         INTEGER PRIMARY KEY,
    parent_id  INTEGER REFERENCES units (id),
    path       TEXT NOT NULL UNIQUE, -- scopes are prefixes of it
    name       TEXT NOT NULL CHECK (name <> ''),
    kind       TEXT NOT NULL CHECK (kind IN ('公司党委', '党总支', '党支部', '项目部')),
    attributes TEXT CHECK (json_valid(attributes)), -- NULL: none
    rest       TEXT NOT NULL CHECK (rest IN ('', '双休', '单休', '不休')),
    start      TEXT,
    closed     TEXT,
    version    INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);
CREATE INDEX units_parent ON units (parent_id);
-- A closed unit may be succeeded by one of the same name.
CREATE UNIQUE INDEX units_name ON units (coalesce(parent_id, 0), name) WHERE closed IS NULL;

CREATE TABLE people (
    id         INTEGER PRIMARY KEY,
    unit_id    INTEGER NOT NULL REFERENCES units (id),
    name       TEXT NOT NULL CHECK (name <> ''),
    version    INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);
CREATE INDEX people_unit ON people (unit_id);

CREATE TABLE posts (
    id         INTEGER PRIMARY KEY,
    unit_id    INTEGER NOT NULL REFERENCES units (id),
    person_id  INTEGER NOT NULL REFERENCES people (id),
    name       TEXT NOT NULL CHECK (name <> ''),
    from_day   TEXT,
    to_day     TEXT,
    created_at INTEGER NOT NULL,
    UNIQUE (unit_id, name, person_id, from_day)
);
CREATE INDEX posts_person ON posts (person_id);

CREATE TABLE accounts (
    id           INTEGER PRIMARY KEY,
    login        TEXT NOT NULL UNIQUE CHECK (login <> ''),
    person_id    INTEGER NOT NULL, -- 0: nobody in the register
    unit_id      INTEGER NOT NULL,
    role         TEXT NOT NULL CHECK (role IN ('支部', '党委考核组', '手册编修', '系统管理员')),
    password     TEXT NOT NULL,
    disabled     BOOLEAN NOT NULL CHECK (disabled IN (0, 1)),
    failures     INTEGER NOT NULL CHECK (failures >= 0),
    locked_until INTEGER,
    version      INTEGER NOT NULL CHECK (version > 0),
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL
);
CREATE INDEX accounts_person ON accounts (person_id);

CREATE TABLE sessions (
    id         TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    csrf       TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    ended_at   INTEGER
);
CREATE INDEX sessions_account ON sessions (account_id);

CREATE TABLE login_failures (
    address  TEXT PRIMARY KEY NOT NULL CHECK (address <> ''),
    failures INTEGER NOT NULL CHECK (failures >= 0),
    since    INTEGER NOT NULL
);

-- The period comes first in the key: new rows are appended and the table does
-- not slow down with age. No other index: issuing writes this table hardest.
-- For the same reason its checks use no IN, which costs a third of an insert.
CREATE TABLE tasks (
    id         INTEGER PRIMARY KEY,
    period     TEXT NOT NULL,
    unit_id    INTEGER NOT NULL REFERENCES units (id),
    duty       TEXT NOT NULL,
    subject    TEXT NOT NULL,
    edition    TEXT NOT NULL,
    opens      TEXT NOT NULL,
    due        TEXT NOT NULL,
    estimated  BOOLEAN NOT NULL CHECK (estimated BETWEEN 0 AND 1),
    state      TEXT NOT NULL CHECK (state = 'open' OR state = 'done' OR state = 'retired'),
    done_on    TEXT,
    done_by    INTEGER NOT NULL, -- 0: nobody
    reason     TEXT NOT NULL,
    version    INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (period, unit_id, duty, subject)
);

CREATE TABLE sheets (
    id         INTEGER PRIMARY KEY,
    period     TEXT NOT NULL,
    unit_id    INTEGER NOT NULL REFERENCES units (id),
    edition    TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (period, unit_id)
);

CREATE TABLE issued_periods (
    period   TEXT PRIMARY KEY NOT NULL CHECK (period <> ''),
    edition  TEXT NOT NULL,
    sheets   INTEGER NOT NULL CHECK (sheets >= 0),
    tasks    INTEGER NOT NULL CHECK (tasks >= 0),
    late     BOOLEAN NOT NULL CHECK (late IN (0, 1)),
    finished INTEGER,
    started  INTEGER NOT NULL
);

CREATE TABLE notices (
    id         INTEGER PRIMARY KEY,
    dedupe_key TEXT NOT NULL UNIQUE CHECK (dedupe_key <> ''),
    unit_id    INTEGER NOT NULL REFERENCES units (id),
    post       TEXT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('sheet', 'reminder', 'overdue', 'flag', 'calendar')),
    about_unit INTEGER NOT NULL, -- 0: none
    task_id    INTEGER NOT NULL, -- 0: none
    period     TEXT NOT NULL,
    day        TEXT,
    text       TEXT NOT NULL,
    read_at    INTEGER,
    created_at INTEGER NOT NULL
);
CREATE INDEX notices_first_page ON notices (unit_id, day);

CREATE TABLE records (
    id         INTEGER PRIMARY KEY,
    unit_id    INTEGER NOT NULL REFERENCES units (id),
    ledger     TEXT NOT NULL CHECK (ledger <> ''),
    day        TEXT,
    fields     TEXT CHECK (json_valid(fields)), -- NULL: none
    person_id  INTEGER NOT NULL, -- 0: nobody in the register
    version    INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);
CREATE INDEX records_ledger ON records (unit_id, ledger, day);

CREATE TABLE parameter_values (
    id         INTEGER PRIMARY KEY,
    name       TEXT NOT NULL CHECK (name <> ''),
    unit_id    INTEGER NOT NULL REFERENCES units (id),
    from_day   TEXT,
    value      TEXT NOT NULL,
    source     TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (name, unit_id, from_day)
);

CREATE TABLE editions (
    name       TEXT PRIMARY KEY NOT NULL CHECK (name <> ''),
    effective  TEXT,
    canonical  TEXT NOT NULL,
    sha256     TEXT NOT NULL,
    created_at INTEGER NOT NULL
);

-- AUTOINCREMENT here only: the highest id ever given outlives its row, so that
-- a trail cut short is noticed.
CREATE TABLE audit_entries (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    at         INTEGER NOT NULL,
    account_id INTEGER NOT NULL, -- 0: the program itself
    action     TEXT NOT NULL CHECK (action <> ''),
    object     TEXT NOT NULL,
    unit_id    INTEGER NOT NULL, -- 0: none
    result     TEXT NOT NULL CHECK (result IN ('done', 'denied', 'failed')),
    detail     TEXT NOT NULL,
    address    TEXT NOT NULL,
    previous   TEXT NOT NULL UNIQUE, -- one successor each: the chain cannot fork
    hash       TEXT NOT NULL
);

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

CREATE TABLE runs (
    id         INTEGER PRIMARY KEY,
    job        TEXT NOT NULL CHECK (job <> ''),
    trigger    TEXT NOT NULL CHECK (trigger IN ('cron', 'start', 'button', 'command')),
    account_id INTEGER NOT NULL, -- 0: nobody
    started_at INTEGER NOT NULL,
    ended_at   INTEGER,
    outcome    TEXT NOT NULL CHECK (outcome IN ('', 'done', 'failed')),
    detail     TEXT NOT NULL
);
CREATE INDEX runs_job ON runs (job, started_at);
