package check

import (
	"fmt"
	"maps"
	"math/rand"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
	"zwgk/pkg/grid"
	"zwgk/pkg/tasktable"
	"zwgk/pkg/value"
)

// planted is a fault that a unit makes in one of its rows, or in the head or foot of its sheet.
// It tells whether the sheet can have it.
type planted struct {
	name string
	put  func(c county, r *rand.Rand, m *model) bool
}

// inRow puts texts into some row of the unit's that has the columns.
func inRow(name string, values map[string]string) planted {
	return planted{name, func(_ county, r *rand.Rand, m *model) bool {
		for field := range values {
			if !m.layout.has(field) && values[field] != "" || m.layout.ticks && field == form.FieldStatus && values[field] != "" && !slices.Contains(tickWords, values[field]) {
				return false
			}
		}
		row := m.rows[r.Intn(len(m.rows))]
		maps.Copy(row.values, values)
		return true
	}}
}

func finished(progress, date string) map[string]string {
	return map[string]string{form.FieldStatus: "已完成", form.FieldProgress: progress, form.FieldDate: date, form.FieldEvidence: "会议记录", form.FieldLinks: ""}
}

var plantedFaults = []planted{
	inRow("no status", map[string]string{form.FieldStatus: ""}), inRow("odd status", map[string]string{form.FieldStatus: "差不多了"}),
	inRow("120%", map[string]string{form.FieldProgress: "120%"}), inRow("words", map[string]string{form.FieldProgress: "很快"}),
	inRow("two figures", map[string]string{form.FieldProgress: "80%，上月60%"}), inRow("fraction", map[string]string{form.FieldStatus: "正在推进", form.FieldProgress: "0.8"}),
	inRow("done at 80%", finished("80%", "2019-06-20")), inRow("going on at 100%", map[string]string{form.FieldStatus: "正在推进", form.FieldProgress: "100%"}),
	inRow("no such day", finished("100%", "2019-02-30")), inRow("done after it came", finished("100%", "2019-12-01")), inRow("done in July", finished("100%", "2019-07-01")),
	inRow("done in 2017", finished("100%", "2017-05-20")), inRow("done some day", finished("100%", "上个月")), inRow("two days", finished("100%", "2019-03-10、2019-06-20")),
	inRow("no date", finished("100%", "")), inRow("nothing to show", map[string]string{form.FieldStatus: "已完成", form.FieldProgress: "100%", form.FieldDate: "2019-06-20", form.FieldLinks: "", form.FieldEvidence: ""}),
	inRow("no report", map[string]string{form.FieldProgressText: ""}), inRow("hollow", map[string]string{form.FieldProgressText: "已按要求落实。"}),
	inRow("blanks left", map[string]string{form.FieldProgressText: "已公开规范性文件××件，清理历史文件8件，其余待补充。"}),
	inRow("identity number", map[string]string{form.FieldProgressText: "受理申请人（身份证号11010519491231002X）的公开申请1件，按期答复。"}),
	inRow("mobile number", map[string]string{form.FieldProgressText: "公开办事指南12条，可联系经办人13800138000咨询，受理咨询9件。"}),
	inRow("mail", map[string]string{form.FieldProgressText: "公开意见征集公告，意见可发至zhangmou12@qq.com，收到意见12条。"}),
	inRow("no address", map[string]string{form.FieldLinks: "县政府网站首页"}), inRow("front page", map[string]string{form.FieldLinks: "http://www.weishan.gov.cn/index.html"}),
	inRow("other county", map[string]string{form.FieldLinks: "http://www.linxian.gov.cn/art/2019/1.html"}), inRow("failed formula", map[string]string{form.FieldProgress: "#REF!"}),
	inRow("not there", map[string]string{form.FieldEvidence: "会议纪要.docx"}),
	{"unknown item", func(_ county, _ *rand.Rand, m *model) bool {
		v := map[string]string{form.FieldStatus: "正在推进", form.FieldProgress: "50%", form.FieldProgressText: "组织检查8次，整改问题12个，答复群众21人次。"}
		m.rows = append(m.rows, &modelRow{item: "99", id: "99", task: "推进殡葬服务信息公开", asked: "公开殡葬服务收费标准。", values: v})
		return m.layout.has(form.FieldTask)
	}},
	{"told twice", func(_ county, r *rand.Rand, m *model) bool {
		row := *m.rows[r.Intn(len(m.rows))]
		row.values = maps.Clone(row.values)
		row.values[form.FieldProgressText] = "组织检查8次，整改问题12个，答复群众21人次。"
		row.again = true
		m.rows = append(m.rows, &row)
		return m.layout.id != "running"
	}},
	{"left out", func(_ county, r *rand.Rand, m *model) bool {
		i := r.Intn(len(m.rows))
		m.rows = slices.Delete(m.rows, i, i+1)
		return len(m.rows) > 2
	}},
	{"unknown unit", func(_ county, _ *rand.Rand, m *model) bool {
		m.written, m.file = "综合科", "上半年进展情况"
		return true
	}},
	{"no phone", func(_ county, _ *rand.Rand, m *model) bool { m.signature[1] = ""; return true }},
	{"signed last year", func(_ county, _ *rand.Rand, m *model) bool { m.signature[3] = "2018-07-03"; return true }},
	{"last year's title", func(_ county, _ *rand.Rand, m *model) bool {
		m.title = "微山县2018年上半年政务公开工作进展情况表"
		return true
	}},
}

