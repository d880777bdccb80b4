package api

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/labstack/echo/v4"

	"wubiao/api/upload"
)

// Keys of what middleware leaves for others on a request.
const (
	requestKey = "wubiao.request"
	accountKey = "wubiao.account"
)

// rush is how many requests are under way at once where there is a rush: a browser
// alone asks for fewer.
const rush = 12

// count tells where there is a rush.
func (s *Server) count(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		defer s.underWay.Add(-1)
		if s.underWay.Add(1) >= rush && s.config.Rush != nil {
			s.config.Rush()
		}
		return next(c)
	}
}

// number gives every request a number that stands in the log and on error pages.
func (s *Server) number(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Set(requestKey, rand.Text()[:12])
		c.Response().Header().Set("X-Request-Id", requestID(c))
		return next(c)
	}
}

func requestID(c echo.Context) string {
	id, _ := c.Get(requestKey).(string)
	return id
}

// policy of the pages' content: nothing from elsewhere, nothing inline.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"

// headers sets what every answer carries, errors included.
func (s *Server) headers(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY") // for browsers older than frame-ancestors
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
		if !s.config.Insecure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		return next(c)
	}
}

// log writes one line per request: numbers only, the route and never the path
// or what was typed.
func (s *Server) log(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := time.Now()
		err := next(c)
		if err != nil {
			c.Error(err)
		}
		s.config.Log.Info("request", "request", requestID(c), "method", c.Request().Method, "route", c.Path(),
			"status", c.Response().Status, "ms", time.Since(start).Milliseconds(), "account", c.Get(accountKey))
		return nil
	}
}

// recover turns a panic into an error page; the process lives.
func (s *Server) recover(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			if r := recover(); r != nil {
				if cause, ok := r.(error); ok && errors.Is(cause, http.ErrAbortHandler) {
					panic(http.ErrAbortHandler) // itself, which is what the server knows
				}
				stack := debug.Stack()
				if elsewhere, ok := r.(interface{ Stack() []byte }); ok { // in another goroutine
					stack = elsewhere.Stack()
				}
				s.config.Log.Error("panic", "request", requestID(c), "stack", string(stack))
				err = fmt.Errorf("panic: %v", r)
			}
		}()
		return next(c)
	}
}

// limit bounds what a request may send. A form with files is read beyond what it
// may have, so that it can come back.
func (s *Server) limit(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		most := int64(maxBodyBytes)
		at := c.Request().Method + " " + c.Path()
		form := s.uploads[at] > 0 && !s.bodies[at] && upload.Is(c.Request())
		if form {
			most = upload.MostRead
		} else if s.bodies[at] {
			most = max(most, s.uploads[at])
		}
		if r := c.Request(); r.ContentLength > most && !form {
			return echo.NewHTTPError(http.StatusRequestEntityTooLarge)
		} else if r.Body != nil {
			r.Body = http.MaxBytesReader(c.Response(), r.Body, most)
		}
		return next(c)
	}
}
