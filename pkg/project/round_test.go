package project_test

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"zwgk/pkg/project"
)

var (
	unrulyUnits = []string{"县司法局", "县民政局", "县公安局", "县水务局", "县财政局", "县教育局", "县审计局", "县统计局", "县林业局", "县交通局", "县商务局", "县体育局"}
	unrulyTasks = []string{"推进财政信息公开", "推进决策公开", "加强组织领导", "推进依申请公开", "加强政策解读"}
)

// unrulyProject is a county of twelve units with five tasks for each.
func unrulyProject(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	tasks := "示例县2019年政务公开工作任务分解表（示例数据，纯属虚构）\n序号,工作任务,具体要求,责任单位,配合单位\n"
	for i, name := range unrulyTasks {
		tasks += fmt.Sprintf("%d,%s,及时公开有关内容。,县政府各部门,\n", i+1, name)
	}
	units := "单位名称,全称,别名,类别,启用,备注\n"
	for _, u := range unrulyUnits {
		units += u + ",示例" + u + ",,政府部门,是,\n"
	}
	putFiles(t, dir, map[string]string{"tasks.csv": tasks, "roster.csv": units,
		"project.yaml": "county: 示例县\nyear: 2019\n" + planFiles + "rounds:\n  - {id: 2019-h1, name: 上半年, kind: half, start: 2019-01-01, due: 2019-07-05, as_of: 2019-06-30}\n"})
	return dir
}

// unrulySheet is a unit's answer; every unit has figures of its own.
func unrulySheet(unit string, change func(rows [][]string)) [][]string {
	n := 0
	for i, u := range unrulyUnits {
		if u == unit {
			n = 7 * (i + 1)
		}
	}
	rows := [][]string{{"示例县2019年上半年政务公开工作进展情况表"}, {"填报单位：", unit}, {"序号", "工作任务", "完成情况", "进度", "进展情况", "完成时间", "公开链接"}}
	for i, name := range unrulyTasks {
		rows = append(rows, []string{fmt.Sprint(i + 1), name, "正在推进", fmt.Sprintf("%d%%", 40+n/3+i), fmt.Sprintf("印发工作方案，公开信息%d条，答复群众%d件，培训%d人次。", 3*n+i, n+11*i, 5*n+i), "", ""})
	}
	rows[4] = []string{"2", unrulyTasks[1], "已完成", "100%", fmt.Sprintf("公开决策事项%d件，征求意见%d条，全部办结。", n, 2*n), "2019-06-20", fmt.Sprintf("http://www.example.gov.cn/art/2019/%d.html", n)}
	rows = append(rows, []string{"填报人：", "张某", "联系电话：", "0537-8220000", "审核人：", "李某"}, []string{"填报日期：", "2019-07-02"})
	if change != nil {
		change(rows)
	}
	return rows
}

func asLines(rows [][]string) string {
	var b strings.Builder
	for _, r := range rows {
		b.WriteString(strings.Join(r, ",") + "\n")
	}
	return b.String()
}

