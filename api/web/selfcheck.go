package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"wubiao/api/route"
	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/calendar"
	"wubiao/engine/use/selfcheck"
)

// SelfCheckPage is a branch's self-check of a quarter.
type SelfCheckPage struct {
	Frame
	selfcheck.CheckPage
	LostLines []selfcheck.Line // and those that the branch explains
	Open      []Asked          // standards with questions nobody has answered
	Done      []Asked          // standards whose questions are all answered
	Message   string           // why something was not done
	Typed     map[string]string
	Wrong     map[string]string // by question
	Saved     bool
}

// Asked is the questions of one standard; of none: those of the whole sheet.
type Asked struct {
	Code, Title string
	Questions   []selfcheck.Question
}

// Heading names what the questions are about.
func (a Asked) Heading() string {
	if a.Code == "" {
		return "一票否决事项"
	}
	return a.Title
}

// Short says what is asked in a few words, or what was answered.
func (a Asked) Short() string {
	if len(a.Questions) == 1 {
		q := a.Questions[0]
		if q.Found {
			return q.Ask + "：" + q.Value
		}
		return q.Ask
	}
	found := 0
	for _, q := range a.Questions {
		if q.Found {
			found++
		}
	}
	if found > 0 {
		return fmt.Sprintf("%d个问题，%d个有情况", len(a.Questions), found)
	}
	return fmt.Sprintf("%d个问题：%s……", len(a.Questions), a.Questions[0].Ask)
}

// Reopens says whether something typed for the standard could not be kept.
func (p SelfCheckPage) Reopens(a Asked) bool {
	for _, q := range a.Questions {
		if p.Wrong[q.Key] != "" {
			return true
		}
	}
	return false
}

// Base is the address of the self-check.
func (p SelfCheckPage) Base() string {
	return fmt.Sprintf("/units/%d/selfcheck/%s", p.UnitID, p.Period)
}

// Typing is what the form shows for a question: what was typed, else what was
// answered.
func (p SelfCheckPage) Typing(q selfcheck.Question) string {
	if typed, back := p.Typed[q.Key]; back {
		return typed
	}
	return q.Value
}

// SelfChecksPage lists the self-checks of a quarter.
type SelfChecksPage struct {
	Frame
	selfcheck.Incoming
}

// With is the address of the list with another quarter, state or page.
func (p SelfChecksPage) With(period string, state engine.SelfCheckState, page int) string {
	q := url.Values{"period": {period}}
	if p.Search != "" {
		q.Set("q", p.Search)
	}
	if state != "" {
		q.Set("state", string(state))
	}
	if page > 1 {
		q.Set("page", strconv.Itoa(page))
	}
	return "/selfchecks?" + q.Encode()
}

// Earlier is the page before this one.
func (p SelfChecksPage) Earlier() int { return p.Page - 1 }

// Later is the page after this one.
func (p SelfChecksPage) Later() int { return p.Page + 1 }

// listSelfChecks lists the self-checks within reach; where there is but one it
// goes there.
func (w *Web) listSelfChecks(c *route.Call) error {
	r := selfcheck.IncomingRequest{Search: c.QueryParam("q"), State: engine.SelfCheckState(c.QueryParam("state")), Page: number(c, "page", 100_000)}
	if key := c.QueryParam("period"); key != "" {
		period, err := calendar.ParsePeriod(key)
		if err != nil || period.Kind != calendar.KindQuarter {
			return access.Absent()
		}
		r.Period = period
	}
	if err := w.shape.Check(&r); err != nil {
		return err
	}
	in, err := w.SelfCheck.Incoming(c.Request().Context(), c.Actor, r)
	if err != nil {
		return err
	}
	if in.Total == 1 && r.Search == "" && r.State == "" {
		return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/units/%d/selfcheck/%s", in.Lines[0].Unit, in.Period))
	}
	return w.render(c, http.StatusOK, "selfchecks", SelfChecksPage{w.frame(c, in.Words+"自查表", "/scores"), in})
}

func (w *Web) showSelfCheck(c *route.Call) error {
	return w.selfCheck(c, http.StatusOK, "selfcheck", func(p *SelfCheckPage) { p.Saved = c.QueryParam("saved") == "1" })
}

// printSelfCheck shows the sheet as it goes on paper.
func (w *Web) printSelfCheck(c *route.Call) error {
	return w.selfCheck(c, http.StatusOK, "selfcheck_print", func(*SelfCheckPage) {})
}

// selfCheck reads the self-check anew and shows it; alter adds what came of a form.
func (w *Web) selfCheck(c *route.Call, status int, name string, alter func(*SelfCheckPage)) error {
	r, err := sheetRequest(c)
	if err != nil {
		return err
	}
	check, err := w.SelfCheck.Check(c.Request().Context(), c.Actor, r)
	if err != nil {
		return err
	}
	page := SelfCheckPage{Frame: w.frame(c, check.Unit+check.Words+"自查表", "/scores"), CheckPage: check}
	for _, line := range check.Lines {
		if line.Lost() > 0 || check.Remarks[line.Code] != "" {
			page.LostLines = append(page.LostLines, line)
		}
	}
	page.sortQuestions()
	alter(&page)
	return w.render(c, status, name, page)
}

// sortQuestions puts the questions under their standards, those with an open one
// first.
func (p *SelfCheckPage) sortQuestions() {
	var all []Asked
	for _, q := range p.Questions {
		if n := len(all); n == 0 || all[n-1].Code != q.Standard {
			all = append(all, Asked{Code: q.Standard, Title: q.Title})
		}
		last := &all[len(all)-1]
		last.Questions = append(last.Questions, q)
	}
	for _, a := range all {
		open := false
		for _, q := range a.Questions {
			open = open || !q.Answered
		}
		if open {
			p.Open = append(p.Open, a)
		} else {
			p.Done = append(p.Done, a)
		}
	}
}

