package tasktable

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"zwgk/pkg/grid"
)

// A model is a table as it is meant; a variation is one way to write it. Whatever
// the way, the same tree must be read.
type modelTask struct {
	chapter, section, title string
	number                  int
	items                   []modelItem
}

type modelItem struct {
	requirement, remark string
	lead, others        []string
}

type variation struct {
	*rand.Rand
	order      []string // meanings of the columns
	words      map[string]string
	numbers    string // column, title, none
	headings   string // rows, one cell, columns, paragraphs
	several    string // merged, empty, repeated
	separator  string
	splitHead  bool // 责任分工 over the two columns of units
	repeats    bool // the header is said again
	lead       bool // a column for the leading units
	above      int  // rows above the header
	mergeUnits bool // equal unit cells below each other are merged
}

var modelUnits = []string{"县财政局", "县民政局", "县司法局", "县农业农村局", "县文化和旅游局", "县人力资源和社会保障局", "县政府办公室", "市生态环境局示例分局", "县行政审批服务局",
	"各镇（街道）", "县政府各部门", "青山镇", "湖滨街道", "示例经济开发区管委会", "县教育和体育局"}

func randomModel(r *rand.Rand) []modelTask {
	var out []modelTask
	number := 0
	for c := range 1 + r.Intn(3) {
		for s := range 1 + r.Intn(3) {
			for range 1 + r.Intn(3) {
				number++
				t := modelTask{chapter: fmt.Sprintf("%s、推进%c类公开", string(chineseDigit(c+1)), 'A'+c), section: fmt.Sprintf("（%s）做好%c%c领域工作", string(chineseDigit(s+1)), 'A'+c, 'A'+s),
					title: fmt.Sprintf("公开第%c类信息%d", 'A'+number%26, number), number: number}
				for i := range 1 + r.Intn(3)*r.Intn(2) {
					t.items = append(t.items, randomItem(r, number, i))
				}
				out = append(out, t)
			}
		}
	}
	return out
}

func chineseDigit(n int) rune { return []rune("〇一二三四五六七八九")[n] }

func randomItem(r *rand.Rand, number, i int) modelItem {
	units := slices.Clone(modelUnits)
	r.Shuffle(len(units), func(a, b int) { units[a], units[b] = units[b], units[a] })
	lead := 1
	for slices.Contains([]string{"各镇（街道）", "县政府各部门"}, units[0]) {
		units = append(units[1:], units[0])
	}
	it := modelItem{requirement: fmt.Sprintf("公开第%d项第%d条的内容，%s完成。", number, i+1, []string{"10月底前", "每季度", "及时", "按要求"}[r.Intn(4)]),
		lead: units[:lead], others: units[lead : lead+1+r.Intn(3)]}
	if r.Intn(3) == 0 {
		it.remark = fmt.Sprintf("备注%d", r.Intn(100))
	}
	return it
}

func randomVariation(r *rand.Rand, spec *Spec) *variation {
	pick := func(list ...string) string { return list[r.Intn(len(list))] }
	v := &variation{Rand: r, words: map[string]string{}, numbers: pick("column", "title", "none"), headings: pick("rows", "one cell", "columns", "paragraphs"),
		several: pick("merged", "empty", "repeated"), separator: pick("、", "，", "；", "\n", "/", "、\n"), splitHead: r.Intn(3) == 0, repeats: r.Intn(3) == 0,
		lead: r.Intn(2) == 0, above: r.Intn(4), mergeUnits: r.Intn(3) == 0}
	if v.numbers == "none" && v.several == "repeated" {
		v.several = "merged"
	}
	v.order = []string{colTask, colRequirement, colResponsible, "remark"}
	if v.lead {
		v.order = append(v.order, colLead)
	}
	r.Shuffle(len(v.order), func(a, b int) { v.order[a], v.order[b] = v.order[b], v.order[a] })
	if v.splitHead && v.lead { // the two stand side by side
		v.order = slices.DeleteFunc(v.order, func(m string) bool { return m == colLead })
		v.order = slices.Insert(v.order, slices.Index(v.order, colResponsible), colLead)
	} else {
		v.splitHead = false
	}
	if v.headings == "columns" {
		v.order = append([]string{colChapter, colSection}, v.order...)
	}
	if v.numbers == "column" {
		v.order = slices.Insert(v.order, slices.Index(v.order, colTask), colNumber)
	}
	for _, m := range v.order {
		if m == "remark" {
			v.words[m] = "备注"
			continue
		}
		words := spec.Columns[m]
		v.words[m] = words[r.Intn(min(len(words), 6))]
	}
	return v
}

