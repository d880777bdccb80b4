package rule

import (
	"errors"
	"slices"

	"wubiao/engine"
)

// FactError is a fact that cannot be judged, with the way to it in the facts:
// ["records", "会议", "2", "日期"] is the third record's 日期 (records count from
// 0 here). Whoever knows the file makes a place of it.
type FactError struct {
	Path []string
	err  *engine.Error
}

// Error is the sentence a person reads.
func (f *FactError) Error() string { return f.err.Error() }

// Unwrap gives the *engine.Error.
func (f *FactError) Unwrap() error { return f.err }

// at says where in the facts a failure is. Any other failure, and one whose way
// is known, stays as it is.
func at(err error, path ...string) error {
	var placed *FactError
	var known *engine.Error
	if err == nil || errors.As(err, &placed) || !errors.As(err, &known) {
		return err
	}
	return &FactError{Path: path, err: known}
}

// atSource says that a rule could not be judged because of what it was given.
func atSource(r *Rule, err error) error {
	if r.From != "" {
		return at(err, "imports", r.From)
	}
	return at(err, "judged", r.Key())
}

// wrongFacts joins what the standards could not judge. A ledger that cannot be
// read is told of once, not by every rule that reads it.
func (j *judging) wrongFacts(found []error) error {
	var wrong []error
	for _, ledger := range sortedKeys(j.read) {
		if why := j.read[ledger].wrong; why != nil {
			wrong = append(wrong, why)
			found = slices.DeleteFunc(found, func(err error) bool { return errors.Is(err, why) })
		}
	}
	return errors.Join(append(wrong, found...)...)
}
