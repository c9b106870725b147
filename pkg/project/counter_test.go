//go:build office

package project

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/grid"
)

// clerk fills in blanks, well or badly.
type clerk struct {
	*rand.Rand
	slips float64 // the share of cells with a slip
}

func (c *clerk) slip() bool             { return c.Float64() < c.slips }
func (c *clerk) one(s ...string) string { return s[c.IntN(len(s))] }

const wellWritten = "已在县政府门户网站公开规范性文件制发主体清单12件，并完成年度清理，答复咨询35件。"

// badTexts are texts with something wrong in them, or that look as if there were.
var badTexts = []string{"", "——", " ", "/", "落实。", "按要求落实。", "#N/A", "=1/0", "=NA()",
	wellWritten + "联系人13800138000。", wellWritten + "电话：138-0013-8000", wellWritten + "１３８００１３８０００", "经办人+86 13800138000咨询办理，全年受理群众来电来访若干件，均已办结",
	wellWritten + "申请人（身份证号11010519491231002X）", "11010519491231002Ｘ" + wellWritten, wellWritten + "，身份证：110105194912310021", "见http://www.example.gov.cn/1.html 联系人：13800138000，" + wellWritten,
	"卡号6222021234567890128" + wellWritten, wellWritten + "账户：5222 0212 3456 7890",
	// nothing wrong with these
	strings.Repeat(wellWritten, 9), "见 http://www.example.gov.cn/art/2019/6/20/art_1380_13800138000.html ，" + wellWritten, wellWritten + "资金13800138000元",
	wellWritten + "统一社会信用代码11370826004331234K。", wellWritten + "话务量201906301380013800件", wellWritten + "办公电话0537-8220000、12345。"}

var badDates = []string{"2019-06-31", "2019年2月30日", "2019-13-01", "6月31日", "2019.6.31", "2018-05-20", "2019-12-01", "2019-07-01", "2019-07-04", "上个月", "待定", "2019年6月", "2019年5月底",
	"6月20日", "2019.6.20", "2019/5/7", "6.3", "二〇一九年二月三十日", "20190231", "=1/0", "2019-06-20 8:00", "2019-6-0", "1", "2019.13"}

// jumble puts parts together as they come.
func (c *clerk) jumble(parts ...string) string {
	text := ""
	for range 1 + c.IntN(7) {
		text += c.one(parts...)
	}
	return strings.TrimLeft(text, "=+-/")
}

var numberParts = []string{"13800138000", "138-0013-8000", "138 0013 8000", "138—0013—8000", "１３８００１３８０００", "11010519491231002X", "110105194912310021", "11010519491231002x",
	"身份证号", "电话", "，", "。", " ", "-", "/", "a", "X", "1", "86", "+86 ", "元", "编号：", "6222021234567890128", "6222 0212 3456 7890 128", "5222021234567890129", "卡号：", "http://a.gov.cn/", "www.a.cn", "公开", "\n", "_", "0", "(", "）", "15"}

var dateParts = []string{"2019", "2019年", "2018-", "6", "6月", "06", "13月", "31", "31日", "30", "-", "/", ".", "底", "前", "二〇一九年", "六月", "日", "2", "29", " ", "号", "下旬"}

// answer fills in the unit's cells of a row.
func (c *clerk) answer() map[string]string {
	a := map[string]string{form.FieldStatus: c.one("已完成", "正在推进", "未启动", "不涉及"), form.FieldProgressText: wellWritten}
	switch a[form.FieldStatus] {
	case "已完成":
		a[form.FieldProgress], a[form.FieldDate] = c.one("100%", ""), fmt.Sprintf("2019-0%d-1%d", 1+c.IntN(6), c.IntN(10))
		a[form.FieldLinks] = "http://www.example.gov.cn/art/2019/6/20/art_138001_13800138000.html"
	case "正在推进":
		a[form.FieldProgress], a[form.FieldDate] = c.one("5%", "60%", "99%", ""), c.one("", "待定", "2019-12-31")
	case "未启动":
		a[form.FieldProgress] = c.one("0%", "")
	}
	if c.slip() {
		a[form.FieldStatus] = c.one("", "/", "完成了", "基本完成", "已完成", "正在推进", "未启动", "不涉及", "未启动", " ", "=1/0", "13800138000")
	}
	if c.slip() {
		a[form.FieldProgress] = c.one("100%", "99.9%", "120%", "-5%", "0%", "0.8", "80", "1", "很快", "八成", "/", "0.4%", "30%", "=1/0", "TRUE", "1%", "100.00001%", "99.999999999%", "2019-6-1")
	}
	if c.slip() {
		a[form.FieldProgressText] = c.one(append(badTexts, wellWritten+c.jumble(numberParts...), c.jumble(numberParts...)+wellWritten)...)
	}
	if c.slip() {
		a[form.FieldDate] = c.one(append(badDates, c.jumble(dateParts...), c.jumble(dateParts...), c.jumble(dateParts...))...)
	}
	if c.slip() {
		a[c.one(form.FieldLinks, form.FieldEvidence, form.FieldProblems, form.FieldNext, form.FieldRemark)] = c.one(append(badTexts, c.jumble(numberParts...), c.jumble(numberParts...), c.jumble(numberParts...))...)
	}
	return a
}

// sign fills in the signature.
func (c *clerk) sign(units []string) map[string]string {
	s := map[string]string{"填报人": "张某", "联系电话": "0537-8220000", "审核人": "李某", "填报日期": "2019-07-02"}
	if c.slip() {
		delete(s, c.one("填报人", "联系电话", "审核人", "填报日期"))
	}
	if c.slip() {
		s["填报日期"] = c.one("2019-06-10", "2019年7月3日", "7月2日", "上周", "2019-06-31")
	}
	if c.slip() {
		s["填报单位（盖章）"] = c.one(units...)
	}
	return s
}

