package project

import "testing"

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
