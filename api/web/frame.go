package web

import (
	"wubiao/api/route"
	"wubiao/api/session"
	"wubiao/engine"
	"wubiao/engine/access"
)

// Frame is what every page has around its content.
type Frame struct {
	Title      string
	Name       string // empty: nobody is signed in
	Role       engine.Role
	Nav        []NavItem
	Token      string // for every form on the page
	Here       string // the path of this page, to come back to
	Stylesheet string
	Script     string
	Icon       string
}

// NavItem is one place to go.
type NavItem struct {
	Title, Path string
	Current     bool
}

// frame builds the frame of a page for the call.
func (w *Web) frame(c *route.Call, title, section string) Frame {
	f := w.bareFrame(title)
	f.Name, f.Role = c.Name, c.Actor.Role
	if c.Actor.Person == 0 { // nobody in the register: a login says nothing to a reader
		f.Name = string(c.Actor.Role)
	}
	f.Token = session.FormToken(c.FormKey)
	f.Here = c.Request().URL.RequestURI()
	for _, item := range []struct {
		title, path string
		action      access.Action
	}{
		{"本周", "/", access.WeekRead},
		{"首页", "/", access.DeskRead},
		{"提醒表", "/sheets", access.SheetRead},
		{"督办", "/follow", access.LateRead},
		{"专项", "/orders", access.OrderRead},
		{"台账", "/ledgers", access.RecordRead},
		{"得分", "/scores", access.ScoreRead},
		{"花名册", "/register", access.RegisterRead},
		{"手册", "/handbook", access.HandbookRead},
		{"单位", "/admin/units", access.UnitRead},
		{"账号", "/admin/accounts", access.UserList},
		{"参数", "/parameters", access.ParameterRead},
		{"运行", "/runs", access.RunRead},
	} {
		if (item.path == "/follow" || item.path == "/orders") && c.Actor.Role == engine.RoleBranch {
			continue // a branch finds them on its week; general branches on the list of theirs
		}
		if item.action == access.DeskRead && c.Actor.Role == engine.RoleBranch {
			continue // 本周 is theirs
		}
		if access.May(c.Actor.Role, item.action) {
			f.Nav = append(f.Nav, NavItem{item.title, item.path, item.path == section})
		}
	}
	return f
}

// bareFrame is the frame of a page that belongs to nobody.
func (w *Web) bareFrame(title string) Frame {
	return Frame{Title: title, Stylesheet: w.assets.url("app.css"), Script: w.assets.url("app.js"), Icon: w.assets.url("icon.svg")}
}
