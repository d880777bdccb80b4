package calendar

import (
	"reflect"
	"testing"
	"time"
)

var utc = time.UTC

func FuzzParseDue(f *testing.F) {
	for text := range handbookPhrases {
		f.Add(text)
	}
	for _, text := range []string{"", "每", "每季25日", "窗口[", "节前", "+3日", "当日", "事件+99999日", "第十十个", "\xff每月", "每月首个周五↓顺延不超过"} {
		f.Add(text)
	}
	c, _ := New(nil)
	f.Fuzz(func(t *testing.T, text string) {
		d, err := ParseDue(text)
		if err != nil {
			return
		}
		again, err := ParseDue(d.Text())
		if err != nil || !reflect.DeepEqual(again, d) {
			t.Fatalf("%q → %q → %+v, %v", text, d.Text(), again, err)
		}
		if d.Chinese() == "" {
			t.Fatalf("%q has no sentence", text)
		}
		if d.IsEvent() {
			return
		}
		if _, err := d.In(PeriodOf(d.Cadence(), NewDate(2026, 2, 1)), c); err != nil {
			t.Fatal(err)
		}
	})
}

func FuzzParsePeriod(f *testing.F) {
	for _, key := range []string{"2026-11-20", "2026-11", "2026Q4", "2026H2", "2026", "0001", "9999Q4", "2026-", "2026Q", ""} {
		f.Add(key)
	}
	f.Fuzz(func(t *testing.T, key string) {
		p, err := ParsePeriod(key)
		if err != nil {
			return
		}
		if p.String() != key || !p.Contains(p.Start) || !p.Contains(p.End()) || PeriodOf(p.Kind, p.End()) != p {
			t.Fatalf("%q reads as %s, %s–%s", key, p, p.Start, p.End())
		}
	})
}
