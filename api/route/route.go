// Package route holds the noun that router, permission matrix and tests share:
// one line of the route table. It must not know pages or use cases.
package route

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"wubiao/api/upload"
	"wubiao/engine/access"
)

// Reach says what a route's path points at, and so how a foreign one answers.
type Reach string

// The reaches.
const (
	Open    Reach = "open"    // no session: signing in, static files, health
	Own     Reach = "own"     // what belongs to the person who asks
	Unit    Reach = "unit"    // an object of a unit: foreign answers as absent
	Company Reach = "company" // the same for everybody who may see it at all
)

// Route is one line of the table.
type Route struct {
	Method string
	Path   string
	Action access.Action
	Reach  Reach
	Handle func(*Call) error
	JSON   *Contract // nil: a page
	Upload int64     // how many bytes a form with a file may have; 0: it has none
	Files  bool      // the handler reads the form's files as they come, or sends one: it is given more time
}

// On makes a line of the table.
func On(method, path string, action access.Action, reach Reach, handle func(*Call) error) Route {
	return Route{Method: method, Path: path, Action: action, Reach: reach, Handle: handle}
}

// MostUpload is how many bytes a record's form with its files may have: a meeting's
// photos at once.
const MostUpload = 100 << 20

// Receive makes a line of the table that takes files.
func Receive(path string, action access.Action, reach Reach, handle func(*Call) error) Route {
	return Route{Method: http.MethodPost, Path: path, Action: action, Reach: reach, Handle: handle, Files: true, Upload: MostUpload}
}

// UpTo gives the route with another bound than a record's form has.
func (r Route) UpTo(bytes int64) Route {
	r.Upload = bytes
	return r
}

// Send makes a line of the table that gives a file.
func Send(path string, action access.Action, reach Reach, handle func(*Call) error) Route {
	return Route{Method: http.MethodGet, Path: path, Action: action, Reach: reach, Handle: handle, Files: true}
}

// Changes says whether the route may change something, and so needs the proofs
// against forged requests.
func (r Route) Changes() bool { return r.Method != http.MethodGet && r.Method != http.MethodHead }

// Call is one request on its way to a handler. On open routes the actor and what
// comes with it are empty.
type Call struct {
	echo.Context
	Actor     access.Actor
	Name      string // of the person signed in
	FormKey   string // the secret that form tokens are made from
	Secret    string // of the session, as the cookie brought it
	RequestID string
	Script    bool         // a token asks, not a browser
	Form      *upload.Form // of routes that take files: its fields, and the files still to come
}

// Param gives a part of the path as it was meant. The router hands parts over
// undecoded when a browser writes %e4 where we would write %E4, as it does with
// the addresses in our own pages.
func (c *Call) Param(name string) string {
	raw := c.Context.Param(name)
	if plain, err := url.PathUnescape(raw); err == nil {
		return plain
	}
	return raw
}
