package rest

import (
	"context"
	"fmt"

	"wubiao/api/request"
	"wubiao/api/route"
	"wubiao/engine/access"
	"wubiao/engine/use/admin"
	"wubiao/engine/use/desk"
	"wubiao/engine/use/follow"
	"wubiao/engine/use/job"
	"wubiao/engine/use/order"
	"wubiao/engine/use/org"
	"wubiao/engine/use/practise"
	"wubiao/engine/use/selfcheck"
	"wubiao/engine/use/standard"
)

// Base is where every address of this package begins.
const Base = "/api/v1"

// Config is what the JSON interface calls. Everything must be there.
type Config struct {
	Admin     *admin.Admin
	Practise  *practise.Practise
	SelfCheck *selfcheck.SelfCheck
	Follow    *follow.Follow
	Orders    *order.Orders
	Desk      *desk.Desk
	Handbook  *standard.Reader
	Org       *org.Org
	Runs      Runs
}

// Runs is the run log and the button beside it.
type Runs interface {
	List(ctx context.Context, actor access.Actor) (job.Board, error)
	RunNow(ctx context.Context, actor access.Actor, name string) error
}

// Rest serves JSON.
type Rest struct {
	Config
	shape *request.Checker
}

// New makes the interface.
func New(c Config) (*Rest, error) {
	if c.Admin == nil || c.Practise == nil || c.SelfCheck == nil || c.Follow == nil || c.Orders == nil || c.Desk == nil || c.Handbook == nil || c.Org == nil || c.Runs == nil {
		return nil, fmt.Errorf("rest: a use case is missing")
	}
	return &Rest{Config: c, shape: request.New()}, nil
}

// Routes is the table of the JSON interface. It can be read, not called, without
// use cases: the document needs only its types.
func (r *Rest) Routes() []route.Route {
	all := []route.Route{r.documentRoute()}
	for _, part := range [][]route.Route{r.practiseRoutes(), r.scoreRoutes(), r.followRoutes(), r.orderRoutes(), r.recordRoutes(), r.fileRoutes(), r.registerRoutes(), r.companyRoutes(), r.importRoutes(), r.workbookRoutes(), r.tokenRoutes()} {
		all = append(all, part...)
	}
	return all
}
