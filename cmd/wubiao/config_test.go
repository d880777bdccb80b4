package main

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// configured reads a configuration as serve does.
func configured(args ...string) (*config, error) {
	flags := flag.NewFlagSet("serve", flag.ContinueOnError)
	configFlags(flags)
	flags.String("addr", "127.0.0.1:8080", "")
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	return readConfig(flags)
}

const goodConfig = "\ufeff# 五标的配置\r\naddr = 127.0.0.1:9001\r\n\r\ndir=/srv/wubiao\r\ninsecure_http = true\r\norigins = https://a.example，https://b.example\r\n" +
	"trusted_proxies = 10.0.0.0/8, 192.168.0.0/16\r\nzone = Asia/Urumqi\r\n"

func TestLaterSettingsWin(t *testing.T) {
	file := write(t, "wubiao.conf", goodConfig)
	c, err := configured("--config", file)
	if err != nil {
		t.Fatal(err)
	}
	if c.Addr != "127.0.0.1:9001" || c.Dir != "/srv/wubiao" || !c.InsecureHTTP || len(c.Origins) != 2 || len(c.TrustedProxies) != 2 ||
		c.Zone.String() != "Asia/Urumqi" || c.database() != filepath.Join("/srv/wubiao", "wubiao.db") {
		t.Errorf("the file gives %+v", c)
	}
	t.Setenv("WUBIAO_ADDR", "127.0.0.1:9002")
	t.Setenv("WUBIAO_DB", "/srv/other.db")
	if c, err = configured("--config", file); err != nil || c.Addr != "127.0.0.1:9002" || c.database() != "/srv/other.db" {
		t.Errorf("over it the environment gives %+v, %v", c, err)
	}
	if c, err = configured("--config", file, "--addr", "127.0.0.1:9003"); err != nil || c.Addr != "127.0.0.1:9003" {
		t.Errorf("over both a flag gives %+v, %v", c, err)
	}
}

func TestEveryWrongSettingIsToldWithItsPlace(t *testing.T) {
	file := write(t, "wubiao.conf", `addr = somewhere
dri = ./data
just words
insecure_http = maybe
dir =
db = postgres://wubiao:secret@db/wubiao
trusted_proxies = 10.0.0.0/8, 10.0.0.1
zone = Peking
addr = 127.0.0.1:80
`)
	dir := filepath.Join(t.TempDir(), "untouched")
	t.Setenv("WUBIAO_ZONE", "Nowhere")
	o := here("serve", "--config", file, "--addr", "8080", "--dir", dir)
	o.refused(t, "wubiao.conf:1: addr：", "wubiao.conf:2: 不认识的键「dri」", "wubiao.conf:3: 「just words」应写成 键 = 值",
		"wubiao.conf:4: insecure_http：应是 true 或 false", "wubiao.conf:5: dir：不能空着", "wubiao.conf:6: db：尚不支持 PostgreSQL",
		"wubiao.conf:7: trusted_proxies：应是网段", "wubiao.conf:8: zone：应是时区名", "wubiao.conf:9: addr 在第1行已经写过",
		"环境变量 WUBIAO_ZONE：应是时区名", "选项 --addr：应写成 地址:端口")
	if strings.Contains(o.err, "secret") {
		t.Errorf("the password is repeated: %s", o.err)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("a wrong configuration made a directory")
	}
}

func TestUnreadableConfigurationIsWrongUse(t *testing.T) {
	t.Parallel()
	var usage usageError
	for name, path := range map[string]string{"absent": filepath.Join(t.TempDir(), "none"), "a directory": t.TempDir()} {
		if _, err := configured("--config", path); !errors.As(err, &usage) || !chinese(usage.message) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
