// Package scheduler wakes jobs: by cron entries, once at every start, and when
// an administrator presses 立即运行. It is only an alarm clock. What is missing is
// decided by the job from the ledger, so a missed, late or doubled wake does no
// harm.
//
// It owns the cron entries, keeps a job from running twice at once, turns a
// panic into a failed run, and writes every run to the log it is given. It must
// not know what a job does, nor any storage.
package scheduler
