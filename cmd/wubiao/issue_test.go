package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
)

// issuedAnswer is what `issue --json` prints.
type issuedAnswer struct {
	Through       string
	Sheets, Tasks int
	Periods       []string
	Problems      []string
}

func issueLine(dir string, more ...string) []string {
	return append([]string{"issue", "--through", companyIssues, "--dir", dir, "--json"}, more...)
}

// issued reads the answer of a run that must have gone well.
func (o outcome) issued(t *testing.T) (a issuedAnswer) {
	t.Helper()
	o.want(t, exitDone).object(t)
	if err := json.Unmarshal([]byte(o.out), &a); err != nil {
		t.Fatal(err)
	}
	return a
}

// TestIssueByProcess follows a whole company: told dry, issued, issued again.
func TestIssueByProcess(t *testing.T) {
	t.Parallel()
	dir := companyDir(t)
	db := look(t, dir)
	before, edition := db.issued(), db.digest("SELECT * FROM editions")
	trail := db.number("SELECT count(*) FROM audit_entries")
	dry := process(t, issueLine(dir, "--dry-run")...)
	told := dry.issued(t)
	if !maps.Equal(db.issued(), before) || db.digest("SELECT * FROM editions") != edition || db.number("SELECT count(*) FROM audit_entries") != trail {
		t.Error("a dry run writes")
	}
	first := process(t, issueLine(dir)...)
	did := first.issued(t)
	if !reflect.DeepEqual(did, told) || first.out != dry.out {
		t.Errorf("the dry run told\n%s\nand the real one did\n%s", dry.out, first.out)
	}
	checkCompany(t, dir, did)
	again := process(t, issueLine(dir)...).issued(t)
	if want := (issuedAnswer{Through: companyIssues, Periods: []string{}}); !reflect.DeepEqual(again, want) {
		t.Errorf("issuing again: %+v", again)
	}
	keys := slices.Sorted(maps.Keys(first.object(t)))
	if !slices.Equal(keys, []string{"notices", "periods", "sheets", "tasks", "through"}) {
		t.Errorf("keys %v", keys)
	}
	other := companyDir(t)
	if o := process(t, issueLine(other)...); o.out != first.out {
		t.Errorf("equal work prints other bytes:\n%s\n%s", o.out, first.out)
	}
	if !maps.Equal(look(t, other).issued(), db.issued()) {
		t.Error("equal work leaves other rows")
	}
}

// checkCompany checks the shared company after it was issued once, whatever
// happened on the way: one sheet per period and unit, every task once, ledger
// and tables agreeing, and the totals that a dry run told.
func checkCompany(t *testing.T, dir string, told issuedAnswer) {
	t.Helper()
	db := look(t, dir)
	var days []string
	for _, p := range told.Periods {
		if len(p) == len("2026-01-01") {
			days = append(days, p)
		}
	}
	if want := append(companyPeriods(), days...); !slices.Equal(told.Periods, want) {
		t.Errorf("periods %v, want %v", told.Periods, want)
	}
	rows := len(companyPeriods()) * companyUnits
	if len(days) < 90 || told.Sheets != rows+len(days) || told.Tasks < rows {
		t.Errorf("%d sheets, %d tasks, %d days", told.Sheets, told.Tasks, len(days))
	}
	for query, want := range map[string]int{
		"SELECT count(*) FROM sheets":                                                                rows,
		"SELECT count(*) FROM (SELECT DISTINCT period, unit_id FROM sheets)":                         rows,
		"SELECT count(*) FROM tasks":                                                                 told.Tasks,
		"SELECT count(*) FROM (SELECT DISTINCT period, unit_id, duty, subject FROM tasks)":           told.Tasks,
		"SELECT count(*) FROM notices WHERE kind = 'sheet'":                                          rows,
		"SELECT count(*) FROM issued_periods WHERE finished IS NULL":                                 0,
		"SELECT count(*) FROM issued_periods":                                                        len(told.Periods),
		"SELECT sum(sheets) FROM issued_periods":                                                     told.Sheets,
		"SELECT sum(tasks) FROM issued_periods":                                                      told.Tasks,
		"SELECT count(*) FROM tasks t LEFT JOIN sheets s USING (period, unit_id) WHERE s.id IS NULL": 0,
	} {
		if got := db.number(query); got != want {
			t.Errorf("%s gives %d, want %d", query, got, want)
		}
	}
	for _, period := range companyPeriods() {
		if n := db.number("SELECT count(*) FROM sheets WHERE period = ?", period); n != companyUnits {
			t.Errorf("%s has %d sheets", period, n)
		}
	}
	db.sound()
}

