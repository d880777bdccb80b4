#!/usr/bin/env python3
"""The due days of 2026 for the typical branch, reckoned without the program.

    python3 duedates.py > 2026.tsv

How this was made. The table RULES was typed by hand from the column 何时做 of
the handbook's proposal of 52 standards and from its amendments (the source
words stand beside each rule); only the names of the duties and, where the
proposal leaves the day open (marked 自定), the day itself come from the
edition. The days off were typed from the notices named below. No file is read
and nothing is shared with the Go program: the calendar arithmetic is written
again on datetime.date.

Conventions, from the proposal: ↑ a deadline on a rest day moves to the workday
before; ↓ an activity, and by the amendments every deadline on the 1st to 12th,
to the workday after; a day never leaves its month; a window ends with its last
workday; 节前N工作日 counts workdays back from the first day off.

A task opens with its period, a window with its first day, a holiday task with
the month of its due day or the day after the one before it was due.

The typical branch meets every condition, and the company's choices are the
defaults: four Party lectures and one workers' congress a year, apprentices with
the League. Event duties have no date without an event; duties that records
fulfil (T02, T05, T07, T14, T17, T18) and the restricted T16 make no task.
"""

import sys
from datetime import date, timedelta

YEAR = 2026

# First and last day off. 2026: notice of 4 November 2025. 2027: no notice yet,
# reckoned from the rules in force since 2025; reaches to the end of the window.
OFF = {
    "元旦": ("2026-01-01", "2026-01-03"),
    "春节": ("2026-02-15", "2026-02-23"),
    "清明": ("2026-04-04", "2026-04-06"),
    "劳动节": ("2026-05-01", "2026-05-05"),
    "端午": ("2026-06-19", "2026-06-21"),
    "中秋": ("2026-09-25", "2026-09-27"),
    "国庆": ("2026-10-01", "2026-10-07"),
    "元旦2027": ("2027-01-01", "2027-01-03"),
    "春节2027": ("2027-02-05", "2027-02-12"),
}
WORKED_WEEKENDS = {"2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"}

ONE = timedelta(days=1)


def works(day):
    text = day.isoformat()
    if text in WORKED_WEEKENDS:
        return True
    return day.weekday() < 5 and not any(a <= text <= b for a, b in OFF.values())


