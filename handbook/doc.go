// Package handbook owns the handbook as files: it reads an edition, a facts file
// and the workday calendars strictly, reports every problem at once with
// file:line:column in Chinese, and keeps an edition as one canonical JSON
// document that reads back the same.
//
// It is the only package that knows YAML, and it uses the YAML library as a
// parser alone: turning the tree into engine/rule's structs is done here, so
// that nothing is guessed (0.85 stays 0.85, an unknown key is an error).
//
// It must not know storage, HTTP or the clock, and it does not judge what a
// handbook means: that is rule.Compile.
package handbook
