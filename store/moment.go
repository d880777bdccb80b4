package store

import (
	"context"
	"reflect"
	"time"

	"gorm.io/gorm/schema"
)

// Moments are stored as whole milliseconds since 1970 in UTC. As text they were
// a third of every task's bytes, the two drivers wrote them differently, and
// text in two zones does not compare.

// millis is the stored form of a moment.
func millis(t time.Time) int64 { return t.UnixMilli() }

// moment is the moment that is stored so.
func moment(millis int64) time.Time { return time.UnixMilli(millis).UTC() }

// storeMoments makes gorm write the field's time as milliseconds.
// Moments of making and changing are set by the store itself, because gorm
// would write them past the field.
func storeMoments(f *schema.Field) {
	if f.IndirectFieldType != reflect.TypeFor[time.Time]() {
		return
	}
	f.DataType, f.AutoCreateTime, f.AutoUpdateTime = schema.Int, 0, 0
	valueOf := f.ValueOf
	f.ValueOf = func(ctx context.Context, noun reflect.Value) (any, bool) {
		value, zero := valueOf(ctx, noun)
		switch t := value.(type) {
		case time.Time:
			return millis(t), zero
		case *time.Time:
			if t != nil {
				return millis(*t), zero
			}
		}
		return nil, zero
	}
}

// readMoment reads milliseconds as a time in UTC.
func readMoment(field reflect.Value, from any) error {
	switch v := from.(type) {
	case nil:
		field.SetZero()
	case int64:
		field.Set(reflect.ValueOf(moment(v)))
	default:
		return unread(field, from)
	}
	return nil
}
