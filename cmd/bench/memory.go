package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"wubiao/engine/calendar"
	"wubiao/engine/use/practise"
)

// measureMemory issues one quarter in a process of its own, for many branches
// and for few, and compares the most memory each held.
func measureMemory(ctx context.Context, r *report, dir string, w *scoring) error {
	var few, many []float64
	for range 5 {
		for _, size := range []int{1000, issueBranches} {
			peak, err := issueInChild(ctx, dir, w, size)
			if err != nil {
				return fmt.Errorf("%d 个支部：%w", size, err)
			}
			if size == issueBranches {
				many = append(many, peak)
			} else {
				few = append(few, peak)
			}
		}
	}
	r.add(figure{Name: fmt.Sprintf("下达一季的内存峰值（%d 个支部）", issueBranches), Value: median(many), Unit: "MB",
		Anchor: fmt.Sprintf("1,000 个支部 %.1f MB", median(few)), Ratio: median(many) / median(few),
		Limit: "比值 ≤1.20", Met: median(many) <= 1.2*median(few)})
	return nil
}

// issueInChild starts this program again to issue, and gives its peak in MB.
func issueInChild(ctx context.Context, dir string, w *scoring, branches int) (float64, error) {
	path := filepath.Join(dir, fmt.Sprintf("child-%d.db", branches))
	if err := removeDatabase(path); err != nil {
		return 0, err
	}
	if err := makeUnits(ctx, path, w.edition, branches); err != nil {
		return 0, err
	}
	self, err := os.Executable()
	if err != nil {
		return 0, err
	}
	child := exec.CommandContext(ctx, self, "-issue", path)
	child.Stderr = os.Stderr
	out, err := child.Output()
	if err != nil {
		return 0, fmt.Errorf("子进程：%w", err)
	}
	return strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
}

// issueAlone is what the child does: it issues one quarter and prints the most
// memory it held, in MB.
func issueAlone(ctx context.Context, path string) (err error) {
	w, err := newScoring(0)
	if err != nil {
		return err
	}
	s, err := openStore(ctx, path, eve())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	first := quarters()[0]
	result, err := practiseOver(s, w).Issue(ctx, first.Start, practise.IssueOptions{Kinds: []calendar.Kind{calendar.KindQuarter}})
	if err != nil {
		return err
	}
	if result.Tasks == 0 {
		return errors.New("什么也没有下达")
	}
	peak, err := memoryOf("self", "VmHWM")
	if err != nil {
		return err
	}
	fmt.Printf("%.2f\n", peak)
	return nil
}

// memoryOf reads a line of a process's status, in MB.
func memoryOf(process, line string) (float64, error) {
	status, err := os.ReadFile(filepath.Join("/proc", process, "status"))
	if err != nil {
		return 0, fmt.Errorf("读进程的内存（只在 Linux 上能量）：%w", err)
	}
	for row := range bytes.Lines(status) {
		if name, rest, ok := strings.Cut(string(row), ":"); ok && name == line {
			kb, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return kb / 1024, err
		}
	}
	return 0, fmt.Errorf("进程状态里没有 %s", line)
}

// ticksOf is how long a process has run, in hundredths of a second.
func ticksOf(process string) (int, error) {
	stat, err := os.ReadFile(filepath.Join("/proc", process, "stat"))
	if err != nil {
		return 0, fmt.Errorf("读进程用时（只在 Linux 上能量）：%w", err)
	}
	_, rest, _ := strings.Cut(string(stat), ") ") // the name may hold anything
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0, fmt.Errorf("进程 %s 的用时读不懂", process)
	}
	user, err := strconv.Atoi(fields[11])
	if err != nil {
		return 0, err
	}
	system, err := strconv.Atoi(fields[12])
	return user + system, err
}
