package tasktable

import (
	"os"
	"slices"
	"testing"

	"zwgk/pkg/policy"
)

func readSpec(t testing.TB) *Spec {
	t.Helper()
	data, err := os.ReadFile("../../templates/table.yaml")
	if err != nil {
		t.Fatal(err)
	}
	s, err := ParseSpec(policy.File{Name: "table.yaml", Data: data})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestGroupOf(t *testing.T) {
	s := readSpec(t)
	for unit, want := range map[string]string{
		"夏镇街道": "乡镇街道", "微山岛镇": "乡镇街道", "高楼乡人民政府": "乡镇街道", "高楼乡政府": "乡镇街道", "示例经济开发区管委会": "开发区", "示例高新区": "开发区", "河湖管委会": "政府部门",
		"市生态环境局示例县分局": "垂直管理", "县税务局": "垂直管理", "市公积金中心": "垂直管理", "市场监管局": "政府部门", "县委组织部": "其他", "县财政局": "政府部门",
	} {
		if got, _ := s.GroupOf(unit); got != want {
			t.Errorf("%s: %s, want %s", unit, got, want)
		}
	}
	for unit, want := range map[string]bool{"县财政局": true, "夏镇街道": true, "县总工会": true, "县法院": true, "县政府办公室": true, "县融媒体中心": false, "国网示例县供电公司": false, "县商会": false} {
		if _, sure := s.GroupOf(unit); sure != want {
			t.Errorf("%s: sure %v", unit, sure)
		}
	}
}

func TestCollective(t *testing.T) {
	s := readSpec(t)
	for text, want := range map[string][]string{
		"县政府各部门":            {"政府部门"},
		"区政府各部门":            {"政府部门"},
		"市直各部门":             {"政府部门"},
		"示例县政府各部门":          {"政府部门"},
		"县直各部门、单位":          {"政府部门"},
		"各县直部门":             {"政府部门"},
		"各乡镇（街道）政府（办事处）":    {"乡镇街道"},
		"各乡镇(街道)政府(办事处)":    {"乡镇街道"},
		"各镇（街道）":            {"乡镇街道"},
		"各乡镇人民政府（街道办事处）":    {"乡镇街道"},
		"各镇街":               {"乡镇街道"},
		"各街道办事处":            {"乡镇街道"},
		"各乡镇（街 道）政府\n（办事处）": {"乡镇街道"},
		"各级各部门":             {"政府部门", "乡镇街道", "开发区"},
		"县政府有关部门":           {},
		"市政府有关部门":           {},
		"区直相关部门单位":          {},
		"有关部门":              {},
		"其他有关单位":            {},
		"相关乡镇（街道）":          {},
		"等有关单位":             {},
		"各有关部门":             {},
		"县直各部门各单位":          {"政府部门"},
		"县政府组成部门":           {"政府部门"},
		"各镇乡街道":             {"乡镇街道"},
		"各乡镇党委政府":           {"乡镇街道"},
		"各苏木镇":              {"乡镇街道"},
		"各乡镇（街道、开发区）":       {"乡镇街道", "开发区"},
		"各县（市、区）人民政府":       {"县市区"},
		"县属国有企业":            {"国有企业"},
		"公共企事业单位":           {"公共企事业单位"},
		"各公共企事业单位主管部门":      {},
		"全县各级行政机关":          {},
		"各级政府及其部门":          {},
		"各预算单位":             {},
		"各村（社区）":            {},
		"26个试点领域主管部门":       {},
		"具有行政审批职能的部门":       {},
		"县政务公开工作领导小组成员单位":   {},
		"中央、省、市驻县单位":        {},
		"教育、卫生、供水等公共企事业单位":  {},
		"各派出机构":             {},
		"除县外事办外的各部门":        {"政府部门"},
		"除县外事办、县侨办以外，县直各部门": {"政府部门"},
		"除县教育局以外的各有关部门":     {},
		"除中央、省驻县单位外的各部门":    {},
		"除各街道外的镇街":          {"乡镇街道"},
		"除县教育局外的其他部门":       {"政府部门"},
		"机关各股室、下属各单位":       {},
		"相关责任部门":            {},
		"县直各医疗单位":           {},
		"县各界联合会":            nil,
		"县供销合作社联合社":         nil,
		"县纪委监委":             nil,
		"有关镇财政所":            nil,
		"主管部门":              {},
		"县财政局主管部门":          nil,
		"县供电公司":             nil,
		"县财政局":              nil,
		"微山经济开发区管委会":        nil,
		"夏镇街道":              nil,
		"县政府办公室":            nil,
		"县级":                nil,
		"":                  nil,
		"部门":                nil,
		"镇街":                nil,
		"韩庄镇":               nil,
		"市生态环境局微山县分局":       nil,
		"微山县政府":             nil,
		"县政府":               nil,
	} {
		c, ok := s.Collective(text)
		if ok != (want != nil) || ok && !slices.Equal(c.Groups, want) || ok && c.Undecided != (len(want) == 0) {
			t.Errorf("%q: ok %v, groups %v, undecided %v; want %v", text, ok, c.Groups, c.Undecided, want)
		}
	}
}
