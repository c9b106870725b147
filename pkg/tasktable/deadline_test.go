package tasktable

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func TestDeadlines(t *testing.T) {
	reader := deadlineReader{&readSpec(t).Deadlines, 2019}
	date := func(text, due string) Deadline { return Deadline{Text: text, Kind: kindDate, Due: due} }
	every := func(text, every string) Deadline { return Deadline{Text: text, Kind: kindRecurring, Every: every} }
	count := func(text, every string, n int) Deadline {
		return Deadline{Text: text, Kind: kindCount, Every: every, Times: n}
	}
	plain := func(text, kind string) Deadline { return Deadline{Text: text, Kind: kind} }
	cases := []struct {
		text   string
		column bool
		want   []Deadline
	}{
		{"力度。7月底前公布清单。", false, []Deadline{date("7月底前", "2019-07-31")}},
		{"2019年年底前全面完成试点任务", false, []Deadline{date("2019年年底前", "2019-12-31")}},
		{"2018年6月底前完成", false, []Deadline{date("2018年6月底前", "2018-06-30")}},
		{"10月底前完成，12月15日前报送", false, []Deadline{date("10月底前", "2019-10-31"), date("12月15日前", "2019-12-15")}},
		{"第三季度前完成", false, []Deadline{date("第三季度前", "2019-09-30")}},
		{"年底前完成，今年内见效", false, []Deadline{date("年底前", "2019-12-31"), date("今年内", "2019-12-31")}},
		{"二〇一九年十月底前完成", false, []Deadline{date("二〇一九年十月底前", "2019-10-31")}},
		{"２０１９年１０月３１日之前", false, []Deadline{date("２０１９年１０月３１日之前", "2019-10-31")}},
		{"2 月底前，明年1月底前", false, []Deadline{date("2 月底前", "2019-02-28"), date("明年1月底前", "2020-01-31")}},
		{"上半年内完成，9月中旬前上线", false, []Deadline{date("上半年内", "2019-06-30"), date("9月中旬前", "2019-09-20")}},
		{"2019-10-31前上线", false, []Deadline{date("2019-10-31前", "2019-10-31")}},
		{"到年底，全部公开", false, []Deadline{date("年底", "2019-12-31")}},
		{"按月公开指标，每季度向社会公开，每周报送，每年公布，每半年通报", false,
			[]Deadline{every("按月", "month"), every("每季度", "quarter"), every("每周", "week"), every("每年", "year"), every("每半年", "half")}},
		{"每年1月31日前公布年度报告", false, []Deadline{every("每年1月31日前", "year")}},
		{"每月10日前报送，每季度末前汇总", false, []Deadline{every("每月10日前", "month"), every("每季度末前", "quarter")}},
		{"主动引导预期，每年解读重要政策措施不少于2次。", false, []Deadline{count("每年解读重要政策措施不少于2次", "year", 2)}},
		{"每季度至少召开一次例会，全年不少于四次", false, []Deadline{count("每季度至少召开一次", "quarter", 1), count("全年不少于四次", "year", 4)}},
		{"开展培训不少于1次", false, []Deadline{count("不少于1次", "year", 1)}},
		{"每年组织培训2次以上", false, []Deadline{count("每年组织培训2次以上", "year", 2)}},
		{"持续推进每季度向社会公开饮用水状况", false, []Deadline{plain("持续推进", kindContinuous), every("每季度", "quarter")}},
		{"长期坚持。长期以来，", false, []Deadline{plain("长期坚持", kindContinuous)}},
		{"应当在批复后20日内公开", false, []Deadline{plain("批复后20日内", kindRelative)}},
		{"自信息形成或者变更之日起20个工作日内予以公开", false, []Deadline{plain("信息形成或者变更之日起20个工作日内", kindRelative)}},
		{"接到申请后，5个工作日内答复", false, []Deadline{plain("5个工作日内", kindRelative)}},
		{"及时公开，立即处置，定期发布，及时更新", false,
			[]Deadline{plain("及时", kindPrompt), plain("立即", kindPrompt), plain("定期", kindPeriodic)}},
		{"增强及时性，不定期抽查，三年内，近5年内，100万元", false, nil},
		{"2019年全县重点工作任务，截至2018年12月31日", false, nil},
		{"2019年12月", true, []Deadline{date("2019年12月", "2019-12-31")}},
		{"10月31日", true, []Deadline{date("10月31日", "2019-10-31")}},
		{"全年", true, []Deadline{plain("全年", kindContinuous)}},
		{"3月-10月", true, []Deadline{date("3月-10月", "2019-10-31")}},
		{"年底", true, []Deadline{date("年底", "2019-12-31")}},
		{"第二季度", true, []Deadline{date("第二季度", "2019-06-30")}},
		{"2019.11", true, []Deadline{date("2019.11", "2019-11-30")}},
		{"2019年", true, []Deadline{date("2019年", "2019-12-31")}},
		{"12月", false, nil},
	}
	for _, c := range cases {
		got, impossible := reader.read(c.text, c.column)
		if !slices.Equal(got, c.want) || len(impossible) > 0 {
			t.Errorf("%s\n got %+v %q\nwant %+v", c.text, got, impossible, c.want)
		}
		for _, d := range got {
			if !strings.Contains(c.text, d.Text) {
				t.Errorf("%q is not in %q", d.Text, c.text)
			}
		}
	}
}

func TestImpossibleDeadlines(t *testing.T) {
	reader := deadlineReader{&readSpec(t).Deadlines, 2019}
	for _, text := range []string{"2022年底11月前", "2月30日前", "13月底前", "2019年0月底前", "11月31日前", "6月0日前"} {
		got, impossible := reader.read("在"+text+"完成。", false)
		if len(got) > 0 || !slices.Equal(impossible, []string{text}) {
			t.Errorf("%s: got %+v, impossible %q", text, got, impossible)
		}
	}
	reader.year = 0
	want := []Deadline{{Text: "7月底前", Kind: kindDate}, {Text: "2020年5月底前", Kind: kindDate, Due: "2020-05-31"}}
	if got, impossible := reader.read("7月底前完成，2020年5月底前，2月30日前", false); !slices.Equal(got, want) || !slices.Equal(impossible, []string{"2月30日前"}) {
		t.Errorf("without a year: %+v %q", got, impossible)
	}
}

func TestDeadlineJSON(t *testing.T) {
	for want, d := range map[string]Deadline{
		`{"text":"7月底前","kind":"date","due":"2019-07-31"}`:           {"7月底前", kindDate, "2019-07-31", "", 0},
		`{"text":"按月","kind":"recurring","every":"month"}`:           {"按月", kindRecurring, "", "month", 0},
		`{"text":"每年不少于2次","kind":"count","every":"year","times":2}`: {"每年不少于2次", kindCount, "", "year", 2},
		`{"text":"及时","kind":"prompt"}`:                              {"及时", kindPrompt, "", "", 0},
	} {
		data, err := json.Marshal(d)
		if err != nil || string(data) != want {
			t.Errorf("got %s, %v; want %s", data, err, want)
		}
		var back Deadline
		if err := json.Unmarshal(data, &back); err != nil || back != d {
			t.Errorf("back: %+v, %v", back, err)
		}
	}
}
