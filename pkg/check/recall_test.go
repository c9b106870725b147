package check

import (
	"flag"
	"fmt"
	"maps"
	"math/rand"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"zwgk/pkg/finding"
	"zwgk/pkg/form"
)

var update = flag.Bool("update", false, "write the page of docs anew")

// target is where a planted fault is to be found: a field of an item, or with item "" a place of
// the sheet (title, unit, header, filler, day, file).
type target struct{ item, field string }

// plant puts a fault into a return. It gives false where the return has no room for it. also
// are what the fault itself breaks.
type plant struct {
	code string
	do   func(p *planting) ([]target, bool)
	also []string // codes of findings that follow from it, wherever they stand
	wide bool     // changes the whole sheet: not for pairs
	late bool     // looked at the end of the year
}

// planting is a return in which a fault is put into a row.
type planting struct {
	r   *rand.Rand
	c   county
	m   *model
	row *modelRow
	t   testing.TB
}

func (p *planting) set(field, text string) []target {
	p.row.values[field] = text
	return []target{{p.row.item, field}}
}

func (p *planting) add(text string) []target {
	return p.set(form.FieldProgressText, strings.TrimSuffix(p.row.values[form.FieldProgressText], "。")+"，"+text)
}

// ongoing, done and idle make the row one of a kind, without a fault.
func (p *planting) ongoing() *planting {
	p.row.values = map[string]string{form.FieldStatus: "正在推进", form.FieldProgress: fmt.Sprintf("%d%%", 31+p.r.Intn(60)), form.FieldProgressText: report(p.r)}
	return p
}

func (p *planting) done() *planting {
	p.row.values = map[string]string{form.FieldStatus: "已完成", form.FieldProgress: "100%", form.FieldDate: "2019-05-20", form.FieldLinks: address(p.r), form.FieldEvidence: "印发的文件",
		form.FieldProgressText: report(p.r)}
	return p
}

func (p *planting) idle() *planting {
	p.row.values = map[string]string{form.FieldStatus: "未启动", form.FieldProgress: "0%", form.FieldNext: "第三季度启动。",
		form.FieldProgressText: fmt.Sprintf("因职责交接推迟，已收集资料%d份，方案初稿%d页。", 2+p.r.Intn(90), 2+p.r.Intn(30))}
	return p
}

// once tells whether the item may be called done without more ado.
func (p *planting) once() bool {
	row, _ := p.c.Table.Find(p.row.item)
	for _, d := range row.Item.Deadlines {
		if d.Kind == "recurring" || d.Kind == "count" {
			return false
		}
	}
	return true
}

// with finds a row of the return whose item has a deadline of a kind.
func (p *planting) with(kind string) bool {
	for _, row := range p.m.rows {
		known, _ := p.c.Table.Find(row.item)
		for _, d := range known.Item.Deadlines {
			if d.Kind == kind && (kind != "date" || d.Due < "2019-12-31") {
				p.row = row
				return true
			}
		}
	}
	return false
}

type setting func(p *planting) ([]target, bool)

func open(field string, texts ...string) setting {
	return func(p *planting) ([]target, bool) { return p.ongoing().set(field, pickOf(p.r, texts...)), true }
}

func done(field string, texts ...string) setting {
	return func(p *planting) ([]target, bool) { return p.done().set(field, pickOf(p.r, texts...)), p.once() }
}

func says(texts ...string) setting {
	return func(p *planting) ([]target, bool) { return p.ongoing().add(pickOf(p.r, texts...)), true }
}

// extra adds a row that is not one of the unit's own.
func (p *planting) extra(item, id, task string) []target {
	row := cleanRow(p.r, item, true)
	row.id, row.task = id, task
	p.m.rows = append(p.m.rows, row)
	return []target{{item, form.FieldID}}
}

func (p *planting) sheet(place string) []target { return []target{{"", place}} }

