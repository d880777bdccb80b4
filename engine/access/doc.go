// Package access says who may do what, and where. A use case asks it first;
// what it grants is a Scope, and without a Scope nothing can be queried.
//
// Policy is code, reviewable as one table (policy.go). Deny wins. The package
// knows no pages and no rows beyond the nouns of engine.
package access
