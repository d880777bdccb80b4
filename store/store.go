package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"wubiao/engine"
	"wubiao/engine/port"
)

// Store is an open database. It is safe for concurrent use.
type Store struct {
	options Options
	gorm    *gorm.DB
	nouns   nouns
	writer  *writer
	readers *readers
}

var _ port.Store = (*Store)(nil)

// Open opens the database file, making an empty one where none is, and checks
// its settings and schema. It refuses a schema newer than the program without
// writing anything, and an older one unless Options.AnySchema is set.
func Open(ctx context.Context, options Options) (*Store, error) {
	o, err := options.complete()
	if err != nil {
		return nil, err
	}
	if err := ownFile(o.Path); err != nil {
		return nil, err
	}
	if err := o.checkSchema(ctx); err != nil {
		return nil, err
	}
	s := &Store{options: o}
	if err := s.connect(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// ownFile makes the file if need be and keeps it to its owner; SQLite gives its
// companions -wal and -shm the same mode.
func ownFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return engine.Fail(engine.Refused, "database_file",
			"数据库文件打不开：请检查目录是否存在、本程序的账户能否读写").Because(err)
	}
	if err := errors.Join(f.Chmod(0o600), f.Close()); err != nil {
		return fmt.Errorf("设置数据库文件的权限：%w", err)
	}
	return nil
}

func (s *Store) connect(ctx context.Context) error {
	var err error
	if s.writer, err = openWriter(ctx, s.options); err != nil {
		return err
	}
	if s.readers, err = openReaders(ctx, s.options); err != nil {
		return err
	}
	d := dialector{sqlite.Dialector{DriverName: s.options.Driver, Conn: s.writer.conn.Conn}}
	s.gorm, err = gorm.Open(d, &gorm.Config{
		SkipDefaultTransaction: true, // Update is the transaction
		TranslateError:         true,
		DisableAutomaticPing:   true,
		Logger:                 logger.Discard,
		NowFunc:                s.now,
	})
	if err != nil {
		return fmt.Errorf("准备数据库方言：%w", err)
	}
	s.nouns, err = parseNouns(s.gorm)
	return err
}

// now is the moment a transaction begins: UTC, because local times do not
// compare as text, and whole milliseconds, because that is what is stored.
func (s *Store) now() time.Time { return s.options.Clock.Now().UTC().Truncate(time.Millisecond) }

// Close waits for running transactions and closes the file. Later calls of
// Update and View fail.
func (s *Store) Close() error {
	var errs []error
	if s.writer != nil {
		errs = append(errs, s.writer.close())
	}
	if s.readers != nil {
		errs = append(errs, s.readers.close())
	}
	return errors.Join(errs...)
}

// Update runs fn in a transaction that commits when fn returns nil and leaves
// no trace otherwise, also when fn panics. Updates waiting at the same time
// share one commit. A context cancelled before fn starts is honoured; after
// that it stops fn at its next verb. fn must not call Update: it would wait for
// itself, unless under port.Within.
func (s *Store) Update(ctx context.Context, fn func(port.Tx) error) error {
	if t := s.around(ctx); t != nil {
		return t.join(fn)
	}
	return s.writer.perform(ctx, func(conn *connection) error {
		return s.inTx(ctx, conn, s.writer, fn)
	})
}

// View runs fn on a connection that cannot write, over one unchanging state of
// the database.
func (s *Store) View(ctx context.Context, fn func(port.Tx) error) error {
	if t := s.around(ctx); t != nil {
		return fn(t)
	}
	return s.readers.perform(ctx, func(conn *connection) error {
		return s.inTx(ctx, conn, nil, fn)
	})
}

// inTx lends fn a Tx over the connection and takes it back when fn ends.
func (s *Store) inTx(ctx context.Context, conn *connection, w *writer, fn func(port.Tx) error) error {
	t := s.newTx(ctx, conn, w)
	conn.seen.forget()
	defer func() { t.over = true }()
	if err := fn(t); err != nil {
		return err
	}
	return t.broken
}

var errClosed = engine.Fail(engine.Internal, "store_closed", "数据库已经关闭")
