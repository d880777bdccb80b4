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
	}
}
