// Package store keeps the nouns of the engine in SQLite and is the only
// package that knows a database: gorm, the two drivers, migrations, SQL.
//
// It owns the file and its connections (one that writes, as many that read as
// there are cores), the grouping of commits, the scope condition on every
// query, the set-based statements of issuing and the hash chain of the audit
// trail. It implements port.Store.
//
// It must not know what a noun means: which state may follow which, who may do
// what, or which standards apply is decided in engine and arrives here as
// plain values.
package store
