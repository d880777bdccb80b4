package api

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"wubiao/api/route"
	"wubiao/api/session"
	"wubiao/engine"
	"wubiao/engine/access"
)

// guard is what every request passes before its handler: who is it, may the role
// do this at all, and, where something may change, does it come from our pages.
func (s *Server) guard(r route.Route) echo.HandlerFunc {
	return func(c echo.Context) error {
		call := &route.Call{Context: c, RequestID: requestID(c), FormKey: s.cookies.Form(c.Request())}
		c.Response().Header().Set("Cache-Control", "no-store")
		if r.Reach != route.Open {
			if err := s.admit(call, r); err != nil {
				return err
			}
		}
		if r.Changes() {
			if err := s.genuine(call); err != nil {
				return err
			}
		}
		return r.Handle(call)
	}
}

// admit finds the session and asks the policy. Reading without a session leads
// to the sign-in page and back.
func (s *Server) admit(call *route.Call, r route.Route) error {
	ctx, request := call.Request().Context(), call.Request()
	call.Secret = s.cookies.Secret(request)
	visit, err := s.cases.Admin.Resume(ctx, call.Secret, call.RealIP())
	if engine.CodeOf(err) == engine.Unauthorized && !r.Changes() {
		return signInFirst(request)
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
// browser's word about its origin, and the token of this session's forms.
func (s *Server) genuine(call *route.Call) error {
	forged := engine.Fail(engine.Forbidden, "forged", "这次提交不是从本系统的页面发出的，没有受理。请回到原来的页面，刷新后再做一次。")
	if err := s.origin.Check(call.Request()); err != nil {
		return forged.Because(err)
	}
	if err := call.Request().ParseForm(); err != nil {
		return badBody(err)
	}
	if !session.TokenFits(call.Request().PostForm.Get("token"), call.FormKey) {
		return engine.Fail(engine.Forbidden, "stale", "页面已过期，请刷新后再试。刚才的操作没有做。")
	}
	return nil
}