// TestOfficeCompleteHasNoError has blanks filled in at random by LibreOffice. What
// the counter of a blank calls complete must be free of errors for the checks.
func TestOfficeCompleteHasNoError(t *testing.T) {
	p, _ := weishanProject(t)
	dir := t.TempDir()
	units := []string{"县财政局", "县司法局", "县政府办公室", "夏镇街道", "县教育和体育局", "县人行", "县应急局", "县医保局"}
	var jobs []fillJob
	for i := range 6 {
		for j, unit := range units {
			if len(p.Plan.Of(unit)) == 0 {
				t.Fatal(unit)
			}
			// The rate is for a sheet: a long one has more rows to slip in.
			c := &clerk{rand.New(rand.NewPCG(uint64(i), uint64(j))), []float64{0, 0.4, 0.8, 1.5, 3, 10}[i%6] / float64(4*len(p.Plan.Of(unit)))}
			blank := filepath.Join(dir, "blank", fmt.Sprint(i), unit+".xlsx")
			to := filepath.Join(dir, "filled", fmt.Sprint(i), unit+".xlsx")
			cells := c.fillBlank(t, p, unit, units, blank)
			os.MkdirAll(filepath.Dir(to), 0o755)
			jobs = append(jobs, fillJob{From: blank, To: to, Format: "xlsx", Sheet: "填报表", Cells: cells, Recalculate: i%2 == 1})
		}
	}
	fillInOffice(t, jobs)
	seen := map[string]int{}
	codes := map[string]int{}
	for _, job := range jobs {
		counter := counterOf(t, job.To)
		checked, err := p.Check([]string{job.To})
		if err != nil {
			t.Fatal(err)
		}
		complete, wrong := strings.Contains(counter, "必填项已填完"), false
		for _, f := range checked.Result.Findings {
			if f.Severity != finding.Error {
				continue
			}
			codes[f.Code]++
			if wrong = true; complete {
				t.Errorf("%s says %q, but %s %v %s", strings.TrimPrefix(job.To, dir), counter, f.Code, f.Cells, f.Message)
			}
		}
		if len(checked.Result.Files) != 1 || checked.Result.Files[0].Unit == "" {
			t.Errorf("%s: %+v", job.To, checked.Result.Files)
		}
		seen[fmt.Sprintf("complete %v, error %v", complete, wrong)]++
		if !complete && !wrong {
			t.Logf("no error, but %s says %q", strings.TrimPrefix(job.To, dir), counter)
		}
	}
	t.Log(seen, codes)
	if seen["complete true, error false"] < len(jobs)/10 || seen["complete false, error true"] < len(jobs)/10 {
		t.Error("too few of either kind")
	}
}

// fillBlank writes the unit's blank, in half of the cases with what the unit
// wrote before, and gives what the clerk types.
func (c *clerk) fillBlank(t *testing.T, p *Project, unit string, units []string, path string) map[string]string {
	t.Helper()
	rows := p.BlankRows(unit)
	before := map[string]map[string]string{}
	if c.IntN(2) == 0 {
		for _, r := range rows {
			if c.IntN(3) == 0 {
				before[r.Row.Item.ID] = map[string]string{form.FieldStatus: "正在推进", form.FieldProgress: "60%", form.FieldProgressText: "公开了两批。", form.FieldDate: "2019-03-20"}
			}
		}
	}
	u, _ := p.Roster.Unit(unit)
	var b bytes.Buffer
	if err := form.Blank(&b, p.Spec, form.BlankInput{County: p.Settings.County, Office: p.Settings.Office, Year: p.Settings.Year, Unit: u, Round: p.Round, Rows: rows,
		Previous: before, Guide: p.Rules.Guide()}); err != nil {
		t.Fatal(err)
	}
	os.MkdirAll(filepath.Dir(path), 0o755)
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	sheet := grid.Read(path, b.Bytes(), grid.Limits{}).Sheets[0]
	columns, cells := map[string]int{}, map[string]string{}
	for i, col := range p.Spec.Columns() {
		columns[col.Field] = i + 1
	}
	required := map[string]bool{}
	for _, r := range rows {
		required[r.Row.Item.ID] = r.Required
	}
	sign := c.sign(units)
	sheet.EachRow(func(row int, list []grid.Cell) bool {
		for _, cell := range list {
			if text, ok := sign[strings.TrimSuffix(cell.Text, "：")]; ok && cell.Col <= len(columns) && row > 4 {
				cells[besideLabel(sheet, row, cell.Col)] = text
			}
		}
		key := sheet.At(row, len(columns)+1)
		if key == nil || !strings.HasPrefix(key.Text, "#") {
			return true
		}
		// A row that need not be reported on is begun at times.
		if !required[key.Text[1:]] && c.IntN(4) > 0 || c.slip() {
			return true
		}
		for field, text := range c.answer() {
			if text != "" || before[key.Text[1:]] != nil {
				cells[grid.Ref(row, columns[field])] = text
			}
		}
		if !required[key.Text[1:]] && c.slip() {
			delete(cells, grid.Ref(row, columns[form.FieldStatus]))
		}
		return true
	})
	return cells
}

func counterOf(t *testing.T, file string) string {
	t.Helper()
	wb, err := grid.Open(file, grid.Limits{})
	if err != nil || wb.Err != nil {
		t.Fatal(err, wb.Err)
	}
	cell := wb.Sheets[0].At(3, 1)
	if cell == nil || !strings.HasPrefix(cell.Text, "填报提示：") {
		t.Fatalf("%s: no counter, %+v", file, cell)
	}
	return cell.Text
}
