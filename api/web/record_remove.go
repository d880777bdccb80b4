package web

import (
	"fmt"
	"net/http"
	"strconv"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/use/practise"
)

func (w *Web) removeRecord(c *route.Call) error {
	id, version, err := recordCall(c)
	if err != nil {
		return err
	}
	r := practise.RemoveRecordRequest{Record: id, Version: version, Reason: c.FormValue("reason")}
	err = w.shape.Check(&r)
	if err == nil {
		_, err = w.Practise.RemoveRecord(c.Request().Context(), c.Actor, r)
	}
	if err != nil {
		return w.troubled(c, id, RecordTrouble{Form: formRemove, Reason: r.Reason}, err)
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/records/%d", id))
}

func (w *Web) restoreRecord(c *route.Call) error {
	id, version, err := recordCall(c)
	if err != nil {
		return err
	}
	r := practise.RestoreRecordRequest{Record: id, Version: version}
	err = w.shape.Check(&r)
	if err == nil {
		_, err = w.Practise.RestoreRecord(c.Request().Context(), c.Actor, r)
	}
	if err != nil {
		return w.troubled(c, id, RecordTrouble{Form: formOther}, err)
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/records/%d?saved=back", id))
}

// recordCall reads the address and the version of a change of a record.
func recordCall(c *route.Call) (engine.RecordID, int64, error) {
	id, err := pathID(c, "record")
	if err != nil {
		return 0, 0, err
	}
	version, err := strconv.ParseInt(c.FormValue("version"), 10, 64)
	if err != nil {
		return 0, 0, engine.Fail(engine.Invalid, "version", "页面不完整，请刷新后再试一次。").Because(err)
	}
	return engine.RecordID(id), version, nil
}
