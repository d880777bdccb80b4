package handbook

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"wubiao/engine/rule"
)

// maxFiles bounds how many files an edition may have.
const maxFiles = 2000

// readFile reads one regular file, no more of it than may be decoded.
func readFile(fsys fs.FS, name string) (source, []rule.Problem) {
	src := source{file: name}
	file, err := fsys.Open(name)
	if err != nil {
		return src, []rule.Problem{problem(src.at(1, 1), "%s", openFailure(err))}
	}
	info, err := file.Stat()
	if err == nil && info.Mode().IsRegular() {
		src.data, err = io.ReadAll(io.LimitReader(file, maxFileBytes+1))
	} else if err == nil {
		err = errors.New("不是普通文件")
	}
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return src, []rule.Problem{problem(src.at(1, 1), "文件读不出来：%v", err)}
	}
	return src, nil
}

func openFailure(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "没有这个文件"
	case errors.Is(err, fs.ErrPermission):
		return "没有权限读这个文件"
	default:
		return fmt.Sprintf("文件打不开：%v", err)
	}
}

// files are the paths of an edition's files by what they hold, each sorted.
type files struct {
	ledgers, standards []string
	problems           []rule.Problem
}

// survey finds the files of an edition. A YAML file that nobody reads is a
// warning: a misspelt folder must not lose standards silently. A folder named
// questions belongs to others.
func survey(fsys fs.FS, dir string) files {
	var f files
	count := 0
	err := fs.WalkDir(fsys, dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			f.add(name, false, "%s", openFailure(err))
			return nil
		}
		base := path.Base(name)
		if name != dir && strings.HasPrefix(base, ".") || entry.IsDir() && name == path.Join(dir, "questions") {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if entry.IsDir() {
			return nil
		}
		if count++; count > maxFiles {
			f.add(name, false, "文件太多：一个版本最多 %d 个文件", maxFiles)
			return fs.SkipAll
		}
		f.sort(strings.TrimPrefix(strings.TrimPrefix(name, dir), "/"), name)
		return nil
	})
	if err != nil {
		f.add(dir, false, "文件夹读不出来：%v", err)
	}
	slices.Sort(f.ledgers)
	slices.Sort(f.standards)
	return f
}

func (f *files) add(name string, warning bool, format string, args ...any) {
	p := problem(rule.Pos{File: name, Line: 1, Column: 1}, format, args...)
	p.Warning = warning
	f.problems = append(f.problems, p)
}

// sort puts a file where it belongs by its path below the edition's folder.
func (f *files) sort(below, name string) {
	extension := path.Ext(below)
	folder, rest, nested := strings.Cut(below, "/")
	switch {
	case extension == ".yml":
		f.add(name, false, "扩展名应是 .yaml，请改名，否则不会被读取")
	case extension != ".yaml" || below == "edition.yaml":
	case nested && folder == "ledgers" && !strings.Contains(rest, "/"):
		f.ledgers = append(f.ledgers, name)
	case nested && folder == "standards":
		f.standards = append(f.standards, name)
	default:
		f.add(name, true, "这个文件不会被读取：只读 edition.yaml、ledgers/ 和 standards/ 里的 .yaml 文件")
	}
}
