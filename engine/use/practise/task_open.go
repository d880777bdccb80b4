package practise

import (
	"context"
	"iter"
	"maps"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// openBatch is how many open tasks a job holds at once: what it needs of memory
// must not grow with the company.
const openBatch = 1000

// openTasks gives the open tasks that meet the query some at a time, in the order
// they were made. Each batch is read in a transaction of its own: what is done with
// it may write. An error is given once and ends it.
func (p *Practise) openTasks(ctx context.Context, q port.Query) iter.Seq2[[]engine.Task, error] {
	return func(yield func([]engine.Task, error) bool) {
		for next := engine.TaskID(1); ; {
			batch := q
			batch.Where = port.Where{"state": string(engine.TaskOpen)}
			batch.AtLeast = port.Where{"id": int64(next)}
			maps.Copy(batch.AtLeast, q.AtLeast)
			batch.Limit = openBatch
			var tasks []engine.Task
			err := p.Store.View(ctx, func(tx port.Tx) error {
				return tx.List(&tasks, access.Everything(), batch)
			})
			if err != nil {
				yield(nil, err)
				return
			}
			n := len(tasks)
			if n > 0 {
				next = tasks[n-1].ID + 1 // before it is lent out: the batch is the reader's to cut
			}
			if n > 0 && !yield(tasks, nil) || n < openBatch {
				return
			}
		}
	}
}
