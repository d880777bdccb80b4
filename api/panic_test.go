package api

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"wubiao/api/rest"
	"wubiao/api/route"
	"wubiao/api/session"
	"wubiao/api/web"
	"wubiao/engine/access"
	"wubiao/engine/use/admin"
	"wubiao/engine/use/desk"
	"wubiao/engine/use/follow"
	"wubiao/engine/use/job"
	"wubiao/engine/use/order"
	"wubiao/engine/use/org"
	"wubiao/engine/use/practise"
	"wubiao/engine/use/selfcheck"
	"wubiao/engine/use/standard"
)

type noRuns struct{}

func (noRuns) List(context.Context, access.Actor) (job.Board, error) { return job.Board{}, nil }
func (noRuns) RunNow(context.Context, access.Actor, string) error    { return nil }

// S45: a panic behind any route is answered as our fault, in the form that its
// asker reads, without a word of what happened; the process lives.
func TestAPanicBehindAnyRouteIsOurFault(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	pages, err := web.New(web.Config{Admin: &admin.Admin{}, Practise: &practise.Practise{}, SelfCheck: &selfcheck.SelfCheck{}, Follow: &follow.Follow{}, Orders: &order.Orders{}, Desk: &desk.Desk{}, Handbook: &standard.Reader{}, Org: &org.Org{}, Runs: noRuns{},
		Cookies: session.NewCookies(true), Zone: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{config: Config{Zone: time.UTC, Log: slog.New(slog.NewJSONHandler(&log, nil))}, echo: echo.New(), web: pages}
	s.routes = append(pages.Routes(), (&rest.Rest{}).Routes()...)
	for i := range s.routes {
		s.routes[i].Handle = func(*route.Call) error { panic("SELECT secret FROM accounts") }
		s.routes[i].Reach = route.Open
		if s.routes[i].Changes() && !s.routes[i].IsJSON() { // past the guard without a form
			s.routes[i].Method = http.MethodGet
			s.routes[i].Path += "/posted"
		}
		if s.routes[i].Changes() {
			s.routes[i].Method = http.MethodGet
			s.routes[i].Path += "/sent"
		}
	}
	if err := s.assemble(); err != nil {
		t.Fatal(err)
	}
	for _, r := range s.routes {
		a := httptest.NewRecorder()
		path := strings.NewReplacer(":", "").Replace(r.Path)
		s.echo.ServeHTTP(a, httptest.NewRequest(r.Method, path, nil))
		if a.Code != http.StatusInternalServerError || strings.Contains(a.Body.String(), "secret") || strings.Contains(a.Body.String(), "goroutine") {
			t.Errorf("%s: %d %s", path, a.Code, a.Body)
		}
		want := "text/html"
		if r.IsJSON() {
			want = rest.ProblemType
		}
		if kind := a.Header().Get("Content-Type"); !strings.HasPrefix(kind, want) {
			t.Errorf("%s answers as %q", path, kind)
		}
	}
	if n := strings.Count(log.String(), `"msg":"panic"`); n != len(s.routes) {
		t.Errorf("%d panics are logged of %d", n, len(s.routes))
	}
}
