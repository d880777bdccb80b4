// Package upload reads a form with files as it arrives: its fields first, then each
// file straight to whoever takes it, so that nothing is held in memory or laid
// down before it is known who sends it. It must not know pages or use cases.
package upload

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
)

// The most that the fields of a form hold, files aside.
const (
	mostText   = 1 << 20
	mostFields = 2000
)

// Form is a form on its way in.
type Form struct {
	Values url.Values
	parts  *multipart.Reader // nil: no files
	file   *multipart.Part   // the first file, reached and not yet read
	text   int
	fields int
}

var errTooMuch = errors.New("the fields of the form are too many or too long")

// Is says whether the request brings a form that may have files.
func Is(r *http.Request) bool {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && kind == "multipart/form-data"
}

// Open reads the fields that stand before the first file. Our pages put the proof
// that the form is ours there.
func Open(r *http.Request) (*Form, error) {
	if !Is(r) {
		if err := r.ParseForm(); err != nil {
			return nil, fmt.Errorf("read form: %w", err)
		}
		return &Form{Values: r.PostForm}, nil
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, fmt.Errorf("read form: %w", err)
	}
	f := &Form{Values: url.Values{}, parts: parts}
	return f, f.advance()
}

// advance reads fields up to the next file or the end.
func (f *Form) advance() error {
	for {
		part, err := f.parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			f.file = nil
			return nil
		}
		if err != nil {
			return fmt.Errorf("read form: %w", err)
		}
		if _, params, err := mime.ParseMediaType(part.Header.Get("Content-Disposition")); err == nil {
			if _, isFile := params["filename"]; isFile {
				f.file = part
				return nil
			}
		}
		text, err := io.ReadAll(io.LimitReader(part, int64(mostText-f.text)+1))
		if err != nil {
			return fmt.Errorf("read field: %w", err)
		}
		f.text += len(text) + len(part.FormName())
		if f.fields++; f.text > mostText || f.fields > mostFields {
			return errTooMuch
		}
		f.Values.Add(part.FormName(), string(text))
	}
}

// Each hands every file that was chosen to take, by the name of its input and the
// name the device gave it. An input that was left empty is no file. After Each
// the values are complete.
func (f *Form) Each(take func(field, name string, content io.Reader) error) error {
	for f.parts != nil && f.file != nil {
		part := f.file
		if name := part.FileName(); name != "" {
			if err := take(part.FormName(), name, part); err != nil {
				return err
			}
		}
		if err := f.advance(); err != nil {
			return err
		}
	}
	return nil
}
