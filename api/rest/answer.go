package rest

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strconv"

	"wubiao/api/request"
	"wubiao/api/route"
)

// reply is a finished answer.
type reply struct {
	status  int
	version int64 // 0: none
	next    int   // 0: none
	body    []byte
}

// reply writes what a use case gave as JSON.
func (l *line) reply(out any) (reply, error) {
	r := reply{status: l.Status}
	if l.version != nil {
		r.version = l.version(out)
	}
	if l.next != nil {
		r.next = l.next(out)
	}
	if l.Status == http.StatusNoContent {
		return r, nil
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // nosniff and the content type keep it from being read as a page
	if err := enc.Encode(whole(reflect.ValueOf(out)).Interface()); err != nil {
		return r, fmt.Errorf("write answer: %w", err)
	}
	r.body = b.Bytes()
	return r, nil
}

// send sends the answer.
func (l *line) send(c *route.Call, r reply) error {
	h := c.Response().Header()
	if r.version > 0 {
		h.Set("ETag", strconv.Quote(strconv.FormatInt(r.version, 10)))
	}
	if r.next > 0 {
		at := *c.Request().URL
		q := at.Query()
		q.Set("page", strconv.Itoa(r.next))
		at.RawQuery = q.Encode()
		h.Set("Link", fmt.Sprintf(`<%s>; rel="next"`, at.RequestURI()))
	}
	if r.status == http.StatusNoContent {
		return c.NoContent(r.status)
	}
	return c.Blob(r.status, "application/json; charset=utf-8", r.body)
}

// whole gives a copy in which no list is null: a script that counts what is there
// need not ask first whether there is a list.
func whole(v reflect.Value) reflect.Value {
	switch v.Interface().(type) {
	case json.Marshaler, encoding.TextMarshaler:
		return v
	}
	switch v.Kind() {
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return v
		}
		out := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			out.Index(i).Set(whole(v.Index(i)))
		}
		return out
	case reflect.Map:
		if v.IsNil() {
			return reflect.MakeMap(v.Type())
		}
	case reflect.Pointer:
		if !v.IsNil() {
			out := reflect.New(v.Type().Elem())
			out.Elem().Set(whole(v.Elem()))
			return out
		}
	case reflect.Struct:
		out := reflect.New(v.Type()).Elem()
		out.Set(v)
		for _, f := range request.Fields(v.Type()) {
			if at, err := out.FieldByIndexErr(f.Index); err == nil && at.CanSet() {
				at.Set(whole(at))
			}
		}
		return out
	}
	return v
}
