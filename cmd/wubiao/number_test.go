package main

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// numbered is a paper that gets a 文号 when it is issued.
type numbered struct {
	path, body, header string // what issues it
	page               string // where it is read; of a 督办单 only known once it is there
	acknowledged       bool
	number             string // as it was read after that
}

// The two kinds of papers: the series of the company's counter, and where they are.
var numberSeries = map[string]string{"督办/1": "supervisions", "专项/1": "orders"}

// errRefused is an answer that issued nothing, unlike a connection that broke.
var errRefused = errors.New("refused")

// issue sends the paper and reads the number it got. Sent twice it has one.
func (s *submitter) issue(p numbered) (numbered, error) {
	status, answer, _, err := s.call(http.MethodPost, p.path, p.body, p.header)
	if err != nil {
		return p, err
	}
	if status != http.StatusCreated && status != http.StatusNoContent {
		return p, fmt.Errorf("%w: %s: %d %s", errRefused, p.path, status, answer)
	}
	p.acknowledged = true
	var read struct {
		ID     int
		Number string
		Order  struct{ Number string }
	}
	if p.page == "" {
		if err := json.Unmarshal([]byte(answer), &read); err != nil {
			return p, fmt.Errorf("%w: %s: %s", errRefused, p.path, answer)
		}
		p.page = fmt.Sprint("supervisions/", read.ID)
	}
	status, answer, _, err = s.call(http.MethodGet, p.page, "")
	if err != nil {
		return p, err
	}
	if err := json.Unmarshal([]byte(answer), &read); err != nil || status != http.StatusOK {
		return p, fmt.Errorf("%w: %s: %d %s", errRefused, p.page, status, answer)
	}
	p.number = read.Number + read.Order.Number
	return p, nil
}

