package admin

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// AddUserRequest describes a new account. Either PersonID names somebody in the
// register, or Name and UnitID add a person, or, where no branch work is meant,
// neither does and the account belongs to nobody. Posts are held from today on
// in the unit UnitID, or, when that is zero, in the person's own unit.
type AddUserRequest struct {
	Login    string          `json:"login" validate:"required,max=64"`
	Password string          `json:"password" validate:"required,max=256"`
	Role     engine.Role     `json:"role" validate:"required,oneof=支部 党委考核组 手册编修 系统管理员"`
	PersonID engine.PersonID `json:"person_id" validate:"gte=0"`
	Name     string          `json:"name" validate:"max=30"`
	UnitID   engine.UnitID   `json:"unit_id" validate:"gte=0"`
	Posts    []string        `json:"posts" validate:"max=20,dive,required,max=30"`
}

// AddUser makes an account that can sign in at once. An account of the branch
// role sees only what its posts reach, so it gets nowhere without one.
func (a *Admin) AddUser(ctx context.Context, actor access.Actor, r AddUserRequest) (engine.AccountID, error) {
	login := FoldLogin(r.Login)
	if err := a.allow(ctx, actor, access.UserAdd); err != nil {
		return 0, err
	}
	if err := checkLogin(login); err != nil {
		return 0, err
	}
	if !slices.Contains(engine.Roles(), r.Role) {
		return 0, engine.Fail(engine.Invalid, "role", "没有这个身份，请从支部、党委考核组、手册编修、系统管理员里选一个")
	}
	if err := CheckPassword(r.Password, login); err != nil {
		return 0, err
	}
	hash, err := a.hasher.Hash(r.Password)
	if err != nil {
		return 0, fmt.Errorf("hash password: %w", err)
	}
	var id engine.AccountID
	err = a.store.Update(ctx, func(tx port.Tx) error {
		person, err := a.personFor(tx, r)
		if err != nil {
			return err
		}
		if err := a.givePosts(tx, person, r); err != nil {
			return err
		}
		account := engine.Account{Login: login, PersonID: person.ID, UnitID: person.UnitID, Role: r.Role, Password: hash}
		err = tx.Insert(&account)
		if engine.CodeOf(err) == engine.Conflict {
			return engine.Fail(engine.Conflict, "login_taken", "登录名「"+login+"」已经有人使用，请换一个").Because(err)
		}
		if err != nil {
			return fmt.Errorf("insert account: %w", err)
		}
		id = account.ID
		e := entry(actor, access.UserAdd, accountObject(id), resultDone)
		e.UnitID = person.UnitID
		return tx.Append(e)
	})
	if err != nil {
		return 0, fmt.Errorf("add user: %w", err)
	}
	return id, nil
}

func (a *Admin) personFor(tx port.Tx, r AddUserRequest) (engine.Person, error) {
	var p engine.Person
	if r.PersonID != 0 {
		err := tx.Get(&p, access.Everything(), port.Where{"id": r.PersonID})
		if engine.CodeOf(err) == engine.NotFound {
			return p, engine.Fail(engine.Invalid, "person", "人员名册里没有这个人，请先登记")
		}
		return p, err
	}
	p = engine.Person{Name: strings.TrimSpace(r.Name), UnitID: r.UnitID}
	if p.Name == "" && r.Role != engine.RoleBranch && len(r.Posts) == 0 {
		return p, nil
	}
	if p.Name == "" {
		return p, engine.Fail(engine.Invalid, "name", "请写明使用这个账号的人的姓名")
	}
	var u engine.Unit
	err := tx.Get(&u, access.Everything(), port.Where{"id": r.UnitID})
	if engine.CodeOf(err) == engine.NotFound {
		return p, engine.Fail(engine.Invalid, "unit", "没有这个单位，请核对单位编号")
	}
	if err != nil {
		return p, fmt.Errorf("find unit: %w", err)
	}
	if err := tx.Insert(&p); err != nil {
		return p, fmt.Errorf("insert person: %w", err)
	}
	return p, nil
}

func (a *Admin) givePosts(tx port.Tx, person engine.Person, r AddUserRequest) error {
	unit := r.UnitID
	if unit == 0 {
		unit = person.UnitID
	}
	for _, name := range r.Posts {
		post := engine.Post{UnitID: unit, PersonID: person.ID, Name: name, From: a.today(tx)}
		if err := tx.Insert(&post); err != nil {
			return fmt.Errorf("insert post: %w", err)
		}
	}
	return nil
}

// allow asks the policy and writes a denial down. Whom it is about is not looked
// up for somebody who may not know.
func (a *Admin) allow(ctx context.Context, actor access.Actor, action access.Action) error {
	_, denied := access.Authorize(actor, action)
	if denied == nil {
		return nil
	}
	err := a.store.Update(ctx, func(tx port.Tx) error {
		return tx.Append(entry(actor, action, accountObject(0), resultDenied))
	})
	if err != nil {
		return fmt.Errorf("record denial: %w", err)
	}
	return denied
}
