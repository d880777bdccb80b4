-- Tokens let scripts act for an account; submissions remember for a day what was
-- answered to an idempotency key.

-- +goose Up

CREATE TABLE tokens (
    id         INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    label      TEXT NOT NULL CHECK (label <> ''),
    hash       TEXT NOT NULL UNIQUE CHECK (hash <> ''),
    read_only  BOOLEAN NOT NULL CHECK (read_only IN (0, 1)),
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER,
    seen_at    INTEGER,
    created_at INTEGER NOT NULL
);
CREATE INDEX tokens_account ON tokens (account_id);

CREATE TABLE submissions (
    id          INTEGER PRIMARY KEY,
    account_id  INTEGER NOT NULL REFERENCES accounts (id),
    request_key TEXT NOT NULL CHECK (request_key <> ''),
    digest      TEXT NOT NULL,
    status      INTEGER NOT NULL CHECK (status BETWEEN 200 AND 299),
    answer      TEXT NOT NULL,
    at          INTEGER NOT NULL,
    UNIQUE (account_id, request_key)
);
CREATE INDEX submissions_at ON submissions (at);
