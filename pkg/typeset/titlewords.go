package typeset

import "strings"

// titleWords are words that the titles of official papers are made of, longest
// first wherever one begins another. A title is broken between them rather than
// within; what is not listed here stays in one piece if that can be.
var titleWords = strings.Fields(`
人民代表大会 常务委员会 人民政府办公厅 人民政府办公室 人民政府 领导小组 办公厅 办公室 委员会 管委会 街道办事处 办事处
政务服务 政务公开 信息公开 政府信息 任务分解表 重点任务 工作任务 工作要点 工作方案 实施方案 考核评估 第三方评估 绩效考核
第一季度 第二季度 第三季度 第四季度 一季度 二季度 三季度 四季度 上半年 下半年 年度 全年 半年 月份
关于 印发 转发 开展 做好 加强 进一步 推进 落实 贯彻 执行 完成 进展 情况 工作 任务 评估 评价 考核 检查 督查 报送 核查 整改
报告 通报 通知 简报 意见 方案 办法 规定 细则 要点 清单 台账 附件 领导 单位 部门 乡镇 街道 结果 得分 排名 汇总 统计 分析 年终 季度 总结
`)

// A line of a title may not begin with the first, nor end with the second.
const (
	leansBack    = "的了等之者们性化省市县区镇乡局委办厅年月日号"
	leansForward = "和与及或对在为将把被向从第"
)

// titleCosts gives what it costs to break a title before each rune: below 0
// for a good place, +Inf where there must be no break.
func titleCosts(rs []rune) []float64 {
	out := make([]float64, len(rs))
	starts := wordStarts(rs)
	depth := 0
	for i := range rs {
		if i > 0 {
			out[i] = titleCost(rs, starts, i, depth)
		}
		switch {
		case strings.ContainsRune("《〈（“「『【", rs[i]):
			depth++
		case strings.ContainsRune("》〉）”」』】", rs[i]) && depth > 0:
			depth--
		}
	}
	return out
}

// Costs in squared ems of raggedness, against which they are weighed.
const (
	forbidden = 1e9
	within    = 400.0 // inside of a word or a bracket
	afterName = 40.0  // between a name in 《》 and 的
	moreLines = 15.0  // for a line more than needed
	unknown   = 60.0  // between runes of no listed word
	atWord    = 4.0
	goodBreak = -6.0
	yearBreak = -8.0
)

func titleCost(rs []rune, starts []int, i, depth int) float64 {
	prev := rs[i-1]
	switch {
	case !mayBreak(rs, i):
		return forbidden
	case prev == '》' && depth == 0 && rs[i] == '的':
		return afterName
	case depth > 0, isDigit(prev), starts[i] < 0:
		return within
	case strings.ContainsRune(leansBack, rs[i]) && starts[i] == 0, strings.ContainsRune(leansForward, prev):
		return within
	case isDigit(rs[i]) && followsNumber(rs[i:]) == '年':
		return yearBreak
	case prev == '年' && starts[i] > 0 && strings.ContainsRune("上下一二三四第全半", rs[i]):
		return unknown // 2019年 and 上半年 belong together
	case strings.ContainsRune("的年、，》：", prev), endsWith(rs[:i], "关于"), endsWith(rs[:i], "半年"), endsWith(rs[:i], "季度"),
		endsWith(rs[:i], "年度"), endsWith(rs[:i], "办公室"), endsWith(rs[:i], "政府"), isSpace(prev):
		return goodBreak
	case strings.ContainsRune("《“", rs[i]), startsWith(rs[i:], "关于"):
		return goodBreak / 2
	case starts[i] > 0:
		return atWord
	}
	return unknown
}

// followsNumber is the rune after the digits that rs begins with.
func followsNumber(rs []rune) rune {
	for _, r := range rs {
		if !isDigit(r) {
			return r
		}
	}
	return 0
}

// wordStarts is the length of the listed word that begins at each rune, -1
// inside of one, 0 where none is known.
func wordStarts(rs []rune) []int {
	out := make([]int, len(rs))
	for i := 0; i < len(rs); {
		n := listedWord(rs[i:])
		for k := range max(n, 1) {
			out[i+k] = -1
		}
		out[i] = n
		i += max(n, 1)
	}
	return out
}

func listedWord(rs []rune) int {
	for _, w := range titleWords {
		if startsWith(rs, w) {
			return len([]rune(w))
		}
	}
	return 0
}

func startsWith(rs []rune, w string) bool {
	word := []rune(w)
	return len(rs) >= len(word) && string(rs[:len(word)]) == w
}

func endsWith(rs []rune, w string) bool {
	n := len([]rune(w))
	return len(rs) >= n && string(rs[len(rs)-n:]) == w
}
