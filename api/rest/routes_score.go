package rest

import (
	"context"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/use/selfcheck"
)

type (
	ofScore struct {
		Unit    engine.UnitID   `json:"unit" validate:"gt=0"`
		Quarter calendar.Period `json:"quarter"`
	}
	ofScoreLine struct {
		ofScore
		Code string `json:"code" validate:"required,max=20"`
	}
)

// scoreRoutes are what units' quarters and years are worth.
func (r *Rest) scoreRoutes() []route.Route {
	return []route.Route{
		read(r, "/scores", access.ScoreRead, route.Own, "各支部得分总览", r.SelfCheck.Grid),
		read(r, "/units/:unit/scores", access.ScoreRead, route.Unit, "一个单位本季度到今天的得分",
			func(ctx context.Context, a access.Actor, q ofUnit) (selfcheck.Sheet, error) {
				return r.SelfCheck.Sheet(ctx, a, selfcheck.SheetRequest{Unit: q.Unit})
			}),
		read(r, "/units/:unit/scores/:quarter", access.ScoreRead, route.Unit, "一个单位一个季度或年度的得分，逐条说明",
			func(ctx context.Context, a access.Actor, q ofScore) (selfcheck.Sheet, error) {
				return r.SelfCheck.Sheet(ctx, a, selfcheck.SheetRequest{Unit: q.Unit, Period: q.Quarter})
			}),
		read(r, "/units/:unit/scores/:quarter/:code", access.ScoreRead, route.Unit, "得分里的一项标准和算进去的记录",
			func(ctx context.Context, a access.Actor, q ofScoreLine) (selfcheck.LinePage, error) {
				return r.SelfCheck.Line(ctx, a, selfcheck.LineRequest{Unit: q.Unit, Period: q.Quarter, Standard: q.Code})
			}),
		read(r, "/selfchecks", access.SelfCheckRead, route.Own, "一个季度各支部的自查表", r.SelfCheck.Incoming),
		read(r, "/units/:unit/selfcheck/:quarter", access.SelfCheckRead, route.Unit, "一个支部一个季度的自查表",
			func(ctx context.Context, a access.Actor, q ofScore) (selfcheck.CheckPage, error) {
				return r.SelfCheck.Check(ctx, a, selfcheck.SheetRequest{Unit: q.Unit, Period: q.Quarter})
			},
			tagged(func(p selfcheck.CheckPage) int64 { return p.Check.Version })),
		edit(r, "POST", "/units/:unit/selfcheck/:quarter/answers", access.SelfCheckFill, route.Unit, "回答自查表里的问题", told(r.SelfCheck.Answer)),
		edit(r, "POST", "/units/:unit/selfcheck/:quarter/remarks", access.SelfCheckFill, route.Unit, "对自查表的一项说明不同意见", told(r.SelfCheck.Explain)),
		edit(r, "POST", "/units/:unit/selfcheck/:quarter/review", access.SelfCheckFill, route.Unit, "记下自查表的审议", told(r.SelfCheck.Review)),
		submit(r, "/units/:unit/selfcheck/:quarter/submit", access.SelfCheckSubmit, route.Unit, "支部书记签字提交自查表", told(r.SelfCheck.Submit), ofVersion, bySession), // a signature is given in person
		edit(r, "POST", "/units/:unit/selfcheck/:quarter/accept", access.SelfCheckDecide, route.Unit, "核收自查表", told(r.SelfCheck.Accept)),
		edit(r, "POST", "/units/:unit/selfcheck/:quarter/return", access.SelfCheckDecide, route.Unit, "退回自查表", told(r.SelfCheck.Return)),
	}
}