// plants are all faults of one sheet.
func plants() []plant {
	progressText, evidence := form.FieldProgressText, form.FieldEvidence
	return []plant{
		{code: "V01", do: open(form.FieldStatus, "", "/", "—")},
		{code: "V02", do: open(form.FieldStatus, "差不多了", "还行", "大体可以", "其他")},
		{code: "V03", do: open(form.FieldProgress, "很快", "抓紧办理", "见附件")},
		{code: "V04", do: open(form.FieldProgress, "120%", "-5%", "150", "101")},
		{code: "V05", do: done(form.FieldDate, "2019-02-30", "2019年6月31日", "2019.13.1")},
		{code: "V06", do: done(form.FieldDate, "2019-12-01", "2019年8月")},
		{code: "V07", do: done(form.FieldDate, "2019-07-01", "2019年7月2日")},
		{code: "V08", do: open(progressText, "", "—")},
		{code: "V09", do: open(form.FieldProgress, "0.6", "0.35")},
		{code: "V10", do: done(form.FieldDate, "上个月", "前不久", "已按时")},
		{code: "V11", do: open(form.FieldProgress, "#REF!", "#DIV/0!", "#N/A")},
		{code: "V12", do: says("公开文件××件。", "其余待补充。", "公开____条。")},
		{code: "V13", do: func(p *planting) ([]target, bool) {
			text := p.ongoing().row.values[progressText]
			return p.set(progressText, text+strings.Repeat("续", 255-len([]rune(text)))), true
		}},
		{code: "V14", do: done(form.FieldDate, "2018-05-20", "2017年6月")},
		{code: "V15", do: done(form.FieldDate, "2019-03-10、2019-05-20", "3月10日，6月20日")},
		{code: "V16", do: open(form.FieldProgress, "80%（上月60%）", "40%、60%")},
		{code: "V17", do: says(strings.Repeat("细节很多。", 320))},
		{code: "V18", do: says("另公开文件１2件。")},
		{code: "L01", do: done(form.FieldProgress, "80%", "99%", "50")},
		{code: "L02", do: open(form.FieldProgress, "100%", "100")},
		{code: "L03", do: func(p *planting) ([]target, bool) {
			return p.idle().set(form.FieldProgress, pickOf(p.r, "30%", "5")), true
		}},
		{code: "L04", do: done(form.FieldDate, "")},
		{code: "L05", do: func(p *planting) ([]target, bool) {
			return p.done().add(pickOf(p.r, "其余3件尚未公开。", "清理结果还没有公开。", "2项仍未完成。")), p.once()
		}},
		{code: "L06", do: func(p *planting) ([]target, bool) { return p.idle().set(form.FieldDate, "2019-05-20"), true }},
		{code: "L07", do: func(p *planting) ([]target, bool) {
			p.row.values = map[string]string{form.FieldStatus: pickOf(p.r, "不涉及", "不适用")}
			return p.set(progressText, pickOf(p.r, "不涉及此项工作。", "不涉及", "无")), true
		}},
		{code: "L08", do: func(p *planting) ([]target, bool) {
			ok := p.with("recurring")
			p.done()
			return []target{{p.row.item, form.FieldStatus}}, ok
		}},
		{code: "L09", late: true, do: func(p *planting) ([]target, bool) {
			ok := p.with("date")
			return p.done().set(form.FieldDate, pickOf(p.r, "2019-09-20", "2019年11月")), ok
		}},
		{code: "L10", late: true, do: func(p *planting) ([]target, bool) {
			ok := p.with("count")
			p.done()
			return p.set(progressText, pickOf(p.r, "发布解读材料5篇，负责同志解读重要政策措施1次，已公开。", "负责同志4月解读一次，配发图解3幅，点击1200人。")), ok
		}},
		{code: "L11", late: true, do: func(p *planting) ([]target, bool) {
			ok := p.with("date")
			p.ongoing()
			return []target{{p.row.item, form.FieldStatus}}, ok
		}},
		{code: "L14", do: func(p *planting) ([]target, bool) {
			p.idle().set(form.FieldNext, "")
			p.set(progressText, "此项工作没有动手，有关材料12份存放在档案室。")
			return []target{{p.row.item, form.FieldNext}}, true
		}},
		{code: "E01", do: func(p *planting) ([]target, bool) {
			p.done().set(evidence, "")
			return p.set(form.FieldLinks, pickOf(p.r, "", "无")), p.once()
		}},
		{code: "E02", do: open(form.FieldLinks, "县政府网站首页", "微信公众号", "已公开")},
		{code: "E03", do: open(progressText, "按要求落实。", "稳步推进中。", "已公开文件。", "认真贯彻落实有关要求，加强组织领导，明确责任，取得明显成效。")},
		{code: "E04", do: open(form.FieldLinks, "http://www.weishan.gov.cn/", "https://www.weishan.gov.cn/index.html")},
		{code: "E05", wide: true, do: func(p *planting) (out []target, ok bool) {
			link := address(p.r)
			for _, row := range p.m.rows[:min(4, len(p.m.rows))] {
				p.row = row
				out = append(out, p.ongoing().set(form.FieldLinks, link)...)
			}
			return out, len(out) == 4
		}},
		{code: "E06", do: func(p *planting) ([]target, bool) {
			row, _ := p.c.Table.Find(p.row.item)
			asked := []rune(strings.ReplaceAll(row.Item.Requirement, "\n", ""))
			return p.ongoing().set(progressText, string(asked[:min(len(asked), 60)])), len(asked) > 40
		}},
		{code: "E08", do: open(form.FieldLinks, "http://www.linxian.gov.cn/art/2019/5/1/art_1.html")},
		{code: "E09", do: open(evidence, "会议纪要.docx", "见附件：培训照片.jpg")},
		{code: "P01", do: says("申请人身份证号11010519491231002X。", "已答复11010519491231002X的申请。")},
		{code: "P02", do: says("联系13800138000。", "请拨139-0013-8000。")},
		{code: "P03", do: says("发放至6222021234567890128。", "卡号6222 0212 3456 7890 128。")},
		{code: "P04", do: says("意见请发zhangmou12@qq.com。")},
		{code: "P05", do: says("其中一户家庭住址：幸福村三组18号。")},
		{code: "P06", do: says("低保户王某某（3口人）每月领1200元。")},
		{code: "X04", wide: true, do: func(p *planting) (out []target, ok bool) {
			for _, row := range p.m.rows {
				p.row = row
				out = append(out, p.ongoing().set(form.FieldProgress, "45%")...)
			}
			return out, len(out) >= 5
		}},
		{code: "X06", do: func(p *planting) ([]target, bool) {
			own, _ := p.c.roster.Unit(p.m.unit)
			var others []string
			for _, u := range p.c.roster.Group(own.Group) {
				if u.Name != own.Name && u.Name != p.c.Office && u.Active {
					others = append(others, u.Name)
				}
			}
			if len(others) == 0 {
				return nil, false
			}
			return p.ongoing().set(progressText, pickOf(p.r, others...)+"公开有关信息12条，并对文件进行了清理。"), true
		}},
		{code: "T01", also: []string{"T06"}, do: func(p *planting) ([]target, bool) {
			p.row.id, p.row.task, p.row.asked = "99", "推进智慧城市数字底座建设", "另行安排"
			return []target{{p.row.item, form.FieldID}}, p.m.layout.id == "task" || p.m.layout.id == "dotted"
		}},
		{code: "T02", do: func(p *planting) ([]target, bool) {
			for _, row := range p.c.Table.Rows() {
				if _, own := p.c.Plan.Find(row.Item.ID, p.m.unit); !own && !p.c.Plan.Open(row.Item.ID) {
					return p.extra(row.Item.ID, "", ""), p.m.layout.id == "task" || p.m.layout.id == "dotted"
				}
			}
			return nil, false
		}},
		{code: "T04", do: func(p *planting) ([]target, bool) {
			again := cleanRow(p.r, p.row.item, true)
			p.m.rows = append(p.m.rows, again)
			return []target{{p.row.item, form.FieldID}}, p.m.layout.id == "task" || p.m.layout.id == "dotted"
		}},
		{code: "T05", do: func(p *planting) ([]target, bool) {
			p.m.rows = append(p.m.rows, &modelRow{item: p.row.item, values: maps.Clone(p.row.values)})
			return []target{{p.row.item, form.FieldID}}, p.m.layout.id == "task" || p.m.layout.id == "dotted"
		}},
		{code: "T06", do: func(p *planting) ([]target, bool) {
			p.row.values = map[string]string{}
			return []target{{p.row.item, form.FieldID}}, p.m.layout.id == "task" || p.m.layout.id == "dotted"
		}},
		{code: "T07", do: func(p *planting) ([]target, bool) {
			row, _ := p.c.Table.Find(p.row.item)
			p.row.asked = strings.Replace(row.Item.Requirement, "公开", "内部通报", 1)
			return []target{{p.row.item, form.FieldRequirement}}, p.row.asked != row.Item.Requirement
		}},
		{code: "T08", wide: true, do: func(p *planting) ([]target, bool) {
			i := slices.Index(p.m.layout.fields, form.FieldStatus)
			p.m.layout.headers[i] = "承办人意见"
			return p.sheet("header"), true
		}, also: []string{"L07"}},
		{code: "U01", wide: true, do: func(p *planting) ([]target, bool) {
			p.m.written, p.m.file = "县数字经济专班", "上半年进展情况"
			return p.sheet("unit"), true
		}},
		{code: "U02", wide: true, do: func(p *planting) ([]target, bool) {
			p.m.written, p.m.file = "县管理局", "上半年进展情况"
			return p.sheet("unit"), true
		}},
		{code: "U03", wide: true, do: func(p *planting) ([]target, bool) {
			p.m.file = "县公安局"
			return p.sheet("unit"), p.m.unit != "县公安局"
		}},
		{code: "U04", wide: true, do: func(p *planting) ([]target, bool) {
			p.m.title = strings.Replace(p.m.title, "2019年上半年", pickOf(p.r, "2018年上半年", "2019年第一季度"), 1)
			return p.sheet("title"), true
		}, also: []string{"T06"}},
		{code: "U06", do: func(p *planting) ([]target, bool) {
			p.m.signature[0] = ""
			return p.sheet("filler"), true
		}},
		{code: "U07", do: func(p *planting) ([]target, bool) {
			p.m.signature[3] = pickOf(p.r, "2018-07-03", "2019年7月30日")
			return p.sheet("day"), true
		}},
	}
}

