package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"syscall"

	"wubiao/engine"
)

// console is where a command reads and writes, and what it has told so far.
type console struct {
	in       io.Reader
	out      *keeping
	err      io.Writer
	problems []string // what was told on err, for --json
	answered bool     // the object of --json has been printed
}

// tell prints a problem and keeps it for --json.
func (c *console) tell(problem string) {
	fmt.Fprintln(c.err, problem)
	c.problems = append(c.problems, problem)
}

// answer prints the one object of --json.
func (c *console) answer(object any) error {
	c.answered = true
	e := json.NewEncoder(c.out)
	e.SetEscapeHTML(false)
	if err := e.Encode(object); err != nil {
		return fmt.Errorf("输出：%w", err)
	}
	return nil
}

// keeping remembers the first failure to write, so that a full disk does not
// pass for a result.
type keeping struct {
	w   io.Writer
	err error
}

func (k *keeping) Write(p []byte) (int, error) {
	n, err := k.w.Write(p)
	if k.err == nil {
		k.err = err
	}
	return n, err
}

// sentences says in Chinese what went wrong, one problem each.
func sentences(err error) []string {
	if err == nil {
		return nil
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var all []string
		for _, e := range joined.Unwrap() {
			all = append(all, sentences(e)...)
		}
		return all
	}
	var known *engine.Error
	switch {
	case errors.Is(err, errProblems):
		return nil
	case errors.Is(err, context.Canceled):
		return []string{"收到停止的信号，没有做完；再运行一次会接着做"}
	case errors.As(err, &known) && known.Code != engine.Internal:
		return []string{spoken(known)}
	}
	return []string{err.Error()}
}

// spoken is a failure with everything a person at the terminal may need.
func spoken(e *engine.Error) string {
	text := e.Message
	for _, f := range e.Fields {
		text += "\n  "
		if f.Name != "" {
			text += f.Name + "："
		}
		text += f.Message
	}
	if cause := e.Unwrap(); cause != nil {
		text += "\n  技术原因：" + cause.Error()
	}
	return text
}

// trouble says in Chinese why a file could not be opened, read or written.
func trouble(err error) string {
	for _, known := range []struct {
		is   error
		text string
	}{
		{fs.ErrNotExist, "没有这个文件"},
		{fs.ErrPermission, "没有权限"},
		{syscall.EISDIR, "这是一个目录，不是文件"},
		{syscall.ENOSPC, "磁盘已满"},
		{syscall.EADDRINUSE, "已被别的程序占用：请先停掉它，或用 --addr 换一个端口"},
		{syscall.EADDRNOTAVAIL, "本机没有这个地址，请用 --addr 换一个"},
	} {
		if errors.Is(err, known.is) {
			return known.text
		}
	}
	return err.Error()
}
