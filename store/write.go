package store

import (
	"reflect"
	"time"

	"wubiao/engine"
)

// Insert adds the noun and sets its id, its version (1) and, where they are
// empty, the moments of its making.
func (t *tx) Insert(noun any) error {
	n, value, err := t.writable(noun)
	if err != nil {
		return err
	}
	if n.version != nil {
		if err := n.version.Set(t.statements, value, int64(1)); err != nil {
			return misuse("%s 的版本号：%v", n.Table, err)
		}
	}
	stamp(n, value, "CreatedAt", t.now, false)
	stamp(n, value, "UpdatedAt", t.now, false)
	return t.insert(n, value)
}

// Save writes the whole noun, zero values included, and raises its version. The
// version must be the stored one: a noun read with Columns that leave the
// version out cannot be saved, which keeps its other columns safe.
func (t *tx) Save(noun any) error {
	n, value, err := t.writable(noun)
	if err != nil {
		return err
	}
	ctx := t.statements
	if _, zero := n.PrioritizedPrimaryField.ValueOf(ctx, value); zero {
		return misuse("保存 %s 时没有编号", n.Table)
	}
	stamp(n, value, "UpdatedAt", t.now, true)
	if n.version == nil {
		found, err := t.update(n, value, 0)
		if err != nil {
			return err
		}
		if !found {
			return engine.Fail(engine.NotFound, "not_found", "要保存的内容已不存在：请刷新页面")
		}
		return nil
	}
	version := n.version.ReflectValueOf(ctx, value)
	old := version.Int()
	version.SetInt(old + 1)
	found, err := t.update(n, value, old)
	if err == nil && !found {
		err = engine.Fail(engine.Conflict, "changed_meanwhile", "内容已被他人修改，您的修改没有保存：请刷新页面，核对后再改")
	}
	if err != nil {
		version.SetInt(old)
	}
	return err
}

// writable finds the noun, refuses the audit trail, which only grows by Append,
// and brings every time in it to UTC and whole milliseconds.
func (t *tx) writable(pointer any) (*noun, reflect.Value, error) {
	if err := t.ready(); err != nil {
		return nil, reflect.Value{}, err
	}
	n, value, err := t.store.nouns.of(pointer)
	if err != nil {
		return nil, value, err
	}
	if n.ModelType == reflect.TypeFor[engine.AuditEntry]() {
		return nil, value, misuse("审计记录只能追加")
	}
	for _, at := range n.moments {
		switch at := value.FieldByIndex(at).Addr().Interface().(type) {
		case *time.Time:
			*at = at.UTC().Truncate(time.Millisecond)
		case **time.Time:
			if *at != nil {
				utc := (*at).UTC().Truncate(time.Millisecond)
				*at = &utc // a new one: the caller may share the old
			}
		}
	}
	return n, value, nil
}

// stamp sets a moment of the noun if it has one of that name: always, or only
// where it is empty.
func stamp(n *noun, value reflect.Value, name string, now time.Time, always bool) {
	f := n.FieldsByName[name]
	if f == nil {
		return
	}
	if at := value.FieldByIndex(f.StructField.Index).Addr().Interface().(*time.Time); always || at.IsZero() {
		*at = now
	}
}
