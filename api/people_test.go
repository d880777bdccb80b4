package api_test

import (
	"fmt"

	"wubiao/api/session"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/use/admin"
)

// The units: 3 and 4 are branches; nobody of 3 may see 4.
const (
	bridge engine.UnitID = 3
	tunnel engine.UnitID = 4
)

// people fills the company: 王建国 (wangjg) is 支部书记 and 工会主席 of the bridge
// branch, 李梅 (limei) its 组织委员, 陈洁 (chenjie) its 纪检委员, 赵强 (zhaoq)
// 支部书记 of the tunnel branch; kaohe, bianxiu and guanli hold the other roles.
func (w *world) people() {
	w.t.Helper()
	root, general := engine.UnitID(1), engine.UnitID(2)
	start := date("2026-01-01")
	w.update(func(tx port.Tx) error {
		for _, u := range []engine.Unit{
			{ID: 1, Path: "/1/", Name: "路桥公司党委", Kind: engine.Company, Start: start},
			{ID: 2, ParentID: &root, Path: "/1/2/", Name: "第一党总支", Kind: engine.GeneralBranch, Start: start},
			{ID: bridge, ParentID: &general, Path: "/1/2/3/", Name: "桥梁项目部党支部", Kind: engine.Branch, Start: start},
			{ID: tunnel, ParentID: &general, Path: "/1/2/4/", Name: "隧道项目部党支部", Kind: engine.Branch, Start: start, Rest: "不休"},
		} {
			if err := tx.Insert(&u); err != nil {
				return err
			}
		}
		return nil
	})
	for _, r := range []admin.AddUserRequest{
		{Login: "wangjg", Role: engine.RoleBranch, Name: "王建国", UnitID: bridge, Posts: []string{"支部书记", "工会主席"}},
		{Login: "limei", Role: engine.RoleBranch, Name: "李梅", UnitID: bridge, Posts: []string{"组织委员"}},
		{Login: "chenjie", Role: engine.RoleBranch, Name: "陈洁", UnitID: bridge, Posts: []string{"纪检委员"}},
		{Login: "zhaoq", Role: engine.RoleBranch, Name: "赵强", UnitID: tunnel, Posts: []string{"支部书记"}},
		{Login: "none", Role: engine.RoleBranch, Name: "周闲", UnitID: bridge},
		{Login: "kaohe", Role: engine.RoleCommittee, Name: "李科长", UnitID: 1, Posts: []string{"党委工作部"}},
		{Login: "bianxiu", Role: engine.RoleEditor, Name: "小陈", UnitID: 1},
		{Login: "guanli", Role: engine.RoleAdmin},
		{Login: "luren", Role: engine.RoleEditor},
	} {
		r.Password = password
		if _, err := w.admin.AddUser(w.t.Context(), access.System(), r); err != nil {
			w.t.Fatal(err)
		}
	}
	other, err := w.admin.AddToken(w.t.Context(), access.System(), admin.AddTokenRequest{Login: "luren", Label: "x", Secret: session.NewToken()})
	if err != nil {
		w.t.Fatal(err)
	}
	w.foreignToken = other.ID
	w.issue(bridge, "bridge")
	w.issue(tunnel, "tunnel")
}

// issue gives a branch its sheets and tasks of September 2026, by hand.
func (w *world) issue(unit engine.UnitID, name string) {
	w.t.Helper()
	w.register(unit, name)
	month, quarter, year := "2026-09", "2026Q3", "2026"
	for _, x := range []struct {
		key, period, duty, subject, opens, due string
		estimated                              bool
	}{
		{"plan", month, "T01.计划", "", "2026-09-01", "2026-09-18", false},
		{"roll", month, "T01.名册", "", "2026-09-01", "2026-09-24", false},
		{"meeting", month, "Z05.会议", "", "2026-09-01", "2026-09-28", false},
		{"private", month, "T16.登记", "", "2026-09-01", "2026-09-24", false},
		{"quarter", quarter, "T01.季报", "", "2026-07-01", "2026-09-24", false},
		{"union", quarter, "T01.工会", "", "2026-07-01", "2026-09-29", false},
		{"answer", month, "T12.答复", "记录/17", "2026-08-27", "2026-09-27", false},
		{"autumn", year, "H08.提醒", "中秋", "2026-09-01", "2026-09-24", false},
		{"october", year, "H08.提醒", "国庆", "2026-09-25", "2026-09-30", true},
	} {
		w.addTask(name+" "+x.key, engine.Task{UnitID: unit, Period: period(x.period), Duty: x.duty, Subject: x.subject,
			Opens: date(x.opens), Due: date(x.due), Estimated: x.estimated})
	}
	w.update(func(tx port.Tx) error {
		for _, p := range []string{month, quarter, year, "2026H2"} {
			if err := tx.Insert(&engine.Sheet{Period: period(p), UnitID: unit, Edition: "2026"}); err != nil {
				return err
			}
		}
		n := engine.Notice{Key: fmt.Sprint("sheet ", unit), UnitID: unit, Post: "支部书记", Kind: engine.NoticeSheet,
			AboutUnit: unit, Period: month, Day: date("2026-09-23"), Text: "2026年9月提醒表已下达。"}
		if err := tx.Insert(&n); err != nil {
			return err
		}
		w.notice[name] = n
		r := engine.Record{UnitID: unit, Ledger: "会议", Day: date("2026-08-20"), Fields: map[string]any{"日期": "2026-08-20", "类别": "党课"}}
		if err := tx.Insert(&r); err != nil {
			return err
		}
		w.record[name] = r
		for i, key := range []string{name, "json " + name} {
			if err := w.ask(tx, unit, name, key, i); err != nil {
				return err
			}
		}
		return w.importOf(tx, unit, name)
	})
	w.order(unit, name)
	w.photo[name] = w.keepFile(w.record[name], name+".jpg", jpegBytes(name))
}

