package project

import (
	"testing"

	"zwgk/pkg/form"
)

func TestFolderDay(t *testing.T) {
	p := &Project{Round: form.Round{AsOf: "2019-06-30", Due: "2019-07-05"}}
	for folder, want := range map[string]string{
		"7月8日": "2019-07-08", "7.8": "2019-07-08", "0708": "2019-07-08", "青山镇7.5": "2019-07-05", "７月４号收": "2019-07-04", "第1批(7.4)": "2019-07-04", "11月3日补报": "2019-11-03",
		"7月8日/青山镇": "2019-07-08", "青山镇": "", "1.2": "", "第2批": "", "13月1日": "", "7月40日": "", "0532": "", "2019": "", "政务公开2.0": "", "": "",
	} {
		if got := p.folderDay(folder); got != want {
			t.Errorf("%s: %q, want %q", folder, got, want)
		}
	}
	p.Round = form.Round{AsOf: "2019-12-31", Due: "2020-01-05"}
	for folder, want := range map[string]string{"1月4日": "2020-01-04", "12.30": "2019-12-30", "7月8日": ""} {
		if got := p.folderDay(folder); got != want {
			t.Errorf("%s: %q, want %q", folder, got, want)
		}
	}
}
