package practise

import (
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
	"wubiao/engine/rule"
)

// subjects says, for the tasks that a record set off, which matter or whom the
// record is about. All records are read at once, within the asker's reach; those
// of private ledgers are not read at all.
func (l *liner) subjects(tasks []engine.Task) (map[engine.RecordID]string, error) {
	var ids []engine.RecordID
	ledgers := map[engine.RecordID]*rule.Ledger{}
	for i := range tasks {
		id, ok := triggerOf(tasks[i].Subject)
		if !ok {
			continue
		}
		e, err := l.desk.Book.Named(tasks[i].Edition)
		if err != nil {
			return nil, fmt.Errorf("edition of task %d: %w", tasks[i].ID, err)
		}
		if ledger := openEvent(e, tasks[i].Duty); ledger != nil && ledgers[id] == nil {
			ledgers[id] = ledger
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	var records []engine.Record
	err := l.tx.List(&records, l.scope, port.Query{Where: port.Where{"id": ids}, Columns: []string{"id", "ledger", "fields"}})
	if err != nil {
		return nil, fmt.Errorf("list what tasks are about: %w", err)
	}
	said := map[engine.RecordID]string{}
	for _, r := range records {
		if ledger := ledgers[r.ID]; ledger.Name == r.Ledger {
			said[r.ID] = ledger.Subject(r.Fields)
		}
	}
	return said, nil
}

// Subjects gives what a reader is told of which one of several a task is about: by
// the task's own word.
func (p *Practise) Subjects(tx port.Tx, scope access.Scope, tasks []engine.Task) (func(subject string) string, error) {
	l := &liner{desk: p, tx: tx, scope: scope}
	var err error
	l.about, err = l.subjects(tasks)
	return l.subject, err
}

// openEvent is the ledger whose records set the duty off, unless it is private.
func openEvent(e *rule.Edition, duty string) *rule.Ledger {
	s, d := e.Duty(duty)
	if d == nil || s.Private || d.Event == nil {
		return nil
	}
	l := e.Ledgers[d.Event.Of]
	if l == nil || l.Private {
		return nil
	}
	return l
}
