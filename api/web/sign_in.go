package web

import (
	"errors"
	"net/http"

	"wubiao/api/route"
	"wubiao/api/session"
	"wubiao/engine"
	"wubiao/engine/use/admin"
)

// SignInPage is the form to sign in.
type SignInPage struct {
	Frame
	Login, Next, Problem string
}

func (w *Web) showSignIn(c *route.Call) error {
	return w.signInPage(c, http.StatusOK, SignInPage{Next: session.LocalPath(c.QueryParam("next"), "/")})
}

// signInPage shows the form under a form secret, a new one where the browser has
// none.
func (w *Web) signInPage(c *route.Call, status int, page SignInPage) error {
	key := w.Cookies.Form(c.Request())
	if key == "" {
		key = session.NewSecret()
		w.Cookies.SetForm(c.Response(), key)
	}
	page.Frame = w.bareFrame("登录")
	page.Token = session.FormToken(key)
	return w.render(c, status, "sign_in", page)
}

func (w *Web) signIn(c *route.Call) error {
	secret := session.NewSecret()
	next := session.LocalPath(c.FormValue("next"), "/")
	err := w.Admin.SignIn(c.Request().Context(), admin.SignInRequest{
		Login: c.FormValue("login"), Password: c.FormValue("password"), Address: c.RealIP(),
		Secret: secret, CSRF: session.NewSecret(), OldSecret: w.Cookies.Secret(c.Request()),
	})
	var failure *engine.Error
	switch {
	case engine.CodeOf(err) == engine.Unauthorized && errors.As(err, &failure):
		return w.signInPage(c, http.StatusUnauthorized, SignInPage{Login: c.FormValue("login"), Next: next, Problem: failure.Message})
	case engine.CodeOf(err) == engine.Throttled && errors.As(err, &failure):
		return w.signInPage(c, http.StatusTooManyRequests, SignInPage{Login: c.FormValue("login"), Next: next, Problem: failure.Message})
	case err != nil:
		return err
	}
	w.Cookies.SetSecret(c.Response(), secret)
	return c.Redirect(http.StatusSeeOther, next)
}
