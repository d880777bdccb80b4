package main

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestATokenFromMakingToEnding(t *testing.T) {
	t.Parallel()
	dir := "--dir=" + companyDir(t)
	hereWith("Qiaoliang-2026\n", "user", "add", "jiaoben", "--role", "手册编修", "--password-stdin", dir).want(t, exitDone)
	made := here("user", "token", "jiaoben", "--label", "看数", "--days", "7", "--read-only", dir).want(t, exitDone)
	secret := strings.TrimSpace(made.out)
	if !strings.HasPrefix(secret, "wubiao_") || strings.Contains(secret, "\n") {
		t.Errorf("stdout is not the secret alone: %q", made.out)
	}
	made.says(t, "只显示这一次")
	list := here("user", "token", "jiaoben", "--list", dir).want(t, exitDone)
	if !strings.Contains(list.out, "看数\t只读\t有效") || strings.Contains(list.out, secret) {
		t.Errorf("the list: %s", list.out)
	}
	number, _, _ := strings.Cut(list.out, "\t")
	here("user", "token", "jiaoben", "--revoke", number, dir).want(t, exitDone)
	if again := here("user", "token", "jiaoben", "--list", dir).want(t, exitDone); !strings.Contains(again.out, "已停用") {
		t.Errorf("after ending: %s", again.out)
	}
	here("user", "token", "niemand", dir).want(t, exitProblems).says(t, "niemand")
	here("user", "token", "jiaoben", "--days", "400", dir).want(t, exitProblems).says(t, "366")
	here("user", "token", "jiaoben", "--revoke", "999", dir).want(t, exitProblems).says(t, "--list")
	here("user", "token", "jiaoben", "--list", "--revoke", "1", dir).refused(t, "只能写一个")
	here("user", "token", "jiaoben", "--days", "0", dir).refused(t, "--days")
}

func TestOpenAPIIsPrinted(t *testing.T) {
	t.Parallel()
	printed := here("openapi").want(t, exitDone)
	var doc struct {
		OpenAPI string                    `json:"openapi"`
		Paths   map[string]map[string]any `json:"paths"`
	}
	if err := json.Unmarshal([]byte(printed.out), &doc); err != nil || doc.OpenAPI != "3.1.0" || len(doc.Paths) < 20 {
		t.Errorf("%v, %q, %d paths", err, doc.OpenAPI, len(doc.Paths))
	}
	if here("openapi").out != printed.out {
		t.Error("the document differs from time to time")
	}
}
