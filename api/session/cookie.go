package session

import (
	"crypto/rand"
	"net/http"
	"time"
)

// Cookies names and writes the cookies. Over TLS their names carry the __Host-
// prefix, which ties them to this very host and to TLS; without TLS browsers
// would drop such a cookie, so the plain name is used.
type Cookies struct{ insecure bool }

// NewCookies makes the cookies' writer; insecure says that pages are served over
// plain HTTP.
func NewCookies(insecure bool) Cookies { return Cookies{insecure: insecure} }

// lifetime is how long a browser keeps the cookie; the session ends by its own
// rules, never later.
const lifetime = 12 * time.Hour

func (c Cookies) name(plain string) string {
	if c.insecure {
		return plain
	}
	return "__Host-" + plain
}

// The plain names.
const (
	sessionCookie = "wubiao"
	formCookie    = "wubiao-form"
)

// Secret reads the session's secret from the request; empty where there is none.
func (c Cookies) Secret(r *http.Request) string { return c.read(r, sessionCookie) }

// Form reads the secret that guards the sign-in form.
func (c Cookies) Form(r *http.Request) string { return c.read(r, formCookie) }

// SetSecret gives the browser its session.
func (c Cookies) SetSecret(w http.ResponseWriter, secret string) {
	c.write(w, sessionCookie, secret, int(lifetime/time.Second))
}

// SetForm gives the browser the secret that guards the sign-in form.
func (c Cookies) SetForm(w http.ResponseWriter, secret string) {
	c.write(w, formCookie, secret, int(lifetime/time.Second))
}

// Clear takes the session away.
func (c Cookies) Clear(w http.ResponseWriter) { c.write(w, sessionCookie, "", -1) }

func (c Cookies) read(r *http.Request, name string) string {
	cookie, err := r.Cookie(c.name(name))
	if err != nil || len(cookie.Value) > 128 {
		return ""
	}
	return cookie.Value
}

func (c Cookies) write(w http.ResponseWriter, name, value string, age int) {
	http.SetCookie(w, &http.Cookie{
		Name: c.name(name), Value: value, Path: "/", MaxAge: age,
		HttpOnly: true, Secure: !c.insecure, SameSite: http.SameSiteLaxMode,
	})
}

// NewSecret draws a secret of at least 128 random bits.
func NewSecret() string { return rand.Text() + rand.Text() }
