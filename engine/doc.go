// Package engine holds the nouns of a company's 基层党建标准化管理, one file
// per noun, and the small value types they are made of.
//
// A noun is also its row: it carries gorm and json tags as inert strings. The
// package knows no technology: no database, no HTTP, no clock, no randomness.
// What may happen to a noun stands in engine/state and engine/use; what a noun
// is worth stands in engine/rule and engine/score.
package engine
