package policy

import (
	"slices"
	"strings"
	"testing"
)

type laid struct {
	Words  []string
	Places []Text
	Most   int
	Names  struct{ First, Second Text }
	Rules  []struct{ Code Text }
}

// What the file writes takes the place of what was there; the rest stays.
func TestOver(t *testing.T) {
	start := func() laid {
		s := laid{Words: []string{"甲", "乙"}, Places: []Text{{Value: "东"}}, Most: 4}
		s.Names.First, s.Names.Second = Text{Value: "一"}, Text{Value: "二"}
		return s
	}
	for _, k := range []struct {
		src  string
		want func(s laid) bool
	}{
		{"", func(s laid) bool { return len(s.Words) == 2 && s.Most == 4 }},
		{"# 没有\n", func(s laid) bool { return len(s.Words) == 2 }},
		{"most: 0\n", func(s laid) bool { return s.Most == 0 && len(s.Words) == 2 }},
		{"words: [丙]\n", func(s laid) bool { return slices.Equal(s.Words, []string{"丙"}) }},
		{"words+: [丙, 甲]\n", func(s laid) bool { return slices.Equal(s.Words, []string{"甲", "乙", "丙"}) }},
		{"words-: [甲]\nwords+: [丙]\n", func(s laid) bool { return slices.Equal(s.Words, []string{"乙", "丙"}) }},
		{"places+: [西]\n", func(s laid) bool { return len(s.Places) == 2 && s.Places[1] == Text{"西", Pos{1, 11}} }},
		{"places-: [东]\n", func(s laid) bool { return len(s.Places) == 0 }},
		{"names: {second: 两}\n", func(s laid) bool { return s.Names.First.Value == "一" && s.Names.Second.Value == "两" }},
		{"rules:\n", func(s laid) bool { return s.Rules == nil }},
		{"\ufeffmost: 5\r\nwords+: [丙]\r\n", func(s laid) bool { return s.Most == 5 && len(s.Words) == 3 }},
	} {
		s := start()
		before := s.Words
		if err := (File{"own.yaml", []byte(k.src)}).Over(&s); err != nil || !k.want(s) {
			t.Errorf("%q: %+v, %v", k.src, s, err)
		}
		if !slices.Equal(before, []string{"甲", "乙"}) {
			t.Errorf("%q changed the list it lies over", k.src)
		}
	}
}

// A slip in a condition is told in words, at the character.
func TestConditionSlips(t *testing.T) {
	env := map[string]any{"状态": "", "进度": 0.0, "字数": 0, "有链接": false, "有栏": func(string) bool { return false }}
	for source, want := range map[string]string{
		`状态 == “已完成”`:       "第 1 行第 13 列：条件写错：不能用符号 “ ",
		`状态 = "a"`:          "第 1 行第 10 列：条件写错：相等要写两个等号 ==",
		`状态 > 3`:            "第 1 行第 10 列：条件写错：两边不是同一类，不能这样比较或组合（文字和数）",
		`状态 ==`:             "没有写完",
		`字数`:                "这里写的是数",
		`有栏()`:              "“有栏” 后面的括号里应当只写一项",
		`有栏(3)`:             "括号里应当写带引号的文字，这里写的是数",
		`状态 == "已`:          "引号没有配对",
		`状态() == "a"`:       "不能写括号",
		`有链接 或 有链接`:         "第 1 行第 11 列：条件写错：“或” 不应当写在这里",
		`有连接`:               "不认识 “有连接”；是文字的，要加半角引号，写成 \"有连接\"\n    when: 有连接\n          ^\n可用的有：字数、有栏、有链接、状态、进度",
		`状态 == "a") || 有链接`: "“)” 不应当写在这里",
	} {
		_, err := File{"x.yaml", []byte("when: " + source + "\n")}.Condition(Text{source, Pos{1, 7}}, env)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", source, err)
		}
	}
}

func TestLiterals(t *testing.T) {
	source := `状态 in ["甲", "乙"] && "丙" != 职责 || !有栏("丁") && 进度 > 3`
	f := File{"x.yaml", []byte("when: '" + source + "'\n")}
	got := f.Literals(Text{source, Pos{1, 7}})
	var words []string
	for _, l := range got {
		words = append(words, l.Name+l.Text)
		if line := []rune(string(f.Data)); string(line[l.Pos.Col-1:l.Pos.Col+2]) != `"`+l.Text+`"` {
			t.Errorf("%+v does not stand there", l)
		}
	}
	slices.Sort(words)
	if want := []string{"有栏丁", "状态乙", "状态甲", "职责丙"}; !slices.Equal(words, want) {
		t.Errorf("%v", words)
	}
}

func TestNames(t *testing.T) {
	f := File{"x.yaml", []byte("message: \"甲 {place} 乙 {plce}\"\n")}
	err := f.Names(Text{"甲 {place} 乙 {plce}", Pos{1, 10}}, []string{"place"})
	if err == nil || !strings.Contains(err.Error(), "第 1 行第 23 列：这一句里不能用 “{plce}”") {
		t.Error(err)
	}
}
