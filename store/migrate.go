package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"slices"

	"github.com/pressly/goose/v3"

	"wubiao/engine"
)

//go:embed migrations
var migrations embed.FS

// Migrate brings the schema up to date, each step in a transaction of its own:
// a crash leaves the old schema or the new one, and the next start goes on.
// Nothing to do is not an error.
func (s *Store) Migrate(ctx context.Context) (err error) {
	if err := s.options.checkVersion(ctx, true); err != nil {
		return err
	}
	db, err := sql.Open(s.options.Driver, s.options.dsn(false))
	if err != nil {
		return fmt.Errorf("打开数据库以升级：%w", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	steps, err := goose.NewProvider(goose.DialectSQLite3, db, sqliteMigrations(), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("读取升级步骤：%w", err)
	}
	if _, err := steps.Up(ctx); err != nil {
		// Another process may have been faster; then the work is done.
		if s.options.checkVersion(ctx, false) == nil {
			return nil
		}
		return fmt.Errorf("升级数据库结构：%w", err)
	}
	return nil
}

func sqliteMigrations() fs.FS {
	sub, err := fs.Sub(migrations, "migrations/sqlite")
	if err != nil {
		panic(err) // the folder is compiled in
	}
	return sub
}

// checkSchema is what Open asks of the schema.
func (o Options) checkSchema(ctx context.Context) error { return o.checkVersion(ctx, o.AnySchema) }

// checkVersion refuses a schema newer than the program and, unless older is
// allowed, an older one. It reads through a connection that cannot write.
func (o Options) checkVersion(ctx context.Context, older bool) error {
	has, err := o.schemaVersion(ctx)
	if err != nil {
		return err
	}
	knows, err := latestMigration()
	if err != nil {
		return err
	}
	switch {
	case has > knows:
		return engine.Fail(engine.Refused, "schema_newer", fmt.Sprintf(
			"数据库由更新版本的程序升级过（结构第 %d 版，本程序只认识到第 %d 版）：请改用新版程序；数据未作任何改动", has, knows))
	case has < knows && !older:
		return engine.Fail(engine.Refused, "schema_older", fmt.Sprintf(
			"数据库结构是第 %d 版，本程序需要第 %d 版：请先备份，再运行 wubiao migrate 升级", has, knows))
	}
	return nil
}

// schemaVersion is the number of the last migration the database has, 0 for an
// empty one.
func (o Options) schemaVersion(ctx context.Context) (version int64, err error) {
	dsn := &url.URL{Scheme: "file", Path: o.Path, RawQuery: "mode=ro"}
	db, err := sql.Open(o.Driver, dsn.String())
	if err != nil {
		return 0, fmt.Errorf("打开数据库以核对结构：%w", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var tables int
	const there = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'goose_db_version'"
	if err := db.QueryRowContext(ctx, there).Scan(&tables); err != nil {
		return 0, engine.Fail(engine.Refused, "not_a_database", "这个文件不是本程序的数据库，或已损坏：请核对路径，或从备份恢复").Because(err)
	}
	if tables == 0 {
		return 0, nil
	}
	const last = "SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied"
	if err := db.QueryRowContext(ctx, last).Scan(&version); err != nil {
		return 0, fmt.Errorf("读取数据库结构的版本：%w", err)
	}
	return version, nil
}

// latestMigration is the number of the last migration this program carries.
func latestMigration() (int64, error) {
	names, err := fs.Glob(sqliteMigrations(), "*.sql")
	if err != nil || len(names) == 0 {
		return 0, fmt.Errorf("程序里没有数据库结构：%w", err)
	}
	return goose.NumericComponent(slices.Max(names))
}
