package practise_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
)

// A full batch with a task in it that was granted more time: cutting the batch
// once made the job begin again from the first task, for ever.
func TestRemindingEndsWhereABatchHoldsAnExtendedTask(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-03-02 09:00")
	month := calendar.PeriodOf(calendar.KindMonth, worldDay(t, "2026-03-12"))
	o.update(func(tx port.Tx) error {
		for i := range 1001 {
			task := engine.Task{Period: month, UnitID: o.unit, Duty: "Z05.会议", Subject: fmt.Sprint(i), Edition: "2026", State: engine.TaskOpen,
				Opens: month.Start, Due: worldDay(t, "2026-03-13")}
			if i == 7 {
				task.Extended = worldDay(t, "2026-03-20")
			}
			if err := tx.Insert(&task); err != nil {
				return err
			}
		}
		return nil
	})
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	for day := worldDay(t, "2026-03-03"); day <= worldDay(t, "2026-03-13"); day++ {
		if _, err := o.Remind(ctx, day); err != nil {
			t.Fatalf("%s: %v", day, err)
		}
	}
}
