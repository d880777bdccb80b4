package main

import (
	"fmt"
	"io"
	"slices"
)

// editionName is the embedded edition that is measured.
const editionName = "2026"

// figure is one measured value beside its anchor.
type figure struct {
	Name   string
	Value  float64
	Unit   string
	Anchor string  // what it is compared with, and what that came to
	Ratio  float64 // value to anchor, the better way round as Limit says
	Limit  string  // empty: told, not judged
	Met    bool
}

// report prints figures as they come.
type report struct {
	out    io.Writer
	missed int
}

func (r *report) part(title string) { fmt.Fprintf(r.out, "\n%s\n", title) }

func (r *report) note(format string, args ...any) {
	fmt.Fprintf(r.out, "  说明：%s\n", fmt.Sprintf(format, args...))
}

func (r *report) add(f figure) {
	verdict := "——"
	switch {
	case f.Limit != "" && f.Met:
		verdict = "达标 PASS（限 " + f.Limit + "）"
	case f.Limit != "":
		verdict = "未达标 FAIL（限 " + f.Limit + "）"
		r.missed++
	}
	fmt.Fprintf(r.out, "  %s：%.4g %s；对照：%s；比值 %.3g；%s\n", f.Name, f.Value, f.Unit, f.Anchor, f.Ratio, verdict)
}

// median of the values; the mean of the middle two where they are even.
func median(values []float64) float64 {
	s := slices.Sorted(slices.Values(values))
	if len(s) == 0 {
		return 0
	}
	return (s[(len(s)-1)/2] + s[len(s)/2]) / 2
}
