package api

import (
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"wubiao/api/route"
	"wubiao/engine/access"
)

// register puts the table on the router, each route behind the guard. A route
// that does not say what it does, or names an action the policy does not know,
// stops the program; so does one that would change something on a GET.
func register(e *echo.Echo, routes []route.Route, guard func(route.Route) echo.HandlerFunc) error {
	var problems []error
	seen := map[string]bool{}
	for _, r := range routes {
		key := r.Method + " " + r.Path
		switch {
		case !slices.Contains(access.Actions(), r.Action):
			problems = append(problems, fmt.Errorf("route %s has no known action %q", key, r.Action))
		case r.Reach == "" || r.Handle == nil || r.Path == "" || r.Path[0] != '/':
			problems = append(problems, fmt.Errorf("route %s is not complete", key))
		case !served(r):
			problems = append(problems, fmt.Errorf("route %s: only GET and POST are served, and PUT, PATCH and DELETE to scripts", key))
		case seen[key]:
			problems = append(problems, fmt.Errorf("route %s stands twice in the table", key))
		default:
			e.Add(r.Method, r.Path, guard(r))
			if r.Method == http.MethodGet {
				e.Add(http.MethodHead, r.Path, guard(r))
			}
		}
		seen[key] = true
	}
	return errors.Join(problems...)
}

// served says whether the route's method is one that its askers can send: forms
// know only two.
func served(r route.Route) bool {
	switch r.Method {
	case http.MethodGet, http.MethodPost:
		return true
	case http.MethodPut, http.MethodPatch, http.MethodDelete:
		return r.IsJSON()
	}
	return false
}
