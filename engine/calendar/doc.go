// Package calendar owns time as the handbook speaks of it: the calendar day
// (Date), the period of a sheet (Period), a length of time (Span), the national
// workdays with their 调休 (Calendar), and the due rule of a duty (Due).
//
// Everything here is a pure function of its arguments: there is no wall clock,
// no time zone of its own and no lunar arithmetic. Festival days are data, one
// Year per file; a year without data degrades visibly (Estimated, Warnings).
//
// The package must not know standards, units, storage, or how the year files
// are decoded: its structs only carry tags for those who do.
package calendar
