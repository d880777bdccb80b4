package engine

import (
	"fmt"
	"time"

	"wubiao/engine/calendar"
)

// SheetID identifies a reminder sheet.
type SheetID int64

// Sheet is the 提醒表 of one unit for one month, quarter, half-year or year.
// What it lists are the unit's tasks of that period. The day sheet has no row:
// it follows from unit and date.
type Sheet struct {
	ID        SheetID         `gorm:"primaryKey" json:"id"`
	Period    calendar.Period `json:"period"`
	UnitID    UnitID          `json:"unit_id"`
	Edition   string          `json:"edition"`
	CreatedAt time.Time       `json:"created_at"`
}

// SheetNumber follows from kind, period and unit, so that it needs no counter:
// 「月提〔2026-11〕第17号」.
func SheetNumber(p calendar.Period, unit UnitID) string {
	return fmt.Sprintf("%s提〔%s〕第%d号", p.Kind.Chinese(), p, unit)
}