func asWord(rows [][]string) string {
	var table, out strings.Builder
	for _, r := range rows {
		table.WriteString("<w:tr>")
		for _, text := range r {
			table.WriteString("<w:tc><w:p><w:r><w:t>" + html.EscapeString(text) + "</w:t></w:r></w:p></w:tc>")
		}
		table.WriteString("</w:tr>")
	}
	w := zip.NewWriter(&out)
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:tbl>` + table.String() + `</w:tbl></w:body></w:document>`},
	} {
		f, _ := w.Create(part[0])
		f.Write([]byte(part[1]))
	}
	w.Close()
	return out.String()
}

func asBook(t *testing.T, sheets ...[][]string) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for n, rows := range sheets {
		name := fmt.Sprintf("表%d", n+1)
		f.NewSheet(name)
		for i, r := range rows {
			cell, _ := excelize.CoordinatesToCellName(1, i+1)
			f.SetSheetRow(name, cell, &r)
		}
	}
	f.DeleteSheet("Sheet1")
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func asMail(from, subject, name, attachment string) string {
	word := func(s string) string { return "=?utf-8?B?" + base64.StdEncoding.EncodeToString([]byte(s)) + "?=" }
	return "From: " + word(from) + " <a@example.cn>\r\nSubject: " + word(subject) + "\r\nDate: Wed, 3 Jul 2019 09:00:00 +0800\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" +
		"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + "attached\r\n--b\r\nContent-Type: text/csv; name=\"" + word(name) + "\"\r\nContent-Disposition: attachment; filename=\"" + word(name) + "\"\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
		base64.StdEncoding.EncodeToString([]byte(attachment)) + "\r\n--b--\r\n"
}

func swap(a, b int) func(rows [][]string) {
	return func(rows [][]string) {
		for _, r := range rows[3:8] {
			r[a], r[b] = r[b], r[a]
		}
	}
}

// unrulyOutcome has of every file its unit, its verdict and the account of its rows (read = merged +
// superseded + unmatched + empty), of several sheets each one's, and what is found.
const unrulyOutcome = `2019-07-03/一张表两家.csv  returned 10=10+0+0+0 [表1 县审计局 accepted 5] [表1 县统计局 returned 5]
  V04 县统计局 表1 D14：“进度”写的是“140%”，超出 0 到 100 的范围。
2019-07-03/两张表.xlsx  returned 10=10+0+0+0 [表1 县财政局 accepted 5] [表2 县教育局 returned 5]
  V04 县教育局 表2 D4：“进度”写的是“140%”，超出 0 到 100 的范围。
2019-07-03/县交通局.csv 县交通局 returned 5=5+0+0+0
  T14 县交通局 表1 C3、E3：“完成情况”和“进展情况”两栏像是填反了：“完成情况”填了 5 格，有 5 格像是“进展情况”的内容，反过来也是。
2019-07-03/县司法局.csv 县司法局 returned 5=0+0+5+0
  U04 县司法局 表1 A1：写的是“2018年”，本次报送的是“2019年上半年”；这张表的各行未并入台账。
2019-07-03/县商务局.xlsx 县商务局 returned 5=5+0+0+0
  T14 县商务局 表1 D3、F3：“进度”和“完成时间”两栏像是填反了：“进度”填了 1 格，有 1 格像是“完成时间”的内容，反过来也是。
2019-07-03/县林业局.csv 县林业局 superseded 5=0+5+0+0
  V04 县林业局 表1 D4：“进度”写的是“140%”，超出 0 到 100 的范围。
2019-07-03/县民政局.csv 县公安局 returned 5=5+0+0+0
  U03 县公安局 表1 B2：“填报单位”处写的是“县公安局”，文件名写的是“县民政局”，前后不一；暂按“县公安局”计，它另外报来的表优先。
2019-07-03/工作情况表.docx 县体育局 accepted 5=5+0+0+0
2019-07-03/来信.eml › 上半年.csv 县水务局 accepted 5=5+0+0+0
2019-07-04/县林业局改.csv 县林业局 accepted 5=5+0+0+0`

// TestUnrulyRound: what units send in a round that goes as rounds go. Of every file its unit,
// verdict and account of rows, and what it is told.
func TestUnrulyRound(t *testing.T) {
	dir := unrulyProject(t)
	inbox := filepath.Join(dir, "inbox", "2019-h1")
	over := func(rows [][]string) { rows[3][3] = "140%" }
	for name, text := range map[string]string{
		"2019-07-03/县司法局.csv":   strings.ReplaceAll(asLines(unrulySheet("县司法局", nil)), "2019年", "2018年"),
		"2019-07-03/县民政局.csv":   asLines(unrulySheet("县公安局", nil)),
		"2019-07-03/来信.eml":     asMail("县民政局", "报送上半年情况", "上半年.csv", asLines(unrulySheet("县水务局", nil))),
		"2019-07-03/两张表.xlsx":   asBook(t, unrulySheet("县财政局", nil), unrulySheet("县教育局", over)),
		"2019-07-03/一张表两家.csv":  asLines(append(unrulySheet("县审计局", nil), unrulySheet("县统计局", over)...)),
		"2019-07-03/县林业局.csv":   asLines(unrulySheet("县林业局", over)),
		"2019-07-04/县林业局改.csv":  asLines(unrulySheet("县林业局", nil)),
		"2019-07-03/县交通局.csv":   asLines(unrulySheet("县交通局", swap(2, 4))),
		"2019-07-03/县商务局.xlsx":  asBook(t, unrulySheet("县商务局", swap(3, 5))),
		"2019-07-03/工作情况表.docx": asWord(unrulySheet("县体育局", nil)),
	} {
		path := filepath.Join(inbox, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		putFiles(t, filepath.Dir(path), map[string]string{filepath.Base(path): text})
	}
	p, err := project.Open(project.Options{Dir: dir, Round: "2019-h1"})
	if err != nil {
		t.Fatal(err)
	}
	out, err := p.Run(project.Everything)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range out.Result.Files {
		r := f.Rows
		if r.Read != r.Merged+r.Superseded+r.Unmatched+r.Empty {
			t.Errorf("%s: the account is open: %+v", f.Path, r)
		}
		line := fmt.Sprintf("%s %s %s %d=%d+%d+%d+%d", f.Path, f.Unit, f.Verdict, r.Read, r.Merged, r.Superseded, r.Unmatched, r.Empty)
		for _, s := range f.Sheets {
			if len(f.Sheets) > 1 {
				line += fmt.Sprintf(" [%s %s %s %d]", s.Sheet, s.Unit, s.Verdict, s.Rows.Merged)
			}
		}
		got = append(got, line)
		for _, x := range out.Result.Findings {
			if x.File == f.Path {
				got = append(got, "  "+x.Code+" "+x.Unit+" "+x.Message)
			}
		}
	}
	if text := strings.Join(got, "\n"); text != unrulyOutcome {
		t.Errorf("got\n%s\nwant\n%s", text, unrulyOutcome)
	}
	if u := out.Manifest.Units; u.Expected != 12 || u.Reported != 10 || strings.Join(u.Missing, " ") != "县司法局 县民政局" {
		t.Errorf("units %+v", u)
	}
}

// runRound puts files into the inbox of the unruly project and runs it.
func runRound(t *testing.T, dir string, files map[string]string) *project.Outcome {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(dir, "inbox", "2019-h1", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		putFiles(t, filepath.Dir(path), map[string]string{filepath.Base(path): text})
	}
	out, err := openRound(t, dir, "2019-h1").Run(project.Everything)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestDoubtedSheetGivesWay: a sheet that names two units does not take the place of what the
// unit itself has sent, whichever came first; alone it counts.
func TestDoubtedSheetGivesWay(t *testing.T) {
	doubted := asLines(unrulySheet("县公安局", func(rows [][]string) { rows[3][2], rows[3][3] = "未启动", "0%" }))
	for _, k := range []struct{ own, want string }{
		{"2019-07-03", "县公安局.csv accepted 5, 县民政局.csv returned 0"},
		{"2019-07-05", "县公安局.csv accepted 5, 县民政局.csv superseded 0"},
		{"", "县民政局.csv returned 5"},
	} {
		files := map[string]string{"2019-07-04/县民政局.csv": doubted}
		if k.own != "" {
			files[k.own+"/县公安局.csv"] = asLines(unrulySheet("县公安局", nil))
		}
		dir := unrulyProject(t)
		out := runRound(t, dir, files)
		var got []string
		for _, f := range out.Result.Files {
			got = append(got, fmt.Sprintf("%s %s %d", filepath.Base(f.Path), f.Verdict, f.Rows.Merged))
		}
		slices.Sort(got)
		if text := strings.Join(got, ", "); text != k.want {
			t.Errorf("own of %q: %s, want %s", k.own, text, k.want)
		}
		letters, err := os.ReadFile(filepath.Join(dir, "out", "2019-h1", "returns", "退回意见.txt"))
		if want := k.own != "2019-07-05"; err != nil || strings.Contains(string(letters), "请先核对是哪家报来的") != want {
			t.Errorf("own of %q: %v %s", k.own, err, letters)
		}
	}
}

// TestWaiversDoNotMakeGood: what is not in the ledger stays to be sent again, though nothing is
// deducted for it.
func TestWaiversDoNotMakeGood(t *testing.T) {
	dir := unrulyProject(t)
	decide(t, dir, "豁免", []string{"单位", "任务", "代码", "单元格", "有效期至"}, []string{"县司法局", "", "U04", "", ""}, []string{"县民政局", "", "T01", "", ""}, []string{"县审计局", "", "V04", "", ""})
	out := runRound(t, dir, map[string]string{
		"2019-07-03/县司法局.csv": strings.ReplaceAll(asLines(unrulySheet("县司法局", nil)), "2019年", "2018年"),
		"2019-07-03/县民政局.csv": asLines(unrulySheet("县民政局", func(rows [][]string) { rows[3][0], rows[3][1] = "77", "没有这项任务" })),
		"2019-07-03/县审计局.csv": asLines(unrulySheet("县审计局", func(rows [][]string) { rows[3][3] = "140%" })),
	})
	var got []string
	for _, f := range out.Result.Files {
		got = append(got, fmt.Sprintf("%s %s", f.Unit, f.Verdict))
	}
	if text := strings.Join(got, " "); text != "县司法局 returned 县审计局 accepted 县民政局 returned" {
		t.Error(text)
	}
	for _, u := range out.Scores.Units {
		for _, l := range u.Lines {
			if strings.Contains(l.Reason, "任务认不出") || strings.Contains(l.Reason, "报送期不符") || strings.Contains(l.Reason, "超出范围") {
				t.Errorf("%s: %s", u.Unit, l.Reason)
			}
		}
	}
	letters, _ := os.ReadFile(filepath.Join(dir, "out", "2019-h1", "returns", "退回意见.txt"))
	for _, want := range []string{"【县司法局】", "【县民政局】"} {
		if !strings.Contains(string(letters), want) {
			t.Errorf("no %s in %s", want, letters)
		}
	}
	if strings.Contains(string(letters), "【县审计局】") {
		t.Error("waived, and returned")
	}
}

// TestFillsThatCannotBe: what the office fills in is read like what a unit writes, and counts on
// the unit's own items alone.
func TestFillsThatCannotBe(t *testing.T) {
	head := []string{"单位", "任务", "轮次", "字段", "内容"}
	for _, k := range []struct{ field, content, want string }{
		{"完成时间", "2019-06-31", "“2019-06-31”不是日期"}, {"进度", "差不多", "“差不多”读不懂"}, {"完成时间", "2019年6月底", ""}, {"进度", "八成", ""}, {"完成时间", "长期", ""},
	} {
		dir := unrulyProject(t)
		decide(t, dir, "代填", head, []string{"县司法局", "1", "", k.field, k.content})
		_, err := project.Open(project.Options{Dir: dir, Round: "2019-h1"})
		if k.want == "" && err != nil || k.want != "" && (err == nil || !strings.Contains(err.Error(), k.want)) {
			t.Errorf("%s: %v, want %q", k.content, err, k.want)
		}
	}
	dir := unrulyProject(t)
	tasks, _ := os.ReadFile(filepath.Join(dir, "tasks.csv"))
	putFiles(t, dir, map[string]string{"tasks.csv": string(tasks) + "6,只由审计局承担的任务,及时公开有关内容。,县审计局,\n"})
	decide(t, dir, "代填", head, []string{"县司法局", "6", "", "完成情况", "已完成"})
	out := runRound(t, dir, map[string]string{"2019-07-03/县司法局.csv": asLines(unrulySheet("县司法局", nil))})
	for _, e := range out.Ledger.Entries {
		if e.Item == "6" && e.Unit == "县司法局" {
			t.Errorf("filled in for another unit's item: %+v", e)
		}
	}
	if len(out.Decided) != 1 || out.Decided[0].Code != "D21" {
		t.Errorf("%+v", out.Decided)
	}
}