func TestTwoProcessesIssueAsOne(t *testing.T) {
	t.Parallel()
	alone, together := companyDir(t), companyDir(t)
	want := process(t, issueLine(alone)...).issued(t)
	var both [2]outcome
	var wait sync.WaitGroup
	for i := range both {
		cmd, err := programWith(t.Context(), issueLine(together)...)
		if err != nil {
			t.Fatal(err)
		}
		wait.Go(func() {
			var err error
			if both[i], err = finish(cmd); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	sum := issuedAnswer{Through: want.Through}
	for _, o := range both {
		a := o.issued(t)
		t.Logf("one of two issued %d sheets, %d tasks and finished %d periods", a.Sheets, a.Tasks, len(a.Periods))
		sum.Sheets, sum.Tasks, sum.Periods = sum.Sheets+a.Sheets, sum.Tasks+a.Tasks, append(sum.Periods, a.Periods...)
	}
	slices.Sort(sum.Periods)
	sorted := slices.Sorted(slices.Values(want.Periods))
	if sum.Sheets != want.Sheets || sum.Tasks != want.Tasks || !slices.Equal(sum.Periods, sorted) {
		t.Errorf("two issued %d sheets, %d tasks, %d periods; one issues %d, %d, %d",
			sum.Sheets, sum.Tasks, len(sum.Periods), want.Sheets, want.Tasks, len(want.Periods))
	}
	checkCompany(t, together, want)
	if !maps.Equal(look(t, together).issued(), look(t, alone).issued()) {
		t.Error("two at once leave other rows than one")
	}
}

func TestIssueInWords(t *testing.T) {
	t.Parallel()
	dir := sampleDir(t)
	o := here("issue", "--through", "2027-01-31", "--dir", dir, "--dry-run").want(t, exitDone)
	if !strings.HasPrefix(o.out, "到 2027-01-31 为止，应下达提醒表 ") || !strings.Contains(o.out, "2027H1") {
		t.Errorf("dry: %s", o.out)
	}
	if o := here("issue", "--through", "2027-01-31", "--dir", dir).want(t, exitDone); !strings.HasPrefix(o.out, "到 2027-01-31 为止，下达提醒表 ") {
		t.Errorf("real: %s", o.out)
	}
	if o := here("issue", "--through", "2027-01-31", "--dir", dir).want(t, exitDone); o.out != "到 2027-01-31 为止，下达提醒表 0 份、任务 0 项\n" {
		t.Errorf("again: %s", o.out)
	}
	look(t, dir).sound()
}

func TestNoDatabaseIsTold(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "nowhere")
	o := here("issue", "--through", "2026-12-31", "--dir", dir, "--json").want(t, exitProblems)
	o.says(t, "没有找到数据库", filepath.Join(dir, "wubiao.db"), "wubiao demo", "wubiao migrate", "--dir")
	a := o.object(t)
	if a["through"] != "2026-12-31" || a["sheets"] != json.Number("0") || len(a["periods"].([]any)) != 0 || len(a["problems"].([]any)) != 1 {
		t.Errorf("--json: %v", a)
	}
	here("user", "list", "--dir", dir).want(t, exitProblems).says(t, "没有找到数据库")
	if _, err := os.Stat(dir); err == nil {
		t.Error("looking for a database made its directory")
	}
}
