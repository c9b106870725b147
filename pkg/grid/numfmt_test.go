package grid

import "testing"

func TestNumberFormats(t *testing.T) {
	cases := []struct {
		code string
		v    float64
		want string
	}{
		{"General", 0.1, "0.1"}, {"General", 0.30000000000000004, "0.3"}, {"General", 12345678901234567890, "12345678901234600000"}, {"", -2, "-2"}, {"@", 5, "5"},
		{"General", 1e-10, "1E-10"}, {"General", 1e21, "1E+21"}, {`General"家"`, 12, "12家"}, {"G/通用格式", 3.5, "3.5"},
		{"0", 2.5, "3"}, {"0", -2.5, "-3"}, {"0", 0.4, "0"}, {"0", -0.4, "0"}, {"0.0%", -0.0001, "0.0%"}, {"0.0%", -0.001, "-0.1%"}, {"0", 0.5, "1"}, {"000", 7, "007"}, {"#", 0, ""}, {"#", 12, "12"},
		{"0.00", 0.285, "0.29"}, {"0.00", 1.005, "1.01"}, {"0.00", -0.285, "-0.29"}, {"0.00", 2, "2.00"}, {"0.00", 123456.785, "123456.79"}, {"0.00", 9.999, "10.00"},
		{"0.0#", 1.5, "1.5"}, {"0.0#", 1.25, "1.25"}, {"0.##", 3, "3."}, {"#.0", 0.5, ".5"},
		{"0%", 0.8, "80%"}, {"0%", 0, "0%"}, {"0.0%", 0, "0.0%"}, {"#,##0,", 0, "0"}, {"0%", 0.004, "0%"}, {"0%", 12.5, "1250%"}, {"0.00%", 0.12345, "12.35%"}, {"0%", 0.285, "29%"}, {`0.0\%`, 85, "85.0%"}, {"0%", 1, "100%"},
		{"#,##0", 1234567, "1,234,567"}, {"#,##0.00", 1234567.5, "1,234,567.50"}, {"#,##0", 999.5, "1,000"}, {"#,##0", 0, "0"}, {"#,##0", 12, "12"},
		{"#,##0.00_ ", 1234.5, "1,234.50"}, {"#,##0.00_);(#,##0.00)", -5, "(5.00)"}, {"#,##0;[Red]-#,##0", -1234, "-1,234"},
		{`0"家"`, 12, "12家"}, {`"共"0"项"`, 3, "共3项"}, {`0.00"万元"`, 12.345, "12.35万元"}, {`0.0,"千"`, 12345, "12.3千"}, {`[$￥-804]#,##0.00`, 9.9, "￥9.90"}, {`"￥"#,##0`, 88, "￥88"},
		{`0;-0;"—"`, 0, "—"}, {"0;0;", 0, ""}, {`"有";"负"`, 1, "有"}, {`_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ `, 0, "-"}, {`_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ `, -7, "-7"},
		{"[>100]0.0;0.00", 5, "5"}, {"# ?/?", 0.5, "0.5"}, {"0.00E+00", 1500, "1500"},
	}
	for _, c := range cases {
		f, cell := parseFormat(c.code), Cell{Type: Number}
		f.apply(&cell, c.v, false, nil)
		if cell.Text != c.want || cell.Type != Number {
			t.Errorf("%s of %v: %q, want %q", c.code, c.v, cell.Text, c.want)
		}
	}
}

