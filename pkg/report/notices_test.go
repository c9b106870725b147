package report

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"zwgk/pkg/check"
	"zwgk/pkg/finding"
	"zwgk/pkg/ledger"
	"zwgk/pkg/roster"
)

func TestWhichReminderIsDue(t *testing.T) {
	for _, c := range []struct {
		due, asOf    string
		dates        []string
		days, number int
		next         string
	}{
		{"2019-07-05", "2019-06-30", []string{"2019-07-08", "2019-07-12"}, 0, 0, "2019-07-08"},
		{"2019-07-05", "2019-07-05", []string{"2019-07-08", "2019-07-12"}, 0, 0, "2019-07-08"},
		{"2019-07-05", "2019-07-06", []string{"2019-07-08", "2019-07-12"}, 1, 1, "2019-07-08"},
		{"2019-07-05", "2019-07-08", []string{"2019-07-08", "2019-07-12"}, 3, 2, "2019-07-12"},
		{"2019-07-05", "2019-07-11", []string{"2019-07-08", "2019-07-12"}, 6, 2, "2019-07-12"},
		{"2019-07-05", "2019-07-12", []string{"2019-07-08", "2019-07-12"}, 7, 3, ""},
		{"2019-07-05", "2019-08-05", nil, 31, 1, ""},
		{"2019-07-10", "2019-07-09", []string{"2019-07-08", "2019-07-12"}, 0, 0, "2019-07-12"}, // extended: the first reminder came too early
		{"2019-07-10", "2019-07-12", []string{"2019-07-08", "2019-07-12"}, 2, 2, ""},
		{"", "2019-07-12", []string{"2019-07-08"}, 0, 0, "2019-07-08"},
		{"2019-07-05", "", []string{"2019-07-08"}, 0, 0, "2019-07-08"},
	} {
		u := ChaseUnit{Due: c.due}
		u.remind(c.asOf, c.dates)
		if u.Days != c.days || u.Number != c.number || u.Next != c.next {
			t.Errorf("due %s as of %s: %d days, reminder %d, next %q", c.due, c.asOf, u.Days, u.Number, u.Next)
		}
	}
}

func TestRemindersDifferInTone(t *testing.T) {
	in := round(t, silent, flawed, partial, rejected, late, good)
	in.Reminders = []string{"2019-07-08", "2019-07-12"}
	for i := range in.Roster.Units {
		in.Roster.Units[i].Contact, in.Roster.Units[i].Phone = "张某", "0000-8200000、13800138000"
	}
	seen := map[string]bool{}
	for asOf, words := range map[string][]string{"2019-06-30": {"请按时报送"}, "2019-07-06": {"麻烦尽快", "已过截止日期1天"},
		"2019-07-09": {"第二次提醒", "请抓紧办理，于2019年7月12日前报来"}, "2019-07-12": {"第三次提醒", "已过截止日期7天", "请单位负责人过问"}} {
		in.Round.AsOf = asOf
		all, err := Reminders(in)
		if err != nil {
			t.Fatal(err)
		}
		if len(all) != 4 {
			t.Errorf("%d units are reminded", len(all))
		}
		text := all[in.Ledger.Units[0].Name].Text
		for _, w := range words {
			if !strings.Contains(text, w) {
				t.Errorf("as of %s: %q lacks %q", asOf, text, w)
			}
		}
		if seen[text] || strings.Contains(text, "\n\n") {
			t.Errorf("as of %s: %q", asOf, text)
		}
		seen[text] = true
		list, err := Chase(in)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(list, strings.TrimSpace(text)) || !strings.Contains(list, "张某，0000-8200000、138******00") || strings.Contains(list, "13800138000") {
			t.Errorf("as of %s: %s", asOf, list)
		}
	}
}

// versions is a unit with a version that was superseded and one that goes back.
func versions(t *testing.T, problems int) Input {
	in := round(t, good)
	unit := in.Ledger.Units[0].Name
	in.Roster = &roster.Roster{Units: []roster.Unit{{Name: unit, Active: true}}}
	rows := ledger.Rows{Read: 2, Superseded: 1, Empty: 1}
	first := check.File{Path: "2019-07-01/a.xlsx", SHA256: strings.Repeat("ab", 32), Unit: unit, Received: "2019-07-01T09:30", Verdict: finding.Superseded, Rows: rows,
		Sheets: []check.Sheet{{Sheet: "填报表", Unit: unit, Verdict: finding.Superseded}}}
	second := check.File{Path: "2019-07-03/a.xlsx", SHA256: strings.Repeat("cd", 32), Unit: unit, Received: "2019-07-03", Verdict: finding.Returned, Rows: ledger.Rows{Read: 1, Merged: 1},
		Sheets: []check.Sheet{{Sheet: "填报表", Unit: unit, Verdict: finding.Returned}}}
	junk := check.File{Path: "2019-07-03/~$a.xlsx", Verdict: finding.Ignored, Why: "临时文件"}
	in.Files = []check.File{junk, second, first}
	in.Findings = nil
	about := func(code, item, cell, file string) finding.Finding {
		f, _ := in.Catalogue.Complete(finding.Finding{Code: code, File: file, Unit: unit, Sheet: "填报表", Cells: []string{cell}, Item: item, Field: "progress", Value: "120%"})
		return f
	}
	c := check.Correction{File: second.Path, Unit: unit, Earlier: []string{first.Path}, Solved: []finding.Finding{about("V04", "1", "G6", first.Path), about("V04", "4", "G9", first.Path)}}
	for i := range problems {
		f := about("V04", "2.1", fmt.Sprint("G", 7+i), second.Path)
		in.Findings = append(in.Findings, f)
		if i == 0 {
			c.Open = append(c.Open, f)
		} else {
			c.New = append(c.New, f)
		}
	}
	in.Corrections, in.Copies = []check.Correction{c}, map[string]string{second.Path: "a（退回修改）.xlsx"}
	return in
}

