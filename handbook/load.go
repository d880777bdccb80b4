package handbook

import (
	"cmp"
	"errors"
	"io/fs"
	"path"
	"reflect"
	"slices"

	"go.yaml.in/yaml/v3"

	"wubiao/engine/rule"
)

// Loaded is an edition with everything that was found wrong with it. Canonical
// and SHA256 are set only when there are no errors.
type Loaded struct {
	Edition   *rule.Edition
	Problems  []rule.Problem // errors and warnings, by file and line
	Canonical []byte
	SHA256    string
}

// Errors are the problems that keep the edition from being used.
func (l *Loaded) Errors() []rule.Problem { return l.which(false) }

// Warnings are the problems that do not.
func (l *Loaded) Warnings() []rule.Problem { return l.which(true) }

func (l *Loaded) which(warning bool) []rule.Problem {
	return slices.DeleteFunc(slices.Clone(l.Problems), func(p rule.Problem) bool { return p.Warning != warning })
}

// Err is an *engine.Error that lists every error, or nil.
func (l *Loaded) Err() error {
	if !hasError(l.Problems) {
		return nil
	}
	return failure(l.Problems)
}

// LoadFS reads the edition in a folder: edition.yaml, ledgers/*.yaml (name →
// ledger) and standards/**/*.yaml (one standard or a list of them per file), puts
// the standards in the order of the book, and compiles it. Every problem of every
// file is reported at once. Edition is never nil; it may be used when Err is nil.
func LoadFS(fsys fs.FS, dir string) *Loaded {
	return load(fsys, dir, rule.Compile)
}

// load is LoadFS with the compiler to ask.
func load(fsys fs.FS, dir string, compile func(*rule.Edition) []rule.Problem) *Loaded {
	l := &loader{
		fsys: fsys, types: map[reflect.Type]*fields{},
		ed:      &rule.Edition{},
		ledgers: map[string]rule.Pos{},
		broken:  map[string]bool{},
	}
	dir = path.Clean(dir)
	l.edition(path.Join(dir, "edition.yaml"))
	found := survey(fsys, dir)
	l.problems = append(l.problems, found.problems...)
	for _, name := range found.ledgers {
		l.ledgerFile(name)
	}
	for _, name := range found.standards {
		l.standardFile(name)
	}
	nameLedgers(l.ed)
	l.codes()
	inBookOrder(l.ed)
	return l.finish(compile)
}

// inBookOrder puts the standards as the book has them: by part, in the order
// the parts are declared, then by code. Files come by their paths, which say
// nothing of the book. Without parts the files' order stays.
func inBookOrder(ed *rule.Edition) {
	if len(ed.Parts) == 0 {
		return
	}
	place := make(map[string]int, len(ed.Parts))
	for i, p := range ed.Parts {
		place[p.Name] = i
	}
	of := func(s *rule.Standard) int {
		if i, known := place[s.Part]; known {
			return i
		}
		return len(ed.Parts)
	}
	slices.SortStableFunc(ed.Standards, func(a, b *rule.Standard) int {
		return cmp.Or(cmp.Compare(of(a), of(b)), cmp.Compare(a.Code, b.Code))
	})
}

// loader gathers one edition from its files.
type loader struct {
	fsys     fs.FS
	types    map[reflect.Type]*fields
	ed       *rule.Edition
	ledgers  map[string]rule.Pos // where each ledger is defined
	problems []rule.Problem
	broken   map[string]bool // files that could not be read at all, so that names may be missing
}

// parse reads one file into a tree with a decoder for it, or reports why not.
func (l *loader) parse(name string) (*yaml.Node, *decoder) {
	src, ps := readFile(l.fsys, name)
	var root *yaml.Node
	if len(ps) == 0 {
		root, ps = parseYAML(src)
	}
	l.problems = append(l.problems, ps...)
	if root == nil {
		l.broken[name] = true
		return nil, nil
	}
	d := newDecoder(src)
	d.types = l.types
	return root, d
}

// decode reads a whole file into what to points at.
func (l *loader) decode(d *decoder, root *yaml.Node, to any) {
	if !d.value(root, reflect.ValueOf(to).Elem()) {
		l.broken[d.src.file] = true
	}
}