func TestDateFormats(t *testing.T) {
	cases := []struct {
		code      string
		v         float64
		raw, text string
	}{
		{"yyyy-mm-dd", 43677, "2019-07-31", "2019-07-31"}, {"yyyy/m/d", 43677, "2019-07-31", "2019/7/31"}, {`yyyy"年"m"月"d"日"`, 43677, "2019-07-31", "2019年7月31日"},
		{"yyyy年m月", 43677, "2019-07-31", "2019年7月"}, {`yy\.mm\.dd`, 43677, "2019-07-31", "19.07.31"}, {`[$-804]yyyy"年"mm"月"dd"日";@`, 43653, "2019-07-07", "2019年07月07日"},
		{`[DBNum1][$-804]yyyy"年"m"月"d"日"`, 43677, "2019-07-31", "二〇一九年七月三十一日"}, {`[DBNum1]m"月"d"日"`, 43749, "2019-10-11", "十月十一日"},
		{"d-mmm-yy", 43677, "2019-07-31", "31-Jul-19"}, {"mmmm d, yyyy", 43677, "2019-07-31", "July 31, 2019"}, {"ddd", 43677, "2019-07-31", "Wed"}, {"yyyy/m/d aaaa", 43677, "2019-07-31", "2019/7/31 星期三"}, {"aaa", 43681, "2019-08-04", "日"},
		{"yyyy/m/d", 0, "00:00:00", "1900/1/0"}, {"h:mm", 0.75, "18:00:00", "18:00"}, {"h:mm AM/PM", 0.75, "18:00:00", "6:00 PM"}, {"上午/下午h时mm分", 0.25, "06:00:00", "上午6时00分"}, {"h:mm:ss", 43677.5, "2019-07-31T12:00:00", "12:00:00"},
		{"yyyy-mm-dd hh:mm:ss", 43677.53126, "2019-07-31T12:45:01", "2019-07-31 12:45:01"}, {"mm:ss.0", 0.5, "12:00:00", "00:00.0"}, {"[h]:mm", 1.5, "1900-01-01T12:00:00", "36:00"},
		{`[$-F800]dddd\,\ mmmm\ dd\,\ yyyy`, 43677, "2019-07-31", "2019年7月31日"}, {`e"年"m"月"`, 43677, "2019-07-31", "2019年7月"}, {"mm月dd日", 43677, "2019-07-31", "07月31日"},
	}
	for _, c := range cases {
		f, cell := parseFormat(c.code), Cell{Type: Number}
		f.apply(&cell, c.v, false, nil)
		if cell.Text != c.text || cell.Raw != c.raw || cell.Type != Date {
			t.Errorf("%s of %v: %q %q %v, want %q %q", c.code, c.v, cell.Raw, cell.Text, cell.Type, c.raw, c.text)
		}
	}
}

// Every built-in format for Chinese is a date.
func TestChineseBuiltins(t *testing.T) {
	var table formatTable
	want := map[int]string{27: "2019年7月", 28: "7月31日", 31: "2019年7月31日", 36: "2019年7月", 50: "2019年7月", 53: "7月31日", 57: "2019年7月", 58: "7月31日", 14: "2019/7/31", 22: "2019/7/31 0:00"}
	for id := 27; id <= 58; id++ {
		if id > 36 && id < 50 {
			continue
		}
		if f := table.byID(id); len(f.date) == 0 {
			t.Errorf("%d is no date", id)
		}
	}
	for id, text := range want {
		var c Cell
		if table.byID(id).apply(&c, 43677, false, nil); c.Text != text {
			t.Errorf("%d: %s, want %s", id, c.Text, text)
		}
	}
}

func TestSerialDates(t *testing.T) {
	for _, c := range []struct {
		v    float64
		sys  bool
		want string
	}{{1, false, "1900-01-01"}, {59, false, "1900-02-28"}, {61, false, "1900-03-01"}, {43677, false, "2019-07-31"}, {43677.5, false, "2019-07-31T12:00:00"},
		{42215, true, "2019-07-31"}, {0.75, false, "18:00:00"}, {43676.999999, false, "2019-07-31"}, {2958465, false, "9999-12-31"}} {
		d, ok := serialTime(c.v, c.sys)
		if got := string(d.appendISO(nil)); !ok || got != c.want {
			t.Errorf("%v: %s, want %s", c.v, got, c.want)
		}
	}
	for _, v := range []float64{-1, 2958466, 1e300} {
		if _, ok := serialTime(v, false); ok {
			t.Errorf("%v is a date", v)
		}
	}
}

// What General shows as it is stored needs no calculation.
func TestPlainGeneral(t *testing.T) {
	for _, s := range []string{"0", "7", "-12", "1.5", "0.25", "-0.5", "123456789"} {
		if !plainGeneral([]byte(s)) {
			t.Errorf("%s is calculated", s)
		}
	}
	for _, s := range []string{"", "-", "1E3", "2.10", "007", "1.", ".5", "0.30000000000000004", "+1", "12345678901"} {
		if plainGeneral([]byte(s)) {
			t.Errorf("%q is taken as it stands", s)
		}
	}
}
