// Package rule holds the handbook as the program understands it — edition,
// standard, duty, ledger, scoring rule — and turns records and answers into
// findings.
//
// An edition is data. handbook reads it from YAML into these structs (the yaml
// tags are inert strings here); Compile checks names, types and meanings, all
// problems at once; Judge evaluates it purely. What the keys mean, and in which
// order things happen, is written in doc comments beside them.
//
// The package owns the only use of expr, as the parser of expressions. It must
// not know totals, bands or money (engine/score), storage, or the clock.
package rule
