package selfcheck

import (
	"fmt"
	"strconv"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/port"
	"wubiao/engine/state"
	"wubiao/engine/use/practise"
)

// Secretary is the post that signs.
const Secretary = "支部书记"

// ChangeRequest names a self-check and the version of it that the page showed.
type ChangeRequest struct {
	Unit    engine.UnitID   `json:"unit" validate:"gt=0"`
	Period  calendar.Period `json:"quarter"`
	Version int64           `json:"version" validate:"gt=0"`
}

// find loads a unit and its self-check of a period within the scope.
func find(tx port.Tx, scope access.Scope, id engine.UnitID, period calendar.Period) (engine.Unit, engine.SelfCheck, error) {
	var check engine.SelfCheck
	unit, err := practise.Unit(tx, scope, id)
	if err != nil {
		return unit, check, err
	}
	err = tx.Get(&check, scope, port.Where{"unit_id": int64(id), "period": period.String()})
	if engine.CodeOf(err) == engine.NotFound {
		return unit, check, engine.Fail(engine.NotFound, "not_open", period.Chinese()+"的自查表还没有开放。")
	}
	if err != nil {
		return unit, check, fmt.Errorf("find self-check: %w", err)
	}
	return unit, check, nil
}

// Manager is the post of the site's manager, who sees what his branch is worth and
// does not fill its self-check.
const Manager = "项目经理"

// own says whether the actor does the branch's work in that very unit.
func own(actor access.Actor, unit engine.UnitID) bool {
	for _, p := range actor.Posts {
		if p.Unit == unit && p.Name != Manager {
			return true
		}
	}
	return false
}

func notOwn() error {
	return engine.Fail(engine.Forbidden, "other_unit", "自查表由本支部的人填报，您可以查看，不能修改。")
}

// fresh refuses a change of what somebody else has changed meanwhile.
func fresh(check *engine.SelfCheck, version int64) error {
	if check.Version != version {
		return engine.Fail(engine.Conflict, "changed", "您打开页面以后，自查表有了变动（现在是「"+
			state.SelfChecks().Label[check.State]+"」），刚才的操作没有做。请看一下现在的情况再办。")
	}
	return nil
}

// step is a line of what happened to the self-check.
func step(tx port.Tx, s *SelfCheck, check *engine.SelfCheck, actor access.Actor, event state.Event, text string, result engine.Points) error {
	line := engine.SelfCheckStep{SelfCheckID: check.ID, UnitID: check.UnitID, Event: string(event), Text: text,
		Day: s.today(tx), Result: result, PersonID: actor.Person}
	if err := tx.Insert(&line); err != nil {
		return fmt.Errorf("keep step: %w", err)
	}
	return nil
}

// entry is a line of the trail: ids and states only.
func entry(actor access.Actor, action access.Action, check *engine.SelfCheck, from engine.SelfCheckState) engine.AuditEntry {
	return engine.AuditEntry{AccountID: actor.Account, Action: string(action), Object: object(check), UnitID: check.UnitID,
		Result: "done", Detail: `{"from":"` + string(from) + `","to":"` + string(check.State) + `"}`, Address: actor.Address}
}

func object(check *engine.SelfCheck) string {
	return "selfcheck/" + strconv.FormatInt(int64(check.ID), 10)
}
