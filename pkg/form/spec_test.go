package form

import (
	"strings"
	"testing"

	"zwgk/pkg/policy"
)

func TestSpecSlips(t *testing.T) {
	form, words := specFiles(t)
	for name, c := range map[string]struct{ file, old, new, want string }{
		"unknown field":  {"form", "field: remark", "field: remarks", "不认识的栏目 “remarks”"},
		"field twice":    {"form", "field: remark", "field: next", "栏目 “next” 写了两次"},
		"header twice":   {"form", "header: 备注", "header: 存在问题", "表头 “存在问题” 写了两次"},
		"no status":      {"form", "field: status", "field: remark", "写了两次"},
		"filled by":      {"form", "filled_by: unit", "filled_by: units", "由谁填写"},
		"placeholder":    {"form", "填报单位：{unit}", "填报单位：{danwei}", "不认识的 “{danwei}”"},
		"sheet name":     {"form", "sheet: 填报表", "sheet: 填报/表", "工作表名称"},
		"two families":   {"words", "not_started: [未启动", "not_started: [已完成, 未启动", "“已完成” 归在了两种完成情况下"},
		"comma in first": {"words", "done: [已完成", `done: ["已,完成"`, "下拉列表"},
	} {
		t.Run(name, func(t *testing.T) {
			f, w := form, words
			if c.file == "form" {
				f = swap(t, form, c.old, c.new)
			} else {
				w = swap(t, words, c.old, c.new)
			}
			_, err := ParseSpec(f, w)
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "行第") {
				t.Errorf("got %v, want %q with its place", err, c.want)
			}
		})
	}
}

func TestSpecLacksColumn(t *testing.T) {
	form, words := specFiles(t)
	head, rest, _ := strings.Cut(string(form.Data), "  - field: status\n")
	_, after, _ := strings.Cut(rest, "  - field: progress\n")
	form.Data = []byte(head + "  - field: progress\n" + after)
	if _, err := ParseSpec(form, words); err == nil || !strings.Contains(err.Error(), "缺少栏目 “status”") {
		t.Errorf("got %v", err)
	}
}

func swap(t *testing.T, f policy.File, old, new string) policy.File {
	t.Helper()
	if !strings.Contains(string(f.Data), old) {
		t.Fatalf("%s lacks %q", f.Name, old)
	}
	f.Data = []byte(strings.Replace(string(f.Data), old, new, 1))
	return f
}

func TestHeaderWords(t *testing.T) {
	spec := testSpec(t)
	for header, want := range map[string]string{
		"编号": FieldID, "序 号": FieldID, "工作　任务": FieldTask, "重点任务*": FieldTask, "具体要求": FieldRequirement, "完成时限": FieldDeadline,
		"计划完成时间": FieldDeadline, "完成时间": FieldDate, "完成率%": FieldProgress, "完成率（%）": FieldProgress, "进展情况（不少于30字）": FieldProgressText,
		"2019年上半年工作进展情况": FieldProgressText, "进展情况\n（必填，不少于20字）": FieldProgressText, "公开链接/佐证材料": FieldLinks, "佐证材料": FieldEvidence,
		"存在的问题": FieldProblems, "下一步打算": FieldNext, "下一步工作措施": FieldNext, "备 注": FieldRemark, "任务落实情况（截至6月底）": FieldStatus, "工作落实情况": FieldProgressText,
		"是否完成": FieldStatus, "完成情况": FieldStatus, "（备注）": FieldRemark, "时限要求": FieldDeadline, "未完成原因": FieldProblems,
		"责任单位": "", "任务来源": "", "联系电话": "", "": "", "%": "", "我们在工作任务中认真落实各项要求并加强进展情况调度，取得成效": "",
	} {
		field, ok := spec.Field(header)
		if field != want || ok != (want != "") {
			t.Errorf("Field(%q) = %q, %v, want %q", header, field, ok, want)
		}
	}
	for _, c := range spec.Columns() {
		if field, ok := spec.Field(spec.Header(c.Field)); !ok || field != c.Field {
			t.Errorf("Field(Header(%s)) = %s", c.Field, field)
		}
	}
	if spec.MinText(FieldProgressText) != 20 || !spec.Required(FieldStatus) || spec.Required(FieldRemark) {
		t.Error("flags of the columns")
	}
	if got := strings.Join(spec.StatusWords(), " "); got != "已完成 正在推进 未启动 不涉及" {
		t.Error(got)
	}
}

func TestStatusOf(t *testing.T) {
	spec := testSpec(t)
	for written, want := range map[string]Status{
		"已完成": Done, "已 完 成。": Done, "办结": Done, "完成": Done, "正在推进": Ongoing, "正在办理": Ongoing, "达进度": Ongoing, "欠进度": Ongoing, "超进度": Ongoing,
		"按计划": Ongoing, "停顿": Ongoing, "长期坚持": Ongoing, "未完成": Ongoing, "正在持续推进中": Ongoing, "未启动": NotStarted, "尚未开展": NotStarted, "未开展工作": NotStarted,
		"不涉及": NotApplicable, "我单位不涉及": NotApplicable, "其他": UnknownStatus, "已完成80%": Ongoing, "已完成，80%": Done, "完成 ８０％": Ongoing, "正在推进，60%": Ongoing, "正在推进60%": Ongoing, "未启动0%": NotStarted, "85%": Ongoing, "已完成100%": Done, "100%": Done,
		"0%": UnknownStatus, "完成120%": UnknownStatus, "已完成八成": Ongoing, "百分之六十": Ongoing, "完成3件": UnknownStatus, "办结80%": UnknownStatus, "85": UnknownStatus, "基本已完成": UnknownStatus,
		"已完成，长期坚持": Done, "已完成，持续推进": Done, "已落实；长期坚持": Done, "已完成并长期坚持": Done, "已完成，并持续推进": Done, "已完成（5月20日），常态化推进": Done, "已公开，动态更新": Done, "完成并持续更新": Done,
		"已完成，正在推进": UnknownStatus, "未完成，长期坚持": Ongoing, "基本完成，长期坚持": Ongoing, "已完成一半，长期坚持": Ongoing, "无法完成，长期坚持": UnknownStatus, "已完成上半年任务，持续推进": UnknownStatus, "持续推进": Ongoing, "常态化": Ongoing,
		"正在推进（完成约60%）": Ongoing, "正在推进（已完成六成）": Ongoing, "正在推进（完成100%）": UnknownStatus, "正在推进（预计60%）": UnknownStatus, "已落实到位，长期推进": Done, "序时完成": Ongoing, "无此项职能": NotApplicable,
		"预计年底完成": UnknownStatus, "还行": UnknownStatus, "没有完成": Ongoing, "": "", "/": "", "任务已完成": Done, "已于6月底完成": Done,
	} {
		if got := spec.StatusOf(written); got != want {
			t.Errorf("StatusOf(%q) = %q, want %q", written, got, want)
		}
	}
}
