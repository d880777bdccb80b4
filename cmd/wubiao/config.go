package main

import (
	"errors"
	"flag"
	"fmt"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// config is how the program runs. A file of `key = value` lines, environment
// variables (WUBIAO_ADDR …) and flags set it, the later over the earlier.
type config struct {
	Dir            string         // the data directory
	DB             string         // another database than Dir/wubiao.db
	Files          string         // another place of contents than Dir/evidence; no key sets it
	Addr           string         // where pages are served
	InsecureHTTP   bool           // browsers come over plain HTTP
	Origins        []string       // addresses under which browsers know the server
	TrustedProxies []netip.Prefix // whose X-Forwarded-For is believed
	Zone           *time.Location
}

// option is one key of the configuration.
type option struct {
	key string
	set func(c *config, value string) error
}

func options() []option {
	return []option{
		{"dir", setDir},
		{"db", setDB},
		{"addr", setAddr},
		{"insecure_http", func(c *config, v string) (err error) {
			if c.InsecureHTTP, err = strconv.ParseBool(v); err != nil {
				return errors.New("应是 true 或 false")
			}
			return nil
		}},
		{"origins", func(c *config, v string) error { c.Origins = list(v); return nil }},
		{"trusted_proxies", setProxies},
		{"zone", func(c *config, v string) (err error) {
			if c.Zone, err = time.LoadLocation(v); err != nil {
				return errors.New("应是时区名，如 Asia/Shanghai")
			}
			return nil
		}},
	}
}

func list(v string) []string {
	return strings.FieldsFunc(v, func(r rune) bool { return r == ',' || r == ' ' || r == '，' })
}

func setDir(c *config, v string) error {
	if v == "" {
		return errors.New("不能空着，请写数据目录")
	}
	c.Dir = v
	return nil
}

// setDB takes the path of a SQLite file. The value is not repeated in messages:
// an address may hold a password.
func setDB(c *config, v string) error {
	scheme, _, address := strings.Cut(v, "://")
	switch {
	case address && strings.HasPrefix(strings.ToLower(scheme), "postgres"):
		return errors.New("尚不支持 PostgreSQL，请写一个 SQLite 数据库文件")
	case address || strings.HasPrefix(v, "file:"):
		return errors.New("尚不支持这样的数据库地址，请直接写 SQLite 数据库文件的路径")
	}
	c.DB = v
	return nil
}

func setAddr(c *config, v string) error {
	_, port, err := net.SplitHostPort(v)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return errors.New("应写成 地址:端口，如 127.0.0.1:8080")
	}
	c.Addr = v
	return nil
}

func setProxies(c *config, v string) error {
	c.TrustedProxies = nil
	for _, text := range list(v) {
		p, err := netip.ParsePrefix(text)
		if err != nil {
			return errors.New("应是网段，如 10.0.0.0/8")
		}
		c.TrustedProxies = append(c.TrustedProxies, p)
	}
	return nil
}

// defaults is the configuration nobody has touched.
func defaults() (*config, error) {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		return nil, fmt.Errorf("时区：%w", err)
	}
	return &config{Dir: "./data", Addr: "127.0.0.1:8080", Zone: zone}, nil
}

// configFlags adds the flags every command with a database shares.
func configFlags(flags *flag.FlagSet) {
	flags.String("config", "", "配置文件")
	flags.String("dir", "./data", "数据目录")
	flags.String("db", "", "数据库文件；不写用数据目录里的 wubiao.db")
}

// readConfig puts file, environment and flags together, telling every problem.
func readConfig(flags *flag.FlagSet) (*config, error) {
	c, err := defaults()
	if err != nil {
		return nil, err
	}
	var problems []error
	if f := flags.Lookup("config"); f != nil && f.Value.String() != "" {
		problems = append(problems, c.readFile(f.Value.String())...)
	}
	for _, o := range options() {
		name := "WUBIAO_" + strings.ToUpper(o.key)
		if v, ok := os.LookupEnv(name); ok {
			if err := o.set(c, v); err != nil {
				problems = append(problems, fmt.Errorf("环境变量 %s：%w", name, err))
			}
		}
	}
	flags.Visit(func(f *flag.Flag) {
		for _, o := range options() {
			if o.key != strings.ReplaceAll(f.Name, "-", "_") {
				continue
			}
			if err := o.set(c, f.Value.String()); err != nil {
				problems = append(problems, fmt.Errorf("选项 --%s：%w", f.Name, err))
			}
		}
	})
	if err := errors.Join(problems...); err != nil {
		return nil, usageError{err.Error()}
	}
	return c, nil
}

// readFile reads `key = value` lines; # begins a comment line.
func (c *config) readFile(name string) []error {
	data, err := os.ReadFile(name)
	if err != nil {
		return []error{fmt.Errorf("读配置文件 %s：%s", name, trouble(err))}
	}
	var problems []error
	first := map[string]int{}
	n := 0
	for line := range strings.Lines(strings.TrimPrefix(string(data), "\ufeff")) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if err := c.setLine(line, n, first); err != nil {
			problems = append(problems, fmt.Errorf("%s:%d: %w", name, n, err))
		}
	}
	return problems
}

// setLine sets one key; first remembers on which line each key stood.
func (c *config) setLine(line string, n int, first map[string]int) error {
	key, value, ok := strings.Cut(line, "=")
	if !ok {
		return fmt.Errorf("「%s」应写成 键 = 值", line)
	}
	key = strings.TrimSpace(key)
	for _, o := range options() {
		if o.key != key {
			continue
		}
		if before := first[key]; before > 0 {
			return fmt.Errorf("%s 在第%d行已经写过，请只留一处", key, before)
		}
		first[key] = n
		if err := o.set(c, strings.TrimSpace(value)); err != nil {
			return fmt.Errorf("%s：%w", key, err)
		}
		return nil
	}
	return fmt.Errorf("不认识的键「%s」", key)
}

// database is the path of the database file.
func (c *config) database() string {
	if c.DB != "" {
		return c.DB
	}
	return filepath.Join(c.Dir, "wubiao.db")
}

// evidence is the directory where the contents of files lie.
func (c *config) evidence() string {
	if c.Files != "" {
		return c.Files
	}
	return filepath.Join(c.Dir, "evidence")
}
