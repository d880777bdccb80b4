package web

import (
	"crypto/rand"
	"math/big"
	"net/http"
	"strings"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/use/admin"
	"wubiao/engine/use/practise"
)

// AccountsPage lists the accounts.
type AccountsPage struct {
	Frame
	Users  []admin.UserLine
	Search string
	Role   string
	Roles  []engine.Role
	Total  int
	Login  string // whose password is shown
	Once   string // a new password, shown this once
}

func (w *Web) listAccounts(c *route.Call) error { return w.accounts(c, "", "") }

// accounts shows the list, and a new password where one was made just now.
func (w *Web) accounts(c *route.Call, login, once string) error {
	users, err := w.Admin.ListUsers(c.Request().Context(), c.Actor)
	if err != nil {
		return err
	}
	page := AccountsPage{Frame: w.frame(c, "账号", "/admin/accounts"), Search: strings.TrimSpace(c.QueryParam("q")), Role: c.QueryParam("role"),
		Roles: engine.Roles(), Total: len(users), Login: login, Once: once}
	for _, u := range users {
		if page.Role != "" && string(u.Role) != page.Role || page.Search != "" && !strings.Contains(u.Login+" "+u.Name+" "+u.Unit, page.Search) {
			continue
		}
		page.Users = append(page.Users, u)
	}
	return w.render(c, http.StatusOK, "accounts", page)
}

// freshPassword makes a password that keeps the rules and can be read aloud: no
// letters that look alike.
func freshPassword() (string, error) {
	const letters, digits = "abcdefghjkmnpqrstuvwxyz", "23456789"
	var b strings.Builder
	for _, from := range []string{"ABCDEFGHJKLMNPQRSTUVWXYZ", letters, letters, letters, "-", digits, digits, digits, digits, "-", letters, letters, letters, letters} {
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(from))))
		if err != nil {
			return "", engine.Fail(engine.Internal, "random", "没有生成密码，请再试一次").Because(err)
		}
		b.WriteByte(from[n.Int64()])
	}
	return b.String(), nil
}

func (w *Web) newAccountPage(c *route.Call) InputPage {
	page := InputPage{Frame: w.frame(c, "新建账号", "/admin/accounts"), Heading: "新建账号", About: strings.TrimSpace(c.QueryParam("name")), BackPath: "/admin/accounts", BackTitle: "账号", Submit: "新建",
		Note: "密码由系统生成，只显示一次。支部人员的账号请从单位页里本人名下点“开账号”，这样才知道是谁、任什么岗位。"}
	role := engine.Role("")
	roles := []string{}
	for _, r := range engine.Roles() {
		roles = append(roles, string(r))
	}
	if number(c, "person", 1<<52) != 0 {
		role = engine.RoleBranch
	}
	page.Fields = []practise.FormField{input("login", "登录名", "text", "", "2至32个字母、数字、汉字或 . _ - @", true),
		pick("role", "身份", string(role), "", true, roles)}
	return page
}

func (w *Web) newAccount(c *route.Call) error {
	return w.render(c, http.StatusOK, "input_form", w.newAccountPage(c))
}

func (w *Web) addAccount(c *route.Call) error {
	page := w.newAccountPage(c)
	password, err := freshPassword()
	if err != nil {
		return err
	}
	r := admin.AddUserRequest{Login: value(c, "login"), Password: password, Role: engine.Role(value(c, "role")), PersonID: engine.PersonID(number(c, "person", 1<<52))}
	if err := w.shape.Check(&r); err != nil {
		return w.inputBack(c, page, err)
	}
	if r.Role == engine.RoleBranch && r.PersonID == 0 {
		return w.inputBack(c, page, engine.Fail(engine.Invalid, "role", "没有新建，请改正标出的地方").With("role", "支部人员的账号请从单位页里本人名下点“开账号”"))
	}
	if _, err := w.Admin.AddUser(c.Request().Context(), c.Actor, r); err != nil {
		if failure, back := comesBack(err); back && failure.Reason == "login_taken" {
			failure.Fields = append(failure.Fields, engine.Field{Name: "login", Message: failure.Message})
		}
		return w.inputBack(c, page, err)
	}
	return w.accounts(c, admin.FoldLogin(r.Login), password)
}

func (w *Web) renewPassword(c *route.Call) error {
	password, err := freshPassword()
	if err != nil {
		return err
	}
	if err := w.Admin.SetPassword(c.Request().Context(), c.Actor, c.Param("login"), password); err != nil {
		return err
	}
	return w.accounts(c, c.Param("login"), password)
}

func (w *Web) disableAccount(c *route.Call) error {
	if err := w.Admin.DisableUser(c.Request().Context(), c.Actor, c.Param("login")); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/admin/accounts")
}

func (w *Web) enableAccount(c *route.Call) error {
	if err := w.Admin.EnableUser(c.Request().Context(), c.Actor, c.Param("login")); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/admin/accounts")
}
