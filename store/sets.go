package store

import (
	"encoding/json"
	"reflect"
	"slices"
	"time"

	"gorm.io/gorm/clause"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
)

// noticeBatch is how many notices one statement inserts.
const noticeBatch = 200

// sqlKnownNotice passes over a notice whose key is there.
const sqlKnownNotice = " ON CONFLICT (dedupe_key) DO NOTHING"

// Notify inserts the notices whose key is new and tells how many were. The
// notices given are not changed.
func (t *tx) Notify(notices []engine.Notice) (int, error) {
	if err := t.ready(); err != nil || len(notices) == 0 {
		return 0, err
	}
	n := t.store.nouns.must(engine.Notice{})
	added := 0
	for part := range slices.Chunk(notices, noticeBatch) {
		p := t.phrase(n.insertFresh)
		for i, notice := range part {
			if notice.Key == "" {
				return 0, misuse("通知没有去重键")
			}
			if notice.CreatedAt.IsZero() {
				notice.CreatedAt = t.now
			}
			if i > 0 {
				p.add(", (" + marks(len(n.fresh)) + ")")
			}
			if err := p.values(reflect.ValueOf(&notice).Elem(), n.fresh); err != nil {
				return added, t.failed("通知", n, err)
			}
		}
		p.add(sqlKnownNotice)
		done, err := t.setBy(n.Table, p)
		if err != nil {
			return added, err
		}
		added += done
	}
	return added, nil
}

// Retire moves the open tasks among ids to retired and tells how many were.
func (t *tx) Retire(ids []engine.TaskID, reason string) (int, error) {
	if err := t.ready(); err != nil || len(ids) == 0 {
		return 0, err
	}
	if reason == "" {
		return 0, misuse("撤销任务没有写明原因")
	}
	p := t.phrase("UPDATE tasks")
	p.add(" SET state = 'retired', reason = ?, version = version + 1, updated_at = ?", reason, millis(t.now))
	if err := t.store.nouns.must(engine.Task{}).equal(p, "id", ids); err != nil {
		return 0, err
	}
	p.when("state = 'open'")
	return t.setBy("tasks", p)
}

// Climb notes how many rungs of the ladder the tasks with these ids have reached.
func (t *tx) Climb(ids []engine.TaskID, rungs int) (int, error) {
	if err := t.ready(); err != nil || len(ids) == 0 {
		return 0, err
	}
	if rungs < 0 {
		return 0, misuse("督办阶梯的级数 %d 不能为负", rungs)
	}
	p := t.phrase("UPDATE tasks")
	p.add(" SET ladder = ?", int64(rungs))
	if err := t.store.nouns.must(engine.Task{}).equal(p, "id", ids); err != nil {
		return 0, err
	}
	return t.setBy("tasks", p)
}

// AddressOrder writes down whom an order addresses.
func (t *tx) AddressOrder(order engine.OrderID, period calendar.Period, duty string, loads map[engine.UnitID]int) (int, error) {
	if err := t.ready(); err != nil || len(loads) == 0 {
		return 0, err
	}
	if order == 0 || period.IsZero() || duty == "" {
		return 0, misuse("专项任务缺少编号、期间或事项")
	}
	units, err := json.Marshal(loads)
	if err != nil {
		return 0, err
	}
	return t.set("order_replies", sqlAddressOrder, string(units), int64(order), millis(t.now), millis(t.now), period.String(), duty)
}

// OpenScores inserts the scores that are missing of a period's sheets.
func (t *tx) OpenScores(period calendar.Period, edition string) (int, error) {
	if err := t.ready(); err != nil {
		return 0, err
	}
	if period.IsZero() || edition == "" {
		return 0, misuse("建立计分表缺少期间或版次")
	}
	opened, err := t.set("scores", sqlOpenScores, period.String(), edition, period.End().String(), millis(t.now), millis(t.now), period.String())
	if err != nil {
		return 0, err
	}
	p := t.phrase(sqlMark)
	p.when("period = ? AND as_of IS NULL", period.String())
	p.add(" ON CONFLICT (score_id) DO NOTHING")
	_, err = t.setBy("stale_scores", p)
	return opened, err
}

// OpenSelfChecks inserts the self-checks that are missing of a period's scores.
func (t *tx) OpenSelfChecks(period calendar.Period, opens, due calendar.Date) (int, error) {
	if err := t.ready(); err != nil {
		return 0, err
	}
	if period.IsZero() || opens.IsZero() || due.IsZero() {
		return 0, misuse("开放自查表缺少期间或日期")
	}
	return t.set("self_checks", sqlOpenSelfChecks, opens.String(), due.String(), millis(t.now), millis(t.now), period.String())
}