// changed reads what every form of the self-check carries.
func changed(c *route.Call) (selfcheck.ChangeRequest, error) {
	r, err := sheetRequest(c)
	if err != nil {
		return selfcheck.ChangeRequest{}, err
	}
	version, err := strconv.ParseInt(c.FormValue("version"), 10, 64)
	if err != nil {
		return selfcheck.ChangeRequest{}, engine.Fail(engine.Invalid, "version", "页面不完整，请刷新后再做一次。").Because(err)
	}
	return selfcheck.ChangeRequest{Unit: r.Unit, Period: r.Period, Version: version}, nil
}

// answerPrefix stands before a question's key in the form.
const answerPrefix = "a."

func (w *Web) answerSelfCheck(c *route.Call) error {
	change, err := changed(c)
	if err != nil {
		return err
	}
	r := selfcheck.AnswerRequest{ChangeRequest: change, Answers: map[string]string{}, Rest: c.FormValue("rest") == "1"}
	for name, values := range c.Request().PostForm {
		if key, ours := strings.CutPrefix(name, answerPrefix); ours && len(values) > 0 {
			r.Answers[key] = strings.TrimSpace(values[len(values)-1])
		}
	}
	if err := w.shape.Check(&r); err != nil {
		return err
	}
	return w.selfCheckDone(c, change, w.SelfCheck.Answer(c.Request().Context(), c.Actor, r), func(p *SelfCheckPage) { p.Typed = r.Answers })
}

func (w *Web) explainSelfCheck(c *route.Call) error {
	change, err := changed(c)
	if err != nil {
		return err
	}
	r := selfcheck.ExplainRequest{ChangeRequest: change, Standard: c.FormValue("code"), Text: c.FormValue("text")}
	if err := w.shape.Check(&r); err != nil {
		return w.selfCheckDone(c, change, err, func(p *SelfCheckPage) { p.Remarks[r.Standard] = r.Text })
	}
	return w.selfCheckDone(c, change, w.SelfCheck.Explain(c.Request().Context(), c.Actor, r), func(p *SelfCheckPage) { p.Remarks[r.Standard] = r.Text })
}

func (w *Web) reviewSelfCheck(c *route.Call) error {
	change, err := changed(c)
	if err != nil {
		return err
	}
	r := selfcheck.ReviewRequest{ChangeRequest: change}
	if id, err := strconv.ParseInt(c.FormValue("record"), 10, 64); err == nil {
		r.Record = engine.RecordID(id)
	}
	if r.Record == 0 && c.FormValue("day") != "" {
		if r.Day, err = calendar.ParseDate(c.FormValue("day")); err != nil {
			return w.selfCheckDone(c, change, engine.Fail(engine.Invalid, "day", "审议日期看不明白，请按 2026-10-09 的样子填。").Because(err), nil)
		}
	}
	if err := w.shape.Check(&r); err != nil {
		return err
	}
	return w.selfCheckDone(c, change, w.SelfCheck.Review(c.Request().Context(), c.Actor, r), nil)
}

func (w *Web) submitSelfCheck(c *route.Call) error {
	change, err := changed(c)
	if err != nil {
		return err
	}
	return w.selfCheckDone(c, change, w.SelfCheck.Submit(c.Request().Context(), c.Actor, change), nil)
}

func (w *Web) acceptSelfCheck(c *route.Call) error {
	change, err := changed(c)
	if err != nil {
		return err
	}
	return w.selfCheckDone(c, change, w.SelfCheck.Accept(c.Request().Context(), c.Actor, change), nil)
}

func (w *Web) returnSelfCheck(c *route.Call) error {
	change, err := changed(c)
	if err != nil {
		return err
	}
	r := selfcheck.ReturnRequest{ChangeRequest: change, Reason: c.FormValue("reason")}
	if err := w.shape.Check(&r); err != nil {
		return w.selfCheckDone(c, change, err, nil)
	}
	return w.selfCheckDone(c, change, w.SelfCheck.Return(c.Request().Context(), c.Actor, r), nil)
}

// selfCheckDone goes back to the self-check. What could not be done is told on the
// page, with everything typed.
func (w *Web) selfCheckDone(c *route.Call, r selfcheck.ChangeRequest, err error, typed func(*SelfCheckPage)) error {
	if err == nil {
		return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/units/%d/selfcheck/%s?saved=1", r.Unit, r.Period))
	}
	failure, back := comesBack(err)
	if !back && engine.CodeOf(err) != engine.Refused {
		return err
	}
	status := http.StatusConflict
	if engine.CodeOf(err) == engine.Invalid {
		status = http.StatusBadRequest
	}
	return w.selfCheck(c, status, "selfcheck", func(p *SelfCheckPage) {
		p.Message, p.Wrong = failure.Message, map[string]string{}
		for _, f := range failure.Fields {
			p.Wrong[f.Name] = f.Message
		}
		if typed != nil {
			typed(p)
		}
	})
}

// QuestionRow is one question with what its form needs.
type QuestionRow struct {
	Question     selfcheck.Question
	Typed, Wrong string
}

func askOf(p SelfCheckPage, q selfcheck.Question) QuestionRow {
	return QuestionRow{Question: q, Typed: p.Typing(q), Wrong: p.Wrong[q.Key]}
}
