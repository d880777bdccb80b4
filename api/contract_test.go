package api_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"wubiao/api/rest"
	"wubiao/api/route"
)

// contract checks what goes over the wire against the document. Answers may hold
// nothing that the document does not name.
type contract struct {
	router routers.Router
	doc    *openapi3.T
	mu     sync.Mutex
	done   map[string]bool // "GET /api/v1/week": what was answered well
}

func newContract(t testing.TB, table []route.Route) *contract {
	t.Helper()
	text, err := rest.Document(table)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(context.Background()); err != nil {
		t.Fatalf("the document is no OpenAPI document: %v", err)
	}
	no := false
	for name, s := range doc.Components.Schemas {
		if len(s.Value.Properties) > 0 && !strings.HasSuffix(name, ".in") {
			s.Value.AdditionalProperties = openapi3.AdditionalProperties{Has: &no}
		}
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	return &contract{router: router, doc: doc, done: map[string]bool{}}
}

// check holds one exchange against the document. A request that was answered well
// must be one that the document allows; every answer must be one it names.
func (c *contract) check(t testing.TB, r *http.Request, body []byte, a *httptest.ResponseRecorder) {
	t.Helper()
	at, parts, err := c.router.FindRoute(r)
	if err != nil {
		if a.Code != http.StatusNotFound && a.Code != http.StatusMethodNotAllowed {
			t.Errorf("%s %s answers %d and is not in the document: %v", r.Method, r.URL.Path, a.Code, err)
		}
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	in := &openapi3filter.RequestValidationInput{Request: r, PathParams: parts, Route: at,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true}}
	if a.Code < 300 {
		if err := openapi3filter.ValidateRequest(r.Context(), in); err != nil {
			t.Errorf("%s %s is answered %d against the document: %v", r.Method, r.URL.Path, a.Code, err)
		}
	}
	out := &openapi3filter.ResponseValidationInput{RequestValidationInput: in, Status: a.Code, Header: a.Header(),
		Body: io.NopCloser(bytes.NewReader(a.Body.Bytes())), Options: in.Options}
	if err := openapi3filter.ValidateResponse(r.Context(), out); err != nil {
		t.Errorf("%s %s: the answer %d is not what the document says: %v\n%s", r.Method, r.URL.Path, a.Code, err, a.Body)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if a.Code < http.StatusMultipleChoices {
		c.done[at.Method+" "+at.Path] = true
	}
}
