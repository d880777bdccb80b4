package web

import (
	"context"
	"fmt"
	"time"

	"wubiao/api/request"
	"wubiao/api/session"
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

// Config is what the pages need. Everything must be there.
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
	Cookies   session.Cookies
	Zone      *time.Location // in which moments are shown
}

// Runs is the run log and the button beside it.
type Runs interface {
	// List gives the jobs and their latest runs, newest first.
	List(ctx context.Context, actor access.Actor) (job.Board, error)
	// RunNow starts the job and returns when it has ended; a job that is running
	// already is engine.Refused, an unknown one engine.NotFound.
	RunNow(ctx context.Context, actor access.Actor, name string) error
}

// Web serves the pages.
type Web struct {
	Config
	pages  pageCache
	assets assets
	shape  *request.Checker
}

// New parses the templates and fingerprints the assets; a mistake in them stops
// the program before it serves.
func New(c Config) (*Web, error) {
	if c.Admin == nil || c.Practise == nil || c.SelfCheck == nil || c.Follow == nil || c.Orders == nil || c.Desk == nil || c.Handbook == nil || c.Org == nil || c.Runs == nil || c.Zone == nil {
		return nil, fmt.Errorf("web: a use case or the zone is missing")
	}
	assets, err := loadAssets()
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	w := &Web{Config: c, pages: pageCache{zone: c.Zone}, assets: assets, shape: request.New()}
	if _, err := w.pages.get(); err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	return w, nil
}