// toBeNumbered makes overdue things to ask for, and drafts: so many of each kind.
func toBeNumbered(t *testing.T, dir string, s *submitter, n int) map[string][]numbered {
	t.Helper()
	db := look(t, dir)
	write, err := sql.Open(driverName(), "file:"+db.path+"?_busy_timeout=5000&_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	defer write.Close()
	unit := db.number("SELECT unit_id FROM accounts WHERE login = 'shuji'")
	all := map[string][]numbered{}
	for i := range n {
		subject, due := fmt.Sprint("文号/", db.number("SELECT count(*) FROM tasks")), time.Now().AddDate(0, 0, 20).Format(time.DateOnly)
		_, err := write.ExecContext(t.Context(), `INSERT INTO tasks (period, unit_id, duty, subject, edition, opens, due, estimated, state, done_by, reason, version, created_at, updated_at)
			SELECT period, unit_id, duty, ?, edition, '2026-01-01', '2026-01-09', 0, 'open', 0, '', 1, created_at, updated_at FROM tasks WHERE unit_id = ? AND duty LIKE 'T01.%' LIMIT 1`, subject, unit)
		if err != nil {
			t.Fatal(err)
		}
		task := db.number("SELECT id FROM tasks WHERE subject = ?", subject)
		all["督办/1"] = append(all["督办/1"], numbered{path: fmt.Sprintf("units/%d/supervisions", unit), header: fmt.Sprintf("Idempotency-Key: number-%020d", task),
			body: fmt.Sprintf(`{"asks":"请办完","due":%q,"tasks":[%d]}`, due, task)})
		status, answer, _, err := s.call(http.MethodPost, "orders", fmt.Sprintf(`{"title":"第%d次检查","what":"查宿舍用电","why":"入冬火险高","post":"支部书记","steps":"逐间看","when":"","degree":"每间都看过","minutes":1,
			"due":%q,"ends":%q,"targets":[%d],"columns":[],"since":%q,"until":%q}`, i, due, due, unit, due, due), fmt.Sprintf("Idempotency-Key: draft-%020d", task))
		var draft struct{ ID int }
		if err != nil || status != http.StatusCreated || json.Unmarshal([]byte(answer), &draft) != nil {
			t.Fatalf("no draft: %d %s %v", status, answer, err)
		}
		page := fmt.Sprint("orders/", draft.ID)
		all["专项/1"] = append(all["专项/1"], numbered{page: page, path: page + "/issue", body: `{"over":"年底必须查一遍"}`, header: `If-Match: "1"`})
	}
	return all
}

var paperNumber = regexp.MustCompile(`〔(\d+)〕(\d+)号`)

// last is the number that the series has come to this year.
func (d database) last(series string) int {
	d.t.Helper()
	return d.number("SELECT coalesce(max(last), 0) FROM counters WHERE series = ? AND year = ?", series, time.Now().Year())
}

// gapless wants the papers of a series to be numbered from one on, each number
// given once, up to where the counter stands.
func (d database) gapless(series string) {
	d.t.Helper()
	unit := map[string]string{"supervisions": "from_unit", "orders": "unit_id"}[numberSeries[series]]
	var given []int
	for _, row := range d.rows("SELECT number FROM " + numberSeries[series] + " WHERE number <> '' AND " + unit + " = 1") {
		parts := paperNumber.FindStringSubmatch(row)
		if parts == nil {
			d.t.Fatalf("a number that is none: %s", row)
		}
		if n, _ := strconv.Atoi(parts[2]); parts[1] == strconv.Itoa(time.Now().Year()) {
			given = append(given, n)
		}
	}
	slices.Sort(given)
	for i, n := range given {
		if n != i+1 {
			d.t.Errorf("%s: given were %v", series, given)
			break
		}
	}
	if last := d.last(series); last != len(given) {
		d.t.Errorf("%s stands at %d, given were %d", series, last, len(given))
	}
}

// keeps wants an acknowledged paper to have the number that was read.
func (d database) keeps(p numbered) {
	d.t.Helper()
	table, id, _ := strings.Cut(p.page, "/")
	if got := d.rows("SELECT number FROM "+table+" WHERE id = ?", id); len(got) != 1 || !strings.Contains(got[0], "号") || p.number != "" && got[0] != strconv.Quote(p.number) {
		d.t.Errorf("%s was acknowledged as %s and is %v", p.page, p.number, got)
	}
}

// settledServer starts a server and lets its jobs of the start finish: nothing but
// what the test sends is written then.
func settledServer(t *testing.T, dir string) (*child, string) {
	t.Helper()
	db := look(t, dir)
	ended := "SELECT count(*) FROM runs WHERE trigger = 'start' AND ended_at IS NOT NULL"
	before := db.number(ended)
	c := start(t, "serve", "--dir", dir, "--addr", "127.0.0.1:0")
	site := c.address()
	if !c.until(func() bool {
		time.Sleep(10 * time.Millisecond)
		return db.number(ended) >= before+len((&program{}).jobs())
	}) {
		t.Fatalf("the jobs of the start do not end: %v", db.rows("SELECT job, outcome, detail FROM runs ORDER BY id DESC LIMIT 20"))
	}
	return c, site
}

// committee is a script of the committee.
func committee(t *testing.T, dir string) submitter {
	t.Helper()
	return submitter{token: strings.TrimSpace(here("user", "token", "kaohe", "--dir="+dir).want(t, exitDone).out)}
}

// TestTwoProcessesNumberPapers lets two servers over one database issue papers at
// once, every one of them through both: each paper has one number, and no number is
// left out or given twice.
func TestTwoProcessesNumberPapers(t *testing.T) {
	t.Parallel()
	dir := sampleDir(t)
	db := look(t, dir)
	var servers []*child
	var offices []submitter
	for range 2 {
		c, site := settledServer(t, dir)
		s := committee(t, dir)
		s.site = site
		servers, offices = append(servers, c), append(offices, s)
	}
	papers := toBeNumbered(t, dir, &offices[0], 10)
	before := map[string]int{"督办/1": db.last("督办/1"), "专项/1": db.last("专项/1")}
	var all sync.WaitGroup
	for _, of := range papers {
		for _, p := range of {
			all.Go(func() {
				both := make([]numbered, len(offices))
				var hands sync.WaitGroup
				for i := range offices {
					hands.Go(func() {
						var err error
						if both[i], err = offices[i].issue(p); err != nil {
							t.Error(err)
						}
					})
				}
				hands.Wait()
				if both[0].number == "" || both[0] != both[1] {
					t.Errorf("one paper came out as %+v and %+v", both[0], both[1])
				}
			})
		}
	}
	all.Wait()
	for series, of := range papers {
		if got := db.last(series) - before[series]; got != len(of) {
			t.Errorf("%s: %d numbers drawn for %d papers", series, got, len(of))
		}
		db.gapless(series)
	}
	for _, c := range servers {
		c.stop()
	}
	db.sound()
}
