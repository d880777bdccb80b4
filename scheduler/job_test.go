package scheduler_test

import (
	"strings"
	"testing"
	"time"

	"wubiao/scheduler"
)

func TestWrongEntriesAreRefusedInChinese(t *testing.T) {
	t.Parallel()
	for spec, want := range map[string]string{
		"TZ=UTC 0 8 * * *":      "TZ=",
		"CRON_TZ=UTC 0 8 * * *": "TZ=",
		"tz=0":                  "TZ=",
		"0 8 * *":               "五段",
		"@daily":                "五段",
		"0 8 1 * 1":             "只限定一个",
		"61 8 * * *":            "无法识别",
		"":                      "五段",
		"0 8 * * L":             "无法识别",
	} {
		if _, err := scheduler.ParseSpec(spec); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", spec, err, want)
		}
	}
	bad := []scheduler.Job{quick("a", "* * * *"), quick("b", "0 8 * * *"), quick("b", "0 8 * * *"), {Name: "c", Spec: "0 8 * * *"}}
	_, err := scheduler.New(scheduler.Options{Jobs: bad, Clock: bubbleClock{}, Log: &memory{}, Zone: beijing})
	for _, want := range []string{"「a」", "「b」重复", "「c」缺少"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not speak of %q", err, want)
		}
	}
}

func FuzzParseSpec(f *testing.F) {
	for _, s := range []string{"30 7 * * *", "TZ=", "0 8 1 * 1", "*/0 * * * *", "TZ=0", "1-99999999999 * * * *"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, spec string) {
		if schedule, err := scheduler.ParseSpec(spec); err == nil {
			schedule.Next(time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC))
		}
	})
}
