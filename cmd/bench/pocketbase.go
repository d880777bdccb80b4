package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// pocketbase is the peer at work: one submission a request, of 52 scored lines,
// behind its sign-in token and rules.
type pocketbase struct {
	process *exec.Cmd
	address string
	token   string
}

func startPocketbase(ctx context.Context, program, dir string) (*pocketbase, error) {
	address, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	data := filepath.Join(dir, "pocketbase-data")
	p := &pocketbase{address: address,
		process: exec.CommandContext(ctx, program, "-mode", "serve", "-addr", address, "-dir", data, "-nolog")}
	if err := p.process.Start(); err != nil {
		return nil, fmt.Errorf("启动 PocketBase：%w", err)
	}
	for begun := time.Now(); time.Since(begun) < 30*time.Second; time.Sleep(50 * time.Millisecond) {
		token, err := os.ReadFile(filepath.Join(data, "token"))
		if err != nil {
			continue
		}
		if w, err := dial(ctx, address); err == nil {
			p.token = string(token)
			return p, w.conn.Close()
		}
	}
	return nil, errors.Join(errors.New("PocketBase 一直没有应答"), p.stop())
}

func (p *pocketbase) stop() error {
	if err := p.process.Process.Signal(os.Interrupt); err != nil {
		return err
	}
	err := p.process.Wait()
	var ended *exec.ExitError
	if errors.As(err, &ended) { // it does not end with 0 when told to stop
		return nil
	}
	return err
}

// pocketClient submits the same sheet over and over, as its own benchmark does.
type pocketClient struct{ request []byte }

func (p *pocketbase) client() pocketClient {
	var lines bytes.Buffer
	for i := 1; i <= 52; i++ {
		note := ""
		if i%13 == 0 {
			note = "已整改"
		}
		if i > 1 {
			lines.WriteByte(',')
		}
		fmt.Fprintf(&lines, `{"code":"S%02d","score":%.1f,"note":%q}`, i, float64(i%10)/2, note)
	}
	body := fmt.Appendf(nil, `{"unit":17,"period":"2026Q3","scores":[%s]}`, lines.String())
	return pocketClient{rawRequest("/api/collections/submissions/records", body,
		"Host", p.address, "Content-Type", "application/json", "Authorization", p.token)}
}

func (c pocketClient) next() []byte { return c.request }

func (c pocketClient) fits(status int, body []byte) error {
	if status != 200 {
		return fmt.Errorf("PocketBase 应答 %d %.200s", status, body)
	}
	return nil
}
