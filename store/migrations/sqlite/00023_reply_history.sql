-- What a branch had answered to an order before it answered otherwise stays, with
-- who had answered so.

-- +goose Up

CREATE TABLE order_reply_versions (
    id          INTEGER PRIMARY KEY,
    reply_id    INTEGER NOT NULL REFERENCES order_replies (id),
    unit_id     INTEGER NOT NULL REFERENCES units (id),
    number      INTEGER NOT NULL CHECK (number > 0),
    answers     TEXT NOT NULL CHECK (json_valid(answers)),
    held        TEXT CHECK (json_valid(held)), -- NULL: the ledgers said nothing
    answered_on TEXT NOT NULL,
    answered_by INTEGER NOT NULL, -- 0: nobody in the register
    created_at  INTEGER NOT NULL,
    UNIQUE (reply_id, number)
);
