package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sync"
	"time"

	"wubiao/engine"
	"wubiao/engine/port"
	"wubiao/store/content"
)

// MostBytes is the most one file may hold: a phone's photo has 3 to 12 MiB, a
// scanned contract seldom 20. Larger ones make a project's slow line wait.
const MostBytes = 20 << 20

// inspections is how many files are looked into at a time: looking unpacks them.
const inspections = 2

// Files keeps contents in a directory outside any web root: evidence/ab/abcd…,
// read by the program alone. It is safe for concurrent use; one process at a time
// may sweep.
type Files struct {
	root   string
	place  sync.Mutex // between looking whether a content is there and acting on it
	own    string     // where this process receives; empty: nowhere yet, see incoming.go
	unlock func()     // lets go of own
	looks  chan struct{}
}

var _ port.Files = (*Files)(nil)

// NewFiles keeps files under the directory, which is made when one is kept.
func NewFiles(root string) *Files {
	return &Files{root: root, looks: make(chan struct{}, inspections)}
}

// staged is a content in a file of its own.
type staged struct {
	files  *Files
	path   string
	sha256 string
	size   int64
	kind   engine.FileKind
	kept   bool
}

func (s *staged) SHA256() string        { return s.sha256 }
func (s *staged) Size() int64           { return s.size }
func (s *staged) Kind() engine.FileKind { return s.kind }

// Discard deletes the content if it was not kept.
func (s *staged) Discard() error {
	if s.kept {
		return nil
	}
	s.kept = true
	return os.Remove(s.path)
}

// Stage reads and checks a content. Nothing is left of one that is refused or
// whose sender goes away.
func (f *Files) Stage(ctx context.Context, name string, from io.Reader) (_ port.Staged, err error) {
	if err := content.Welcome(name); err != nil { // a video is not waited for
		return nil, err
	}
	incoming, err := f.incoming()
	if err != nil {
		return nil, err
	}
	temp, err := os.CreateTemp(incoming, "*") // mode 0600
	if err != nil {
		return nil, fmt.Errorf("open a file for what comes: %w", err)
	}
	s := &staged{files: f, path: temp.Name()}
	defer func() {
		if err = errors.Join(err, temp.Close()); err != nil {
			err = errors.Join(err, s.Discard())
		}
	}()
	n, err := io.Copy(temp, io.LimitReader(from, MostBytes+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("receive file: %w", err)
	case n > MostBytes:
		return nil, engine.Fail(engine.Invalid, "file_large", fmt.Sprintf("文件太大，一个文件最多 %d MB：照片请选“中等”大小，扫描件请降低清晰度或分成几份", MostBytes>>20))
	}
	if err := f.look(ctx, s, name, temp, n); err != nil {
		return nil, err
	}
	if err := temp.Sync(); err != nil {
		return nil, fmt.Errorf("write file through: %w", err)
	}
	return s, nil
}

// look checks the content and takes its hash, after what is not the picture's has
// been cut off.
func (f *Files) look(ctx context.Context, s *staged, name string, temp *os.File, size int64) (err error) {
	select {
	case f.looks <- struct{}{}:
		defer func() { <-f.looks }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if s.kind, s.size, err = content.Check(name, temp, size); err != nil {
		return err
	}
	sum := sha256.New()
	if n, err := io.Copy(sum, io.NewSectionReader(temp, 0, s.size)); err != nil || n != s.size {
		return fmt.Errorf("hash file: read %d of %d bytes: %w", n, s.size, err)
	}
	s.sha256 = hex.EncodeToString(sum.Sum(nil))
	return nil
}

func (f *Files) pathOf(hash string) string { return filepath.Join(f.root, hash[:2], hash) }

// Keep puts the content in its place. One that is there already is touched, so
// that a sweep under way does not take it for forgotten.
func (s *staged) Keep() error {
	if s.kept {
		return nil
	}
	f := s.files
	f.place.Lock()
	defer f.place.Unlock()
	to := f.pathOf(s.sha256)
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return fmt.Errorf("make the place of a file: %w", err)
	}
	now := time.Now()
	if err := os.Chtimes(to, now, now); err == nil {
		return s.Discard()
	}
	if err := os.Rename(s.path, to); err != nil {
		return fmt.Errorf("put file in its place: %w", err)
	}
	s.kept = true
	return errors.Join(syncDir(filepath.Dir(to)), syncDir(f.root))
}

// syncDir makes the names in a directory last.
func syncDir(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("open directory: %w", err)
	}
	if err := errors.Join(d.Sync(), d.Close()); err != nil {
		return fmt.Errorf("write directory through: %w", err)
	}
	return nil
}

var hashed = regexp.MustCompile(`^[0-9a-f]{64}$`)

// Open opens a kept content.
func (f *Files) Open(hash string) (io.ReadSeekCloser, error) {
	if !hashed.MatchString(hash) {
		return nil, misuse("「%s」不是文件的校验值", hash)
	}
	file, err := os.Open(f.pathOf(hash))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, engine.Fail(engine.NotFound, "file_lost", "这份材料的文件不在了，请告诉管理员。").Because(err)
	}
	if err != nil {
		return nil, fmt.Errorf("open file: %w", err)
	}
	return file, nil
}

// Sweep deletes what no row speaks of, one directory at a time, and what ended
// processes were receiving.
func (f *Files) Sweep(ctx context.Context, before time.Time, known func([]string) (map[string]bool, error)) (gone int, err error) {
	dirs, err := os.ReadDir(f.root)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	for _, dir := range dirs {
		if ctx.Err() != nil {
			return gone, ctx.Err()
		}
		n, failed := 0, error(nil)
		if dir.Name() == incomingName {
			n, failed = f.sweepIncoming(before)
		} else {
			n, failed = f.sweepDir(filepath.Join(f.root, dir.Name()), before, known)
		}
		gone += n
		err = errors.Join(err, failed)
	}
	return gone, err
}

func (f *Files) sweepDir(dir string, before time.Time, known func([]string) (map[string]bool, error)) (gone int, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return 0, fmt.Errorf("list files: %w", err)
	}
	var names, hashes []string
	for _, e := range entries {
		names = append(names, e.Name())
		if hashed.MatchString(e.Name()) {
			hashes = append(hashes, e.Name())
		}
	}
	held := map[string]bool{}
	if len(hashes) > 0 {
		if held, err = known(hashes); err != nil {
			return 0, fmt.Errorf("ask which files are known: %w", err)
		}
	}
	for _, name := range names {
		if held[name] {
			continue
		}
		taken, failed := f.removeOld(filepath.Join(dir, name), before)
		err = errors.Join(err, failed)
		if taken {
			gone++
		}
	}
	return gone, err
}

// removeOld deletes a file that nobody has touched since.
func (f *Files) removeOld(path string, before time.Time) (bool, error) {
	f.place.Lock()
	defer f.place.Unlock()
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() || !info.ModTime().Before(before) {
		return false, nil
	}
	if err := os.Remove(path); err != nil {
		return false, fmt.Errorf("delete file: %w", err)
	}
	return true, nil
}
