package tasktable

import (
	"strings"
	"testing"

	"zwgk/pkg/policy"
)

func TestSpecSlips(t *testing.T) {
	const columns = "columns:\n  task: [任务]\n"
	for source, want := range map[string]string{
		"colums: 1\n":                            "第 1 行第 1 列：不认识的项目 “colums”",
		"columns:\n  tasks: [任务]\n":              "columns 里没有 “tasks” 这种列",
		"columns: {}\n":                          "columns 里缺 task",
		columns + "notes: ['(注']\n":              "第 3 行第 9 列：正则表达式 “(注” 写错了",
		columns + "numbering:\n  task: ['^x']\n": "要有一对括号",
		columns + "units:\n  roles:\n    - {role: boss, words: [牵头]}\n":                   "不认识的分工 “boss”",
		columns + "units:\n  except: ['^除(.+)外(.+)$']\n":                                  "第 4 行第 12 列：正则表达式 “^除(.+)外(.+)$” 里要有 (?P<names>",
		columns + "deadlines:\n  rules:\n    - {kind: dat, pattern: x}\n":                 "不认识的时限种类 “dat”",
		columns + "deadlines:\n  rules:\n    - {kind: date, pattern: '(x'}\n":             "写错了",
		columns + "collectives:\n  - words: [各镇]\n":                                       "没有写 groups",
		columns + "collectives:\n  - groups: [镇]\n    words: ['{镇}']\n":                   "parts 里没有 “镇”",
		columns + "groups:\n  - {group: 镇, names: ['(镇']}\n":                              "第 4 行第 24 列：正则表达式 “(镇” 写错了",
		columns + "parts: {镇: [镇]}\ncollectives:\n  - groups: [镇]\n    words: ['{镇?}']\n": "什么都算",
	} {
		if _, err := ParseSpec(policy.File{Name: "table.yaml", Data: []byte(source)}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\n got %v\nwant %s", source, err, want)
		}
	}
}
