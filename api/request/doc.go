// Package request checks the shape of what comes in, before a use case sees it:
// one validator over the validate tags of the use cases' request structs, and one
// table of the Chinese sentences that its tags stand for. Pages and JSON share it.
//
// It knows nothing of the handbook: whether a filled form fits its ledger is the
// use case's to say. No sentence repeats what was typed.
package request
