package project_test

import (
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"zwgk/pkg/finding"
	"zwgk/pkg/grid"
	"zwgk/pkg/ledger"
	"zwgk/pkg/project"
)

// sendLedger puts a county's ledger into a city's inbox, as change leaves it.
func sendLedger(t testing.TB, city, path, county string, change func(l map[string]any)) {
	t.Helper()
	var l map[string]any
	if err := json.Unmarshal(read(t, ledgerOf(county)), &l); err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(l)
	}
	text, err := json.Marshal(l)
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(city, "inbox", "h1", filepath.FromSlash(path)), string(text))
}

// each does something to all objects of a list of a ledger: entries, units or events.
func each(l map[string]any, list string, do func(e map[string]any)) {
	for _, e := range l[list].([]any) {
		do(e.(map[string]any))
	}
}

// told are the findings of a code.
func told(out *project.Outcome, code string) []finding.Finding {
	var list []finding.Finding
	for _, f := range out.Result.Findings {
		if f.Code == code {
			list = append(list, f)
		}
	}
	return list
}

// written makes the rows of a ledger say which task they are about.
func written(titles map[string]string) func(map[string]any) {
	return func(l map[string]any) {
		each(l, "entries", func(e map[string]any) {
			if title := titles[e["item"].(string)]; title != "" {
				e["written"].(map[string]any)["task"] = title
			}
		})
	}
}

// Rows with the title of another task of the city's are not counted under the number that the county
// has for it; a title in other words is no reason.
func TestRollUpOtherTable(t *testing.T) {
	county := countyNamed(t, "示例县", 1)
	city := above(t, "示例市", county, "示例县")
	sendLedger(t, city, "a.json", county, written(map[string]string{"1": "推进 教育信息公开", "2": "推进财政信息公开", "3": "加强组织领导", "4": "政策解读"}))
	out := rolledUp(t, city)
	for _, e := range out.Ledger.Entries {
		if swapped := e.Item == "1" || e.Item == "2"; swapped && e.Fate == ledger.Merged || !swapped && e.Fate == ledger.Unmatched {
			t.Errorf("%s item %s %q is %s", e.Unit, e.Item, e.Written["task"], e.Fate)
		}
	}
	for _, u := range out.Ledger.Units {
		if u.Reported && !strings.HasPrefix(strings.Join(u.Missing, " "), "1 2") {
			t.Errorf("%s is missing %v", u.Name, u.Missing)
		}
	}
	list := told(out, "X09")
	if len(list) != 2 || !strings.Contains(list[0].Message, "任务 1 写的是“推进 教育信息公开”，那是本级的任务 2，本级的任务 1 是“推进财政信息公开”") || list[0].Item != "1" {
		t.Errorf("%+v", list)
	}
	for _, item := range out.Comparison.Items {
		if swapped := item.Item == "1" || item.Item == "2"; swapped != (item.Answered == 0) {
			t.Errorf("%+v", item)
		}
	}
}

// Of two ledgers that nothing orders the one of the round counts, and no tie is told: who sends the whole output folder sends
// the year along.
func TestRollUpWholeFolder(t *testing.T) {
	county := countyNamed(t, "示例县", 1)
	for name, change := range map[string]func(l map[string]any){
		"round": func(l map[string]any) { l["round"] = "h1" },
		"date":  func(l map[string]any) { l["as_of"] = "2019-06-30" },
	} {
		city := above(t, "示例市", county, "示例县")
		sendLedger(t, city, "示例县/a/ledger.json", county, func(l map[string]any) { l["round"], l["as_of"] = "other", "2019-03-31"; change(l) })
		sendLedger(t, city, "示例县/b/ledger.json", county, func(l map[string]any) { l["round"], l["as_of"] = "year", "2019-12-31" })
		out := rolledUp(t, city)
		if of := standingOf(t, out, "示例县"); of.File != "示例县/a/ledger.json" || len(told(out, "X01")) > 0 {
			t.Errorf("%s: %s counts, %+v", name, of.File, told(out, "X01"))
		}
	}
}

