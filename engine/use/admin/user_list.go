package admin

import (
	"context"
	"fmt"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// UserLine is one account as a list shows it.
type UserLine struct {
	ID       engine.AccountID `json:"id"`
	Login    string           `json:"login"`
	Name     string           `json:"name"`
	Role     engine.Role      `json:"role"`
	Unit     string           `json:"unit"`
	Disabled bool             `json:"disabled"`
	Locked   bool             `json:"locked"` // for now, after too many wrong passwords
}

// ListUsers lists every account by login name.
func (a *Admin) ListUsers(ctx context.Context, actor access.Actor) ([]UserLine, error) {
	if err := a.allow(ctx, actor, access.UserList); err != nil {
		return nil, err
	}
	var lines []UserLine
	err := a.store.View(ctx, func(tx port.Tx) error {
		var accounts []engine.Account
		if err := tx.List(&accounts, access.Everything(), port.Query{Order: []string{"login"}}); err != nil {
			return fmt.Errorf("list accounts: %w", err)
		}
		people, units, err := namesOf(tx, accounts)
		if err != nil {
			return err
		}
		for _, acc := range accounts {
			lines = append(lines, UserLine{ID: acc.ID, Login: acc.Login, Name: people[acc.PersonID], Role: acc.Role,
				Unit: units[acc.UnitID], Disabled: acc.Disabled,
				Locked: acc.LockedUntil != nil && tx.Now().Before(*acc.LockedUntil)})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list users: %w", err)
	}
	return lines, nil
}

func namesOf(tx port.Tx, accounts []engine.Account) (map[engine.PersonID]string, map[engine.UnitID]string, error) {
	personIDs, unitIDs := make([]engine.PersonID, len(accounts)), make([]engine.UnitID, len(accounts))
	for i, acc := range accounts {
		personIDs[i], unitIDs[i] = acc.PersonID, acc.UnitID
	}
	var people []engine.Person
	if err := tx.List(&people, access.Everything(), port.Query{Where: port.Where{"id": personIDs}}); err != nil {
		return nil, nil, fmt.Errorf("list people: %w", err)
	}
	var units []engine.Unit
	if err := tx.List(&units, access.Everything(), port.Query{Where: port.Where{"id": unitIDs}}); err != nil {
		return nil, nil, fmt.Errorf("list units: %w", err)
	}
	personName, unitName := map[engine.PersonID]string{}, map[engine.UnitID]string{}
	for _, p := range people {
		personName[p.ID] = p.Name
	}
	for _, u := range units {
		unitName[u.ID] = u.Name
	}
	return personName, unitName, nil
}
