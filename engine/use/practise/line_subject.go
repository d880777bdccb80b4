package practise

import (
	"fmt"
	"slices"
	"strings"

	"wubiao/engine"
	"wubiao/engine/port"
	"wubiao/engine/rule"
)

// subjectMost is how many characters of a record a line repeats.
const subjectMost = 20

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
			said[r.ID] = recordSubject(ledger, r.Fields)
		}
	}
	return said, nil
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

// recordSubject says in a few characters what a record is about: the column that
// names the subject of its steps; else what its required columns name, the matter
// or the person; else the first text that is filled in.
func recordSubject(l *rule.Ledger, fields map[string]any) string {
	if l.Steps != nil {
		if text := oneLine(fields[l.Steps.Of]); text != "" {
			return shorten(text, subjectMost)
		}
	}
	var named []string
	other := ""
	for _, c := range l.Columns {
		if c.Type.Name != rule.TypeText && c.Type.Name != rule.TypePerson {
			continue
		}
		text := oneLine(fields[c.ID])
		switch {
		case text == "":
		case c.Required && len(named) < 2 && !slices.Contains(named, text):
			named = append(named, text)
		case other == "":
			other = text
		}
	}
	if len(named) == 0 {
		return shorten(other, subjectMost)
	}
	return shorten(strings.Join(named, "："), subjectMost)
}

// oneLine gives the text of a field on one line; what is no text gives nothing.
func oneLine(v any) string {
	text, _ := v.(string)
	return strings.Join(strings.Fields(text), " ")
}

// shorten cuts a text to so many characters, the dots counted.
func shorten(text string, most int) string {
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most-1]) + "…"
	}
	return text
}
