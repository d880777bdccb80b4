-- The first page of those above asks for these every day, and neither table ever
-- gets shorter.

-- +goose Up

CREATE INDEX appraisals_quality ON appraisals (quality, created_at);
CREATE INDEX extensions_state ON extensions (state);

-- +goose Down

DROP INDEX extensions_state;
DROP INDEX appraisals_quality;
