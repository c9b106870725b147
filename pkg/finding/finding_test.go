package finding

import "testing"

func TestItemText(t *testing.T) {
	for in, want := range map[string]string{"6": "6", "2.1": "2（1）", "三.2.1": "三.2（1）", "三.2": "三.2", "行12": "行12", "": ""} {
		if got := ItemText(in); got != want {
			t.Errorf("ItemText(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestComplete(t *testing.T) {
	c := NewCatalogue([]Rule{{Code: "V01", Severity: Error, Stage: StageCell, Message: "{place}：“{value}”不是{kind}", Hint: "改为{good}{none}"}})
	f, ok := c.Complete(Finding{Code: "V01", Sheet: "填报表", Cell: "D5", Value: "x", Args: map[string]string{"kind": "百分数", "good": "80%"}})
	if !ok || f.Message != "工作表“填报表” D5：“x”不是百分数" || f.Hint != "改为80%" || f.Severity != Error || len(f.Cells) != 1 {
		t.Errorf("%+v", f)
	}
	if _, ok := c.Complete(Finding{Code: "Z99"}); ok {
		t.Error("an unknown code was completed")
	}
}

func TestSortAndGroup(t *testing.T) {
	list := []Finding{{Code: "V02", Cell: "B10", Cells: []string{"B10"}}, {Code: "V01", Cell: "AA2"}, {Code: "V02", Cell: "B9", Cells: []string{"B9"}}, {Code: "V01", Cell: "B2"}}
	Sort(list)
	if list[0].Cell != "B2" || list[1].Cell != "AA2" || list[2].Cell != "B9" {
		t.Errorf("%+v", list)
	}
	out := Group(list[2:], func(a, b Finding) bool { return a.Field == b.Field })
	if len(out) != 1 || len(out[0].Cells) != 2 || out[0].Cell != "B9" {
		t.Errorf("%+v", out)
	}
}

func TestPlaceText(t *testing.T) {
	for want, f := range map[string]Finding{
		"": {File: "a.xlsx"}, "工作表“填报表” D5": {Sheet: "填报表", Cell: "D5"}, "表1 D5、D7": {Sheet: "表1", Cells: []string{"D5", "D7"}},
		"工作表“表格” A1、A2、A3、A4 等 5 处": {Sheet: "表格", Cells: []string{"A1", "A2", "A3", "A4", "A5"}}, "表外第1段": {Sheet: "表1", Cell: "P1", Args: map[string]string{"where": "表外第1段"}},
	} {
		if got := f.PlaceText(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
