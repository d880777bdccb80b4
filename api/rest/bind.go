package rest

import (
	"encoding"
	"io"
	"mime"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"wubiao/api/request"
	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
)

func typeOf[T any]() reflect.Type { return reflect.TypeFor[T]() }

// partsOf are the names of a path's parts.
func partsOf(path string) map[string]bool {
	parts := map[string]bool{}
	for part := range strings.SplitSeq(path, "/") {
		if name, ok := strings.CutPrefix(part, ":"); ok {
			parts[name] = true
		}
	}
	return parts
}

// source is where a field of the request struct is read.
type source string

const (
	inPath  source = "path"
	inEdit  source = "version" // the version that an edit names
	inQuery source = "query"
	inBody  source = "body"
)

func (l *line) from(f request.Field) source {
	switch {
	case l.inPath[f.Name]:
		return inPath
	case l.Edit && f.Name == "version":
		return inEdit
	case l.method == http.MethodGet || l.Takes:
		return inQuery
	}
	return inBody
}

// sources sorts the fields of the request struct by where they are read, once and not at
// every request. There is always a body's, if empty: none would mean all.
func (l *line) sources() map[source]map[string]request.Field {
	out := map[source]map[string]request.Field{inBody: {}}
	for _, f := range request.Fields(l.In) {
		from := l.from(f)
		if out[from] == nil {
			out[from] = map[string]request.Field{}
		}
		out[from][f.Name] = f
	}
	return out
}

// bind fills the request struct and checks it. It gives the body as it came.
func (l *line) bind(c *route.Call, in any) ([]byte, error) {
	v := reflect.ValueOf(in).Elem()
	for _, f := range l.fields[inPath] {
		at := v.FieldByIndex(f.Index)
		if !parsed(c.Param(f.Name), at) || at.CanInt() && at.Int() == 0 { // no thing has the number 0
			return nil, access.Absent()
		}
	}
	for _, f := range l.fields[inEdit] {
		version, err := ifMatch(c.Request().Header.Values("If-Match"))
		if err != nil {
			return nil, err
		}
		v.FieldByIndex(f.Index).SetInt(version)
	}
	if err := l.query(c, v); err != nil {
		return nil, err
	}
	var body []byte
	if l.method != http.MethodGet && !l.Takes {
		var err error
		if body, err = l.body(c, in); err != nil {
			return nil, err
		}
	}
	return body, l.rest.shape.Check(in)
}

// query reads the query: each name once, none that the route does not know.
func (l *line) query(c *route.Call, v reflect.Value) error {
	wrong := engine.Fail(engine.Invalid, "query", "地址里的查询条件写得不对，请改正标出的地方")
	for name, values := range c.QueryParams() {
		f, ok := l.fields[inQuery][name]
		switch {
		case !ok:
			wrong.With(request.Shown(name), "没有这个查询条件")
		case len(values) > 1:
			wrong.With(name, "只能写一次")
		case !parsed(values[0], v.FieldByIndex(f.Index)):
			wrong.With(name, request.Wanted(f.Type))
		}
	}
	if len(wrong.Fields) > 0 {
		return wrong
	}
	return nil
}

// body reads the JSON object. Where nothing is asked for, nothing need come.
func (l *line) body(c *route.Call, in any) ([]byte, error) {
	raw, err := io.ReadAll(c.Request().Body)
	if err != nil {
		return nil, request.Unreadable(err)
	}
	members := l.fields[inBody]
	switch {
	case len(raw) == 0 && len(members) > 0:
		return nil, engine.Fail(engine.Invalid, "no_body", "请求里没有内容：这个地址要收一个 JSON 对象。")
	case len(raw) == 0:
		return raw, nil
	}
	kind, _, err := mime.ParseMediaType(c.Request().Header.Get("Content-Type"))
	if err != nil || kind != "application/json" {
		return nil, Refuse(http.StatusUnsupportedMediaType, engine.Invalid, "media_type", "内容只收 JSON：请求头要写 Content-Type: application/json。")
	}
	return raw, request.Object(raw, in, members)
}

// ifMatch reads the one version of an If-Match header.
func ifMatch(values []string) (int64, error) {
	if len(values) == 0 {
		return 0, Refuse(http.StatusPreconditionRequired, engine.Invalid, "version_missing",
			"修改要带上读取时的版本号：把读取时回答里的 ETag 写进请求头 If-Match。")
	}
	text, ok := strings.CutPrefix(strings.TrimSpace(values[0]), `"`)
	text, end := strings.CutSuffix(text, `"`)
	version, err := strconv.ParseInt(text, 10, 64)
	if !ok || !end || err != nil || version <= 0 || len(values) > 1 {
		return 0, engine.Fail(engine.Invalid, "version", `请求头 If-Match 要照抄读取时的 ETag，如 "3"（带引号，只写一个）。`)
	}
	return version, nil
}

// parsed reads a text of path or query. What is no such value names nothing.
func parsed(text string, into reflect.Value) bool {
	if target, ok := into.Addr().Interface().(encoding.TextUnmarshaler); ok {
		return text != "" && target.UnmarshalText([]byte(text)) == nil
	}
	switch into.Kind() {
	case reflect.String:
		into.SetString(text)
	case reflect.Bool:
		b, err := strconv.ParseBool(text)
		if err != nil {
			return false
		}
		into.SetBool(b)
	case reflect.Int, reflect.Int64:
		n, err := strconv.ParseInt(text, 10, 53)
		if err != nil || n < 0 {
			return false
		}
		into.SetInt(n)
	default:
		return false
	}
	return true
}