func (l *loader) edition(name string) {
	l.ed.Pos = rule.Pos{File: name, Line: 1, Column: 1}
	if _, err := fs.Stat(l.fsys, name); errors.Is(err, fs.ErrNotExist) {
		l.broken[name] = true
		l.problems = append(l.problems, problem(rule.Pos{File: name, Line: 1, Column: 1}, "没有这个文件，一个版本的文件夹里必须有它"))
		return
	}
	root, d := l.parse(name)
	if root == nil {
		return
	}
	l.decode(d, root, l.ed)
	l.problems = append(l.problems, d.problems...)
	for ledger, body := range l.ed.Ledgers {
		l.ledgers[ledger] = body.Pos
	}
}

func (l *loader) ledgerFile(name string) {
	root, d := l.parse(name)
	if root == nil {
		return
	}
	var ledgers map[string]*rule.Ledger
	l.decode(d, root, &ledgers)
	if root.Kind == yaml.MappingNode {
		d.pairs(root, func(k, _ *yaml.Node, key string) {
			body, decoded := ledgers[key]
			if first, twice := l.ledgers[key]; twice {
				d.bad(k, "台账「%s」已经在 %s 定义过，请只留一处", shown(key), first)
			} else if decoded {
				l.ledgers[key] = d.pos(k)
				l.addLedger(key, body)
			}
		})
	}
	l.problems = append(l.problems, d.problems...)
}

func (l *loader) addLedger(name string, body *rule.Ledger) {
	if l.ed.Ledgers == nil {
		l.ed.Ledgers = map[string]*rule.Ledger{}
	}
	l.ed.Ledgers[name] = body
}

func (l *loader) standardFile(name string) {
	root, d := l.parse(name)
	if root == nil {
		return
	}
	var standards []*rule.Standard
	l.decode(d, root, &standards)
	l.ed.Standards = append(l.ed.Standards, standards...)
	l.problems = append(l.problems, d.problems...)
}

// codes reports standards without a code and codes given twice, wherever they
// stand.
func (l *loader) codes() {
	first := map[string]rule.Pos{}
	for _, s := range l.ed.Standards {
		at, twice := first[s.Code]
		switch {
		case s.Code == "":
			l.problems = append(l.problems, problem(s.Pos, "这条标准没有编号（code），请补上"))
		case twice:
			l.problems = append(l.problems, problem(s.Pos, "编号 %s 已经在 %s 用过，一个编号只能给一条标准", shown(s.Code), at))
		default:
			first[s.Code] = s.Pos
		}
	}
}

// finish writes the canonical form of what was read, and compiles it: in this
// order, so that the form holds what was written and nothing that was worked
// out.
func (l *loader) finish(compile func(*rule.Edition) []rule.Problem) *Loaded {
	loaded := &Loaded{Edition: l.ed}
	canonical, err := Canonical(l.ed)
	if err != nil {
		l.problems = append(l.problems, problem(l.ed.Pos, "%v", err))
	}
	// Without edition.yaml no name is known and nothing can be told of the rest.
	if !l.broken[l.ed.Pos.File] {
		l.problems = append(l.problems, l.beyond(compile(l.ed))...)
	}
	if !hasError(l.problems) {
		loaded.Canonical, loaded.SHA256 = canonical, Digest(canonical)
	}
	loaded.Problems = sortProblems(l.problems)
	return loaded
}

// beyond keeps the compiler's problems on lines where reading found nothing
// wrong: what could not be read must not be reported again as missing. Where a
// whole file could not be read, a name that is declared nowhere may stand in it,
// and sums over the standards are not to be trusted.
func (l *loader) beyond(compiled []rule.Problem) []rule.Problem {
	type line struct {
		file string
		line int
	}
	wrong := map[line]bool{}
	for _, p := range l.problems {
		wrong[line{p.Pos.File, p.Pos.Line}] = !p.Warning
	}
	return slices.DeleteFunc(compiled, func(p rule.Problem) bool {
		doubtful := len(l.broken) > 0 && (p.Absent || p.Warning)
		return doubtful || wrong[line{p.Pos.File, p.Pos.Line}]
	})
}