// faultySheet makes a return with one to three faults, or, of the first seeds, with none; the
// same seed makes the same one.
func (c county) faultySheet(seed int64) (*model, []string) {
	r := rand.New(rand.NewSource(seed))
	units := c.reporting()
	for {
		l := newLayout(r, false)
		l.merged, l.oldHidden, l.linkText = false, false, false // of one writer only
		m := c.newModel(r, units[r.Intn(len(units))], l)
		var names []string
		count := 0
		if seed >= 8 {
			count = 1 + int(seed%3)
		}
		for range count {
			f := plantedFaults[r.Intn(len(plantedFaults))]
			if !f.put(c, r, m) {
				names = nil
				break
			}
			names = append(names, f.name)
		}
		if len(names) == count && len(m.rows) > 2 {
			return m, names
		}
	}
}

// variation is a change to a sheet that must not matter. Sheet changes the model before it is
// laid out, grid the tables afterwards.
type variation struct {
	name  string
	sheet func(c county, r *rand.Rand, m *model)
	grid  func(c county, r *rand.Rand, m *model, t *table)
}

var variations = []variation{
	{name: "as it is"},
	{name: "rows in another order", sheet: shuffledRows},
	{name: "columns in another order", sheet: shuffledColumns},
	{name: "blank rows", grid: func(_ county, r *rand.Rand, m *model, t *table) {
		for row := t.last; row > t.head; row-- {
			if r.Intn(3) == 0 {
				t.insert(m, row, make([]string, len(m.layout.headers)))
			}
		}
	}},
	{name: "the header once more", grid: func(_ county, r *rand.Rand, m *model, t *table) {
		if t.last > t.head+1 {
			t.insert(m, t.head+2+r.Intn(t.last-t.head-1), slices.Clone(t.rows[t.head-1]))
		}
	}},
	{name: "chapter headings", grid: func(c county, _ *rand.Rand, m *model, t *table) {
		if !m.layout.officeFirst() {
			return // in a column of the unit's a heading is what the unit wrote
		}
		rows := m.rowsOf(t)
		for row := t.last; row > t.head; row-- {
			known, ok := c.Table.Find(rows[row])
			if before, _ := c.Table.Find(rows[row-1]); ok && known.Chapter != before.Chapter {
				t.insert(m, row, []string{known.Chapter})
			}
		}
	}},
	{name: "further columns", sheet: func(_ county, r *rand.Rand, m *model) {
		for i, name := range []string{"分管领导", "责任科室", "归档页码"} {
			field := "extra:" + name
			at := r.Intn(len(m.layout.fields) + 1)
			if m.layout.fields[0] == form.FieldID {
				at = 1 + r.Intn(len(m.layout.fields))
			}
			m.layout.fields, m.layout.headers = slices.Insert(m.layout.fields, at, field), slices.Insert(m.layout.headers, at, name)
			for _, row := range m.rows {
				row.values[field] = []string{"王某某", "政务公开股", strconv.Itoa(3 + r.Intn(40))}[i]
			}
		}
	}},
	{name: "spaces", sheet: spacedHead, grid: func(_ county, r *rand.Rand, m *model, t *table) {
		for row := t.head + 1; row <= t.last; row++ {
			for j, f := range m.layout.fields {
				if cell := &t.rows[row-1][j]; *cell != "" && (short[f] || strings.HasPrefix(f, "tick:")) {
					*cell = spaced(r, *cell)
				}
			}
		}
	}},
	{name: "a page's head once more", grid: func(_ county, r *rand.Rand, m *model, t *table) {
		if t.last > t.head+1 {
			row := t.head + 2 + r.Intn(t.last-t.head-1)
			t.insert(m, row, slices.Clone(t.rows[t.head-1]))
			for above := t.head - 1; above > 0; above-- {
				t.insert(m, row, slices.Clone(t.rows[above-1]))
			}
		}
	}},
	{name: "further down and to the right", grid: func(_ county, _ *rand.Rand, m *model, t *table) {
		for range 3 {
			t.insert(m, 1, make([]string, len(m.layout.headers)+1))
		}
		for i := range t.rows {
			t.rows[i] = append([]string{""}, t.rows[i]...)
		}
		for key, at := range m.at {
			if at.sheet == m.sheetName(t) {
				row := finding.RowOf(at.cell)
				m.at[key] = place{at.sheet, grid.Ref(row, columnOf(at.cell)+1)}
			}
		}
	}},
	{name: "a total", grid: func(_ county, _ *rand.Rand, m *model, t *table) {
		if !m.layout.officeFirst() {
			return // what stands in a column of the unit's may be its own sum
		}
		t.insert(m, t.last+1, []string{"合计", fmt.Sprintf("%d项", t.last-t.head)})
		t.last--
	}},
	{name: "full width", grid: func(_ county, _ *rand.Rand, m *model, t *table) {
		for row := t.head + 1; row <= t.last; row++ {
			for j, f := range m.layout.fields {
				if short[f] && !strings.HasPrefix(t.rows[row-1][j], "#") {
					t.rows[row-1][j] = wide.Replace(t.rows[row-1][j])
				}
			}
		}
	}},
	{name: "explained headers", sheet: func(_ county, r *rand.Rand, m *model) {
		m.layout.headers = slices.Clone(m.layout.headers)
		for i, h := range m.layout.headers {
			if !strings.HasPrefix(m.layout.fields[i], "tick:") {
				m.layout.headers[i] = pickOf(r, h, h+"（必填）", h+"\n（据实填写）", "*"+h, h+"：")
			}
		}
	}},
	{name: "csv", sheet: writtenAs("csv")}, {name: "excelize", sheet: writtenAs("excelize")}, {name: "xml", sheet: writtenAs("xml")},
	{name: "docx", sheet: writtenAs("docx")}, {name: "html", sheet: writtenAs("html")}, {name: "typed", sheet: writtenAs("typed")},
	{name: "all at once", sheet: func(c county, r *rand.Rand, m *model) {
		shuffledRows(c, r, m)
		shuffledColumns(c, r, m)
		spacedHead(c, r, m)
		writtenAs(pickOf(r, "csv", "excelize", "xml", "docx", "html"))(c, r, m)
	}, grid: func(_ county, r *rand.Rand, m *model, t *table) {
		for row := t.last; row > t.head+1; row-- {
			switch r.Intn(5) {
			case 0:
				t.insert(m, row, make([]string, len(m.layout.headers)))
			case 1:
				t.insert(m, row, slices.Clone(t.rows[t.head-1]))
			}
		}
	}},
}

