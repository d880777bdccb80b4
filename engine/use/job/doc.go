// Package job keeps the run log: when each job of the program ran, who or what
// started it, and how it ended. What a job does stands elsewhere; when it is
// woken is the scheduler's business.
//
// A run is written when it begins and once more when it ends, so that a run the
// machine did not survive is seen. The package must not know cron or pages.
package job
