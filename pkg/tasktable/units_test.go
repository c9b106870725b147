package tasktable

import (
	"slices"
	"testing"
)

func TestUnits(t *testing.T) {
	known := []string{"县财政局", "县民政局", "妇联", "微山县分中心", "微山经济开发区", "微山经济开发区管委会", "夏镇街道"}
	cases := []struct {
		cell        string
		known       bool // needs the known names; else it must come out with and without
		lead        []string
		responsible []string
		cooperating []string
	}{
		{cell: "县发展改革局\n县工业和信息化局\n县财政局", responsible: []string{"县发展改革局", "县工业和信息化局", "县财政局"}},
		{cell: "各乡镇（街道）政府（办事处）、微山经济开发区管委会，县政府有关部门",
			responsible: []string{"各乡镇（街道）政府（办事处）", "微山经济开发区管委会", "县政府有关部门"}},
		{cell: "县发展改革局\n市公共资源交易服务中心\n微山县分中心\n县自然资源和规划局",
			responsible: []string{"县发展改革局", "市公共资源交易服务中心微山县分中心", "县自然资源和规划局"}},
		{cell: "县人力资源\n社会保障局\n县教育和\n体育局", responsible: []string{"县人力资源社会保障局", "县教育和体育局"}},
		{cell: "县市场监管\n局\n县政府办\n公室\n县\n民政局", responsible: []string{"县市场监管局", "县政府办公室", "县民政局"}},
		{cell: "各乡镇（街道）\n政府（办事处）\n微山经济开发区\n管委会", responsible: []string{"各乡镇（街道）政府（办事处）", "微山经济开发区管委会"}},
		{cell: "各乡镇（街道）政府\n（办事处）、县财\n政局", responsible: []string{"各乡镇（街道）政府（办事处）", "县财政局"}},
		{cell: "各乡镇（街\n道）政府", responsible: []string{"各乡镇（街道）政府"}},
		{cell: "县财政局、县民政局；县教育和体育局。", responsible: []string{"县财政局", "县民政局", "县教育和体育局"}},
		{cell: "县财政局牵头，县民政局、县司法局按职责分工负责", lead: []string{"县财政局"}, responsible: []string{"县民政局", "县司法局"}},
		{cell: "县财政局会同县民政局、县司法局等相关部门", lead: []string{"县财政局"}, responsible: []string{"县民政局", "县司法局", "相关部门"}},
		{cell: "县财政局（牵头）、县民政局", lead: []string{"县财政局"}, responsible: []string{"县民政局"}},
		{cell: "牵头单位：县财政局\n配合单位：县民政局、县司法局", lead: []string{"县财政局"}, cooperating: []string{"县民政局", "县司法局"}},
		{cell: "县财政局、县民政局牵头，各镇街配合", lead: []string{"县财政局", "县民政局"}, cooperating: []string{"各镇街"}},
		{cell: "县财政局牵头县民政局配合", lead: []string{"县财政局"}, cooperating: []string{"县民政局"}},
		{cell: "县财政局，县民政局，分工负责", responsible: []string{"县财政局", "县民政局"}},
		{cell: "县财政局等有关单位", responsible: []string{"县财政局", "有关单位"}},
		{cell: "县财政局等部门", responsible: []string{"县财政局", "等部门"}},
		{cell: "县财政局、县教体局等部门及各镇街", responsible: []string{"县财政局", "县教体局", "等部门", "各镇街"}},
		{cell: "县财政局及各镇街，不含云门镇", responsible: []string{"县财政局", "各镇街，不含云门镇"}},
		{cell: "市应急局牵头，市安委会各成员单位落实", lead: []string{"市应急局"}, responsible: []string{"市安委会各成员单位"}},
		{cell: "【牵头单位】县财政局【责任单位】县民政局", lead: []string{"县财政局"}, responsible: []string{"县民政局"}},
		{cell: "县财政局、县民政局等局属单位", responsible: []string{"县财政局", "县民政局", "局属单位"}},
		{cell: "县财政局、县民政局等2个部门", responsible: []string{"县财政局", "县民政局"}},
		{cell: "省卫计委、住建厅、水利厅", responsible: []string{"省卫计委", "住建厅", "水利厅"}},
		{cell: "县财政局和县民政局", responsible: []string{"县财政局", "县民政局"}},
		{cell: "县文化和旅游局及县自然资源和规划局", responsible: []string{"县文化和旅游局", "县自然资源和规划局"}},
		{cell: "县财政局县民政局县市场监管局", responsible: []string{"县财政局", "县民政局", "县市场监管局"}},
		{cell: "县财政局 县民政局", responsible: []string{"县财政局", "县民政局"}},
		{cell: "县 财 政 局", responsible: []string{"县财政局"}},
		{cell: "1、县财政局\n2、县民政局", responsible: []string{"县财政局", "县民政局"}},
		{cell: "县财政局（县国资局、县金融办）、县民政局", responsible: []string{"县财政局（县国资局、县金融办）", "县民政局"}},
		{cell: "县财政局（县国资局、县民政局", responsible: []string{"县财政局（县国资局", "县民政局"}},
		{cell: "县财政局\n妇联\n夏镇街道", responsible: []string{"县财政局", "妇联", "夏镇街道"}},
		{cell: "市生态环境局微山县分局\n县公安局\n市生态环境局\n微山县分局", responsible: []string{"市生态环境局微山县分局", "县公安局"}},
		{cell: "夏镇街道妇联县财政局", known: true, responsible: []string{"夏镇街道", "妇联", "县财政局"}},
		{cell: "——"},
		{cell: " \n"},
	}
	spec := readSpec(t)
	for _, c := range cases {
		for _, k := range [][]string{nil, known} {
			if k == nil && c.known {
				continue
			}
			var got unitLists
			newNames(spec, k).read(c.cell, colResponsible, &got)
			if !slices.Equal(got.lead, c.lead) || !slices.Equal(got.responsible, c.responsible) || !slices.Equal(got.cooperating, c.cooperating) {
				t.Errorf("%q, known %v:\n got %q\nwant %q", c.cell, k != nil, got, [][]string{c.lead, c.responsible, c.cooperating})
			}
		}
	}
}