// ask gives a branch a 督办单 about its overdue plan, and a request for more time
// for one of its duties.
func (w *world) ask(tx port.Tx, unit engine.UnitID, name, key string, i int) error {
	s := engine.Supervision{UnitID: unit, FromUnit: 1, Number: fmt.Sprintf("督〔2026〕%d号", int(unit)*10+i), Asks: "请办完下列事项。", IssuedOn: date("2026-09-22"),
		Due: date("2026-09-29"), State: engine.SupervisionIssued}
	if err := tx.Insert(&s); err != nil {
		return err
	}
	w.supervision[key] = s
	if err := tx.Insert(&engine.SupervisionTask{SupervisionID: s.ID, TaskID: w.tasks[name+" plan"].ID, UnitID: unit}); err != nil {
		return err
	}
	x := engine.Extension{UnitID: unit, TaskID: w.tasks[name+[]string{" meeting", " union"}[i]].ID, Due: date("2026-09-28"), Until: date("2026-09-30"), Reason: "支委出差",
		AskedOn: date("2026-09-23"), State: engine.ExtensionAsked}
	if err := tx.Insert(&x); err != nil {
		return err
	}
	w.request[key] = x
	return nil
}

// register gives a branch members who stay and who are to be handed over, a
// transfer that waits for its answer and one that it has sent itself; each twice,
// for pages and for scripts.
func (w *world) register(unit engine.UnitID, name string) {
	w.t.Helper()
	const general engine.UnitID = 2
	w.update(func(tx port.Tx) error {
		for _, key := range []string{name, "json " + name} {
			stays := engine.Person{UnitID: unit, Name: "孙钢" + key, Standing: engine.FullMember, Joined: date("2012-07-01")}
			goes := engine.Person{UnitID: unit, Name: "钱架" + key, Standing: engine.FullMember}
			away := engine.Person{UnitID: unit, Name: "吴桩" + key, Standing: engine.FullMember}
			comes := engine.Person{UnitID: general, Name: "郑来" + key, Standing: engine.FullMember}
			for _, p := range []*engine.Person{&stays, &goes, &away, &comes} {
				if err := tx.Insert(p); err != nil {
					return err
				}
			}
			in := engine.Transfer{PersonID: comes.ID, UnitID: general, ToUnitID: unit, State: engine.TransferSent}
			out := engine.Transfer{PersonID: away.ID, UnitID: unit, ToUnitID: general, State: engine.TransferSent}
			for _, t := range []*engine.Transfer{&in, &out} {
				if err := tx.Insert(t); err != nil {
					return err
				}
			}
			post := engine.Post{UnitID: unit, PersonID: stays.ID, Name: "党小组长", From: date("2026-01-01")}
			if err := tx.Insert(&post); err != nil {
				return err
			}
			w.post[key] = post
			paper := engine.Handover{UnitID: unit, FromPersonID: goes.ID, ToPersonID: stays.ID, Day: date("2026-03-01"), Posts: "宣传委员", Content: "{}"}
			if err := tx.Insert(&paper); err != nil {
				return err
			}
			w.paper[key] = paper
			w.person[key], w.goes[key], w.transfer[key], w.sent[key] = stays, goes, in, out
		}
		return nil
	})
}

func (w *world) addTask(name string, t engine.Task) {
	w.t.Helper()
	t.Edition, t.State = "2026", engine.TaskOpen
	w.update(func(tx port.Tx) error { return tx.Insert(&t) })
	w.tasks[name] = t
}

func (w *world) task(name string) engine.Task {
	w.t.Helper()
	var t engine.Task
	err := w.store.View(w.t.Context(), func(tx port.Tx) error {
		return tx.Get(&t, access.Everything(), port.Where{"id": w.tasks[name].ID})
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return t
}

func (w *world) path(name string) string { return fmt.Sprintf("/tasks/%d", w.tasks[name].ID) }

func period(key string) calendar.Period {
	p, err := calendar.ParsePeriod(key)
	if err != nil {
		panic(err)
	}
	return p
}

// user adds one more account of a branch with one post.
func (w *world) user(login, name string, unit engine.UnitID, post string) {
	w.t.Helper()
	_, err := w.admin.AddUser(w.t.Context(), access.System(), admin.AddUserRequest{Login: login, Password: password,
		Role: engine.RoleBranch, Name: name, UnitID: unit, Posts: []string{post}})
	if err != nil {
		w.t.Fatal(err)
	}
}

// account finds an account by its login.
func (w *world) account(login string) engine.AccountID {
	w.t.Helper()
	var a engine.Account
	err := w.store.View(w.t.Context(), func(tx port.Tx) error {
		return tx.Get(&a, access.Everything(), port.Where{"login": login})
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return a.ID
}