// MarkStale marks the unsealed scores of a unit and of those below it whose period
// ends on the day or later.
func (t *tx) MarkStale(unit *engine.Unit, from calendar.Date) (int, error) {
	p := t.phrase(sqlMark)
	p.when("NOT sealed AND last_day >= ?", from.String())
	if unit.CarriesDuties() { // nobody below it is scored
		p.when("unit_id = ?", int64(unit.ID))
	} else if err := t.store.nouns.must(engine.Score{}).within(p, access.Under(unit.Path), nil); err != nil {
		return 0, err
	}
	p.add(sqlMarkAgain)
	return t.setBy("stale_scores", p)
}

// MarkOutdated marks the unsealed scores that were judged while their period ran.
func (t *tx) MarkOutdated(day calendar.Date) (int, error) {
	p := t.phrase(sqlMark)
	p.when("NOT sealed AND as_of < ? AND as_of <= last_day", day.String())
	p.add(sqlMarkAgain)
	return t.setBy("stale_scores", p)
}

// Freshen takes the mark of a score away unless it has grown.
func (t *tx) Freshen(score engine.ScoreID, mark int64) error {
	if mark == 0 {
		return nil
	}
	gone, err := t.set("stale_scores", "DELETE FROM stale_scores WHERE score_id = ? AND mark = ?", int64(score), mark)
	if err == nil && gone == 0 {
		err = engine.Fail(engine.Conflict, "changed_meanwhile", "计分所依据的内容刚刚又有变动：请刷新页面")
	}
	return err
}

// The marks: one that is there grows.
const (
	sqlMark      = "INSERT INTO stale_scores (score_id, mark) SELECT id, 1 FROM scores"
	sqlMarkAgain = " ON CONFLICT (score_id) DO UPDATE SET mark = mark + 1"
)

// SeeSessions notes that the sessions were used.
func (t *tx) SeeSessions(ids []string, used, began time.Time) error {
	p := t.phrase("UPDATE sessions")
	p.add(" SET seen_at = ?", millis(t.now))
	if err := t.store.nouns.must(engine.Session{}).equal(p, "id", ids); err != nil {
		return err
	}
	p.when("ended_at IS NULL AND seen_at > ? AND created_at > ?", millis(used), millis(began))
	_, err := t.setBy("sessions", p)
	return err
}

// EndSessions ends every open session of the account except the one named.
func (t *tx) EndSessions(account engine.AccountID, except string) error {
	if err := t.ready(); err != nil {
		return err
	}
	open := []clause.Expression{
		clause.Eq{Column: "account_id", Value: account},
		clause.Eq{Column: "ended_at", Value: nil},
		clause.Neq{Column: "id", Value: except},
	}
	done := t.orm().Model(&engine.Session{}).Clauses(clause.Where{Exprs: open}).
		Updates(map[string]any{"ended_at": millis(t.now)})
	return t.failed("结束会话", t.store.nouns.must(engine.Session{}), done.Error)
}

// Prune deletes the sessions begun, and the counts of failed tries begun, before
// a moment: nothing of them can matter any more. So it does with drafts of imports.
func (t *tx) Prune(before time.Time) (int, error) {
	if err := t.ready(); err != nil {
		return 0, err
	}
	gone := 0
	for _, old := range []struct {
		noun   any
		column string
	}{{&engine.Session{}, "created_at"}, {&engine.LoginFailure{}, "since"}, {&engine.Submission{}, "at"}} {
		earlier := clause.Where{Exprs: []clause.Expression{clause.Lt{Column: old.column, Value: millis(before)}}}
		done := t.orm().Clauses(earlier).Delete(old.noun)
		if err := t.failed("清理过期登录", t.store.nouns.must(old.noun), done.Error); err != nil {
			return gone, err
		}
		gone += int(done.RowsAffected)
	}
	drafts := clause.Where{Exprs: []clause.Expression{clause.Lt{Column: "created_at", Value: millis(before)}, clause.Eq{Column: "done_at", Value: nil}}}
	done := t.orm().Clauses(drafts).Delete(&engine.Import{})
	return gone + int(done.RowsAffected), t.failed("清理没有确认的导入", t.store.nouns.must(engine.Import{}), done.Error)
}

// DropDrafts deletes the files sent with forms that were not saved before a moment.
func (t *tx) DropDrafts(before time.Time) (int, error) {
	if err := t.ready(); err != nil {
		return 0, err
	}
	old := clause.Where{Exprs: []clause.Expression{clause.Eq{Column: "state", Value: engine.EvidenceDraft},
		clause.Lt{Column: "created_at", Value: millis(before)}}}
	done := t.orm().Clauses(old).Delete(&engine.Evidence{})
	return int(done.RowsAffected), t.failed("清理没有保存的材料", t.store.nouns.must(engine.Evidence{}), done.Error)
}
