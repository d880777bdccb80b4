package admin

import (
	"context"
	"fmt"
	"time"

	"wubiao/engine/port"
)

// keepSessions is how long an ended session's row is kept: the trail tells who
// signed in, the row is only needed while the session can live.
const keepSessions = 2 * AbsoluteLimit

// WakePrune deletes the rows of sessions that can no longer live and of failed
// tries that no longer count. It gives one Chinese sentence for the run log.
func (a *Admin) WakePrune(ctx context.Context, now time.Time) (string, error) {
	gone := 0
	err := a.store.Update(ctx, func(tx port.Tx) (err error) {
		gone, err = tx.Prune(now.Add(-keepSessions))
		return err
	})
	if err != nil {
		return "", fmt.Errorf("prune sessions: %w", err)
	}
	return fmt.Sprintf("清理过期登录记录%d条。", gone), nil
}
