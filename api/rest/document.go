package rest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"wubiao/api/request"
	"wubiao/api/route"
	"wubiao/engine/access"
)

// object is a JSON object of the document; keys are written in order, so the
// document of one table is always the same text.
type object = map[string]any

// Document writes the OpenAPI 3.1 document of the JSON lines of a table.
func Document(routes []route.Route) ([]byte, error) {
	s := schemas{all: object{}}
	paths := object{}
	for _, r := range routes {
		if !r.IsJSON() {
			continue
		}
		path := braced(r.Path)
		item, _ := paths[path].(object)
		if item == nil {
			item = object{}
			paths[path] = item
		}
		item[strings.ToLower(r.Method)] = s.operation(r)
	}
	problem := s.of(reflect.TypeFor[Problem](), false)
	doc := object{
		"openapi": "3.1.0",
		"info": object{"title": "五标 JSON 接口", "version": "1",
			"description": "与网页同一套用例、同一套权限。脚本用令牌：Authorization: Bearer。网页里的脚本用登录的会话，修改时另带 X-CSRF-Token 头（页面表单里的 token）。每分钟最多300次。"},
		"servers": []object{{"url": "/"}},
		"paths":   paths,
		"components": object{
			"schemas": s.all,
			"responses": object{"Problem": object{"description": "没有办成：为什么、怎么办",
				"content": object{ProblemType: object{"schema": problem}}}},
			"securitySchemes": object{
				"token":   object{"type": "http", "scheme": "bearer"},
				"session": object{"type": "apiKey", "in": "cookie", "name": "__Host-wubiao"},
			},
		},
	}
	text, err := json.MarshalIndent(doc, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write document: %w", err)
	}
	return append(text, '\n'), nil
}

// braced writes a path as the document does.
func braced(path string) string {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if name, ok := strings.CutPrefix(part, ":"); ok {
			parts[i] = "{" + name + "}"
		}
	}
	return strings.Join(parts, "/")
}

func (s *schemas) operation(r route.Route) object {
	c := r.JSON
	l := line{Contract: *c, method: r.Method, inPath: partsOf(r.Path)}
	op := object{"summary": c.Summary, "operationId": operationID(r), "tags": []string{tagOf(r)},
		"x-action": string(r.Action), "x-reach": string(r.Reach), "responses": s.responses(r)}
	var parameters []object
	body := object{}
	var wanted []string
	for _, f := range request.Fields(c.In) {
		schema, required := s.constrained(f)
		switch from := l.from(f); from {
		case inPath:
			parameters = append(parameters, object{"name": f.Name, "in": from, "required": true, "schema": schema})
		case inQuery:
			parameters = append(parameters, object{"name": f.Name, "in": from, "required": required, "schema": schema})
		case inBody:
			body[f.Name] = schema
			if required {
				wanted = append(wanted, f.Name)
			}
		}
	}
	if c.Edit {
		parameters = append(parameters, object{"name": "If-Match", "in": "header", "required": true,
			"description": "读取时的 ETag，带引号", "schema": object{"type": "string", "pattern": `^"[1-9][0-9]*"$`}})
	}
	if c.Once {
		parameters = append(parameters, object{"name": "Idempotency-Key", "in": "header", "required": true,
			"description": "每次提交不同、重发照旧的随机串，记一天", "schema": object{"type": "string", "minLength": shortestKey, "maxLength": longestKey}})
	}
	if len(parameters) > 0 {
		op["parameters"] = parameters
	}
	if c.Takes {
		op["requestBody"] = object{"required": true, "content": object{octets: object{"schema": object{"type": "string", "format": "binary"}}}}
	}
	if len(body) > 0 {
		schema := object{"type": "object", "properties": body, "additionalProperties": false}
		if len(wanted) > 0 {
			schema["required"] = wanted
		}
		op["requestBody"] = object{"required": true, "content": object{"application/json": object{"schema": schema}}}
	}
	op["security"] = security(r)
	return op
}

func security(r route.Route) []object {
	switch {
	case r.Reach == route.Open:
		return []object{}
	case r.JSON.Session:
		return []object{{"session": []string{}}}
	}
	return []object{{"token": []string{}}, {"session": []string{}}}
}

// responses are the success and every refusal that the route can give.
func (s *schemas) responses(r route.Route) object {
	c := r.JSON
	good := object{"description": "办成了"}
	headers := object{}
	if c.Tagged {
		headers["ETag"] = object{"description": "版本号，修改时写进 If-Match", "schema": object{"type": "string"}}
	}
	if c.Paged {
		headers["Link"] = object{"description": "下一页", "schema": object{"type": "string"}}
	}
	if len(headers) > 0 {
		good["headers"] = headers
	}
	switch {
	case c.Sends:
		good["content"] = object{octets: object{"schema": object{"type": "string", "format": "binary"}}}
	case c.Status != http.StatusNoContent:
		good["content"] = object{"application/json": object{"schema": s.of(c.Out, false)}}
	}
	out := object{strconv.Itoa(c.Status): good}
	for _, status := range refusals(r) {
		out[strconv.Itoa(status)] = object{"$ref": "#/components/responses/Problem"}
	}
	return out
}

func refusals(r route.Route) []int {
	all := []int{http.StatusBadRequest, http.StatusTooManyRequests, http.StatusInternalServerError}
	if r.Reach != route.Open {
		all = append(all, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound)
	}
	if r.Changes() {
		all = append(all, http.StatusConflict, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType,
			http.StatusUnprocessableEntity, http.StatusServiceUnavailable)
	}
	if r.JSON.Edit {
		all = append(all, http.StatusPreconditionFailed, http.StatusPreconditionRequired)
	}
	slices.Sort(all)
	return all
}

// operationID names the operation: get_units_unit_sheets.
func operationID(r route.Route) string {
	path := strings.TrimPrefix(r.Path, Base)
	return strings.ToLower(r.Method) + strings.NewReplacer("/", "_", ":", "", ".", "_").Replace(path)
}

func tagOf(r route.Route) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(r.Path, Base+"/"), "/")
	return strings.TrimPrefix(first, ":")
}

// documentRoute serves the document to everybody: it tells nothing that the
// program's manual does not.
func (r *Rest) documentRoute() route.Route {
	return route.Route{Method: http.MethodGet, Path: Base + "/openapi.json", Action: access.SessionStart, Reach: route.Open,
		JSON: &route.Contract{Summary: "本接口的说明（OpenAPI 3.1）", In: typeOf[Nothing](), Out: reflect.TypeFor[map[string]any](), Status: http.StatusOK},
		Handle: func(c *route.Call) error {
			// Written anew each time: it is asked for once in a long while, and
			// kept it would be a tenth of all the program holds.
			text, err := Document(r.Routes())
			if err != nil {
				return err
			}
			return c.Blob(http.StatusOK, "application/json; charset=utf-8", text)
		}}
}
