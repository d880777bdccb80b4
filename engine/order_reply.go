package engine

import (
	"time"

	"wubiao/engine/calendar"
)

// OrderReplyID identifies what one branch says to an order.
type OrderReplyID int64

// OrderReply is one addressed branch of an order: it is written when the order is
// issued, so that who was asked never changes, and holds what the branch answered.
type OrderReply struct {
	ID         OrderReplyID      `gorm:"primaryKey" json:"id"`
	OrderID    OrderID           `json:"order_id"`
	UnitID     UnitID            `json:"unit_id"`
	TaskID     TaskID            `json:"task_id"`
	Load       int               `json:"load"`                           // minutes due in that week besides, when it was issued
	Answers    map[string]string `gorm:"serializer:json" json:"answers"` // by the column's number, from "1"
	Held       map[string]string `gorm:"serializer:json" json:"held"`    // what the ledgers said then
	AnsweredOn calendar.Date     `json:"answered_on"`                    // zero: not yet
	AnsweredBy PersonID          `json:"answered_by"`
	Version    int64             `json:"version"`
	CreatedAt  time.Time         `json:"created_at"`
	UpdatedAt  time.Time         `json:"updated_at"`
}

// OrderReplyVersionID identifies what a reply was before a change.
type OrderReplyVersionID int64

// OrderReplyVersion is what a branch had answered before it answered otherwise:
// history is kept, never overwritten.
type OrderReplyVersion struct {
	ID         OrderReplyVersionID `gorm:"primaryKey" json:"id"`
	ReplyID    OrderReplyID        `json:"reply_id"`
	UnitID     UnitID              `json:"unit_id"`
	Number     int64               `json:"number"` // the reply's version that was replaced
	Answers    map[string]string   `gorm:"serializer:json" json:"answers"`
	Held       map[string]string   `gorm:"serializer:json" json:"held"` // what the ledgers said then
	AnsweredOn calendar.Date       `json:"answered_on"`
	AnsweredBy PersonID            `json:"answered_by"`
	CreatedAt  time.Time           `json:"created_at"` // when it was replaced
}

// Was is the reply's answer as it is kept once another takes its place.
func (r *OrderReply) Was() OrderReplyVersion {
	return OrderReplyVersion{ReplyID: r.ID, UnitID: r.UnitID, Number: r.Version, Answers: r.Answers, Held: r.Held, AnsweredOn: r.AnsweredOn, AnsweredBy: r.AnsweredBy}
}
