package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// peersVariable names the folder of the peers' programs.
const peersVariable = "WUBIAO_PEERS"

// peer is a program that issues 10,000 × 52 plain rows in one of its ways. It
// prints lines BENCH, name, value, unit, with tabs between.
type peer struct {
	title  string
	folder string
	only   string // which of its ways
	line   string // the name of the line that counts ends with this
}

// peers are those that bear on issuing. Their rows are narrower than ours (seven
// columns, one index) and nothing is decided about them.
var peers = []peer{
	{"同行 gorm CreateInBatches 1000", "issue-mattn", "gorm-CreateInBatches1000", "gorm-CreateInBatches1000"},
	{"物理上限 INSERT…SELECT（Go 驱动，一条语句）", "issue-mattn", "insert-select-hoisted", "insert-select-hoisted"},
	{"物理上限 INSERT…SELECT（C 程序）", "csqlite", "", "FULL/insert-select-hoisted"},
}

// measurePeers runs the peers and, turn by turn, issuing.
func measurePeers(ctx context.Context, r *report, dir string, w *scoring) error {
	home := os.Getenv(peersVariable)
	if home == "" {
		r.note("没有设 %s（同行程序所在的文件夹），这一部分不量。", peersVariable)
		return nil
	}
	programs := map[string]string{}
	for _, p := range peers {
		if programs[p.folder] != "" {
			continue
		}
		program, err := buildPeer(ctx, filepath.Join(home, p.folder), dir)
		if err != nil {
			r.note("%s 构建不了，略过：%v", p.folder, err)
			continue
		}
		programs[p.folder] = program
	}
	blank := filepath.Join(dir, "units.db")
	if err := removeDatabase(blank); err != nil {
		return err
	}
	if err := makeUnits(ctx, blank, w.edition, issueBranches); err != nil {
		return err
	}
	var ours speeds
	theirs := make([][]float64, len(peers))
	for range issueRounds {
		if _, err := issueRound(ctx, &ours, blank, dir, w); err != nil {
			return err
		}
		for i, p := range peers {
			if programs[p.folder] == "" {
				continue
			}
			speed, err := p.run(ctx, programs[p.folder], dir)
			if err != nil {
				return fmt.Errorf("%s：%w", p.title, err)
			}
			theirs[i] = append(theirs[i], speed)
		}
	}
	us := median(all(ours.ours))
	for i, p := range peers {
		if len(theirs[i]) > 0 {
			anchor := median(theirs[i])
			r.add(figure{Name: fmt.Sprintf("%d 个支部下达一季", issueBranches), Value: us / 1000, Unit: "千行/秒",
				Anchor: fmt.Sprintf("%s %.4g 千行/秒", p.title, anchor/1000), Ratio: us / anchor})
		}
	}
	r.note("同行的行比我们的窄：七列、一个索引，不判断适用，也没有提醒表、通知和外键。")
	return nil
}

// buildPeer builds the peer in its folder into dir: a Go module, or C sources
// against the SQLite of the Go driver.
func buildPeer(ctx context.Context, folder, dir string) (string, error) {
	program := filepath.Join(dir, filepath.Base(folder))
	build := exec.CommandContext(ctx, "go", "build", "-o", program, ".")
	build.Dir = folder
	if _, err := os.Stat(filepath.Join(folder, "go.mod")); err != nil {
		driver, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}", "github.com/mattn/go-sqlite3").Output()
		if err != nil {
			return "", err
		}
		at := strings.TrimSpace(string(driver))
		build = exec.CommandContext(ctx, "gcc", "-O2", "-DSQLITE_THREADSAFE=1", "-I", at, "-o", program,
			filepath.Join(folder, "bench.c"), filepath.Join(at, "sqlite3-binding.c"), "-lpthread", "-ldl", "-lm")
	}
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w %s", err, bytes.TrimSpace(out[:min(len(out), 300)]))
	}
	return program, nil
}

// run gives the rows a second of the peer's line.
func (p peer) run(ctx context.Context, program, dir string) (float64, error) {
	run := exec.CommandContext(ctx, program, filepath.Join(dir, "peer.db"))
	run.Env = append(os.Environ(), "BENCH_DATA="+dir, "SYNC=FULL", "ONLY="+p.only)
	out, err := run.Output()
	if err != nil {
		return 0, err
	}
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		if parts := strings.Split(lines.Text(), "\t"); len(parts) >= 3 && parts[0] == "BENCH" && strings.HasSuffix(parts[1], p.line) {
			return strconv.ParseFloat(parts[2], 64)
		}
	}
	return 0, fmt.Errorf("它没有报出 %s", p.line)
}
