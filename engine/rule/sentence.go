package rule

import "strings"

// Sentence tells who does it: the post that answers and those that help.
func (w Who) Sentence() string {
	s := w.Post
	if len(w.With) > 0 {
		s += "，配合：" + strings.Join(w.With, "、")
	}
	if w.Text != "" {
		s += "。" + w.Text
	}
	return s
}

// Sentence tells the rule as the handbook says it.
func (r *Rule) Sentence() string {
	name := r.subject()
	if r.Text == "" {
		return name
	}
	if strings.Contains(r.Text, name) {
		return r.Text
	}
	return name + "：" + r.Text
}
