package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"time"

	"wubiao/api"
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
		listener, err := net.Listen("tcp", config.Addr)
		if err != nil {
			return fmt.Errorf("监听 %s：%w", config.Addr, err)
		}
		p, err := open(ctx, config, wallClock{}, true, c.err)
		if err != nil {
			return errors.Join(err, listener.Close())
		}
		fmt.Fprintf(c.out, "http://%s/\n", listener.Addr())
		return errors.Join(p.serve(ctx, listener), p.Close())
	}
	return cmd
}

// serve answers pages and wakes jobs until the context ends.
func (p *program) serve(ctx context.Context, listener net.Listener) error {
	s, err := scheduler.New(scheduler.Options{Jobs: p.jobs(), Clock: p.clock, Log: p.log, Zone: p.config.Zone, Logger: p.logger})
	if err != nil {
		return fmt.Errorf("准备定时作业：%w", err)
	}
	server, err := api.New(api.Config{
		Insecure: p.config.InsecureHTTP, Origins: p.config.Origins, TrustedProxies: p.config.TrustedProxies,
		Zone: p.config.Zone, Log: p.logger,
	}, api.UseCases{
		Admin: p.admin, Practise: p.practise, Runs: &runs{p, s},
		Handbook: &standard.Reader{Store: p.store, Book: p.book, Zone: p.config.Zone},
	})
	if err != nil {
		return fmt.Errorf("准备网页：%w", err)
	}
	if err := s.Start(ctx); err != nil {
		return fmt.Errorf("启动定时作业：%w", err)
	}
	err = server.Serve(ctx, listener)
	wait, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
	defer cancel()
	return errors.Join(err, s.Stop(wait))
}
