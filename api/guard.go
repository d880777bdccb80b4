package api

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"wubiao/api/route"
	"wubiao/api/session"
	"wubiao/api/upload"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/use/admin"
)

// guard is what every request passes before its handler: who is it, may the role
// do this at all, and, where something may change, does it come from our pages.
func (s *Server) guard(r route.Route) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		if r.Files && r.Changes() && !r.IsJSON() {
			defer func() {
				if err != nil {
					upload.Drain(c.Request())
				}
			}()
		}
		call := &route.Call{Context: c, RequestID: requestID(c), FormKey: s.cookies.Form(c.Request())}
		c.Response().Header().Set("Cache-Control", "no-store")
		if r.Reach != route.Open {
			if err := s.admit(call, r); err != nil {
				return err
			}
			if err := s.paced(call, r); err != nil {
				return s.keepTyped(call, r, err, session.FormToken(call.FormKey))
			}
		}
		if r.Files {
			if err := allowTime(call); err != nil {
				return err
			}
		}
		if r.Changes() && !call.Script {
			if err := s.genuine(call, r); err != nil {
				return err
			}
		}
		return r.Handle(call)
	}
}

// admit finds the session and asks the policy. Reading without a session leads
// to the sign-in page and back.
func (s *Server) admit(call *route.Call, r route.Route) error {
	ctx := call.Request().Context()
	visit, err := s.visitor(call, r)
	if engine.CodeOf(err) == engine.Unauthorized {
		return s.keepTyped(call, r, err, "")
	}
	if err != nil {
		return err
	}
	call.Actor, call.Name, call.FormKey = visit.Actor, visit.Name, visit.CSRF
	call.Set(accountKey, int64(visit.Actor.Account))
	if _, denied := access.Authorize(visit.Actor, r.Action); denied != nil {
		if err := s.cases.Admin.Denied(ctx, visit.Actor, r.Action); err != nil {
			return err
		}
		return denied
	}
	return nil
}

// visitor finds out who asks: by the session of a browser or, where scripts may
// ask, by the token of one.
func (s *Server) visitor(call *route.Call, r route.Route) (admin.Visit, error) {
	ctx, request := call.Request().Context(), call.Request()
	if !r.IsJSON() {
		call.Secret = s.cookies.Secret(request)
		visit, err := s.cases.Admin.Resume(ctx, call.Secret, call.RealIP())
		if engine.CodeOf(err) == engine.Unauthorized && !r.Changes() {
			return visit, signInFirst(request)
		}
		return visit, err
	}
	secret, asked := session.Bearer(request)
	if !asked {
		call.Secret = s.cookies.Secret(request)
		visit, err := s.cases.Admin.Resume(ctx, call.Secret, call.RealIP())
		if err == nil {
			err = s.calls.allow(call.Response().Header(), fmt.Sprintf("account/%d", visit.Actor.Account), tooManyCalls)
		}
		return visit, err
	}
	visit, token, err := s.cases.Admin.ResumeToken(ctx, secret, call.RealIP())
	if err != nil {
		return visit, err
	}
	call.Script = true
	if err := s.calls.allow(call.Response().Header(), fmt.Sprintf("token/%d", token.ID), tooManyCalls); err != nil {
		return visit, err
	}
	if r.JSON.Session || token.ReadOnly && r.Changes() {
		if err := s.cases.Admin.Denied(ctx, visit.Actor, r.Action); err != nil {
			return visit, err
		}
		if r.JSON.Session {
			return visit, engine.Fail(engine.Forbidden, "session_only", "这件事要本人登录后办理，令牌不能办。")
		}
		return visit, engine.Fail(engine.Forbidden, "read_only", "这个令牌只能读取，不能修改。")
	}
	return visit, nil
}

// paced holds back an account that sends files, or has workbooks made, faster than
// a person does.
func (s *Server) paced(call *route.Call, r route.Route) error {
	asker, header := fmt.Sprintf("account/%d", call.Actor.Account), call.Response().Header()
	switch {
	case sendsFiles(call, r):
		return s.sends.allow(header, asker, tooManyFiles)
	case strings.HasSuffix(r.Path, "/export"):
		return s.books.allow(header, asker, tooManyBooks)
	}
	return nil
}

// sendsFiles says whether the request brings files.
func sendsFiles(call *route.Call, r route.Route) bool {
	return r.Upload > 0 && r.Changes() && (upload.Is(call.Request()) || r.IsJSON())
}

// allowTime gives somebody who is known, and sends or fetches files, longer than a
// page takes: photos leave a building site slowly.
func allowTime(call *route.Call) error {
	control, until := http.NewResponseController(call.Response()), time.Now().Add(uploadTimeout)
	for _, err := range []error{control.SetReadDeadline(until), control.SetWriteDeadline(until.Add(writeTimeout))} {
		if err != nil && !errors.Is(err, http.ErrNotSupported) {
			return fmt.Errorf("allow time for files: %w", err)
		}
	}
	return nil
}

// redirect is an error that leads elsewhere.
type redirect struct{ to string }

func (r redirect) Error() string { return "redirect to " + r.to }

func signInFirst(request *http.Request) error {
	to := "/sign-in"
	if back := session.LocalPath(request.URL.RequestURI(), "/"); back != "/" {
		to += "?next=" + url.QueryEscape(back)
	}
	return redirect{to}
}

// genuine wants both proofs that a changing request comes from our own page: the
// browser's word about its origin, and the token of this session's forms, which a page's script sends as
// X-CSRF-Token.
func (s *Server) genuine(call *route.Call, r route.Route) error {
	forged := engine.Fail(engine.Forbidden, "forged", "这次提交不是从本系统的页面发出的，没有受理。请回到原来的页面，刷新后再做一次。")
	if err := s.origin.Check(call.Request()); err != nil {
		return forged.Because(err)
	}
	token := call.Request().Header.Get("X-CSRF-Token")
	if !r.IsJSON() {
		if r.Files {
			form, err := upload.Open(call.Request(), r.Upload)
			if err != nil {
				return badBody(err)
			}
			call.Form, token = form, form.Values.Get("token")
		} else if err := call.Request().ParseForm(); err != nil {
			return badBody(err)
		} else {
			token = call.Request().PostForm.Get("token")
		}
	}
	if !session.TokenFits(token, call.FormKey) {
		stale := engine.Fail(engine.Forbidden, "stale", "页面已过期，请刷新后再试。刚才的操作没有做。")
		return s.keepTyped(call, r, stale, session.FormToken(call.FormKey))
	}
	return nil
}
