package api

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"wubiao/api/rest"
	"wubiao/api/route"
	"wubiao/api/session"
	"wubiao/api/web"
)

// The limits of a connection.
const (
	headerTimeout  = 5 * time.Second
	bodyTimeout    = 30 * time.Second
	writeTimeout   = 60 * time.Second
	idleTimeout    = 60 * time.Second
	drainTimeout   = 10 * time.Second // for requests under way when the program ends
	uploadTimeout  = 10 * time.Minute // of a request with files
	maxHeaderBytes = 64 << 10
	maxBodyBytes   = 1 << 20
	gzipMinimum    = 1024
)

// Server answers HTTP requests.
type Server struct {
	config  Config
	cases   UseCases
	echo    *echo.Echo
	web     *web.Web
	cookies session.Cookies
	origin  session.Origin
	routes  []route.Route
	calls   limiters         // of the JSON interface
	sends   limiters         // of files
	books   limiters         // of workbooks that are made
	uploads map[string]int64 // by method and path: how much a form with a file may have
	bodies  map[string]bool  // by method and path: what takes a file as its body
	files   map[string]bool  // by method and path: what takes or sends files as they come

	underWay atomic.Int64 // requests
}

// New puts everything together. It fails on a configuration that cannot serve,
// a template that does not parse and a route without an action.
func New(config Config, cases UseCases) (*Server, error) {
	if err := config.check(); err != nil {
		return nil, err
	}
	origin, err := session.NewOrigin(config.Origins...)
	if err != nil {
		return nil, fmt.Errorf("api: %w", err)
	}
	cookies := session.NewCookies(config.Insecure)
	pages, err := web.New(web.Config{Admin: cases.Admin, Practise: cases.Practise, SelfCheck: cases.SelfCheck, Follow: cases.Follow, Orders: cases.Orders, Desk: cases.Desk, Handbook: cases.Handbook,
		Org: cases.Org, Runs: cases.Runs, Cookies: cookies, Zone: config.Zone})
	if err != nil {
		return nil, fmt.Errorf("api: %w", err)
	}
	json, err := rest.New(rest.Config{Admin: cases.Admin, Practise: cases.Practise, SelfCheck: cases.SelfCheck, Follow: cases.Follow, Orders: cases.Orders, Desk: cases.Desk, Handbook: cases.Handbook,
		Org: cases.Org, Runs: cases.Runs})
	if err != nil {
		return nil, fmt.Errorf("api: %w", err)
	}
	s := &Server{config: config, cases: cases, echo: echo.New(), web: pages, cookies: cookies, origin: origin}
	s.calls.perMinute = cmp.Or(config.CallsPerMinute, callsPerMinute)
	s.books.perMinute = cmp.Or(config.ExportsPerMinute, exportsPerMinute)
	s.sends.perMinute = cmp.Or(config.UploadsPerMinute, uploadsPerMinute)
	s.routes = append(s.healthRoutes(), pages.Routes()...)
	s.routes = append(s.routes, json.Routes()...)
	return s, s.assemble()
}

// assemble sets the router up. What stands first runs outermost.
func (s *Server) assemble() error {
	e := s.echo
	s.uploads, s.files, s.bodies = map[string]int64{}, map[string]bool{}, map[string]bool{}
	for _, r := range s.routes {
		s.bodies[r.Method+" "+r.Path] = r.IsJSON() && r.JSON.Takes
		s.uploads[r.Method+" "+r.Path], s.files[r.Method+" "+r.Path] = r.Upload, r.Files
	}
	e.HideBanner, e.HidePort = true, true
	e.Logger.SetOutput(discard{})
	e.IPExtractor = s.addressOf()
	e.HTTPErrorHandler = s.handleError
	e.Use(s.count, s.number, s.headers, s.log, s.recover, s.limit, s.compress())
	return register(e, s.routes, s.guard)
}

// addressOf takes the connection's address, or what trusted proxies say of it.
func (s *Server) addressOf() echo.IPExtractor {
	if len(s.config.TrustedProxies) == 0 {
		return echo.ExtractIPDirect()
	}
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, n := range s.config.networks() {
		trust = append(trust, echo.TrustIPRange(n))
	}
	return echo.ExtractIPFromXFFHeader(trust...)
}

func (s *Server) compress() echo.MiddlewareFunc {
	return middleware.GzipWithConfig(middleware.GzipConfig{MinLength: gzipMinimum,
		Skipper: func(c echo.Context) bool { return s.files[c.Request().Method+" "+c.Path()] }})
}

// Routes is the table the server serves, for matrices and documents.
func (s *Server) Routes() []route.Route { return append([]route.Route(nil), s.routes...) }

// Handler is the server as an http.Handler.
func (s *Server) Handler() http.Handler { return s.echo }

// Rest lets go of what is only kept to answer sooner. It may be called while
// requests are answered.
func (s *Server) Rest() { s.web.Rest() }

// Rushed says whether many requests are under way at once.
func (s *Server) Rushed() bool { return s.underWay.Load() >= rush }

// Serve answers on the listener until the context ends, then lets requests under
// way finish.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	server := &http.Server{
		Handler: s.echo, ReadHeaderTimeout: headerTimeout, ReadTimeout: bodyTimeout, WriteTimeout: writeTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeaderBytes,
		ErrorLog: slog.NewLogLogger(s.config.Log.Handler(), slog.LevelWarn),
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	drain, stop := context.WithTimeout(context.WithoutCancel(ctx), drainTimeout)
	defer stop()
	err := server.Shutdown(drain)
	if served := <-ended; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	if err != nil {
		return fmt.Errorf("stop serving: %w", err)
	}
	return nil
}

// discard swallows echo's own log lines; ours go to slog.
type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }
