package main

import (
	"fmt"
	"io"
	"strings"

	"wubiao/engine/rule"
	"wubiao/engine/use/standard"
)

// show prints everything a person who works by the standard has to know.
func show(w io.Writer, e *rule.Edition, s *rule.Standard) {
	page := standard.Describe(e, s)
	fmt.Fprintf(w, "%s %s\n", s.Code, s.Title)
	showHead(w, page)
	for _, line := range []struct{ name, text string }{
		{"做什么", s.What}, {"为什么", s.Why}, {"谁来做", s.Who.Sentence()}, {"何时做", s.When}, {"做到什么程度", s.Degree},
	} {
		if line.text != "" {
			fmt.Fprintf(w, "%s：%s\n", line.name, line.text)
		}
	}
	if len(s.How) > 0 {
		fmt.Fprintln(w, "怎么做：")
	}
	for i, h := range s.How {
		fmt.Fprintf(w, "  %d. %s\n", i+1, h)
	}
	for _, d := range page.Duties {
		showDuty(w, d)
	}
	for _, ev := range s.Evidence {
		showEvidence(w, ev)
	}
	for _, f := range page.Forms {
		showForm(w, f)
	}
	for _, x := range page.Examples {
		showExample(w, x)
	}
	for i, r := range s.Scoring {
		fmt.Fprintf(w, "评分 %s：%s\n", r.ID, page.Scoring[i])
	}
	for _, src := range page.Sources {
		showSource(w, src)
	}
}

// showHead tells where the standard stands, what it is worth and whom it asks.
func showHead(w io.Writer, page standard.Page) {
	s := page.Standard
	var facts []string
	for _, f := range []string{page.Part, s.Kind, s.Line} {
		if f != "" {
			facts = append(facts, f)
		}
	}
	if page.Points != "" {
		facts = append(facts, "满分"+page.Points+"分")
	}
	if len(facts) > 0 {
		fmt.Fprintln(w, strings.Join(facts, "，"))
	}
	applies := "全部单位"
	if s.Applies != nil {
		applies = standard.PlainCondition(s.Applies.Source)
	}
	fmt.Fprintf(w, "适用：%s\n", applies)
	if s.Instead != "" {
		fmt.Fprintf(w, "不适用的：%s\n", s.Instead)
	}
}

func showDuty(w io.Writer, d standard.DutyLine) {
	parts := []string{d.Title}
	if d.Often != "" {
		parts = append(parts, d.Often)
	}
	if d.Post != "" {
		parts = append(parts, d.Post)
	}
	if d.Minutes > 0 {
		parts = append(parts, fmt.Sprintf("约%d分钟", d.Minutes))
	}
	if d.Listed {
		parts = append(parts, d.Fulfil)
	} else {
		parts = append(parts, d.Unlisted)
	}
	fmt.Fprintf(w, "事项 %s：%s\n", d.ID, strings.Join(parts, "，"))
}

func showEvidence(w io.Writer, ev rule.Evidence) {
	text := ev.Name
	var notes []string
	if ev.Required {
		notes = append(notes, "必备")
	}
	if ev.Photo {
		notes = append(notes, "照片")
	}
	if len(notes) > 0 {
		text += "（" + strings.Join(notes, "，") + "）"
	}
	if ev.Why != "" {
		text += "：" + ev.Why
	}
	fmt.Fprintf(w, "佐证 %s\n", text)
}

func showForm(w io.Writer, f standard.Form) {
	fmt.Fprintf(w, "台账 %s\n", f.Title)
	for _, c := range f.Columns {
		text := c.Label + "（" + c.Type
		if c.Required {
			text += "，必填"
		}
		text += "）"
		if c.Why != "" {
			text += "：" + c.Why
		}
		fmt.Fprintf(w, "  %s\n", text)
	}
}

func showExample(w io.Writer, x standard.Example) {
	title := x.Title
	if title == "" {
		title = x.Ledger
	}
	fmt.Fprintf(w, "范例 %s\n", title)
	for _, cell := range x.Cells {
		fmt.Fprintf(w, "  %s：%s\n", cell.Label, cell.Value)
	}
	if text := strings.TrimSpace(x.Text); text != "" {
		fmt.Fprintf(w, "  %s\n", strings.ReplaceAll(text, "\n", "\n  "))
	}
}

func showSource(w io.Writer, src standard.SourceLine) {
	text := src.Title
	if src.Article != "" {
		text += " " + src.Article
	}
	grade := src.Grade
	if src.Meaning != "" {
		grade += "，" + src.Meaning
	}
	fmt.Fprintf(w, "来源：%s（可信等级 %s）\n", text, grade)
	if src.Note != "" {
		fmt.Fprintf(w, "  %s\n", src.Note)
	}
}
