package value

import "testing"

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"２．１": "2.1", "2（1）": "2(1)", " 责 任　单\n位 ": "责任单位", "微山\u200b县": "微山县", "甲、乙": "甲,乙", "甲，乙": "甲,乙", "A—B": "a-b",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestBlank(t *testing.T) {
	for in, want := range map[string]bool{"": true, " \n": true, "—": true, "/": true, "--": true, "无": false, "0": false} {
		if Blank(in) != want {
			t.Errorf("Blank(%q) = %v", in, !want)
		}
	}
}

func TestNumber(t *testing.T) {
	good := map[string]int{"35": 35, "３５": 35, "三十五": 35, "十": 10, "十六": 16, "二十": 20, "一百零二": 102, "一百二十": 120, "二〇一九": 2019, "两千零一": 2001, "〇": 0, "九十九": 99}
	for in, want := range good {
		if got, ok := Number(in); !ok || got != want {
			t.Errorf("Number(%q) = %d, %v, want %d", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "三x", "百", "十百", "-3", "3.5", "一二三四五"} {
		if got, ok := Number(in); ok {
			t.Errorf("Number(%q) = %d, want none", in, got)
		}
	}
	for n := range 100 {
		if got, ok := Number(Chinese(n)); !ok || got != n {
			t.Errorf("Number(Chinese(%d)) = %d", n, got)
		}
	}
}

func TestParseDate(t *testing.T) {
	cases := []struct {
		in       string
		year     int
		want     string
		possible bool
	}{
		{"2019-07-31", 0, "2019-07-31", true}, {"2019.7.31", 0, "2019-07-31", true}, {"2019/7/31", 0, "2019-07-31", true},
		{"20190731", 0, "2019-07-31", true}, {"2019年7月31日", 0, "2019-07-31", true}, {"２０１９年７月", 0, "2019-07", true},
		{"二〇一九年七月三十一日", 0, "2019-07-31", true}, {"7月31日", 2019, "2019-07-31", true}, {"7.31", 2019, "2019-07-31", true},
		{"七月", 2019, "2019-07", true}, {"2019-07-31T10:20:00", 0, "2019-07-31", true}, {"2019-07-31 00:00:00", 0, "2019-07-31", true},
		{"2019-1-6", 0, "2019-01-06", true}, {"2019.6-20", 0, "2019-06-20", true}, {"2019-02-30", 0, "2019-02-30", false}, {"2019-13-01", 0, "2019-13-01", false}, {"2019年7月0日", 0, "2019-07--1", false},
	}
	for _, c := range cases {
		d, ok := ParseDate(c.in, c.year)
		if !ok || d.String() != c.want || d.Possible() != c.possible {
			t.Errorf("ParseDate(%q) = %v %v possible %v", c.in, d, ok, d.Possible())
		}
	}
	for _, in := range []string{"", "7月31日", "已完成", "2019", "7月底", "2019年7月1日至8日", "2019.1-6", "2019年10-12"} {
		if d, ok := ParseDate(in, 0); ok {
			t.Errorf("ParseDate(%q) = %v, want none", in, d)
		}
	}
	if got := (Date{2019, 2, 0}).Last().String(); got != "2019-02-28" {
		t.Error(got)
	}
}

func TestParsePercent(t *testing.T) {
	for in, want := range map[string][2]string{
		"80": {"80", "percent"}, "80%": {"80", "percent"}, "８０％": {"80", "percent"}, "0.8": {"80", "fraction"}, "八成": {"80", "words"},
		"约80%": {"80", "percent"}, "完成约80%": {"80", "percent"}, "已完成近80%": {"80", "percent"}, "完成近100%": {"0", "bad"}, "1": {"1", "one"}, "1.0": {"1", "one"}, "1%": {"1", "percent"}, "120": {"120", "percent"}, "-5%": {"-5", "percent"},
		"百分之八十": {"80", "percent"}, "百分之百": {"100", "percent"}, "七成五": {"75", "words"}, "0": {"0", "percent"}, "过半": {"0", "bad"}, "": {"0", ""},
		"0.825": {"82.5", "fraction"}, "100 ": {"100", "percent"}, "80%至90%": {"0", "bad"},
		"1.2": {"0", "bad"}, "9.5": {"0", "bad"}, "1.2%": {"1.2", "percent"}, "10.5": {"10.5", "percent"}, "2": {"2", "percent"}, "近100%": {"0", "bad"}, "接近百分之百": {"0", "bad"}, "接近99%": {"99", "percent"}, "不到50%": {"0", "bad"},
	} {
		p := ParsePercent(in)
		if p.Value.String() != want[0] || p.Kind != want[1] {
			t.Errorf("ParsePercent(%q) = %s %s, want %v", in, p.Value, p.Kind, want)
		}
	}
}
