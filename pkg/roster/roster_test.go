package roster

import (
	"bytes"
	"os"
	"reflect"
	"strings"
	"testing"

	"zwgk/pkg/finding"
	"zwgk/pkg/grid"
)

func real(t testing.TB) *Roster {
	t.Helper()
	data, err := os.ReadFile("testdata/roster-weishan.csv")
	if err != nil {
		t.Fatal(err)
	}
	r, err := Read("roster.csv", grid.Read("roster.csv", data, grid.Limits{}))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRead(t *testing.T) {
	r := real(t)
	if len(r.Units) != 54 || len(r.Active()) != 47 || r.County() != "微山县" {
		t.Errorf("%d units, %d active, county %q", len(r.Units), len(r.Active()), r.County())
	}
	if n := len(r.Group("乡镇街道")); n != 15 {
		t.Errorf("%d towns and streets", n)
	}
	u, ok := r.Unit("县公安局")
	if !ok || u.Full != "微山县公安局" || u.Source.Cell != "A6" {
		t.Errorf("%+v", u)
	}
}

func TestReadErrors(t *testing.T) {
	cases := map[string][]string{
		"甲,乙\n1,2\n": {"找不到表头"},
		"单位名称,类别\n":  {"一个单位也没有"},
		"单位名称,类别\n县公安局,政府部门\n县公安局,政府部门\n":                      {"“县公安局”写了两次", "A2", "A3"},
		"单位名称,别名,类别\n县公安局,公安,政府部门\n县司法局,公安,政府部门\n":             {"“公安”", "B2", "B3", "只留给其中一个"},
		"单位名称,全称,别名,类别\n县公安局,,县局（甲）,政府部门\n县司法局,县局 (甲),,政府部门\n": {"C2", "B3", "只留给其中一个"},
		"单位名称,别名,类别\n县公安局,,政府部门\n县司法局,县公安局,政府部门\n":             {"“县公安局”", "A2", "B3"},
		"单位名称,类别,启用\n县公安局,政府部门,好\n":                            {"C2", "应写“是”或“否”"},
		"单位名称,类别\n县公安局,\n":                                     {"A2", "没有写类别"},
		"单位名称,类别,全称\n,政府部门,微山县公安局\n":                           {"A2", "没有写单位名称"},
	}
	for src, want := range cases {
		_, err := Read("roster.csv", grid.Read("", []byte(src), grid.Limits{}))
		for _, w := range want {
			if err == nil || !strings.Contains(err.Error(), w) {
				t.Errorf("%q: %v lacks %q", src, err, w)
			}
		}
	}
}

func TestResolve(t *testing.T) {
	r := real(t)
	for unit, spellings := range map[string]string{
		"县财政局": "县财政局 财政局 微山县财政局 01县财政局 01-财政局 县财政局（盖章） 填报单位：县财政局 填报单位（盖章）：微山县财政局 微山财政局 济宁市微山县财政局 " +
			"山东省济宁市微山县财政局 县财政局盖章 填报单位财政局 （1）县财政局 一、县财政局 微山县财政局（公章）（盖章） 填报单位：（盖章）县财政局 微山县微山县财政局 １．县财政局",
		"县人力资源社会保障局":  "县人社局 人社局 微山县人社局 县人力资源和社会保障局 人力资源社会保障局 县人力社保局",
		"县市场监管局":      "市场监管局 县市监局 微山县市场监督管理局 县市场监督局",
		"县行政审批服务局":    "县审批局 审批服务局 微山县行政审批服务局 县审批服务局",
		"县审计局":        "县审计局 审计局",
		"夏镇街道":        "夏镇街道 夏镇街道办事处 夏镇街道办 夏镇 夏镇（街道） 微山县人民政府夏镇街道办事处 微山县夏镇街道办事处 01夏镇街道 夏镇街道（盖章） 夏镇街 ",
		"傅村街道":        "付村街道 傅村街道办事处",
		"欢城镇":         "驩城镇 驩城镇人民政府 欢城镇人民政府 微山县欢城镇政府 欢城",
		"高楼乡":         "高楼乡政府 微山县高楼乡人民政府",
		"市生态环境局微山县分局": "县环保局 济宁市生态环境局微山县分局 市生态环境局微山分局 县生态环境分局 生态环境局微山县分局",
		"市公共资源交易服务中心微山县分中心": "微山县分中心 济宁市公共资源交易服务中心微山县分中心",
		"微山经济开发区管委会":        "开发区管委会 经开区管委会 微山经济开发区",
		"县人行":               "人行微山县支行 中国人民银行微山县支行",
		"县委编办":              "中共微山县委机构编制委员会办公室 县编办",
		"县政府办公室":            "微山县人民政府办公室 县府办 微山县政府办公室 县人民政府办公室 县政府办公室（政务公开科）",
		"县退役军人局":            "微山县退役军人事务局 退役军人事务局",
	} {
		for _, s := range strings.Fields(spellings) {
			want := unit
			if s == "夏镇街" {
				want = "" // cut off: ask
			}
			if m := r.Resolve(s); m.Unit != want {
				t.Errorf("Resolve(%q) = %+v, want %q", s, m, want)
			}
		}
	}
}

func TestResolveAsksInsteadOfGuessing(t *testing.T) {
	r := real(t)
	for _, s := range []string{"", "局", "县政府", "政府", "县管理局", "县局", "街道",
		// Names of nothing but the kind of body, and other bodies than ours.
		"县委办", "县委办公室", "办公室", "委办公室", "县服务中心", "县银行", "县支行", "县分局", "微山县分局", "县管委", "县事务局", "县开发办", "县中心", "县办事处",
		"县委", "人民政府", "县人民政府", "县人民政府办事处", "区财政局", "济宁市财政局", "微山局", "岛镇", "县纪委", "县农行", "县公安局交警大队", "县公安分局",
		"县建局", "县水局", "12345热线", "镇", "审议局", "县检察院", "服务中心", "市局", "县管局", "县政局"} {
		if m := r.Resolve(s); m.Unit != "" {
			t.Errorf("Resolve(%q) = %+v", s, m)
		}
	}
	if m := r.Resolve("县管理局"); len(m.Candidates) < 2 {
		t.Error("no candidates")
	}
	r.Learn("县检察院", "县司法局")
	if m := r.Resolve("县检察院（盖章）"); m.Unit != "县司法局" || m.How != "decided" {
		t.Errorf("a decision is forgotten: %+v", m)
	}
}

func TestVariants(t *testing.T) {
	r, err := Read("roster.csv", grid.Read("", []byte("单位名称,全称,类别\n傅村街道,示例县人民政府傅村街道办事处,乡镇街道\n付庄镇,,乡镇街道\n傅庄镇,,乡镇街道\n欢城镇,,乡镇街道\n县财政局,,政府部门\n"), grid.Limits{}))
	if err != nil {
		t.Fatal(err)
	}
	if m := r.Resolve("付村街道"); m.Unit != "" {
		t.Errorf("variants that nobody named: %+v", m)
	}
	r.Variants([]string{"傅付", "欢歡驩", "财財", "县縣"})
	for written, want := range map[string]string{"付村街道": "傅村街道", "付村街道办事处": "傅村街道", "驩城镇": "欢城镇", "驩城镇政府": "欢城镇", "縣財政局": "县财政局", "（盖章）縣財政局": "县财政局",
		"付庄镇": "付庄镇", "傅庄镇": "傅庄镇", "付楼镇": "", "县税务局": ""} {
		if m := r.Resolve(written); m.Unit != want {
			t.Errorf("Resolve(%q) = %+v, want %q", written, m, want)
		}
	}
	changed, err := r.With(r.Units[:4])
	if err != nil {
		t.Fatal(err)
	}
	if m := changed.Resolve("驩城镇"); m.Unit != "欢城镇" || m.How != "variant" {
		t.Errorf("after a change: %+v", m)
	}
}

// Every name of the roster finds its unit, whatever noise is put around it.
func TestEveryNameResolves(t *testing.T) {
	r := real(t)
	before := []string{"", " ", "填报单位：", "填报单位（盖章）：", "报送单位:", "12.", "03", "(7)", "二、", "\u200b", "１、"}
	after := []string{"", "\n", "　", "（盖章）", "(公 章)", "。", "（盖章） "}
	for _, u := range r.Units {
		for _, name := range u.names() {
			for _, b := range before {
				for _, a := range after {
					for _, noisy := range []string{b + name + a, b + strings.Join(strings.Split(name, ""), " ") + a} {
						if m := r.Resolve(noisy); m.Unit != u.Name {
							t.Errorf("Resolve(%q) = %+v, want %q", noisy, m, u.Name)
						}
					}
				}
			}
		}
	}
}

// Of the characters of any name, left out one at a time, none makes it another
// unit's: at worst it has to be asked for.
func TestAWrongUnitIsNeverTaken(t *testing.T) {
	r := real(t)
	for _, u := range r.Units {
		for _, name := range u.names() {
			letters := []rune(name)
			for i := range letters {
				cut := string(letters[:i]) + string(letters[i+1:])
				if m := r.Resolve(cut); m.Unit != "" && m.Unit != u.Name {
					t.Errorf("%q, cut from %q of %s, is taken for %s (%s)", cut, name, u.Name, m.Unit, m.How)
				}
			}
		}
	}
}

// A county-level city: 市 before a name goes, the 市 of 市场 does not.
func TestCity(t *testing.T) {
	r, err := Read("roster.csv", grid.Read("", []byte("单位名称,全称,类别\n市财政局,邹城市财政局,政府部门\n市市场监管局,邹城市市场监督管理局,政府部门\n"+
		"市政务服务局,邹城市政务服务局,政府部门\n110指挥中心,邹城市110指挥中心,其他\n119指挥中心,,其他\n"), grid.Limits{}))
	if err != nil {
		t.Fatal(err)
	}
	for written, want := range map[string]string{"财政局": "市财政局", "邹城市财政局": "市财政局", "邹城财政局": "市财政局", "市场监管局": "市市场监管局", "市市场监管局（盖章）": "市市场监管局",
		"场监管局": "", "市场监督管理局": "市市场监管局", "110指挥中心 ": "110指挥中心", "119指挥中心（盖章）": "119指挥中心", "县财政局": "", "指挥中心": ""} {
		if m := r.Resolve(written); m.Unit != want {
			t.Errorf("Resolve(%q) = %+v, want %q", written, m, want)
		}
	}
}

func TestMergedGroup(t *testing.T) {
	sheet := &grid.Sheet{Name: "名录", Visible: true, Merged: []grid.Range{{Row1: 3, Col1: 1, Row2: 4, Col2: 1}}}
	sheet.Cells = []grid.Cell{{Row: 1, Col: 1, Text: "示例县单位名录"}, {Row: 2, Col: 1, Text: "类 别"}, {Row: 2, Col: 2, Text: "单位名称"},
		{Row: 3, Col: 1, Text: "政府部门"}, {Row: 3, Col: 2, Text: "县公安局"}, {Row: 4, Col: 2, Text: "县司法局"}}
	r, err := Read("roster.xlsx", &grid.Workbook{Sheets: []*grid.Sheet{sheet}})
	if err != nil || len(r.Group("政府部门")) != 2 {
		t.Errorf("%+v %v", r, err)
	}
}

// What Write writes, Read reads: all columns, and a unit that is no longer in use.
func TestWrite(t *testing.T) {
	units := []Unit{
		{Name: "县财政局", Full: "示例县财政局", Aliases: []string{"财政局", "县财政"}, Group: "政府部门", Active: true, Note: "待核对", From: "2019-03-01", Contact: "办公室"},
		{Name: "夏镇", Group: "乡镇街道", To: "2018-12-31"},
	}
	var b bytes.Buffer
	if err := Write(&b, units); err != nil {
		t.Fatal(err)
	}
	r, err := Read("roster.xlsx", grid.Read("roster.xlsx", b.Bytes(), grid.Limits{}))
	if err != nil {
		t.Fatal(err)
	}
	for i := range r.Units {
		r.Units[i].Source = finding.Place{}
	}
	if !reflect.DeepEqual(r.Units, units) {
		t.Errorf("got %+v", r.Units)
	}
}

func FuzzResolve(f *testing.F) {
	r := real(f)
	f.Add("县财政局（盖章）")
	f.Add("01夏镇街道")
	f.Fuzz(func(t *testing.T, s string) {
		m := r.Resolve(s)
		if _, known := r.Unit(m.Unit); m.Unit != "" && !known {
			t.Errorf("Resolve(%q) names %q, which the roster lacks", s, m.Unit)
		}
		if m.Unit != "" && r.Resolve(" "+s).Unit != m.Unit {
			t.Errorf("a space changes what %q means", s)
		}
	})
}

// TestBranchesAndBrackets: a branch is not what it belongs to, and of two units that are
// named the office is asked.
func TestBranchesAndBrackets(t *testing.T) {
	r, err := (&Roster{}).With([]Unit{{Name: "县自然资源局城关分局", Active: true}, {Name: "县财政局", Active: true}, {Name: "县审计局", Active: true}})
	if err != nil {
		t.Fatal(err)
	}
	if m := r.Resolve("县自然资源局"); m.Unit != "" {
		t.Errorf("%+v", m)
	}
	if m := r.Resolve("县财政局（县审计局）"); m.Unit != "" || !reflect.DeepEqual(m.Candidates, []string{"县财政局", "县审计局"}) {
		t.Errorf("%+v", m)
	}
	if m := r.Resolve("县财政局（预算股）"); m.Unit != "县财政局" {
		t.Errorf("%+v", m)
	}
}
