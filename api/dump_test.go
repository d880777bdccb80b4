package api_test

import (
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strings"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// nouns are the tables that tests look at as a whole.
func nouns() []any {
	return []any{&[]engine.Unit{}, &[]engine.Person{}, &[]engine.Post{}, &[]engine.Account{}, &[]engine.Session{},
		&[]engine.Task{}, &[]engine.Notice{}, &[]engine.Record{}, &[]engine.RecordVersion{}, &[]engine.Evidence{}, &[]engine.Token{},
		&[]engine.Transfer{}, &[]engine.PersonChange{}, &[]engine.Handover{}, &[]engine.Assignment{}, &[]engine.ParameterValue{}, &[]engine.Import{},
		&[]engine.Score{}, &[]engine.Answer{}, &[]engine.AnswerVersion{}, &[]engine.SelfCheck{}, &[]engine.SelfCheckStep{}, &[]engine.Remark{},
		&[]engine.Appraisal{}, &[]engine.Extension{}, &[]engine.Supervision{}, &[]engine.SupervisionTask{}, &[]engine.SupervisionStep{}, &[]engine.Counter{},
		&[]engine.Order{}, &[]engine.OrderReply{}, &[]engine.OrderReplyVersion{}, &[]engine.Submission{}, &[]engine.AuditEntry{}}
}

// business is every row but those that tell of sessions, tokens and the trail.
func (w *world) business() string {
	w.t.Helper()
	var b strings.Builder
	err := w.store.View(w.t.Context(), func(tx port.Tx) error { return dumpAll(tx, &b) })
	if err != nil {
		w.t.Fatal(err)
	}
	var kept []string
	for line := range strings.Lines(b.String()) {
		switch kind, _, _ := strings.Cut(line, " "); kind {
		case "engine.Session", "engine.Token", "engine.Submission", "engine.AuditEntry":
		default:
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "")
}

// dumpAll writes every row, one a line.
func dumpAll(tx port.Tx, out io.Writer) error {
	for _, list := range nouns() {
		if err := tx.List(list, access.Everything(), port.Query{}); err != nil {
			return err
		}
		rows := reflect.ValueOf(list).Elem()
		for i := range rows.Len() {
			row := rows.Index(i).Interface()
			text, err := json.Marshal(row)
			if err != nil {
				return err
			}
			if a, ok := row.(engine.Account); ok {
				text = append(text, a.Password...)
			}
			if s, ok := row.(engine.Session); ok {
				text = append(text, s.CSRF...)
			}
			fmt.Fprintf(out, "%T %s\n", row, text)
		}
	}
	return nil
}
