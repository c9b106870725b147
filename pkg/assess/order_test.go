package assess

import (
	"strings"
	"testing"

	"zwgk/pkg/ledger"
)

const completed = `measure: completion, points: {done: "1", ongoing: progress, unstated: "0.5"}`

// A condition on an ordinary indicator is settled before what goes by the base. 甲 has 4 items, 3 of them done: 甲部 60 × 3/4 = 45, 乙部
// counts, for 4 items are asked: 40 × 3/4 = 30; the base is 75. 乙 has 2 items done: 60, 乙部 does not count: 60.
func TestConditionsInARow(t *testing.T) {
	for name, c := range map[string]struct{ more, first, second string }{
		"bonus on the base":     {"  - {name: 加分, weight: \"5\", bonus: true, measure: complete, when: 基础分 >= 75}\n", "80.00", "60.00"},
		"bonus on an indicator": {"  - {name: 加分, weight: \"5\", bonus: true, measure: complete, when: 得分(\"乙部\") >= 30}\n", "80.00", "60.00"},
		"bonus on a bonus":      {"  - {name: 加分, weight: \"5\", bonus: true, measure: complete, when: 基础分 >= 75}\n  - {name: 再加, weight: \"2\", bonus: true, measure: complete, when: 得分(\"加分\") == 5}\n", "82.00", "60.00"},
		"written the other way": {"  - {name: 再加, weight: \"2\", bonus: true, measure: complete, when: 得分(\"加分\") == 5}\n  - {name: 加分, weight: \"5\", bonus: true, measure: complete, when: 基础分 >= 75}\n", "82.00", "60.00"},
		"correction":            {"corrections: [{name: 修正, clause: 修正。, when: 基础分 < 75, times: \"0.9\"}]\n", "75.00", "54.00"},
		"correction of a part":  {"corrections: [{name: 修正, clause: 修正。, when: 应报 < 3, times: \"0.95\", of: 甲部}]\n", "75.00", "57.00"},
		"correction upward":     {"corrections: [{name: 修正, clause: 修正。, when: 应报 < 3, times: \"1.5\", of: 甲部}]\n", "75.00", "60.00"},
		"corrections in a row":  {"corrections: [{name: 修正, clause: 修正。, when: 应报 < 3, times: \"0.5\", of: 甲部}, {name: 再修, clause: 修正。, when: 应报 < 3, times: \"0.5\", of: 甲部}]\n", "75.00", "15.00"},
		"up to the weight":      {"corrections: [{name: 修正, clause: 修正。, when: 应报 > 3, times: \"1.5\", of: 甲部}, {name: 再修, clause: 修正。, when: 应报 > 3, times: \"1.5\", of: 甲部}]\n", "90.00", "60.00"},
		"veto":                  {"vetoes: [{name: 否决, clause: 否决。, when: 得分(\"乙部\") < 30}]\n", "75.00", "0.00"},
		"veto of the grade":     {"vetoes: [{name: 否决, clause: 否决。, when: 得分(\"乙部\") < 30, to: keep}]\n", "75.00", "60.00"},
	} {
		t.Run(name, func(t *testing.T) {
			l := &ledger.Ledger{}
			unit(l, "甲", "政府部门", "done", "done", "done", "not_started")
			unit(l, "乙", "政府部门", "done", "done")
			in := input(t, l)
			var err error
			if in.Scheme, err = parse(t, "name: 试\nindicators:\n  - {name: 甲部, weight: \"60\", "+completed+"}\n  - {name: 乙部, weight: \"40\", when: 应报 >= 3, "+completed+"}\n"+c.more); err != nil {
				t.Fatal(err)
			}
			s := scored(t, in)
			if s.Units[0].Score != c.first || s.Units[1].Score != c.second {
				t.Errorf("%s, %s, want %s, %s\n%+v", s.Units[0].Score, s.Units[1].Score, c.first, c.second, s.Units)
			}
			if strings.HasPrefix(name, "veto") && s.Units[1].Grade != "不合格" {
				t.Errorf("grade %s", s.Units[1].Grade)
			}
		})
	}
}

// What a condition went by is said where it does not hold.
func TestUnmetConditions(t *testing.T) {
	l := &ledger.Ledger{}
	unit(l, "甲", "政府部门", "done", "not_started")
	in := input(t, l)
	var err error
	if in.Scheme, err = parse(t, "name: 试\nindicators:\n  - {name: 甲部, weight: \"60\", "+completed+"}\n  - {name: 乙部, weight: \"40\", when: 应报 >= 3, "+completed+"}\n"+
		"  - {name: 加分, weight: \"5\", bonus: true, measure: complete, when: 得分(\"甲部\") >= 40 && 基础分 > 50}\n"); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, line := range scored(t, in).Units[0].Lines {
		got[line.Indicator] = line.Reason
	}
	for name, want := range map[string]string{"乙部": "不符合计分的条件，本项不得分。条件：应报 >= 3；应报 2。", "加分": `没有达到加分的条件，本项不得分。条件：得分("甲部") >= 40 && 基础分 > 50；基础分 30，甲部 30。`} {
		if got[name] != want {
			t.Errorf("%s: %s", name, got[name])
		}
	}
}

func TestConditionsThatWaitForEachOther(t *testing.T) {
	for name, text := range map[string]string{
		"itself":       "  - {name: 甲, weight: \"100\", measure: complete, when: 得分(\"甲\") > 3}\n",
		"the base":     "  - {name: 甲, weight: \"50\", measure: complete}\n  - {name: 乙, weight: \"50\", measure: complete, when: 基础分 > 30}\n",
		"each other":   "  - {name: 甲, weight: \"50\", measure: complete, when: 得分(\"乙\") > 3}\n  - {name: 乙, weight: \"50\", measure: complete, when: 得分(\"甲\") > 3}\n",
		"a part":       "  - {name: 甲, weight: \"100\", parts: [{name: 乙, weight: \"100\", measure: complete, when: 得分(\"甲\") > 3}]}\n",
		"its part":     "  - {name: 甲, weight: \"100\", when: 得分(\"乙\") > 3, parts: [{name: 乙, weight: \"100\", measure: complete}]}\n",
		"doubled":      "  - {name: 甲, weight: \"100\", measure: findings, deduct: [{event: late, points: \"1\", doubled: 基础分 < 60}]}\n",
		"bonus inside": "  - {name: 甲, weight: \"100\", parts: [{name: 乙, weight: \"100\", measure: complete}, {name: 丙, weight: \"5\", bonus: true, measure: complete, when: 基础分 > 60}]}\n",
	} {
		if _, err := parse(t, "name: 试\nindicators:\n"+text); err == nil || !strings.Contains(err.Error(), "条件绕了回来") || !strings.Contains(err.Error(), "^") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSlipsAfterTheTotal(t *testing.T) {
	for text, want := range map[string]string{
		"vetoes: [{name: 否决, when: 未报 > 1, to: \"105\"}]\n":                   "超过了总分 100；分数不变、只降等次的写 keep",
		"vetoes: [{name: 否决, when: 未报 > 1, to: 照旧}]\n":                        "vetoes 的 to（降到几分）应当是数字",
		"corrections: [{name: 修正, when: 应报 < 3, times: \"0.9\", of: 任务落实}]\n": "应是第一级的一个指标",
	} {
		if _, err := parse(t, "name: 试\n"+text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
