package main

import (
	"bufio"
	"bytes"
	"io"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// patience is how long a test waits for what must happen soon.
const patience = 60 * time.Second

// child is a running process of the program.
type child struct {
	t     *testing.T
	cmd   *exec.Cmd
	lines chan string // of stdout; closed at its end
	err   *bytes.Buffer
	ended chan struct{}
}

// start runs a command line as a process and does not wait for it.
func start(t *testing.T, args ...string) *child {
	t.Helper()
	cmd, err := programWith(t.Context(), args...)
	if err != nil {
		t.Fatal(err)
	}
	c := &child{t: t, cmd: cmd, lines: make(chan string, 100), err: &bytes.Buffer{}, ended: make(chan struct{})}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = c.err
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go c.follow(out)
	t.Cleanup(func() {
		c.signal(syscall.SIGKILL)
		<-c.ended
	})
	return c
}

// follow reads stdout to its end and then waits for the process.
func (c *child) follow(out io.Reader) {
	for s := bufio.NewScanner(out); s.Scan(); {
		c.lines <- s.Text()
	}
	close(c.lines)
	c.cmd.Wait() // its outcome is in ProcessState
	close(c.ended)
}

// signal sends a signal; to a process that has ended, nothing.
func (c *child) signal(s syscall.Signal) {
	select {
	case <-c.ended:
	default:
		c.cmd.Process.Signal(s) // it may end in this very moment
	}
}

// running says whether the process has not ended yet.
func (c *child) running() bool {
	select {
	case <-c.ended:
		return false
	default:
		return true
	}
}

// line waits for the next line of stdout.
func (c *child) line() string {
	c.t.Helper()
	select {
	case line, ok := <-c.lines:
		if ok {
			return line
		}
		<-c.ended
		c.t.Fatalf("stdout ended; stderr: %s", c.err)
	case <-time.After(patience):
		c.t.Fatalf("nothing on stdout")
	}
	return ""
}

// wait waits for the end. out is what stdout still held.
func (c *child) wait() outcome {
	c.t.Helper()
	select {
	case <-c.ended:
	case <-time.After(patience):
		c.t.Fatal("the process does not end")
	}
	var rest []string
	for line := range c.lines {
		rest = append(rest, line)
	}
	return outcome{c.cmd.ProcessState.ExitCode(), strings.Join(rest, "\n"), c.err.String()}
}

// kill ends the process at once, as a power cut would.
func (c *child) kill() {
	c.t.Helper()
	c.signal(syscall.SIGKILL)
	c.wait()
}

// until waits for something to come true while the process runs, and says
// whether it did.
func (c *child) until(what func() bool) bool {
	deadline := time.Now().Add(patience)
	for c.running() && time.Now().Before(deadline) {
		if what() {
			return true
		}
	}
	return what()
}
