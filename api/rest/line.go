package rest

import (
	"context"
	"net/http"

	"wubiao/api/request"
	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
)

// Nothing is what comes in or goes out where nothing does.
type Nothing struct{}

// use is a use case as the table wants it.
type use[In, Out any] func(context.Context, access.Actor, In) (Out, error)

// option adds to a line of the table.
type option func(*line)

// line is a route with what its handler needs to know beside its contract.
type line struct {
	route.Contract
	rest    *Rest
	method  string
	inPath  map[string]bool
	fields  map[source]map[string]request.Field // of the request struct
	version func(answer any) int64
	next    func(answer any) int // the page after this one; 0: none
}

// on makes a line of the table. What the request struct calls as a part of the
// path is read there, on GET the rest from the query, else from the body.
func on[In, Out any](r *Rest, method, path string, action access.Action, reach route.Reach, summary string, do use[In, Out], options ...option) route.Route {
	l := &line{rest: r, method: method, inPath: partsOf(path)}
	l.Summary, l.Status = summary, http.StatusOK
	l.In, l.Out = typeOf[In](), typeOf[Out]()
	if l.Out == typeOf[Nothing]() {
		l.Status = http.StatusNoContent
	}
	for _, o := range options {
		o(l)
	}
	l.fields = l.sources()
	return route.Route{Method: method, Path: Base + path, Action: action, Reach: reach, JSON: &l.Contract,
		Handle: func(c *route.Call) error {
			var in In
			body, err := l.bind(c, &in)
			if err != nil {
				return err
			}
			answer := func(ctx context.Context) (reply, error) {
				out, err := do(ctx, c.Actor, in)
				if err != nil {
					return reply{}, l.refusal(err)
				}
				return l.reply(out)
			}
			if l.Once {
				return l.once(c, body, answer)
			}
			done, err := answer(c.Request().Context())
			if err != nil {
				return err
			}
			return l.send(c, done)
		}}
}

// read is a line that changes nothing.
func read[In, Out any](r *Rest, path string, action access.Action, reach route.Reach, summary string, do use[In, Out], options ...option) route.Route {
	return on(r, http.MethodGet, path, action, reach, summary, do, options...)
}

// post is a line that does something which may be done again without harm.
func post[In, Out any](r *Rest, path string, action access.Action, reach route.Reach, summary string, do use[In, Out], options ...option) route.Route {
	return on(r, http.MethodPost, path, action, reach, summary, do, options...)
}

// submit is a line that adds something: it wants a key, and with the same key it
// has one effect.
func submit[In, Out any](r *Rest, path string, action access.Action, reach route.Reach, summary string, do use[In, Out], options ...option) route.Route {
	return on(r, http.MethodPost, path, action, reach, summary, do, append([]option{func(l *line) {
		l.Once = true
		if l.Status == http.StatusOK {
			l.Status = http.StatusCreated
		}
	}}, options...)...)
}

// edit is a line that replaces what somebody has read: it wants the version.
func edit[In, Out any](r *Rest, method, path string, action access.Action, reach route.Reach, summary string, do use[In, Out], options ...option) route.Route {
	return on(r, method, path, action, reach, summary, do, append([]option{ofVersion}, options...)...)
}

// ofVersion wants the version that was read.
func ofVersion(l *line) { l.Edit = true }

// tagged gives the answer's version as ETag.
func tagged[Out any](version func(Out) int64) option {
	return func(l *line) {
		l.Tagged = true
		l.version = func(answer any) int64 { return version(answer.(Out)) }
	}
}

// paged leads to the next page.
func paged[Out any](next func(Out) int) option {
	return func(l *line) {
		l.Paged = true
		l.next = func(answer any) int { return next(answer.(Out)) }
	}
}

// bySession keeps tokens out: what a person must do signed in.
func bySession(l *line) { l.Session = true }

// told turns a use case that answers nothing into one that the table takes.
func told[In any](do func(context.Context, access.Actor, In) error) use[In, Nothing] {
	return func(ctx context.Context, actor access.Actor, in In) (Nothing, error) {
		return Nothing{}, do(ctx, actor, in)
	}
}

// asked turns a use case that asks nothing into one that the table takes.
func asked[Out any](do func(context.Context, access.Actor) (Out, error)) use[Nothing, Out] {
	return func(ctx context.Context, actor access.Actor, _ Nothing) (Out, error) { return do(ctx, actor) }
}

// refusal gives a clash of versions its own status and words: the page's speak of
// a form.
func (l *line) refusal(err error) error {
	reason := engine.ReasonOf(err)
	if l.Edit && engine.CodeOf(err) == engine.Conflict && (reason == "changed" || reason == "changed_meanwhile") {
		return Refuse(http.StatusPreconditionFailed, engine.Conflict, "changed",
			"您读取以后，这项内容有人改过，这次没有保存。请重新读取，核对后带上新的版本号再提交。").Because(err)
	}
	return err
}
