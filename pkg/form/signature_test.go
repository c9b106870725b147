package form

import (
	"fmt"
	"testing"

	"zwgk/pkg/grid"
	"zwgk/pkg/intake"
)

// signedAs is the signature of a form in short: filler, phone, reviewer, day.
func signedAs(f *Form) string {
	s := f.Signature
	return fmt.Sprintf("%s|%s|%s|%s %s", s.Filler.Written, s.Phone.Written, s.Reviewer.Written, s.FilledDate, s.Filled.Cell)
}

// TestSignaturesWithoutLabels: a day at the end of a line, a number behind a name, and what only
// looks like them.
func TestSignaturesWithoutLabels(t *testing.T) {
	const table = "编号|完成情况|进展情况|备注\n6|已完成|a|b\n"
	for below, want := range map[string]string{
		"填报人：周敏 审核人：王强 电话：0537-8266120 2019年7月3日": "周敏|0537-8266120|王强|2019-07-03 A3", "填报人：周敏　电话：8266120　2019. 7. 3": "周敏|8266120||2019-07-03 A3",
		"填报人：周敏　审核人：王强　7月3日": "周敏||王强|2019-07-03 A3", "填报人：周敏　时间：2019.7.3": "周敏|||2019-07-03 A3", "填表人（签字）：周敏　联系方式：8266120　时间：2019年7月3日": "周敏|8266120||2019-07-03 A3",
		"制表：周敏/8266120　审核：王强　2019-07-03": "周敏|8266120|王强|2019-07-03 A3", "填报人：周敏（0537-8266120）": "周敏|0537-8266120|| ", "填报人：周敏 电话：8266120|审核人：王强|7月3日填": "周敏|8266120|王强|2019-07-03 C3",
		"填报人：周敏\n县财政局 2019年7月3日": "周敏|||2019-07-03 A4", "填报人：周敏　二〇一九年七月三日": "周敏|||2019-07-03 A3",

		"填报人：周敏　数据截至 2019年6月30日": "周敏　数据截至 2019年6月30日||| ", "填报人：周敏　数据截至：2019年6月30日": "周敏　数据截至：2019年6月30日||| ", "填报人：周敏　填报日期：2019年7月3日　2019年7月9日": "周敏||| A3",
		"填报人：周敏　2019年7月33日": "周敏　2019年7月33日||| ", "填报人：周敏　时间：上半年": "周敏||| ", "填报人：8266120": "8266120||| ", "填报人：周敏/82661": "周敏/82661||| ", "填报人：周敏　报送期：2019年1月1日至2019年6月30日": "周敏||| ",
		"填报人：周敏/8266120　电话：8266121": "周敏/8266120|8266121|| ",
	} {
		if got := signedAs(readOne(t, table+below)); got != want {
			t.Errorf("%s: %q, want %q", below, got, want)
		}
	}
	for above, want := range map[string]string{
		"填报人：戚勇|审核人：鲁军|电话：8219933|7月1日填": "戚勇|8219933|鲁军|2019-07-01 D1", "县财政局|||2019年7月3日": "|||2019-07-03 D1", "填报单位：县财政局　2019年7月3日": "|||2019-07-03 A1",
		"报送期：2019年1月1日至2019年6月30日": "||| ", "关于报送的通知 2019年7月3日": "||| ", "报送截止：2019年7月5日": "||| ",
	} {
		if got := signedAs(readOne(t, above+"\n"+table)); got != want {
			t.Errorf("above, %s: %q, want %q", above, got, want)
		}
	}
	if f := readOne(t, "填报单位：县财政局　2019年7月1日\n"+table+"填报人：周敏　2019年7月3日"); f.Unit != "县财政局" || f.Signature.FilledDate != "2019-07-03" {
		t.Errorf("below comes first: %+v", f.Signature)
	}
}

// TestSignedInAColumn: filler and telephone as a column of the table.
func TestSignedInAColumn(t *testing.T) {
	const head = "编号|完成情况|进展情况|填报人及电话\n"
	for rows, want := range map[string]string{
		"6|已完成|a|苗苗 8261122": "苗苗 8261122|苗苗 8261122|| ", "6|已完成|a|苗苗 8261122\n9|已完成|b|苗苗 8261122": "苗苗 8261122|苗苗 8261122|| ",
		"6|已完成|a|苗苗 8261122\n9|已完成|b|张某 8261123": "||| ", "6|已完成|a|": "||| ",
	} {
		if got := signedAs(readOne(t, head+rows)); got != want {
			t.Errorf("%s: %q, want %q", rows, got, want)
		}
	}
	if got := signedAs(readOne(t, "编号|完成情况|进展情况|负责人\n6|已完成|a|李某")); got != "||| " {
		t.Error("who is in charge of a task does not sign the sheet:", got)
	}
	wb := &grid.Workbook{Format: "docx", Sheets: []*grid.Sheet{sheetOf("编号|完成情况|进展情况\n6|已完成|a")}, Paragraphs: []grid.Paragraph{{Number: 1, Before: 1, Text: "审核人：尚武　　2019年7月2日"}}}
	f := Read(Input{File: intake.File{Path: "a.docx"}, Workbook: wb}, testSpec(t), testContext(t)).Forms[0]
	if got := signedAs(f); got != "||尚武|2019-07-02 P1" {
		t.Error(got)
	}
}
