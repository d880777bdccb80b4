package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"unicode"
)

// journeys is what the tests of this package share: a directory for the run,
// and things made in it once.
type journeys struct {
	dir     string
	program func() (string, error)
	sample  func() (outcome, error)
	company func() (string, error)
}

var shared journeys

func TestMain(m *testing.M) {
	for _, pair := range os.Environ() {
		if name, _, _ := strings.Cut(pair, "="); strings.HasPrefix(name, "WUBIAO_") {
			os.Unsetenv(name)
		}
	}
	dir, err := os.MkdirTemp("", "wubiao-journeys-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	shared = journeys{dir: dir, program: sync.OnceValues(buildProgram),
		sample: sync.OnceValues(prepareSample), company: sync.OnceValues(foundCompany)}
	code := m.Run()
	if err := os.RemoveAll(dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func buildProgram() (string, error) {
	path := filepath.Join(shared.dir, "wubiao")
	out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return path, nil
}

// outcome is what a run of the program left behind.
type outcome struct {
	code     int
	out, err string
}

// here runs a command line inside the test's own process.
func here(args ...string) outcome { return hereWith("", args...) }

func hereWith(in string, args ...string) outcome {
	var out, err bytes.Buffer
	code := run(args, strings.NewReader(in), &out, &err)
	return outcome{code, out.String(), err.String()}
}

// command makes a run of the built program that has not begun.
func programWith(ctx context.Context, args ...string) (*exec.Cmd, error) {
	path, err := shared.program()
	if err != nil {
		return nil, err
	}
	return exec.CommandContext(ctx, path, args...), nil
}

// process runs a command line as a process of its own to its end.
func process(t *testing.T, args ...string) outcome {
	t.Helper()
	cmd, err := programWith(t.Context(), args...)
	if err != nil {
		t.Fatal(err)
	}
	o, err := finish(cmd)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func finish(cmd *exec.Cmd) (outcome, error) {
	var out, errOut bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errOut
	err := cmd.Run()
	if cmd.ProcessState == nil {
		return outcome{}, err
	}
	return outcome{cmd.ProcessState.ExitCode(), out.String(), errOut.String()}, nil
}

// want checks the exit status.
func (o outcome) want(t *testing.T, code int) outcome {
	t.Helper()
	if o.code != code {
		t.Fatalf("exit status %d, want %d\nstdout: %s\nstderr: %s", o.code, code, o.out, o.err)
	}
	return o
}

// says checks that stderr speaks of every one of the words.
func (o outcome) says(t *testing.T, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(o.err, w) {
			t.Errorf("stderr does not speak of %q:\n%s", w, o.err)
		}
	}
}

// refused checks wrong use: status 2, Chinese on stderr, nothing on stdout.
func (o outcome) refused(t *testing.T, words ...string) {
	t.Helper()
	o.want(t, exitUsage)
	if o.out != "" {
		t.Errorf("wrong use prints on stdout: %s", o.out)
	}
	if !chinese(o.err) {
		t.Errorf("wrong use is not told in Chinese: %s", o.err)
	}
	o.says(t, words...)
}

// object reads the one JSON object on stdout, and nothing else there.
func (o outcome) object(t *testing.T) map[string]any {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(o.out))
	d.UseNumber()
	var object map[string]any
	if err := d.Decode(&object); err != nil {
		t.Fatalf("stdout is no JSON object: %v\nstdout: %s\nstderr: %s", err, o.out, o.err)
	}
	if rest := strings.TrimSpace(o.out[d.InputOffset():]); rest != "" {
		t.Errorf("something follows the object: %s", rest)
	}
	return object
}

func chinese(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// write puts a file into a new directory and gives its path.
func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// copyFile copies a closed database, or any file, into a new directory and
// gives that directory.
func copyFile(t *testing.T, from string) string {
	t.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Dir(write(t, filepath.Base(from), string(data)))
}
