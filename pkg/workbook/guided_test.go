package workbook

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"zwgk/pkg/finding"

	"github.com/xuri/excelize/v2"
)

// coloursItself is a sheet that colours its cells by rules, as a blank does.
func coloursItself(t testing.TB) []byte {
	t.Helper()
	f := excelize.NewFile()
	style, err := f.NewConditionalStyle(&excelize.Style{Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFFBE6"}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, area := range []string{"F5:F9", "G5:G9"} {
		if err := f.SetConditionalFormat("Sheet1", area, []excelize.ConditionalFormatOptions{{Type: "formula", Criteria: "INDEX($Q:$Q,ROW())=1", Format: &style, StopIfTrue: true}}); err != nil {
			t.Fatal(err)
		}
	}
	for row := 5; row < 10; row++ {
		f.SetCellStr("Sheet1", fmt.Sprintf("F%d", row), "很快")
		f.SetCellStr("Sheet1", fmt.Sprintf("G%d", row), "10%")
	}
	if err := f.AddComment("Sheet1", excelize.Comment{Cell: "G9", Author: "填报人", Paragraph: []excelize.RichTextRun{{Text: "请领导审阅"}}}); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A sheet with colours of its own shows the marks first. It is marked, mended in
// part, marked again for something else, and mended: colours and comments are right each
// time, and the sender's own comment stays.
func TestMarkThreeTimes(t *testing.T) {
	const own = "FFFBE6"
	colours := layout(t).Colours
	problem := func(at, message string, severity finding.Severity) finding.Finding {
		return finding.Finding{Code: "V03", Severity: severity, File: "a.xlsx", Sheet: "Sheet1", Cell: at, Cells: []string{at}, Message: message}
	}
	data := coloursItself(t)
	for i, round := range []struct {
		findings []finding.Finding
		colours  map[string]string
		comments map[string]string // what they end with
	}{
		{[]finding.Finding{problem("F6", "写的是很快。", finding.Error), problem("G9", "超出范围。", finding.Error), problem("F8", "请核对。", finding.Warning)},
			map[string]string{"F5": own, "F6": colours["error"], "F7": own, "F8": colours["warning"], "G9": colours["error"]},
			map[string]string{"F6": "须改正：写的是很快。", "G9": "请领导审阅\n【退回意见】\n须改正：超出范围。", "F8": "请留意：请核对。", "F5": ""}},
		{[]finding.Finding{problem("G9", "不是数字。", finding.Warning), problem("F5", "又有一处。", finding.Error)},
			map[string]string{"F5": colours["error"], "F6": own, "F8": own, "G9": colours["warning"]},
			map[string]string{"F5": "须改正：又有一处。", "F6": "没有再发现。", "F8": "没有再发现。", "G9": "请领导审阅\n【退回意见】\n请留意：不是数字。"}},
		{nil,
			map[string]string{"F5": own, "F6": own, "F8": own, "G9": own},
			map[string]string{"F5": "没有再发现。", "F6": "没有再发现。", "F8": "没有再发现。", "G9": "请领导审阅\n【退回意见】\n上次退回指出的问题，本次没有再发现。"}},
	} {
		in := marking(t, "a.xlsx", data)
		in.Findings = round.findings
		if _, err := in.original(); err != nil {
			t.Fatal("not marked as it is:", err)
		}
		data = marked(t, in)
		for at, want := range round.colours {
			if _, got := shown(t, data, "Sheet1", at); got != want {
				t.Errorf("return %d: %s shows %q, want %q", i+1, at, got, want)
			}
		}
		f, _ := opened(t, data)
		got := comments(t, f, "Sheet1")
		for at, want := range round.comments {
			if !strings.HasSuffix(got[at], want) || strings.Count(got[at], in.Layout.Returned.Mark) > 1 || want == "" && got[at] != "" {
				t.Errorf("return %d: the comment of %s is %q, want %q", i+1, at, got[at], want)
			}
		}
	}
}
