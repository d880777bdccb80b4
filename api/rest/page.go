package rest

import (
	"context"

	"wubiao/engine/access"
)

// Page is a part of a list.
type Page[Item any] struct {
	Items []Item `json:"items"`
	Total int    `json:"total"`
	Page  int    `json:"page"`
	Next  int    `json:"next"` // the page after this one; 0: none
}

func (p Page[Item]) after() int { return p.Next }

// pageRequest asks for a part of a list.
type pageRequest struct {
	Page  int `json:"page" validate:"gte=0,lte=100000"`
	Limit int `json:"limit" validate:"gte=0,lte=500"`
}

// usual is how many things a page holds unless asked otherwise.
const usual = 100

// list hands a whole list out in pages.
func list[Item any](all func(context.Context, access.Actor) ([]Item, error)) use[pageRequest, Page[Item]] {
	return func(ctx context.Context, actor access.Actor, r pageRequest) (Page[Item], error) {
		items, err := all(ctx, actor)
		if err != nil {
			return Page[Item]{}, err
		}
		return cut(items, r), nil
	}
}

func cut[Item any](items []Item, r pageRequest) Page[Item] {
	page, limit := max(r.Page, 1), r.Limit
	if limit == 0 {
		limit = usual
	}
	from := min((page-1)*limit, len(items))
	to := min(from+limit, len(items))
	out := Page[Item]{Items: items[from:to], Total: len(items), Page: page}
	if to < len(items) {
		out.Next = page + 1
	}
	return out
}

// after is the page after one that says whether there is one.
func after(page int, more bool) int {
	if more {
		return page + 1
	}
	return 0
}
