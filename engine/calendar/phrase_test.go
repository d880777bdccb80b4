package calendar

import (
	"reflect"
	"strings"
	"testing"
)

// Every due rule of the handbook, as it stands there or in the words that the
// handbook's own notation prescribes for it.
var handbookPhrases = map[string]string{
	"每月5日↓": "每月5日↓", "每月20日↑": "每月20日↑", "每月22日↑": "每月22日↑", "每月25日↑": "每月25日↑", "每月28日↑": "每月28日↑",
	"每月首个周五↓，顺延不超过1周": "每月首个周五↓顺延不超过1周", "每周五↓": "每周五↓",
	"每季末月25日↑": "每季末月25日↑", "每季末月28日↑": "每季末月28日↑", "季末月28日↑": "每季末月28日↑",
	"每季首月5日↓": "每季首月5日↓", "每季首月10日↑": "每季首月10日↑", "每季首月12日↓": "每季首月12日↓", "次季首月15日↑": "次季首月15日↑",
	"每半年末月20日↑": "每半年末月20日↑", "每年3/31↑": "每年3/31↑", "每年12/20↑": "每年12/20↑", "12/15↑": "每年12/15↑", "7/10↑": "每年7/10↑",
	"每年1/31↑": "每年1/31↑", "次年1/10↑": "次年1/10↑", "次年1/31↑": "次年1/31↑", "次月10日↑": "次月10日↑",
	"窗口[10/01–12/31]": "窗口[10/01–12/31]", "窗口[10/01–次年03/31]": "窗口[10/01–次年03/31]", "窗口[06/15–07/10]": "窗口[06/15–07/10]",
	"窗口[06/01–06/30]": "窗口[06/01–06/30]", "窗口【10-01至次年1月31日】": "窗口[10/01–次年01/31]",
	"元旦、春节、清明、五一、端午、中秋、国庆前3工作日↑": "节前3工作日[元旦、春节、清明、五一、端午、中秋、国庆]",
	"元旦春节前10工作日↑": "节前10工作日[元旦、春节]", "节前3工作日[元旦、春节]": "节前3工作日[元旦、春节]",
	"项目部成立文件+30日↑": "项目部成立文件+30日↑", "议定事项+10工作日": "议定事项+10工作日", "事件+5工作日": "事件+5工作日", "事件+1日": "事件+1日",
	"会后15日↑": "会+15日↑", "申请+1月↑": "申请+1月↑", "收到决议+3月↑": "收到决议+3月↑", "空缺+2月↑": "空缺+2月↑", "大会通过日+1年↓": "大会通过日+1年↓",
	"到期前6个月": "到期前6月", "任期满当日↑": "任期满+0日↑", "评议+30日↑": "评议+30日↑", "开工+60日↑": "开工+60日↑", "每次会议+1工作日": "每次会议+1工作日", "会议日期+整改清单天数↑": "会议日期+整改清单天数↑", "会议 ＋ 清单天数↓": "会议+清单天数↓",
	"每次活动+3工作日": "每次活动+3工作日", "事件＋３工作日": "事件+3工作日", "到期前六个月": "到期前6月", "决定前1工作日": "决定前1工作日",
	"次季首月第5个工作日": "次季首月第5个工作日", "次季首月最后一个工作日": "次季首月最后一个工作日", "每季首月第五个工作日": "每季首月第5个工作日",
	"季末月25日": "每季末月25日", "每月倒数第3日": "每月倒数第3日", "每月末日↑": "每月最后一日↑", "每月二十五日不顺延": "每月25日",
	"每季度首月第1个星期五 ↓": "每季首月首个周五↓", "每年12月最后一个工作日": "每年第12月最后一个工作日", "每年6月10日↑": "每年6/10↑", "每半年第2月最后一个周日↑": "每半年第2月最后一个周日↑",
}

func TestHandbookPhrases(t *testing.T) {
	t.Parallel()
	for text, want := range handbookPhrases {
		d, err := ParseDue(text)
		if err != nil {
			t.Error(err)
			continue
		}
		if d.Text() != want {
			t.Errorf("%s reads back as %s, want %s", text, d.Text(), want)
		}
		again, err := ParseDue(d.Text())
		if err != nil || !reflect.DeepEqual(again, d) {
			t.Errorf("%s: %+v, then %+v, %v", text, d, again, err)
		}
	}
}