// short are the fields of a few characters, in which spaces and line breaks say nothing.
var short = map[string]bool{form.FieldID: true, form.FieldStatus: true, form.FieldProgress: true, form.FieldDate: true}

// officeFirst tells that the first column is one of the office's.
func (l layout) officeFirst() bool {
	return slices.Contains([]string{form.FieldID, form.FieldTask, form.FieldRequirement}, l.fields[0])
}

// wide writes digits and letters in the width of Chinese characters.
var wide = func() *strings.Replacer {
	var pairs []string
	for c := '0'; c <= '9'; c++ {
		pairs = append(pairs, string(c), string(c-'0'+'０'))
	}
	return strings.NewReplacer(append(pairs, "%", "％", ".", "．", "-", "－")...)
}()

func columnOf(cell string) int {
	for col := 1; ; col++ {
		if strings.TrimRight(cell, "0123456789") == strings.TrimRight(grid.Ref(1, col), "0123456789") {
			return col
		}
	}
}

func spaced(r *rand.Rand, s string) string {
	letters := []rune(s)
	switch r.Intn(4) {
	case 0:
		return s + "　"
	case 1:
		return " " + s + "  "
	case 2:
		return s + "\n"
	}
	if at := 1 + r.Intn(len(letters)); at < len(letters) && letters[at] > 0x2e80 && letters[at-1] > 0x2e80 {
		return string(letters[:at]) + pickOf(r, "\n", " ", "　") + string(letters[at:])
	}
	return s
}

