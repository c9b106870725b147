package form

import (
	"fmt"
	"strings"
	"testing"

	"zwgk/pkg/grid"
)

// TestTablesSideBySide: tables that stand side by side in one sheet are all read, the left one
// first, with the cells in which their rows stand; those of several units apart.
func TestTablesSideBySide(t *testing.T) {
	const twice = "序号|工作任务|完成情况|进展情况|序号|工作任务|完成情况|进展情况\n"
	for name, c := range map[string]struct {
		text, want string
		merged     []string
	}{
		"without a column between": {text: "填报单位：夏镇街道\n" + twice + "6||已完成|a|32||已完成|c\n9||已完成|b|1||已完成|d\n",
			want: "夏镇街道 6:D3 9:D4 32:H3 1:H4 "},
		"with one": {text: "序号|工作任务|完成情况|进展情况||序号|工作任务|完成情况|进展情况\n6||已完成|a||32||已完成|c\n",
			want: " 6:D2 32:I2 "},
		"left one longer":  {text: twice + "6||已完成|a|32||已完成|c\n9||已完成|b\n1||已完成|d\n", want: " 6:D2 9:D3 1:D4 32:H2 "},
		"right one longer": {text: twice + "6||已完成|a|32||已完成|c\n||||9||已完成|b\n||||1||已完成|d\n", want: " 6:D2 32:H2 9:H3 1:H4 "},
		"right one empty":  {text: twice + "6||已完成|a\n", want: " 6:D2 "},
		"left one empty":   {text: twice + "||||6||已完成|a\n", want: " 6:H2 "},
		"title over both": {text: "2019年上半年夏镇街道政务公开工作进展情况表\n" + twice + "6||已完成|a|32||已完成|c\n", merged: []string{"A1:H1"},
			want: "夏镇街道 6:D3 32:H3 "},
		"the same unit over each": {text: "填报单位：夏镇街道||||填报单位：夏镇街道办事处\n" + twice + "6||已完成|a|32||已完成|c\n",
			want: "夏镇街道 6:D3 32:H3 "},
		"the unit over the right one": {text: "2019年政务公开工作进展情况表||||||填报单位：夏镇街道\n" + twice + "6||已完成|a|32||已完成|c\n",
			want: "夏镇街道 6:D3 32:H3 "},
		"signed below the left one": {text: twice + "6||已完成|a|32||已完成|c\n填报单位：夏镇街道||填报人：张某||9||已完成|b\n审核人：李某||||1||已完成|d\n",
			want: "夏镇街道 6:D2 32:H2 9:H3 1:H4 张某李某"},
		"signed below the right one": {text: twice + "6||已完成|a|32||已完成|c\n9||已完成|b|填报人：张某||审核人：李某\n1||已完成|d\n",
			want: " 6:D2 9:D3 1:D4 32:H2 张某李某"},
		"signed below both": {text: twice + "6||已完成|a|32||已完成|c\n填报人：张某|||审核人：|李某||填报日期：2019-07-03\n", want: " 6:D2 32:H2 张某李某2019-07-03"},
		"units above": {text: "2019年上半年政务公开工作进展情况表\n填报单位：|夏镇街道|||填报单位：|昭阳街道\n" + twice + "6||已完成|a|6||正在推进|c\n9||已完成|b\n填报人：张某||||填报人：李某",
			want: "夏镇街道 6:D4 9:D5 张某; 昭阳街道 6:H4 李某"},
		"units below":  {text: twice + "6||已完成|a|6||正在推进|c\n填报单位：夏镇街道||||填报单位：昭阳街道\n填报人：张某||||填报人：李某", want: "夏镇街道 6:D2 张某; 昭阳街道 6:H2 李某"},
		"titled apart": {text: "夏镇街道进展情况表||||昭阳街道进展情况表\n" + twice + "6||已完成|a|6||正在推进|c\n", merged: []string{"A1:D1", "E1:H1"}, want: "夏镇街道 6:D3 ; 昭阳街道 6:H3 "},
		"nobody knows the right one": {text: "填报单位：夏镇街道||||填报单位：独山岛旅游公司\n" + twice + "6||已完成|a|9||正在推进|c\n",
			want: "夏镇街道 6:D3 ;  9:H3 "},
		"four units": {text: "填报单位：夏镇街道||||填报单位：昭阳街道\n" + twice + "6||已完成|a|6||正在推进|c\n填报单位：县财政局||||填报单位：县审计局\n" + twice + "9||已完成|a|9||正在推进|c\n",
			want: "夏镇街道 6:D3 ; 县财政局 9:D6 ; 昭阳街道 6:H3 ; 县审计局 9:H6 "},
		"below another unit's": {text: "填报单位：县财政局\n序号|工作任务|完成情况|进展情况\n1||已完成|a\n填报单位：夏镇街道||||填报单位：昭阳街道\n" + twice + "6||已完成|a|6||正在推进|c\n",
			want: "县财政局 1:D3 ; 夏镇街道 6:D6 ; 昭阳街道 6:H6 "},
		"pages":           {text: twice + "6||已完成|a|9||已完成|b\n" + twice + "32||已完成|c|1||已完成|d\n", want: " 6:D2 9:H2 32:D4 1:H4 "},
		"one below two":   {text: twice + "6||已完成|a|9||已完成|b\n序号|工作任务|工作要求|完成情况|存在问题|下一步打算|进展情况|备注\n32|||已完成|||c\n", want: " 6:D2 9:H2 32:G4 "},
		"two below one":   {text: "序号|工作任务|完成情况|进展情况\n32||已完成|c\n" + twice + "6||已完成|a|9||已完成|b\n", want: " 32:D2 6:D4 9:H4 "},
		"one head again":  {text: twice + "6||已完成|a|9||已完成|b\n序号|工作任务|完成情况|进展情况|32||已完成|c\n2.1||已完成|d|1||已完成|e", want: " 6:D2 2.1:D4 9:H2 32:H3 1:H4 "},
		"three":           {text: "编号|任务|进展情况|编号|任务|进展情况|编号|任务|进展情况\n6||a|9||b|32||c\n1||d", want: " 6:C2 1:C3 9:F2 32:I2 "},
		"fewer columns":   {text: "编号|任务|进度|完成情况|进展情况|备注||编号|任务|完成情况|进展情况\n6||60%|正在推进|a|x||9||已完成|b", want: " 6:E2 9:K2 "},
		"other words":     {text: "编号|任务|完成情况|进展情况|序号|工作任务|完成情况|进展情况\n6|规范性文件清理|正在推进|a|9|推进重要部署执行公开|已完成|b", want: " 6:D2 9:H2 "},
		"numbers unnamed": {text: "|工作任务|完成情况|进展情况||工作任务|完成情况|进展情况\n6||已完成|a|32||已完成|c\n9||已完成|b|1||已完成|d\n", want: " 6:D2 9:D3 32:H2 1:H3 "},
		"head of two rows": {text: "序号|工作任务|落实情况||序号|工作任务|落实情况|\n||完成状态|进展|||完成状态|进展\n6||已完成|a|9||已完成|b", want: " 6:D3 9:H3 ",
			merged: []string{"A1:A2", "B1:B2", "C1:D1", "E1:E2", "F1:F2", "G1:H1"}},
		"head of two rows, not merged": {text: "序号|工作任务|落实情况||序号|工作任务|落实情况|\n||完成状态|进展|||完成状态|进展\n6||已完成|a|9||已完成|b", want: " 6:D3 9:H3 "},
		"ticks":                        {text: "序号|工作任务|已完成|正在推进|进展情况|序号|工作任务|已完成|正在推进|进展情况\n6||√||a|9|||√|b", want: " 6:E2 9:J2 "},
		"a heading over both":          {text: twice + "一、围绕政策落实扩大公开\n6||已完成|a|9||已完成|b\n三、围绕政民互动拓展公开\n32||已完成|c|1||已完成|d", want: " 6:D3 9:H3 32:D5 1:H5 "},
		"a note and a total":           {text: twice + "6||已完成|a|9||已完成|b\n合计：2项\n注：本表每半年报送一次", want: " 6:D2 9:H2 "},
		"right header lower": {text: "填报单位：夏镇街道\n序号|工作任务|完成情况|进展情况||2019年上半年进展情况表（续）\n6||已完成|a||序号|工作任务|完成情况|进展情况\n9||已完成|b||32||已完成|c\n填报人：张某|||||1||已完成|d",
			want: "夏镇街道 6:D3 9:D4 32:I4 1:I5 张某"},
		"right header higher": {text: "2019年上半年进展情况表|||||序号|工作任务|完成情况|进展情况\n填报单位：夏镇街道|||||32||已完成|c\n序号|工作任务|完成情况|进展情况||1||已完成|d\n6||已完成|a\n9||已完成|b\n",
			want: "夏镇街道 6:D4 9:D5 32:I2 1:I3 "},
		"headers and units in other rows": {text: "填报单位：夏镇街道\n序号|工作任务|完成情况|进展情况||填报单位：昭阳街道\n6||已完成|a||序号|工作任务|完成情况|进展情况\n9||已完成|b||32||已完成|c\n",
			want: "夏镇街道 6:D3 9:D4 ; 昭阳街道 32:I4 "},
		"merged down": {text: twice + "6||已完成|a|9||已完成|b\n32||||1||正在推进|", merged: []string{"C2:C3", "D2:D3", "H2:H3"}, want: " 6:D2 32:D2 9:H2 1:H2 "},
	} {
		t.Run(name, func(t *testing.T) {
			r := readSheets(t, "x.xlsx", sheetOf(c.text, c.merged...))
			if got := placed(r); got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

// placed tells of every form the unit, each item with the cell of its report, and who signed.
func placed(r *Reading) string {
	var forms []string
	for _, f := range r.Forms {
		text := f.Unit + " "
		for _, e := range f.Entries {
			text += e.Item + ":" + e.Cells[FieldProgressText] + " "
		}
		s := f.Signature
		forms = append(forms, text+s.Filler.Written+s.Reviewer.Written+s.FilledDate)
	}
	return strings.Join(forms, "; ")
}

// TestOneTableWithWordsTwice: a header that has a word twice stands over one table all the same,
// and what stands in the second column is kept beside the row.
func TestOneTableWithWordsTwice(t *testing.T) {
	for head, extra := range map[string]string{
		"序号|工作任务|完成情况|进展情况|完成时间|备注|完成时间|备注":           "map[备注:h 完成时间:g]",
		"序号|工作任务|责任单位|完成情况|进展情况|责任单位|备注|备注":           "map[备注:h 责任单位:c 责任单位（F列）:f]",
		"序号|工作任务|工作要求|完成情况|进展情况|序号|备注|x":              "map[x:h 序号:f]",
		"序号|工作任务|上半年完成情况|上半年进展情况|下半年完成情况|下半年进展情况|1|2": "",
		"序号|2018年任务|完成情况|进展情况|2019年任务|完成情况|备注|x":      "",
		"序号|工作任务|完成情况|进展情况|序号|工作任务|责任单位|配合单位":         "map[工作任务:f 序号:e 责任单位:g 配合单位:h]",
	} {
		r := readSheets(t, "x.xlsx", sheetOf(head+"\n6|b|c|d|e|f|g|h"))
		if len(r.Forms) != 1 || len(r.Forms[0].Entries) != 1 {
			t.Errorf("%s: %s", head, placed(r))
			continue
		}
		e := r.Forms[0].Entries[0]
		if extra != "" && fmt.Sprint(e.Extra) != extra {
			t.Errorf("%s: %v, want %s", head, e.Extra, extra)
		}
		kept := fmt.Sprint(e.Written, e.Extra)
		for _, text := range strings.Split("bcdefgh", "") {
			if !strings.Contains(kept, ":"+text) {
				t.Errorf("%s: %s is lost: %s", head, text, kept)
			}
		}
	}
}

// TestSideBySideGoesOn: a table of a document that goes on without its header.
func TestSideBySideGoesOn(t *testing.T) {
	first := sheetOf("序号|工作任务|完成情况|进展情况|序号|工作任务|完成情况|进展情况\n6||已完成|a|9||已完成|b")
	second := sheetOf("32|加强组织领导|已完成|c|2.1|推进乡村振兴信息公开|正在推进|d")
	second.Name = "表2"
	if got := placed(readSheets(t, "x.docx", []*grid.Sheet{first, second}...)); got != " 6:D2 9:H2 ;  32:D1 2.1:H1 " {
		t.Error(got)
	}
}
