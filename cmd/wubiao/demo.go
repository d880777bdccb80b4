package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/sim"
	"wubiao/engine/use/admin"
	"wubiao/store"
)

// demoPassword is the one password of the sample's accounts; it is printed, and
// the sample must never be filled with real people.
const demoPassword = "Shifan-2026"

func demoCommand() command {
	cmd := command{name: "demo", args: "[--addr 127.0.0.1:8080] [--branches 36] [--seed 1] [--prepare] [--dir 目录]", summary: "示范公司：备好今年以来的数据并启动网页"}
	cmd.run = func(ctx context.Context, c *console, flags *flag.FlagSet, args []string) error {
		configFlags(flags)
		flags.String("addr", "127.0.0.1:8080", "网页地址")
		branches := flags.Int("branches", 36, "支部个数（1–500）")
		seed := flags.Uint64("seed", 1, "随机种子：同一种子得到同样的过去")
		prepare := flags.Bool("prepare", false, "只准备数据，不启动网页")
		if _, err := parse(c, flags, cmd, args, 0, 0); err != nil {
			return err
		}
		if *branches < 1 || *branches > 500 {
			return usageError{"--branches 要在 1 到 500 之间"}
		}
		config, err := readConfig(flags)
		if err != nil {
			return err
		}
		config.InsecureHTTP = true // a demo on this machine has no TLS
		return demo(ctx, c, config, *branches, *seed, *prepare)
	}
	return cmd
}

// demo prepares the sample unless it is there, and serves it. The address is
// taken before the long work, so that a taken one is told at once.
func demo(ctx context.Context, c *console, config *config, branches int, seed uint64, onlyPrepare bool) error {
	var listener net.Listener
	if !onlyPrepare {
		var err error
		if listener, err = listen(ctx, config.Addr); err != nil {
			return err
		}
		defer listener.Close()
	}
	if err := prepareDemo(ctx, c, config, branches, seed); err != nil {
		return err
	}
	p, err := open(ctx, config, wallClock{}, upgrade, c.err)
	if err != nil {
		return err
	}
	err = onlySample(ctx, p)
	if err == nil {
		err = printAccounts(ctx, c, p)
	}
	if err == nil && !onlyPrepare {
		err = p.serve(ctx, c, listener)
	}
	return errors.Join(err, p.Close())
}

// prepareDemo makes the sample's past beside the place of the database and moves
// it there when it is whole: a preparation that is killed leaves nothing that
// could be taken for a sample. Of two at once the second is sent away.
func prepareDemo(ctx context.Context, c *console, final *config, branches int, seed uint64) error {
	begun := time.Now()
	dir := filepath.Dir(final.database())
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("建数据目录 %s：%s", dir, trouble(err))
	}
	unlock, err := store.LockDir(dir)
	switch {
	case errors.Is(err, store.ErrLocked):
		return fmt.Errorf("另一个 wubiao demo 正在 %s 准备示范数据，请等它做完", dir)
	case errors.Is(err, errors.ErrUnsupported): // then nobody is kept away
	case err != nil:
		return fmt.Errorf("数据目录 %s：%s", dir, trouble(err))
	default:
		defer unlock()
	}
	if _, err := os.Stat(final.database()); err == nil {
		fmt.Fprintf(c.err, "沿用 %s 里已有的示范数据；要重新准备，请用 --dir 换一个目录\n", dir)
		return nil
	}
	draft := *final
	draft.DB, draft.Files = final.database()+".preparing", final.evidence()+".preparing"
	remove := func() error { return errors.Join(removeDatabase(draft.DB), os.RemoveAll(draft.Files)) }
	if err := remove(); err != nil {
		return err
	}
	err = live(ctx, c, &draft, branches, seed)
	switch {
	case ctx.Err() != nil:
		return errors.Join(errors.New("示范数据没有备完就停下了，没有留下半成品；再运行一次会从头准备"), remove())
	case err != nil:
		return errors.Join(fmt.Errorf("准备示范数据：%v", err), remove()) //nolint:errorlint // told, and of no further meaning
	}
	if err := placeFiles(draft.Files, final.evidence()); err != nil {
		return fmt.Errorf("启用示范材料：%w", err)
	}
	if err := place(draft.DB, final.database()); err != nil {
		return fmt.Errorf("启用示范数据：%w", err)
	}
	fmt.Fprintf(c.err, "示范数据已备好，用时 %d 秒\n", int(time.Since(begun).Seconds()))
	return nil
}

// place moves a closed database to its place. All of it must be in the one
// file: what still stood in the journal beside it would be lost.
func place(from, to string) error {
	if info, err := os.Stat(from + "-wal"); err == nil && info.Size() > 0 {
		return errors.New("数据库没有关好，还有没并入的日志")
	}
	if err := flush(from); err != nil { // a draft did not wait for the disk
		return err
	}
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return flush(filepath.Dir(to))
}

