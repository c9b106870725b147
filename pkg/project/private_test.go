package project_test

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"zwgk/pkg/grid"
	"zwgk/pkg/project"
	"zwgk/pkg/value"
)

// The numbers planted here are invented; the one of an identity card has the
// check character that GB 11643 asks for.
const (
	plantedMobile = "13812345678"
	plantedID     = "11010519491231002X"

	// What the office itself decided stays as it is in 待决定.xlsx, which takes the
	// place of decisions.xlsx.
	filledIn = "电话核实，" + plantedMobile

	// A path is a key in JSON and the target of a link; people read it masked.
	namedFile = "白镇赵某" + plantedMobile + ".csv"
)

var spelled = regexp.MustCompile(`[\s\-－—]`)

// showsPlanted tells that a text shows a planted number, however it is written.
func showsPlanted(text string) bool {
	text = strings.ToUpper(spelled.ReplaceAllString(value.Fold(text), ""))
	return strings.Contains(text, plantedMobile) || strings.Contains(text, plantedID)
}

// plantedRound is a round in which numbers stand wherever a unit may write.
func plantedRound(t *testing.T) string {
	t.Helper()
	dir := planProject(t)
	putFiles(t, dir, map[string]string{
		"project.yaml": "county: 示例县\nyear: 2019\n" + planFiles + "rounds:\n  - {id: h1, kind: half, due: 2019-07-05, as_of: 2019-06-30, reminders: [2019-07-08]}\n",
		"roster.csv": "单位名称,全称,别名,类别,启用,备注,联系人,电话\n县财政局,示例县财政局,,政府部门,是,手机" + plantedMobile + ",张某" + plantedMobile + ",0000-8200000\n" +
			"县教育局,示例县教育局,,政府部门,是,,李某,138-1234-5678\n县司法局,示例县司法局,,政府部门,是,,王某," + plantedMobile + "\n夏镇,示例县夏镇人民政府,,乡镇街道,是,,,\n白镇,示例县白镇人民政府,,乡镇街道,是,,赵某," + plantedMobile + "\n",
	})
	decide(t, dir, "代填", []string{"单位", "任务", "轮次", "字段", "内容"}, []string{"县教育局", "3", "", "备注", filledIn})
	head := "编号,工作任务,完成情况,进度,进展情况,完成时间,公开链接,佐证材料,存在问题,下一步打算,备注,经办人手机\n"
	line := func(id, task string) string {
		return id + "," + task + ",差不多 " + plantedMobile + "," + plantedMobile + ",已公开预算信息12条，联系人手机" + plantedMobile + "、身份证号" + plantedID + "，欢迎监督。," +
			"约" + plantedMobile + ",见138-1234-5678,１３８１２３４５６７８,找" + plantedID + "," + plantedMobile + "," + plantedID + "," + plantedMobile + "\n"
	}
	sheet := func(unit, rows string) string {
		return "示例县2019年上半年政务公开工作填报表 联系人" + plantedMobile + "\n填报单位：," + unit + "\n" + head + rows +
			"填报人：,张某" + plantedMobile + ",联系电话：," + plantedMobile + ",审核人：," + plantedID + ",填报日期：,2019-07-03\n"
	}
	put := func(day, name string, data []byte) {
		folder := filepath.Join(dir, "inbox", "h1", day)
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	put("2019-07-03", "县财政局.xlsx", workbookOf(t, sheet("县财政局", line("1", "推进财政信息公开"))))
	put("2019-07-04", "县财政局.xlsx", workbookOf(t, sheet("县财政局", strings.Replace(line("1", "推进财政信息公开"), "差不多 "+plantedMobile, "正在推进", 1))))
	put("2019-07-03", "县教育局.csv", []byte(sheet("县教育局", line("3", "推进决策公开")+line("99", "没有的工作"+plantedMobile)+line("2", "加强组织领导"))))
	put("2019-07-03", "夏镇.docx", documentOf(t, sheet("夏镇", line("2", "加强组织领导")), "填报人：孙某 联系电话："+plantedMobile, "附：身份证号"+plantedID))
	put("2019-07-03", "不知是谁.csv", []byte(sheet("数字专班"+plantedMobile, line("1", "推进财政信息公开"))))
	put("2019-07-03", namedFile, []byte(sheet("白镇", line("2", "加强组织领导"))))
	put("2019-07-04", "又"+namedFile, []byte(sheet("白镇", line("2", "加强组织领导"))))
	put("2019-07-03", "司法局.txt", []byte("我们的情况请电话联系"+plantedMobile))
	return dir
}

func withoutPath(data []byte) []byte { return bytes.ReplaceAll(data, []byte(namedFile), nil) }

func cellsOf(csv string) [][]string {
	var out [][]string
	for _, line := range strings.Split(strings.TrimSpace(csv), "\n") {
		out = append(out, strings.Split(line, ","))
	}
	return out
}

func workbookOf(t *testing.T, csv string) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range cellsOf(csv) {
		for j, text := range row {
			if err := f.SetCellStr("Sheet1", grid.Ref(i+1, j+1), text); err != nil {
				t.Fatal(err)
			}
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// documentOf is a Word file with a table, and paragraphs behind it.
func documentOf(t *testing.T, csv string, behind ...string) []byte {
	t.Helper()
	paragraph := func(text string) string { return "<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>" }
	body := "<w:tbl>"
	for _, row := range cellsOf(csv) {
		body += "<w:tr>"
		for _, text := range row {
			body += "<w:tc>" + paragraph(text) + "</w:tc>"
		}
		body += "</w:tr>"
	}
	body += "</w:tbl>"
	for _, text := range behind {
		body += paragraph(text)
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range map[string]string{
		"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
		"_rels/.rels":         `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/document.xml":   `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + body + `</w:body></w:document>`,
	} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestPlantedNumbersStayWithTheirSender looks through every output of a run, part
// by part, for numbers of persons: they may stand in the sender's own cells of the
// copy that goes back, and nowhere else.
func TestPlantedNumbersStayWithTheirSender(t *testing.T) {
	dir := plantedRound(t)
	for _, asOf := range []string{"", "2019-07-09"} {
		p, err := project.Open(project.Options{Dir: dir, Round: "h1", AsOf: asOf})
		if err != nil {
			t.Fatal(err)
		}
		outcome, err := p.Run(project.Everything)
		if err != nil {
			t.Fatal(err)
		}
		if len(outcome.Counted) < 10 || len(outcome.Corrections) == 0 {
			t.Fatalf("%d findings, %d comparisons", len(outcome.Counted), len(outcome.Corrections))
		}
		copies := 0
		for _, name := range files(t, p.Out()) {
			if showsPlanted(name) {
				t.Errorf("the name %s shows a number", name)
			}
			path := filepath.Join(p.Out(), filepath.FromSlash(name))
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			switch filepath.Ext(name) {
			case ".pdf":
				if text, err := exec.Command("pdftotext", "-layout", path, "-").Output(); err == nil {
					data = text
				}
				if showsPlanted(string(data)) {
					t.Errorf("%s shows a number", name)
				}
			case ".xlsx":
				if strings.HasPrefix(name, "returns/") {
					copies++
				}
				numbersInWorkbook(t, name, data)
			default:
				if filepath.Ext(name) == ".json" {
					data = withoutPath(data)
				}
				for _, line := range strings.Split(string(data), "\n") {
					if showsPlanted(line) {
						t.Errorf("%s: %.200s", name, line)
					}
				}
			}
		}
		if copies < 3 {
			t.Errorf("only %d copies go back", copies)
		}
	}
}

func numbersInWorkbook(t *testing.T, name string, data []byte) {
	t.Helper()
	back := strings.HasPrefix(name, "returns/")
	wb := grid.Read(name, data, grid.Limits{})
	if wb.Err != nil {
		t.Fatal(name, wb.Err)
	}
	kept := 0
	for i, s := range wb.Sheets {
		for j := range s.Cells {
			c := &s.Cells[j]
			own := back && i > 0 // behind the sheet 退回意见
			if showsPlanted(string(withoutPath([]byte(c.Link())))+" "+c.Comment()) || !own && c.Text != filledIn && showsPlanted(c.Text+" "+c.Raw) {
				t.Errorf("%s %s!%s: %q %q", name, s.Name, c.Ref(), c.Text, c.Comment())
			}
			if own && showsPlanted(c.Text) {
				kept++
			}
		}
	}
	if back && kept == 0 {
		t.Errorf("%s: the sender's own numbers are gone", name)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(name, err)
	}
	for _, f := range z.File {
		if name == "待决定.xlsx" && f.Name == "xl/sharedStrings.xml" {
			continue
		}
		if back && (f.Name == "xl/sharedStrings.xml" || strings.HasPrefix(f.Name, "xl/worksheets/sheet")) {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(f.Name, ".rels") {
			text = withoutPath(text)
		}
		if showsPlanted(string(text)) {
			t.Errorf("%s: the part %s shows a number", name, f.Name)
		}
	}
}
