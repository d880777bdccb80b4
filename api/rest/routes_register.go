package rest

import (
	"context"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/use/org"
)

type (
	ofPerson struct {
		Person engine.PersonID `json:"person" validate:"gt=0"`
	}
	ofTransfer struct {
		Transfer engine.TransferID `json:"transfer" validate:"gt=0"`
	}
	ofSent struct {
		Sent engine.TransferID `json:"sent" validate:"gt=0"`
	}
	ofHandover struct {
		Handover engine.HandoverID `json:"handover" validate:"gt=0"`
	}

	// HandoverKey names a new hand-over.
	HandoverKey struct {
		ID engine.HandoverID `json:"id"`
	}
	// TransferKey names a new transfer.
	TransferKey struct {
		ID engine.TransferID `json:"id"`
	}
)

// registerRoutes are the registers of the branches and what moves between them.
func (r *Rest) registerRoutes() []route.Route {
	return []route.Route{
		read(r, "/units/:unit/handover", access.PostHandOver, route.Unit, "办理交接时可选的人",
			func(ctx context.Context, a access.Actor, q ofUnit) (org.HandOverForm, error) {
				return r.Org.HandOverForm(ctx, a, q.Unit)
			}),
		submit(r, "/units/:unit/handover", access.PostHandOver, route.Unit, "一步办完交接",
			keyed(r.Org.HandOver, func(id engine.HandoverID) HandoverKey { return HandoverKey{id} })),
		read(r, "/handovers/:handover", access.HandoverRead, route.Unit, "交接单",
			func(ctx context.Context, a access.Actor, q ofHandover) (org.HandoverPage, error) {
				return r.Org.Handover(ctx, a, q.Handover)
			}),
		read(r, "/units/:unit/register", access.RegisterRead, route.Unit, "单位的党员花名册",
			func(ctx context.Context, a access.Actor, q ofUnit) (org.RegisterPage, error) {
				return r.Org.Register(ctx, a, q.Unit)
			}),
		read(r, "/units/:unit/register/form", access.RegisterAdd, route.Unit, "添加人员时可选的党小组",
			func(ctx context.Context, a access.Actor, q ofUnit) (org.EnrolForm, error) {
				return r.Org.EnrolForm(ctx, a, q.Unit)
			}),
		submit(r, "/units/:unit/register", access.RegisterAdd, route.Unit, "在花名册里添加人员",
			keyed(r.Org.Enrol, func(id engine.PersonID) PersonKey { return PersonKey{id} })),
		read(r, "/people/:person", access.RegisterRead, route.Unit, "花名册里的一个人和他的变动",
			func(ctx context.Context, a access.Actor, q ofPerson) (org.PersonPage, error) {
				return r.Org.Person(ctx, a, q.Person)
			}, tagged(func(p org.PersonPage) int64 { return p.Version })),
		edit(r, "PUT", "/people/:person", access.RegisterChange, route.Unit, "修改花名册里的一个人", told(r.Org.ChangePerson)),
		edit(r, "POST", "/people/:person/leave", access.RegisterLeave, route.Unit, "登记一个人离开花名册", told(r.Org.Leave)),
		submit(r, "/people/:person/transfers", access.TransferSend, route.Unit, "把组织关系转往本公司另一个单位",
			keyed(r.Org.Send, func(id engine.TransferID) TransferKey { return TransferKey{id} })),
		read(r, "/destinations", access.TransferSend, route.Company, "可以转往的单位", list(r.Org.Destinations)),
		read(r, "/transfers/:transfer", access.TransferAnswer, route.Unit, "一件等本单位接收的转接",
			func(ctx context.Context, a access.Actor, q ofTransfer) (org.TransferPage, error) {
				return r.Org.Transfer(ctx, a, q.Transfer)
			}, tagged(func(p org.TransferPage) int64 { return p.Version })),
		edit(r, "PUT", "/transfers/:transfer/answer", access.TransferAnswer, route.Unit, "接收或退回转接", told(r.Org.AnswerTransfer)),
		post(r, "/sendings/:sent/withdraw", access.TransferSend, route.Unit, "撤回转接",
			keyed(func(ctx context.Context, a access.Actor, q ofSent) (engine.UnitID, error) {
				return r.Org.WithdrawTransfer(ctx, a, q.Sent)
			}, func(id engine.UnitID) UnitKey { return UnitKey{id} })),
	}
}
