package tasktable

import (
	"maps"
	"slices"

	"zwgk/pkg/finding"
)

// The findings of this package; templates/rules.yaml says what they mean to
// people. All are of the stage "structure".
//
//	D01 warning  任务没有具体要求    cell: the empty cell; item
//	D02 warning  任务没有责任单位    cell: the empty cell; item (neither 牵头 nor 责任)
//	D03 warning  任务编号重复        cell, item; value: the number; args: id (what it is called now)
//	D04 warning  任务编号不连续      cell, item; value: the number; args: previous, missing (7 or 7、8)
//	D05 warning  时限不存在          cell, item; value: the wording
//	D06 info     表下的说明          cell; value: the text, which is no task (注：…, 合计)
//	D07 info     工作表未读取        cell: its first; value: the first row; a sheet or table that is no task table
//	D08 warning  任务表没有年份      no cell; deadlines without a year then have no day
//	D09 warning  标题重复            cell; value: the heading
//	D10 warning  任务表没有表头      cell: the first of the table; its columns were told by their content
//	D11 warning  文字被合并单元格盖住  cell; value: the text, which nobody sees
//	D12 warning  单位不在名录中      cell of the units, item; value: the name (made by duty.Findings)
//	D13 info     栏的含义没有认出    cell: the header; value: its words; texts below are in Item.Extra
//	D15 info     栏的含义是推定的    cell: the header; value: its words; args: as (the word for what it is)
//	D16 info     时限没有读出        cell of the column of deadlines, item; value: its text
//	D17 info     表外的文字          cell: the first paragraph; value: its text; args: count (of those that follow one another)
//	D18 warning  没有责任单位一栏    cell: the header of the cooperating units; value: its words
//	D19 info     有图片              no cell; args: count (of large ones in a .docx)
//	D14 warning  年份是推定的        cell, value: the time or document number that names it
const (
	codeNoRequirement  = "D01"
	codeNoUnit         = "D02"
	codeDoubled        = "D03"
	codeSkipped        = "D04"
	codeImpossible     = "D05"
	codeNote           = "D06"
	codeUnread         = "D07"
	codeNoYear         = "D08"
	codeRepeated       = "D09"
	codeNoHeader       = "D10"
	codeCovered        = "D11"
	codeUnknownColumn  = "D13"
	codeInferredColumn = "D15"
	codeUnreadTime     = "D16"
	codeOutside        = "D17"
	codeNoUnitColumn   = "D18"
	codePictures       = "D19"
	codeImpliedYear    = "D14"
)

// remark is a finding on the item with the given place in the order of the
// table (-1: none), whose ID is known only when all are read.
type remark struct {
	finding finding.Finding
	item    int
}

func (b *builder) remark(code string, item int, cell, value string, args map[string]string) {
	if args == nil {
		args = map[string]string{}
	}
	cells := []string{}
	if cell != "" {
		cells = append(cells, cell)
	}
	b.remarks = append(b.remarks, remark{finding.Finding{File: b.file, Code: code, Sheet: b.sheet, Cell: cell, Cells: cells,
		Value: value, Args: args}, item})
}

// remarkOnce is a remark on a word in a header, not made again of the tables that follow.
func (b *builder) remarkOnce(code, cell, word string, args map[string]string) {
	said := func(r remark) bool {
		return r.finding.Code == code && r.finding.Value == word && (args == nil || maps.Equal(args, r.finding.Args))
	}
	if !slices.ContainsFunc(b.remarks, said) {
		b.remark(code, -1, cell, word, args)
	}
}

// findings gives the remarks with the IDs of their items.
func (b *builder) findings(ids []string) []finding.Finding {
	out := []finding.Finding{}
	for _, r := range b.remarks {
		if r.item >= 0 && r.item < len(ids) {
			r.finding.Item = ids[r.item]
		}
		out = append(out, r.finding)
	}
	finding.Sort(out)
	return out
}
