package api

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"wubiao/api/rest"
	"wubiao/api/session"
	"wubiao/api/upload"
	"wubiao/api/web"
	"wubiao/engine"
)

// statusOf translates the engine's codes, once, for every page.
func statusOf(code engine.Code) int {
	switch code {
	case engine.Invalid:
		return http.StatusBadRequest
	case engine.NotFound:
		return http.StatusNotFound
	case engine.Forbidden:
		return http.StatusForbidden
	case engine.Unauthorized:
		return http.StatusUnauthorized
	case engine.Conflict:
		return http.StatusConflict
	case engine.Refused:
		return http.StatusUnprocessableEntity
	case engine.Throttled:
		return http.StatusTooManyRequests
	}
	return http.StatusInternalServerError
}

// badBody is a form that could not be read.
func badBody(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) || errors.Is(err, upload.ErrTooMuch) {
		return echo.NewHTTPError(http.StatusRequestEntityTooLarge).SetInternal(err)
	}
	return engine.Fail(engine.Invalid, "body", "提交的内容无法读取，请回到原来的页面再做一次。").Because(err)
}

// handleError is the one exit for what went wrong: log with the cause, answer
// with the sentence.
func (s *Server) handleError(err error, c echo.Context) {
	if c.Response().Committed {
		level := slog.LevelError
		if left(c) {
			level = slog.LevelInfo
		}
		s.config.Log.Log(c.Request().Context(), level, "failure after the answer began", "request", requestID(c), "error", err.Error())
		return
	}
	var to redirect
	if errors.As(err, &to) {
		if err := c.Redirect(http.StatusSeeOther, to.to); err != nil {
			s.config.Log.Error("redirect failed", "request", requestID(c), "error", err.Error())
		}
		return
	}
	status, failure := s.translate(err)
	level := slog.LevelInfo
	if status >= http.StatusInternalServerError && !(left(c) && errors.Is(err, context.Canceled)) {
		level = slog.LevelError
	}
	s.config.Log.Log(c.Request().Context(), level, "request failed", "request", requestID(c),
		"status", status, "code", string(failure.Code), "reason", failure.Reason, "error", err.Error())
	c.Response().Header().Set("Cache-Control", "no-store")
	if forScripts(c) {
		s.problem(c, status, failure)
		return
	}
	var again *web.Unsent
	if kept := (*unsent)(nil); errors.As(err, &kept) {
		again = &kept.form
	}
	var page bytes.Buffer
	if err := s.web.WriteError(&page, status, failure, requestID(c), cameFrom(c.Request()), again); err != nil {
		s.config.Log.Error("error page failed", "request", requestID(c), "error", err.Error())
		page.Reset()
		page.WriteString("系统出错了，请稍后再试。")
	}
	if err := c.HTMLBlob(status, page.Bytes()); err != nil {
		s.config.Log.Error("answer failed", "request", requestID(c), "error", err.Error())
	}
}

// left says whether who asked went away meanwhile: what breaks off then is no
// failure of ours.
func left(c echo.Context) bool { return errors.Is(c.Request().Context().Err(), context.Canceled) }

// cameFrom is the page of ours on which the person was, if it is another than the
// one that failed.
func cameFrom(r *http.Request) string {
	from, err := url.Parse(r.Referer())
	if err != nil || from.Host == "" || from.Host != r.Host {
		return ""
	}
	path := session.LocalPath(from.RequestURI(), "")
	if path == "/" || path == "/sign-in" || r.Method == http.MethodGet && path == r.URL.RequestURI() {
		return ""
	}
	return path
}

// forScripts says whether the answer goes to a script, whatever went wrong.
func forScripts(c echo.Context) bool { return strings.HasPrefix(c.Request().URL.Path, "/api/") }

// problem answers a script.
func (s *Server) problem(c echo.Context, status int, failure *engine.Error) {
	switch status {
	case http.StatusUnauthorized:
		c.Response().Header().Set("WWW-Authenticate", `Bearer realm="wubiao"`)
	case http.StatusNotFound:
		if failure.Reason == "no_page" {
			failure = engine.Fail(engine.NotFound, "no_address", "没有这个地址，请对照 "+rest.Base+"/openapi.json 检查。")
		}
	case http.StatusMethodNotAllowed:
		failure = engine.Fail(engine.Refused, "method", "这个地址不收这种方法，可用的方法见 Allow 头。")
	}
	body, err := rest.Write(status, failure, requestID(c))
	if err == nil {
		err = c.Blob(status, rest.ProblemType, body)
	}
	if err != nil {
		s.config.Log.Error("answer failed", "request", requestID(c), "error", err.Error())
	}
}

// translate finds status and sentence for an error.
func (s *Server) translate(err error) (int, *engine.Error) {
	var refused *rest.Refusal
	if errors.As(err, &refused) {
		return refused.Status, refused.Failure
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) || errors.Is(err, upload.ErrTooMuch) {
		return http.StatusRequestEntityTooLarge, engine.Fail(engine.Invalid, "too_large", "提交的内容太多（文字最多1兆，连同照片、文件最多100兆），请减少或分几次再试。")
	}
	var failure *engine.Error
	if errors.As(err, &failure) && failure.Code != engine.Internal {
		return statusOf(failure.Code), failure
	}
	var spoken *echo.HTTPError
	if errors.As(err, &spoken) {
		switch spoken.Code {
		case http.StatusNotFound:
			return spoken.Code, engine.Fail(engine.NotFound, "no_page", "没有这个页面，请检查地址，或从首页重新进入。")
		case http.StatusMethodNotAllowed:
			return spoken.Code, engine.Fail(engine.Refused, "method", "这个地址不能这样访问，请从首页重新进入。")
		case http.StatusRequestEntityTooLarge:
			return spoken.Code, engine.Fail(engine.Invalid, "too_large", "提交的内容太多（文字最多1兆，连同照片、文件最多100兆），请减少或分几次再试。")
		}
	}
	return http.StatusInternalServerError, engine.Fail(engine.Internal, "internal", "系统出了问题，您的操作可能没有完成。请稍后再试；如果一直这样，请联系系统管理员。")
}
