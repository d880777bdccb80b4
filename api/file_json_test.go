package api_test

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"wubiao/engine/access"
)

// A script sends a file, sends it again, finds it in the list, fetches it, takes
// it off and puts it back: each change once in the trail, the second sending of
// the same content none.
func TestScriptSendsAndFetchesFiles(t *testing.T) {
	t.Parallel()
	const octets = "Content-Type: application/octet-stream"
	w := newWorld(t)
	s := w.script("wangjg")
	path, photo := fmt.Sprintf("/records/%d/files", w.record["bridge"].ID), jpegBytes("script")
	before := w.audited(access.EvidenceAdd)
	first := s.send("POST", path+"?name=..%2F%E4%BC%9A%E5%9C%BA.jpg", string(photo), octets)
	first.wants(t, http.StatusCreated, "")
	again := s.send("POST", path+"?name=%E5%8F%A6%E4%B8%80.jpg", string(photo), octets)
	again.wants(t, http.StatusCreated, "")
	if first.json["id"] != again.json["id"] || w.audited(access.EvidenceAdd) != before+1 {
		t.Errorf("sent twice: %v and %v, %d entries", first.json, again.json, w.audited(access.EvidenceAdd)-before)
	}
	list := s.get(path)
	list.wants(t, http.StatusOK, "")
	names := func(a said) (out []string) {
		files, _ := a.json["files"].([]any)
		for _, f := range files {
			one, _ := f.(map[string]any)
			out = append(out, fmt.Sprint(one["name"], one["removed"]))
		}
		return out
	}
	if got := names(list); !slices.Equal(got, []string{"bridge.jpgfalse", "会场.jpgfalse"}) {
		t.Errorf("the list says %v", got)
	}
	file := fmt.Sprintf("%s/%v", path, first.json["id"])
	got := s.get(file)
	h := got.Header()
	if !bytes.Equal(got.Body.Bytes(), photo) || h.Get("Content-Type") != "application/octet-stream" || h.Get("X-Content-Type-Options") != "nosniff" ||
		h.Get("Content-Security-Policy") != "default-src 'none'; sandbox" || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment; ") || h.Get("Cache-Control") != "no-store" {
		t.Errorf("fetched %d bytes as %v", got.Body.Len(), h)
	}
	for _, c := range []struct {
		path, body, header string
		code               int
		reason             string
	}{
		{path, string(photo), octets, 400, "shape"},
		{path + "?name=a.jpg&state=kept", string(photo), octets, 400, "query"},
		{path + "?name=a.jpg", string(photo), "Content-Type: image/jpeg", 415, "media_type"},
		{path + "?name=a.exe", string(photo), octets, 400, "file_kind"},
		{path + "?name=a.jpg", "<script>alert(1)</script>", octets, 400, "file_disguised"},
		{path + "?name=a.jpg", "", octets, 400, "file_empty"},
		{path + "?name=a.jpg", string(photo) + strings.Repeat("x", 20<<20), octets, 413, "file_large"},
		{path + "?name=a.jpg", string(photo) + strings.Repeat("x", 22<<20), octets, 413, "too_large"},
		{file + "/remove", `{"reason":" "}`, `If-Match: "1"`, 400, "reason"},
		{file + "/remove", `{"reason":"传错了"}`, `If-Match: "9"`, 412, "changed"},
		{file + "/remove", `{"reason":"传错了"}`, "X-None: 1", 428, "version_missing"},
	} {
		contents := len(w.contents())
		s.send("POST", c.path, c.body, c.header).wants(t, c.code, c.reason)
		if len(w.contents()) != contents {
			t.Errorf("%s left something", c.path)
		}
	}
	s.send("POST", file+"/remove", `{"reason":"传错了"}`, `If-Match: "1"`).wants(t, http.StatusNoContent, "")
	if got := names(s.get(path)); !slices.Equal(got, []string{"bridge.jpgfalse", "会场.jpgtrue"}) {
		t.Errorf("taken off, the list says %v", got)
	}
	w.script("kaohe").get(file).wants(t, http.StatusNotFound, "absent")
	s.send("POST", file+"/restore", "", `If-Match: "2"`).wants(t, http.StatusNoContent, "")
	s.send("PATCH", file, `{"name":"签到.pdf"}`, `If-Match: "3"`).wants(t, http.StatusNoContent, "")
	if got := names(s.get(path)); !slices.Equal(got, []string{"bridge.jpgfalse", "签到.pdf.jpgfalse"}) {
		t.Errorf("named, the list says %v", got)
	}
	if n := w.audited(access.EvidenceRemove); n != 2 {
		t.Errorf("%d entries of taking off and putting back, want 2", n)
	}
}
