// Package practise holds the use cases of 对标: issuing the reminder sheets,
// keeping the tasks in step with the units, reminding, following up, and what
// people read and do on their week.
//
// The jobs in it only wake: each asks the ledger of issued periods, the tasks
// and the notices what is missing and adds just that, so that it can be run
// twice, killed half-way or left asleep for months. What should exist is worked
// out by engine/plan; who may see what is granted by engine/access.
//
// The package must not know cron, HTTP or SQL, and never asks a wall clock: a
// transaction brings its moment, a job is told the day.
package practise