func TestPhraseErrorsNameThePlace(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                              "到结尾还不完整",
		strings.Repeat("每", 161):        "太长了",
		strings.Repeat("会", 61) + "+3日": "最多60个字",
		"不定期":                           "从第1个字“不定期”起",
		"每季25日↑":                        "没写是季的哪个月",
		"每月25号前后":                       "从第6个字“前后”起",
		"每 季末月，25日":                     "从第6个字“，25日”起",
		"每周↓":                           "从第3个字“↓”起看不懂：每周要写周几",
		"每月":                            "到结尾还不完整：这里要写哪一天",
		"每月32日↑":                        "day 只能是 1 至 31",
		"每月第5个周五↓":                      "nth 只能是 1 至 4",
		"每季第4月25日↑":                     "不在其中",
		"每年13/01↑":                      "从第3个字“13/01↑”起",
		"窗口[10/01–03/31]":               "跨年请写 次年03-31",
		"窗口[01/01–次年03/31]":             "超过一年",
		"窗口[10/01]":                     "起止之间要有",
		"窗口10/01":                       "“窗口”后面要写起止",
		"节前3工作日":                        "要在方括号里写明是哪些节",
		"节前3工作日[元旦、元旦]":                 "不认识或重复",
		"节前3日[元旦]":                      "1至60个工作日",
		"节前3工作日[腊八]":                    "这里要写节日名",
		"每月25日↑顺延不超过1周":                 "within（顺延不超过）只能与 shift: next 同写",
		"每月25日↓顺延不超过":                   "到结尾还不完整：“顺延不超过”后面要写多久",
		"事件+3小时":                        "看不懂",
		"事 件！+3日":                       "有“！”",
		"3+3日":                          "要写列名",
		"春节+3工作日":                       "是节日",
		"每季末月前3日":                       "从第5个字“前3日”起",
	} {
		_, err := ParseDue(text)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

func TestMappingsThatDoNotFitAreRefused(t *testing.T) {
	t.Parallel()
	for want, d := range map[string]Due{
		"没有写 shift":       {Every: EveryMonth, Day: 25},
		"shift“up”":       {Every: EveryMonth, Day: 25, Shift: "up"},
		"请删去 shift":       {Every: EveryMonth, Workday: 5, Shift: ShiftPrev},
		"every“fortnight": {Every: "fortnight", Day: 1, Shift: ShiftNone},
		"只写一种":            {Every: EveryMonth, Day: 25, Workday: 3, Shift: ShiftNone},
		"不能写 next":        {Window: []string{"10-01", "12-31"}, Next: true},
		"起止两个日子":          {Window: []string{"10-01"}},
		"不是日子":            {Window: []string{"10/01", "12/31"}},
		"every 只能是 year":  {Every: EveryMonth, Window: []string{"10-01", "12-31"}},
		"holidays 里写明":    {Every: EveryHoliday, Before: Span{3, UnitWorkday}},
		"after（哪一列的日期）":   {Trigger: "到期", Shift: ShiftNone},
		"不能写 day":         {Trigger: "到期", Add: Span{-6, UnitMonth}, Day: 3, Shift: ShiftNone},
		"weekday“周八”":     {Every: EveryWeek, Weekday: "周八", Shift: ShiftNext},
		"每周的规则不能写 nth":    {Every: EveryWeek, Weekday: "周五", Nth: 2, Shift: ShiftNext},
		"date“12/20”":     {Every: EveryYear, Date: "12/20", Shift: ShiftPrev},
		"date 只能与":        {Every: EveryMonth, Date: "12-20", Shift: ShiftPrev},
		"workday 30 超出范围": {Every: EveryMonth, Workday: 30},
	} {
		if err := d.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %q", d, err, want)
		}
	}
}

func TestPlainSentences(t *testing.T) {
	t.Parallel()
	for phrase, want := range map[string]string{
		"每季末月25日↑":          "每季末月25日前，遇休息日提前到前一个工作日",
		"每月首个周五↓顺延不超过1周":    "每月首个周五，遇休息日顺延到下一个工作日，顺延不超过1周",
		"每月倒数第3日":           "每月倒数第3日前，遇休息日不改期",
		"次季首月第5个工作日":        "次季首月第5个工作日前",
		"每年12/20↑":          "每年12月20日前，遇休息日提前到前一个工作日",
		"次年1/10↑":           "次年1月10日前，遇休息日提前到前一个工作日",
		"窗口[10/01–次年03/31]": "每年10月1日至次年3月31日之间，最后一个工作日截止",
		"节前3工作日[元旦、春节]":     "元旦、春节放假前第3个工作日前",
		"立项+30日↑":           "立项后30日内，遇休息日提前到前一个工作日",
		"事件+3工作日":           "事件后3个工作日内",
		"到期前6个月":            "到期前6个月，遇休息日不改期",
		"届满当日↑":             "届满当日，遇休息日提前到前一个工作日",
		"每周五↓":              "每周五，遇休息日顺延到下一个工作日",
	} {
		if got := mustParse(t, phrase).Chinese(); got != want {
			t.Errorf("%s: %s, want %s", phrase, got, want)
		}
	}
}