def last_of_month(year, month):
    return date(year + month // 12, month % 12 + 1, 1) - ONE


def moved(day, arrow):
    step = {"↑": -ONE, "↓": ONE}[arrow]
    out = day
    while not works(out):
        out += step
    assert (out.year, out.month) == (day.year, day.month), f"{day}{arrow} leaves its month"
    return out


def deadline(month, day, arrow):
    """A deadline; refuses an arrow that is against the rule."""
    assert arrow == ("↓" if day <= 12 else "↑"), f"{month}/{day}{arrow}"
    return moved(date(YEAR, month, day), arrow)


def first_friday(month):
    """首个周五↓: an activity, put off by a week at most."""
    raw = next(d for d in (date(YEAR, month, n) for n in range(1, 8)) if d.weekday() == 4)
    out = moved(raw, "↓")
    assert out - raw <= 7 * ONE
    return out


def nth_workday(month, n):
    day = date(YEAR, month, 1)
    while True:
        n -= works(day)
        if n == 0:
            return day
        day += ONE


def workdays_before(day, n):
    while n:
        day -= ONE
        n -= works(day)
    return day


# What each rule gives: a list of (subject, opens, due) for one period, whose
# months are first … last.


def on(day, arrow, month=0):
    """The day of the period's month-th month; 0 and -1 are its last."""
    def rule(first, last):
        m = first + month - 1 if month > 0 else last
        return [("", date(YEAR, first, 1), deadline(m, day, arrow))]
    return rule


def last_day():
    """末月, no day given: the last day of the last month ↑."""
    def rule(first, last):
        return [("", date(YEAR, first, 1), moved(last_of_month(YEAR, last), "↑"))]
    return rule


def friday():
    return lambda first, last: [("", date(YEAR, first, 1), first_friday(first))]


def fifth_workday():
    return lambda first, last: [("", date(YEAR, first, 1), nth_workday(first, 5))]


def yearly(month, day, arrow):
    return lambda first, last: [("", date(YEAR, 1, 1), deadline(month, day, arrow))]


def window(a, b, years=0):
    def rule(first, last):
        end = date(YEAR + years, *b)
        while not works(end):
            end -= ONE
        return [("", date(YEAR, *a), end)]
    return rule


def before(names, n):
    """One task per holiday whose day lies in the year; 元旦 is that of next year."""
    def rule(first, last):
        out = []
        for name in names:
            for key in (name, name + "2027"):
                if key in OFF:
                    due = workdays_before(date.fromisoformat(OFF[key][0]), n)
                    if due.year == YEAR:
                        out.append([name, due.replace(day=1), due])
        out.sort(key=lambda o: o[2])
        for earlier, later in zip(out, out[1:]):
            later[1] = max(later[1], earlier[2] + ONE)
        return out
    return rule


SEVEN = ["元旦", "春节", "清明", "劳动节", "端午", "中秋", "国庆"]

RULES = [
    # 月
    ("月", "Z05.会议", on(28, "↑")),           # 每月28日↑
    ("月", "Z06.小组会", on(25, "↑")),         # 每月25日↑
    ("月", "Z13.收缴", on(20, "↑")),           # 每月20日↑收缴
    ("月", "Z22.支委会", on(28, "↑")),         # 支委会与团小组会每月28日↑
    ("月", "H01.党日", friday()),              # 每月首个周五↓，顺延不超过1周
    ("月", "H01.补课", on(28, "↑")),           # 每月28日↑截止
    ("月", "H03.考评", on(25, "↑")),           # 每月25日↑考评
    ("月", "H04.排查", on(25, "↑")),           # 每月25日↑排查
    ("月", "H11.检查", on(25, "↑")),           # 每月25日↑检查
    ("月", "T03.核对", on(5, "↓")),            # 每月5日更新；修订15改↓
    # 季
    ("季", "Z04.大会", on(25, "↑")),           # 每季末月25日↑
    ("季", "Z07.季课", on(25, "↑")),           # 每季末月25日↑
    ("季", "Z13.上缴", on(25, "↑")),           # 每季末月25日↑上缴
    ("季", "Z14.登记", on(25, "↑")),           # 每季末月25日↑登记
    ("季", "Z15.更新", on(10, "↓", 1)),        # 每季首月10日更新；修订15改↓
    ("季", "Z17.研判", on(25, "↑")),           # 每季末月25日↑研判
    ("季", "Z19.排查", on(25, "↑")),           # 每季末月25日↑排查
    ("季", "Z20.公开", on(10, "↓", 1)),        # 公开每季首月10日；修订15改↓
    ("季", "Z21.经费公布", on(25, "↑")),       # 每季末月25日↑经费公布
    ("季", "Z22.大会", on(25, "↑")),           # 支部大会每季末月25日↑
    ("季", "Z22.团课", on(25, "↑")),           # 团课每季，日子自定
    ("季", "H03.讲评", on(25, "↑")),           # 每季末月25日↑讲评
    ("季", "H05.进度", on(25, "↑")),           # 每季末月25日↑进度
    ("季", "H06.活动", on(25, "↑")),           # 每季末月25日↑活动1次
    ("季", "H09.评比", on(28, "↑")),           # 每季末月28日↑评比
    ("季", "T04.核对", on(5, "↓", 1)),         # 每季首月5日；修订15改↓
    ("季", "T06.联系", on(25, "↑")),           # 流动党员每季联系1次末月25日↑
    ("季", "T09.排查", on(25, "↑")),           # 修订2：每季末月，日子自定
    ("季", "T12.分析", on(25, "↑")),           # 每季末月25日↑分析
    ("季", "T13.自查", fifth_workday()),       # 修订14：次季首月第5个工作日
    # 半年
    ("半年", "Z02.小结", on(20, "↑")),         # 每半年末月20日↑小结
    ("半年", "Z11.考察", last_day()),          # 考察=每半年末月
    ("半年", "Z17.专题研究", on(20, "↑")),     # 每半年末月20日↑专题研究
    ("半年", "Z18.专题研究", on(20, "↑")),     # 每半年末月20日↑专题研究
    ("半年", "H04.评选", on(20, "↑")),         # 每半年评选，日子自定
    ("半年", "H12.考核", on(20, "↑")),         # 每半年末月20日↑考核
    ("半年", "T08.清单", on(20, "↑")),         # 修订2：每半年清单，日子自定
    ("半年", "T10.检查", on(20, "↑")),         # 修订2：每半年检查，日子自定
    # 年
    ("年", "Z02.签订", yearly(3, 31, "↑")),    # 每年3/31↑签订
    ("年", "Z08.开会", window((10, 1), (3, 31), 1)),   # 修订8：窗口[10/01–次年03/31]
    ("年", "Z09.评议", window((10, 1), (3, 31), 1)),   # 修订8：窗口[10/01–次年03/31]
    ("年", "Z10.全覆盖", yearly(12, 15, "↑")),  # 每年12/15↑全覆盖
    ("年", "Z13.公布", yearly(1, 31, "↑")),    # 每年1/31↑向党员公布
    ("年", "Z16.述职", window((11, 1), (12, 31))),     # 窗口[11/01–12/31]
    ("年", "Z18.承诺", yearly(3, 31, "↑")),    # 每年3/31↑签承诺
    ("年", "Z18.谈话", yearly(12, 15, "↑")),   # 重点岗位谈话每年12/15↑
    ("年", "Z20.职代会", yearly(12, 20, "↑")),  # 每年≥1次，日子自定
    ("年", "Z21.大会", yearly(12, 20, "↑")),   # 每年≥1次，日子自定
    ("年", "Z22.评议注册", yearly(12, 20, "↑")),  # 评议与团籍注册每年1次，日子自定
    ("年", "H02.活动", window((6, 15), (7, 10))),      # 窗口[06/15–07/10]
    ("年", "H02.总结", yearly(7, 10, "↓")),    # 7/10报总结；修订15改↓
    ("年", "H04.安全月", window((6, 1), (6, 30))),     # 安全月窗口[06/01–06/30]
    ("年", "H05.立项", yearly(3, 15, "↑")),    # 每年3/15↑立项
    ("年", "H05.验收", yearly(12, 15, "↑")),   # 12/15↑验收
    ("年", "H06.协议", yearly(3, 31, "↑")),    # 每年3/31↑签协议
    ("年", "H07.教育月", window((5, 1), (5, 31))),     # 例：5月，窗口[当月1日–末日]
    ("年", "H07.总结", yearly(6, 10, "↓")),    # 次月10日总结；修订15改↓
    ("年", "H08.提醒", before(SEVEN, 3)),      # 七个节日前3工作日
    ("年", "H09.总评", yearly(12, 20, "↑")),   # 每年12/20↑总评
    ("年", "H10.高温", window((6, 15), (9, 15))),      # 高温窗口[06/15–09/15]
    ("年", "H10.送温暖", before(["元旦", "春节"], 10)),  # 元旦春节前10工作日
    ("年", "H11.创建", yearly(4, 30, "↑")),    # 每年4/30↑创建
    ("年", "H11.评选", yearly(12, 10, "↓")),   # 12/10评选；修订15改↓
    ("年", "T01.计划", yearly(1, 31, "↑")),    # 计划每年1/31↑
    ("年", "T01.小结", yearly(7, 10, "↓")),    # 半年小结7/10；修订15改↓
    ("年", "T01.总结", yearly(12, 25, "↑")),   # 总结12/25↑
    ("年", "T15.建档", yearly(3, 31, "↑")),    # 每年3/31↑建档
]

SHEETS = [("年", "", 12), ("半年", "H", 6), ("季", "Q", 3), ("月", "-", 1)]


def main():
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    print("period", "duty", "subject", "opens", "due", sep="\t")
    for sheet, mark, months in SHEETS:
        for first in range(1, 13, months):
            number = (first - 1) // months + 1
            period = f"{YEAR}{mark}{number:02d}" if months == 1 else f"{YEAR}{mark}{number if mark else ''}"
            for kind, duty, rule in RULES:
                if kind == sheet:
                    for subject, opens, due in rule(first, first + months - 1):
                        print(period, duty, subject, opens, due, sep="\t")


main()