// spaced puts spaces into a header word.
func (v *variation) spaced(word string) string {
	gap := []string{"", "", " ", "　", "  "}[v.Intn(5)]
	return strings.Join(strings.Split(word, ""), gap)
}

// modelSheet is a sheet that is being written.
type modelSheet struct {
	*variation
	sheet *grid.Sheet
	row   int
}

func (m *modelSheet) set(col int, text string) {
	if text != "" {
		m.sheet.Cells = append(m.sheet.Cells, grid.Cell{Row: m.row, Col: col, Text: text, Raw: text})
	}
}

func (m *modelSheet) merge(r1, c1, r2, c2 int) {
	if r1 != r2 || c1 != c2 {
		m.sheet.Merged = append(m.sheet.Merged, grid.Range{Row1: r1, Col1: c1, Row2: r2, Col2: c2})
	}
}

func (m *modelSheet) whole(text string) {
	m.row++
	m.set(1, text)
	m.merge(m.row, 1, m.row, len(m.order))
}

func (m *modelSheet) header() {
	m.row++
	for i, meaning := range m.order {
		switch {
		case m.splitHead && meaning == colLead:
			m.set(i+1, m.spaced("责任分工"))
			m.merge(m.row, i+1, m.row, i+2)
		case m.splitHead && meaning == colResponsible:
		default:
			m.set(i+1, m.spaced(m.words[meaning]))
			if m.splitHead {
				m.merge(m.row, i+1, m.row+1, i+1)
			}
		}
	}
	if m.splitHead {
		m.row++
		m.set(slices.Index(m.order, colLead)+1, m.spaced(m.words[colLead]))
		m.set(slices.Index(m.order, colResponsible)+1, m.spaced(m.words[colResponsible]))
	}
}

// written gives the tables and paragraphs of a model.
func (v *variation) written(tasks []modelTask) *grid.Workbook {
	wb := &grid.Workbook{Format: "docx"}
	m := &modelSheet{variation: v}
	paragraph := func(text string) {
		wb.Paragraphs = append(wb.Paragraphs, grid.Paragraph{Number: len(wb.Paragraphs) + 1, Before: len(wb.Sheets), Text: text})
	}
	begin := func() {
		m.sheet, m.row = &grid.Sheet{Name: fmt.Sprintf("表%d", len(wb.Sheets)+1), Visible: true}, 0
		wb.Sheets = append(wb.Sheets, m.sheet)
	}
	const title = "示例县2022年政务公开工作任务分解表"
	if v.headings == "paragraphs" {
		paragraph(title)
	} else {
		begin()
		m.whole(title)
		for range v.above {
			m.whole("（示例数据，纯属虚构）")
		}
		m.header()
	}
	chapter, section := "", ""
	for i, t := range tasks {
		if t.chapter != chapter || t.section != section {
			m.headingOf(t, chapter, paragraph, begin)
		} else if v.repeats && v.headings != "paragraphs" && v.Intn(4) == 0 {
			m.header()
		}
		chapter, section = t.chapter, t.section
		m.task(t, i == 0 || tasks[i-1].chapter != t.chapter, i == 0 || tasks[i-1].section != t.section || tasks[i-1].chapter != t.chapter)
	}
	return wb
}

func (m *modelSheet) headingOf(t modelTask, chapter string, paragraph func(string), begin func()) {
	switch m.headings {
	case "rows":
		if t.chapter != chapter {
			m.whole(t.chapter)
		}
		m.whole(t.section)
	case "one cell":
		if t.chapter != chapter {
			m.whole(t.chapter + "\n" + t.section)
		} else {
			m.whole(t.section)
		}
	case "paragraphs":
		if t.chapter != chapter {
			paragraph(t.chapter)
		}
		paragraph(t.section)
		begin()
		m.header()
	}
}

