package store

import (
	"context"
	"database/sql"
	"reflect"
	"time"

	"gorm.io/gorm/schema"
)

// Moments are stored as whole milliseconds since 1970 in UTC. As text they were
// a third of every task's bytes, the two drivers wrote them differently, and
// text in two zones does not compare.

// millis is the stored form of a moment.
func millis(t time.Time) int64 { return t.UnixMilli() }

// momentPool lends gorm the integers it scans moments into.
type momentPool struct{}

func (momentPool) Get() any { return new(sql.NullInt64) }
func (momentPool) Put(any)  {}

// storeMoments makes gorm write and read the field's time as milliseconds.
// Moments of making and changing are set by the store itself, because gorm
// would write them past the field.
func storeMoments(f *schema.Field) {
	if f.IndirectFieldType != reflect.TypeFor[time.Time]() {
		return
	}
	f.DataType, f.AutoCreateTime, f.AutoUpdateTime = schema.Int, 0, 0
	f.NewValuePool = momentPool{}
	valueOf, set := f.ValueOf, f.Set
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
	f.Set = func(ctx context.Context, noun reflect.Value, value any) error {
		stored, ok := value.(*sql.NullInt64)
		switch {
		case !ok:
			return set(ctx, noun, value)
		case !stored.Valid:
			return set(ctx, noun, nil)
		}
		return set(ctx, noun, time.UnixMilli(stored.Int64).UTC())
	}
}