// A ledger of a county that nobody knows is not the county's that its folder names, until somebody says so.
func TestRollUpUnknownCounty(t *testing.T) {
	county := countyNamed(t, "示例县", 1)
	city := above(t, "示例市", county, "示例县")
	sendLedger(t, city, "示例县/ledger.json", county, func(l map[string]any) { l["county"] = "某某县" })
	out := rolledUp(t, city)
	if of := standingOf(t, out, "示例县"); of.State != "missing" || out.Manifest.Rows.Unmatched != out.Manifest.Rows.Read || len(told(out, "U01")) != 1 {
		t.Errorf("%+v %+v", of, out.Result.Findings)
	}
	if text := chase(t, city); strings.Contains(text, "ledger.json：ledger.json") || !strings.Contains(text, "示例县/ledger.json：认不出是哪个单位") {
		t.Error(text)
	}
	decide(t, city, "单位认定", []string{"写法", "单位"}, []string{"某某县", "示例县"})
	if of := standingOf(t, rolledUp(t, city), "示例县"); of.State != "reported" {
		t.Errorf("%+v", of)
	}
	city = above(t, "示例市", county, "示例县")
	sendLedger(t, city, "示例县/ledger.json", county, func(l map[string]any) { l["county"] = "" })
	if of := standingOf(t, rolledUp(t, city), "示例县"); of.State != "reported" {
		t.Errorf("without a name: %+v", of)
	}
}

func chase(t testing.TB, city string) string {
	t.Helper()
	return string(read(t, filepath.Join(city, "out", "h1", "催报清单.txt")))
}

// One ledger in the folders of several counties is that of the county which it names, whatever the order of the paths;
// the others sent it by mistake and are asked for their own.
func TestRollUpSameBytes(t *testing.T) {
	for _, owner := range []string{"示例县", "样例县", "范例区"} {
		county := countyNamed(t, owner, 1)
		city := above(t, "示例市", county, "示例县", "样例县", "范例区")
		for _, name := range []string{"示例县", "样例县", "范例区"} {
			sendLedger(t, city, name+"/ledger.json", county, nil)
		}
		out := rolledUp(t, city)
		for _, of := range out.Comparison.Counties {
			want := "unusable"
			if of.County == owner {
				want = "reported"
			}
			if of.State != want || want == "reported" && of.File != owner+"/ledger.json" {
				t.Errorf("of %s: %+v", owner, of)
			}
			if message := "“" + of.County + "”报来的是“" + owner + "”的台账，与 " + owner + "/ledger.json 完全相同"; strings.Contains(chase(t, city), message) != (want == "unusable") {
				t.Errorf("of %s, %s: %s", owner, of.County, chase(t, city))
			}
		}
		if list := told(out, "X10"); len(list) != 2 || len(out.Result.Findings) != 2 {
			t.Errorf("of %s: %+v", owner, out.Result.Findings)
		}
	}
}

// What cannot be used and came after the ledger that counts is asked for anew; what came before is settled.
func TestRollUpLaterUnusable(t *testing.T) {
	county := countyNamed(t, "示例县", 1)
	for day, asked := range map[string]bool{"2019-07-09": false, "2019-07-12": true} {
		city := above(t, "示例市", county, "示例县")
		sendLedger(t, city, "2019-07-10/ledger.json", county, nil)
		put(t, filepath.Join(city, "inbox", "h1", day, "示例县.json"), "{")
		if of := standingOf(t, rolledUp(t, city), "示例县"); of.State != "reported" {
			t.Errorf("%+v", of)
		}
		if text := chase(t, city); strings.Contains(text, "后来报的不能采用，目前用的是 2019-07-10/ledger.json 那份") != asked || strings.Contains(text, "【示例县】") != asked {
			t.Errorf("%s: %s", day, text)
		}
	}
}

