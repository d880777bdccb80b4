package route

import "reflect"

// Contract is what a JSON route promises: the document is written from it and
// the handler keeps it. A page has none.
type Contract struct {
	Summary string
	In, Out reflect.Type // structs; the empty struct where nothing comes in or goes out
	Status  int          // of success
	Edit    bool         // wants If-Match with the version that was read
	Tagged  bool         // the answer carries its version as ETag
	Once    bool         // wants an Idempotency-Key: sent twice it has one effect
	Paged   bool         // a Link header leads to the next page
	Takes   bool         // a file: the body is its content, what belongs to it stands in the query
	Sends   bool         // a file
	Session bool         // for signed-in people only, not for tokens
}

// IsJSON says whether the line belongs to the JSON interface.
func (r Route) IsJSON() bool { return r.JSON != nil }
