package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"time"
)

func main() {
	strict := flag.Bool("strict", false, "有一项未达标就以状态 1 结束")
	only := flag.String("only", "", "只量一部分：issue、busy、memory、score、serve、pages、submit、peers")
	issue := flag.String("issue", "", "（内部用）在这个数据库里下达一季，打印内存峰值")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if *issue != "" {
		end(issueAlone(ctx, *issue), 0, false)
	}
	r := &report{out: os.Stdout}
	err := measure(ctx, r, *only)
	end(err, r.missed, *strict)
}

// end leaves the program.
func end(err error, missed int, strict bool) {
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	case strict && missed > 0:
		os.Exit(1)
	}
	os.Exit(0)
}

// measure runs the parts one after the other in a folder that goes afterwards.
func measure(ctx context.Context, r *report, only string) (err error) {
	dir, err := os.MkdirTemp("", "wubiao-bench-")
	if err != nil {
		return err
	}
	defer func() {
		if gone := os.RemoveAll(dir); err == nil {
			err = gone
		}
	}()
	w, err := newScoring(64)
	if err != nil {
		return fmt.Errorf("读内置手册：%w", err)
	}
	begun := time.Now()
	fmt.Fprintf(r.out, "%s %s/%s，%d 核。各数为中位数；两边轮流量，只有比值可与别处相比。\n",
		runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	parts := []struct {
		name, title string
		run         func() error
	}{
		{"issue", "下达", func() error { return measureIssue(ctx, r, dir, w) }},
		{"busy", "下达时有人办事", func() error { return measureBusy(ctx, r, dir, w) }},
		{"memory", "内存", func() error { return measureMemory(ctx, r, dir, w) }},
		{"score", "评分", func() error { return measureScoring(r, w) }},
		{"serve", "网页", func() error { return measureServe(ctx, r, dir, w) }},
		{"pages", "总览和支部的各页", func() error { return measurePages(ctx, r, dir, w) }},
		{"submit", "上报", func() error { return measureSubmit(ctx, r, dir, w) }},
		{"peers", "同行", func() error { return measurePeers(ctx, r, dir, w) }},
	}
	for _, p := range parts {
		if only != "" && only != p.name {
			continue
		}
		r.part(p.title)
		if err := p.run(); err != nil {
			return fmt.Errorf("%s：%w", p.title, err)
		}
	}
	fmt.Fprintf(r.out, "\n共用 %d 秒，%d 项未达标。\n", int(time.Since(begun).Seconds()), r.missed)
	return nil
}
