package api

import (
	"net/http"

	"wubiao/api/route"
	"wubiao/engine/access"
)

// healthRoutes let a supervisor see that the process answers. They tell nothing
// else.
func (s *Server) healthRoutes() []route.Route {
	return []route.Route{{Method: http.MethodGet, Path: "/healthz", Action: access.SessionStart, Reach: route.Open,
		Handle: func(c *route.Call) error { return c.String(http.StatusOK, "ok\n") }}}
}