// outcome is what became of a sheet with faults: "" when exactly these were found.
func (c county) outcome(t *testing.T, m *model, want map[string]bool, also []string) string {
	res, _ := c.check(c.write(t, m))
	got := map[string]bool{}
	expected := append(m.layout.expected(visible(c.tables(m))), also...)
	var wrong []string
	for _, f := range res.Findings {
		for _, cell := range f.Cells {
			key := f.Code + " " + cell
			got[key] = true
			if !want[key] && !slices.Contains(expected, f.Code) {
				wrong = append(wrong, key+" blamed: "+f.Message)
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(want)) {
		if !got[key] {
			wrong = append(wrong, key+" not found")
		}
	}
	return strings.Join(wrong, "; ")
}

// sow makes a return with faults in rows of their own; false where there is no room.
func (c county) sow(seed int64, list ...plant) (*model, map[string]bool, []string, bool) {
	r := rand.New(rand.NewSource(seed))
	units := c.reporting()
	m := c.newModel(r, units[r.Intn(len(units))], newLayout(r, true))
	if len(m.rows) < 2*len(list) {
		return nil, nil, nil, false
	}
	if list[0].late {
		m.received, m.signature[3] = "2020-01-05", "2020-01-04"
		for _, row := range m.rows { // nothing is overdue by itself
			known, _ := c.Table.Find(row.item)
			if lastDue(known.Item.Deadlines) != "" {
				p := &planting{r: r, c: c, m: m, row: row}
				p.done()
			}
		}
	}
	rows := r.Perm(len(m.rows))
	own := m.rows
	var spots []target
	var codes, also []string
	for i, p := range list {
		at := &planting{r: r, c: c, m: m, row: own[rows[i]]}
		found, ok := p.do(at)
		if !ok {
			return nil, nil, nil, false
		}
		for _, s := range found {
			spots, codes = append(spots, s), append(codes, p.code)
		}
		also = append(also, p.also...)
	}
	for i, s := range spots {
		for k := range i {
			if s.item != "" && s.item == spots[k].item && len(list) == 2 {
				return nil, nil, nil, false
			}
		}
	}
	c.tables(m)
	want := map[string]bool{}
	for i, s := range spots {
		at := m.at[[2]string{s.item, s.field}]
		if s.item != "" {
			at = m.where(s.item, s.field)
		}
		want[codes[i]+" "+at.cell] = true
	}
	return m, want, also, true
}

// tally counts what was planted and found.
type tally struct{ alone, found, pairs, both int }

// pair counts a pair, found when nothing is wrong.
func (n *tally) pair(wrong string) {
	if n.pairs++; wrong == "" {
		n.both++
	}
}

// widePairs are faults of a whole sheet and faults of a cell that they do not silence: in a sheet
// of no known unit only what is private is told, in one without a status nothing that goes by it.
var widePairs = map[string][]string{
	"E05": {"V03", "V08", "V16", "L04", "P01", "T07"},
	"T08": {"V03", "V04", "V08", "E02", "E08", "E09", "P02", "T07"},
	"U01": {"P01", "P03", "P05", "U06"},
	"U02": {"P02", "P04", "P06", "U07"},
	"U03": {"V01", "V03", "V08", "L01", "E02", "P01", "T06", "U07"},
	"X04": {"U06", "U07"},
}

// TestPlantedFaults: every fault, planted at random at least twenty times alone, and in pairs,
// is found at its cell under its code, and nothing else is blamed but what it breaks.
func TestPlantedFaults(t *testing.T) {
	t.Parallel()
	const times = 20
	base := weishan(t)
	base.Sites, base.Roster, base.Whole = []string{"weishan.gov.cn"}, base.roster, true
	later := *base.Settings
	later.Round.AsOf = "2019-12-31"
	list := plants()
	table := map[string]*tally{}
	for _, p := range list {
		c := base
		if p.late {
			c = county{Settings: &later, roster: base.roster}
		}
		n := &tally{}
		table[p.code] = n
		for seed := int64(0); n.alone < times && seed < 4000; seed++ {
			m, want, also, ok := c.sow(seed, p)
			if !ok {
				continue
			}
			n.alone++
			if wrong := c.outcome(t, m, want, also); wrong != "" {
				t.Errorf("%s, seed %d, %s: %s", p.code, seed, m.layout, wrong)
			} else {
				n.found++
			}
		}
		if n.alone < times {
			t.Errorf("%s: planted %d times only", p.code, n.alone)
		}
	}
	small := slices.DeleteFunc(slices.Clone(list), func(p plant) bool { return p.wide || p.late })
	for seed := int64(0); seed < 700; seed++ {
		r := rand.New(rand.NewSource(seed))
		a, b := small[r.Intn(len(small))], small[r.Intn(len(small))]
		if a.code == b.code {
			continue
		}
		m, want, also, ok := base.sow(seed, a, b)
		if !ok {
			continue
		}
		wrong := base.outcome(t, m, want, also)
		table[a.code].pair(wrong)
		table[b.code].pair(wrong)
		if wrong != "" {
			t.Errorf("%s and %s, seed %d, %s: %s", a.code, b.code, seed, m.layout, wrong)
		}
	}
	for code, partners := range widePairs {
		wide := list[slices.IndexFunc(list, func(p plant) bool { return p.code == code })]
		for i, with := range partners {
			small := list[slices.IndexFunc(list, func(p plant) bool { return p.code == with })]
			planted := 0
			for seed := int64(1000 * i); planted < 3 && seed < int64(1000*i+400); seed++ {
				m, want, also, ok := base.sow(seed, wide, small)
				if !ok {
					continue
				}
				planted++
				wrong := base.outcome(t, m, want, also)
				table[code].pair(wrong)
				table[with].pair(wrong)
				if wrong != "" {
					t.Errorf("%s and %s, seed %d, %s: %s", code, with, seed, m.layout, wrong)
				}
			}
			if planted < 3 {
				t.Errorf("%s and %s: planted %d times only", code, with, planted)
			}
		}
	}
	writeMatrix(t, "matrix", base.Rules.Catalogue, table, true)
}

const checkingPage = root + "docs/checking.md"

var checkingMu sync.Mutex // two tests write to the page

// writeMatrix keeps a table of docs/checking.md.
func writeMatrix(t *testing.T, name string, rules *finding.Catalogue, table map[string]*tally, pairs bool) {
	var b strings.Builder
	if pairs {
		b.WriteString("| code | fault | alone | found | in pairs | found |\n|---|---|---|---|---|---|\n")
	} else {
		b.WriteString("| code | fault | planted | found |\n|---|---|---|---|\n")
	}
	for _, code := range slices.Sorted(maps.Keys(table)) {
		rule, _ := rules.Rule(code)
		n := table[code]
		fmt.Fprintf(&b, "| %s | %s | %d | %d |", code, rule.Title, n.alone, n.found)
		if pairs {
			fmt.Fprintf(&b, " %d | %d |", n.pairs, n.both)
		}
		b.WriteString("\n")
	}
	checkingMu.Lock()
	defer checkingMu.Unlock()
	page, err := os.ReadFile(checkingPage)
	if err != nil {
		t.Fatal(err)
	}
	begin, end := "<!-- "+name+" -->\n", "<!-- end of "+name+" -->"
	head, rest, ok := strings.Cut(string(page), begin)
	_, tail, closed := strings.Cut(rest, end)
	if !ok || !closed {
		t.Fatalf("%s has no place for the matrix", checkingPage)
	}
	now := head + begin + b.String() + end + tail
	if *update {
		if err := os.WriteFile(checkingPage, []byte(now), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if now != string(page) {
		t.Errorf("%s is not what was found; run go test ./pkg/check -run TestPlantedFaults -update", checkingPage)
	}
}
