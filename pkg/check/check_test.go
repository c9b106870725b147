package check

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"zwgk/pkg/decision"
	"zwgk/pkg/duty"
	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/grid"
	"zwgk/pkg/intake"
	"zwgk/pkg/ledger"
	"zwgk/pkg/policy"
	"zwgk/pkg/roster"
	"zwgk/pkg/tasktable"
)

const root = "../../"

func policyFile(t testing.TB, name string) policy.File {
	t.Helper()
	data, err := os.ReadFile(root + "templates/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return policy.File{Name: name, Data: data}
}

// county is the real table and roster with the built-in templates, for the half year.
type county struct {
	*Settings
	roster *roster.Roster
	limits grid.Limits // of reading a file
}

func weishan(t testing.TB) county {
	t.Helper()
	weishanOnce.Do(func() { weishanRead = readWeishan(t) })
	settings := *weishanRead.Settings
	return county{Settings: &settings, roster: weishanRead.roster}
}

var (
	weishanOnce sync.Once
	weishanRead county
)

func readWeishan(t testing.TB) county {
	t.Helper()
	must := func(err error) {
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
	}
	spec, err := form.ParseSpec(policyFile(t, "form.yaml"), policyFile(t, "words.yaml"))
	must(err)
	rules, err := ParseRules(policyFile(t, "rules.yaml"), spec)
	must(err)
	tableSpec, err := tasktable.ParseSpec(policyFile(t, "table.yaml"))
	must(err)
	dir := root + "samples/weishan-2019/"
	wb, err := grid.Open(dir+"roster.csv", grid.Limits{})
	must(err)
	r, err := roster.Read("roster.csv", wb)
	must(err)
	wb, err = grid.Open(dir+"2019-task-table.txt", grid.Limits{})
	must(err)
	table, err := tasktable.Read("table.txt", wb, tableSpec, tasktable.Known{Units: r.Names()})
	must(err)
	plan := duty.Make(table, r, &decision.Set{}, tableSpec)
	round := form.Round{ID: "2019-h1", Name: "上半年", Kind: "half", Start: "2019-01-01", Due: "2019-07-05", AsOf: "2019-06-30", Year: 2019}
	return county{Settings: &Settings{Rules: rules, Spec: spec, Table: table, Plan: plan, Round: round, Year: 2019}, roster: r}
}

// file is a file of an inbox by name, content and day of receipt.
type file struct{ path, content, received string }

func (c county) check(files ...file) (*Result, *ledger.Ledger) {
	var in []Received
	for _, f := range files {
		got := Received{File: intake.File{Path: f.path, Received: f.received}}
		if strings.HasPrefix(f.path, "~$") {
			got.File.Junk = "temporary"
			in = append(in, got)
			continue
		}
		if strings.HasSuffix(f.path, ".eml") {
			in = append(in, c.mailed(f)...)
			continue
		}
		in = append(in, c.read(got, []byte(f.content)))
	}
	r := Sheets(in, c.Settings)
	l := ledger.Merge(ledger.Input{Round: c.Round, Table: c.Table, Plan: c.Plan, Roster: c.roster, Forms: r.Forms(), Unmerged: r.Apart, Spec: c.Spec})
	r.Across(l)
	c.verifyArguments(r.Findings)
	return r, l
}

func (c county) read(got Received, data []byte) Received {
	wb := grid.Read(intake.Base(got.File.Path), data, c.limits)
	got.Format, got.Err = wb.Format, wb.Err
	got.Reading = form.Read(form.Input{File: got.File, Workbook: wb}, c.Spec, c.reading())
	return got
}

// reading is what a form is recognised by.
func (c county) reading() form.Context {
	return form.Context{Table: c.Table, Plan: c.Plan, Roster: c.roster, Rounds: []form.Round{c.Round}, Round: c.Round, County: "微山县", Year: 2019}
}

// mailed are a mail and what it brings, as the inbox gives them.
func (c county) mailed(mail file) []Received {
	dir, err := os.MkdirTemp("", "check")
	if err == nil {
		defer os.RemoveAll(dir)
		err = os.WriteFile(dir+"/"+mail.path, []byte(mail.content), 0o600)
	}
	list, failed := intake.Open(dir, intake.Limits{}, c.Rules.MailLinks()...)
	if err = errors.Join(err, failed); err != nil {
		panic(err)
	}
	var out []Received
	for _, f := range list {
		got := Received{File: f}
		data, err := f.Bytes()
		var known *intake.Error
		if errors.As(err, &known) {
			got.Err, got.Carrier = &grid.Error{Kind: grid.Kind(known.Kind), Message: known.Message}, f.Carrier()
			got.Reading = form.Read(form.Input{File: f}, c.Spec, c.reading())
		} else {
			got = c.read(got, data)
		}
		out = append(out, got)
	}
	return out
}

// columns of the sheets in these tests, by field.
var columns = []string{form.FieldID, form.FieldTask, form.FieldStatus, form.FieldProgress, form.FieldProgressText, form.FieldDate, form.FieldLinks, form.FieldEvidence}

const goodText = "已公开有关信息十二条，并对文件进行了全面清理。"

// sheetOf makes a complete return of a unit. rows change its rows: item → field → text.
func (c county) sheetOf(unit string, rows map[string]map[string]string) string {
	var b strings.Builder
	var head []string
	for _, f := range columns {
		head = append(head, c.Spec.Header(f))
	}
	fmt.Fprintf(&b, "%s2019年上半年政务公开工作进展情况填报表,,\n填报单位：,%s,\n%s\n", "微山县", unit, strings.Join(head, ","))
	for i, item := range c.Plan.Required(unit, []duty.Role{duty.Lead, duty.Responsible}) {
		row, _ := c.Table.Find(item)
		values := map[string]string{form.FieldID: finding.ItemText(item), form.FieldTask: row.Task, form.FieldStatus: "正在推进", form.FieldProgress: fmt.Sprintf("%d%%", 40+10*(i%5)), form.FieldProgressText: goodText}
		if change, ok := rows[item]; ok {
			for k, v := range change {
				values[k] = v
			}
		}
		b.WriteString(line(values))
	}
	for _, extra := range []string{"extra", "extra2"} {
		if v, ok := rows[extra]; ok {
			b.WriteString(line(v))
		}
	}
	b.WriteString("填报人：,张某,联系电话：,0537-8220000,审核人：,李某,填报日期：,2019-07-03\n")
	return b.String()
}

func line(values map[string]string) string {
	var cells []string
	for _, f := range columns {
		cells = append(cells, `"`+strings.ReplaceAll(values[f], `"`, `""`)+`"`)
	}
	return strings.Join(cells, ",") + "\n"
}

func codes(r *Result) string {
	var out []string
	for _, f := range r.Findings {
		out = append(out, f.Code+" "+strings.Join(f.Cells, "、"))
	}
	slices.Sort(out)
	return strings.Join(out, "; ")
}

func TestACleanSheetIsNotBlamed(t *testing.T) {
	c := weishan(t)
	for _, unit := range []string{"县司法局", "县财政局", "夏镇街道", "县政府办公室"} {
		r, _ := c.check(file{unit + ".csv", c.sheetOf(unit, nil), "2019-07-03"})
		if got := codes(r); got != "" {
			t.Errorf("%s: %s", unit, got)
		}
		if r.Files[0].Verdict != finding.Accepted {
			t.Errorf("%s: %s", unit, r.Files[0].Verdict)
		}
	}
}

// Every rule with example rows is broken by the bad one, at the cell of its
// field, and by nothing in the good one.
func TestExamplesOfTheRules(t *testing.T) {
	c := weishan(t)
	base := map[string]string{form.FieldProgress: "", form.FieldDate: "", form.FieldLinks: "", form.FieldEvidence: ""}
	cell := map[string]string{}
	for i, f := range columns {
		cell[f] = grid.Ref(4, i+1)
	}
	run := func(row map[string]string) string {
		values := map[string]string{}
		for k, v := range base {
			values[k] = v
		}
		for k, v := range row {
			values[k] = v
		}
		if values[form.FieldStatus] == "已完成" {
			for field, usual := range map[string]string{form.FieldEvidence: "有关文件", form.FieldDate: "2019-06-20"} {
				if _, given := row[field]; !given && values[field] == "" {
					values[field] = usual
				}
			}
		}
		r, _ := c.check(file{"县司法局.csv", c.sheetOf("县司法局", map[string]map[string]string{"4": values}), "2019-07-05"})
		return codes(r)
	}
	for _, rule := range c.Rules.rules {
		if rule.BadRow == nil {
			continue
		}
		// What the example is about must be missing, not made up above.
		bad, good := rule.BadRow, rule.GoodRow
		switch rule.Code.Value {
		case "L04":
			bad = with(bad, form.FieldDate, "")
		case "E01":
			bad, good = with(bad, form.FieldEvidence, ""), with(good, form.FieldEvidence, "")
		}
		if got, want := run(bad), rule.Code.Value+" "+cell[rule.Field.Value]; got != want {
			t.Errorf("%s, bad: got %q, want %q", rule.Code, got, want)
		}
		if got := run(good); got != "" {
			t.Errorf("%s, good: %s", rule.Code, got)
		}
	}
}

func with(m map[string]string, k, v string) map[string]string {
	out := map[string]string{k: v}
	for key, value := range m {
		if key != k {
			out[key] = value
		}
	}
	return out
}

func TestFilesUnitsAndRows(t *testing.T) {
	c := weishan(t)
	sheet := func(rows map[string]map[string]string) string { return c.sheetOf("县司法局", rows) }
	good := sheet(nil)
	extra := func(id, task string) map[string]map[string]string {
		return map[string]map[string]string{"extra": {form.FieldID: id, form.FieldTask: task, form.FieldStatus: "正在推进", form.FieldProgressText: goodText}}
	}
	rows := len(c.Plan.Required("县司法局", []duty.Role{duty.Responsible}))
	last := 3 + rows + 1 // row of an extra line
	cases := []struct {
		name    string
		files   []file
		want    string
		verdict finding.Verdict
	}{
		{"broken", []file{{"a.xlsx", "PK\x03\x04 broken", ""}}, "F01 ", finding.Rejected},
		{"pdf", []file{{"a.pdf", "%PDF-1.4", ""}}, "F03 ", finding.Rejected},
		{"empty", []file{{"a.csv", "", ""}}, "F05 ", finding.Rejected},
		{"no form", []file{{"a.csv", "姓名,电话\n张某,0537-1\n李某,0537-2\n", ""}}, "F06 ", finding.Rejected},
		{"unknown unit", []file{{"a.csv", strings.Replace(good, "县司法局", "县某某某处", 1), ""}}, "U01 B2", finding.Rejected},
		{"ambiguous unit", []file{{"a.csv", strings.Replace(good, "县司法局", "县管理局", 1), ""}}, "U02 B2", finding.Rejected},
		{"unit in file name", []file{{"县公安局.csv", good, ""}}, "U03 B2", finding.Returned},
		{"another year", []file{{"a.csv", strings.Replace(good, "2019年上半年", "2018年上半年", 1), ""}}, "U04 A1", finding.Returned},
		{"another round", []file{{"a.csv", strings.Replace(good, "2019年上半年", "2019年第一季度", 1), ""}}, "U04 A1", finding.Returned},
		{"no duty", []file{{"a.csv", strings.Replace(good, "县司法局", "县审计局", 1), ""}}, "", ""},
		{"no signature", []file{{"a.csv", strings.Replace(good, "张某", "", 1), ""}}, fmt.Sprintf("U06 B%d", last), finding.Accepted},
		{"unknown item", []file{{"a.csv", sheet(extra("99", "不存在的任务")), ""}}, fmt.Sprintf("T01 A%d", last), finding.Returned},
		{"foreign item", []file{{"a.csv", sheet(extra("34", "")), ""}}, "", ""},
		{"ambiguous item", []file{{"a.csv", sheet(extra("", "推进乡村振兴信息公开")), ""}}, fmt.Sprintf("T03 B%d", last), finding.Returned},
		{"twice, different", []file{{"a.csv", sheet(map[string]map[string]string{"extra": {form.FieldID: "6", form.FieldStatus: "已完成", form.FieldDate: "2019-06-20", form.FieldEvidence: "文件", form.FieldProgressText: goodText}}), ""}},
			fmt.Sprintf("T04 A%d", last), finding.Returned},
		{"twice, alike", []file{{"a.csv", sheet(map[string]map[string]string{"extra": {form.FieldID: "6", form.FieldStatus: "正在推进", form.FieldProgress: "50%", form.FieldProgressText: goodText}}), ""}},
			fmt.Sprintf("T05 A%d", last), finding.Accepted},
		{"attachment", []file{{"县司法局.csv", good, ""}, {"县司法局佐证.pdf", "%PDF-1.4", ""}}, "", finding.Accepted},
		{"attachment in the unit's folder", []file{{"司法/表.csv", good, ""}, {"司法/扫描.pdf", "%PDF-1.4", ""}}, "", finding.Accepted},
		{"attachment in the unit's archive", []file{{"司法.zip › 表.csv", good, ""}, {"司法.zip › 佐证/扫描.pdf", "%PDF-1.4", ""}}, "", finding.Accepted},
		{"attachment of a mail", []file{{"信.eml › 表.zip › 填报/表.csv", good, ""}, {"信.eml › image001.png", "\x89PNG", ""}}, "", finding.Accepted},
		{"attachment nested deeper", []file{{"司法.zip › 表.csv", good, ""}, {"司法.zip › 佐证.rar › 照片/1.png", "\x89PNG", ""}}, "", finding.Accepted},
		{"scan beside an archive", []file{{"a/司法.zip › 表.csv", good, ""}, {"a/扫描.pdf", "%PDF-1.4", ""}}, "F03 ", finding.Accepted},
		{"scan in another archive", []file{{"司法.zip › 表.csv", good, ""}, {"公安.zip › 扫描.pdf", "%PDF-1.4", ""}}, "F03 ", finding.Accepted},
		{"archive of two units", []file{{"汇总.zip › 表.csv", good, ""}, {"汇总.zip › 公安.csv", strings.Replace(good, "县司法局", "县公安局", 1), ""}, {"汇总.zip › 扫描.pdf", "%PDF-1.4", ""}},
			"", ""},
		{"broken sheet in an archive", []file{{"司法.zip › 表.csv", good, ""}, {"司法.zip › 表.xlsx", "PK\x03\x04 broken", ""}}, "F01 ", finding.Accepted},
		{"scan of another unit", []file{{"县司法局.csv", good, ""}, {"县公安局.pdf", "%PDF-1.4", ""}}, "F03 ", finding.Accepted},
		{"temporary", []file{{"县司法局.csv", good, ""}, {"~$县司法局.xlsx", "x", ""}}, "", finding.Accepted},
	}
	for _, k := range cases {
		t.Run(k.name, func(t *testing.T) {
			r, l := c.check(k.files...)
			if k.verdict == "" { // only what it must not be
				t.Log(codes(r))
				return
			}
			if got := codes(r); got != k.want {
				t.Errorf("got %q, want %q", got, k.want)
			}
			if got := r.Files[0].Verdict; got != k.verdict {
				t.Errorf("verdict %s, want %s", got, k.verdict)
			}
			for _, f := range r.Files {
				if n := l.Files[f.Path]; n.Read != n.Merged+n.Superseded+n.Unmatched+n.Empty || n != f.Rows {
					t.Errorf("account of %s: %+v, %+v", f.Path, n, f.Rows)
				}
			}
		})
	}
}

// What to do about a file that cannot be read goes by what failed: its content,
// the archive or mail that it came in, or the disk.
func TestAdviceFitsTheCarrier(t *testing.T) {
	c := weishan(t)
	for carrier, want := range map[string]string{"": "Excel", "archive": "压缩", "mail": "邮件", "disk": "权限"} {
		r := Sheets([]Received{{File: intake.File{Path: "a"}, Err: &grid.Error{Kind: grid.Corrupt, Message: "坏了。"}, Carrier: carrier}}, c.Settings)
		f, _ := c.Rules.Catalogue.Complete(r.Findings[0])
		if !strings.Contains(f.Hint, want) || carrier != "" && strings.Contains(f.Hint, "Excel") {
			t.Errorf("%s: %s", carrier, f.Hint)
		}
	}
}

// A file that a mail has only a link to is told of; beside a sheet of the unit it
// is an attachment, unless it may be a form itself.
func TestFilesBehindLinks(t *testing.T) {
	c := weishan(t)
	wb := grid.Read("a.csv", []byte(c.sheetOf("县司法局", nil)), grid.Limits{})
	sheet := Received{File: intake.File{Path: "信.eml › a.csv"}, Format: wb.Format}
	sheet.Reading = form.Read(form.Input{File: sheet.File, Workbook: wb}, c.Spec, form.Context{Table: c.Table, Plan: c.Plan, Roster: c.roster, Round: c.Round, County: "微山县", Year: 2019})
	link := func(name string) Received {
		return Received{File: intake.File{Path: "信.eml › " + name}, Err: &grid.Error{Kind: linked, Message: "只有链接。"}, Carrier: "mail", Reading: &form.Reading{Unit: "县司法局"}}
	}
	for name, k := range map[string]struct {
		in   []Received
		want finding.Verdict
	}{"alone": {[]Received{link("照片.zip")}, finding.Rejected}, "photos": {[]Received{link("照片.zip"), sheet}, finding.Ignored}, "form": {[]Received{link("新表.xlsx"), sheet}, finding.Rejected}} {
		r := Sheets(k.in, c.Settings)
		if r.Files[0].Verdict != k.want && r.Files[0].Unit == "县司法局" || k.want == finding.Rejected && (codes(r) != "F10 " || r.Files[0].Unit != "县司法局") {
			t.Errorf("%s: %s %+v", name, codes(r), r.Files[0])
		}
	}
}

// Items left empty are blamed at their rows, items without a row at the header,
// and neither when another sheet of the unit has them.
func TestMissingItems(t *testing.T) {
	c := weishan(t)
	empty := map[string]string{form.FieldStatus: "", form.FieldProgress: "", form.FieldProgressText: ""}
	blank := c.sheetOf("县司法局", map[string]map[string]string{"4": empty})
	r, _ := c.check(file{"a.csv", blank, "2019-07-03"})
	if got := codes(r); got != "T06 A4" {
		t.Errorf("got %q", got)
	}
	lines := strings.SplitAfter(c.sheetOf("县司法局", nil), "\n")
	without := strings.Join(slices.Delete(slices.Clone(lines), 3, 4), "")
	r, _ = c.check(file{"a.csv", without, "2019-07-03"})
	if got := codes(r); got != "T06 A3" || r.Findings[0].Item != "4" {
		t.Errorf("got %q, %+v", got, r.Findings)
	}
	only := strings.Join(slices.Concat(lines[:4], lines[len(lines)-2:]), "")
	r, l := c.check(file{"a.csv", without, "2019-07-03"}, file{"b.csv", only, "2019-07-04"})
	if got := codes(r); got != "" {
		t.Errorf("two sheets together are complete: %q", got)
	}
	if len(l.Entries) == 0 || r.Files[1].Verdict != finding.Accepted {
		t.Errorf("%+v", r.Files)
	}
}

// A wrong header gives one finding, not forty; a mere note where the column can be nothing but what is asked.
func TestOneFindingForAColumn(t *testing.T) {
	c := weishan(t)
	for header, want := range map[string]string{"任务来源": "T08 A3", "甲乙丙": "T20 C3"} {
		sheet := strings.Replace(c.sheetOf("县财政局", nil), c.Spec.Header(form.FieldStatus), header, 1)
		if r, _ := c.check(file{"a.csv", sheet, "2019-07-03"}); codes(r) != want {
			t.Errorf("%s: got %q", header, codes(r))
		}
	}
	rows := map[string]map[string]string{}
	for _, item := range c.Plan.Required("县财政局", []duty.Role{duty.Responsible}) {
		rows[item] = map[string]string{form.FieldProgress: "120%"}
	}
	r, _ := c.check(file{"a.csv", c.sheetOf("县财政局", rows), "2019-07-03"})
	if len(r.Findings) != 1 || r.Findings[0].Code != "V04" || len(r.Findings[0].Cells) != len(rows) || r.Findings[0].Cell != "D4" {
		t.Errorf("got %q", codes(r))
	}
}

// A sheet that was mended is superseded, and its faults no longer count.
func TestSuperseded(t *testing.T) {
	c := weishan(t)
	bad := c.sheetOf("县司法局", map[string]map[string]string{"6": {form.FieldProgress: "120%"}})
	r, _ := c.check(file{"2019-07-03/a.csv", bad, "2019-07-03"}, file{"2019-07-04/a.csv", c.sheetOf("县司法局", nil), "2019-07-04"})
	if r.Files[0].Verdict != finding.Superseded || r.Files[1].Verdict != finding.Accepted {
		t.Errorf("%s %s", r.Files[0].Verdict, r.Files[1].Verdict)
	}
	if len(r.Findings) != 1 || r.Active(r.Findings[0]) {
		t.Errorf("%+v", r.Findings)
	}
}

func TestPrivateNumbersAreMasked(t *testing.T) {
	c := weishan(t)
	r, _ := c.check(file{"a.csv", c.sheetOf("县司法局", map[string]map[string]string{"6": {form.FieldProgressText: goodText + "联系人13800138000。"}}), "2019-07-03"})
	if len(r.Findings) != 1 {
		t.Fatal(codes(r))
	}
	f := r.Findings[0]
	if strings.Contains(fmt.Sprintf("%+v", f), "13800138000") || !strings.Contains(f.Message, "138******00") {
		t.Errorf("%+v", f)
	}
}

func TestSlipsInTheRuleFile(t *testing.T) {
	spec := weishan(t).Spec
	good := string(policyFile(t, "rules.yaml").Data)
	for name, k := range map[string]struct{ old, new, want string }{
		"severity":       {"severity: error", "severity: fatal", "severity 写的是 “fatal”"},
		"check":          {"check: corrupt", "check: corupt", "没有这种检查"},
		"condition":      {"进度 >= 0", "进都 >= 0", "不认识 “进都”"},
		"twice":          {"code: F02", "code: F01", "写了两次"},
		"word":           {"attachment: 是 {file} 的附件", "attachment: 是 {fil} 的附件", "不能用 “{fil}”"},
		"key":            {"stage: file", "stge: file", "不认识的项目 “stge”"},
		"measures":       {"measures: [条", "measures: ['', 条", "measures 里有一个词是空的"},
		"quotes":         {"quotes: [《, “]", "quotes: []", "quotes 里至少要有一个词"},
		"status":         {"statuses: {done: 已完成, ", "statuses: {", "conditions.statuses 里缺少 “done”"},
		"statuses":       {"statuses: {done: 已完成, ", "statuses: {doen: 已完成, ", "不认识 “doen”"},
		"duty":           {"responsible: 责任, ", "responsible: 牵头, ", "“牵头” 写了两次"},
		"condition word": {"statuses: {done: 已完成", "statuses: {done: 完成", "状态没有 “已完成” 这种写法"},
	} {
		_, err := ParseRules(policy.File{Name: "rules.yaml", Data: []byte(strings.Replace(good, k.old, k.new, 1))}, spec)
		if err == nil || !strings.Contains(err.Error(), k.want) || !strings.Contains(err.Error(), "rules.yaml 第 ") || !strings.Contains(err.Error(), "^") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnUnusableFileIsItsUnits(t *testing.T) {
	c := weishan(t)
	broken := func(day string) file { return file{day + "/县财政局.xlsx", "PK\x03\x04 cut", day} }
	r, _ := c.check(broken("2019-07-01"))
	if f := r.Files[0]; f.Unit != "县财政局" || f.Verdict != finding.Rejected || len(r.Findings) != 1 || r.Findings[0].Unit != "县财政局" || !r.Active(r.Findings[0]) {
		t.Errorf("%+v %+v", f, r.Findings)
	}
	good := file{"2019-07-03/财政局.csv", c.sheetOf("县财政局", nil), "2019-07-03"}
	r, _ = c.check(broken("2019-07-01"), good)
	if len(r.Findings) != 1 || r.Active(r.Findings[0]) || r.Files[0].Verdict != finding.Rejected {
		t.Errorf("a usable sheet does not make good for the broken one before it: %+v", r.Findings)
	}
	if r, _ = c.check(good, broken("2019-07-04")); len(r.Findings) != 1 || !r.Active(r.Findings[0]) {
		t.Errorf("a broken correction is forgotten: %+v", r.Findings)
	}
}

func TestASheetPerChapterIsSignedOnce(t *testing.T) {
	c := weishan(t)
	forms := []*form.Form{{Sheet: "一", Unit: "县财政局"}, {Sheet: "二", Unit: "县财政局", Signature: form.Signature{Filler: form.Text{Written: "张某", Cell: "B9"}}}, {Sheet: "三", Unit: "县公安局"}}
	r := Sheets([]Received{{File: intake.File{Path: "a.xlsx"}, Format: "xlsx", Reading: &form.Reading{Forms: forms}}}, c.Settings)
	got := map[string]bool{}
	for _, f := range r.Findings {
		if f.Code == "U06" {
			got[f.Sheet] = true
		}
	}
	if got["一"] || !got["二"] || !got["三"] {
		t.Errorf("signatures missed in %v", got)
	}
}

func TestAnAmbiguousTitleIsToldAtTheTitle(t *testing.T) {
	c := weishan(t)
	r, _ := c.check(file{"a.csv", "填报单位：,县农业农村局\n序号,工作任务,完成情况,进展情况\n1,推进乡村振兴信息公开,正在推进," + goodText + "\n2,推进重要部署执行公开,正在推进," + goodText + "\n", ""})
	for _, f := range r.Findings {
		if f.Code == "T03" && f.Cell == "B3" && f.Value == "推进乡村振兴信息公开" {
			return
		}
	}
	t.Error(codes(r))
}

func TestSheetsThatAreNotRead(t *testing.T) {
	c := weishan(t)
	reading := &form.Reading{Forms: []*form.Form{{Sheet: "填报表", Unit: "县财政局", Signature: form.Signature{Present: true}}}, Others: []form.Other{{Sheet: "通讯录"}}}
	r := Sheets([]Received{{File: intake.File{Path: "a.xlsx"}, Format: "xlsx", Reading: reading}}, c.Settings)
	if !slices.ContainsFunc(r.Findings, func(f finding.Finding) bool {
		return f.Code == "F07" && f.Sheet == "通讯录" && f.Severity == finding.Info
	}) {
		t.Errorf("%+v", r.Findings)
	}
}

func TestWhatAFindingQuotesIsMasked(t *testing.T) {
	c := weishan(t)
	item := c.Plan.Required("县司法局", nil)
	if len(item) == 0 {
		item = c.Plan.Required("县司法局", []duty.Role{duty.Responsible})
	}
	r, _ := c.check(file{"a.csv", c.sheetOf("县司法局", map[string]map[string]string{item[0]: {form.FieldStatus: "问张某13800138000", form.FieldLinks: "电话13800138000"}}), "2019-07-03"})
	if len(r.Findings) < 3 {
		t.Fatal(codes(r))
	}
	for _, f := range r.Findings {
		if strings.Contains(fmt.Sprint(f), "13800138000") {
			t.Errorf("%s shows the number: %s", f.Code, f.Message)
		}
	}
}

func TestACellThatRowsShareIsJudgedWhileOneCounts(t *testing.T) {
	l := &ledger.Ledger{Entries: []ledger.Entry{
		{Fate: ledger.Superseded, Source: ledger.Source{File: "a", Sheet: "s", Row: 4, Cells: map[string]string{form.FieldStatus: "C4"}}},
		{Fate: ledger.Merged, Source: ledger.Source{File: "a", Sheet: "s", Row: 5, Cells: map[string]string{form.FieldStatus: "C4"}}}}}
	gone := replacedBy(l)
	if f := (finding.Finding{File: "a", Sheet: "s", Cells: []string{"C4"}, Stage: finding.StageCell}); gone(f) {
		t.Error("the fault in a merged cell is forgotten")
	}
	if f := (finding.Finding{File: "a", Sheet: "s", Cells: []string{"E4"}, Stage: finding.StageCell}); !gone(f) {
		t.Error("a fault in a replaced row stays")
	}
}

// In a folder of many senders, what another unit sends is not an attachment of
// the one sheet that can be read.
func TestAnotherUnitsScanIsNoAttachment(t *testing.T) {
	c := weishan(t)
	r, _ := c.check(file{"2019-07-03/县财政局.csv", c.sheetOf("县财政局", nil), "2019-07-03"}, file{"2019-07-03/夏镇街道上半年.pdf", "%PDF-1.4", "2019-07-03"},
		file{"2019-07-03/会议记录.pdf", "%PDF-1.4", "2019-07-03"})
	var got []string
	for _, f := range r.Files {
		got = append(got, string(f.Verdict))
	}
	if strings.Join(got, " ") != "accepted rejected ignored" {
		t.Error(got)
	}
}

// TestBlanksErrorsAndCuts: blanks left open, failed formulas, cut sentences and dates before
// the year are told at their cell, and what looks like them is not.
func TestBlanksErrorsAndCuts(t *testing.T) {
	c := weishan(t)
	long := func(n int, end string) string {
		return "已公开12件" + strings.Repeat("公", n-6-len([]rune(end))) + end
	}
	for _, k := range []struct {
		row  map[string]string
		want string // codes and fields
	}{
		{map[string]string{form.FieldProgressText: "已在县政府门户网站公开文件××件，并完成年度清理工作。"}, "V12 progress_text"},
		{map[string]string{form.FieldProgressText: "已公开规范性文件12件，其余待补充，下半年完成。"}, "V12 progress_text"},
		{map[string]string{form.FieldProgressText: goodText, form.FieldEvidence: "（请填写文件名）"}, "V12 evidence"},
		{map[string]string{form.FieldProgressText: "已公开王××等12人的审批结果，并完成年度清理。"}, ""},
		{map[string]string{form.FieldProgressText: "已公开待遇标准、待办事项和办事指南共12件。"}, ""},
		{map[string]string{form.FieldProgressText: "#REF!"}, "V11 progress_text"},
		{map[string]string{form.FieldProgressText: goodText, form.FieldProgress: "#DIV/0!"}, "V11 progress"},
		{map[string]string{form.FieldProgressText: goodText, form.FieldEvidence: "#N/A"}, "V11 evidence"},
		{map[string]string{form.FieldProgressText: goodText, form.FieldEvidence: "单元格公式 #REF! 已经改正"}, ""},
		{map[string]string{form.FieldProgressText: long(255, "并且")}, "V13 progress_text"},
		{map[string]string{form.FieldProgressText: long(255, "。")}, ""},
		{map[string]string{form.FieldProgressText: long(254, "并且")}, ""},
		{map[string]string{form.FieldStatus: "已完成", form.FieldProgress: "100%", form.FieldDate: "2018-12-31", form.FieldEvidence: "文件", form.FieldProgressText: goodText}, "V14 date"},
		{map[string]string{form.FieldStatus: "已完成", form.FieldProgress: "100%", form.FieldDate: "2019-01-01", form.FieldEvidence: "文件", form.FieldProgressText: goodText}, ""},
		{map[string]string{form.FieldDate: "2018-12-31", form.FieldProgressText: goodText}, "L17 date"},
	} {
		row := map[string]string{form.FieldStatus: "正在推进"}
		maps.Copy(row, k.row)
		r, _ := c.check(file{"a.csv", c.sheetOf("县司法局", map[string]map[string]string{"6": row}), ""})
		var got []string
		for _, f := range r.Findings {
			got = append(got, f.Code+" "+f.Field)
		}
		if strings.Join(got, ",") != k.want {
			t.Errorf("%v: %q, want %q", k.row, got, k.want)
		}
	}
}

// TestLinksThatShowNothing: a front page, and one page for many tasks.
func TestLinksThatShowNothing(t *testing.T) {
	c := weishan(t)
	for link, front := range map[string]bool{"http://www.a.gov.cn": true, "https://www.a.gov.cn/": true, "www.a.gov.cn/index.html": true, "http://www.a.gov.cn/default.aspx": true,
		"http://www.a.gov.cn/col/1.html": false, "http://www.a.gov.cn/index.html?id=3": false, "http://www.a.gov.cn/gk/index.html": false, "http://www.a.gov.cn/#/detail/3": false} {
		if c.Rules.isFrontPage(link) != front {
			t.Errorf("%s", link)
		}
	}
	items := c.Plan.Required("县司法局", []duty.Role{duty.Responsible})
	if len(items) < 5 {
		t.Fatal(items)
	}
	for n, want := range map[int]int{3: 0, 4: 4, 5: 5} {
		rows := map[string]map[string]string{}
		for _, item := range items[:n] {
			rows[item] = map[string]string{form.FieldLinks: "http://www.a.gov.cn/art/1.html"}
		}
		r, _ := c.check(file{"a.csv", c.sheetOf("县司法局", rows), ""})
		cells := 0
		for _, f := range r.Findings {
			if f.Code != "E05" {
				t.Errorf("%s %s", f.Code, f.Cells)
			}
			cells += len(f.Cells)
		}
		if cells != want || len(r.Findings) > 1 {
			t.Errorf("%d rows: %d cells in %d findings", n, cells, len(r.Findings))
		}
	}
}

// TestCopiedRequirements: the requirement once more is no progress; words of it in a report are.
func TestCopiedRequirements(t *testing.T) {
	c := weishan(t)
	items := c.Plan.Required("县司法局", []duty.Role{duty.Responsible})
	item, asked := "", ""
	for _, id := range items {
		if row, _ := c.Table.Find(id); len([]rune(row.Item.Requirement)) > 60 {
			item, asked = id, row.Item.Requirement
		}
	}
	half := string([]rune(asked)[:40])
	for text, want := range map[string]string{
		asked: "E06", half: "E06", strings.ReplaceAll(half, "，", " "): "E06",
		"根据" + half + "的要求，已公开12件。": "", goodText: "",
	} {
		r, _ := c.check(file{"a.csv", c.sheetOf("县司法局", map[string]map[string]string{item: {form.FieldProgressText: text}}), ""})
		got := ""
		for _, f := range r.Findings {
			got += f.Code
		}
		if got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}
