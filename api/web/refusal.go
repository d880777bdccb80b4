package web

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"wubiao/api/route"
	"wubiao/api/upload"
	"wubiao/engine"
	"wubiao/engine/use/practise"
)

// The names of the inputs that take files: any file, and one that is said to be
// one of the standard's papers.
const (
	filesInput  = "files"
	paperPrefix = "paper."
)

// mostFile is how many bytes one file may have, as the store keeps it.
const mostFile = 20 << 20

// paperOf tells which paper an input asks for; not ok: no form of ours has it.
func paperOf(input string) (label string, ok bool) {
	if input == filesInput {
		return "", true
	}
	return strings.CutPrefix(input, paperPrefix)
}

// Refusals are the files of a form that were not taken.
type Refusals []FileRefusal

// FileRefusal is one of them, and why.
type FileRefusal struct {
	Label   string // the paper that its input asked for; empty: any file
	Name    string
	Message string
	large   bool
}

// At lists what an input's files were refused for. What belongs to no input of
// the page stands at the one for any file.
func (r Refusals) At(label string, papers []practise.Paper) Refusals {
	var out Refusals
	for _, one := range r {
		known := slices.ContainsFunc(papers, func(p practise.Paper) bool { return p.Name == one.Label })
		if one.Label == label && (known || label == "") || label == "" && !known {
			out = append(out, one)
		}
	}
	return out
}

// status is that of the page on which they are shown.
func (r Refusals) status() int {
	if slices.ContainsFunc(r, func(one FileRefusal) bool { return one.large }) {
		return http.StatusRequestEntityTooLarge
	}
	return http.StatusBadRequest
}

// taking is how far the files of a form have come.
type taking struct {
	later    string // what else may be done about files that were not taken
	n, done  int    // files that began to come, and that came to their end
	label    string // of the file that came last
	refusals Refusals
	full     map[string][]string // by label: the files that had no room
}

// takeFiles hands each file to keep. What is refused is told of by its name and
// the others are kept all the same, those before the end of a form that is too
// long or broke off among them: what they were sent with is not lost either.
func takeFiles(c *route.Call, later string, keep func(practise.SentFile) error) (Refusals, error) {
	t := &taking{later: later, full: map[string][]string{}}
	err := c.Form.Each(func(input, name string, content io.Reader) error {
		label, ours := paperOf(input)
		if !ours {
			return engine.Fail(engine.Invalid, "unknown_field", "没有保存：页面不完整。请回到原来的页面，刷新后再填。")
		}
		t.label = label
		if t.n++; t.n > practise.MostFiles {
			t.done++
			return nil
		}
		err := keep(practise.SentFile{Name: name, Label: label, Content: content})
		var failure *engine.Error
		switch {
		case errors.Is(err, upload.ErrFull):
			t.done++
			t.full[label] = append(t.full[label], shownName(name))
			return nil
		case errors.As(err, &failure) && (failure.Code == engine.Invalid || failure.Reason == "many_files"):
			t.refuse(FileRefusal{label, shownName(name), failure.Message, failure.Reason == "file_large"})
			err = nil
		}
		if err == nil {
			t.done++
		}
		return err
	})
	if errors.Is(err, upload.ErrBroken) && c.Request().Context().Err() != nil { // nobody is there to read it
		return nil, engine.Fail(engine.Invalid, "body", "文件没有传完就断了，没有保存。请换一个信号好的地方再传一次。").Because(err)
	}
	if err = t.end(err); err != nil {
		return nil, err
	}
	return t.refusals, nil
}

func (t *taking) refuse(one FileRefusal) { t.refusals = append(t.refusals, one) }

// end tells of what is known only once all has come, or will not come any more.
func (t *taking) end(err error) error {
	const most = route.MostUpload >> 20
	for label, names := range t.full {
		t.refuse(FileRefusal{label, someNames(names), fmt.Sprintf("和前面的加起来超过一次最多传的%d兆，没有收。其余的已经收下，不用再选；没收的请少选几个再传%s", most, t.later), true})
	}
	if over := t.n - practise.MostFiles; over > 0 {
		t.refuse(FileRefusal{Name: fmt.Sprintf("后面的%d个文件", over), Message: fmt.Sprintf("一次最多传%d个，多出来的没有收。请分几次传，或把几页合成一个 PDF", practise.MostFiles)})
	}
	switch {
	case errors.Is(err, upload.ErrTooLong):
		t.refuse(FileRefusal{t.label, t.rest(), fmt.Sprintf("太大，没有收：一次最多传%d兆，一个文件最多%d兆。请少选几个，或选小一点的%s", most, mostFile>>20, t.later), true})
	case errors.Is(err, upload.ErrBroken):
		t.refuse(FileRefusal{t.label, t.rest(), "没有传完就断了，没有收。请换一个信号好的地方再传" + t.later, false})
	default:
		return err
	}
	return nil
}

// rest names what did not come any more.
func (t *taking) rest() string {
	if t.done == 0 {
		return "选的文件"
	}
	return fmt.Sprintf("从第%d个文件起", t.done+1)
}

// someNames lists files as a message has room for.
func someNames(names []string) string {
	const most = 3
	if len(names) <= most {
		return strings.Join(names, "、")
	}
	return fmt.Sprintf("%s等%d个文件", strings.Join(names[:most], "、"), len(names))
}

// shownName is a device's name as a message repeats it: short, so that it does not
// push the message off the screen.
func shownName(name string) string {
	const most = 40
	runes := []rune(strings.ToValidUTF8(name, ""))
	if len(runes) > most {
		return string(runes[:most-10]) + "…" + string(runes[len(runes)-9:])
	}
	return string(runes)
}
