package grid

import "testing"

func TestFormulasOfOtherFiles(t *testing.T) {
	for formula, want := range map[string]bool{"[1]填报表!A1": true, "SUM('[2]Sheet 1'!B2:B4)": true, "+[3]!名称": true, "Table1[[#This Row],[进度]]": false,
		"Sheet1!A1": false, "A1&B2": false} {
		if got := otherWorkbook.MatchString(formula); got != want {
			t.Errorf("%s: %v", formula, got)
		}
	}
	for formula, want := range map[string]bool{"of:=['file:///tmp/a.ods'#$Sheet1.A1]": true, "of:=[&apos;file:///a.xlsx&apos;#$表.B2]": true, "of:=[$Sheet1.A1]": false} {
		if got := otherDocument.MatchString(formula); got != want {
			t.Errorf("%s: %v", formula, got)
		}
	}
}
