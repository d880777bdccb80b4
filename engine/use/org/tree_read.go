package org

import (
	"context"
	"fmt"
	"strings"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// Tree is the organisation, or what of it a search found.
type Tree struct {
	Search string     `json:"search"`
	Units  int        `json:"units"` // all that are open
	Nodes  []TreeNode `json:"nodes"`
}

// TreeNode is one unit with its place in the tree.
type TreeNode struct {
	ID     engine.UnitID   `json:"id"`
	Name   string          `json:"name"`
	Kind   engine.UnitKind `json:"kind"`
	Depth  int             `json:"depth"`
	Above  string          `json:"above"` // the unit above, where a search took it out of its place
	Start  string          `json:"start"` // only where it lies ahead
	Closed string          `json:"closed"`
	Below  int             `json:"below"` // units below it
}

// TreeRequest narrows the tree.
type TreeRequest struct {
	Search string `json:"q" validate:"max=40"`
}

// Tree reads the organisation, each unit after the one above it.
func (o *Org) Tree(ctx context.Context, actor access.Actor, r TreeRequest) (Tree, error) {
	scope, err := access.Authorize(actor, access.UnitRead)
	if err != nil {
		return Tree{}, err
	}
	tree := Tree{Search: tidy(r.Search), Nodes: []TreeNode{}}
	err = o.Store.View(ctx, func(tx port.Tx) error {
		var units []engine.Unit
		q := port.Query{Order: []string{"name"}, Columns: []string{"id", "parent_id", "name", "kind", "start", "closed"}}
		if err := tx.List(&units, scope, q); err != nil {
			return fmt.Errorf("list units: %w", err)
		}
		today := o.today(tx)
		below := map[engine.UnitID][]*engine.Unit{}
		names := map[engine.UnitID]string{}
		for i := range units {
			u := &units[i]
			names[u.ID] = u.Name
			if u.Closed.IsZero() {
				tree.Units++
			}
			below[parentOf(u)] = append(below[parentOf(u)], u)
		}
		var walk func(u *engine.Unit, depth int)
		walk = func(u *engine.Unit, depth int) {
			n := TreeNode{ID: u.ID, Name: u.Name, Kind: u.Kind, Depth: depth, Below: len(below[u.ID])}
			if u.Start > today {
				n.Start = u.Start.ChineseFull()
			}
			if !u.Closed.IsZero() {
				n.Closed = u.Closed.ChineseFull()
			}
			if tree.Search != "" {
				n.Above, n.Depth = names[parentOf(u)], 0
			}
			if strings.Contains(u.Name, tree.Search) {
				tree.Nodes = append(tree.Nodes, n)
			}
			for _, child := range below[u.ID] {
				walk(child, depth+1)
			}
		}
		for _, root := range below[0] {
			walk(root, 0)
		}
		return nil
	})
	if err != nil {
		return Tree{}, fmt.Errorf("read the tree: %w", err)
	}
	return tree, nil
}

func parentOf(u *engine.Unit) engine.UnitID {
	if u.ParentID == nil {
		return 0
	}
	return *u.ParentID
}
