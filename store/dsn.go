package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"wubiao/engine"
)

// The page caches of a connection, in KiB. The system's own cache stands behind
// them; a larger one here would only make memory grow with the company. The
// writer's holds what a group of 128 changes: where it does not, pages are written
// and read again within the transaction. At rest both are given back.
const (
	writerCacheKiB = 4 << 10
	readerCacheKiB = 1 << 10
)

// statementCache is how many statements a connection keeps prepared.
const statementCache = 128

// tempInMemory keeps in memory what savepoints need to take something back: else
// a file is made for every group, and every page that it changes written to it.
// The C driver's DSN has no word for it.
func tempInMemory(ctx context.Context, conn *sql.Conn) error {
	const inMemory = 2
	return insist(ctx, conn, "temp_store", inMemory)
}

// insist sets a pragma that the DSN has no word for, and reads it back.
func insist(ctx context.Context, conn *sql.Conn, name string, value int) error {
	var got int
	_, err := conn.ExecContext(ctx, "PRAGMA "+name+" = "+strconv.Itoa(value))
	if err == nil {
		err = conn.QueryRowContext(ctx, "PRAGMA "+name).Scan(&got)
	}
	if err == nil && got != value {
		err = errors.New("未生效")
	}
	if err != nil {
		return fmt.Errorf("数据库设置 %s：%w", name, err)
	}
	return nil
}

// pragma is a setting with the value SQLite reports for it.
type pragma struct{ name, value string }

// settings are the pragmas a connection must have. The two drivers spell them
// differently in a DSN and ignore what they do not know, so every one is read
// back on every new connection.
func (o Options) settings(reader bool) []pragma {
	queryOnly, cache, synchronous := "0", writerCacheKiB, "2" // FULL: what was acknowledged survives a power cut
	if o.Draft {
		synchronous = "0"
	}
	if reader {
		queryOnly, cache = "1", readerCacheKiB
	}
	return []pragma{
		{"busy_timeout", strconv.FormatInt(o.BusyTimeout.Milliseconds(), 10)},
		{"journal_mode", "wal"},
		{"synchronous", synchronous},
		{"foreign_keys", "1"},
		{"cache_size", strconv.Itoa(-cache)},
		{"query_only", queryOnly},
	}
}

// dsn writes the settings in the words of the driver. Only a writer may change
// the journal mode; readers find it in the file.
func (o Options) dsn(reader bool) string {
	q := url.Values{}
	for _, p := range o.settings(reader) {
		switch {
		case reader && p.name == "journal_mode":
		case o.Driver == DriverC:
			q.Set("_"+p.name, p.value)
		default:
			q.Add("_pragma", p.name+"("+p.value+")")
		}
	}
	if !reader {
		q.Set("_txlock", "immediate")
	}
	if o.Driver == DriverC {
		q.Set("_stmt_cache_size", strconv.Itoa(statementCache))
		q.Set("_mutex", "no") // a connection is used by one goroutine at a time; its locks cost a twentieth
	}
	return (&url.URL{Scheme: "file", Path: o.Path, RawQuery: q.Encode()}).String()
}

// verify reads every setting back and refuses a connection that lacks one.
func (o Options) verify(ctx context.Context, conn *sql.Conn, reader bool) error {
	for _, p := range o.settings(reader) {
		var got string
		if err := conn.QueryRowContext(ctx, "PRAGMA "+p.name).Scan(&got); err != nil {
			return fmt.Errorf("读取数据库设置 %s：%w", p.name, err)
		}
		if !strings.EqualFold(got, p.value) {
			return engine.Fail(engine.Refused, "pragma_mismatch", fmt.Sprintf(
				"数据库设置 %s 应为 %s，实为 %s：为免丢失数据，程序不启动；请检查数据库文件所在的磁盘（不要放在网络共享目录上）",
				p.name, p.value, got))
		}
	}
	return nil
}
