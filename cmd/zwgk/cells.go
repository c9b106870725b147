package main

import (
	"fmt"
	"io"
	"math"
	"path/filepath"
	"strconv"
	"strings"

	"zwgk/pkg/grid"
	"zwgk/pkg/project"

	"github.com/urfave/cli/v2"
)

// runCells shows what the reader sees in a file.
func runCells(c *cli.Context) error {
	path, err := oneArgument(c, "文件")
	if err != nil {
		return err
	}
	wb, members, err := project.Look(path)
	if err != nil {
		return err
	}
	switch {
	case c.Bool("json"):
		if members != nil {
			wb.Err.Message += project.Members(members)
		}
		err = wb.WriteJSON(c.App.Writer)
	case members != nil:
		printMembers(c.App.Writer, path, members)
		if wb.Err.Kind != grid.Unsupported {
			fmt.Fprintf(c.App.Writer, "错误：%s\n", wb.Err.Message)
		}
	default:
		printCells(c.App.Writer, shown(filepath.Base(path)), wb, c.Bool("full"))
	}
	if err == nil && wb.Err != nil {
		return exitCode(exitErrors)
	}
	return err
}

// printMembers lists what an archive or mail holds, as the path that was given
// and the place in it.
func printMembers(w io.Writer, path string, members []string) {
	dir := strings.TrimSuffix(path, filepath.Base(path))
	fmt.Fprintf(w, "%s　压缩包或邮件，里面有 %d 个文件\n", shown(filepath.Base(path)), len(members))
	for _, m := range members {
		fmt.Fprintf(w, "  %s\n", shown(dir+m))
	}
	fmt.Fprintf(w, "要看其中一个：zwgk cells \"%s\"\n要检查全部：zwgk check \"%s\"\n", shown(dir+members[0]), shown(path))
}

// printCells shows what the reader sees in a file: each sheet as a picture,
// then what the picture has no room for: all of it when full.
func printCells(w io.Writer, name string, wb *grid.Workbook, full bool) {
	format := wb.Format
	if wb.Encoding != "" {
		format += "（" + wb.Encoding + "）"
	}
	fmt.Fprintf(w, "%s　格式 %s\n", name, format)
	if wb.Err == nil && !grid.NameFits(wb.Format, name) {
		fmt.Fprintf(w, "扩展名与内容不符：里面其实是%s，已按内容读入。\n", grid.FormatName(wb.Format))
	}
	for _, s := range wb.Sheets {
		printSheet(w, s, full)
	}
	for _, p := range wb.Paragraphs {
		if strings.TrimSpace(p.Text) != "" {
			fmt.Fprintf(w, "  段 %d　%s\n", p.Number, p.Text)
		}
	}
	if wb.Err != nil {
		fmt.Fprintf(w, "错误：%s\n", wb.Err.Message)
		if step := pastLimit(wb.Err); step != "" {
			fmt.Fprintf(w, "下一步：%s\n", step)
		}
		if len(wb.Sheets) > 0 {
			fmt.Fprintln(w, "上面是还能读出的部分，可能不全，检查时整份退回。")
		}
	}
}

func printSheet(w io.Writer, s *grid.Sheet, full bool) {
	hidden := ""
	if !s.Visible {
		hidden = "（隐藏）"
	}
	if len(s.Cells) == 0 {
		fmt.Fprintf(w, "工作表“%s”%s　没有内容\n", s.Name, hidden)
		return
	}
	fmt.Fprintf(w, "工作表“%s”%s　到 %s 为止，%d 个单元格有内容%s\n", s.Name, hidden, grid.Ref(s.MaxRow(), s.MaxCol()), len(s.Cells), mergedText(s))
	grid.Picture{}.Draw(w, s)
	printLong(w, s, full)
	for _, line := range notesOf(s, full) {
		fmt.Fprintf(w, "  %s\n", line)
	}
}

// printLong lists the texts that the picture cuts, or tells how to see them.
func printLong(w io.Writer, s *grid.Sheet, full bool) {
	cut := 0
	for i := range s.Cells {
		c := &s.Cells[i]
		if !c.CutInPicture() {
			continue
		}
		if cut++; full {
			fmt.Fprintf(w, "  %s　全文　%s\n", c.Ref(), strings.Join(c.Lines(), "\n      "))
		}
	}
	if cut > 0 && !full {
		fmt.Fprintf(w, "  … 有 %d 处文字没有显示全，加 --full 看全文\n", cut)
	}
}

// pastLimit says what can be done about a file that is over a limit; "" for
// other errors, and for a limit that cannot be changed.
func pastLimit(e *grid.Error) string {
	if e.Limit == "" {
		return ""
	}
	return "请单位删去无关的行、列和内容，或把表拆成几份再报；确实要收这样大的表，检查前在 project.yaml 的 limits: 里放宽 " + e.Limit + "（cells 命令总按默认值读）。"
}

func mergedText(s *grid.Sheet) string {
	const most = 8
	if len(s.Merged) == 0 {
		return ""
	}
	var names []string
	for _, m := range s.Merged[:min(len(s.Merged), most)] {
		names = append(names, m.String())
	}
	text := fmt.Sprintf("，%d 处合并（%s", len(s.Merged), strings.Join(names, "、"))
	if len(s.Merged) > most {
		text += "……"
	}
	return text + "）"
}

// notesOf tells what hangs on cells: stored values that show differently,
// links and comments; at most so many of each, or all.
func notesOf(s *grid.Sheet, full bool) []string {
	most := 10
	if full {
		most = len(s.Cells)
	}
	var out []string
	count := map[string]int{}
	add := func(kind string, c *grid.Cell, text string) {
		if count[kind]++; count[kind] <= most {
			out = append(out, fmt.Sprintf("%s　%s　%s", c.Ref(), kind, strings.ReplaceAll(text, "\n", "⏎")))
		}
	}
	for i := range s.Cells {
		c := &s.Cells[i]
		if hidesMore(c) {
			add("存的是", c, c.Raw)
		}
		if c.Link() != "" {
			add("链接", c, c.Link())
		}
		if c.Comment() != "" {
			add("批注", c, c.Comment())
		}
	}
	for _, kind := range []string{"存的是", "链接", "批注"} {
		if left := count[kind] - most; left > 0 {
			out = append(out, fmt.Sprintf("……还有 %d 处“%s”，加 --full 看全部", left, kind))
		}
	}
	return out
}

// hidesMore tells that more is stored than a number or a date shows.
func hidesMore(c *grid.Cell) bool {
	switch c.Type {
	case grid.Date:
		return strings.Contains(c.Raw, "T")
	case grid.Number:
		shown, err := strconv.ParseFloat(strings.NewReplacer(",", "", "%", "").Replace(c.Text), 64)
		if strings.HasSuffix(c.Text, "%") {
			shown /= 100
		}
		stored, err2 := strconv.ParseFloat(c.Raw, 64)
		return err != nil || err2 != nil || math.Abs(shown-stored) > 1e-9*math.Abs(stored)
	}
	return false
}
