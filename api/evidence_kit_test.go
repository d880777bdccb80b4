package api_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/use/practise"
)

// jpegBytes draws a small photo, another one for every word.
func jpegBytes(word string) []byte {
	img := image.NewRGBA(image.Rect(0, 0, 64, 48))
	for i := range 64 * 48 {
		img.Set(i%64, i/64, color.RGBA{uint8(i * len(word)), uint8(i), word[i%len(word)], 255})
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// keepFile adds a file to a record as the program itself.
func (w *world) keepFile(r engine.Record, name string, content []byte) engine.Evidence {
	w.t.Helper()
	id, err := w.practise.AddEvidence(w.t.Context(), access.System(), practise.AddEvidenceRequest{Record: r.ID},
		practise.SentFile{Name: name, Content: bytes.NewReader(content)})
	if err != nil {
		w.t.Fatal(err)
	}
	return w.fileOf(id)
}

func (w *world) fileOf(id engine.EvidenceID) engine.Evidence {
	w.t.Helper()
	for _, e := range w.allFiles() {
		if e.ID == id {
			return e
		}
	}
	w.t.Fatalf("no file %d", id)
	return engine.Evidence{}
}

func (w *world) allFiles() (all []engine.Evidence) {
	w.t.Helper()
	if err := w.store.View(w.t.Context(), func(tx port.Tx) error { return tx.List(&all, access.Everything(), port.Query{}) }); err != nil {
		w.t.Fatal(err)
	}
	return all
}

// recordVersion is the version of the file or the record that an address names.
func (w *world) recordVersion(path string) int64 {
	w.t.Helper()
	var record engine.RecordID
	var file engine.EvidenceID
	if n, _ := fmt.Sscanf(path, "/records/%d/files/%d", &record, &file); n == 2 {
		for _, e := range w.allFiles() {
			if e.ID == file {
				return e.Version
			}
		}
		return 1
	}
	var all []engine.Record
	err := w.store.View(w.t.Context(), func(tx port.Tx) error {
		return tx.List(&all, access.Everything(), port.Query{Where: port.Where{"id": int64(record)}, Removed: true})
	})
	if err != nil {
		w.t.Fatal(err)
	}
	if len(all) == 0 {
		return 1
	}
	return all[0].Version
}

// sending is a file in a form.
type sending struct {
	input, name string
	content     []byte
}

// send posts a form with files, its fields first.
func (b *browser) send(path string, form url.Values, files ...sending) answer {
	b.w.t.Helper()
	var body bytes.Buffer
	kind := writeForm(&body, form, files...)
	r := httptest.NewRequest(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Origin", b.origin)
	return b.do(r)
}

func writeForm(out io.Writer, form url.Values, files ...sending) string {
	m := multipart.NewWriter(out)
	must := func(err error) {
		if err != nil {
			panic(err)
		}
	}
	must(m.WriteField("token", form.Get("token")))
	for name, values := range form {
		for _, v := range values {
			if name != "token" {
				must(m.WriteField(name, v))
			}
		}
	}
	for _, f := range files {
		part, err := m.CreateFormFile(f.input, strings.ReplaceAll(f.name, "\x00", ""))
		must(err)
		_, err = part.Write(f.content)
		must(err)
	}
	must(m.Close())
	return m.FormDataContentType()
}

// withToken is the form with the browser's own proof.
func withToken(b *browser, form url.Values) url.Values {
	out := url.Values{}
	for name, values := range form {
		out[name] = values
	}
	out["token"] = b.token()["token"]
	return out
}

func (w *world) personNamed(name string) engine.PersonID {
	w.t.Helper()
	var people []engine.Person
	if err := w.store.View(w.t.Context(), func(tx port.Tx) error {
		return tx.List(&people, access.Everything(), port.Query{Where: port.Where{"name": name}})
	}); err != nil || len(people) == 0 {
		w.t.Fatalf("nobody is called %s: %v", name, err)
	}
	return people[0].ID
}

// fileBeside is the file that every branch's record has; of an unknown record one
// that is not there either.
func (w *world) fileBeside(record engine.RecordID) engine.EvidenceID {
	for name, r := range w.record {
		if r.ID == record {
			return w.photo[name].ID
		}
	}
	return 987654
}
