package handbook

import (
	"fmt"
	"io/fs"
	"path"
	"reflect"
	"strings"

	"wubiao/engine/calendar"
	"wubiao/engine/rule"
)

// Calendars reads calendars/*.yaml, the workdays of one year per file, in the
// order of the file names. A year that is wrong is reported and left out: the
// calendar then says that it is missing, which is never silent.
func Calendars(fsys fs.FS) ([]calendar.Year, []rule.Problem) {
	entries, err := fs.ReadDir(fsys, "calendars")
	if err != nil {
		return nil, []rule.Problem{problem(rule.Pos{File: "calendars", Line: 1, Column: 1}, "文件夹读不出来：%s", openFailure(err))}
	}
	var years []calendar.Year
	var problems []rule.Problem
	for _, entry := range entries {
		if entry.IsDir() || path.Ext(entry.Name()) != ".yaml" || strings.HasPrefix(entry.Name(), ".") {
			continue
		}
		src, ps := readFile(fsys, path.Join("calendars", entry.Name()))
		if len(ps) == 0 {
			var year calendar.Year
			year, ps = readYear(src)
			if want := fmt.Sprintf("%d.yaml", year.Year); len(ps) == 0 && entry.Name() != want {
				ps = append(ps, problem(src.at(1, 1), "里面写的是 %d 年，文件名应是 %s", year.Year, want))
			}
			if len(ps) == 0 {
				years = append(years, year)
			}
		}
		problems = append(problems, ps...)
	}
	return years, sortProblems(problems)
}

// ReadYear reads one calendar file, as an administrator imports it.
func ReadYear(name string, data []byte) (calendar.Year, []rule.Problem) {
	year, ps := readYear(source{file: name, data: data})
	return year, sortProblems(ps)
}

// readYear decodes and checks one year.
func readYear(src source) (calendar.Year, []rule.Problem) {
	var year calendar.Year
	root, ps := parseYAML(src)
	if root == nil {
		return year, ps
	}
	d := newDecoder(src)
	d.value(root, reflect.ValueOf(&year).Elem())
	if ps = append(ps, d.problems...); len(ps) > 0 {
		return year, ps
	}
	_, errs := calendar.New([]calendar.Year{year})
	for _, err := range errs {
		ps = append(ps, problem(src.at(root.Line, root.Column), "%v", err))
	}
	return year, ps
}
