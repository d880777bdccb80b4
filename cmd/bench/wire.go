package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"sync"
	"time"
)

// wire is one kept connection to a server. It speaks just enough HTTP/1.1 to
// load one: the load runs on the same cores as what it measures, and the
// standard client costs as much as many a server.
type wire struct {
	conn net.Conn
	in   *bufio.Reader
}

func dial(ctx context.Context, address string) (*wire, error) {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	return &wire{conn, bufio.NewReader(conn)}, nil
}

// do sends a whole request and gives the answer's status and body.
func (w *wire) do(request []byte) (status int, body []byte, err error) {
	if err := w.conn.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		return 0, nil, err
	}
	if _, err := w.conn.Write(request); err != nil {
		return 0, nil, err
	}
	line, err := w.in.ReadSlice('\n')
	if err != nil {
		return 0, nil, err
	}
	if len(line) < 12 {
		return 0, nil, fmt.Errorf("应答的首行是 %q", line)
	}
	if status, err = strconv.Atoi(string(line[9:12])); err != nil {
		return 0, nil, err
	}
	size := -1
	for {
		if line, err = w.in.ReadSlice('\n'); err != nil {
			return 0, nil, err
		}
		if len(line) <= 2 {
			break
		}
		if name, value, ok := bytes.Cut(line, []byte(":")); ok && bytes.EqualFold(name, []byte("Content-Length")) {
			if size, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
				return 0, nil, err
			}
		}
	}
	if status == 204 { // no body, and nothing that says so
		return status, nil, nil
	}
	if size < 0 {
		body, err = w.chunks()
		return status, body, err
	}
	body = make([]byte, size)
	_, err = io.ReadFull(w.in, body)
	return status, body, err
}

// chunks reads a body that comes in pieces.
func (w *wire) chunks() (body []byte, err error) {
	for {
		line, err := w.in.ReadSlice('\n')
		if err != nil {
			return body, err
		}
		size, err := strconv.ParseUint(string(bytes.TrimSpace(line)), 16, 31)
		if err != nil {
			return body, fmt.Errorf("应答的一段没有写明长度：%w", err)
		}
		piece := make([]byte, size+2) // with the end of its line
		if _, err := io.ReadFull(w.in, piece); err != nil || size == 0 {
			return body, err
		}
		body = append(body, piece[:size]...)
	}
}

// rawRequest writes a POST with the headers given as pairs.
func rawRequest(path string, body []byte, headers ...string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "POST %s HTTP/1.1\r\nContent-Length: %d\r\n", path, len(body))
	for i := 0; i < len(headers); i += 2 {
		fmt.Fprintf(&b, "%s: %s\r\n", headers[i], headers[i+1])
	}
	b.WriteString("\r\n")
	b.Write(body)
	return b.Bytes()
}

// load is what a spell of load came to.
type load struct {
	perSecond float64
	processor float64   // milliseconds of processor time a request, where it was measured
	waits     []float64 // milliseconds, of every request
	errors    int
	first     error // what the first error was
}

// asker gives the next request of one connection, nil when it has no more, and
// judges the answer.
type asker interface {
	next() []byte
	fits(status int, body []byte) error
}

// press loads the address for a while: one connection for each client, each
// waiting for its answer and then thinking.
func press(ctx context.Context, address string, clients []asker, spell, think time.Duration) (_ load, err error) {
	wires := make([]*wire, len(clients))
	for i := range wires {
		w, err := dial(ctx, address)
		if err != nil {
			return load{}, err
		}
		defer func() { err = errors.Join(err, w.conn.Close()) }()
		wires[i] = w
	}
	var all load
	var mu sync.Mutex
	var group sync.WaitGroup
	begun := time.Now()
	for i, c := range clients {
		group.Go(func() {
			waits, failures, first := wires[i].spell(ctx, c, begun.Add(spell), think)
			mu.Lock()
			defer mu.Unlock()
			all.waits = append(all.waits, waits...)
			all.errors += failures
			if all.first == nil {
				all.first = first
			}
		})
	}
	group.Wait()
	all.perSecond = float64(len(all.waits)) / time.Since(begun).Seconds()
	return all, ctx.Err()
}

// spell sends one client's requests until the time is over.
func (w *wire) spell(ctx context.Context, c asker, until time.Time, think time.Duration) (waits []float64, failures int, first error) {
	for time.Now().Before(until) && ctx.Err() == nil {
		request := c.next()
		if request == nil {
			break
		}
		begun := time.Now()
		status, body, err := w.do(request)
		if err == nil {
			err = c.fits(status, body)
		}
		if err != nil {
			if failures++; first == nil {
				first = err
			}
			if status == 0 { // the connection is gone
				return waits, failures, first
			}
			continue
		}
		waits = append(waits, time.Since(begun).Seconds()*1000)
		if think > 0 {
			time.Sleep(think)
		}
	}
	return waits, failures, first
}