func TestReturnLetterSaysWhatBecameOfEarlierProblems(t *testing.T) {
	for problems, want := range map[int]string{3: "", 10: "", 12: "其余2条见退回表。"} {
		text, err := ReturnLetter(versions(t, problems))
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range []string{"】您好！\n报来的“a.xlsx”已收到（2019年7月3日），内容已先并入台账。\n", "与以前报来的相比：已改正2处，谢谢（任务 1、4 进度超出范围）；仍未改正1处（任务 2（1） 进度超出范围）；新出现",
			"1. 工作表“填报表” G7（任务 2（1））：", "（以前报的也有）\n2. ", "“a（退回修改）.xlsx”", want} {
			if !strings.Contains(text, w) {
				t.Errorf("%d problems: no %q in\n%s", problems, w, text)
			}
		}
		if strings.Contains(text, "\n11. ") || strings.Contains(text, "其余") != (want != "") || strings.Count(text, "（以前报的也有）") != 1 {
			t.Errorf("%d problems:\n%s", problems, text)
		}
	}
}

func TestReceipts(t *testing.T) {
	text, err := Receipts(versions(t, 2))
	if err != nil {
		t.Fatal(err)
	}
	wants := []string{"收到文件3个，其中不计的1个。", "文件：2019-07-01/a.xlsx\n校验：SHA-256 abababab　收到：2019年7月1日 09:30\n行数：读到2行，并入0行，被新版取代1行，未并入0行，空行1行\n结论：被后来的版本取代\n下一步：已被后来的版本（a.xlsx）取代，无须再报。",
		"文件：2019-07-03/a.xlsx", "结论：退回修改", "与以前的版本（a.xlsx）相比：已改正2处（任务 1、4 进度超出范围），仍未改正1处（", "，新出现1处（", "于2019年7月5日前重新报送", "1. 2019-07-03/~$a.xlsx（临时文件）"}
	at := 0
	for _, w := range wants {
		i := strings.Index(text[at:], w)
		if i < 0 {
			t.Fatalf("no %q, or not in its place, in\n%s", w, text)
		}
		at += i
	}
}

// A file with forms of two units says so, with what became of each.
func TestReceiptOfAFileOfTwoUnits(t *testing.T) {
	in := versions(t, 2)
	unit := in.Roster.Units[0].Name
	f := &in.Files[1]
	f.Unit, f.Rows = "", ledger.Rows{Read: 6, Merged: 5, Empty: 1}
	f.Sheets = []check.Sheet{{Sheet: "一", Unit: unit, Verdict: finding.Accepted, Rows: ledger.Rows{Read: 1, Merged: 1}}, {Sheet: "二", Unit: unit, Verdict: finding.Returned, Rows: ledger.Rows{Read: 2, Merged: 2}},
		{Sheet: "三", Unit: "县公安局", Verdict: finding.Accepted, Rows: ledger.Rows{Read: 3, Merged: 2, Empty: 1}}, {Sheet: "旧", Unit: "县司法局", Verdict: finding.Ignored}}
	text, err := Receipts(in)
	if err != nil {
		t.Fatal(err)
	}
	want := "结论：退回修改\n这个文件里有2家单位的填报表：" + unit + "读到3行、并入3行，退回修改；县公安局读到3行、并入2行，合格。\n"
	if !strings.Contains(text, want) || strings.Count(text, "家单位的填报表") != 1 {
		t.Errorf("no %q in\n%s", want, text)
	}
}

// Files of no known unit stand behind all others, those of one unit by their paths.
func TestReceiptsAreInRosterOrder(t *testing.T) {
	in := round(t, good, flawed, rejected, late)
	slices.Reverse(in.Files)
	in.Files = append([]check.File{{Path: "0.csv", Verdict: finding.Rejected}}, in.Files...)
	v := New(in).receiptView()
	last := -1
	for _, r := range v.Files {
		place := New(in).place(r.Units)
		if place < last {
			t.Errorf("%v %s stands too late", r.Units, r.File)
		}
		last = place
	}
	if v.Files[len(v.Files)-1].File != "0.csv" {
		t.Errorf("%+v", v.Files)
	}
}

// A signature that lacks a name is nothing that can be true as it is: only the unit
// can complete it. Files of no known unit have no unit to greet.
func TestReturnLetterSortsWhatIsAsked(t *testing.T) {
	in := round(t, flawed, rejected)
	first := in.Files[0]
	in.Findings = append(in.Findings, finding.Finding{Code: "U06", Severity: finding.Warning, File: first.Path, Unit: first.Unit, Sheet: "填报表", Cells: []string{"B20"}, Message: "签署栏缺审核人。", Hint: "请补填。"})
	unit := in.Files[1].Unit
	in.Files[1].Unit = ""
	for i := range in.Findings {
		if in.Findings[i].Unit == unit {
			in.Findings[i].Unit = ""
		}
	}
	letter, err := ReturnLetter(in)
	if err != nil {
		t.Fatal(err)
	}
	at := -1
	for _, part := range []string{"有2条请改一下：", "还请一并补齐：\n3. ", "签署栏缺审核人", "情况属实的不用改：\n4. ", "没有公开链接", "【认不出单位的文件】\n（办公室："} {
		i := strings.Index(letter, part)
		if i <= at {
			t.Fatalf("%q stands at %d, behind %d:\n%s", part, i, at, letter)
		}
		at = i
	}
	if strings.Count(letter, "您好！") != 1 {
		t.Error(letter)
	}
}