// A county that the roster has switched off is told so.
func TestRollUpInactive(t *testing.T) {
	county := countyNamed(t, "示例县", 1)
	city := above(t, "示例市", county, "示例县", "样例县")
	path := filepath.Join(city, "roster.csv")
	put(t, path, strings.Replace(string(read(t, path)), "示例县,,,县市区,是", "示例县,,,县市区,否", 1))
	sendLedger(t, city, "ledger.json", county, nil)
	list := told(rolledUp(t, city), "U05")
	if len(list) != 1 || list[0].Message != "“示例县”在单位名录里是停用的，所报各行未并入台账。" || list[0].Office != "" {
		t.Errorf("%+v", list)
	}
}

// What the office waived counts no more, also as a reason to send a ledger back; a decision that does nothing is told.
func TestRollUpDecisions(t *testing.T) {
	county := countyNamed(t, "示例县", 1)
	city := above(t, "示例市", county, "示例县", "样例县")
	sendLedger(t, city, "样例县.json", county, func(l map[string]any) {
		l["table"], l["as_of"] = "other", "2019-03-31"
		written(map[string]string{"1": "推进教育信息公开"})(l)
	})
	count := func(out *project.Outcome) string {
		var codes []string
		for _, f := range out.Counted {
			codes = append(codes, f.Code)
		}
		return strings.Join(codes, " ") + " " + string(out.Result.Files[0].Verdict)
	}
	if got := count(rolledUp(t, city)); got != "U03 X07 X08 X09 returned" {
		t.Errorf("%s", got)
	}
	waive := func(code string) []string { return []string{"示例县", "", code} }
	head := []string{"单位", "任务", "代码"}
	decide(t, city, "豁免", head, waive("X07"), waive("X08"), waive("X09"), waive("U03"), waive("X01"))
	out := rolledUp(t, city)
	if got := count(out); got != " accepted" {
		t.Errorf("%s", got)
	}
	if len(out.Decided) != 1 || out.Decided[0].Cell != "C6" && out.Decided[0].Cell != "A6" {
		t.Errorf("%+v", out.Decided)
	}
	for sheet, rows := range map[string][][]string{
		"代填":   {{"单位", "任务", "轮次", "字段", "内容"}, {"示例县", "1", "h1", "进展情况", "已公开"}},
		"分数调整": {{"单位", "轮次", "指标", "分值"}, {"示例县", "h1", "", "1"}},
		"变更":   {{"类型", "对象", "改为", "自"}, {"任务取消", "2", "", "2019-03-01"}},
		"延期":   {{"单位", "轮次", "截止日期"}, {"示例县", "h1", "2019-07-20"}},
	} {
		decide(t, city, sheet, rows[0], rows[1])
		if out := rolledUp(t, city); (len(out.Decided) == 1) != (sheet != "延期") {
			t.Errorf("%s: %+v", sheet, out.Decided)
		}
	}
}

// The table of a city names units of its counties, which its roster does not hold: nothing to be told.
func TestRollUpTableUnits(t *testing.T) {
	county := countyNamed(t, "示例县", 1)
	city := above(t, "示例市", county, "示例县")
	table, _, err := project.ReadTable(filepath.Join(city, "tasks.csv"), project.Options{Dir: city})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range table.Findings {
		if f.Code == "D12" {
			t.Errorf("%+v", f)
		}
	}
}

