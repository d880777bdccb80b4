package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The size of the company that is served, and how often things are measured.
const (
	serveBranches = 1000
	serveStarts   = 7
	pageTurns     = 400
)

// measureServe starts the binary on a database of 1,000 branches and looks at
// how soon it answers, what it holds, and how fast the first page comes.
func measureServe(ctx context.Context, r *report, dir string, w *scoring) error {
	binary, err := buildProgram(ctx, dir)
	if err != nil {
		return err
	}
	data := filepath.Join(dir, "data")
	c, err := prepareCompany(ctx, binary, data, w, serveBranches, true)
	if err != nil {
		return fmt.Errorf("准备数据库：%w", err)
	}
	if err := measureStarts(ctx, r, binary, data); err != nil {
		return err
	}
	s, err := startServer(ctx, binary, data)
	if err != nil {
		return err
	}
	return errors.Join(measureRunning(ctx, r, s, c.secretary), s.stop())
}

// buildProgram builds the binary as it is shipped, in the product's own module.
func buildProgram(ctx context.Context, dir string) (string, error) {
	home, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}", "wubiao").Output()
	if err != nil {
		return "", fmt.Errorf("找产品的模块：%w", err)
	}
	binary := filepath.Join(dir, "wubiao")
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", binary, "./cmd/wubiao")
	build.Dir = strings.TrimSpace(string(home))
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("构建程序：%w\n%s", err, out)
	}
	return binary, nil
}

// measureStarts starts the program again and again; between, a start that only
// prints the help tells what a process costs here.
func measureStarts(ctx context.Context, r *report, binary, data string) error {
	var first, help []float64
	for range serveStarts {
		s, err := startServer(ctx, binary, data)
		if err != nil {
			return err
		}
		first = append(first, s.answered.Seconds()*1000)
		if err := s.stop(); err != nil {
			return err
		}
		begun := time.Now()
		if err := exec.CommandContext(ctx, binary, "--help").Run(); err != nil {
			return fmt.Errorf("--help：%w", err)
		}
		help = append(help, time.Since(begun).Seconds()*1000)
	}
	r.add(figure{Name: fmt.Sprintf("已有 %d 个支部的数据库，从启动到第一次应答", serveBranches), Value: median(first), Unit: "毫秒",
		Anchor: fmt.Sprintf("同一程序 --help 起止 %.1f 毫秒", median(help)), Ratio: median(first) / median(help), Limit: "≤100 毫秒", Met: median(first) <= 100})
	return nil
}

// measureRunning looks at memory, then at the first page against the null
// answer, then at memory again.
func measureRunning(ctx context.Context, r *report, s *server, secret string) error {
	pid := strconv.Itoa(s.process.Process.Pid)
	if err := waitQuiet(ctx, pid); err != nil {
		return err
	}
	idle, err := memoryOf(pid, "VmRSS")
	if err != nil {
		return err
	}
	var page, null []float64
	for range pageTurns {
		for _, turn := range []struct {
			path string
			into *[]float64
		}{{"/", &page}, {"/healthz", &null}} {
			took, err := s.get(ctx, turn.path, secret)
			if err != nil {
				return err
			}
			*turn.into = append(*turn.into, took.Seconds()*1000)
		}
	}
	if err := waitQuiet(ctx, pid); err != nil {
		return err
	}
	later, err := memoryOf(pid, "VmRSS")
	if err != nil {
		return err
	}
	file, err := memoryOf(pid, "RssFile")
	if err != nil {
		return err
	}
	for _, m := range []struct {
		when string
		mb   float64
	}{{"启动后", idle}, {fmt.Sprintf("翻 %d 页、再静置后", pageTurns), later}} {
		r.add(figure{Name: m.when + "的常驻内存", Value: m.mb, Unit: "MB", Anchor: fmt.Sprintf("其中程序文件本身映入 %.1f MB", file),
			Ratio: m.mb / file, Limit: "<40 MB", Met: m.mb < 40})
	}
	for _, q := range []struct {
		name string
		part float64
	}{{"p50", 0.5}, {"p99", 0.99}} {
		ours, anchor := quantile(page, q.part), quantile(null, q.part)
		r.add(figure{Name: "本周一页 " + q.name + "（含本机往返）", Value: ours, Unit: "毫秒",
			Anchor: fmt.Sprintf("空应答 %s %.2f 毫秒", q.name, anchor), Ratio: ours / anchor, Limit: "≤10 毫秒", Met: ours <= 10})
	}
	return nil
}

// quantile gives the value that so large a part of the values does not exceed.
func quantile(values []float64, part float64) float64 {
	s := slices.Sorted(slices.Values(values))
	return s[min(int(part*float64(len(s))), len(s)-1)]
}

// waitQuiet waits until a process has been at rest for so long that it has given
// back what it does not need.
func waitQuiet(ctx context.Context, pid string) error { return waitQuietFor(ctx, pid, 15) }

// waitQuietFor waits until a process has spent next to no time for so many
// seconds: what it does of itself at its start, scoring a thousand branches among
// it, is over.
func waitQuietFor(ctx context.Context, pid string, seconds int) error {
	for before, quiet := 0, 0; quiet < seconds; {
		if err := wait(ctx, time.Second); err != nil {
			return err
		}
		now, err := ticksOf(pid)
		if err != nil {
			return err
		}
		if quiet++; now-before > 2 {
			quiet = 0
		}
		before = now
	}
	return nil
}

func wait(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// freeAddress finds an address nobody listens on.
func freeAddress(ctx context.Context) (string, error) {
	var network net.ListenConfig
	l, err := network.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

var client = &http.Client{Timeout: 10 * time.Second,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
