-- The register of people: what counts as 正式党员 and the like is worked out from
-- it. No phone and no number of an identity card: the work needs neither.

-- +goose Up

ALTER TABLE people ADD COLUMN standing TEXT NOT NULL DEFAULT ''
    CHECK (standing IN ('', '正式党员', '预备党员', '发展对象', '入党积极分子', '入党申请人', '共青团员', '群众')); -- '': not yet known
ALTER TABLE people ADD COLUMN joined TEXT;
ALTER TABLE people ADD COLUMN full_on TEXT;
ALTER TABLE people ADD COLUMN party_group TEXT NOT NULL DEFAULT '';
ALTER TABLE people ADD COLUMN title TEXT NOT NULL DEFAULT '';
ALTER TABLE people ADD COLUMN no_vote BOOLEAN NOT NULL DEFAULT 0 CHECK (no_vote IN (0, 1));
ALTER TABLE people ADD COLUMN away BOOLEAN NOT NULL DEFAULT 0 CHECK (away IN (0, 1));
ALTER TABLE people ADD COLUMN from_day TEXT;
ALTER TABLE people ADD COLUMN left_day TEXT;

-- The quarter after go-live that is scored and does not count.
ALTER TABLE units ADD COLUMN trial TEXT NOT NULL DEFAULT ''; -- '': none
