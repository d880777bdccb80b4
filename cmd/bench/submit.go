package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"wubiao/engine/calendar"
)

// How the two servers are loaded. Each of our rounds hands in as many self-checks
// as there are; the peer's takes a fixed time.
const (
	submitRounds = 3
	submitSpell  = 2 * time.Second
	submitConns  = 64
	submitChecks = 48 * submitConns
	submitWarm   = 4 // of those each connection hands in uncounted
)

// measureSubmit hands in self-checks over HTTP and loads PocketBase, turn by turn:
// ours with a whole use case a request and every commit on disk (synchronous
// FULL), the peer as its benchmark has it (NORMAL).
func measureSubmit(ctx context.Context, r *report, dir string, w *scoring) (err error) {
	binary, err := buildProgram(ctx, dir)
	if err != nil {
		return err
	}
	blank := filepath.Join(dir, "checks.db")
	period, checks, err := prepareChecks(ctx, blank, w, submitChecks)
	if err != nil {
		return fmt.Errorf("准备数据库：%w", err)
	}
	peer, err := peerAtWork(ctx, r, dir)
	if err != nil {
		return err
	}
	var theirs []asker
	if peer != nil {
		defer func() { err = errors.Join(err, peer.stop()) }()
		for range submitConns {
			theirs = append(theirs, peer.client())
		}
	}
	var us, them spells
	for range submitRounds {
		err := us.add(submitRound(ctx, binary, blank, filepath.Join(dir, "submit"), period, checks))
		if err != nil {
			return fmt.Errorf("本程序：%w", err)
		}
		if peer != nil {
			if err := them.add(pressed(ctx, peer.process.Process.Pid, peer.address, theirs, submitSpell)); err != nil {
				return fmt.Errorf("PocketBase：%w", err)
			}
		}
	}
	reportSubmit(r, us, them)
	return nil
}

// submitRound hands every self-check in once, in a fresh copy of the database.
func submitRound(ctx context.Context, binary, blank, data string, period calendar.Period, checks []reviewed) (all load, err error) {
	if err := os.MkdirAll(data, 0o700); err != nil {
		return all, err
	}
	path := filepath.Join(data, "wubiao.db")
	if err := errors.Join(removeDatabase(path), copyFile(blank, path)); err != nil {
		return all, err
	}
	err = visiting(ctx, binary, data, func(s *server) error {
		if err := waitQuietFor(ctx, strconv.Itoa(s.process.Process.Pid), 2); err != nil {
			return err
		}
		// The peer runs on from round to round; ours has just started.
		for _, part := range [][]reviewed{checks[:submitWarm*submitConns], checks[submitWarm*submitConns:]} {
			ours := make([]asker, submitConns)
			for i := range ours {
				each := len(part) / submitConns
				ours[i] = submitterOf(s.address, period, part[i*each:(i+1)*each])
			}
			all, err = pressed(ctx, s.process.Process.Pid, s.address, ours, time.Minute)
			if err == nil && len(all.waits) != len(part) {
				err = fmt.Errorf("%d 份自查表只交成 %d 份：%w", len(part), len(all.waits), all.first)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	return all, err
}

// pressed loads the address and tells besides what the process spent on it: where
// other programs run too, processor time is steadier than speed.
func pressed(ctx context.Context, pid int, address string, clients []asker, spell time.Duration) (load, error) {
	before, err := ticksOf(strconv.Itoa(pid))
	if err != nil {
		return load{}, err
	}
	all, err := press(ctx, address, clients, spell, 0)
	if err != nil {
		return all, err
	}
	after, err := ticksOf(strconv.Itoa(pid))
	all.processor = float64(after-before) * tick / float64(max(1, len(all.waits)))
	return all, err
}

// tick is the processor time of one tick in milliseconds, as Linux counts it.
const tick = 10.0

// peerAtWork builds and starts PocketBase where the peers' folder is named.
func peerAtWork(ctx context.Context, r *report, dir string) (*pocketbase, error) {
	home := os.Getenv(peersVariable)
	if home == "" {
		r.note("没有设 %s（同行程序所在的文件夹），不与 PocketBase 比。", peersVariable)
		return nil, nil
	}
	program, err := buildPeer(ctx, filepath.Join(home, "pocketbase"), dir)
	if err != nil {
		r.note("PocketBase 构建不了，不与它比：%v", err)
		return nil, nil
	}
	return startPocketbase(ctx, program, dir)
}

// spells are the rounds of one server.
type spells struct {
	speeds, p99s, processor []float64
	longest                 float64
	errors                  int
}

func (s *spells) add(l load, err error) error {
	if err != nil {
		return err
	}
	if len(l.waits) == 0 {
		return fmt.Errorf("一次也没有成功：%w", l.first)
	}
	s.speeds = append(s.speeds, l.perSecond)
	s.p99s = append(s.p99s, quantile(l.waits, 0.99))
	s.processor = append(s.processor, l.processor)
	s.longest = max(s.longest, quantile(l.waits, 1))
	s.errors += l.errors
	return nil
}

func reportSubmit(r *report, us, them spells) {
	name := fmt.Sprintf("%d 个连接交自查表（一次请求是整件事，FULL）", submitConns)
	ours, p99 := median(us.speeds), median(us.p99s)
	f := figure{Name: name, Value: ours, Unit: "次/秒", Anchor: "没有同行可比"}
	g := figure{Name: name + "的 p99", Value: p99, Unit: "毫秒", Anchor: "没有同行可比"}
	if len(them.speeds) > 0 {
		speed, wait := median(them.speeds), median(them.p99s)
		f.Anchor, f.Ratio, f.Limit, f.Met = fmt.Sprintf("PocketBase 交一张 52 行的表 %.4g 次/秒（NORMAL）", speed), ours/speed, "比值 ≥2，志在 3；没有一次失败", ours >= 2*speed && us.errors == 0
		g.Anchor, g.Ratio, g.Limit, g.Met = fmt.Sprintf("PocketBase %.4g 毫秒", wait), p99/wait, "比值 ≤0.25", p99 <= 0.25*wait
	}
	r.add(f)
	r.add(g)
	r.note("失败 %d 次，最久 %.0f 毫秒。一次用处理器 %.3f 毫秒，PocketBase %.3f 毫秒。", us.errors, us.longest, median(us.processor), median(them.processor))
}
