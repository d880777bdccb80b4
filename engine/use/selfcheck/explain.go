package selfcheck

import (
	"context"
	"fmt"
	"strings"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// ExplainRequest is what the branch says of one standard; an empty text takes it
// back.
type ExplainRequest struct {
	ChangeRequest
	Standard string `json:"code" validate:"required,max=20"`
	Text     string `json:"text" validate:"max=1000"`
}

// Explain keeps what the branch says where it disagrees with a line.
func (s *SelfCheck) Explain(ctx context.Context, actor access.Actor, r ExplainRequest) error {
	text := strings.TrimSpace(r.Text)
	return s.change(ctx, actor, r.ChangeRequest, "explain", func(tx port.Tx, _ *engine.Unit, check *engine.SelfCheck) (int, error) {
		e, err := s.Book.Named(check.Edition)
		if err != nil {
			return 0, fmt.Errorf("edition of the self-check: %w", err)
		}
		if st := e.Standard(r.Standard); st == nil || st.Private {
			return 0, access.Absent()
		}
		var before []engine.Remark
		err = tx.List(&before, access.Everything(), port.Query{Where: port.Where{"self_check_id": int64(check.ID), "standard": r.Standard}})
		if err != nil {
			return 0, fmt.Errorf("find remark: %w", err)
		}
		remark := engine.Remark{SelfCheckID: check.ID, UnitID: check.UnitID, Standard: r.Standard}
		if len(before) > 0 {
			remark = before[0]
		}
		if remark.Text == text {
			return 0, nil
		}
		remark.Text, remark.PersonID = text, actor.Person
		if remark.ID == 0 {
			err = tx.Insert(&remark)
		} else {
			err = tx.Save(&remark)
		}
		if err != nil {
			return 0, fmt.Errorf("keep remark: %w", err)
		}
		return 1, nil
	})
}
