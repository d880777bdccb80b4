-- Marks of stale scores stand beside the scores: everybody who writes sets some, and
-- each was a large row written anew on a page of its own.

-- +goose Up

CREATE TABLE stale_scores (
    score_id INTEGER PRIMARY KEY REFERENCES scores (id),
    mark     INTEGER NOT NULL CHECK (mark > 0)
);
INSERT INTO stale_scores (score_id, mark) SELECT id, 1 FROM scores WHERE stale = 1 AND sealed = 0;
DROP INDEX scores_stale;
ALTER TABLE scores DROP COLUMN stale;
