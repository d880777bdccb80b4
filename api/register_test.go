package api

import (
	"log/slog"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"wubiao/api/route"
	"wubiao/engine/access"
)

// S20
func TestAnUnfinishedRouteDoesNotStart(t *testing.T) {
	t.Parallel()
	handle := func(*route.Call) error { return nil }
	good := route.On("GET", "/x", access.TaskRead, route.Unit, handle)
	for name, c := range map[string]struct {
		routes []route.Route
		says   string
	}{
		"no action":      {[]route.Route{{Method: "GET", Path: "/x", Reach: route.Unit, Handle: handle}}, "no known action"},
		"unknown action": {[]route.Route{route.On("GET", "/x", "task.burn", route.Unit, handle)}, "no known action"},
		"no reach":       {[]route.Route{route.On("GET", "/x", access.TaskRead, "", handle)}, "not complete"},
		"no handler":     {[]route.Route{route.On("GET", "/x", access.TaskRead, route.Unit, nil)}, "not complete"},
		"no path":        {[]route.Route{route.On("GET", "", access.TaskRead, route.Unit, handle)}, "not complete"},
		"odd method":     {[]route.Route{route.On("PUT", "/x", access.TaskRead, route.Unit, handle)}, "only GET and POST"},
		"twice":          {[]route.Route{good, good}, "twice"},
	} {
		err := register(echo.New(), c.routes, (&Server{}).guard)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := register(echo.New(), []route.Route{good}, (&Server{}).guard); err != nil {
		t.Errorf("a good route: %v", err)
	}
}

func TestAWrongConfigurationDoesNotStart(t *testing.T) {
	t.Parallel()
	fine := Config{Zone: time.UTC, Log: slog.Default()}
	for name, alter := range map[string]func(*Config){
		"no zone": func(c *Config) { c.Zone = nil }, "no log": func(c *Config) { c.Log = nil },
		"bad network": func(c *Config) { c.TrustedProxies = []netip.Prefix{{}} },
		"bad origin":  func(c *Config) { c.Origins = []string{"party.example.cn"} },
		"no use case": func(*Config) {},
	} {
		c := fine
		alter(&c)
		if _, err := New(c, UseCases{}); err == nil {
			t.Errorf("%s starts", name)
		}
	}
}
