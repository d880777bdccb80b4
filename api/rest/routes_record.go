package rest

import (
	"context"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/use/practise"
)

type ofRecord struct {
	Record engine.RecordID `json:"record" validate:"gt=0"`
}

// recordRoutes are the ledgers and their records.
func (r *Rest) recordRoutes() []route.Route {
	return []route.Route{
		read(r, "/units/:unit/ledgers", access.RecordRead, route.Unit, "一个单位的台账",
			func(ctx context.Context, a access.Actor, q ofUnit) (practise.LedgerList, error) {
				return r.Practise.Ledgers(ctx, a, q.Unit)
			}),
		read(r, "/units/:unit/ledgers/:ledger/records", access.RecordRead, route.Unit, "一本台账的记录，新的在前", r.Practise.LedgerRecords,
			paged(func(p practise.LedgerRecords) int { return after(p.Page, p.Next) })),
		read(r, "/units/:unit/ledgers/:ledger/form", access.RecordAdd, route.Unit, "登记用的表，已知的已经填好", r.Practise.RecordForm),
		submit(r, "/units/:unit/ledgers/:ledger/records", access.RecordAdd, route.Unit, "登记一条记录，它完成的事一并完成", r.Practise.AddRecord),
		read(r, "/records/:record", access.RecordRead, route.Unit, "一条记录：算作什么、改过什么",
			func(ctx context.Context, a access.Actor, q ofRecord) (practise.RecordPage, error) {
				return r.Practise.RecordHistory(ctx, a, q.Record)
			},
			tagged(func(p practise.RecordPage) int64 { return p.Version })),
		read(r, "/records/:record/form", access.RecordEdit, route.Unit, "修改用的表", r.Practise.EditForm,
			tagged(func(p practise.RecordForm) int64 { return p.Version })),
		edit(r, "PUT", "/records/:record", access.RecordEdit, route.Unit, "修改一条记录，原来的说法留下", r.Practise.EditRecord),
	}
}
