package form

import (
	"fmt"
	"strings"
	"testing"
)

// TestSettledByOtherRows: a title that stands in another row with its own number is wrong, and the
// number counts; where anything speaks against that, the title does. A list of numbers is not cut
// down to the title's.
func TestSettledByOtherRows(t *testing.T) {
	const a, b, c, d = "推进规范性文件清理结果公开", "推进重要部署执行公开", "加强组织领导", "推进新旧动能转换重大工程信息公开"
	for name, x := range map[string]struct{ rows, want string }{
		"wrong title":             {"6|" + a + "\n9|" + b + "\n32|" + b + "\n1|" + d, "6 title; 9 title; 32 number 9; 1 title"},
		"wrong title before":      {"32|" + b + "\n6|" + a + "\n9|" + b, "32 number 9; 6 title; 9 title"},
		"wrong number":            {"6|" + a + "\n9|" + b + "\n32|" + d, "6 title; 9 title; 1 title 32"},
		"its number is there":     {"6|" + a + "\n9|" + b + "\n32|" + b + "\n32|" + c, "6 title; 9 title; 9 title 32; 32 title"},
		"two with one number":     {"6|" + a + "\n9|" + b + "\n32|" + b + "\n32|" + b + "\n1|" + d, "6 title; 9 title; 9 title 32; 9 title 32; 1 title"},
		"numbers count":           {"1|" + a + "\n2|" + b + "\n3|" + b, "6 title; 9 title; 9 title"},
		"two numbers":             {"6、9|" + a + "\n32|" + c + "\n1|" + d, "title 6+9; 32 title; 1 title"},
		"two numbers, both there": {"6、9|" + a + "\n9|" + b + "\n1|" + d, "6 title; 9 title; 1 title"},
	} {
		rows := strings.ReplaceAll(x.rows+"\n", "\n", "|已完成|a\n")
		var got []string
		for _, e := range readOne(t, "编号|工作任务|完成情况|进展情况\n"+rows).Entries {
			got = append(got, strings.Join(strings.Fields(fmt.Sprint(e.Item, " ", e.ItemHow, " ", e.Numbered, " ", strings.Join(e.Options, "+"))), " "))
		}
		if s := strings.Join(got, "; "); s != x.want {
			t.Errorf("%s: %s, want %s", name, s, x.want)
		}
	}
}
