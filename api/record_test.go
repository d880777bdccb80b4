package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"wubiao/engine"
	"wubiao/engine/access"
	"wubiao/engine/port"
)

// filledForm gives what a browser would send of the record form on the page:
// inputs with their values, ticked boxes, texts and the chosen option.
func (a answer) filledForm() url.Values {
	a.t.Helper()
	values := url.Values{}
	for _, f := range a.all("form") {
		if !strings.HasSuffix(attr(f, "class"), "record-form") {
			continue
		}
		for n := range f.Descendants() {
			if n.Type == html.ElementNode && attr(n, "name") != "" {
				addInput(values, n)
			}
		}
	}
	if len(values) == 0 {
		a.t.Fatalf("the page has no record form: %d %s", a.Code, a.text())
	}
	return values
}

func addInput(values url.Values, n *html.Node) {
	has := func(name string) bool {
		return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
	}
	switch kind := attr(n, "type"); {
	case n.Data == "textarea":
		text := ""
		if n.FirstChild != nil {
			text = n.FirstChild.Data
		}
		values.Add(attr(n, "name"), text)
	case n.Data == "select":
		chosen := ""
		for o := range n.Descendants() {
			if o.Data == "option" && slices.ContainsFunc(o.Attr, func(a html.Attribute) bool { return a.Key == "selected" }) {
				chosen = textOf(o)
				for _, a := range o.Attr {
					if a.Key == "value" {
						chosen = a.Val
					}
				}
			}
		}
		values.Add(attr(n, "name"), chosen)
	case n.Data == "input" && ((kind == "checkbox" || kind == "radio") && !has("checked") || kind == "file"):
	case n.Data == "input":
		values.Add(attr(n, "name"), attr(n, "value"))
	}
}

const meetings = "/units/3/ledgers/会议"

func (w *world) records(ledger string) []engine.Record {
	w.t.Helper()
	var out []engine.Record
	err := w.store.View(w.t.Context(), func(tx port.Tx) error {
		return tx.List(&out, access.Everything(), port.Query{Where: port.Where{"ledger": ledger, "unit_id": bridge}})
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

func TestSecretaryRecordsOnceAndSeesWhatItCountsFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	link := fmt.Sprintf("/units/3/ledgers/%%e4%%bc%%9a%%e8%%ae%%ae/new?task=%d", w.tasks["bridge meeting"].ID)
	for _, page := range []string{"/", w.path("bridge meeting")} {
		found := false
		for _, a := range b.get(page).all("a") {
			found = found || strings.EqualFold(attr(a, "href"), link)
		}
		if !found {
			t.Errorf("%s has no link to %s", page, link)
		}
	}
	form := b.get(link)
	form.says("登记：会议记录", "开一次支委会并记录", "日期 必填", "为什么要填：按它归入月份", "一行写一个", "套用范例 九月支委会记录")
	values := form.filledForm()
	if values.Get("c.日期") != "2026-09-24" || values.Get("c.类别") != "支委会" {
		t.Fatalf("filled with %v", values)
	}
	values.Set("c.议题", "安全生产")
	saved := b.post(link, values)
	if saved.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", saved.Code, saved.text())
	}
	again := b.post(link, values)
	record, known := saved.Header().Get("Location"), again.Header().Get("Location")
	if strings.TrimSuffix(record, "new") != strings.TrimSuffix(known, "known") || len(w.records("会议")) != 2 {
		t.Errorf("sent twice: %s and %s, %d records", record, known, len(w.records("会议")))
	}
	values.Set("c.议题", "另一件事")
	used := b.post(link, values)
	if used.Code != http.StatusConflict || len(w.records("会议")) != 2 {
		t.Errorf("sent again with other words: %d, %d records", used.Code, len(w.records("会议")))
	}
	used.says("再按一次“保存”就另记一条", "另一件事")
	if a := b.post(link, used.filledForm()); a.Code != http.StatusSeeOther || len(w.records("会议")) != 3 {
		t.Errorf("on purpose: %d, %d records", a.Code, len(w.records("会议")))
	}
	page := b.get(record)
	page.says("已保存。 这条记录同时完成了： 开一次支委会并记录 2026年9月 Z05 支部委员会会议", "议题 安全生产", "王建国 2026-09-24 09:00 登记")
	page.hides("补录")
	b.get(known).says("先前已经保存过，没有重复登记")
	if got := w.task("bridge meeting"); got.State != engine.TaskDone || got.DoneOn != date("2026-09-24") {
		t.Errorf("the task is %+v", got)
	}
	list := b.get(meetings + "?year=2026")
	list.says("2026-09-24", "支委会", "2026-08-20", "补录", "打印本页")
	b.get("/units/3/ledgers").says("会议记录 今年3条 最近周四 9月24日 登记")
	b.get(w.path("bridge meeting")).says("已完成")
}

func TestFormThatFailsComesBackWithEverythingTyped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	path := "/units/3/ledgers/活动/new"
	values := b.get(path).filledForm()
	key := values.Get("form")
	for name, typed := range map[string][]string{"c.日期": {"上周五"}, "c.主题": {""}, "c.形式": {"学习", "服务"}, "c.学时": {"两小时"}, "c.参加人": {"李梅"},
		"others.参加人": {"外请老师、家属"}, "c.经过": {"第一行\n第二行"}, "c.有方案": {"是"}, "c.主持人": {"王建国"}} {
		values[name] = typed
	}
	back := b.post(path, values)
	if back.Code != http.StatusBadRequest || len(w.records("活动")) != 0 {
		t.Fatalf("%d, %d kept", back.Code, len(w.records("活动")))
	}
	back.says("还没有保存：请改正下面标出的地方", "日期 、 主题 、 学时", "应填日期，如 2026-03-01", "这一项要填：看得出做了什么", "应填数字")
	again := back.filledForm()
	for name, want := range map[string]string{"c.日期": "上周五", "c.形式": "学习 服务", "c.学时": "两小时", "c.参加人": "李梅", "others.参加人": "外请老师、家属",
		"c.经过": "第一行\n第二行", "c.有方案": "是", "c.主持人": "王建国", "form": key} {
		if got := strings.Join(again[name], " "); got != want {
			t.Errorf("%s came back as %q, want %q", name, got, want)
		}
	}
	for _, n := range append(back.all("input"), back.all("fieldset")...) {
		if problem := attr(n, "aria-invalid") == "true"; problem != slices.Contains([]string{"f-日期", "f-主题", "f-学时"}, attr(n, "id")) {
			t.Errorf("%s %s marked wrong: %t", n.Data, attr(n, "id"), problem)
		}
	}
	again.Set("c.日期", "2026-09-18")
	again.Set("c.主题", "看望困难职工")
	again.Set("c.学时", "2")
	saved := b.post(path, again)
	b.get(saved.Header().Get("Location")).says("参加人 李梅、外请老师、家属", "补录", "记录留在台账里", "第一行 第二行", "事先有方案 是")
}

