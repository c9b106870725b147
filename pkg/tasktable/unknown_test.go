package tasktable

import (
	"slices"
	"strings"
	"testing"

	"zwgk/pkg/grid"
)

// TestHeaderOfUnknownWords puts words that no spec has over any of the columns: the
// tree is the same, and each of the words is in a finding.
func TestHeaderOfUnknownWords(t *testing.T) {
	known := []string{"序号", "重点任务", "具体要求", "责任单位", "完成时限"}
	unknown := []string{"", "干什么", "怎么干", "谁来干", "何时完成"}
	body := []string{
		"1|推进预算公开|各部门按规定公开预算，做到应公开尽公开。|县财政局|6月底前",
		"2|推进环境公开|公布空气质量，并公布水质情况。|县生态环境局、县气象局|全年",
		"3|推进教育公开|公开招生方案，公布各校招生范围。|县教体局牵头，县公安局配合|10月底前",
		"4|推进卫生公开|公布村级卫生室名单和服务价目。|县卫健局|11月底前",
	}
	spec := readSpec(t)
	read := func(words []string) *Table {
		t.Helper()
		rows := append([]string{"示例县2023年重点任务分解表", strings.Join(words, "|")}, body...)
		table, err := Read("a.csv", &grid.Workbook{Sheets: []*grid.Sheet{sheet("", nil, rows...)}}, spec, Known{})
		if err != nil {
			t.Fatalf("%q: %v", words, err)
		}
		return table
	}
	want := read(known)
	if len(want.Findings) > 0 {
		t.Fatalf("findings in a right table: %v", want.Findings)
	}
	for set := range 1 << len(unknown) {
		words, told := slices.Clone(known), []string{}
		for i, w := range unknown {
			if set&(1<<i) != 0 {
				words[i] = w
				if w != "" {
					told = append(told, w)
				}
			}
		}
		got := read(words)
		var said []string
		for _, f := range got.Findings {
			if f.Code != codeInferredColumn {
				t.Errorf("%q: %s %s", words, f.Code, f.Value)
			}
			said = append(said, f.Value)
		}
		if !slices.Equal(told, said) {
			t.Errorf("%q: findings on %q", words, said)
		}
		if a, b := unitsAndTexts(got), unitsAndTexts(want); !slices.Equal(a, b) {
			t.Errorf("%q:\n%s\nwant\n%s", words, a, b)
		}
	}
}

func TestUnknownWordsBelowUnits(t *testing.T) {
	body := []string{"1|公开预算|公开。|县财政局|县审计局", "2|公开决算|公开。|县财政局|县审计局、县教育局"}
	for _, c := range []struct {
		upper, lower string
		said         string
		lead         bool
	}{
		{"序号|工作任务|具体要求|责任单位|", "|||主要|参加", "主要", false},
		{"序号|工作任务|具体要求|责任分工|", "|||主抓|参加", "主抓", true},
		{"序号|工作任务|具体要求|责任分工|", "|||单位名称|参加", "单位名称", false},
		{"序号|工作任务|具体要求|责任单位|", "|||单位|配合", "", false},
	} {
		rows := append([]string{"示例县2023年重点任务分解表", c.upper, c.lower}, body...)
		table, err := Read("a.csv", &grid.Workbook{Sheets: []*grid.Sheet{sheet("", nil, rows...)}}, readSpec(t), Known{})
		if err != nil {
			t.Fatal(err)
		}
		said := ""
		for _, f := range table.Findings {
			said += f.Value
		}
		got := table.Rows()
		if len(got) != 2 || said != c.said {
			t.Errorf("%q: %d items, findings on %q, want %q", c.lower, len(got), said, c.said)
			continue
		}
		last := got[1].Item
		first, second := last.Responsible, last.Cooperating
		if c.lead {
			first = last.Lead
		}
		if !slices.Equal(first, []string{"县财政局"}) || !slices.Equal(second, []string{"县审计局", "县教育局"}) {
			t.Errorf("%q: %v", c.lower, last)
		}
	}
}
