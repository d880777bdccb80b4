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

// The most that the fields of a form hold, files aside, and how many parts a form
// has, files among them.
const (
	mostText  = 1 << 20
	mostParts = 2000
)

// MostRead is how much of a form is read at all. What is sent beyond the room for
// files is read and thrown away up to here: a browser that is answered while it
// still sends shows a lost connection and not the answer.
const MostRead = 512 << 20

// Form is a form on its way in.
type Form struct {
	Values url.Values
	parts  *multipart.Reader // nil: no files
	file   *multipart.Part   // the first file, reached and not yet read
	length int64             // of the whole body as its sender says it; -1: it does not
	room   int64             // for files that are still to come
	text   int
	count  int
}

// What may be wrong with a form.
var (
	// ErrFull is what a file's content ends with that has no room beside the files
	// before it.
	ErrFull = errors.New("no room for the file beside those before it")
	// ErrTooLong is a form of which not even the rest is read.
	ErrTooLong = errors.New("the form is longer than any that is read")
	// ErrTooMuch is a form whose fields are no person's.
	ErrTooMuch = errors.New("the fields of the form are too many or too long")
	// ErrBroken is a form that ended before its end, or is none.
	ErrBroken = errors.New("the form broke off")
)

// Is says whether the request brings a form that may have files.
func Is(r *http.Request) bool {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && kind == "multipart/form-data"
}

// Open reads the fields that stand before the first file. Our pages put the proof
// that the form is ours there. Its files may have so many bytes together.
func Open(r *http.Request, room int64) (*Form, error) {
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
	f := &Form{Values: url.Values{}, parts: parts, length: r.ContentLength, room: room}
	return f, f.advance()
}

// HasFiles says whether a file was chosen that has not been read yet.
func (f *Form) HasFiles() bool { return f.file != nil && f.file.FileName() != "" }

// Drain reads what is left of a form that is refused, so that its sender sees the
// answer. One that says it is longer than what is read is not waited for.
func Drain(r *http.Request) {
	if Is(r) && r.ContentLength <= MostRead {
		_, _ = io.Copy(io.Discard, r.Body) // what broke off needs no answer
	}
}

// advance reads fields up to the next file or the end.
func (f *Form) advance() error {
	for {
		part, err := f.parts.NextRawPart()
		if err == io.EOF { //nolint:errorlint // itself: inside another error it is an end too early
			f.file = nil
			return nil
		}
		if err != nil {
			return ended(err)
		}
		f.text += len(part.FormName())
		if f.count++; f.count > mostParts {
			return ErrTooMuch
		}
		if _, params, err := mime.ParseMediaType(part.Header.Get("Content-Disposition")); err == nil {
			if name, isFile := params["filename"]; isFile {
				if f.text += len(name); f.text > mostText {
					return ErrTooMuch
				}
				f.file = part
				return nil
			}
		}
		text, err := io.ReadAll(io.LimitReader(part, int64(max(mostText-f.text, 0))+1))
		if err != nil {
			return ended(err)
		}
		if f.text += len(text); f.text > mostText {
			return ErrTooMuch
		}
		f.Values.Add(part.FormName(), string(text))
	}
}

// ended says why a body could not be read on.
func ended(err error) error {
	var tooLong *http.MaxBytesError
	if errors.As(err, &tooLong) {
		return fmt.Errorf("%w: %w", ErrTooLong, err)
	}
	return fmt.Errorf("%w: %w", ErrBroken, err)
}

// Each hands every file that was chosen to take, by the name of its input and the
// name the device gave it. An input that was left empty is no file. What take
// leaves unread is thrown away. After Each the values are complete, unless it
// fails with ErrTooLong, ErrTooMuch or ErrBroken: the files before were taken.
func (f *Form) Each(take func(field, name string, content io.Reader) error) error {
	if f.file != nil && f.length > MostRead {
		return ErrTooLong
	}
	for f.parts != nil && f.file != nil {
		part := f.file
		if name := part.FileName(); name != "" {
			c := &content{from: part, room: f.room}
			err := take(part.FormName(), name, c)
			if c.broken != nil {
				return ended(c.broken)
			}
			if err != nil {
				return err
			}
			if c.read <= f.room { // a smaller one behind it may still have room
				f.room -= c.read
			}
		}
		if err := f.advance(); err != nil {
			return err
		}
	}
	return nil
}

// content is a file on its way in. It remembers what went wrong with the body, so
// that nobody takes that for trouble of who keeps it.
type content struct {
	from       io.Reader
	room, read int64
	broken     error
}

func (c *content) Read(p []byte) (int, error) {
	if c.read > c.room {
		return 0, ErrFull
	}
	n, err := c.from.Read(p)
	c.read += int64(n)
	if c.read > c.room {
		return n, ErrFull
	}
	if err != nil && !errors.Is(err, io.EOF) {
		c.broken = err
	}
	return n, err
}
