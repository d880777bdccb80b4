package calendar

import (
	"encoding/json"
	"testing"
	"time"
)

func TestStrictText(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"", " 2026-11-20", "2026-11-20 ", "2026-2-3", "2026-02-30", "0000-01-01", "20261120", "2026-11-20T00:00:00Z", "２０２６-11-20"} {
		if d, err := ParseDate(bad); err == nil {
			t.Errorf("ParseDate(%q) = %s, want an error", bad, d)
		}
	}
	for _, bad := range []string{"", "26", "2026-13", "2026-00", "2026Q5", "2026Q0", "2026H3", "2026q1", "2026-1", "0000", "2026W01", "2026-11-31", "+026"} {
		if p, err := ParsePeriod(bad); err == nil {
			t.Errorf("ParsePeriod(%q) = %s, want an error", bad, p)
		}
	}
	for _, bad := range []string{"", "日", "3", "3小时", "三日", "--3日", "3 日", "12345日", "1.5日", "个月"} {
		if s, err := ParseSpan(bad); err == nil {
			t.Errorf("ParseSpan(%q) = %s, want an error", bad, s)
		}
	}
	for text, want := range map[string]Span{"30日": {30, "日"}, "30天": {30, "日"}, "3个工作日": {3, "工作日"}, "-6个月": {-6, "月"}, "-6月": {-6, "月"}, "1年": {1, "年"}, "1周": {1, "周"}, "0日": {0, "日"}} {
		if got, err := ParseSpan(text); err != nil || got != want {
			t.Errorf("ParseSpan(%q) = %v, %v", text, got, err)
		}
	}
}

func TestDatabaseForms(t *testing.T) {
	t.Parallel()
	d := NewDate(2026, 11, 20)
	for name, src := range map[string]any{"string": "2026-11-20", "bytes": []byte("2026-11-20"), "time": time.Date(2026, 11, 20, 23, 0, 0, 0, time.FixedZone("east", 8*3600))} {
		var got Date
		if err := got.Scan(src); err != nil || got != d {
			t.Errorf("Scan %s = %s, %v", name, got, err)
		}
	}
	got := d
	if err := got.Scan(nil); err != nil || got != 0 {
		t.Errorf("Scan NULL = %s, %v", got, err)
	}
	if err := got.Scan(7); err == nil {
		t.Error("Scan of a number is accepted")
	}
	if v, err := d.Value(); err != nil || v != "2026-11-20" {
		t.Errorf("Value = %v, %v", v, err)
	}
	if v, err := Date(0).Value(); err != nil || v != nil {
		t.Errorf("Value of no date = %v, %v", v, err)
	}
	p := PeriodOf(KindQuarter, d)
	var q Period
	if v, err := p.Value(); err != nil || v != "2026Q4" || q.Scan(v) != nil || q != p {
		t.Errorf("period through the database = %v, %v, %s", v, err, q)
	}
}

func TestJSONForms(t *testing.T) {
	t.Parallel()
	type row struct {
		Day    Date
		Period Period
		Span   Span
		Due    Due
		None   Date
	}
	in := row{NewDate(2026, 11, 20), PeriodOf(KindHalf, NewDate(2026, 11, 20)), Span{-6, UnitMonth}, Due{Every: EveryMonth, Day: 25, Shift: ShiftPrev}, 0}
	data, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"Day":"2026-11-20","Period":"2026H2","Span":"-6月","Due":{"every":"month","day":25,"shift":"prev"},"None":""}`; string(data) != want {
		t.Errorf("got  %s\nwant %s", data, want)
	}
	var out row
	if err := json.Unmarshal(data, &out); err != nil || out.Due.Text() != in.Due.Text() || out.Period != in.Period || out.Day != in.Day || out.Span != in.Span {
		t.Errorf("back: %+v, %v", out, err)
	}
	var phrase Due
	if err := json.Unmarshal([]byte(`"每月25日↑"`), &phrase); err != nil || phrase.Text() != in.Due.Text() {
		t.Errorf("phrase in JSON: %+v, %v", phrase, err)
	}
	if err := json.Unmarshal([]byte(`{"every":"month","dya":25}`), &phrase); err == nil {
		t.Error("an unknown key is accepted")
	}
}

func TestPeriodForms(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]struct {
		chinese, first, last, next, prev string
		subs                             int
	}{
		"2026-11-20": {"2026年11月20日", "2026-11-20", "2026-11-20", "2026-11-21", "2026-11-19", 0},
		"2026-12":    {"2026年12月", "2026-12-01", "2026-12-31", "2027-01", "2026-11", 1},
		"2026Q4":     {"2026年第4季度", "2026-10-01", "2026-12-31", "2027Q1", "2026Q3", 3},
		"2026H2":     {"2026年下半年", "2026-07-01", "2026-12-31", "2027H1", "2026H1", 6},
		"2026H1":     {"2026年上半年", "2026-01-01", "2026-06-30", "2026H2", "2025H2", 6},
		"2024":       {"2024年", "2024-01-01", "2024-12-31", "2025", "2023", 12},
	} {
		p, err := ParsePeriod(key)
		if err != nil || p.String() != key || p.Chinese() != want.chinese || p.Start.String() != want.first || p.End().String() != want.last || p.Next().String() != want.next || p.Prev().String() != want.prev {
			t.Errorf("%s: %s %s–%s next %s prev %s, %v", key, p.Chinese(), p.Start, p.End(), p.Next(), p.Prev(), err)
		}
		if got := len(p.Sub(KindMonth)); got != want.subs {
			t.Errorf("%s holds %d months, want %d", key, got, want.subs)
		}
	}
	dec, _ := ParsePeriod("2026-12")
	nov, _ := ParsePeriod("2026-11")
	if q := dec.Sub(KindQuarter); len(q) != 1 || q[0].String() != "2026Q4" || len(nov.Sub(KindQuarter)) != 0 {
		t.Error("the quarter does not end with its last month")
	}
}
