package web

import (
	"fmt"
	"io"
	"net/http"

	"wubiao/engine"
)

// ErrorPage is what a person sees when something did not work.
type ErrorPage struct {
	Frame
	Message   string
	Fields    []engine.Field
	RequestID string
	SignIn    bool   // signing in would help
	Back      string // the page of ours that it came from; empty: none
	Again     *Unsent
	Stale     bool // the page was of an older session
}

// Unsent is a form that may be sent once more as it was typed.
type Unsent struct {
	Action    string
	Token     string // of the session there is now; empty: there is none
	Fields    []UnsentField
	Multipart bool
	Files     bool // there were files, which are gone
}

// UnsentField is one input of it.
type UnsentField struct{ Name, Value string }

// WriteError writes the page for an error. It names what happened and what to
// do; nothing technical but the request's number. Back leads to where the person
// was, which is opened anew and so has a fresh form.
func (w *Web) WriteError(out io.Writer, status int, failure *engine.Error, requestID, back string, again *Unsent) error {
	title := errorTitle(status)
	switch failure.Reason {
	case "stale":
		title = "页面已过期"
	case "not_issued":
		title = "还没有下达"
	case "too_far":
		title = "还不能看"
	}
	page := ErrorPage{Frame: w.bareFrame(title), Message: failure.Message, Fields: failure.Fields,
		RequestID: requestID, SignIn: status == http.StatusUnauthorized, Back: back, Again: again, Stale: failure.Reason == "stale"}
	if err := w.write(out, "error", page); err != nil {
		return fmt.Errorf("error page: %w", err)
	}
	return nil
}

func errorTitle(status int) string {
	switch status {
	case http.StatusBadRequest:
		return "填写的内容有误"
	case http.StatusUnauthorized:
		return "请先登录"
	case http.StatusForbidden:
		return "没有权限"
	case http.StatusNotFound:
		return "没有找到"
	case http.StatusMethodNotAllowed:
		return "不能这样操作"
	case http.StatusConflict:
		return "内容已有变化"
	case http.StatusUnprocessableEntity:
		return "现在不能这样做"
	case http.StatusTooManyRequests:
		return "请稍后再试"
	case http.StatusRequestEntityTooLarge:
		return "内容太大"
	}
	return "系统出错了"
}
