package engine_test

import (
	"os/exec"
	"strings"
	"testing"
)

// rooms says what each room may import of ours, and which libraries belong to
// one room alone. design: cmd → api, scheduler, store, handbook → engine.
var rooms = map[string][]string{
	"wubiao/engine":    {"wubiao/engine"},
	"wubiao/handbook":  {"wubiao/handbook", "wubiao/engine"},
	"wubiao/store":     {"wubiao/store", "wubiao/engine"},
	"wubiao/scheduler": {"wubiao/scheduler", "wubiao/engine"},
	"wubiao/api":       {"wubiao/api", "wubiao/engine"},
	"wubiao/cmd":       {"wubiao/cmd", "wubiao/api", "wubiao/scheduler", "wubiao/store", "wubiao/handbook", "wubiao/engine"},
}

// owned are libraries that one place alone may import.
var owned = map[string]string{
	"github.com/labstack/echo/v4": "wubiao/api",
	"gorm.io/gorm":                "wubiao/store",
	"gorm.io/driver/sqlite":       "wubiao/store",
	"github.com/robfig/cron/v3":   "wubiao/scheduler",
	"go.yaml.in/yaml/v3":          "wubiao/handbook",
	"github.com/expr-lang/expr":   "wubiao/engine/rule",
	"github.com/pressly/goose/v3": "wubiao/store",
	"golang.org/x/crypto/argon2":  "wubiao/api",
	"github.com/xuri/excelize/v2": "wubiao/api/paper",
	"flag":                        "wubiao/cmd",
}

// TestImportsPointOneWay fails when a room reaches for one it must not know.
func TestImportsPointOneWay(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "wubiao/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) < 10 {
		t.Fatalf("go list found only %d packages", len(lines))
	}
	for _, line := range lines {
		fields := strings.Fields(line)
		for _, imported := range fields[1:] {
			checkImport(t, fields[0], imported)
		}
	}
}

func checkImport(t *testing.T, from, imported string) {
	t.Helper()
	for library, room := range owned {
		if within(imported, library) && !within(from, room) {
			t.Errorf("%s imports %s, which belongs to %s", from, imported, room)
		}
	}
	if !strings.HasPrefix(imported, "wubiao/") {
		if within(from, "wubiao/engine") && strings.Contains(strings.Split(imported, "/")[0], ".") && !within(imported, "github.com/expr-lang/expr") {
			t.Errorf("%s imports %s: engine uses the standard library and expr only", from, imported)
		}
		return
	}
	for room, allowed := range rooms {
		if !within(from, room) {
			continue
		}
		for _, a := range allowed {
			if within(imported, a) {
				return
			}
		}
		t.Errorf("%s must not import %s", from, imported)
	}
}

func within(path, root string) bool { return path == root || strings.HasPrefix(path, root+"/") }