func TestChangeKeepsHistoryAndAClashShowsBoth(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	mine, other := w.as("wangjg"), w.as("limei")
	path := fmt.Sprintf("/records/%d/edit", w.record["bridge"].ID)
	page := strings.TrimSuffix(path, "/edit")
	mine.get(path).says("修改：会议记录", "不改了")
	first, second := mine.get(path).filledForm(), other.get(path).filledForm()
	second.Set("c.议题", "李梅的写法")
	if a := other.post(path, second); a.Header().Get("Location") != page+"?saved=edit" {
		t.Fatalf("%d %s", a.Code, a.text())
	}
	first.Set("c.议题", "王建国的写法")
	clash := mine.post(path, first)
	if clash.Code != http.StatusConflict {
		t.Fatalf("%d %s", clash.Code, clash.text())
	}
	clash.says("有人改过这条记录", "现在存着的是： 李梅的写法", "按我填的保存")
	values := clash.filledForm()
	if values.Get("c.议题") != "王建国的写法" || values.Get("version") != "2" {
		t.Errorf("the form has %v", values)
	}
	if a := mine.post(path, values); a.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Code, a.text())
	}
	shown := mine.get(page)
	shown.says("议题 王建国的写法", "修改记录 2次", "李梅的写法 → 王建国的写法", "（空） → 李梅的写法")
	if a := mine.post(path, values); a.Header().Get("Location") != page+"?saved=same" {
		t.Errorf("sent again: %d %s", a.Code, a.Header().Get("Location"))
	}
	if a := mine.post(path, url.Values{"token": values["token"], "version": {"x"}}); a.Code != http.StatusBadRequest {
		t.Errorf("no version: %d", a.Code)
	}
}

func TestAChangeThatNoLongerCountsTellsWhatIsOpenAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.as("wangjg")
	path := meetings + "/new"
	values := b.get(path).filledForm()
	values.Set("c.类别", "支委会")
	record, _, _ := strings.Cut(b.post(path, values).Header().Get("Location"), "?")
	edit := b.get(record + "/edit").filledForm()
	edit.Set("c.类别", "党课")
	b.get(b.post(record+"/edit", edit).Header().Get("Location")).says("修改已保存", "重新变为待办： 开一次支委会并记录 2026年9月", "支委会 → 党课")
	if got := w.task("bridge meeting"); got.State != engine.TaskOpen || !got.DoneOn.IsZero() {
		t.Errorf("the task is %+v", got)
	}
}

func TestOthersReadLedgersAndDoNotWrite(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	committee := w.as("kaohe")
	committee.get("/ledgers").says("桥梁项目部党支部", "隧道项目部党支部")
	for _, page := range []string{"/units/3/ledgers", meetings, fmt.Sprintf("/records/%d", w.record["bridge"].ID)} {
		got := committee.get(page)
		if got.Code != http.StatusOK {
			t.Errorf("%s: %d", page, got.Code)
		}
		for _, a := range got.all("a") {
			if href := attr(a, "href"); strings.HasSuffix(href, "/new") || strings.HasSuffix(href, "/edit") {
				t.Errorf("%s offers %s", page, href)
			}
		}
	}
	for _, login := range []string{"wangjg", "limei", "kaohe"} {
		b := w.as(login)
		b.get("/units/3/ledgers").hides("举报转报登记", "转报")
		if a := b.get("/units/3/ledgers/转报"); a.Code != http.StatusNotFound {
			t.Errorf("%s opens the private ledger: %d", login, a.Code)
		}
	}
	w.as("chenjie").get("/units/3/ledgers").says("举报转报登记 仅指定的人可看")
}
