package main

import (
	"fmt"
	"io"

	"zwgk/pkg/finding"
	"zwgk/pkg/project"
)

// printRollUp says in a few lines which counties sent their ledger and what was written.
func printRollUp(w io.Writer, p *project.Project, out *project.Outcome) {
	fmt.Fprintf(w, "%s　%s\n", p.Settings.Title, roundText(p))
	printLedgers(w, p, out)
	for _, f := range out.Result.Findings {
		if f.Severity == finding.Error {
			fmt.Fprintf(w, "　　　%s　%s\n", shown(f.File), f.Message)
		}
	}
	m := out.Manifest
	fmt.Fprintf(w, "县区　应报 %d 个，已报 %d 个%s%s\n", m.Units.Expected, m.Units.Reported, areas("，没有可用台账的", m.Units.Missing), areas("，迟报", m.Units.Late))
	r := m.Rows
	fmt.Fprintf(w, "行数　各县区台账共 %d 行：并入 %d、被新版取代 %d、未并入 %d、空行 %d\n", r.Read, r.Merged, r.Superseded, r.Unmatched, r.Empty)
	total := out.Comparison.Total
	if total.Items.Required > 0 {
		fmt.Fprintf(w, "单位　应报 %d 家，已报 %d 家；应报 %d 项次，已完成 %d 项次（%s%%）\n", total.Units.Expected, total.Units.Reported, total.Items.Required, total.Items.Done, total.Shares.Done)
	}
	for _, i := range out.Comparison.Ranked() {
		of := out.Comparison.Counties[i]
		fmt.Fprintf(w, "　　　第 %d 名　%s　已完成 %d/%d（%s%%）\n", of.Rank, of.County, of.Items.Done, of.Items.Required, of.Shares.Done)
	}
	for _, of := range out.Comparison.Counties {
		if of.Rank == 0 && of.Items.Required > 0 {
			fmt.Fprintf(w, "　　　不排名　%s（数据截至 %s）　已完成 %d/%d（%s%%）\n", of.County, of.AsOf, of.Items.Done, of.Items.Required, of.Shares.Done)
		}
	}
	for _, f := range out.Decided {
		fmt.Fprintf(w, "决定　%s %s\n　　　%s\n", f.File, f.Message, f.Hint)
	}
	errors, warnings, infos := finding.Count(out.Counted)
	fmt.Fprintf(w, "问题　错误 %d、提醒 %d、提示 %d\n", errors, warnings, infos)
	printOutputs(w, p, out)
}

// printLedgers counts the files; who sends the whole output folder sends many along that do not count.
func printLedgers(w io.Writer, p *project.Project, out *project.Outcome) {
	files := out.Result.Files
	if len(files) == 0 {
		fmt.Fprintf(w, "文件　收件文件夹 %s 是空的，一份台账也没有收到。\n", shown(p.Inbox()))
		printAstray(w, p)
		return
	}
	along := 0
	for _, f := range files {
		if f.Sort == "attachment" {
			along++
		}
	}
	fmt.Fprintf(w, "文件　收到 %d 个：%s", len(files), verdictText(out))
	if along > 0 {
		fmt.Fprintf(w, "（其中随台账发来、不用的 %d）", along)
	}
	fmt.Fprintln(w)
}

// areas is a word, the number of counties and their names; "" for none.
func areas(word string, list []string) string {
	if len(list) == 0 {
		return ""
	}
	return fmt.Sprintf("%s %d 个（%s）", word, len(list), names(list))
}
