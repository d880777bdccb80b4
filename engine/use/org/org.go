// Package org holds the use cases of 骨架: units, people and the posts they
// hold. Each authorises first, opens one transaction, and writes its audit entry
// with the change.
package org

import (
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// Org runs the use cases of this package.
type Org struct{ Store port.Store }

func entry(actor access.Actor, action access.Action, object string, unit engine.UnitID) engine.AuditEntry {
	return engine.AuditEntry{AccountID: actor.Account, Action: string(action), Object: object, UnitID: unit,
		Result: "done", Detail: "{}", Address: actor.Address}
}

// unitIn finds a unit within the scope; absent and foreign look the same.
func unitIn(tx port.Tx, scope access.Scope, id engine.UnitID) (engine.Unit, error) {
	var u engine.Unit
	err := tx.Get(&u, scope, port.Where{"id": int64(id)})
	if engine.CodeOf(err) == engine.NotFound {
		return u, access.Absent()
	}
	if err != nil {
		return u, fmt.Errorf("find unit: %w", err)
	}
	return u, nil
}
