package org

import (
	"slices"

	"wubiao/engine"
	"wubiao/engine/calendar"
	"wubiao/engine/rule"
)

// readPost reads the post of a line and finds it among those that the person holds.
func (r *peopleRow) readPost(e *rule.Edition, s *peopleShelf, g *personRows) {
	name := r.text(colPost)
	if name == "" {
		for _, column := range []string{colTook, colGave, colPostUnit} {
			if r.text(column) != "" {
				r.blame(colPost, "写了"+column+"，请写是什么岗位")
				return
			}
		}
		return
	}
	unit := r.in
	if at := r.text(colPostUnit); at != "" {
		unit = r.find(s, colPostUnit, at)
	}
	wrong := engine.Fail(engine.Invalid, "post", "")
	post := engine.Post{UnitID: unit, Name: name, From: r.day(wrong, colTook), To: r.day(wrong, colGave)}
	if unit == 0 || len(wrong.Fields) > 0 {
		r.wrong = append(r.wrong, wrong.Fields...)
		return
	}
	for _, have := range s.posts[g.person.ID] {
		if have.Name == name && have.UnitID == unit && have.From == post.From {
			r.keepPost(have, &post)
			return
		}
	}
	switch {
	case r.unread(colTook) || r.unread(colGave) || r.unread(colPost):
	case len(e.Posts) > 0 && !slices.Contains(e.Posts, name):
		r.blame(colPost, "现行手册里没有这个岗位：请从下拉列表里选")
	case post.From.IsZero():
		r.blame(colTook, "请写任职日")
	case !post.To.IsZero() && post.To < post.From.AddDays(-1):
		r.blame(colGave, "早于任职日"+post.From.ChineseFull())
	case slices.ContainsFunc(s.posts[g.person.ID], func(have *engine.Post) bool {
		return have.Name == name && have.UnitID == unit && overlap(have, &post)
	}):
		r.blame(colTook, "这段时间已经在任这个岗位，任职日对不上：请核对")
	default:
		r.post = post
	}
}

// day reads a day; one that the paper could not read has been blamed already.
func (r *peopleRow) day(e *engine.Error, column string) calendar.Date {
	if r.unread(column) {
		return 0
	}
	return dayField(e, column, r.text(column))
}

// keepPost takes a post that is there already; a last day that differs is a change.
func (r *peopleRow) keepPost(have, told *engine.Post) {
	r.post = *have
	switch {
	case told.To.IsZero() || told.To == have.To:
	case told.To < have.From.AddDays(-1):
		r.blame(colGave, "早于任职日"+have.From.ChineseFull())
	default:
		r.post.To, r.ends = told.To, true
	}
}

// overlap says whether two holdings have a day in common.
func overlap(a, b *engine.Post) bool {
	return (a.To.IsZero() || b.From <= a.To) && (b.To.IsZero() || a.From <= b.To)
}
