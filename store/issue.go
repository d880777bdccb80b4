package store

import (
	"cmp"
	"crypto/sha256"
	"database/sql/driver"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"

	"wubiao/engine/port"
)

// Issue inserts the sheets, tasks and sheet notices of a chunk of units that
// are not there yet, and counts what it inserted. Issuing the same chunk again
// inserts nothing.
func (t *tx) Issue(batch port.IssueBatch) (count port.IssueCount, err error) {
	if err := t.ready(); err != nil || len(batch.Units) == 0 {
		return count, err
	}
	if err := checkBatch(batch); err != nil {
		return count, err
	}
	units, period, now := chunkText(batch.Units), batch.Period.String(), millis(t.now)
	if batch.Sheet {
		if count.Sheets, err = t.set("sheets", sqlIssueSheets, period, batch.Edition, now, units); err != nil {
			return count, err
		}
	}
	if err := t.plan(batch.Classes); err != nil {
		return count, err
	}
	count.Tasks, err = t.set("tasks", sqlIssueTasks, units, period, batch.Edition, now, now)
	if err != nil || !batch.Sheet {
		return count, err
	}
	count.Notices, err = t.set("notices", sqlIssueNotices,
		period, batch.Post, batch.Day.String(), batch.Text, now, units)
	return count, err
}

// set runs one set-based statement and tells how many rows it wrote.
func (t *tx) set(table, statement string, args ...driver.Value) (int, error) {
	return t.write(table, statement, bound(args))
}

// setBy runs the statement that a phrase makes, which begins with a change.
func (t *tx) setBy(table string, p *phrase) (int, error) {
	if err := t.ready(); err != nil {
		return 0, err
	}
	return t.write(table, t.conn.statement(p), p.args)
}

func (t *tx) write(table, statement string, args []driver.NamedValue) (int, error) {
	done, err := t.change(statement, args)
	if err == nil {
		var rows int64
		rows, err = done.RowsAffected()
		if t.writer != nil {
			t.writer.rows += int(rows)
		}
		return int(rows), err
	}
	return 0, t.failed("写入", t.store.nouns.table(table), t.translated(err))
}

// checkBatch refuses a batch that could not be issued as it stands.
func checkBatch(b port.IssueBatch) error {
	if b.Period.IsZero() || b.Edition == "" || (b.Sheet && b.Day.IsZero()) {
		return misuse("签发缺少期间、版次或日期")
	}
	for _, u := range b.Units {
		if u.Class < 0 || u.Class >= len(b.Classes) {
			return misuse("单位 %d 的分组 %d 不在计划之内", u.Unit, u.Class)
		}
	}
	return nil
}

// chunkText writes the units and their classes as {"17":0,"18":2}, in the order
// of unit ids, which is the order of the unique key.
func chunkText(units []port.UnitClass) string {
	sorted := slices.Clone(units)
	slices.SortFunc(sorted, func(a, b port.UnitClass) int { return cmp.Compare(a.Unit, b.Unit) })
	text := []byte{'{'}
	for i, u := range sorted {
		if i > 0 {
			text = append(text, ',')
		}
		text = strconv.AppendInt(append(text, '"'), int64(u.Unit), 10)
		text = strconv.AppendInt(append(text, `":`...), int64(u.Class), 10)
	}
	return string(append(text, '}'))
}

// plan brings the classes into the plan table unless they are there already.
func (t *tx) plan(classes []port.ClassPlan) error {
	digest := planDigest(classes)
	if _, err := t.set("tasks", sqlPlanTables); err != nil {
		return err
	}
	var present []string
	if err := t.orm().Raw(sqlPlanDigest).Scan(&present).Error; err != nil {
		return t.failed("读取计划", t.store.nouns.table("tasks"), err)
	}
	if len(present) == 1 && present[0] == digest {
		return nil
	}
	if _, err := t.set("tasks", sqlPlanClear); err != nil {
		return err
	}
	for class, plan := range classes {
		rows, err := planRows(plan.Tasks)
		if err != nil {
			return err
		}
		if _, err := t.set("tasks", sqlPlanInsert, int64(class), rows); err != nil {
			return err
		}
	}
	_, err := t.set("tasks", sqlPlanRemember, digest)
	return err
}

// planRows writes the tasks of a class in the order of the unique key.
func planRows(tasks []port.PlannedTask) (string, error) {
	sorted := slices.Clone(tasks)
	slices.SortFunc(sorted, func(a, b port.PlannedTask) int {
		return cmp.Or(cmp.Compare(a.Duty, b.Duty), cmp.Compare(a.Subject, b.Subject))
	})
	rows := make([][5]any, len(sorted))
	for i, p := range sorted {
		if p.Duty == "" || p.Opens.IsZero() || p.Due.IsZero() {
			return "", misuse("计划里「%s」缺少起止日", p.Duty)
		}
		rows[i] = [5]any{p.Duty, p.Subject, p.Opens, p.Due, flag(p.Estimated)}
	}
	text, err := json.Marshal(rows)
	return string(text), err
}

// planDigest tells one plan from another. It runs for every chunk, so it
// writes what it hashes by hand: lengths before texts, days as numbers.
func planDigest(classes []port.ClassPlan) string {
	var text []byte
	number := func(n int) { text = append(strconv.AppendInt(text, int64(n), 10), ' ') }
	for _, c := range classes {
		number(len(c.Tasks))
		for _, p := range c.Tasks {
			number(len(p.Duty))
			text = append(text, p.Duty...)
			number(len(p.Subject))
			text = append(text, p.Subject...)
			number(int(p.Opens))
			number(int(p.Due))
			number(flag(p.Estimated))
		}
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}
