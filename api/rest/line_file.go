package rest

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"time"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
)

// octets is the media type of a file on its way in and out: what it is follows
// from its content, not from what its sender says, and nobody opens it as a page.
const octets = "application/octet-stream"

// mostFile is how many bytes may come as one file: a little more than is kept, so
// that the sentence about it can be its own.
const mostFile = 21 << 20

// file is a file on its way out.
type file struct {
	name    string
	at      time.Time
	content io.ReadSeekCloser
}

// take is a line that takes a file: the body is its content, what belongs to it
// stands in the query. The same content sent again is the same file, so that it
// needs no key.
func take[In, Out any](r *Rest, path string, action access.Action, reach route.Reach, summary string, do func(context.Context, access.Actor, In, io.Reader) (Out, error)) route.Route {
	l := &line{rest: r, method: http.MethodPost, inPath: partsOf(path)}
	l.Summary, l.Status, l.Takes = summary, http.StatusCreated, true
	l.In, l.Out = typeOf[In](), typeOf[Out]()
	l.fields = l.sources()
	return route.Route{Method: http.MethodPost, Path: Base + path, Action: action, Reach: reach, JSON: &l.Contract, Files: true, Upload: mostFile,
		Handle: func(c *route.Call) error {
			var in In
			if _, err := l.bind(c, &in); err != nil {
				return err
			}
			kind, _, err := mime.ParseMediaType(c.Request().Header.Get("Content-Type"))
			if err != nil || kind != octets {
				return Refuse(http.StatusUnsupportedMediaType, engine.Invalid, "media_type", "文件的内容直接作为请求体发送：请求头要写 Content-Type: "+octets+"。")
			}
			out, err := do(c.Request().Context(), c.Actor, in, c.Request().Body)
			if err != nil {
				return ofSize(err)
			}
			done, err := l.reply(out)
			if err != nil {
				return err
			}
			return l.send(c, done)
		}}
}

// ofSize gives a file that is too large its status, and one that broke off its
// sentence.
func ofSize(err error) error {
	var tooLarge *http.MaxBytesError
	var failure *engine.Error
	if errors.As(err, &failure) && failure.Reason == "file_too_large" {
		return &Refusal{Status: http.StatusRequestEntityTooLarge, Failure: failure}
	}
	if engine.ReasonOf(err) == "file_large" || errors.As(err, &tooLarge) {
		return Refuse(http.StatusRequestEntityTooLarge, engine.Invalid, "file_large", "文件太大，没有保存：一个文件最多20兆。").Because(err)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return engine.Fail(engine.Invalid, "body", "文件没有传完就断了，没有保存，请再传一次。").Because(err)
	}
	return err
}

// fetch is a line that sends a file, to be kept and not to be opened as a page.
func fetch[In any](r *Rest, path string, action access.Action, reach route.Reach, summary string, do use[In, file]) route.Route {
	l := &line{rest: r, method: http.MethodGet, inPath: partsOf(path)}
	l.Summary, l.Status, l.Sends = summary, http.StatusOK, true
	l.In, l.Out = typeOf[In](), typeOf[Nothing]()
	l.fields = l.sources()
	return route.Route{Method: http.MethodGet, Path: Base + path, Action: action, Reach: reach, JSON: &l.Contract, Files: true,
		Handle: func(c *route.Call) error {
			var in In
			if _, err := l.bind(c, &in); err != nil {
				return err
			}
			f, err := do(c.Request().Context(), c.Actor, in)
			if err != nil {
				return err
			}
			defer f.content.Close()
			h := c.Response().Header()
			h.Set("Content-Type", octets)
			h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.name}))
			h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
			http.ServeContent(c.Response(), c.Request(), "", f.at, f.content)
			return nil
		}}
}