// Names of a county's ledger can hold private numbers as any text of a unit's can; nobody reads them.
func TestRollUpPrivateNames(t *testing.T) {
	county := countyNamed(t, "示例县", 1)
	city := above(t, "示例市", county, "示例县", "样例县")
	const number, card = "13812345678", "11010519491231002X"
	sendLedger(t, city, "示例县.json", county, func(l map[string]any) {
		for _, list := range []string{"units", "entries", "events"} {
			each(l, list, func(e map[string]any) {
				if e["unit"] == "县财政局" {
					e["unit"] = "县财政局（" + number + "）"
				}
			})
		}
		each(l, "entries", func(e map[string]any) {
			e["source"].(map[string]any)["sheet"] = "表 " + card
			e["written"].(map[string]any)["联系 "+number] = "见附件"
		})
		more := maps.Clone(l["entries"].([]any)[0].(map[string]any))
		more["fate"] = "unmatched"
		l["entries"] = append(l["entries"].([]any), more)
	})
	sendLedger(t, city, "样例县.json", county, func(l map[string]any) { l["county"] = "样例县 " + number })
	out := rolledUp(t, city)
	if standingOf(t, out, "示例县").State != "reported" {
		t.Fatalf("%+v", out.Result.Findings)
	}
	for _, o := range out.Written {
		path := filepath.Join(city, "out", "h1", filepath.FromSlash(o.Path))
		text := string(read(t, path))
		if strings.HasSuffix(path, ".xlsx") {
			wb, err := grid.Open(path, grid.Limits{})
			if err != nil || wb.Err != nil {
				t.Fatal(err, wb.Err)
			}
			for i := range wb.Sheets {
				for _, row := range sheetTexts(wb.Sheets[i]) {
					text += strings.Join(row, "\t") + "\n"
				}
			}
		}
		if strings.Contains(text, number) || strings.Contains(text, card) && !strings.HasSuffix(path, "ledger.json") { // a source keeps the name of its sheet
			t.Errorf("%s holds a private number", o.Path)
		}
	}
}

// The workbook says from which sheet and cell of a unit's own file a row comes, opens the ledger that says so, gives the reason why a
// row was not merged, and has no columns that nothing stands in.
func TestRollUpWorkbook(t *testing.T) {
	county := countyNamed(t, "示例县", 1)
	city := above(t, "示例市", county, "示例县")
	sendLedger(t, city, "示例县/ledger.json", county, written(map[string]string{"1": "推进教育信息公开"}))
	rolledUp(t, city)
	book, err := excelize.OpenFile(filepath.Join(city, "out", "h1", "示例市2019年政务公开工作汇总台账.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows := func(sheet, first string) [][]string {
		all, err := book.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		return all[slices.IndexFunc(all, func(r []string) bool { return slices.Contains(r, first) }):]
	}
	for sheet, gone := range map[string][]string{"单位情况": {"结论", "错误", "提醒", "得分", "等次", "名次"}, "台账": {"序时", "问题数"}} {
		for _, head := range gone {
			if list := rows(sheet, "单位"); slices.Contains(list[0], head) {
				t.Errorf("%s has %s", sheet, head)
			}
		}
	}
	entries := rows("台账", "来源")
	at := slices.Index(entries[0], "来源")
	linked := 0
	for i, r := range entries[1:] {
		if len(r) <= at || r[at] == "" {
			continue
		}
		if !strings.HasPrefix(r[at], "表1!") || !strings.Contains(r[at-1], "示例县/ledger.json › ") {
			t.Errorf("%q %q", r[at-1], r[at])
		}
		all, _ := book.GetRows("台账")
		cell, _ := excelize.CoordinatesToCellName(at+1, len(all)-len(entries)+i+2)
		if ok, to, _ := book.GetCellHyperLink("台账", cell); ok && to == "../../inbox/h1/示例县/ledger.json" {
			linked++
		}
	}
	if linked == 0 {
		t.Error("no row opens the ledger")
	}
	out := rows("未并入", "原因")
	if why := out[1][slices.Index(out[0], "原因")]; !strings.Contains(why, "那是本级的任务 2") {
		t.Error(why)
	}
}

// usableAbove: no ledger that a run of a county's wrote contradicts itself, whatever happened there.
func usableAbove(t *testing.T, county string) {
	t.Helper()
	ledgers, err := filepath.Glob(filepath.Join(county, "out", "*", "ledger.json"))
	if err != nil || len(ledgers) == 0 {
		t.Fatal(ledgers, err)
	}
	for _, path := range ledgers {
		city := above(t, "示例市", county, "示例县")
		put(t, filepath.Join(city, "inbox", "h1", "示例县.json"), string(read(t, path)))
		if out := rolledUp(t, city); standingOf(t, out, "示例县").State != "reported" || len(told(out, "F01")) > 0 {
			t.Errorf("%s: %+v", path, out.Result.Findings)
		}
	}
}
