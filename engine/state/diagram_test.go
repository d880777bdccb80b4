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

// drawn lists every table by the heading of its diagram.
func drawn() map[string]string {
	tasks, supervisions, extensions, transfers := state.Tasks(), state.Supervisions(), state.Extensions(), state.Transfers()
	orders := state.Orders()
	checks, records, evidences := state.SelfChecks(), state.Records(), state.Evidences()
	return map[string]string{
		checks.Noun: checks.Diagram(), records.Noun: records.Diagram(), evidences.Noun: evidences.Diagram(),
		tasks.Noun: tasks.Diagram(), supervisions.Noun: supervisions.Diagram(), extensions.Noun: extensions.Diagram(),
		transfers.Noun: transfers.Diagram(), orders.Noun: orders.Diagram(),
	}
}

func TestDiagramsInTheDocumentationAreFresh(t *testing.T) {
	raw, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	want := string(raw)
	for noun, diagram := range drawn() {
		if !strings.Contains(string(raw), "// # "+noun+"\n//\n") {
			t.Fatalf("doc.go has no section %q", noun)
		}
		want = withDiagram(want, noun, diagram)
	}
	if want == string(raw) {
		return
	}
	if !*update {
		t.Fatal("a diagram in doc.go is stale: run go generate ./engine/state")
	}
	if err := os.WriteFile("doc.go", []byte(want), 0o600); err != nil {
		t.Fatal(err)
	}
}
