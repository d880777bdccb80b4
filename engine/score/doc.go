// Package score turns findings into a sheet: items, groups, bonus, the total and
// what stands above it — bands, vetoes, quotas, ranking, payout.
//
// It is pure: the same edition and findings give the same sheet. It knows
// nothing of records, storage or pages.
package score
