package admin_test

import (
	"context"
	"strings"
	"testing"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/use/admin"
)

// S01: no empty password
func TestPasswordPolicy(t *testing.T) {
	t.Parallel()
	for password, ok := range map[string]bool{
		"Qiaoliang-2026": true, "aaaaaAAAA1": true, "中文密码Abc12345": true, "abcdefgh-12": true,
		"": false, "Short-1a": false, "onlylowercase": false, "lower123456": false, "UPPER-lower": true,
		"My-wangjg-2026": false, "My-WangJG-2026": false, "My-ｗａｎｇｊｇ-2026": false,
		"Tab\tInside-2026": false, "\xff\xfeBad-utf8-2026": false,
		strings.Repeat("Aa1-", 32): true, strings.Repeat("Aa1-", 33): false,
	} {
		if err := admin.CheckPassword(password, "wangjg"); (err == nil) != ok {
			t.Errorf("%q: got %v, want allowed %v", password, err, ok)
		} else if err != nil && password != "" && strings.Contains(err.Error(), password) {
			t.Errorf("the refusal echoes %q", password)
		}
	}
}

// S01
func TestALoginNameIsGivenOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, login := range []string{"wangjg", "WANGJG", "ｗａｎｇｊｇ", " wangjg　"} {
		_, err := w.AddUser(t.Context(), access.System(), admin.AddUserRequest{Login: login, Password: good, Role: engine.RoleEditor})
		if engine.ReasonOf(err) != "login_taken" {
			t.Errorf("%q: got %v", login, err)
		}
	}
}

func TestAWrongRequestAddsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, r := range map[string]admin.AddUserRequest{
		"empty login":    {Password: good, Role: engine.RoleEditor},
		"blank in login": {Login: "li mei", Password: good, Role: engine.RoleEditor},
		"unknown role":   {Login: "limei", Password: good, Role: "书记"},
		"weak password":  {Login: "limei", Password: "123456", Role: engine.RoleEditor},
		"no name":        {Login: "limei", Password: good, Role: engine.RoleBranch, UnitID: 3},
		"no unit":        {Login: "limei", Password: good, Role: engine.RoleBranch, Name: "李梅", UnitID: 99},
		"no person":      {Login: "limei", Password: good, Role: engine.RoleBranch, PersonID: 99},
	} {
		if _, err := w.AddUser(t.Context(), access.System(), r); engine.CodeOf(err) != engine.Invalid {
			t.Errorf("%s: got %v", name, err)
		}
	}
	users, err := w.ListUsers(t.Context(), access.System())
	if err != nil || len(users) != 1 {
		t.Errorf("%d accounts (%v), want the one from before", len(users), err)
	}
}

func TestOnlyAdministratorsManageAccountsAndDenialsAreWritten(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for action, try := range map[access.Action]func(context.Context, access.Actor) error{
		access.UserAdd: func(ctx context.Context, a access.Actor) error {
			_, err := w.AddUser(ctx, a, admin.AddUserRequest{Login: "x1", Password: good, Role: engine.RoleAdmin})
			return err
		},
		access.UserPassword: func(ctx context.Context, a access.Actor) error { return w.SetPassword(ctx, a, "wangjg", good) },
		access.UserDisable:  func(ctx context.Context, a access.Actor) error { return w.DisableUser(ctx, a, "wangjg") },
		access.UserEnable:   func(ctx context.Context, a access.Actor) error { return w.EnableUser(ctx, a, "wangjg") },
		access.UserList: func(ctx context.Context, a access.Actor) error {
			_, err := w.ListUsers(ctx, a)
			return err
		},
	} {
		for _, role := range []engine.Role{engine.RoleBranch, engine.RoleCommittee, engine.RoleEditor} {
			if err := try(t.Context(), access.Actor{Account: 1, Role: role}); engine.CodeOf(err) != engine.Forbidden {
				t.Errorf("%s as %s: %v", action, role, err)
			}
		}
		denied := 0
		for _, r := range w.audit(action) {
			if r == "denied" {
				denied++
			}
		}
		if denied != 3 {
			t.Errorf("%s: %d denials written, want 3", action, denied)
		}
		if err := try(t.Context(), access.Actor{Account: 1, Role: engine.RoleAdmin}); err != nil {
			t.Errorf("%s as administrator: %v", action, err)
		}
	}
}

func TestUnknownAccountIsNamed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if err := w.SetPassword(t.Context(), access.System(), "nobody", good); engine.ReasonOf(err) != "no_account" {
		t.Error(err)
	}
	if err := w.DisableUser(t.Context(), access.System(), "nobody"); engine.ReasonOf(err) != "no_account" {
		t.Error(err)
	}
}

func TestListSaysWhoIsLocked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range admin.MaxFailures {
		_ = w.try(w.Admin, "wangjg", "wrong", "x")
	}
	users, err := w.ListUsers(t.Context(), access.System())
	if err != nil || len(users) != 1 {
		t.Fatal(users, err)
	}
	if u := users[0]; !u.Locked || u.Disabled || u.Name != "王建国" || u.Unit != "桥梁项目部党支部" {
		t.Errorf("got %+v", u)
	}
}
