package typeset

import (
	"fmt"

	"zwgk/pkg/document"
)

var sampleUnits = []string{"县政府办公室", "县发展改革局", "县教育和体育局", "县工业和信息化局", "县人力资源社会保障局", "县自然资源和规划局",
	"县住房城乡建设局", "县行政审批服务局", "县市场监督管理局", "市公共资源交易服务中心示例县分中心", "市生态环境局示例县分局", "夏阳街道办事处"}

// sampleReport has a block of every kind, over several pages.
func sampleReport() *document.Document {
	d := &document.Document{Title: "示例县2019年上半年政务公开工作任务落实情况评估报告", Number: "示政办字〔2019〕26号", To: "各乡镇人民政府",
		From: "示例县人民政府办公室", Date: "2019-07-15", Note: "示例数据，纯属虚构"}
	ranking := document.Table{Caption: "得分排名", Header: []string{"名次", "单位", "得分", "等次"}, Widths: []float64{1.2, 5, 2, 2}, Align: []string{"center", "", "center", "center"}}
	chart := document.Chart{Caption: "得分", Max: 100}
	losses := document.Table{Caption: "扣分明细表", Wide: true, Header: []string{"单位", "扣分", "原因"}}
	for i := range 36 {
		unit := sampleUnits[i%len(sampleUnits)]
		score := 98.5 - 2.5*float64(i)
		ranking.Rows = append(ranking.Rows, []string{fmt.Sprint(i + 1), unit, fmt.Sprintf("%.2f", score), "优秀"})
		chart.Labels = append(chart.Labels, unit)
		chart.Values = append(chart.Values, score)
		chart.Texts = append(chart.Texts, fmt.Sprintf("%.2f", score))
		losses.Rows = append(losses.Rows, []string{unit, "1.5", "任务2（1）、3（2）“深化‘放管服’改革信息公开”等3项进展情况过于简略，没有写明做了什么、公开了什么（“填报表”F12）。"})
	}
	d.Blocks = []document.Block{
		document.Paragraph{Text: "根据《示例县2019年政务公开工作任务分解表》，对45家单位进行了评估，已报41家，占91.1%。网址：http://www.example.gov.cn/xxgk/index.html，姓名𬱖、𠮷。"},
		document.Heading{Level: 1, Text: "一、总体情况"}, document.Heading{Level: 2, Text: "（一）得分情况"},
		document.Paragraph{Text: prose(300)}, ranking, chart,
		document.Heading{Level: 3, Text: "1. 尽快补报"}, document.Paragraph{Text: prose(200)},
		document.Paragraph{Text: "附件：1.扣分明细表　2.任务完成情况表", NoIndent: true},
		document.PageBreak{}, document.Paragraph{Text: "附件1", NoIndent: true}, losses,
		document.Heading{Level: 1, Text: "二、附注"}, document.Paragraph{Text: "横排表之后恢复竖排。"},
	}
	return d
}
