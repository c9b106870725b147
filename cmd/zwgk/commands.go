package main

import (
	"github.com/urfave/cli/v2"
)

func commands() []*cli.Command {
	jsonFlag := yes("json", "输出 JSON")
	return []*cli.Command{
		{Name: "demo", Usage: "用内置的示例县走一遍全过程", Action: runDemo,
			Description: "把示例县的一年（任务分解表、名录、各单位报来的表）放到一个文件夹里，读表、检查、汇总、评分、出报告。",
			Flags:       []cli.Flag{&cli.StringFlag{Name: "out", Usage: "放示例的`文件夹`", Value: "示例县2019"}, yes("quiet", "只报错误")}},
		{Name: "init", Usage: "建一个新的年度文件夹", ArgsUsage: "文件夹", Action: runInit,
			Description: "建好 project.yaml、任务分解表、单位名录和收件文件夹。没有名录时，按任务分解表里的单位起草一份，请核对。",
			Flags:       []cli.Flag{text("tasks", "任务分解表`文件`"), text("roster", "单位名录`文件`"), text("county", "县`名`，例如 示例县"), yes("quiet", "只报错误")}},
		{Name: "tasks", Usage: "读任务分解表，看读得对不对", ArgsUsage: "文件", Action: runTasks,
			Flags: []cli.Flag{jsonFlag, &cli.StringFlag{Name: "out", Usage: "写成整齐的工作簿`文件.xlsx`"}, projectFlag(), text("roster", "单位名录`文件`，用来认单位名称")}},
		{Name: "plan", Usage: "看谁该报什么，还有什么要办公室决定", Action: runPlan,
			Flags: append(officeFlags(), jsonFlag, &cli.StringFlag{Name: "out", Usage: "写成工作簿`文件.xlsx`"})},
		{Name: "dispatch", Usage: "下发：每个单位一份填报表，和一份通知", Action: runDispatch,
			Flags: append(officeFlags(), text("unit", "只给这个`单位`"), text("previous", "上期台账`文件`（ledger.json），用来预填"), text("out", "输出`文件夹`"), yes("quiet", "只报错误"))},
		{Name: "check", Usage: "检查报来的表", ArgsUsage: "[文件或文件夹…]", Action: runCheck,
			Description: "不写参数时检查本期的收件文件夹。有错误时退出码为 1。",
			Flags:       append(roundFlags(), jsonFlag)},
		{Name: "run", Usage: "一期的全部工作：读表、检查、汇总、评分、报告、退回、催报", Action: runRound,
			Flags: append(chaseFlags(), jsonFlag)},
		{Name: "merge", Usage: "只做汇总：写台账", Action: runMerge, Flags: append(roundFlags(), jsonFlag)},
		{Name: "assess", Usage: "只做评分：看得分，写 scores.json", Action: runAssess, Flags: append(roundFlags(), text("unit", "只看这个`单位`的得分明细"), text("what-if", "与另一份评分`办法`或决定表比较"), jsonFlag)},
		{Name: "report", Usage: "只出报告：评估报告和各单位情况", Action: runReport, Flags: append(roundFlags(), jsonFlag)},
		{Name: "return", Usage: "只做退回和催报", Action: runReturn, Flags: append(chaseFlags(), jsonFlag)},
		{Name: "year", Usage: "年度评估：把各期的结果汇总起来评分、出报告", Action: runYear,
			Description: "读各报送期的运行结果（out/报送期/），写到 out/year。还没有结果的报送期不计入，并说明。",
			Flags:       yearFlags()},
		{Name: "cells", Usage: "看读表程序在文件里看到了什么", ArgsUsage: "文件", Action: runCells, Flags: []cli.Flag{yes("full", "在图的下面列出没有显示全的文字"), jsonFlag}},
		{Name: "explain", Usage: "解释一个问题代码；不写代码就列出全部", ArgsUsage: "[代码…|条件|数据]", Action: runExplain,
			Description: "写“条件”列出自己加规则时条件里可用的名字，写“数据”列出规则用到的尺度和词表。",
			Flags:       []cli.Flag{projectFlag(), text("rules", "检查规则`文件`，只写与内置不同的"), jsonFlag}},
	}
}
