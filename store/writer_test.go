package store

import (
	"context"
	"runtime"
	"testing"
)

func TestLostTransactionFailsTheWholeGroup(t *testing.T) {
	t.Parallel()
	s := openHere(t)
	held, free := make(chan struct{}), make(chan struct{})
	first := make(chan error)
	go func() {
		first <- s.writer.perform(context.Background(), func(conn *connection) error {
			close(held)
			<-free
			_, err := conn.ExecContext(context.Background(), "INSERT INTO login_failures VALUES ('first', 1, 0)")
			return err
		})
	}()
	<-held
	second := make(chan error)
	go func() {
		second <- s.writer.perform(context.Background(), func(conn *connection) error {
			// What SQLite does by itself when the disk is full.
			if _, err := conn.ExecContext(context.Background(), "ROLLBACK"); err != nil {
				return err
			}
			return context.DeadlineExceeded
		})
	}()
	for { // until the second waits behind the first
		s.writer.mu.Lock()
		n := len(s.writer.waiting)
		s.writer.mu.Unlock()
		if n == 1 {
			break
		}
		runtime.Gosched()
	}
	close(free)
	if err := <-first; err == nil {
		t.Error("the first was told that its work is kept")
	}
	if err := <-second; err == nil {
		t.Error("the second was told that its work is kept")
	}
	if rows := texts(t, s, "SELECT address FROM login_failures"); len(rows) != 0 {
		t.Errorf("left behind: %v", rows)
	}
	err := s.writer.perform(context.Background(), func(conn *connection) error {
		_, err := conn.ExecContext(context.Background(), "INSERT INTO login_failures VALUES ('next', 1, 0)")
		return err
	})
	if err != nil {
		t.Errorf("the writer did not recover: %v", err)
	}
}
