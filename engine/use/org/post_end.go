package org

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// EndPostRequest ends one holding of a post.
type EndPostRequest struct {
	Post engine.PostID `json:"post" validate:"gt=0"`
	Day  string        `json:"day" validate:"max=20"` // the last day
}

// EndPost ends a post after its last day, and names the unit. What was done in it
// stays.
func (o *Org) EndPost(ctx context.Context, actor access.Actor, r EndPostRequest) (engine.UnitID, error) {
	scope, err := access.Authorize(actor, access.PostEnd)
	if err != nil {
		return 0, err
	}
	var p engine.Post
	err = o.Store.Update(ctx, func(tx port.Tx) error {
		if err := find(tx, scope, &p, int64(r.Post), "post"); err != nil {
			return err
		}
		e := engine.Fail(engine.Invalid, "post", "没有保存，请改正标出的地方")
		day := dayField(e, "day", r.Day)
		if day.IsZero() && len(e.Fields) == 0 {
			e.With("day", "请写任职的最后一天")
		} else if !day.IsZero() && day < p.From.AddDays(-1) {
			e.With("day", "早于任职日期"+p.From.ChineseFull())
		}
		if err := refusal(e); err != nil {
			return err
		}
		p.To = day
		if err := tx.Save(&p); err != nil {
			return fmt.Errorf("save post: %w", err)
		}
		if p.Name == postSecretary {
			if err := o.secretaryWent(tx, p.UnitID, day.AddDays(1)); err != nil {
				return err
			}
		}
		return written(tx, entry(actor, access.PostEnd, fmt.Sprintf("post/%d", p.ID), p.UnitID))
	})
	if err != nil {
		return 0, fmt.Errorf("end post: %w", err)
	}
	return p.UnitID, nil
}
