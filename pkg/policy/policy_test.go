package policy

import (
	"strings"
	"testing"
)

type sample struct {
	Name  string
	Rules []struct {
		Code     Text
		Severity string `yaml:"severity"`
		Points   int
		When     Text
	}
}

func TestDecodeSlips(t *testing.T) {
	cases := map[string]struct {
		src  string
		want []string
	}{
		"unknown key": {"name: 甲\nrules:\n  - code: V01\n    severty: error\n",
			[]string{"x.yaml 第 4 行第 5 列：不认识的项目 “severty”", "\n        severty: error\n        ^", "可用的有：code、severity、points、when"}},
		"unknown key at the top": {"nam: 甲\n", []string{"第 1 行第 1 列", "可用的有：name、rules"}},
		"two unknown keys":       {"name: 甲\nrules:\n  - cod: V01\n    severty: error\n    whn: a\nnam: b\n", []string{"第 3 行第 5 列：不认识的项目 “cod”"}},
		"type":                   {"rules:\n  - points: 三\n", []string{"第 2 行第 13 列：这里应当是整数"}},
		"list":                   {"rules: 好\n", []string{"第 1 行第 8 列：这里应当是列表"}},
		"twice":                  {"name: a\nname: b\n", []string{"第 2 行第 1 列：同一个项目写了两次"}},
		"tab":                    {"name: a\n\tx: b\n", []string{"Tab"}},
		"bracket":                {"rules: [1\n", []string{"没有配对"}},
		"full-width colon":       {"rules:\n  - {code： V01, points: 3}\n", []string{"第 2 行第 6 列", "要改成半角的"}},
		"full-width comma":       {"rules:\n  - {points: 3， code: V01}\n", []string{"第 2 行第 14 列", "要改成半角的"}},
		"full-width number":      {"rules:\n  - points: ３\n", []string{"第 2 行第 13 列：这里应当是整数；这里有全角的标点或数字，要改成半角的"}},
		"Chinese text":           {"rules: 全部（见附件）\n", []string{"这里应当是列表（每行以 - 开头，或写在 [ ] 中）\n"}},
		"GBK":                    {"name: \xbc\xd7\n", []string{"x.yaml：不是 UTF-8 编码的文本文件；请用记事本打开"}},
		"UTF-16":                 {"\xff\xfen\x00a\x00", []string{"不是 UTF-8 编码的文本文件"}},
		"cut within a character": {"name: 甲\xe4\xb9", []string{"断在一个字的中间"}},
		"exclamation mark":       {"rules:\n  - when: !完成\n", []string{"第 2 行第 11 列：以 ! 开头的条件要整个用单引号括起来"}},
		"the same in brackets":   {"rules:\n  - {code: V01, when: !完成}\n", []string{"以 ! 开头的条件要整个用单引号括起来"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			var s sample
			err := File{"x.yaml", []byte(c.src)}.Decode(&s)
			if err == nil {
				t.Fatal("no error")
			}
			for _, w := range c.want {
				if !strings.Contains(err.Error(), w) {
					t.Errorf("lacks %q in:\n%s", w, err)
				}
			}
		})
	}
}

func TestCondition(t *testing.T) {
	f := File{"x.yaml", []byte("rules:\n  - code: V01\n    when: '状态 == \"done\" && 进都 < 100'\n    points: 3\n")}
	var s sample
	if err := f.Decode(&s); err != nil {
		t.Fatal(err)
	}
	env := map[string]any{"状态": "", "进度": 0.0}
	_, err := f.Condition(s.Rules[0].When, env)
	if err == nil || !strings.Contains(err.Error(), "第 3 行第 28 列：条件写错：不认识 “进都”") {
		t.Fatalf("got %v", err)
	}
	c, err := f.Condition(Text{Value: `状态 == "done" && 进度 < 100`}, env)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range []struct {
		status   string
		progress float64
		want     bool
	}{{"done", 80, true}, {"done", 100, false}, {"ongoing", 80, false}} {
		got, err := c.True(map[string]any{"状态": k.status, "进度": k.progress})
		if err != nil || got != k.want {
			t.Errorf("%v: got %v, %v", k, got, err)
		}
	}
	var none *Condition
	if yes, err := none.True(nil); yes || err != nil {
		t.Error("the nil condition is true")
	}
}
