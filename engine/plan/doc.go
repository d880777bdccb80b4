// Package plan works out what should exist: which tasks a unit gets in a
// period, which periods there are, which event set off which task, when a
// reminder or a rung of the ladder is due. Everything is a pure function of
// edition, parameters, units, calendar, period and dated facts, so that
// planning twice gives the same and a lost run is made up by planning again.
//
// The rules that keep re-planning from doubling anything: a task is known by
// (period, unit, duty, subject); a sheet's facts are those of its first day; the
// period of an event's task never depends on the workday calendar (EventPeriod).
//
// The package must not know storage, notices' addressees, or the clock.
package plan
