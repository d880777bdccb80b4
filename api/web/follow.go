package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/use/follow"
)

// followTabs are the places of 督办, one line above each of its pages.
func (w *Web) followTabs(c *route.Call, here string) []NavItem {
	var out []NavItem
	for _, item := range []struct {
		title, path string
		action      access.Action
	}{
		{"逾期", "/follow", access.LateRead},
		{"督办单", "/supervisions", access.SupervisionRead},
		{"延期申请", "/extensions", access.ExtensionRead},
	} {
		if access.May(c.Actor.Role, item.action) {
			out = append(out, NavItem{item.title, item.path, item.path == here})
		}
	}
	return out
}

// FollowPage is the late list.
type FollowPage struct {
	Frame
	follow.LateList
	Tabs []NavItem
}

// With is the address of the list with one thing asked otherwise; what was asked
// besides stays.
func (p FollowPage) With(key, value string) string {
	q := url.Values{}
	for _, kv := range [][2]string{{"q", p.Ask.Search}, {"standard", p.Ask.Standard}, {"paper", p.Ask.Paper}, {"rung", zeroless(p.Ask.Rung)}} {
		if kv[1] != "" {
			q.Set(kv[0], kv[1])
		}
	}
	q.Del(key)
	if value != "" {
		q.Set(key, value)
	}
	return "/follow?" + q.Encode()
}

// Number writes a number for an address; 0 is left out.
func (p FollowPage) Number(n int) string { return zeroless(n) }

// Step is the rung after which the addressee is told, from 1.
func (p FollowPage) Step(i int) int { return i + 1 }

// Before and After are the pages around this one.
func (p FollowPage) Before() int { return p.Page - 1 }

// After is the next page.
func (p FollowPage) After() int { return p.Page + 1 }

func zeroless(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func (w *Web) listLate(c *route.Call) error {
	r := follow.LateRequest{Search: shortQuery(c, "q"), Standard: shortQuery(c, "standard"), Paper: shortQuery(c, "paper"),
		Rung: number(c, "rung", 9), Page: number(c, "page", 10_000)}
	list, err := w.Follow.Late(c.Request().Context(), c.Actor, r)
	if err != nil {
		return err
	}
	return w.render(c, http.StatusOK, "follow", FollowPage{w.frame(c, "逾期", "/follow"), list, w.followTabs(c, "/follow")})
}

// shortQuery reads a word from the address; what is longer than any name is none.
func shortQuery(c *route.Call, name string) string {
	if text := c.QueryParam(name); len(text) <= 120 {
		return text
	}
	return ""
}

// BranchFollowPage is how one branch stands: what is late, its 督办单, its requests.
type BranchFollowPage struct {
	Frame
	follow.LateList
	UnitID     engine.UnitID
	Unit       string
	Papers     follow.PaperList
	Extensions follow.ExtensionList
	Issue      bool // the reader may issue a 督办单 to it
	Rate       bool // the reader may rate what it has completed
}

func (w *Web) showBranchFollow(c *route.Call) error {
	id, err := pathID(c, "unit")
	if err != nil {
		return err
	}
	ctx, unit := c.Request().Context(), engine.UnitID(id)
	papers, err := w.Follow.Papers(ctx, c.Actor, unit)
	if err != nil {
		return err
	}
	list, err := w.Follow.Late(ctx, c.Actor, follow.LateRequest{Unit: unit})
	if err != nil {
		return err
	}
	requests, err := w.Follow.Extensions(ctx, c.Actor, unit)
	if err != nil {
		return err
	}
	name, above, err := w.Follow.Standing(ctx, c.Actor, unit)
	if err != nil {
		return err
	}
	page := BranchFollowPage{Frame: w.frame(c, name+"的督办", "/follow"), LateList: list, UnitID: unit, Unit: name, Papers: papers, Extensions: requests,
		Issue: above, Rate: access.May(c.Actor.Role, access.TaskRate)}
	return w.render(c, http.StatusOK, "branch_follow", page)
}

// dateValue reads a date from a form; what is no date is none.
func dateValue(c *route.Call, name string) calendar.Date {
	d, err := calendar.ParseDate(c.FormValue(name))
	if err != nil {
		return 0
	}
	return d
}

// versionValue reads the version that the page showed.
func versionValue(c *route.Call) (int64, error) {
	version, err := strconv.ParseInt(c.FormValue("version"), 10, 64)
	if err != nil {
		return 0, engine.Fail(engine.Invalid, "version", "页面不完整，请刷新后再做一次。").Because(err)
	}
	return version, nil
}

// Wrong is what a form that comes back says: one sentence, and one at each field.
type Wrong struct {
	Message string
	At      map[string]string
}

// wrongIn takes a failure apart for the form.
func wrongIn(failure *engine.Error) Wrong {
	w := Wrong{Message: failure.Message, At: map[string]string{}}
	for _, f := range failure.Fields {
		w.At[f.Name] = f.Message
	}
	return w
}

// statusBack is the status of a form that comes back.
func statusBack(failure *engine.Error) int {
	switch failure.Code {
	case engine.Conflict:
		return http.StatusConflict
	case engine.Refused:
		return http.StatusUnprocessableEntity
	}
	return http.StatusBadRequest
}

func unitFollowPath(unit engine.UnitID, rest string) string {
	return fmt.Sprintf("/units/%d/%s", unit, rest)
}
