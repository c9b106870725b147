package check

import (
	"fmt"
	"strings"
	"testing"

	"zwgk/pkg/form"
)

// TestAlike: copies are told with what they have in common; texts that share official phrases,
// the words of the requirement or a common sentence with other figures are no copies.
func TestAlike(t *testing.T) {
	c := weishan(t)
	const own = "组织执法人员培训三期，共有一百二十人次参加，考试成绩在公开栏公布，并整理了常见问题三十个。"
	row, _ := c.Table.Find("9")
	for _, k := range []struct {
		what, a, b string
		want       bool
	}{
		{"the same", own, own, true},
		{"other marks and width", own, strings.NewReplacer("，", ", ", "。", "").Replace(own), true},
		{"one clause added", own, "六月份，" + own + "下一步将继续。", true},
		{"one figure brought up to date", "公开信息12条、文件3件、解读5篇、图解7幅，其中征地拆迁领域和社会救助领域的都按月更新到位。", "公开信息15条、文件3件、解读5篇、图解7幅，其中征地拆迁领域和社会救助领域的都按月更新到位。", true},
		{"other figures in a common sentence", "在县政府门户网站公开相关信息23条，其中政策文件4件、解读材料2件，答复群众咨询18件。", "在县政府门户网站公开相关信息61条，其中政策文件7件、解读材料5件，答复群众咨询40件。", false},
		{"official phrases", "高度重视政务公开工作，加强组织领导，明确责任分工，压实工作责任，成立了政务公开工作领导小组，主要负责同志任组长，制定印发了实施方案。",
			"高度重视政务公开工作，加强组织领导，明确责任分工，压实工作责任，成立了政务公开工作领导小组，主要负责同志任组长，制定印发了实施方案。", false},
		{"the requirement", "按照“" + row.Item.Requirement + "”的要求，已公开方案12件。", "落实“" + row.Item.Requirement + "”，公开三个方案。", false},
		{"other words", own, "完成规范性文件清理，废止四件、修改两件，清理结果已在网站和公报上公布，并向市里作了书面报告。", false},
		{"too short", "组织培训三期，整理问题三十个。", "组织培训三期，整理问题三十个。", false},
	} {
		r, _ := c.check(file{"a.csv", c.sheetOf("县司法局", map[string]map[string]string{"9": {form.FieldProgressText: k.a}}), "2019-07-01"},
			file{"b.csv", c.sheetOf("县财政局", map[string]map[string]string{"9": {form.FieldProgressText: k.b}}), "2019-07-03"})
		got := ""
		for _, f := range r.Findings {
			if f.Code == "X02" {
				got += f.File + " " + f.Cell + " " + f.Args["other"] + " " + f.Args["other_cells"] + ";"
				if !strings.Contains(plain(k.a), plain(strings.TrimSuffix(f.Args["common"], "…"))) || len(f.Args["common"]) < 30 {
					t.Errorf("%s: quotes %q", k.what, f.Args["common"])
				}
			}
		}
		want := ""
		if k.want {
			want = "b.csv " + cellOf(sheetResult(r, 1), "9", form.FieldProgressText) + " 县司法局 " + cellOf(r, "9", form.FieldProgressText) + ";"
		}
		if got != want {
			t.Errorf("%s: %q, want %q", k.what, got, want)
		}
	}
}

// sheetResult is a result that begins with the file of an index.
func sheetResult(r *Result, i int) *Result { return &Result{Files: r.Files[i:]} }

// TestWhoCopied: the later sheet is told of; both where nothing orders them; versions of one
// unit are no copies of each other.
func TestWhoCopied(t *testing.T) {
	c := weishan(t)
	const own = "组织执法人员培训三期，共有一百二十人次参加，考试成绩在公开栏公布，并整理了常见问题三十个。"
	rows := map[string]map[string]string{"9": {form.FieldProgressText: own}}
	sheet := func(unit, path, day string) file {
		return file{path, strings.ReplaceAll(c.sheetOf(unit, rows), "2019-07-03", ""), day}
	}
	for _, k := range []struct {
		what  string
		files []file
		want  string
	}{
		{"later", []file{sheet("县司法局", "a.csv", "2019-07-03"), sheet("县财政局", "b.csv", "2019-07-01")}, "a.csv"},
		{"unknown", []file{sheet("县司法局", "a.csv", ""), sheet("县财政局", "b.csv", "2019-07-01")}, "a.csv b.csv"},
		{"one day", []file{sheet("县司法局", "a.csv", "2019-07-01"), sheet("县财政局", "b.csv", "2019-07-01T09:00:00")}, "a.csv b.csv"},
		{"versions", []file{sheet("县司法局", "a.csv", "2019-07-01"), sheet("县司法局", "b.csv", "2019-07-03")}, ""},
		{"three", []file{sheet("县司法局", "a.csv", "2019-07-01"), sheet("县财政局", "b.csv", "2019-07-02"), sheet("县公安局", "c.csv", "2019-07-03")}, "b.csv c.csv"},
	} {
		r, _ := c.check(k.files...)
		var got []string
		for _, f := range r.Findings {
			if f.Code == "X02" {
				got = append(got, f.File)
			}
		}
		same(t, k.what, got, strings.ReplaceAll(k.want, " ", ","))
	}
}

// Among many texts that share a sentence, each copy is still found, and the pairs that are
// compared grow with the number of texts alone.
func TestManyTexts(t *testing.T) {
	c := weishan(t)
	pairs := map[int]int{}
	for _, n := range []int{200, 400, 800} {
		k := (&Result{settings: c.Settings}).newCopies()
		forms := make([]*form.Form, n)
		for i := range forms {
			forms[i] = &form.Form{File: fmt.Sprintf("%05d.csv", i), Unit: fmt.Sprintf("单位%d", i)}
			own := i
			if i%10 == 9 {
				own = i - 5 // copies an earlier one
			}
			k.add(forms[i], &form.Entry{Item: "9", Written: map[string]string{form.FieldProgressText: invented(own)}})
		}
		found := k.fromUnits()
		told := map[string]bool{}
		for _, f := range found {
			told[f.File] = true
		}
		for i := 9; i < n; i += 10 {
			if !told[forms[i].File] || !told[forms[i-5].File] {
				t.Errorf("%d of %d: the copy is not told", i, n)
			}
		}
		if len(told) != 2*(n/10) {
			t.Errorf("%d texts: %d told, of %d copies", n, len(told), n/10)
		}
		pairs[n] = len(k.candidates())
	}
	if pairs[800] > 5*pairs[200] {
		t.Errorf("pairs to compare: %v", pairs)
	}
}

// invented is the nth report: a sentence that all have, and words of its own.
func invented(n int) string {
	words := []string{"印章", "档案", "窗口", "热线", "公报", "展板", "讲堂", "问卷", "走访", "台账", "清单", "目录", "流程", "回访", "督办", "研判"}
	text := "会同有关股室召开座谈会听取群众代表和企业代表的意见，"
	for i, x := 0, uint64(n)*2654435761+12345; i < 14; i++ {
		x = x*6364136223846793005 + 1442695040888963407
		text += words[x>>60] + string(rune('一'+x>>40%900))
	}
	return text + "。"
}