func spacedHead(_ county, r *rand.Rand, m *model) {
	m.layout.headers = slices.Clone(m.layout.headers)
	for i, h := range m.layout.headers {
		m.layout.headers[i] = spaced(r, h)
	}
	m.written = spaced(r, m.written)
}

func writtenAs(writer string) func(county, *rand.Rand, *model) {
	return func(_ county, _ *rand.Rand, m *model) {
		if !m.layout.chapters || writer == "excelize" || writer == "xml" || writer == "typed" { // one sheet is all the others hold
			m.layout.writer = writer
		}
	}
}

// shuffledRows keeps rows of one item in their order: the last of them counts.
func shuffledRows(c county, r *rand.Rand, m *model) {
	r.Shuffle(len(m.rows), func(i, j int) { m.rows[i], m.rows[j] = m.rows[j], m.rows[i] })
	for i, row := range m.rows {
		for j := range i {
			if m.rows[j].item == row.item && m.rows[j].again {
				m.rows[i], m.rows[j] = m.rows[j], m.rows[i]
			}
		}
	}
	if m.layout.chapters {
		slices.SortStableFunc(m.rows, func(a, b *modelRow) int { return c.chapter(a.item) - c.chapter(b.item) })
	}
}

// chapter is the number of an item's chapter.
func (c county) chapter(item string) int {
	known, _ := c.Table.Find(item)
	return slices.IndexFunc(c.Table.Rows(), func(r tasktable.Row) bool { return r.Chapter == known.Chapter })
}

func shuffledColumns(_ county, r *rand.Rand, m *model) {
	l := &m.layout
	l.fields, l.headers = slices.Clone(l.fields), slices.Clone(l.headers)
	r.Shuffle(len(l.fields), func(i, j int) {
		l.fields[i], l.fields[j] = l.fields[j], l.fields[i]
		l.headers[i], l.headers[j] = l.headers[j], l.headers[i]
	})
}

// insert puts a row in before another; everything below moves down by one.
func (t *table) insert(m *model, row int, cells []string) {
	t.rows = slices.Insert(t.rows, row-1, cells)
	if t.last++; t.head >= row {
		t.head++
	}
	for key, at := range m.at {
		if at.sheet == m.sheetName(t) && finding.RowOf(at.cell) >= row {
			column := strings.TrimRight(at.cell, "0123456789")
			m.at[key] = place{at.sheet, column + strconv.Itoa(finding.RowOf(at.cell)+1)}
		}
	}
}

