// Package rest serves the use cases as JSON under /api/v1, over the same route
// table as the pages. A line of the table names the use case's method; request
// struct and read model are the use case's own, and binding, refusals, versions,
// keys and the OpenAPI document follow from their types.
//
// Adding a use case is one line in a routes_*.go file. The package decides
// nothing about rights and knows no pages.
package rest
