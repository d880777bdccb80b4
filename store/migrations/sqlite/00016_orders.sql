-- 专项任务: what is asked of branches once, outside the handbook. Its tasks stand in
-- tasks like all others, under the duty '专项/' and the order's id; what each
-- addressed branch was asked and said stands in order_replies.

-- +goose Up

CREATE TABLE orders (
    id         INTEGER PRIMARY KEY,
    unit_id    INTEGER NOT NULL REFERENCES units (id),
    number     TEXT NOT NULL, -- '': not issued
    title      TEXT NOT NULL,
    what       TEXT NOT NULL,
    why        TEXT NOT NULL,
    post       TEXT NOT NULL,
    steps      TEXT NOT NULL,
    "when"     TEXT NOT NULL,
    degree     TEXT NOT NULL,
    minutes    INTEGER NOT NULL CHECK (minutes >= 0),
    due        TEXT,
    ends       TEXT,
    targets    TEXT CHECK (json_valid(targets)), -- NULL: none yet
    columns    TEXT CHECK (json_valid(columns)), -- NULL: none
    since      TEXT,
    until      TEXT,
    "over"     TEXT NOT NULL,
    drafted_by INTEGER NOT NULL, -- 0: nobody in the register
    issued_by  INTEGER NOT NULL, -- 0: nobody yet
    issued_at  INTEGER,
    ended_on   TEXT,
    reason     TEXT NOT NULL CHECK (reason <> '' OR state <> 'withdrawn'),
    state      TEXT NOT NULL CHECK (state IN ('draft', 'issued', 'closed', 'withdrawn', 'discarded')),
    form_key   TEXT NOT NULL,
    version    INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CHECK (state IN ('draft', 'discarded') OR number <> '' AND degree <> '' AND minutes > 0 AND due IS NOT NULL AND ends IS NOT NULL)
);
CREATE INDEX orders_state ON orders (state);
CREATE UNIQUE INDEX orders_number ON orders (number) WHERE number <> '';
CREATE UNIQUE INDEX orders_form ON orders (form_key) WHERE form_key <> '';

CREATE TABLE order_replies (
    id          INTEGER PRIMARY KEY,
    order_id    INTEGER NOT NULL REFERENCES orders (id),
    unit_id     INTEGER NOT NULL REFERENCES units (id),
    task_id     INTEGER NOT NULL REFERENCES tasks (id),
    load        INTEGER NOT NULL CHECK (load >= 0),
    answers     TEXT CHECK (json_valid(answers)), -- NULL: none yet
    held        TEXT CHECK (json_valid(held)),
    answered_on TEXT,
    answered_by INTEGER NOT NULL, -- 0: nobody yet
    version     INTEGER NOT NULL CHECK (version > 0),
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    UNIQUE (order_id, unit_id)
);
CREATE INDEX order_replies_unit ON order_replies (unit_id);
CREATE UNIQUE INDEX order_replies_task ON order_replies (task_id);
