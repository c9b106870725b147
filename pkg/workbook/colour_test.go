package workbook

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"zwgk/pkg/finding"
	"zwgk/pkg/grid"

	"github.com/xuri/excelize/v2"
)

func TestAreasOf(t *testing.T) {
	merged := []grid.Range{{Row1: 1, Col1: 1, Row2: 1, Col2: 8}, {Row1: 5, Col1: 2, Row2: 6, Col2: 2}}
	for want, cells := range map[string][]string{
		"":               {},
		"H5:H6 H20":      {"H20", "H6", "H5"},
		"C2 D2 D4 A1:H1": {"D4", "A1", "D2", "C2"},
		"B4 B7 B5:B6":    {"B4", "B5", "B7"},
		"Z1:Z3 AA1 AA3":  {"AA1", "Z1", "AA3", "Z2", "Z3"},
	} {
		if got := strings.Join(areasOf(cells, merged), " "); got != want {
			t.Errorf("%v became %q, want %q", cells, got, want)
		}
	}
}

// Rules that only newer programs know are counted with the others, and come after the marks too.
func TestMarkBeforeExtendedRules(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(sent(t)))
	if err != nil {
		t.Fatal(err)
	}
	if err := f.SetConditionalFormat("填报表", "E5:E9", []excelize.ConditionalFormatOptions{{Type: "icon_set", IconStyle: "3Stars"}}); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	in := marking(t, "x.xlsx", b.Bytes())
	if _, err := in.original(); err != nil {
		t.Fatal(err)
	}
	var priorities []string
	for _, m := range extendedRule.FindAllStringSubmatch(packageOf(t, marked(t, in))["xl/worksheets/sheet1.xml"], -1) {
		priorities = append(priorities, m[1])
	}
	if slices.Sort(priorities); !slices.Equal(priorities, []string{"1", "2", "3", "4"}) { // a mark for each severity
		t.Errorf("priorities %v", priorities)
	}
}

// A clean copy that comes again in another format has one comment of ours on a cell.
func TestCopyAgain(t *testing.T) {
	in := marking(t, "a.xls", sent(t))
	in.Grid.Format = "xls"
	in.Findings = in.Findings[:3]
	first := marked(t, in)
	if got := markOf(t, first, "填报表", "E6"); got != in.Layout.Colours["error"] {
		t.Errorf("E6 is marked %q", got)
	}
	again := marking(t, "a.xls", first)
	again.Grid.Format = "xls"
	again.Findings = in.Findings[:1]
	second := marked(t, again)
	f, _ := opened(t, second)
	c := comments(t, f, "填报表")
	if c["F5"] != "请领导审阅\n"+again.solved() || c["E6"] != again.solved() || c["B5"] != "另一条" || strings.Count(c["H5"], "【退回意见】") != 1 {
		t.Errorf("comments %q", c)
	}
	if got := markOf(t, second, "填报表", "E6"); got != "" {
		t.Errorf("E6 is still marked %q", got)
	}
}

// What is said above the list fits what is marked.
func TestIntro(t *testing.T) {
	noForm := []finding.Finding{{Code: "F08", Severity: finding.Error, File: "通讯录.csv", Message: "文件里找不到填报表。", Hint: "请在下发的填报表中填写。", Cells: []string{}}}
	blank := func() []byte {
		f, err := excelize.OpenReader(bytes.NewReader(sent(t)))
		if err != nil {
			t.Fatal(err)
		}
		f.SetCellStr("填报表", "Q4", "zwgk|1")
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}()
	for name, c := range map[string]struct {
		data     []byte
		findings []finding.Finding
		says     []string
		not      []string
	}{
		"通讯录.csv": {[]byte("姓名,电话\n张某,8200001\n"), noForm, []string{"通讯录.csv", "不在哪一个单元格里"}, []string{"原表", "标色", "批注", "重新抄录", "红色"}},
		"a.xlsx":  {sent(t), nil, []string{"原表", "橙色的由办公室核对", "批注"}, []string{"填报提示", "不在哪一个单元格里"}},
		"b.xlsx":  {blank, nil, []string{"原表", "填报提示"}, nil},
		"c.csv":   {[]byte("编号,进展情况\n6,做了\n"), []finding.Finding{{Code: "V01", Severity: finding.Error, Sheet: "表1", Cells: []string{"B2"}, Cell: "B2", Message: "太短。"}}, []string{"重新抄录", "本文件中修改"}, []string{"原表"}},
	} {
		in := marking(t, name, c.data)
		if c.findings != nil {
			in.Findings = c.findings
		}
		_, cells := opened(t, marked(t, in))
		text := fmt.Sprint(cells["退回意见"])
		for _, want := range c.says {
			if !strings.Contains(text, want) {
				t.Errorf("%s: the page lacks %q: %s", name, want, text)
			}
		}
		for _, word := range c.not {
			if strings.Contains(text, word) {
				t.Errorf("%s: the page says %q: %s", name, word, text)
			}
		}
	}
}
