package rest

import (
	"context"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/use/admin"
	"wubiao/engine/use/job"
	"wubiao/engine/use/org"
	"wubiao/engine/use/standard"
)

type (
	ofStandard struct {
		Code string `json:"code" validate:"required,max=20"`
	}
	ofJob struct {
		Job string `json:"job" validate:"required,max=40"`
	}
	ofLogin struct {
		Login string `json:"login" validate:"required,max=64"`
	}
	newPassword struct {
		Login    string `json:"login" validate:"required,max=64"`
		Password string `json:"password" validate:"required,max=256"`
	}
	newPerson struct {
		Unit engine.UnitID `json:"unit" validate:"gt=0"`
		Name string        `json:"name" validate:"required,max=30"`
	}
	forStandards struct {
		Search string `json:"q" validate:"max=60"`
	}

	// PersonKey names a new person.
	PersonKey struct {
		ID engine.PersonID `json:"id"`
	}
	// UnitKey names a new unit.
	UnitKey struct {
		ID engine.UnitID `json:"id"`
	}
	// AccountKey names a new account.
	AccountKey struct {
		ID engine.AccountID `json:"id"`
	}
)

// companyRoutes are the handbook, the organisation, the accounts and the jobs.
func (r *Rest) companyRoutes() []route.Route {
	return []route.Route{
		read(r, "/handbook", access.HandbookRead, route.Company, "现行手册的目录，可以查找",
			func(ctx context.Context, a access.Actor, q forStandards) (standard.Contents, error) {
				return r.Handbook.Contents(ctx, a, q.Search)
			}),
		read(r, "/handbook/:code", access.HandbookRead, route.Company, "一项标准",
			func(ctx context.Context, a access.Actor, q ofStandard) (standard.Page, error) {
				return r.Handbook.Standard(ctx, a, q.Code)
			}),

		submit(r, "/units", access.UnitAdd, route.Company, "新建单位",
			keyed(r.Org.AddUnit, func(id engine.UnitID) UnitKey { return UnitKey{id} })),
		on(r, "PATCH", "/units/:unit", access.UnitChange, route.Unit, "修改单位的属性", told(r.Org.ChangeUnit)),
		read(r, "/tree", access.UnitRead, route.Company, "组织树，可以按名称查找",
			func(ctx context.Context, a access.Actor, q org.TreeRequest) (org.Tree, error) {
				return r.Org.Tree(ctx, a, q)
			}),
		read(r, "/tree/:unit", access.UnitRead, route.Unit, "一个单位的情况、人员和任职",
			func(ctx context.Context, a access.Actor, q ofUnit) (org.UnitPage, error) {
				return r.Org.Unit(ctx, a, q.Unit)
			},
			tagged(func(p org.UnitPage) int64 { return p.Version })),
		edit(r, "PUT", "/tree/:unit", access.UnitChange, route.Unit, "重写一个单位的情况", told(r.Org.EditUnit)),
		post(r, "/posts/:post/end", access.PostEnd, route.Unit, "结束任职",
			keyed(r.Org.EndPost, func(id engine.UnitID) UnitKey { return UnitKey{id} })),
		read(r, "/parameters", access.ParameterRead, route.Company, "手册参数和公司定的值", asked(r.Org.Parameters)),
		submit(r, "/parameters", access.ParameterSet, route.Company, "给参数定新值", told(r.Org.SetParameter)),
		submit(r, "/units/:unit/people", access.PersonAdd, route.Unit, "登记一个人",
			keyed(func(ctx context.Context, a access.Actor, q newPerson) (engine.PersonID, error) {
				return r.Org.AddPerson(ctx, a, q.Unit, q.Name)
			},
				func(id engine.PersonID) PersonKey { return PersonKey{id} })),
		edit(r, "PUT", "/people/:person/name", access.PersonRename, route.Unit, "更正一个人的姓名",
			keyed(r.Org.Rename, func(id engine.UnitID) UnitKey { return UnitKey{id} })),
		submit(r, "/units/:unit/posts", access.PostAppoint, route.Unit, "任职", told(r.Org.Appoint)),

		read(r, "/users", access.UserList, route.Company, "账号", list(r.Admin.ListUsers), paged(Page[admin.UserLine].after)),
		post(r, "/users", access.UserAdd, route.Company, "新建账号",
			keyed(r.Admin.AddUser, func(id engine.AccountID) AccountKey { return AccountKey{id} }), status(201)),
		on(r, "PUT", "/users/:login/password", access.UserPassword, route.Company, "重设密码，并结束这个账号的登录",
			told(func(ctx context.Context, a access.Actor, q newPassword) error {
				return r.Admin.SetPassword(ctx, a, q.Login, q.Password)
			})),
		post(r, "/users/:login/disable", access.UserDisable, route.Company, "停用账号",
			told(func(ctx context.Context, a access.Actor, q ofLogin) error {
				return r.Admin.DisableUser(ctx, a, q.Login)
			})),
		post(r, "/users/:login/enable", access.UserEnable, route.Company, "重新启用账号",
			told(func(ctx context.Context, a access.Actor, q ofLogin) error {
				return r.Admin.EnableUser(ctx, a, q.Login)
			})),

		read(r, "/runs", access.RunRead, route.Company, "定时作业和运行记录", asked(func(ctx context.Context, a access.Actor) (job.Board, error) { return r.Runs.List(ctx, a) })),
		post(r, "/jobs/:job/run", access.RunStart, route.Company, "立即运行一项作业",
			told(func(ctx context.Context, a access.Actor, q ofJob) error { return r.Runs.RunNow(ctx, a, q.Job) })),
	}
}

// keyed names what was added.
func keyed[In, ID, Key any](do func(context.Context, access.Actor, In) (ID, error), key func(ID) Key) use[In, Key] {
	return func(ctx context.Context, actor access.Actor, in In) (Key, error) {
		id, err := do(ctx, actor, in)
		return key(id), err
	}
}

// status is another status of success.
func status(code int) option { return func(l *line) { l.Status = code } }
