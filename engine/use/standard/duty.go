package standard

import (
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/plan"
	"wubiao/engine/port"
	"wubiao/engine/rule"
)

// Duties finds what tasks rest on: a duty of the edition they are pinned to, or
// an order, said as a standard with one duty. It is the one place that knows the
// two apart, and reads each order once in a transaction.
type Duties struct {
	book   *Book
	tx     port.Tx
	orders map[engine.OrderID]orderDuty
}

type orderDuty struct {
	standard *rule.Standard
	duty     *rule.Duty
}

// Duties begins to look duties up within the transaction.
func (b *Book) Duties(tx port.Tx) *Duties {
	return &Duties{book: b, tx: tx, orders: map[engine.OrderID]orderDuty{}}
}

// Of gives the standard and the duty of a task, and the edition it is pinned to.
func (d *Duties) Of(t *engine.Task) (*rule.Edition, *rule.Standard, *rule.Duty, error) {
	e, err := d.book.Named(t.Edition)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("edition of task %d: %w", t.ID, err)
	}
	if id, ok := engine.OrderOf(t.Duty); ok {
		a, err := d.order(id)
		return e, a.standard, a.duty, err
	}
	s, duty := e.Duty(t.Duty)
	if duty == nil || duty.Due == nil {
		return nil, nil, nil, engine.Fail(engine.Internal, "no_duty", "手册里找不到任务所依据的事项").
			Because(fmt.Errorf("task %d: edition %s has no duty %s", t.ID, t.Edition, t.Duty))
	}
	return e, s, duty, nil
}

// Title gives the title of what tasks are counted under: a standard's code, or an
// order, which is told too.
func (d *Duties) Title(e *rule.Edition, code string) (title string, order engine.OrderID, err error) {
	if id, ok := engine.OrderOf(code); ok {
		a, err := d.order(id)
		if err != nil {
			return "", id, err
		}
		return a.standard.Title, id, nil
	}
	if s := e.Standard(code); s != nil {
		return s.Title, 0, nil
	}
	return code, 0, nil
}

// order reads an order. Whoever has its task may read what it asks.
func (d *Duties) order(id engine.OrderID) (orderDuty, error) {
	if a, ok := d.orders[id]; ok {
		return a, nil
	}
	var o engine.Order
	if err := d.tx.Get(&o, access.Everything(), port.Where{"id": id}); err != nil {
		return orderDuty{}, fmt.Errorf("find order %d: %w", id, err)
	}
	s, duty := plan.OrderStandard(&o)
	d.orders[id] = orderDuty{s, duty}
	return d.orders[id], nil
}
