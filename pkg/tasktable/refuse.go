package tasktable

import (
	"fmt"
	"slices"

	"zwgk/pkg/grid"
	"zwgk/pkg/value"
)

// noTable says why a file is no task table, and what to do.
func (s *Spec) noTable(file string, wb *grid.Workbook, areas []area) error {
	if slices.Contains([]string{"docx", "doc", "odt"}, wb.Format) && hardlyText(wb) {
		return fmt.Errorf("%s：%w。文件里几乎没有文字，如果是扫描的图片，请要一份可以编辑的 Word 或 Excel 文件", file, ErrNoTable)
	}
	if title := s.otherTitleIn(wb, areas); title != "" {
		return fmt.Errorf("%s：%w。标题是“%s”，不像任务分解表；确实是的，请把标题改成“……任务分解表”再读", file, ErrNoTable, title)
	}
	if s.cellPerLine(wb.Paragraphs) {
		return fmt.Errorf("%s：%w。文件里表格的每一格都成了一行，看不出原来的行和列，请要 Word 或 Excel 文件", file, ErrNoTable)
	}
	return fmt.Errorf("%s：%w。任务分解表要有一行表头，写明工作任务（或具体要求）和责任单位（或牵头单位、配合单位）", file, ErrNoTable)
}

// otherTitleIn gives the first title that is one of something else, "" for none.
func (s *Spec) otherTitleIn(wb *grid.Workbook, areas []area) string {
	const first = 5 // paragraphs or rows at the top
	var lines []string
	for _, p := range wb.Paragraphs[:min(first, len(wb.Paragraphs))] {
		lines = append(lines, p.Text)
	}
	for _, a := range areas {
		lines = append(lines, linesAbove(a, min(s.titleRows(a), first))...)
	}
	for _, line := range lines {
		if line = joinLines(line); headline(line) && s.OtherTitles.match(value.Squeeze(line)) {
			return line
		}
	}
	return ""
}

// onlyText: a page without a table may hold a list of tasks.
func onlyText(wb *grid.Workbook) bool {
	return wb.Format == "html" && wb.Err.Kind == grid.NotATable && len(wb.Sheets) == 0 && len(wb.Paragraphs) > 0
}

// hardlyText: a document with less than a sentence of text, as a scan has.
func hardlyText(wb *grid.Workbook) bool {
	const sentence = 60 // characters
	if slices.ContainsFunc(wb.Sheets, func(s *grid.Sheet) bool { return len(s.Cells) > 1 }) {
		return false // a table is no picture
	}
	n := 0
	for _, p := range wb.Paragraphs {
		n += len([]rune(value.Squeeze(p.Text)))
	}
	for _, s := range wb.Sheets {
		for _, c := range s.Cells {
			n += len([]rune(value.Squeeze(c.Text)))
		}
	}
	return n < sentence
}
