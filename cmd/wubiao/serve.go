package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"runtime/debug"
	"strconv"
	"time"

	"wubiao/api"
	"wubiao/engine"
	"wubiao/engine/use/standard"
	"wubiao/scheduler"
)

// stopWithin is how long running jobs may go on once the program is told to end.
const stopWithin = 20 * time.Second

func serveCommand() command {
	cmd := command{name: "serve", args: "[--config 文件] [--addr 地址] [--dir 目录]", summary: "启动网页和定时作业"}
	cmd.run = func(ctx context.Context, c *console, flags *flag.FlagSet, args []string) error {
		configFlags(flags)
		flags.String("addr", "127.0.0.1:8080", "网页地址")
		flags.Bool("insecure-http", false, "浏览器直接用 http 访问（没有 TLS），登录信息会明文传输")
		if _, err := parse(c, flags, cmd, args, 0, 0); err != nil {
			return err
		}
		config, err := readConfig(flags)
		if err != nil {
			return err
		}
		listener, err := listen(ctx, config.Addr)
		if err != nil {
			return err
		}
		debug.SetGCPercent(openPercent)
		p, err := open(ctx, config, wallClock{}, upgrade, c.err)
		if err != nil {
			return errors.Join(err, listener.Close())
		}
		return errors.Join(p.serve(ctx, c, listener), p.Close())
	}
	return cmd
}

func listen(ctx context.Context, addr string) (net.Listener, error) {
	var network net.ListenConfig
	listener, err := network.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("网页地址 %s：%s", addr, trouble(err))
	}
	return listener, nil
}

// How much garbage may gather beside what is in use. Opening leaves things lying
// that are kept for ever, and the collector does not move them: the less garbage
// lies between them, the fewer pages they hold. In a rush collecting less often
// leaves more of the processor to the people. What serving leaves is given back when
// nothing happens, see restWhenQuiet.
const (
	openPercent  = 25
	servePercent = 50
	rushPercent  = 800
)

// serve prints the address, alone on its line and last of all, and answers
// pages and wakes jobs until the context ends.
func (p *program) serve(ctx context.Context, c *console, listener net.Listener) error {
	s, err := scheduler.New(scheduler.Options{Jobs: p.jobs(), Clock: p.clock, Log: p.log, Zone: p.config.Zone, Logger: p.logger})
	if err != nil {
		return fmt.Errorf("准备定时作业：%w", err)
	}
	rush := make(rush, 1)
	server, err := api.New(api.Config{
		Insecure: p.config.InsecureHTTP, Origins: p.config.Origins, TrustedProxies: p.config.TrustedProxies,
		Zone: p.config.Zone, Log: p.logger, Rush: rush.tell,
	}, api.UseCases{
		Admin: p.admin, Practise: p.practise, SelfCheck: p.selfcheck, Follow: p.follow, Orders: p.orders, Desk: p.desk(), Org: p.org, Runs: &runs{p, s},
		Handbook: &standard.Reader{Store: p.store, Book: p.book, Zone: p.config.Zone},
	})
	if err != nil {
		return fmt.Errorf("准备网页：%w", err)
	}
	debug.SetGCPercent(servePercent)
	fmt.Fprintf(c.out, "http://%s/\n", shownAddress(listener.Addr()))
	if err := s.Start(ctx); err != nil {
		return fmt.Errorf("启动定时作业：%w", err)
	}
	go p.restWhenQuiet(ctx, server, rush)
	caughtUp := p.catchUp(ctx, server.Rushed)
	err = server.Serve(ctx, listener)
	<-caughtUp
	return errors.Join(err, p.stop(ctx, s))
}

// How often what need not be written at once is: scores that rest on a changed
// fact, and which sessions were used. Looking costs one read of an index. So many
// scores at a time leave the machine to the people whose changes made them stale; in a
// rush it waits for a lull, but not for ever.
const (
	catchUpEvery   = time.Second
	scoresEachTime = 64
	mostPutOff     = 9 // times
)

// catchUp writes that until the context ends; the channel is closed when it has
// stopped.
func (p *program) catchUp(ctx context.Context, rushed func() bool) <-chan struct{} {
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		tick := time.NewTicker(catchUpEvery)
		defer tick.Stop()
		var last engine.ScoreID
		putOff, asked := 0, false
		for more := true; more; {
			select {
			case <-ctx.Done():
				more = false
			case <-tick.C:
				if putOff++; rushed() && putOff <= mostPutOff {
					continue
				}
				putOff = 0
			}
			if !asked {
				asked = true
				if err := p.store.LayOutLog(ctx); err != nil && ctx.Err() == nil {
					p.logger.Warn("the database's log was not laid out", "error", err.Error())
				}
			}
			if err := p.admin.KeepSeen(context.WithoutCancel(ctx)); err != nil {
				p.logger.Error("used sessions were not written down", "error", err.Error())
			}
			var err error
			if last, _, err = p.selfcheck.RescoreSome(ctx, last, scoresEachTime); err != nil && ctx.Err() == nil {
				p.logger.Error("scores were not worked out", "error", err.Error())
			}
		}
	}()
	return stopped
}

// stop lets running jobs finish for a while. A job that was told to stop is no
// failure: it goes on at the next start where it stopped.
func (p *program) stop(ctx context.Context, s *scheduler.Scheduler) error {
	wait, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
	defer cancel()
	err := s.Stop(wait)
	if errors.Is(err, context.DeadlineExceeded) {
		p.logger.Warn("jobs were told to stop", "after", stopWithin.String())
		return nil
	}
	return err
}

// shownAddress is the address a person on this machine can open.
func shownAddress(a net.Addr) string {
	if tcp, ok := a.(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		return net.JoinHostPort("127.0.0.1", strconv.Itoa(tcp.Port))
	}
	return a.String()
}