func (m *modelSheet) task(t modelTask, newChapter, newSection bool) {
	first := m.row + 1
	for i, it := range t.items {
		m.row++
		for c, meaning := range m.order {
			text := ""
			switch meaning {
			case colChapter:
				if newChapter && i == 0 {
					text = t.chapter
				}
			case colSection:
				if newSection && i == 0 {
					text = t.section
				}
			case colNumber:
				if i == 0 || m.several == "repeated" {
					text = fmt.Sprint(t.number)
				}
			case colTask:
				if i == 0 || m.several == "repeated" {
					text = m.titled(t)
				}
			case colRequirement:
				text = it.requirement
			case colLead:
				text = strings.Join(it.lead, m.separator)
			case colResponsible:
				text = strings.Join(it.others, m.separator)
				if !m.lead {
					text = strings.Join(append(slices.Clone(it.lead), it.others...), m.separator)
				}
			case "remark":
				text = it.remark
			}
			m.set(c+1, text)
		}
	}
	if m.several == "merged" {
		for c, meaning := range m.order {
			if meaning == colTask || meaning == colNumber {
				m.merge(first, c+1, m.row, c+1)
			}
		}
	}
}

func (m *modelSheet) titled(t modelTask) string {
	if m.numbers != "title" {
		return t.title
	}
	return fmt.Sprintf([]string{"%d．%s", "%d.%s", "%d、%s", "（%d）%s"}[t.number%4], t.number, t.title)
}

// meant gives the lines that must be read from a model.
func (v *variation) meant(tasks []modelTask) []string {
	var out []string
	chapter, section := "", ""
	for _, t := range tasks {
		if t.chapter != chapter {
			out, section = append(out, "章 "+t.chapter), ""
		}
		if t.section != section {
			out = append(out, "节 "+t.section)
		}
		chapter, section = t.chapter, t.section
		number := t.number
		if v.numbers == "none" {
			number = 0
		}
		out = append(out, fmt.Sprintf("任务 %d %s", number, t.title))
		for _, it := range t.items {
			lead, others := it.lead, it.others
			if !v.lead {
				lead, others = nil, append(slices.Clone(it.lead), it.others...)
			}
			out = append(out, fmt.Sprintf("%s|%v|%v|%s", it.requirement, lead, others, it.remark))
		}
	}
	return out
}

func readLines(t *Table) []string {
	var out []string
	for _, c := range t.Chapters {
		out = append(out, "章 "+joined(c.Number, "、", c.Title))
		for _, s := range c.Sections {
			out = append(out, "节 "+joined(s.Number, "", s.Title))
			for _, k := range s.Tasks {
				out = append(out, fmt.Sprintf("任务 %d %s", k.Number, k.Title))
				for _, it := range k.Items {
					out = append(out, fmt.Sprintf("%s|%v|%v|%s", it.Requirement, it.Lead, it.Responsible, it.Extra["备注"]))
				}
			}
		}
	}
	return out
}

// TestVariations writes random tables in random ways.
func TestVariations(t *testing.T) {
	spec := readSpec(t)
	failed := 0
	for seed := range int64(2000) {
		r := rand.New(rand.NewSource(seed))
		tasks := randomModel(r)
		v := randomVariation(r, spec)
		wb := v.written(tasks)
		table, err := Read("a.docx", wb, spec, Known{})
		if err != nil {
			t.Errorf("seed %d: %v", seed, err)
			failed++
		} else if got, want := readLines(table), v.meant(tasks); !slices.Equal(got, want) {
			t.Errorf("seed %d: columns %v, numbers %s, headings %s, several %s, separator %q, two rows %v, lead %v", seed, v.order, v.numbers, v.headings, v.several, v.separator, v.splitHead, v.lead)
			compareLines(t, want, got)
			failed++
		}
		if failed == 3 {
			t.Fatal("and more")
		}
	}
}
