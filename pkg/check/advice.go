package check

import (
	"fmt"
	"strings"

	"zwgk/pkg/finding"
)

// Weight says in words how grave the problem is, and what follows from it.
func (e Explanation) Weight() string {
	switch {
	case e.Off:
		return "停用，不检查"
	case e.Decides:
		return "提醒：请办公室核对 decisions.xlsx，与报送单位无关"
	case e.OfTable && e.Severity == finding.Info:
		return "提示：说明任务分解表是怎么读的，不影响下发和汇总"
	case e.OfTable:
		return "提醒：请办公室核对任务分解表，不影响下发和汇总"
	case e.Lost && e.Stage == finding.StageFile:
		return "错误：这个文件用不上，要请单位重新报送"
	case e.Lost && e.Stage == finding.StageUnit:
		return "错误：整张表没有并入台账，要退回单位改正"
	case e.Lost:
		return "错误：这一行没有并入台账，要退回单位改正"
	case e.Fixed && e.Severity != finding.Error:
		return "提醒：这些内容没有并入台账，请办公室核对"
	case e.Severity == finding.Error:
		return "错误：表要退回单位改正；改正以前，读得懂的内容照样并入台账，标明有问题"
	case e.Severity == finding.Warning:
		return "提醒：不单为这一条退回，由办公室把握要不要请单位改"
	}
	return "提示：不用退回，供了解"
}

// OfficeCan lists what the office can do about the rule, each in a sentence.
func (e Explanation) OfficeCan() []string {
	var out []string
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	switch {
	case e.Off:
		say("已经停用%s。恢复检查，把 templates/rules.yaml 里 %s 的 off 去掉", because(e.Reason), e.Code)
		return out
	case e.Own:
		say("这是办公室自己加的规则%s，写在 templates/rules.yaml 里", because(e.Reason))
	case len(e.Changed) > 0:
		say("已经改过 %s%s，写在 templates/rules.yaml 里", strings.Join(e.Changed, "、"), because(e.Reason))
	}
	if e.Office != "" {
		say("%s", strings.TrimSuffix(e.Office, "。"))
	}
	if e.Waives && e.Lost {
		say("对某家单位不因此扣分：在 decisions.xlsx 的“豁免”里写单位、任务、代码 %s 和理由；没有并入台账的内容还是要改好再报", e.Code)
	} else if e.Waives {
		say("对某家单位不追究：在 decisions.xlsx 的“豁免”里写单位、任务、代码 %s 和理由", e.Code)
	}
	said := ""
	for _, d := range e.Data {
		about := because(d.About)
		if d.About == said { // those one level down share what is said of them
			about = ""
		}
		said = d.About
		if d.Single {
			say("改尺度：在 templates/rules.yaml 里写 %s%s", d.Written("", d.Values[0]), about)
		} else {
			say("改列表：在 templates/rules.yaml 里写 %s 或 %s，现有 %d 个%s", d.Written("+", "[要增加的]"), d.Written("-", "[要去掉的]"), len(d.Values), about)
		}
	}
	if e.Check == "text_hollow" {
		say("改最少字数：在 templates/form.yaml 里改“进展情况”的 min")
	}
	if e.Own {
		return out
	}
	if e.Fixed {
		say("改说法：在 templates/rules.yaml 的 rules 下面写 - {code: %s, hint: 新的说法}，也可以写 message。这一条不能停用：内容并不进台账，总要说明原因", e.Code)
		return out
	}
	say("改轻重或说法：在 templates/rules.yaml 的 rules 下面写 - {code: %s, severity: %s}，也可以写 message、hint", e.Code, otherSeverity(e.Severity))
	say("不检查这一条：写 - {code: %s, off: true, reason: 理由}", e.Code)
	return out
}

// because puts a remark in brackets, "" for none.
func because(reason string) string {
	if reason == "" {
		return ""
	}
	return "（" + reason + "）"
}

// otherSeverity is what an office would most likely make of it.
func otherSeverity(s finding.Severity) string {
	if s == finding.Warning {
		return "info"
	}
	return "warning"
}