// placeFiles moves contents to their place, before the database that speaks of
// them: a content without a row is swept, a row without a content is a loss. Where
// contents lie already, of an earlier sample, these stay.
func placeFiles(from, to string) error {
	dirs, err := os.ReadDir(from)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, d := range dirs {
		if err := os.MkdirAll(filepath.Join(to, d.Name()), 0o700); err != nil {
			return err
		}
		contents, err := os.ReadDir(filepath.Join(from, d.Name()))
		if err != nil {
			return err
		}
		for _, c := range contents {
			if err := os.Rename(filepath.Join(from, d.Name(), c.Name()), filepath.Join(to, d.Name(), c.Name())); err != nil {
				return err
			}
		}
		if err := flush(filepath.Join(to, d.Name())); err != nil {
			return err
		}
	}
	return errors.Join(os.RemoveAll(from), flush(to))
}

// flush waits until a file or a directory is on the disk.
func flush(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

func removeDatabase(path string) error {
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("清除没有做完的示范数据：%w", err)
		}
	}
	return nil
}

// onlySample refuses to show a real company as a sample, with a password that is
// printed and without TLS.
func onlySample(ctx context.Context, p *program) error {
	var units []engine.Unit
	err := p.store.View(ctx, func(tx port.Tx) error {
		return tx.List(&units, access.Everything(), port.Query{Where: port.Where{"kind": string(engine.Company)}})
	})
	if err != nil {
		return fmt.Errorf("核对示范公司：%w", err)
	}
	for _, u := range units {
		if u.Name == sim.CompanyName {
			return nil
		}
	}
	return errors.New("数据库 " + p.config.database() + " 里不是示范公司：请用 wubiao serve 启动它，或用 --dir 给示范另找一个目录")
}

// live founds the sample company on 1 January and lets it live to today.
func live(ctx context.Context, c *console, config *config, branches int, seed uint64) (err error) {
	clock := &sim.Clock{}
	now := time.Now()
	today := calendar.DateOf(now, config.Zone)
	start := calendar.NewDate(today.Year(), 1, 1)
	clock.Set(start, 0, 30, config.Zone)
	p, err := open(ctx, config, clock, draft, c.err)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	s := &sim.Sim{Seed: seed, Clock: clock, Zone: config.Zone, Store: p.store, Calendar: p.calendar,
		Org: p.org, Practise: p.practise, SelfCheck: p.selfcheck, Orders: p.orders, Follow: p.follow, Log: p.log, Progress: progress(c, start, today)}
	if err := s.Prepare(start); err != nil {
		return err
	}
	company, err := s.Found(ctx, branches, start)
	if err != nil {
		return fmt.Errorf("建立示范公司：%w", err)
	}
	if err := addAccounts(ctx, p, company); err != nil {
		return err
	}
	return s.Live(ctx, company, start, now)
}

// progress shows on a terminal how far the year has gone.
func progress(c *console, start, today calendar.Date) func(calendar.Date) {
	f, ok := c.err.(*os.File)
	if !ok {
		return nil
	}
	if info, err := f.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	return func(day calendar.Date) {
		fmt.Fprintf(f, "\r正在准备示范数据 %d%%（%s）", 100*int(day-start+1)/int(today-start+1), day)
		if day == today {
			fmt.Fprintln(f)
		}
	}
}

// addAccounts gives one account per role.
func addAccounts(ctx context.Context, p *program, c *sim.Company) error {
	first, small := c.Branches[0].Members[0], c.Branches[min(2, len(c.Branches)-1)].Members[0]
	for _, a := range []admin.AddUserRequest{
		{Login: "admin", Role: engine.RoleAdmin},
		{Login: "bianxiu", Role: engine.RoleEditor},
		{Login: "kaohe", Role: engine.RoleCommittee, PersonID: c.Office.Person},
		{Login: "zongzhi", Role: engine.RoleBranch, PersonID: c.Generals[0].Members[0].Person},
		{Login: "shuji", Role: engine.RoleBranch, PersonID: first.Person},
		{Login: "shuji2", Role: engine.RoleBranch, PersonID: small.Person},
		{Login: "zuzhi", Role: engine.RoleBranch, PersonID: c.Branches[0].Holder("组织委员").Person},
		{Login: "jijian", Role: engine.RoleBranch, PersonID: c.Branches[0].Holder("纪检委员").Person},
	} {
		a.Password = demoPassword
		if _, err := p.admin.AddUser(ctx, access.System(), a); err != nil {
			return fmt.Errorf("建立账号 %s：%w", a.Login, err)
		}
	}
	return nil
}

// printAccounts prints the accounts of the sample, one per role.
func printAccounts(ctx context.Context, c *console, p *program) error {
	users, err := p.admin.ListUsers(ctx, access.System())
	if err != nil {
		return fmt.Errorf("列出账号：%w", err)
	}
	fmt.Fprintf(c.out, "示范账号（密码都是 %s）：\n", demoPassword)
	for _, u := range users {
		about := string(u.Role)
		if u.Name != "" {
			about += "，" + u.Name
		}
		if u.Unit != "" {
			about += "，" + u.Unit
		}
		fmt.Fprintf(c.out, "  %-8s %s\n", u.Login, about)
	}
	return nil
}
