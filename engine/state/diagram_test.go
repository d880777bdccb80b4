package state_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"wubiao/engine/state"
)

var update = flag.Bool("update", false, "write the diagrams into doc.go")

// withDiagram gives the documentation with the diagram of the noun under its
// heading.
func withDiagram(doc, noun, diagram string) string {
	heading := "// # " + noun + "\n//\n"
	before, after, _ := strings.Cut(doc, heading)
	for strings.HasPrefix(after, "//\t") {
		_, after, _ = strings.Cut(after, "\n")
	}
	var b strings.Builder
	for line := range strings.Lines(diagram) {
		b.WriteString("//\t" + line)
	}
	return before + heading + b.String() + after
}

func TestDiagramsInTheDocumentationAreFresh(t *testing.T) {
	raw, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	table := state.Tasks()
	if !strings.Contains(string(raw), "// # "+table.Noun+"\n//\n") {
		t.Fatalf("doc.go has no section %q", table.Noun)
	}
	want := withDiagram(string(raw), table.Noun, table.Diagram())
	if want == string(raw) {
		return
	}
	if !*update {
		t.Fatal("the diagram in doc.go is stale: run go generate ./engine/state")
	}
	if err := os.WriteFile("doc.go", []byte(want), 0o600); err != nil {
		t.Fatal(err)
	}
}
