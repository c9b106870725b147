package workbook

import (
	"fmt"
	"strings"
	"testing"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/grid"
)

// Two tables of a document: text between them stands below the table that it signs, else above
// the next. Every place that the copy names is one of the copy.
func TestDocumentLaidOut(t *testing.T) {
	table := func(name string) *grid.Sheet {
		s := &grid.Sheet{Name: name, Visible: true}
		for row := 1; row <= 3; row++ {
			for col := 1; col <= 3; col++ {
				s.Cells = append(s.Cells, grid.Cell{Row: row, Col: col, Text: fmt.Sprint(name, row, col)})
			}
		}
		return s
	}
	doc := &grid.Workbook{Format: "docx", Sheets: []*grid.Sheet{table("表1"), table("表2")}, Paragraphs: []grid.Paragraph{{Number: 1, Text: "标题一"},
		{Number: 3, Before: 1, Text: "填报人：张某"}, {Number: 4, Before: 1, Text: "标题二"}, {Number: 5, Before: 1, Text: "填报单位"}, {Number: 6, Before: 2, Text: "完"}}}
	catalogue := finding.NewCatalogue([]finding.Rule{{Code: "T02", Severity: finding.Error, Message: "{place}：前面报过（{other_cells}）。", Hint: "看{other_cells}。"},
		{Code: "U06", Severity: finding.Warning, Message: "{place}：缺。"}, {Code: "U03", Severity: finding.Error, Message: "{place}：{how}不一。"}})
	var findings []finding.Finding
	for _, f := range []finding.Finding{{Code: "T02", Sheet: "表2", Cell: "A3", Args: map[string]string{"other_cells": "A2"}},
		{Code: "U06", Sheet: "表1", Cell: "P3", Args: map[string]string{"where": "表格以外的第3段"}},
		{Code: "U03", Sheet: "表2", Cell: "P5", Args: map[string]string{"where": "表格以外的第5段", "how": "填报单位（P5）"}}} {
		f.File = "a.docx"
		f, _ = catalogue.Complete(f)
		findings = append(findings, f)
	}
	in := MarkInput{Layout: layout(t), File: "a.docx", Grid: doc, Unit: "县水务局", Findings: findings, Catalogue: catalogue,
		Forms: []*form.Form{{Sheet: "表1", Signature: form.Signature{Filler: form.Text{Written: "张某", Cell: "P3"}}}, {Sheet: "表2"}}}
	f, values := opened(t, marked(t, in))
	for at, want := range map[string]string{"表1!A1": "标题一", "表1!A2": "表11 1", "表1!A6": "填报人：张某", "表2!A1": "标题二", "表2!A2": "填报单位", "表2!C5": "表23 3", "表2!A7": "完"} {
		sheet, cell, _ := strings.Cut(at, "!")
		if got := values[sheet][cell]; got != want {
			t.Errorf("%s: %q, want %q", at, got, want)
		}
	}
	if values["正文"] != nil {
		t.Error(values["正文"])
	}
	for at, want := range map[string]string{"表1!A6": "表1 A6：缺。", "表2!A2": "表2 A2：填报单位（A2）不一。", "表2!A5": "表2 A5：前面报过（A4）。\n改法：看A4。"} {
		sheet, cell, _ := strings.Cut(at, "!")
		if got := comments(t, f, sheet)[cell]; !strings.HasSuffix(got, want) {
			t.Errorf("the comment of %s is %q, want %q", at, got, want)
		}
	}
	if findings[0].Cells[0] != "A3" || findings[0].Args["other_cells"] != "A2" || len(doc.Sheets[0].Cells) != 9 {
		t.Error("what was given is changed")
	}
}
