package form

import (
	"math/rand"
	"slices"
	"strings"
	"testing"

	"zwgk/pkg/grid"
	"zwgk/pkg/intake"
	"zwgk/pkg/value"
)

// Columns in any order, headers in other words, and rows that are none give
// the same entries.
func TestShuffled(t *testing.T) {
	spec := testSpec(t)
	rows := []map[string]string{
		{FieldID: "2（1）", FieldTask: "推进乡村振兴信息公开", FieldStatus: "已完成", FieldProgress: "100%", FieldProgressText: "公开了耕地质量提升计划", FieldDate: "2019-06-20", FieldRemark: "无"},
		{FieldID: "6", FieldTask: "推进规范性文件清理结果公开", FieldStatus: "正在推进", FieldProgress: "60%", FieldProgressText: "公布了主体清单，正在清理", FieldLinks: "http://a.gov.cn/1"},
		{FieldID: "32", FieldTask: "加强组织领导", FieldStatus: "未启动", FieldProblems: "人员未到位", FieldNext: "下半年启动"},
	}
	used := []string{FieldID, FieldTask, FieldStatus, FieldProgress, FieldProgressText, FieldDate, FieldLinks, FieldProblems, FieldNext, FieldRemark}
	noise := []string{"合计：3", "注：本表由各单位填写", "一、围绕政策落实扩大公开"}
	random := rand.New(rand.NewSource(1))
	for round := range 200 {
		order := slices.Clone(used)
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		if slices.Index(order, FieldID) > 0 && round%2 == 0 {
			order = append([]string{FieldID}, slices.DeleteFunc(order, func(f string) bool { return f == FieldID })...)
		}
		var lines []string
		for range random.Intn(3) {
			lines = append(lines, "2019年上半年政务公开工作进展情况表")
		}
		var head []string
		for _, field := range order {
			head = append(head, oneWord(spec, field, random))
		}
		lines = append(lines, strings.Join(head, "|"))
		for _, r := range rows {
			var cells []string
			for _, field := range order {
				cells = append(cells, r[field])
			}
			lines = append(lines, strings.Join(cells, "|"))
			if order[0] == FieldID && random.Intn(2) == 0 {
				lines = append(lines, noise[random.Intn(len(noise))])
			}
		}
		f := readOne(t, strings.Join(lines, "\n"))
		if got := itemsOf(f); got != "2.1 6 32" {
			t.Fatalf("round %d: %s\n%s", round, got, strings.Join(lines, "\n"))
		}
		for i, e := range f.Entries {
			for _, field := range used {
				if e.Written[field] != rows[i][field] {
					t.Fatalf("round %d: %s is %q\n%s", round, field, e.Written[field], strings.Join(lines, "\n"))
				}
			}
		}
	}
}

// oneWord picks a header word of one meaning.
func oneWord(spec *Spec, field string, random *rand.Rand) string {
	c := spec.column(field)
	for {
		w := append([]string{c.Header}, c.synonyms...)[random.Intn(len(c.synonyms)+1)]
		if m := spec.match(w); len(m.fields) == 1 || w == c.Header {
			if random.Intn(3) == 0 {
				w = " " + string([]rune(w)[:1]) + "　" + string([]rune(w)[1:]) + "（必填）"
			}
			return strings.TrimSpace(w)
		}
	}
}

// FuzzRead: no grid makes Read panic, and below a header every row with text in
// a field of the unit's is accounted for.
func FuzzRead(f *testing.F) {
	f.Add("编号|工作任务|完成情况|进展情况\n6|甲|已完成|乙\n合计", uint64(0))
	f.Add("2019年表\n填报单位：夏镇街道\n序号|任务|落实情况||备注\n||完成情况|进展|\n1|加强组织领导|已完成|x\n填报人：张某", uint64(0x2a1b3c))
	f.Add("编号|完成情况|进展情况\n2-1|√|http://a\n编号|完成情况|进展情况\n|不涉及|", uint64(77))
	f.Add("序号|工作任务|完成情况|进展情况|序号|工作任务|完成情况|进展情况\n6||已完成|a|9||已完成|b\n填报人：张某||||审核人：李某\n序号|任务|进展情况\n32||c", uint64(0))
	f.Add("填报单位：夏镇街道||||填报单位：昭阳街道\n序号|任务|状态|进展||序号|任务|状态|进展\n6||已完成|a||9||已完成|b\n填报单位：甲\n序号|任务|状态|进展\n32||已完成|c", uint64(0x2a1b3c))
	spec := testSpec(f)
	ctx := testContext(f)
	f.Fuzz(func(t *testing.T, text string, merges uint64) {
		if len(text) > 4000 {
			return
		}
		s := sheetOf(text)
		for ; merges > 0; merges >>= 12 {
			r, c := int(merges&7)+1, int(merges>>3&7)+1
			m := grid.Range{Row1: r, Col1: c, Row2: r + int(merges>>6&7), Col2: c + int(merges>>9&3)}
			s.Merged = append(s.Merged, m)
			s.Cells = slices.DeleteFunc(s.Cells, func(c grid.Cell) bool {
				return m.Contains(c.Row, c.Col) && (c.Row != m.Row1 || c.Col != m.Col1)
			})
		}
		r := newReader(Input{File: intake.File{Path: text}, Workbook: &grid.Workbook{Sheets: []*grid.Sheet{s}}}, spec, ctx)
		for _, form := range Read(r.in, spec, ctx).Forms {
			verifyPlaces(t, s, form)
		}
		sheet := r.newSheet(0, s)
		if !sheet.findHeader() {
			return
		}
		form := sheet.read()
		entries := 0
		seen := map[[2]int]bool{}
		for _, row := range sheet.rows {
			for _, c := range row.own {
				seen[[2]int{c.Row, c.Col}] = true
			}
			if row.kind == rowNothing && sheet.filled(row) {
				t.Errorf("row %d has text of the unit and is lost", row.number)
			}
			if row.kind != rowEntry {
				continue
			}
			if entries >= len(form.Entries) || form.Entries[entries].Row != row.number {
				t.Fatalf("row %d is no entry", row.number)
			}
			entries++
		}
		if entries != len(form.Entries) {
			t.Errorf("%d entries of %d rows", len(form.Entries), entries)
		}
		for _, c := range s.Cells {
			if c.Row > sheet.head.end && !value.Blank(c.Text) && !seen[[2]int{c.Row, c.Col}] && !sheet.head.isGuide(c.Col) {
				t.Errorf("%s is not accounted for", c.Ref())
			}
		}
	})
}

// verifyPlaces: the texts of a row stand in the cells that it names.
func verifyPlaces(t *testing.T, s *grid.Sheet, f *Form) {
	t.Helper()
	for _, e := range f.Entries {
		for _, field := range []string{FieldID, FieldTask, FieldRequirement, FieldProgressText, FieldDate, FieldProblems, FieldNext, FieldRemark} {
			row, col, ok := grid.ParseRef(e.Cells[field])
			if text := e.Written[field]; text != "" && (!ok || s.At(row, col) == nil || s.At(row, col).Text != text) {
				t.Errorf("row %d: %s %q is not in %s", e.Row, field, text, e.Cells[field])
			}
		}
	}
}

func BenchmarkRead(b *testing.B) {
	data := blankBytes(b, testBlank())
	wb := grid.Read("a.xlsx", data, grid.Limits{})
	spec, ctx := testSpec(b), testContext(b)
	for b.Loop() {
		if r := Read(Input{File: intake.File{Path: "夏镇街道.xlsx"}, Workbook: wb}, spec, ctx); len(r.Forms) != 1 {
			b.Fatal(r)
		}
	}
}
