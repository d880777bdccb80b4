package rest

import (
	"encoding/json"
	"fmt"
	"net/http"

	"wubiao/engine"
)

// ProblemType is the media type of a refusal, RFC 9457.
const ProblemType = "application/problem+json"

// Problem is what a script gets when something did not work. Detail is for
// people; Code and Reason are stable. Fields never repeat what was sent.
type Problem struct {
	Type    string         `json:"type" validate:"required"` // about:blank: the status says what kind it is
	Title   string         `json:"title" validate:"required"`
	Status  int            `json:"status" validate:"gte=400,lte=599"`
	Detail  string         `json:"detail" validate:"required"`
	Code    engine.Code    `json:"code" validate:"required"`
	Reason  string         `json:"reason"`
	Request string         `json:"request"` // the number to tell the administrator
	Fields  []engine.Field `json:"fields"`
}

// Write writes the refusal.
func Write(status int, failure *engine.Error, request string) ([]byte, error) {
	p := Problem{Type: "about:blank", Title: title(status), Status: status, Detail: failure.Message, Code: failure.Code,
		Reason: failure.Reason, Request: request, Fields: failure.Fields}
	if p.Fields == nil {
		p.Fields = []engine.Field{}
	}
	body, err := json.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("write problem: %w", err)
	}
	return body, nil
}

// Refusal is a refusal whose status does not follow from its code.
type Refusal struct {
	Status  int
	Failure *engine.Error
}

// Refuse makes a refusal with a status of its own.
func Refuse(status int, code engine.Code, reason, message string) *Refusal {
	return &Refusal{Status: status, Failure: engine.Fail(code, reason, message)}
}

// Because attaches the technical cause.
func (r *Refusal) Because(cause error) *Refusal {
	r.Failure = r.Failure.Because(cause)
	return r
}

func (r *Refusal) Error() string { return r.Failure.Error() }

// Unwrap gives the failure, so that its code counts.
func (r *Refusal) Unwrap() error { return r.Failure }

// titles are what statuses are called.
var titles = map[int]string{
	http.StatusBadRequest:            "填写的内容有误",
	http.StatusUnauthorized:          "请先登录",
	http.StatusForbidden:             "没有权限",
	http.StatusNotFound:              "没有找到",
	http.StatusMethodNotAllowed:      "不能这样操作",
	http.StatusConflict:              "内容已有变化",
	http.StatusPreconditionFailed:    "版本已经变了",
	http.StatusPreconditionRequired:  "缺少版本号",
	http.StatusRequestEntityTooLarge: "内容太大",
	http.StatusUnsupportedMediaType:  "内容的格式不对",
	http.StatusUnprocessableEntity:   "现在不能这样做",
	http.StatusTooManyRequests:       "请稍后再试",
	http.StatusServiceUnavailable:    "暂时不能用",
}

func title(status int) string {
	if t := titles[status]; t != "" {
		return t
	}
	return "系统出错了"
}
