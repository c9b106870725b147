package form

import (
	"math/rand"
	"os"
	"slices"
	"strings"
	"testing"

	"zwgk/pkg/grid"
	"zwgk/pkg/policy"
	"zwgk/pkg/tasktable"
)

// officialItems are those of the real table.
func officialItems(t *testing.T) *items {
	t.Helper()
	data, err := os.ReadFile("../../templates/table.yaml")
	if err != nil {
		t.Fatal(err)
	}
	spec, err := tasktable.ParseSpec(policy.File{Name: "table.yaml", Data: data})
	if err != nil {
		t.Fatal(err)
	}
	wb, err := grid.Open("../../samples/weishan-2019/2019-task-table.txt", grid.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	table, err := tasktable.Read("table.txt", wb, spec, tasktable.Known{})
	if err != nil {
		t.Fatal(err)
	}
	return newItems(table)
}

func TestShortenedTitles(t *testing.T) {
	it := officialItems(t)
	for title, want := range map[string]string{
		"依申请公开": "34", "依申请公开工作": "34", "建议提案办理结果公开": "10", "多渠道多形式解读回应": "25", "政府信息公开条例贯彻落实": "33", "推进重大决策公开": "26", "舆情处置机制": "24", "社会救助社会福利": "15",
		"三大攻坚战信息公开": "3.1 3.2 3.3", "教育医疗健康领域": "18.1 18.2", "推进就业信息公开": "17",

		"": "", "公开": "", "信息公开": "", "政务公开工作": "", "做好信息公开": "", "推进信息公开": "", "加强信息公开": "", "推进公开工作": "", "领域信息公开": "", "信息公开工作": "", "会议公开": "",
		"推进决策公开": "", "解读重要政策": "", "信息公开平台建设": "", "完善依申请公开": "", "公开依申请": "", "请公开": "", "健全机制": "", "建立健全工作机制": "", "建立健全机制": "", "建立健全管理机制": "", "特色工作完全不同": "",
	} {
		ids, sure := it.shortened(title)
		if got := strings.Join(ids, " "); sure && got != want || !sure && want != "" {
			t.Errorf("%s: %s %v, want %s", title, got, sure, want)
		}
	}
	if ids, sure := it.shortened("推进社会保险社会救助"); sure {
		t.Error("no order of one title:", ids)
	}
}

// TestPartsOfATitle: whatever parts of a title a unit keeps, in their order, they are never taken
// for another task. A row that names nothing but them is read as in a sheet.
func TestPartsOfATitle(t *testing.T) {
	it := officialItems(t)
	s := &sheetReader{reader: &reader{items: it}, form: &Form{}, running: true}
	r := rand.New(rand.NewSource(1))
	found, options, none := 0, 0, 0
	for _, title := range it.titles {
		if !title.task {
			continue
		}
		for range 300 {
			short := partsOf(r, []rune(title.text))
			m := s.resolve(it.find(rowTitled(short)), rowTitled(short))
			switch {
			case m.id != "" && !slices.Contains(title.ids, m.id):
				t.Fatalf("%s of %s is taken for %s", short, title.text, m.id)
			case len(m.options) > 0 && !slices.ContainsFunc(m.options, func(id string) bool { return slices.Contains(title.ids, id) }):
				t.Fatalf("%s of %s: options %v", short, title.text, m.options)
			case m.id != "":
				found++
			case len(m.options) > 0:
				options++
			default:
				none++
			}
		}
	}
	t.Logf("%d found, %d with options, %d not", found, options, none)
}

// rowTitled is a row that says nothing but a title.
func rowTitled(title string) *row {
	return &row{cells: map[string]*grid.Cell{FieldTask: {Type: grid.Text, Text: title}}}
}

// partsOf keeps one to three parts of two characters or more, in order.
func partsOf(r *rand.Rand, title []rune) string {
	var b strings.Builder
	from := 0
	for range 1 + r.Intn(3) {
		if len(title)-from < 2 {
			break
		}
		start := from + r.Intn(len(title)-from-1)
		end := start + 2 + r.Intn(len(title)-start-1)
		b.WriteString(string(title[start:end]))
		from = end
	}
	return b.String()
}
