package api

import (
	"net/url"
	"slices"
	"strings"

	"wubiao/api/route"
	"wubiao/api/session"
	"wubiao/api/upload"
	"wubiao/api/web"
)

// unsent is a form that was not taken because the session behind its page is over,
// or because it came too soon: who wrote for half an hour finds what was typed on
// the page that says so.
type unsent struct {
	cause error
	form  web.Unsent
}

func (u *unsent) Error() string { return u.cause.Error() }
func (u *unsent) Unwrap() error { return u.cause }

// keepTyped adds to a failure what was typed, if it comes from a page of ours: what
// other pages send is never shown as ours. Nothing of it is done.
func (s *Server) keepTyped(call *route.Call, r route.Route, cause error, token string) error {
	if r.Reach == route.Open || r.IsJSON() || !r.Changes() || s.origin.Check(call.Request()) != nil {
		return cause
	}
	form := call.Form
	if form == nil {
		var err error
		if form, err = upload.Open(call.Request(), r.Upload); err != nil {
			return cause
		}
	}
	u := &unsent{cause, web.Unsent{Action: session.LocalPath(call.Request().URL.RequestURI(), "/"), Token: token, Files: form.HasFiles(), Multipart: r.Files}}
	if u.form.Fields = typedFields(form.Values); len(u.form.Fields) == 0 {
		return cause
	}
	return u
}

// typedFields lists the fields of a form without its proof; nothing where nobody
// typed anything, or where it would show a password.
func typedFields(values url.Values) (fields []web.UnsentField) {
	typed := false
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if strings.Contains(name, "password") {
			return nil
		}
		if name == "token" {
			continue
		}
		for _, value := range values[name] {
			typed = typed || value != "" && name != "version" && name != "form"
			fields = append(fields, web.UnsentField{Name: name, Value: value})
		}
	}
	if !typed {
		return nil
	}
	return fields
}