// rowsOf gives the items of a table by row.
func (m *model) rowsOf(t *table) map[int]string {
	out := map[int]string{}
	for key, at := range m.at {
		if key[0] != "" && at.sheet == m.sheetName(t) {
			out[finding.RowOf(at.cell)] = strings.TrimSuffix(key[0], "'")
		}
	}
	return out
}

// gist is what a result says, by items and fields and not by cells.
func (m *model) gist(t *testing.T, r *Result) string {
	t.Helper()
	names := map[place][]string{}
	for key, at := range m.at {
		names[at] = append(names[at], strings.TrimSpace(key[0]+" "+key[1]))
	}
	var out []string
	for _, f := range r.Findings {
		if slices.Contains([]string{"F08", "F13"}, f.Code) {
			continue // of the format
		}
		var at []string
		for _, cell := range f.Cells {
			name := names[place{f.Sheet, cell}]
			if len(name) == 0 {
				name = []string{"?" + f.Sheet + "!" + cell}
			}
			slices.Sort(name)
			at = append(at, strings.Join(name, "/"))
		}
		slices.Sort(at)
		if f.Code == "T06" {
			at = append(at, f.Args["count"])
		}
		out = append(out, fmt.Sprintf("%s %s %s", f.Code, f.Field, strings.Join(at, ", ")))
	}
	slices.Sort(out)
	return string(r.Files[0].Verdict) + " " + strings.Join(out, "; ")
}

// TestWhatMustNotMatter: sheets with and without faults, changed in what says nothing of the
// work: the same is found, at the cells where the same things now stand.
func TestWhatMustNotMatter(t *testing.T) {
	t.Parallel()
	c := weishan(t)
	c.Sites, c.Roster, c.Whole = []string{"weishan.gov.cn"}, c.roster, true
	told := map[string]int{}
	for seed := range int64(72) {
		want, faults := "", []string(nil)
		for i, v := range variations {
			m, names := c.faultySheet(seed)
			r := rand.New(rand.NewSource(seed*100 + int64(i)))
			tables := c.varied(r, m, v)
			res, _ := c.check(m.fileOf(t, tables))
			got := m.gist(t, res)
			if i == 0 {
				want, faults = got, names
				for _, f := range res.Findings {
					told[f.Code]++
				}
				if len(names) > 0 && strings.Count(got, ";") == 0 && strings.HasSuffix(got, " ") {
					t.Errorf("sheet %d: nothing is said of %v", seed, names)
				}
			}
			if got != want {
				t.Errorf("sheet %d of %s, %v, %s\n%s:\n got %s\nwant %s", seed, m.unit, faults, m.layout, v.name, got, want)
			}
		}
	}
	t.Log(told)
}

// varied lays a model out as a variation has it.
func (c county) varied(r *rand.Rand, m *model, v variation) []*table {
	if v.sheet != nil {
		v.sheet(c, r, m)
	}
	tables := c.tables(m)
	if v.grid != nil {
		for _, tab := range tables {
			v.grid(c, r, m, tab)
		}
	}
	return tables
}

// asTyped writes what Excel makes of texts that are typed in: numbers, percentages and days.
func asTyped(t testing.TB, tables []*table) string {
	t.Helper()
	f, err := excelize.OpenReader(strings.NewReader(asExcelize(t, tables)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	day, _ := f.NewStyle(&excelize.Style{NumFmt: 14})
	percent, _ := f.NewStyle(&excelize.Style{NumFmt: 9})
	for _, tab := range tables {
		for i, row := range tab.rows {
			for j, text := range row {
				cell := grid.Ref(i+1, j+1)
				if n, err := strconv.ParseFloat(text, 64); err == nil {
					f.SetCellValue(tab.name, cell, n)
				} else if n, err := strconv.ParseFloat(strings.TrimSuffix(text, "%"), 64); err == nil {
					f.SetCellValue(tab.name, cell, n/100)
					f.SetCellStyle(tab.name, cell, cell, percent)
				} else if d, ok := value.ParseDate(text, 0); ok && d.Possible() && d.Day > 0 {
					f.SetCellValue(tab.name, cell, time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC))
					f.SetCellStyle(tab.name, cell, cell, day)
				}
			}
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}
