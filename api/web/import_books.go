package web

import (
	"fmt"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/use/intake"
)

// bookPages are the pages of a workbook: what they say and where they lie. What
// they do is the same for all.
type bookPages struct {
	book *intake.Workbook
	unit engine.UnitID // 0: the whole company

	heading, lead    string
	title            string // of its one table; empty: it has several, and one may be chosen
	section          string // of the frame
	base             string // what the addresses begin with
	back, backTo     string
	finish, finishTo string // where to go once it is done
}

// of makes a handler of what is done with a workbook, for one of them.
func of(pages func(*route.Call) (bookPages, error), do func(*route.Call, bookPages) error) func(*route.Call) error {
	return func(c *route.Call) error {
		k, err := pages(c)
		if err != nil {
			return err
		}
		return do(c, k)
	}
}

func (w *Web) recordBook(c *route.Call) (bookPages, error) {
	unit, err := pathID(c, "unit")
	base := fmt.Sprintf("/units/%d", unit)
	return bookPages{book: w.Practise.RecordBook(), unit: engine.UnitID(unit), heading: "导入旧台账",
		lead:    "把以前用表格记的台账一次搬进来。先看预览，确认以后才写入；照片等附件不在表里。",
		section: "/ledgers", base: base, back: base + "/ledgers", backTo: "台账", finish: base + "/ledgers", finishTo: "看台账"}, err
}

func (w *Web) unitBook(*route.Call) (bookPages, error) {
	return bookPages{book: w.Org.UnitBook(), heading: "导入单位", title: "单位",
		lead:    "把整棵组织树和各单位的情况一次搬进来：新单位建起来，已有的按表更新，空着的格子不改。先看预览，确认以后才写入。",
		section: "/admin/units", base: "/admin", back: "/admin/units", backTo: "单位", finish: "/admin/units", finishTo: "看单位"}, nil
}

func (w *Web) peopleBook(*route.Call) (bookPages, error) {
	return bookPages{book: w.Org.PeopleBook(), heading: "导入人员", title: "人员",
		lead:    "把各支部的花名册和任职一次搬进来：一个人一行，有几个岗位就写几行。新的人登记上，已有的按表更新，空着的格子不改。请先建好单位。先看预览，确认以后才写入。",
		section: "/admin/units", base: "/admin/people", back: "/admin/units", backTo: "单位", finish: "/admin/units", finishTo: "看单位"}, nil
}
