package rest

import (
	"context"
	"net/http"
	"strings"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/use/admin"
)

// once answers a submission: with the same key it has one effect and one answer.
func (l *line) once(c *route.Call, body []byte, do func(context.Context) (reply, error)) error {
	key, err := keyOf(c.Request().Header.Values("Idempotency-Key"))
	if err != nil {
		return err
	}
	request := append([]byte(c.Request().Method+" "+c.Request().URL.EscapedPath()+"\n"), body...)
	answer, err := l.rest.Admin.Once(c.Request().Context(), c.Actor, admin.OnceRequest{Key: key, Request: request},
		func(ctx context.Context) (admin.Answer, error) {
			r, err := do(ctx)
			return admin.Answer{Status: r.status, Body: r.body}, err
		})
	if err != nil {
		return err
	}
	if answer.Again {
		c.Response().Header().Set("Idempotency-Replayed", "true")
	}
	return l.send(c, reply{status: answer.Status, body: answer.Body})
}

// The lengths of an idempotency key.
const (
	shortestKey = 16
	longestKey  = 64
)

// keyOf reads an Idempotency-Key header, in quotes or without.
func keyOf(values []string) (string, error) {
	if len(values) == 0 {
		return "", Refuse(http.StatusBadRequest, engine.Invalid, "key_missing",
			"提交要带幂等键：请求头 Idempotency-Key 写一个每次不同的随机串（如 UUID），重发时照旧，就不会办成两次。")
	}
	key := strings.Trim(values[0], `"`)
	odd := func(r rune) bool { return r <= ' ' || r > '~' || r == '"' }
	if len(values) > 1 || len(key) < shortestKey || len(key) > longestKey || strings.ContainsFunc(key, odd) {
		return "", engine.Fail(engine.Invalid, "key", "幂等键（Idempotency-Key）要写16到64个字母、数字或连字符，只写一个。")
	}
	return key, nil
}
