package engine

import (
	"errors"
	"strings"
)

// Code says what kind of failure an Error is; the edges translate it once (to
// an HTTP status, to an exit status).
type Code string

// The closed list of codes.
const (
	Invalid      Code = "invalid"      // the input is wrong and can be corrected
	NotFound     Code = "not_found"    // absent, or outside the asker's scope: the two look the same
	Forbidden    Code = "forbidden"    // known, but not for this role
	Unauthorized Code = "unauthorized" // sign in first
	Conflict     Code = "conflict"     // somebody changed it meanwhile, or it exists already
	Refused      Code = "refused"      // the state or a rule does not allow it now
	Throttled    Code = "throttled"    // too many tries; wait
	Internal     Code = "internal"     // our fault; the person sees no detail
)

// Error is the one error type that reaches a person. Reason is a stable key for
// tests and scripts; Message is the Chinese sentence that says what happened
// and what to do; Fields names the inputs that are wrong, each with its own
// sentence, and never echoes a value.
type Error struct {
	Code    Code
	Reason  string
	Message string
	Fields  []Field
	cause   error
}

// Field is one wrong input of a request.
type Field struct {
	Name    string `json:"name"`
	Message string `json:"message"`
}

// Fail makes an Error.
func Fail(code Code, reason, message string) *Error {
	return &Error{Code: code, Reason: reason, Message: message}
}

// Because attaches the technical cause, which is logged and never shown.
func (e *Error) Because(cause error) *Error {
	e.cause = cause
	return e
}

// With adds a wrong field.
func (e *Error) With(name, message string) *Error {
	e.Fields = append(e.Fields, Field{Name: name, Message: message})
	return e
}

func (e *Error) Error() string {
	parts := []string{e.Message}
	for _, f := range e.Fields {
		parts = append(parts, f.Name+"："+f.Message)
	}
	if e.cause != nil {
		parts = append(parts, e.cause.Error())
	}
	return strings.Join(parts, "；")
}

// Unwrap gives the technical cause.
func (e *Error) Unwrap() error { return e.cause }

// CodeOf gives the code of the first Error in the chain, Internal for any other
// failure and "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return Internal
}

// ReasonOf gives the reason key of the first Error in the chain, or "".
func ReasonOf(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Reason
	}
	return ""
}
