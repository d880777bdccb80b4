package state

import (
	"fmt"
	"strings"
)

// Diagram writes the table as a Mermaid state diagram. The package
// documentation holds it, and a test fails when the two differ.
func (t *Table[S, F]) Diagram() string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n")
	for _, s := range t.States {
		fmt.Fprintf(&b, "    state \"%s\" as %s\n", t.Label[s], s)
	}
	fmt.Fprintf(&b, "    [*] --> %s\n", t.First)
	for _, m := range t.Moves {
		fmt.Fprintf(&b, "    %s --> %s: %s（%s", m.From, m.To, t.Says[m.Event], m.Who)
		if m.Guard != nil {
			b.WriteString("，" + m.Guard.Name)
		}
		b.WriteString("）")
		for _, e := range m.Effects {
			b.WriteString(" / " + string(e))
		}
		b.WriteString("\n")
	}
	return b.String()
}
