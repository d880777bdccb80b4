package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"time"
)

// server is the program running on a database.
type server struct {
	process  *exec.Cmd
	address  string
	answered time.Duration // from the start of the process to its first answer
}

// startServer starts the program and waits for its first answer.
func startServer(ctx context.Context, binary, data string) (*server, error) {
	address, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	s := &server{process: exec.CommandContext(ctx, binary, "serve", "--dir", data, "--addr", address, "--insecure-http"), address: address}
	var dialer net.Dialer
	begun := time.Now()
	if err := s.process.Start(); err != nil {
		return nil, fmt.Errorf("启动程序：%w", err)
	}
	for time.Since(begun) < 20*time.Second {
		// Dialling is cheap and does not take the processor away from the start.
		conn, err := dialer.DialContext(ctx, "tcp", address)
		if err != nil {
			time.Sleep(200 * time.Microsecond)
			continue
		}
		if err := conn.Close(); err != nil {
			return nil, err
		}
		if _, err := s.get(ctx, "/healthz", ""); err != nil {
			return nil, errors.Join(err, s.stop())
		}
		s.answered = time.Since(begun)
		return s, nil
	}
	return nil, errors.Join(errors.New("程序启动后一直没有应答"), s.stop())
}

func (s *server) stop() error {
	if err := s.process.Process.Signal(os.Interrupt); err != nil {
		return fmt.Errorf("停止程序：%w", err)
	}
	if err := s.process.Wait(); err != nil {
		return fmt.Errorf("程序结束：%w", err)
	}
	return nil
}

// get asks for a page that must be there, and tells how long the whole answer
// took.
func (s *server) get(ctx context.Context, path, secret string) (time.Duration, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+s.address+path, nil)
	if err != nil {
		return 0, err
	}
	if secret != "" {
		request.AddCookie(&http.Cookie{Name: "wubiao", Value: secret})
	}
	begun := time.Now()
	answer, err := client.Do(request)
	if err != nil {
		return 0, err
	}
	size, err := io.Copy(io.Discard, answer.Body)
	took := time.Since(begun)
	if err = errors.Join(err, answer.Body.Close()); err != nil {
		return 0, err
	}
	if answer.StatusCode != http.StatusOK || size == 0 {
		return 0, fmt.Errorf("%s 应答 %s，%d 字节", path, answer.Status, size)
	}
	return took, nil
}
