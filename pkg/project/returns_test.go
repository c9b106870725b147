package project

import "testing"

func TestOwnersInTheNameOfACopy(t *testing.T) {
	for want, units := range map[string][]string{"单位不明": nil, "县财政局": {"县财政局"}, "青山镇、双溪镇": {"青山镇", "双溪镇"}, "甲镇等4家单位": {"甲镇", "乙镇", "丙镇", "丁镇"}} {
		if got := ownerText(units); got != want {
			t.Errorf("%v: %s, want %s", units, got, want)
		}
	}
}

func TestSentAs(t *testing.T) {
	for name, want := range map[string]string{"上半年.xlsx": "上半年", "上半年（退回修改）.xlsx": "上半年", "单位不明（上半年）退回修改.xlsx": "上半年",
		"县财政局（上半年（一））退回修改（退回修改）.xlsx": "上半年（一）", "退回修改.xlsx": "退回修改"} {
		if got := sentAs(name); got != want {
			t.Errorf("%s came as %s, want %s", name, got, want)
		}
	}
}

// A copy that was mended and sent does not get a longer name each time.
func TestReturnName(t *testing.T) {
	for _, c := range [][3]string{
		{"县财政局", "县财政局上半年.xlsx", "县财政局上半年（退回修改）"},
		{"县财政局", "县财政局上半年（退回修改）.xlsx", "县财政局上半年（退回修改）"},
		{"县财政局", "上半年.csv", "县财政局（上半年）退回修改"},
		{"县财政局", "县财政局（上半年）退回修改.xlsx", "县财政局（上半年）退回修改"},
		{"县财政局", "县财政局（上半年）退回修改（退回修改）.xlsx", "县财政局（上半年）退回修改"},
		{"单位不明", "通讯录.csv", "单位不明（通讯录）退回修改"},
	} {
		if got := returnName(c[0], c[1]); got != c[2] {
			t.Errorf("%s of %s goes back as %s, want %s", c[1], c[0], got, c[2])
		}
	}
}
