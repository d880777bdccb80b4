package store

import (
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"wubiao/engine"
	"wubiao/engine/port"
)

// The names under which the two SQLite drivers register.
const (
	DriverC  = "sqlite3" // SQLite itself, through cgo
	DriverGo = "sqlite"  // SQLite translated to Go: builds without a C compiler
)

// Options say which database to open and how.
type Options struct {
	// Path is the database file. Its directory must exist; the file is made,
	// readable by its owner only, when it is missing.
	Path string
	// Clock tells the moment of every transaction.
	Clock port.Clock
	// Driver is DriverC or DriverGo; empty takes the one the program was built
	// with. The other works only where something links it in.
	Driver string
	// Readers is the number of reading connections; 0 means one per core.
	Readers int
	// BusyTimeout is how long a writer waits for another process to finish its
	// transaction; 0 means 5 seconds.
	BusyTimeout time.Duration
	// Draft says that the file is thrown away if the program dies: commits do not
	// wait for the disk. Whoever keeps the file flushes it after Close.
	Draft bool
	// AnySchema opens a database whose schema is older than the program, so
	// that Migrate can be called. Without it an older schema is refused. A newer
	// one always is.
	AnySchema bool
}

// complete fills the defaults in and refuses what cannot work.
func (o Options) complete() (Options, error) {
	if strings.HasPrefix(o.Path, "postgres://") || strings.HasPrefix(o.Path, "postgresql://") {
		return o, engine.Fail(engine.Refused, "postgres_unsupported",
			"尚不支持 PostgreSQL：请在配置里填写一个 SQLite 数据库文件的路径")
	}
	if o.Path == "" || strings.Contains(o.Path, ":memory:") {
		return o, engine.Fail(engine.Invalid, "no_database_file", "没有指定数据库文件：请在配置里填写它的路径")
	}
	if o.Clock == nil {
		return o, engine.Fail(engine.Internal, "no_clock", "打开数据库时没有给出时钟")
	}
	path, err := filepath.Abs(o.Path)
	if err != nil {
		return o, engine.Fail(engine.Invalid, "no_database_file", "数据库文件的路径无法识别").Because(err)
	}
	o.Path = path
	if o.Driver == "" {
		o.Driver = builtIn
	}
	if o.Readers <= 0 {
		o.Readers = runtime.GOMAXPROCS(0)
	}
	if o.BusyTimeout <= 0 {
		o.BusyTimeout = 5 * time.Second
	}
	return o, nil
}
